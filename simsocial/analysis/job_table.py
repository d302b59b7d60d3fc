"""The table of the jobs of a multirun: like that of a sweep, each job a point."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simsocial.analysis.sweep_table import NAME, Entry, write_entries

__all__ = ["write_job_table"]

_SCENARIO = "scenarios"
REFERENCE = "status_quo"
"""The scenario that others are compared with where a job ran it under the same settings."""


def write_job_table(folder: Path, jobs: Mapping[Path, Mapping[str, Any]]) -> Path | None:
    """Gather the finished runs of jobs.

    Parameters
    ----------
    folder : Path
        Where the table goes.
    jobs : mapping
        Folder of each job, by its number, with what was set for it by key.

    Returns
    -------
    Path or None
        ``sweep.parquet`` as of :func:`simsocial.analysis.sweep_table.write_sweep_table`: `point` is the number of the
        job, and each key has a column but the scenario, which has one anyway. `effect` is the value less that of the
        job of the status quo under the same other settings and dice, if there is one. None without a finished run.
    """
    stored = {job: runs for job in jobs if (runs := _finished(job))}
    others = {job: {key: value for key, value in jobs[job].items() if key != _SCENARIO} for job in stored}
    keys = list(dict.fromkeys(key for factors in others.values() for key in factors))
    references = {
        tuple(others[job].items()): runs for job, runs in stored.items() if runs[0]["scenario"] == REFERENCE
    }
    entries = []
    for job, runs in stored.items():
        base = (
            {}
            if runs[0]["scenario"] == REFERENCE
            else _by_dice(references.get(tuple(others[job].items()), ()))
        )
        for run in runs:
            factors = {key: others[job].get(key) for key in keys}
            entries.append(
                Entry(int(job.name), factors, run["scenario"], run["draw"], run["replicate"], run["path"],
                      base.get((run["draw"], run["replicate"])))
            )  # fmt: skip
    return write_entries(folder / NAME, entries) if entries else None


def _finished(job: Path) -> list[dict[str, Any]]:
    """Return the finished runs of a job with their files."""
    path = job / "manifest.json"
    if not path.is_file():
        return []
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"]
    return [
        {**run, "path": job / "runs" / f"{run['key']}.parquet"} for run in runs if run["state"] == "finished"
    ]


def _by_dice(runs: Any) -> dict[tuple[int, int], Path]:
    """Return the files of runs by draw and replicate."""
    return {(run["draw"], run["replicate"]): run["path"] for run in runs}
