"""The command that writes the workshop page of finished results, or serves it with levers."""

from __future__ import annotations

import click

__all__ = ["workshop"]


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--option",
    "options",
    multiple=True,
    help="Option to weigh beside the status quo; may be repeated, up to four.  [default: all that were compared]",
)
@click.option(
    "--language", type=click.Choice(["de", "en"]), help="Language of texts.  [default: that of the run]"
)
@click.option("--live", is_flag=True, help="Serve the page with levers that start real runs, until Ctrl-C.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="With --live: where to listen; beyond this machine the address has a token.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="With --live: the port.  [default: a free one]",
)
def workshop(
    folder: str, options: tuple[str, ...], language: str | None, live: bool, host: str, port: int
) -> None:
    """Write the page for a workshop, or serve it with levers.

    FOLDER is a path or a name below outputs/ of a finished comparison. Groups weigh in secret what matters to them; the
    page ranks the options, says where the ranking flips, and prints minutes, cards and a ballot, all without network.
    With --live a group also turns places, start, staff and fees and sees what real runs tell, narrowing run by run.
    """
    from simsocial.cli.comparison import outputs_folder
    from simsocial.workshop.page import write_workshop

    if live:
        from simsocial.workshop.live.serve import serve

        serve(outputs_folder(folder), language, options, host, port, click.echo)
    else:
        click.echo(write_workshop(outputs_folder(folder), language, options))
