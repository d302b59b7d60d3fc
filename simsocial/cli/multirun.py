"""The jobs of ``simsocial run -m``: which folder is theirs, and one table of all of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from hydra.experimental.callback import Callback
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf

from simsocial.core.inert import inert
from simsocial.core.language import say
from simsocial.experiment.config_text import plain_values
from simsocial.experiment.search_path import GROUP

__all__ = ["NoteFolder", "gather_jobs", "job_folders"]

folder_of: list[Path] = []
"""Folder of the sweep that Hydra has begun, if it has."""


class NoteFolder(Callback):
    """Notes, in the process that was called, where Hydra puts the jobs."""

    def on_multirun_start(self, config: DictConfig, **kwargs: Any) -> None:  # noqa: ARG002 - as Hydra calls it
        """Take the folder from Hydra's own settings."""
        folder_of[:] = [Path(str(config.hydra.sweep.dir))]


def _copies(mode: RunMode | None) -> str | None:
    """Return the folder of Hydra's copies of all settings: of many runs, :func:`gather_jobs` reads what each is there.

    What one run was stands in its manifest.
    """
    return ".hydra" if mode == RunMode.MULTIRUN else None


# Where a launcher starts processes, they know it as well: `NoteFolder` is among what they are sent.
OmegaConf.register_new_resolver("simsocial.copies", _copies, replace=True)


def job_folders(folder: Path, since: float) -> list[Path]:
    """Return the numbered folders of jobs that began after a moment, by number; older ones are of another sweep."""
    begun = [
        path.parent.parent
        for path in folder.glob("*/.hydra/overrides.yaml")
        if path.parent.parent.name.isdecimal() and path.stat().st_mtime >= since
    ]
    return sorted(begun, key=lambda path: int(path.name))


def gather_jobs(folder: Path, since: float, names: Mapping[str, str]) -> None:
    """Write ``sweep.csv`` (what each numbered folder is) and ``sweep.parquet`` (all their years), and say so.

    Parameters
    ----------
    folder : Path
        Of the sweep.
    since : float
        When the command began, in seconds since the epoch.
    names : mapping
        Ids of the scenarios that were given by path, by Hydra's name of them.
    """
    from simsocial.analysis.job_table import write_job_table

    jobs = {job: _factors(job, names) for job in job_folders(folder, since)}
    if not jobs:
        return
    with (folder / "sweep.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("folder", "overrides"))
        for job, factors in jobs.items():
            writer.writerow(
                (int(job.name), inert(" ".join(f"{key}={value}" for key, value in factors.items())))
            )
    click.echo("\n" + say("Written:") + f"\n  {folder / 'sweep.csv'}")
    table = write_job_table(folder, jobs)
    if table is not None:
        click.echo(f"  {table}")


def _factors(job: Path, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the overrides of a job by key, numbers as such."""
    words: Sequence[str] = list(OmegaConf.load(job / ".hydra" / "overrides.yaml"))
    pairs = (word.lstrip("+").partition("=") for word in words)
    return {key: names.get(value, value) if key == GROUP else _scalar(value) for key, _, value in pairs}


def _scalar(text: str) -> bool | int | float | str:
    """Return what Hydra reads a value as if that is one number or truth value, else its text."""
    value = plain_values(text)
    return value if isinstance(value, bool | int | float) else text
