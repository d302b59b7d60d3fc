"""``simsocial synergy``: all subsets of a bundle's measures side by side, and what they do to each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from simsocial.cli.comparison import OUTPUTS, VALID, split_words
from simsocial.cli.written import print_written
from simsocial.core.errors import ConfigError, ScenarioError
from simsocial.core.language import say

__all__ = ["run_synergy", "synergy"]


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="BUNDLE [KEY=VALUE]...")
@click.option(
    "--group", "groups", multiple=True, help="NAME=MEASURE+MEASURE: switched together; may be repeated."
)
def synergy(words: tuple[str, ...], groups: tuple[str, ...]) -> None:
    """Say whether a bundle's measures help or hinder each other.

    All subsets of the measures of a scenario (up to five, or groups of them) are simulated with the same dice.
    KEY=VALUE are settings as for `simsocial compare`; '~measures.NAME' leaves a measure out.
    """
    run_synergy(words, groups)


def run_synergy(words: Sequence[str], groups: Sequence[str] = ()) -> Path:
    """Simulate all subsets of a bundle's measures and say whether they help or hinder each other.

    Parameters
    ----------
    words
        Name or path of the bundle, and overrides that hold for all corners.
    groups
        Measures that are switched together, each ``NAME=MEASURE+MEASURE``.

    Returns
    -------
    Path
        The folder with all results.

    Raises
    ------
    SimsocialError
        If a setting or the bundle is wrong, or a corner has no finished run.
    """
    from simsocial.experiment.factorial import compose_factorial, read_groups
    from simsocial.experiment.lock import alone_in

    names, overrides = split_words(words)
    if len(names) != 1:
        message = say("'{names}': synergy takes one bundle. {valid}", names=" ".join(names), valid=say(VALID))
        raise ConfigError(message)
    configs = compose_factorial(names[0], overrides, read_groups(groups))
    _check_corners(configs)
    folder = OUTPUTS / str(next(iter(configs.values()))["name"])
    command = ["synergy", *words, *(part for group in groups for part in ("--group", group))]
    click.echo(say("{number} scenarios: all subsets of the measures.", number=len(configs)))
    with alone_in(folder):
        return _run(configs, folder, command)


def _check_corners(configs: dict[str, dict[str, object]]) -> None:
    """Require that each subset of the measures stands by itself."""
    from simsocial.experiment.setup import setup_of

    for name, config in configs.items():
        try:
            setup_of(name, config)
        except ScenarioError as error:
            message = say(
                "Without the other measures, {error} Valid: a measure that needs another one is "
                "switched with it (--group NAME=MEASURE+MEASURE).",
                error=error,
            )
            raise ScenarioError(message) from error


def _run(configs: dict[str, dict[str, object]], folder: Path, command: Sequence[str]) -> Path:
    """Simulate, analyse and report; nobody else works in the folder."""
    from simsocial.experiment.runner import run_experiment

    run_experiment(configs, folder, command=command)

    from simsocial.analysis.results import Results
    from simsocial.analysis.synergy import write_synergy
    from simsocial.report.synergy import synergy_answer, write_synergy_page

    language = Results(folder).language
    write_synergy(folder)
    print_written(folder, write_synergy_page(folder, language))
    click.echo("")
    for line in synergy_answer(folder, language):
        click.echo(line)
    return folder
