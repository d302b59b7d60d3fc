"""Levels of single indicators over the horizon, draw by draw: what choosing between options is worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.cube import build_cube
from simsocial.analysis.results import Results
from simsocial.analysis.roles import relevance_thresholds

__all__ = ["Cell", "UnitLevels", "levels_in", "unit_levels"]

FloatArray = npt.NDArray[np.float64]


class Cell(NamedTuple):
    """An indicator in an area (``region`` for the whole), all groups, over the horizon."""

    indicator: str
    area: str = "region"


@dataclass(frozen=True)
class UnitLevels:
    """Levels by option, cell and unit.

    Attributes
    ----------
    scenarios : tuple of str
        First axis of `values`; those with finished runs, the reference first.
    cells : tuple of Cell
        Second axis; those that are stored.
    draw : ndarray of int64, shape (n_units,)
        Draw of each unit; without draws the replicate.
    values : ndarray of float64, shape (n_scenarios, n_cells, n_units)
        Mean over the replicates of a draw; units without a run of every option are left out.
    relevance : ndarray of float64, shape (n_cells,)
        Smallest difference that matters.
    """

    scenarios: tuple[str, ...]
    cells: tuple[Cell, ...]
    draw: npt.NDArray[np.int64]
    values: FloatArray
    relevance: FloatArray

    def of(self, scenario: str, cell: Cell) -> FloatArray:
        """Return the levels of one option in one cell."""
        return np.asarray(self.values[self.scenarios.index(scenario), self.cells.index(cell)])


def unit_levels(results: Results, cells: Sequence[Cell]) -> UnitLevels:
    """Read the levels of some cells of stored results; what is not stored is left out."""
    table = results.years_by_area({cell.indicator for cell in cells})
    return levels_in([table], results.manifest, cells)


def levels_in(
    tables: Iterable[pd.DataFrame], manifest: Mapping[str, Any], cells: Sequence[Cell]
) -> UnitLevels:
    """Return the levels of some cells in pieces of an indicator table.

    Parameters
    ----------
    tables : iterable of DataFrame
        Rows of the indicator table (design 11).
    manifest : mapping
        Its `scenarios`, `reference`, `indicators` and `horizon`.
    cells : sequence of Cell
        Wanted ones; what is not there is left out.
    """
    names = {cell.indicator for cell in cells}
    cube = build_cube((table[table["indicator"].isin(names)] for table in tables), manifest)
    rows = cube.rows
    whole = (rows["group_kind"] == "all") & (rows["period"] == cube.horizon)
    own = [Cell(str(i), str(a)) for i, a in zip(rows["indicator"], rows["area"], strict=True)]
    position = {own[row]: row for row in np.flatnonzero(whole)}
    found = tuple(dict.fromkeys(cell for cell in cells if cell in position))
    chosen = np.array([position[cell] for cell in found], dtype=np.int64)
    everywhere = cube.present.all(axis=0)
    unit = cube.draw if len(np.unique(cube.draw)) > 1 else cube.replicate
    draws = np.unique(unit[everywhere])
    values = np.full((len(cube.scenarios), len(found), len(draws)), np.nan)
    for number, draw in enumerate(draws):
        values[:, :, number] = cube.values[:, chosen][:, :, everywhere & (unit == draw)].mean(axis=2)
    order = sorted(range(len(cube.scenarios)), key=lambda one: cube.scenarios[one] != manifest["reference"])
    level = values[order[0]].mean(axis=1) if len(draws) else np.zeros(len(found))
    return UnitLevels(
        scenarios=tuple(cube.scenarios[one] for one in order),
        cells=found,
        draw=draws.astype(np.int64),
        values=values[order],
        relevance=relevance_thresholds(pd.DataFrame(rows.iloc[chosen]), level, manifest["indicators"]),
    )
