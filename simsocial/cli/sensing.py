"""``simsocial sensitivity``: on which assumptions an effect hangs, and when an option fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from simsocial.cli.comparison import OUTPUTS, outputs_folder

__all__ = ["sensitivity"]

TOP = 12
"""Factors of Morris' screening that Sobol's shares are worked out for."""


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="SCENARIO [KEY=VALUE]...")
@click.option(
    "--only", multiple=True, metavar="PATTERN", help="Move these parameters only (staff.*); may be repeated."
)
@click.option("--each", is_flag=True, help="Every parameter by itself instead of field by field.")
@click.option(
    "--trajectories", type=click.IntRange(min=2), default=4, show_default=True, help="Of Morris' design."
)
@click.option(
    "--sobol",
    type=click.IntRange(min=0),
    default=0,
    help="Also variance shares of the 12 strongest: N (12 + 2) points.",
)
@click.option(
    "--failing",
    is_flag=True,
    help="When does an option fail? SCENARIO is a finished comparison.",
)
@click.option("--yes", is_flag=True, help="Begin without asking, however long it takes.")
def sensitivity(
    words: tuple[str, ...],
    only: tuple[str, ...],
    each: bool,
    trajectories: int,
    sobol: int,
    failing: bool,
    yes: bool,
) -> None:
    """Say on which assumptions the effects of an option hang.

    Its effects on its targets and the cost of the Kreis, each beside the status quo with the same dice, are simulated
    at chosen places of the ranges of all uncertain parameters, a field of them moving at a time (Morris, SALib).
    """
    if failing:
        _tell_failing(words[0])
    else:
        _analyse(words, only, each, trajectories, sobol, yes)


def _analyse(
    words: Sequence[str], only: Sequence[str], each: bool, trajectories: int, sobol: int, yes: bool
) -> None:
    from simsocial.analysis.sensitivity import analyse_points, strongest
    from simsocial.experiment.sensitivity import Sensitivity

    scenario, *overrides = words
    analysis = Sensitivity(scenario, overrides, only, each=each, outputs=OUTPUTS)
    command = ["sensitivity", *words]
    folder = analysis.run("morris", trajectories, yes=yes, command=command)
    table = analyse_points(folder)
    _show(folder, "morris", analysis.settings["report"]["language"])
    if sobol:
        factors = strongest(table, TOP)
        folder = analysis.run("sobol", sobol, factors, yes=yes, command=command)
        analyse_points(folder)
        _show(folder, "sobol", analysis.settings["report"]["language"])


def _show(folder: Path, method: str, language: str) -> None:
    """Draw the picture and print the paths."""
    from simsocial.report.figure_sensitivity import draw_sensitivity

    picture = draw_sensitivity(folder, language)
    for path in (folder / "effects.csv", folder / f"{method}.csv", *([picture.svg] if picture else [])):
        click.echo(f"  {path}")


def _tell_failing(name: str) -> None:
    """Write ``failing.csv`` beside a finished comparison and say what it holds."""
    from simsocial.analysis.failing import failing_table
    from simsocial.analysis.results import Results
    from simsocial.core.inert import inert_table
    from simsocial.report.catalog import Catalog
    from simsocial.report.failing import failing_lines
    from simsocial.report.texts import Texts

    results = Results(outputs_folder(name))
    table = failing_table(results)
    inert_table(table).to_csv(results.folder / "failing.csv", index=False, float_format="%.10g")
    click.echo(f"  {results.folder / 'failing.csv'}")
    for line in failing_lines(Catalog(Texts(results.language), results.manifest), table):
        click.echo(line)
