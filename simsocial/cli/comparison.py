"""``simsocial compare`` and ``simsocial profile``: compose, simulate, analyse, report."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsocial.cli.written import print_written
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import later, say

if TYPE_CHECKING:
    from simsocial.analysis.auto import Choice
    from simsocial.experiment.experiment import Experiment

__all__ = ["compare_scenarios", "outputs_folder", "profile_place", "split_words"]

OUTPUTS = Path("outputs")
REFERENCE = "status_quo"
VALID = later("Valid: names (see: simsocial scenarios) or paths to YAML files.")


def compare_scenarios(words: Sequence[str]) -> Path:
    """Simulate scenarios side by side and say what each changes.

    Parameters
    ----------
    words
        Names or paths of scenarios, the reference first, and overrides that hold for all.

    Returns
    -------
    Path
        The folder with all results.

    Raises
    ------
    SimsocialError
        If a setting or a scenario is wrong, or no run of a scenario could be finished; effects and report of
        the other options are written before.
    """
    from simsocial.experiment.experiment import Experiment
    from simsocial.experiment.futures import split_futures
    from simsocial.experiment.lock import alone_in
    from simsocial.experiment.precision import split_auto

    futures, others = split_futures(words)
    names, overrides = split_words(others)
    auto, overrides = split_auto(overrides)
    if not names:
        message = say("No scenario among '{words}'. {valid}", words=" ".join(words), valid=say(VALID))
        raise ConfigError(message)
    if REFERENCE not in (Path(name).stem for name in names):
        click.echo(
            say("Reference: {reference} (added, since it is not among the scenarios).", reference=REFERENCE)
        )
        names = [REFERENCE, *names]
    if len(names) == 1:
        message = say(
            "A comparison needs an option beside '{name}'. {valid}", name=names[0], valid=say(VALID)
        )
        raise ConfigError(message)
    experiment = Experiment(names, overrides, OUTPUTS)
    elsewhere = _in_futures(experiment, names, overrides, futures)
    with alone_in(experiment.folder):
        if not auto:
            return _compare(experiment, elsewhere, words)
        choice = _chosen(experiment, words)
        folder = _compare(experiment.changed(replicates=choice.replicates), elsewhere, words, choice.entry)
        _tell_reached(folder, choice)
        return folder


def _chosen(experiment: Experiment, words: Sequence[str]) -> Choice:
    """Run a pilot and say how many replicates it asks for."""
    from simsocial.analysis.auto import choose

    choice = choose(experiment, ["compare", *words])
    click.echo(choice.told, err=True)
    return choice


def _tell_reached(folder: Path, choice: Choice) -> None:
    """Say how narrow the targets' intervals came out, or that too few runs differ for one."""
    from simsocial.analysis.enough import reached
    from simsocial.analysis.results import Results

    for need, half_width in reached(Results(folder).effects, choice.needs):
        place = f"{need.scenario}: {need.indicator} ({need.area})"
        told = (
            say("no 95 % interval can be told, since too few runs differ")
            if math.isnan(half_width)
            else say("95 % interval +-{half_width:.3g}", half_width=half_width)
        )
        click.echo(
            say(
                "{place}: {told}, asked +-{half_width:.3g}",
                place=place,
                told=told,
                half_width=need.half_width,
            ),
            err=True,
        )


def _in_futures(
    experiment: Experiment, names: Sequence[str], overrides: Sequence[str], futures: Sequence[str]
) -> list[Experiment]:
    """Return the same comparison in each future; what is wrong with one of them is said before the first run."""
    from simsocial.experiment.experiment import Experiment
    from simsocial.experiment.futures import FOLDER, settings_in

    replicates = int(experiment.settings["replicates"])
    below = experiment.folder / FOLDER
    return [Experiment(names, settings_in(one, overrides, replicates), below) for one in futures]


def _compare(
    experiment: Experiment,
    elsewhere: Sequence[Experiment],
    words: Sequence[str],
    chosen: Mapping[str, Any] | None = None,
) -> Path:
    """Simulate, analyse and report; nobody else works in the folder."""
    command = ["compare", *words]
    folder = experiment.run(command=command, chosen=chosen)

    from simsocial.analysis.comparison import write_effects
    from simsocial.analysis.results import Results
    from simsocial.experiment.failures import require_all_options
    from simsocial.report.answer import answer
    from simsocial.report.page import write_report

    language = experiment.settings["report"]["language"]
    write_effects(folder)
    for other in elsewhere:
        settings = other.settings
        click.echo(
            say(
                "Future: {id} ({replicates} replicates of each stage).",
                id=settings["future"]["id"],
                replicates=settings["replicates"],
            ),
            err=True,
        )
        write_effects(other.run(command=command))
    if elsewhere:
        from simsocial.analysis.futures import write_regret

        write_regret(folder)
    results = Results(folder)
    lines = answer(results, language)
    print_written(folder, write_report(results, language, lines))
    click.echo("")
    for line in lines:
        click.echo(line)
    require_all_options(folder)
    return folder


def profile_place(place: str, overrides: Sequence[str]) -> Path:
    """Simulate one region under the status quo and write its profile; return the folder."""
    from simsocial.experiment.experiment import Experiment
    from simsocial.experiment.folder_name import slug
    from simsocial.experiment.lock import alone_in
    from simsocial.experiment.places import region_words

    place = place.removeprefix("region=")
    defaults = [f"name=profil_{slug(Path(place).stem)}", "twins=0", *region_words(place)]
    if not any(word.startswith("draws=") for word in overrides):
        defaults.append("replicates=10")
    experiment = Experiment([REFERENCE], [*defaults, *overrides], OUTPUTS)
    with alone_in(experiment.folder):
        return _profile(experiment, ["profile", place, *overrides])


def _profile(experiment: Experiment, command: Sequence[str]) -> Path:
    """Simulate and write the profile; nobody else works in the folder."""
    folder = experiment.run(command=command)

    from simsocial.report.answer import answer
    from simsocial.report.profile import write_profile

    language = experiment.settings["report"]["language"]
    print_written(folder, write_profile(folder, language))
    click.echo("")
    for line in answer(folder, language):
        click.echo(line)
    return folder


def split_words(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell names of scenarios, which may hold any character, from overrides.

    Examples
    --------
    >>> split_words(["status_quo", "seed=2", "kita_netz", "~measures.x"])
    (['status_quo', 'kita_netz'], ['seed=2', '~measures.x'])
    """
    from simsocial.experiment.known import group_options

    def is_override(word: str) -> bool:
        return ("=" in word or word.startswith(("~", "+"))) and not (
            Path(word).is_file() or word in group_options("scenarios")
        )

    return [word for word in words if not is_override(word)], [word for word in words if is_override(word)]


def outputs_folder(name: str) -> Path:
    """Return the folder of a finished experiment, given its path or its name below ``outputs``.

    Raises
    ------
    ConfigError
        If there is none.
    """
    for folder in (Path(name), OUTPUTS / name):
        if (folder / "manifest.json").is_file():
            return folder
    finished = [path.parent.name for path in OUTPUTS.glob("*/manifest.json")]
    message = say("No results in '{name}'. {valid}", name=name, valid=nearest(name, finished))
    raise ConfigError(message)
