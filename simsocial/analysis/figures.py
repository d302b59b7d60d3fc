"""The figures of the effects table: of each row from one stage, or of some rows from all replicates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from simsocial.analysis.paired import Outcome, Paired, bca_interval, outcome_interval, paired_statistics
from simsocial.analysis.spread import Chance, Spread, spread_of
from simsocial.analysis.stages import Stage

__all__ = ["Figures"]

FloatArray = npt.NDArray[np.float64]

_SKEWED = 1.0
_MANY_SKEWED = 400


@dataclass
class Figures:
    """What is printed of each row.

    Attributes
    ----------
    stage : Stage
        The replicates they come from.
    printed, levels, spread : Paired, Outcome, Spread
        Statistics of the differences, levels of both worlds, and range over the units.
    low, high : ndarray
        Confidence interval of the mean difference.
    """

    stage: Stage
    printed: Paired
    levels: Outcome
    spread: Spread
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, stage: Stage, chance: Chance | None) -> Figures:
        """Return the figures of one stage, with t intervals."""
        printed = paired_statistics(stage.difference)
        return cls(
            stage,
            printed,
            outcome_interval(stage.reference, stage.scenario),
            spread_of(stage.difference, stage.runs, chance),
            printed.low,
            printed.high,
        )

    def take(self, rows: npt.NDArray[np.int64], stage: Stage, chance: Chance | None) -> None:
        """Let some rows rest on another stage that holds these only."""
        own = paired_statistics(stage.difference)
        self.low[rows], self.high[rows] = _intervals(stage, own, np.ones(rows.size, dtype=bool))
        _put(self.printed, own, rows)
        _put(self.levels, outcome_interval(stage.reference, stage.scenario), rows)
        _put(
            self.spread,
            spread_of(stage.difference, stage.runs, None if chance is None else chance.of(rows)),
            rows,
        )

    def bootstrap(self, rows: npt.NDArray[np.bool_]) -> None:
        """Let skewed ones among these rows have the bootstrap's interval."""
        self.low, self.high = _intervals(self.stage, self.printed, rows)

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Return the columns of the table that are figures; a range over units where it was estimated."""
        printed, levels, spread = self.printed, self.levels, self.spread
        estimated = printed.test == "t"
        with np.errstate(invalid="ignore", divide="ignore"):
            relative = printed.effect / np.abs(levels.reference_mean)
        return {
            "reference_mean": levels.reference_mean,
            "scenario_mean": levels.scenario_mean,
            "effect": printed.effect,
            "low": np.where(estimated, spread.low, self.low),
            "high": np.where(estimated, spread.high, self.high),
            "mean_low": self.low,
            "mean_high": self.high,
            "chance_share": np.where(estimated, spread.chance_share, np.nan),
            "share_same_sign": np.where(estimated, spread.same_sign, np.nan),
            "low_outcome": levels.low,
            "high_outcome": levels.high,
            "low_reference": levels.low_reference,
            "high_reference": levels.high_reference,
            "relative": np.where(levels.reference_mean != 0.0, relative, np.nan),
            "n": printed.n,
            "n_nonzero": printed.n_nonzero,
        }


def _put(
    table: Paired | Outcome | Spread, part: Paired | Outcome | Spread, rows: npt.NDArray[np.int64]
) -> None:
    """Write the entries of a part into the rows of a table that they stand for."""
    for entry in fields(table):
        getattr(table, entry.name)[rows] = getattr(part, entry.name)


def _intervals(stage: Stage, printed: Paired, wanted: npt.NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Return the t interval, replaced by the bootstrap's for skewed rows that the report prints."""
    low, high = printed.low.copy(), printed.high.copy()
    rows = np.flatnonzero(wanted & (printed.test == "t"))
    if rows.size:
        skew = np.abs(stats.skew(stage.difference[rows], axis=1, nan_policy="omit"))
        most_skewed_first = np.argsort(-skew, kind="stable")
        rows = rows[most_skewed_first][: min(int((skew > _SKEWED).sum()), _MANY_SKEWED)]
    if rows.size:
        from_bootstrap = bca_interval(stage.difference[rows], seed=1)
        usable = ~(np.isnan(from_bootstrap[0]) | np.isnan(from_bootstrap[1]))
        low[rows[usable]], high[rows[usable]] = from_bootstrap[0][usable], from_bootstrap[1][usable]
    return low, high
