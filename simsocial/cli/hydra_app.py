"""``simsocial run`` is a Hydra application: ``-m``, ``--cfg job`` and ``--help`` are Hydra's own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from simsocial.cli.multirun import folder_of, gather_jobs
from simsocial.core.errors import SimsocialError
from simsocial.core.language import language, later, say
from simsocial.experiment.checks import resolved
from simsocial.experiment.compose import config_error, own_names, prepare, with_paths
from simsocial.experiment.plugins import load_plugins, name_plugins
from simsocial.experiment.search_path import GROUP
from simsocial.experiment.words import check_words

__all__ = ["run_application"]

_HELP = later("""simsocial run: simulate one scenario, or many with -m, over its replicates.

  simsocial run scenarios=kita_netz replicates=10
  simsocial run -m scenarios=kita_netz,tagespflege seed=1,2

== Groups (group=option) ==

$APP_CONFIG_GROUPS

== Settings (key=value) ==

$CONFIG
""")


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
    arguments = [*with_paths(words), *_help_in_language(words)]
    check_words(words)
    failures: list[BaseException] = []
    began, names = time.time(), own_names()
    folder_of.clear()

    def job(config: DictConfig) -> float | None:
        try:
            return _simulate(config, parameters, words, names)
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
        if failures or isinstance(error, SimsocialError):
            # What the job raised, here or in another process, speaks for itself; only Hydra's own errors need
            # translation.
            raise (failures or [error])[0] from None
        raise config_error(error, words) from error
    finally:
        for folder in folder_of:
            gather_jobs(folder, began, names)


def _simulate(
    config: DictConfig, parameters: Sequence[str], words: Sequence[str], names: Mapping[str, str]
) -> float | None:
    """Simulate a scenario and return the number that a sweeper makes large or small, if there is one."""
    from simsocial.analysis.objective import objective_of, value_of
    from simsocial.cli.written import print_written
    from simsocial.experiment.runner import run_experiment
    from simsocial.report.answer import answer

    # A launcher may have started this process.
    load_plugins()
    runtime = HydraConfig.get().runtime
    option = str(runtime.choices[GROUP])
    identifier = names.get(option, option)
    settings = resolved(config, identifier, parameters)
    wanted = settings["objective"]
    objective = None if wanted is None else objective_of(wanted, _indicators(settings))
    folder = Path(runtime.output_dir)
    print_written(run_experiment({identifier: settings}, folder, command=["run", *words]))
    click.echo("")
    for line in answer(folder, settings["report"]["language"]):
        click.echo(line)
    if objective is None:
        return None
    value = value_of(objective, folder)
    click.echo(f"objective={wanted}: {value:.10g}")
    return value


def _indicators(settings: Mapping[str, Any]) -> list[str]:
    """Return the ids of what a run counts."""
    from simsocial.indicators.known import indicators
    from simsocial.services.catalogue import load_catalogue

    return [
        one.id
        for one in indicators(load_catalogue(*(settings[key] for key in ("services", "staff", "payers"))))
    ]


def _help_in_language(words: Sequence[str]) -> list[str]:
    """Return the override that lets Hydra's help speak another language than conf/config.yaml does."""
    if language() == "en" or not {"--help", "-h"} & set(words):
        return []
    return [f"hydra.help.template='{say(_HELP)}'"]


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
