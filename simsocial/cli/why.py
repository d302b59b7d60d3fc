"""``simsocial why``: by which mechanisms the effects of an option come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from simsocial.cli.comparison import OUTPUTS, REFERENCE, VALID, split_words
from simsocial.cli.written import print_written
from simsocial.core.errors import ConfigError
from simsocial.core.language import say

__all__ = ["explain_scenario", "why"]


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[REFERENCE] SCENARIO [KEY=VALUE]...")
@click.option(
    "--only", default="", help="Mechanisms, joined by commas: staff, travel, income, informal_care, housing."
)
def why(words: tuple[str, ...], only: str) -> None:
    """Say by which mechanisms the effects of an option come.

    Reference (status_quo by default) and option are simulated with every subset of the mechanisms switched off: 64
    scenarios for all five, 16 for three. The parts sum to the effect.
    """
    explain_scenario(words, [name for name in only.split(",") if name])


def explain_scenario(words: Sequence[str], only: Sequence[str] = ()) -> Path:
    """Simulate an option with mechanisms on and off, and say what each adds to its effects.

    Parameters
    ----------
    words
        Names or paths of reference and option, or of the option alone, and overrides that hold for all worlds.
    only
        Mechanisms to be switched; all of them if none is named.

    Returns
    -------
    Path
        The folder with all results.

    Raises
    ------
    SimsocialError
        If a setting, scenario or mechanism is wrong, or a world has no finished run.
    """
    from simsocial.experiment.lock import alone_in
    from simsocial.experiment.mechanisms import mechanisms_named
    from simsocial.experiment.worlds import compose_worlds

    names, overrides = split_words(words)
    if len(names) == 1 and Path(names[0]).stem != REFERENCE:
        names = [REFERENCE, *names]
    if len(names) != 2:
        message = say(
            "'{names}': why takes one option, or a reference and an option. {valid}",
            names=" ".join(names),
            valid=say(VALID),
        )
        raise ConfigError(message)
    worlds = compose_worlds(names[0], names[1], overrides, mechanisms_named(only))
    folder = OUTPUTS / str(next(iter(worlds.values()))["name"])
    command = ["why", *words, *(["--only", ",".join(only)] if only else [])]
    click.echo(
        say(
            "{number} scenarios: reference and option with every subset of the mechanisms off.",
            number=len(worlds),
        )
    )
    with alone_in(folder):
        return _run(worlds, folder, command)


def _run(worlds: dict[str, dict[str, Any]], folder: Path, command: Sequence[str]) -> Path:
    """Simulate, analyse and report; nobody else works in the folder."""
    from simsocial.experiment.runner import run_experiment

    # What is switched off lies outside of its range on purpose.
    run_experiment(worlds, folder, command=command, told=list(worlds)[:2])

    from simsocial.analysis.results import Results
    from simsocial.analysis.why import write_why
    from simsocial.report.why import why_answer, write_why_page

    language = Results(folder).language
    write_why(folder)
    print_written(folder, write_why_page(folder, language))
    click.echo("")
    for line in why_answer(folder, language):
        click.echo(line)
    return folder
