"""A user's working folder with a small region and scenarios, and what its results hold."""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import yaml

from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.runner import run_experiment
from tests.unit.model.measures import measure
from tests.unit.model.small import write_region

__all__ = [
    "SETTINGS",
    "composed",
    "digest",
    "environment",
    "finished",
    "manifest",
    "run",
    "start",
    "table",
    "write_tables",
    "write_workplace",
]

SETTINGS = (
    "region=./klein", "horizon.start=2024-01", "horizon.end=2024-06", "horizon.spin_up=0", "workers=1", "twins=1",
)  # fmt: skip
"""Half a year of 4,800 people."""
SCENARIOS = {
    "kita_zu": measure("close_site", start="2024-03"),
    "tag_neu": measure("open_site", start="2024-02", end=None, ramp_months=0),
    "nichts": measure("no_change"),
}
KEYS = ["scenario", "draw", "replicate", "period", "period_kind", "area", "group_kind", "group", "indicator"]
ROOT = Path(__file__).resolve().parents[2]


def write_workplace(folder: Path, scenarios: Mapping[str, Any] | None = None) -> Path:
    """Write the region `klein` and scenarios (id to measures) below a folder, and return the folder."""
    write_region(folder)
    (folder / "scenarios").mkdir(exist_ok=True)
    for name, measures in (SCENARIOS | dict(scenarios or {})).items():
        content = {"title": {"de": name, "en": name}, "measures": measures}
        text = "# @package _global_\n" + yaml.safe_dump(content)
        (folder / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def write_tables(folder: Path, tables: Mapping[str, Sequence[str]]) -> Path:
    """Write the lines of tables to a folder of their own, whatever was in it, and return the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of a subprocess that uses this source tree."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def start(
    code: str, folder: Path, *words: str, python: str = sys.executable, **changes: str
) -> subprocess.Popen[str]:
    """Start Python code with words as its arguments in a working folder."""
    return subprocess.Popen(
        [python, "-c", code, *words],
        cwd=folder,
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@functools.cache
def _composed(names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return compose_scenarios(names, SETTINGS)


def composed(*names: str, **changes: Any) -> dict[str, dict[str, Any]]:
    """Return the settings of scenarios of the working folder, composed once a session, with changes."""
    configs = copy.deepcopy(_composed(names))
    for config in configs.values():
        for key, value in changes.items():
            config[key] = {**config[key], **value} if isinstance(value, Mapping) else value
    return configs


def run(*names: str, **changes: Any) -> Path:
    """Simulate scenarios in the working folder, below ``outputs``, and return the folder of results."""
    configs = composed(*names, **changes)
    name = next(iter(configs.values()))["name"]
    return run_experiment(configs, Path("outputs") / name, progress=False)


def manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an experiment."""
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def finished(folder: Path) -> dict[str, int]:
    """Return the stored runs with the time at which each was written."""
    return {path.stem: path.stat().st_mtime_ns for path in (folder / "runs").glob("*.parquet")}


def table(folder: Path, name: str = "indicators") -> pd.DataFrame:
    """Return a table of an experiment with text instead of categories, in the order of its keys."""
    frame = pq.read_table(folder / f"{name}.parquet").to_pandas()
    keys = [column for column in KEYS if column in frame] or ["scenario", "draw", "replicate"]
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype(str)
    others = [column for column in ("date", "area", "sex", "age") if column in frame and column not in keys]
    return frame.sort_values(keys + others, ignore_index=True)


def digest(folder: Path) -> str:
    """Return the SHA-256 of all indicator and population values with their keys."""
    found = hashlib.sha256()
    for name in ("indicators", "population"):
        frame = table(folder, name)
        for column in frame.columns:
            values = frame[column]
            numeric = pd.api.types.is_numeric_dtype(values)
            data = values.to_numpy().tobytes() if numeric else "\n".join(values.astype(str)).encode()
            found.update(column.encode() + data)
    return found.hexdigest()
