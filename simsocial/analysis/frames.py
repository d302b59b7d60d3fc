"""Frames that an option should keep: money of the Kreis a year, and posts of a qualification, beyond the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.criteria import COST, years_of
from simsocial.analysis.thresholds import RANGE
from simsocial.analysis.unit_levels import Cell, UnitLevels

__all__ = ["Frame", "frame_table", "frames_of", "kept"]

_COLUMNS = ["scenario", "frame", "limit", "extra", "low", "high", "share_kept", "n"]


@dataclass(frozen=True)
class Frame:
    """One limit.

    Attributes
    ----------
    name : str
        ``kreis_eur_per_year``, or ``fte.<qualification>``.
    cells : tuple of Cell
        Indicators whose sum counts; posts are the staff employed and the vacancies.
    limit : float
        Most that an average year of the horizon may have beyond the reference, in EUR or FTE.
    years : int
        By which the sum over the horizon is divided.
    """

    name: str
    cells: tuple[Cell, ...]
    limit: float
    years: int

    def beyond(self, levels: UnitLevels, scenario: str) -> npt.NDArray[np.float64]:
        """Return by draw what an average year of an option takes beyond the reference."""
        reference = levels.scenarios[0]
        parts = [levels.of(scenario, cell) - levels.of(reference, cell) for cell in self.cells]
        return np.asarray(np.sum(parts, axis=0) / self.years)


def frames_of(manifest: Mapping[str, Any]) -> list[Frame]:
    """Return the frames that the settings state (``budget``)."""
    config = manifest["scenarios"][manifest["reference"]].get("config") or {}
    budget = config.get("budget") or {}
    found = []
    if budget.get("kreis_eur_per_year") is not None:
        years = years_of(manifest, COST)
        found.append(Frame("kreis_eur_per_year", (Cell(COST),), float(budget["kreis_eur_per_year"]), years))
    for name, limit in (budget.get("fte") or {}).items():
        if limit is not None:
            cells = (Cell(f"staff_{name}_fte"), Cell(f"vacancies_{name}"))
            found.append(Frame(f"fte.{name}", cells, float(limit), 1))
    return found


def kept(frames: Sequence[Frame], levels: UnitLevels, scenario: str) -> npt.NDArray[np.bool_]:
    """Return in which draws an option keeps all frames of which the indicators are counted."""
    result = np.ones(levels.values.shape[2], dtype=bool)
    for frame in frames:
        if set(frame.cells) <= set(levels.cells):
            result &= frame.beyond(levels, scenario) <= frame.limit
    return result


def frame_table(levels: UnitLevels, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return which options keep which frame.

    Parameters
    ----------
    levels : UnitLevels
        Of the frames' cells.
    manifest : mapping
        Of the comparison.

    Returns
    -------
    DataFrame
        One row an option and frame, and one for all frames together (``all``): `extra` (mean over the draws, a year),
        its 5 % and 95 % quantile, `share_kept` of the draws, `n` draws; without rows where no frame is set.
    """
    frames = [frame for frame in frames_of(manifest) if set(frame.cells) <= set(levels.cells)]
    rows = []
    for scenario in levels.scenarios[1:] if frames and levels.values.size else ():
        for frame in frames:
            extra = frame.beyond(levels, scenario)
            low, high = np.quantile(extra, RANGE)
            share = float((extra <= frame.limit).mean())
            rows.append([scenario, frame.name, frame.limit, extra.mean(), low, high, share, len(extra)])
        together = kept(frames, levels, scenario)
        rows.append([scenario, "all", np.nan, np.nan, np.nan, np.nan, float(together.mean()), len(together)])
    return pd.DataFrame(rows, columns=_COLUMNS)
