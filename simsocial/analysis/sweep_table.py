"""The table of a sweep: what its runs say by year, a column for each factor, and the effect at the same point.

One run is in memory at a time, and a few of the reference.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simsocial.analysis.stored_rows import Selection
from simsocial.core.errors import RunError
from simsocial.core.language import say

__all__ = ["NAME", "Entry", "read_sweep_table", "write_entries", "write_sweep_table"]

NAME = "sweep.parquet"
_KEYS = ["period", "area", "indicator"]
_COLUMNS = [*_KEYS, "period_kind", "group_kind", "value"]
_KEPT = 64
"""Runs of the reference in memory."""


class Entry(NamedTuple):
    """A run at a point, its file, and that of the reference under the same dice; None where there is none."""

    point: int
    factors: Mapping[str, Any]
    scenario: str
    draw: int
    replicate: int
    path: Path
    reference: Path | None


def write_sweep_table(folder: Path | str) -> Path:
    """Gather the finished runs of a sweep.

    Parameters
    ----------
    folder : Path or str
        Of the sweep, with its manifest and runs.

    Returns
    -------
    Path
        ``sweep.parquet``: a row for each point, scenario, draw, replicate, year, area (without groups) and indicator,
        with the number of the point and the value of each factor in front. `effect` is the value less that of the
        reference at the same point under the same draw and dice; null for the reference itself, and where it has no
        run.

    Raises
    ------
    RunError
        If there is no manifest of a sweep, or no run was finished.
    """
    folder = Path(folder)
    manifest = _manifest(folder)
    entries = list(_entries(folder, manifest))
    if not entries:
        message = say("{folder}: no run was finished.", folder=folder)
        raise RunError(message)
    return write_entries(folder / NAME, entries, manifest["sweep"].get("indicators"))


def write_entries(path: Path, entries: Sequence[Entry], indicators: Sequence[str] | None = None) -> Path:
    """Write the rows of runs by year, in the order of the runs.

    Parameters
    ----------
    path : Path
        The file; it is there when all is written.
    entries : sequence of Entry
        At least one; all have the same factors.
    indicators : sequence of str, optional
        Those whose rows are kept.
    """
    wanted = Selection("year", group_kind="all", indicators=frozenset(indicators) if indicators else None)
    kinds = _kinds([entry.factors for entry in entries])
    reference_rows = functools.lru_cache(maxsize=_KEPT)(lambda file: _rows(file, wanted))
    partial, writer = path.with_suffix(".partial"), None
    try:
        for entry in entries:
            base = None if entry.reference is None else reference_rows(entry.reference)
            table = _table(entry, kinds, _rows(entry.path, wanted), base)
            if writer is None:
                writer = pq.ParquetWriter(partial, table.schema, compression="zstd")
            writer.write_table(table)
        if writer is not None:
            writer.close()
            partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def read_sweep_table(folder: Path | str, indicators: Sequence[str]) -> pd.DataFrame:
    """Return the rows of some indicators for the whole region."""
    filters = [("indicator", "in", list(indicators)), ("area", "=", "region")]
    return pd.read_parquet(Path(folder) / NAME, filters=filters)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    if not path.is_file():
        message = say(
            "{folder}: no manifest.json found. Valid: a folder written by 'simsocial sweep'.", folder=folder
        )
        raise RunError(message)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if content.get("kind") != "sweep":
        message = say("{path}: is not of a sweep. Valid: a folder written by 'simsocial sweep'.", path=path)
        raise RunError(message)
    return content


def _entries(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Entry]:
    """Iterate over the finished runs at each point, the points in their order, the reference first."""
    reference, order = manifest["reference"], list(manifest["scenarios"])
    at: list[list[Mapping[str, Any]]] = [[] for _ in manifest["points"]]
    for run in manifest["runs"]:
        for number in run["points"] if run["state"] == "finished" else ():
            at[number].append(run)
    for number, runs in enumerate(at):
        path = {run["key"]: folder / "runs" / f"{run['key']}.parquet" for run in runs}
        dice = {run["replicate"]: path[run["key"]] for run in runs if run["scenario"] == reference}
        for run in sorted(runs, key=lambda run: (order.index(run["scenario"]), run["replicate"])):
            base = None if run["scenario"] == reference else dice.get(run["replicate"])
            yield Entry(
                number, manifest["points"][number], run["scenario"], run["draw"], run["replicate"],
                path[run["key"]], base,
            )  # fmt: skip


def _rows(path: Path, wanted: Selection) -> pd.Series:
    """Return the values of a run by year, area and indicator."""
    with pq.ParquetFile(path) as stored:
        table = wanted.of(stored.read(_COLUMNS, use_threads=False))
    frame = table.select([*_KEYS, "value"]).to_pandas()
    values: pd.Series = frame.astype(dict.fromkeys(_KEYS, str)).set_index(_KEYS)["value"]
    # Whoever stored it: indicators of plugins come in the order in which they were loaded.
    return values.sort_index()


def _table(
    entry: Entry, kinds: Mapping[str, pa.DataType], rows: pd.Series, base: pd.Series | None
) -> pa.Table:
    """Return rows with what they have in common in front, and their effect behind."""
    front = {
        "point": pa.scalar(entry.point, pa.int32()),
        **{key: _scalar(entry.factors[key], kind) for key, kind in kinds.items()},
        "scenario": pa.scalar(entry.scenario),
        "draw": pa.scalar(entry.draw, pa.int32()),
        "replicate": pa.scalar(entry.replicate, pa.int32()),
    }
    effect = np.full(len(rows), np.nan) if base is None else (rows - base.reindex(rows.index)).to_numpy()
    columns: dict[str, pa.Array] = {key: pa.repeat(value, len(rows)) for key, value in front.items()}
    for name in _KEYS:
        columns[name] = pa.array(rows.index.get_level_values(name).to_numpy(), pa.string())
    columns["value"] = pa.array(rows.to_numpy(), pa.float64())
    columns["effect"] = pa.array(effect, pa.float64(), from_pandas=True)
    return pa.table(columns)


def _scalar(value: Any, kind: pa.DataType) -> pa.Scalar:
    return pa.scalar(str(value) if kind == pa.string() and value is not None else value, kind)


def _kinds(points: Sequence[Mapping[str, Any]]) -> dict[str, pa.DataType]:
    """Return the type that holds all values of each factor."""
    found = {}
    for key in points[0]:
        kinds = {type(point[key]) for point in points}
        if kinds == {bool}:
            found[key] = pa.bool_()
        elif kinds == {int}:
            found[key] = pa.int64()
        else:
            found[key] = pa.float64() if kinds <= {int, float} else pa.string()
    return found
