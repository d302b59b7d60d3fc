"""``simsocial run`` is a Hydra application: ``-m``, ``--cfg job`` and ``--help`` are Hydra's own."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig

from simsocial.core.inert import inert
from simsocial.experiment.checks import check_words, resolved
from simsocial.experiment.compose import config_error, own_names, prepare, with_paths
from simsocial.experiment.plugins import name_plugins
from simsocial.experiment.search_path import GROUP

__all__ = ["run_application"]


def run_application(words: Sequence[str]) -> None:
    """Hand the words over to Hydra, which calls the runner once for each job.

    Parameters
    ----------
    words
        Hydra's flags and overrides; ``region`` and ``scenarios`` may be paths.

    Raises
    ------
    SimsocialError
        If a setting is wrong or a run failed.
    """
    words = name_plugins(words)
    parameters = prepare()
    arguments = with_paths(words)
    check_words(words)
    failures: list[BaseException] = []

    def job(config: DictConfig) -> None:
        try:
            _simulate(config, parameters, words)
        except BaseException as error:
            failures.append(error)
            raise

    application = hydra.main(config_path=None, config_name="config", version_base="1.3")(job)
    if os.environ.get("HYDRA_FULL_ERROR") == "1":
        with _command_line(arguments):
            application()
        return
    try:
        with _command_line(arguments), _raised_errors():
            application()
    except Exception as error:
        if isinstance(error, BrokenPipeError):
            raise
        if failures:
            # What the job raised speaks for itself; only Hydra's own errors need translation.
            raise failures[0] from None
        raise config_error(error, words) from error


def _simulate(config: DictConfig, parameters: Sequence[str], words: Sequence[str]) -> None:
    from simsocial.cli.written import print_written
    from simsocial.experiment.runner import run_experiment
    from simsocial.report.answer import answer

    job = HydraConfig.get()
    runtime = job.runtime
    if job.mode == RunMode.MULTIRUN:
        _note_in_sweep(Path(job.sweep.dir), int(job.job.num), list(job.overrides.task))
    option = str(runtime.choices[GROUP])
    identifier = own_names().get(option, option)
    settings = resolved(config, identifier, parameters)
    folder = Path(runtime.output_dir)
    print_written(run_experiment({identifier: settings}, folder, command=["run", *words]))
    click.echo("")
    for line in answer(folder, settings["report"]["language"]):
        click.echo(line)


def _note_in_sweep(folder: Path, number: int, overrides: Sequence[str]) -> None:
    """Write in ``sweep.csv`` what the numbered folders of a sweep differ in; the first job begins it anew."""
    names = own_names()
    told = [names.get(word.removeprefix(f"{GROUP}="), word) for word in overrides]
    path = folder / "sweep.csv"
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("w" if number == 0 else "a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if number == 0:
            writer.writerow(("folder", "overrides"))
        writer.writerow((number, inert(" ".join(told))))


@contextmanager
def _command_line(arguments: Sequence[str]) -> Iterator[None]:
    """Let Hydra see its own arguments only."""
    before = sys.argv
    sys.argv = ["simsocial run", *arguments]
    try:
        yield
    finally:
        sys.argv = before


@contextmanager
def _raised_errors() -> Iterator[None]:
    """Let Hydra raise its errors instead of printing them and leaving."""
    before = os.environ.get("HYDRA_FULL_ERROR", "0")
    os.environ["HYDRA_FULL_ERROR"] = "1"
    try:
        yield
    finally:
        os.environ["HYDRA_FULL_ERROR"] = before
