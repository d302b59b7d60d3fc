"""The commands. Each parses its words, loads what it needs and calls one function of the package."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = [
    "bench",
    "calibrate",
    "check",
    "compare",
    "diff",
    "export",
    "hindcast",
    "import_",
    "list_",
    "new",
    "odd",
    "profile",
    "repeat",
    "report",
    "run",
    "scenarios",
    "sweep",
]

TOPICS = (
    "indicators",
    "services",
    "staff",
    "payers",
    "margins",
    "events",
    "measures",
    "laws",
    "futures",
    "parameters",
    "scenarios",
    "processes",
    "effects",
    "people",
    "columns",
    "sites",
)
LANGUAGES = click.Choice(["de", "en"])
CSV = click.option("--csv", "as_csv", is_flag=True, help="CSV, as when the output is no terminal.")


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    add_help_option=False,
    short_help="Simulate one scenario, or many with -m.",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def run(words: tuple[str, ...]) -> None:
    """Simulate one scenario, or several with -m; everything after `run` goes to Hydra."""
    from simsocial.cli.hydra_app import run_application

    run_application(words)


@click.command()
@click.argument("manifest", type=click.Path(exists=True, path_type=Path))
@click.option("--name", help="Of the new folder.  [default: that of the first with _repeated]")
def repeat(manifest: Path, name: str | None) -> None:
    """Run again what a manifest tells.

    MANIFEST is outputs/NAME/manifest.json, or its folder. All is simulated anew in a folder of its own. What differs
    (versions, sources, libraries, tables of the region) is said, and whether the tables came out equal: if not, the
    exit code is 1.
    """
    from simsocial.cli.repeating import repeat_runs

    repeat_runs(manifest, name)


@click.command()
@click.argument("name", metavar="FILE")
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--yes", is_flag=True, help="Go on without asking, however long it takes.")
def sweep(name: str, overrides: tuple[str, ...], yes: bool) -> None:
    """Simulate scenarios at many points.

    FILE is a path, or a name in conf/sweeps. It says which scenarios, factors (parameters and keys of measures) and
    design (docs/sweeps.md). All points throw the same dice. sweep.parquet has a column for each factor; each chosen
    indicator has a picture of its response.
    """
    from simsocial.cli.sweeping import sweep_file

    sweep_file(name, overrides, yes=yes)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="SCENARIO... [KEY=VALUE]...")
def compare(words: tuple[str, ...]) -> None:
    """Compare options with a reference.

    The first SCENARIO is the reference, the others are options: names (see: simsocial scenarios) or
    paths to YAML files. Without status_quo among them, it is added as the reference. KEY=VALUE are settings
    that hold for all, for example replicates=10 region=kreis region.name=Greiz. futures=all (or names: simsocial
    list futures) runs the same comparison in each future too, and says which option one would regret.
    """
    from simsocial.cli.comparison import compare_scenarios

    compare_scenarios(words)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--kind", default="resize_site", show_default=True, help="Kind of measure that it begins with.")
@click.option("--language", type=LANGUAGES, default="de", show_default=True, help="Language of the comments.")
def new(name: str, kind: str, language: str) -> None:
    """Write a commented scenario to begin with.

    It lies in ./scenarios, fits the Musterkreis and runs as it is.
    """
    from simsocial.cli.new_scenario import write_scenario

    path = write_scenario(name, kind, language)
    click.echo(f"{path}\nsimsocial compare status_quo {name}")


@click.command()
@click.argument("place")
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
def profile(place: str, overrides: tuple[str, ...]) -> None:
    """Show a Kreis under the status quo.

    PLACE is the name or official key (AGS) of a Thuringian Kreis, musterkreis, thueringen, or a path to your
    own region.
    """
    from simsocial.cli.comparison import profile_place

    profile_place(place, overrides)


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
@click.option("--language", type=LANGUAGES, default="de", show_default=True, help="Language of texts.")
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
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--as", "what", help="What the files hold: population, households or sites.")
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

    Reads CSV and XLSX as offices have them, says what it understood, asks, and writes the tables with a protocol of
    every assumption and a mapping for next year's files (docs/regions.md, "Own data in an hour").
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


@click.command()
@click.argument("folder")
@click.option("--language", type=LANGUAGES, help="Language of texts.  [default: that of the run]")
def report(folder: str, language: str | None) -> None:
    """Write a report again.

    FOLDER is a path or a name below outputs/.
    """
    from simsocial.analysis.results import Results
    from simsocial.cli.comparison import outputs_folder
    from simsocial.report.pages import pages_of

    found = outputs_folder(folder)
    path, lines = pages_of(found, language or Results(found).language)
    for line in (path, *lines):
        click.echo(line)


@click.command()
@click.argument("folder")
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


@click.command("list")
@click.argument("topic", type=click.Choice(TOPICS))
@click.argument("words", nargs=-1, metavar="[KEY=VALUE]...")
@CSV
@click.option("--language", type=LANGUAGES, default="de", show_default=True, help="Language of texts.")
def list_(topic: str, words: tuple[str, ...], as_csv: bool, language: str) -> None:
    """List what the registries hold, or the sites of a region (list sites region=kreis region.name=Greiz)."""
    from simsocial.cli.listing import rows_of
    from simsocial.cli.printed_rows import print_rows

    print_rows(rows_of(topic, language, words), as_csv=as_csv)


@click.command()
@click.argument("words", nargs=-1, metavar="[region=WORKBOOK]")
@CSV
@click.option("--language", type=LANGUAGES, default="de", show_default=True, help="Language of texts.")
def scenarios(words: tuple[str, ...], as_csv: bool, language: str) -> None:
    """List the scenarios, your own first, with who decides and what they cost.

    With region=my.xlsx also the options of its sheet Maßnahmen.

    Costs in EUR are those that measures state before a run, once and a year, with their range. A building without a
    stated cost (usual_building_cost) costs what places of its kind usually do; `simsocial diff` works that out.
    """
    from simsocial.cli.listing import rows_of
    from simsocial.cli.printed_rows import print_rows

    print_rows(rows_of("scenarios", language, words), as_csv=as_csv)


@click.command()
@click.argument("words", nargs=-1, metavar="[plugins=PATH]...")
def odd(words: tuple[str, ...]) -> None:
    """Describe the model by the ODD protocol, as Markdown.

    Its tables are what the registries hold: the package's own entries and yours.
    """
    from simsocial.cli.odd import description

    click.echo(description(words), nl=False)


@click.command()
@click.argument("first")
@click.argument("second")
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--csv", "as_csv", is_flag=True, help="Only the keys and values, as CSV.")
@click.option("--language", type=LANGUAGES, default="de", show_default=True, help="Language of texts.")
def diff(first: str, second: str, overrides: tuple[str, ...], as_csv: bool, language: str) -> None:
    """Say in what two scenarios differ, before anything is run.

    First each measure that only one has, or that differs, in words and figures: places, posts, cost and payers, who
    decides by when. Then all keys and values, with units, titles left out.

    FIRST and SECOND are names (see: simsocial scenarios) or paths to YAML files. KEY=VALUE are settings, such as the
    region: region=kreis region.name=Greiz.
    """
    from simsocial.cli.differing import print_differences

    print_differences((first, second), overrides, language, as_csv=as_csv)


@click.command()
@click.option(
    "--json",
    "json_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write them here.",
)
@click.option(
    "--only",
    help="Parts, joined by commas: mesa, limit, core, full, kreis, kinds, land, large, start, compile.",
)
@click.option("--quick", is_flag=True, help="Fewer people and months: shows that it works, not how fast.")
@click.option(
    "--profile", "by_process", is_flag=True, help="Share of time of each process; alone without --only."
)
def bench(json_path: Path | None, only: str | None, quick: bool, by_process: bool) -> None:
    """Measure speed and memory.

    Speed is judged by what this machine does in the same call: an idiomatic Mesa model of the same work, and one
    bare pass of hash and compare over everybody.
    """
    from simsocial.bench import run_bench

    run_bench(json_path, only.split(",") if only else None, quick=quick, profile=by_process)
