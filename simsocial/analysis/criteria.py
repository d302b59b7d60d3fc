"""By what options are judged against each other: the declared targets of all of them, and what they cost the Kreis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.analysis.roles import DIRECTIONS
from simsocial.analysis.unit_levels import Cell

__all__ = ["COST", "Criterion", "criteria_of", "own_criteria", "years_of"]

COST = "full_cost_kreis"
"""Operating cost, interest and redemption: what an option costs the Kreis in the long run."""


@dataclass(frozen=True)
class Criterion:
    """What shall be high or low.

    Attributes
    ----------
    cell : Cell
        Indicator and area. A target on a running cost is judged with interest and redemption, as everywhere.
    sign : int
        +1 if more is better, -1 if less is.
    value : float or None
        Level that is wanted, if one is stated: over the horizon, so that a sum is that of all years.
    """

    cell: Cell
    sign: int
    value: float | None = None

    def reached(
        self, level: npt.NDArray[np.float64], reference: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.bool_]:
        """Return in which units the wanted level is reached; without one, what is better than the reference.

        Examples
        --------
        >>> levels = np.array([80.0, 90.0])
        >>> Criterion(Cell("kita_occupancy", "E"), 1, 85.0).reached(levels, levels).tolist()
        [False, True]
        """
        wanted = reference if self.value is None else np.full_like(level, self.value)
        better = self.sign * (level - wanted)
        return better > 0.0 if self.value is None else better >= 0.0


def years_of(manifest: Mapping[str, Any], indicator: str) -> int:
    """Return how many years the figure over the horizon adds up: 1 unless the indicator is a sum over time."""
    first, last = (int(str(manifest["horizon"][key])[:4]) for key in ("start", "end"))
    summed = any(
        one["id"] == indicator and one.get("sum_over_time") == "sum" for one in manifest["indicators"]
    )
    return last - first + 1 if summed else 1


def own_criteria(manifest: Mapping[str, Any], scenario: str) -> list[Criterion]:
    """Return the declared targets of one option, the first of those on one cell and direction."""
    judged_by = {
        str(one["id"]): str(one["judged_by"]) for one in manifest["indicators"] if one.get("judged_by")
    }
    found: dict[tuple[Cell, int], Criterion] = {}
    for target in manifest["scenarios"][scenario].get("targets") or ():
        indicator = str(target["indicator"])
        cell = Cell(judged_by.get(indicator, indicator), str(target.get("area") or "region"))
        sign = DIRECTIONS[str(target["direction"])]
        # A wanted level of running cost says nothing of what is judged instead of it.
        value = target.get("value") if cell.indicator == indicator else None
        wanted = None if value is None else float(value) * years_of(manifest, indicator)
        found.setdefault((cell, sign), Criterion(cell, sign, wanted))
    return list(found.values())


def criteria_of(manifest: Mapping[str, Any]) -> list[Criterion]:
    """Return the targets of all options, each cell and direction once, and the cost of the Kreis.

    Where options want different levels of one cell, the criterion has none.
    """
    found: dict[tuple[Cell, int], Criterion] = {}
    for scenario in manifest["scenarios"]:
        for one in own_criteria(manifest, scenario):
            known = found.setdefault((one.cell, one.sign), one)
            if known.value != one.value:
                found[one.cell, one.sign] = Criterion(one.cell, one.sign)
    if any(entry["id"] == COST for entry in manifest["indicators"]):
        found.setdefault((Cell(COST), -1), Criterion(Cell(COST), -1))
    return list(found.values())
