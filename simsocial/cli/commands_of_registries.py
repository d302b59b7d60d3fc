"""Commands that say what there is: registries, scenarios, the model itself and its speed."""

from __future__ import annotations

from pathlib import Path

import click

from simsocial.cli.options import CSV, LABELS, LANGUAGE
from simsocial.core.language import language as spoken

__all__ = ["TOPICS", "bench", "diff", "list_", "odd", "scenarios"]

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


@click.command("list")
@click.argument("topic", type=click.Choice(TOPICS))
@click.argument("words", nargs=-1, metavar="[KEY=VALUE]...")
@CSV
@LABELS
def list_(topic: str, words: tuple[str, ...], as_csv: bool, language: str | None) -> None:
    """List what the registries hold, or the sites of a region (list sites region=kreis region.name=Greiz)."""
    _print_list(topic, words, language, as_csv=as_csv)


@click.command()
@click.argument("words", nargs=-1, metavar="[region=WORKBOOK]")
@CSV
@LABELS
def scenarios(words: tuple[str, ...], as_csv: bool, language: str | None) -> None:
    """List the scenarios, your own first, with who decides and what they cost.

    With region=my.xlsx also the options of its sheet Maßnahmen.

    Costs in EUR are those that measures state before a run, once and a year, with their range. A building without a
    stated cost (usual_building_cost) costs what places of its kind usually do; `simsocial diff` works that out.
    """
    _print_list("scenarios", words, language, as_csv=as_csv)


def _print_list(topic: str, words: tuple[str, ...], language: str | None, *, as_csv: bool) -> None:
    """Print a list: a file is the same whatever language is spoken, unless one is asked for."""
    from simsocial.cli.listing import rows_of
    from simsocial.cli.printed_rows import is_csv, print_rows

    default = "en" if is_csv(as_csv) else spoken()
    print_rows(rows_of(topic, language or default, words), as_csv=as_csv)


@click.command()
@click.argument("words", nargs=-1, metavar="[plugins=PATH]...")
def odd(words: tuple[str, ...]) -> None:
    """Describe the model by the ODD protocol, as Markdown.

    Its tables are what the registries hold: the package's own entries and yours.
    """
    from simsocial.cli.odd import description

    click.echo(description(words), nl=False)


@click.command()
@click.argument("first", metavar="FIRST")
@click.argument("second", metavar="SECOND")
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--csv", "as_csv", is_flag=True, help="Only the keys and values, as CSV.")
@LANGUAGE
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
