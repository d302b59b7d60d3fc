"""Commands on what is known: own tables, published figures, earlier years."""

from __future__ import annotations

from pathlib import Path

import click

from simsocial.cli.options import CSV, LANGUAGE

__all__ = ["calibrate", "check", "hindcast", "import_"]


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="PLACE... [KEY=VALUE]...")
@click.option(
    "--replicates", type=click.IntRange(min=1), default=3, show_default=True, help="Runs of each trial."
)
@click.option("--no-fit", is_flag=True, help="Compare with the figures alone, with the factors there are.")
@click.option(
    "--service",
    "services",
    multiple=True,
    help="Fit the take-up of this service kind, too, to the number served; may be repeated.",
)
@click.option(
    "--page", type=click.Path(dir_okay=False, path_type=Path), help="Also write the tables as Markdown."
)
@CSV
def calibrate(
    words: tuple[str, ...],
    replicates: int,
    no_fit: bool,
    services: tuple[str, ...],
    page: Path | None,
    as_csv: bool,
) -> None:
    """Fit the status quo to published figures.

    PLACE is a region as for `simsocial profile`, or region=PLACE. One free factor for each figure that has one is
    written to conf/calibration; all options of a run with calibration=NAME share them. All figures are compared with
    the model at their date, those missed included.
    """
    from simsocial.cli.calibrating import calibrate_places

    calibrate_places(words, replicates, fit=not no_fit, page=page, as_csv=as_csv, services=services)


@click.command()
@click.option("--from", "first_year", type=int, required=True, help="Year of the base population.")
@click.option("--to", "last_year", type=int, required=True, help="Year of the count to compare with.")
@click.option(
    "--table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own counts: CSV with year, ags, sex, age_from, age_to, persons.",
)
@click.option("--kreis", "only", multiple=True, help="Only this Kreis; may be repeated.")
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=12,
    show_default=True,
    help="Draws of the assumptions; 0 = best values.",
)
@click.option(
    "--replicates", type=click.IntRange(min=1), default=1, show_default=True, help="Runs of each draw."
)
@LANGUAGE
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
def hindcast(
    first_year: int,
    last_year: int,
    table: Path | None,
    only: tuple[str, ...],
    draws: int,
    replicates: int,
    language: str,
    overrides: tuple[str, ...],
) -> None:
    """Run earlier years and compare with what was counted.

    Every Kreis of Thuringia, or of your own table, starts from its count of one year and uses only the figures known
    then, but for single ages within the groups counted (Zensus 2022 moved back). Beside the model stand: no change,
    and projections of cohorts without and with migration. From 2022 on all are put on the basis of the Zensus 2022.
    """
    from simsocial.cli.hindcasting import hindcast_kreise

    hindcast_kreise(first_year, last_year, table, draws, replicates, only, overrides, language)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="PATH | region=PATH")
def check(words: tuple[str, ...]) -> None:
    """Check the tables of a region.

    Every fault is said in one go; the exit code is 2 if there is one.
    """
    from simsocial.cli.checking import check_tables

    if not check_tables(words):
        raise click.exceptions.Exit(2)


@click.command("import")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--as", "what", help="What the files hold: population, households, sites, travel or areas.")
@click.option(
    "-o",
    "--region",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder, or .xlsx workbook, of the region's tables; made if it is not there.",
)
@click.option("--kind", help="Kind of the sites, where a list does not tell (kita, primary_school, ...).")
@click.option("--year", help="Year or date to take of several, or of files that name none.")
@click.option(
    "--sheet", "sheets", multiple=True, help="Title of a sheet to read; may be repeated. Default: all."
)
@click.option(
    "--cells",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table of Zensus grid cells (GITTER_ID_100m) and the area of each.",
)
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What an earlier import has saved, or you have written down.",
)
@click.option("--yes", is_flag=True, help="Write without asking.")
def import_(
    files: tuple[Path, ...],
    what: str | None,
    target: Path,
    kind: str | None,
    year: str | None,
    sheets: tuple[str, ...],
    cells: Path | None,
    mapping_file: Path | None,
    yes: bool,
) -> None:
    """Make a region's tables of your own files.

    Reads CSV and XLSX as offices have them (and GeoJSON of areas), says what it understood, asks, and writes the tables
    with a protocol of every assumption and a mapping for next year's files (docs/regions.md, "Own data in an hour").
    """
    from simsocial.cli.importing import import_files

    import_files(
        files,
        what,
        target,
        kind=kind,
        year=year,
        sheets=sheets,
        cells=cells,
        mapping_file=mapping_file,
        yes=yes,
    )
