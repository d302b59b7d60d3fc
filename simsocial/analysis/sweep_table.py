"""The table of a sweep: what its runs say by year, a column for each factor, and the effect at the same point.

One run is in memory at a time, and the reference's of each replicate.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simsocial.analysis.stored_rows import Selection
from simsocial.core.errors import RunError

__all__ = ["NAME", "read_sweep_table", "write_sweep_table"]

NAME = "sweep.parquet"
_KEYS = ["period", "area", "indicator"]
_COLUMNS = [*_KEYS, "period_kind", "group_kind", "value"]


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
    path, writer = folder / NAME, None
    partial = path.with_suffix(".partial")
    try:
        for table in _tables(folder, manifest):
            if writer is None:
                writer = pq.ParquetWriter(partial, table.schema, compression="zstd")
            writer.write_table(table)
        if writer is None:
            message = f"{folder}: no run was finished."
            raise RunError(message)
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
        message = f"{folder}: no manifest.json found. Valid: a folder written by 'simsocial sweep'."
        raise RunError(message)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if content.get("kind") != "sweep":
        message = f"{path}: is not of a sweep. Valid: a folder written by 'simsocial sweep'."
        raise RunError(message)
    return content


def _tables(folder: Path, manifest: Mapping[str, Any]) -> Iterator[pa.Table]:
    """Iterate over the rows of each run at each point, the points in their order, the reference first."""
    points, reference = manifest["points"], manifest["reference"]
    chosen = manifest["sweep"].get("indicators")
    wanted = Selection("year", group_kind="all", indicators=frozenset(chosen) if chosen else None)
    at: list[list[Mapping[str, Any]]] = [[] for _ in points]
    for run in manifest["runs"]:
        if run["state"] == "finished":
            for number in run["points"]:
                at[number].append(run)
    rows = functools.lru_cache(maxsize=2 * int(manifest["replicates"]["explore"]))(
        lambda key: _rows(folder / "runs" / f"{key}.parquet", wanted)
    )
    columns = _factor_columns(points)
    order = {name: position for position, name in enumerate(manifest["scenarios"])}
    for number, runs in enumerate(at):
        dice = {run["replicate"]: run["key"] for run in runs if run["scenario"] == reference}
        for run in sorted(runs, key=lambda run: (order[run["scenario"]], run["replicate"])):
            is_reference = run["scenario"] == reference
            base = None if is_reference or run["replicate"] not in dice else rows(dice[run["replicate"]])
            front = {
                "point": pa.scalar(number, pa.int32()),
                **{key: pa.scalar(values[number], kind) for key, (values, kind) in columns.items()},
                "scenario": pa.scalar(run["scenario"]),
                "draw": pa.scalar(run["draw"], pa.int32()),
                "replicate": pa.scalar(run["replicate"], pa.int32()),
            }
            yield _table(front, rows(run["key"]), base)


def _rows(path: Path, wanted: Selection) -> pd.Series:
    """Return the values of a run by year, area and indicator."""
    with pq.ParquetFile(path) as stored:
        table = wanted.of(stored.read(_COLUMNS, use_threads=False))
    frame = table.select([*_KEYS, "value"]).to_pandas()
    values: pd.Series = frame.astype(dict.fromkeys(_KEYS, str)).set_index(_KEYS)["value"]
    # Whoever stored it: indicators of plugins come in the order in which they were loaded.
    return values.sort_index()


def _table(front: Mapping[str, pa.Scalar], rows: pd.Series, base: pd.Series | None) -> pa.Table:
    """Return rows with what they have in common in front, and their effect behind."""
    effect = np.full(len(rows), np.nan) if base is None else (rows - base.reindex(rows.index)).to_numpy()
    columns: dict[str, pa.Array] = {key: pa.repeat(value, len(rows)) for key, value in front.items()}
    for name in _KEYS:
        columns[name] = pa.array(rows.index.get_level_values(name).to_numpy(), pa.string())
    columns["value"] = pa.array(rows.to_numpy(), pa.float64())
    columns["effect"] = pa.array(effect, pa.float64(), from_pandas=True)
    return pa.table(columns)


def _factor_columns(points: Sequence[Mapping[str, Any]]) -> dict[str, tuple[list[Any], pa.DataType]]:
    """Return the values of each factor by point, and the type that holds all of them."""
    found: dict[str, tuple[list[Any], pa.DataType]] = {}
    for key in points[0]:
        values = [point[key] for point in points]
        kinds = {type(value) for value in values}
        if kinds == {bool}:
            found[key] = values, pa.bool_()
        elif kinds == {int}:
            found[key] = values, pa.int64()
        elif kinds <= {int, float}:
            found[key] = [float(value) for value in values], pa.float64()
        else:
            found[key] = [str(value) for value in values], pa.string()
    return found
