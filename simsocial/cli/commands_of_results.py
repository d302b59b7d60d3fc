"""Commands on finished results: they read tables and simulate nothing."""

from __future__ import annotations

from pathlib import Path

import click

from simsocial.cli.options import LANGUAGES

__all__ = ["export", "report"]


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--language", type=LANGUAGES, help="Language of texts.  [default: that of the run]")
@click.option("--since", metavar="FOLDER", help="An earlier comparison: the report says what changed since.")
def report(folder: str, language: str | None, since: str | None) -> None:
    """Write a report again.

    FOLDER is a path or a name below outputs/.
    """
    from simsocial.analysis.results import Results
    from simsocial.cli.comparison import outputs_folder
    from simsocial.report.pages import pages_of

    found = outputs_folder(folder)
    earlier = None if since is None else outputs_folder(since)
    path, lines = pages_of(found, language or Results(found).language, earlier)
    for line in (path, *lines):
        click.echo(line)


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--form",
    "forms",
    type=click.Choice(["csv", "xlsx", "docx", "pdf"]),
    multiple=True,
    help="csv: tables; xlsx: workbook; docx: draft resolution of each option; pdf: the report. May be repeated; "
    "without it csv, xlsx and docx.",
)
@click.option("--language", type=LANGUAGES, help="Language of texts.  [default: that of the run]")
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own .docx for the draft resolution (fields: docs/handing_in.md).",
)
@click.option(
    "--write-template",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the usual template of the draft resolution here, to be edited, and nothing else.",
)
def export(
    folder: str,
    forms: tuple[str, ...],
    language: str | None,
    template: Path | None,
    write_template: Path | None,
) -> None:
    """Write what is handed in.

    FOLDER is a path or a name below outputs/ of a finished comparison. Tables for a spreadsheet, a workbook with
    formulas, a draft resolution for each option and the report as PDF go to its folder export/.
    """
    from simsocial.cli.comparison import outputs_folder
    from simsocial.cli.exporting import export_results

    if write_template is not None:
        from simsocial.report.documents.resolution_template import write_template as write

        click.echo(write(write_template))
        return
    for path in export_results(outputs_folder(folder), forms or ("csv", "xlsx", "docx"), language, template):
        click.echo(path)
