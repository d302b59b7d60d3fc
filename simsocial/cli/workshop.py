"""The command that writes the workshop page of finished results."""

from __future__ import annotations

import click

__all__ = ["workshop"]


@click.command()
@click.argument("folder")
@click.option(
    "--option",
    "options",
    multiple=True,
    help="Option to weigh beside the status quo; may be repeated, up to four.  [default: all that were compared]",
)
@click.option(
    "--language", type=click.Choice(["de", "en"]), help="Language of texts.  [default: that of the run]"
)
def workshop(folder: str, options: tuple[str, ...], language: str | None) -> None:
    """Write the page for a workshop.

    FOLDER is a path or a name below outputs/ of a finished comparison. Groups weigh in secret what matters to them; the
    page ranks the options, says where the ranking flips, and prints minutes, cards and a ballot, all without network.
    """
    from simsocial.cli.comparison import outputs_folder
    from simsocial.workshop.page import write_workshop

    click.echo(write_workshop(outputs_folder(folder), language, options))
