"""Prices of targets and frames kept: written beside stored results, and read again."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from simsocial.analysis.cost_per_unit import cost_per_unit, priced_cells
from simsocial.analysis.frames import frame_table, frames_of
from simsocial.analysis.results import Results
from simsocial.analysis.unit_levels import unit_levels
from simsocial.core.inert import inert_table, restored

__all__ = ["Budget", "read_budget", "write_budget"]

_FILES = ("cost_per_unit", "frames")


class Budget(NamedTuple):
    """What units of targets cost, and which frames are kept; either may be empty."""

    prices: pd.DataFrame
    frames: pd.DataFrame


def write_budget(results: Results) -> None:
    """Write ``cost_per_unit.csv`` and ``frames.csv`` beside stored results; none that would be empty."""
    manifest = results.manifest
    cells = [*priced_cells(manifest), *(cell for frame in frames_of(manifest) for cell in frame.cells)]
    if not cells or not results.options:
        return
    levels = unit_levels(results, cells)
    for name, table in zip(
        _FILES, (cost_per_unit(levels, manifest), frame_table(levels, manifest)), strict=True
    ):
        if len(table):
            inert_table(table).to_csv(results.folder / f"{name}.csv", index=False, float_format="%.10g")


def read_budget(results: Results) -> Budget:
    """Return what :func:`write_budget` wrote."""
    tables = []
    for name in _FILES:
        path = results.folder / f"{name}.csv"
        table = pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["scenario"])
        tables.append(table.assign(scenario=table["scenario"].astype(str).map(restored)))
    return Budget(*tables)
