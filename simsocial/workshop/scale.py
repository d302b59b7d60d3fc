"""From effects to points between 0 and 1: the one rule by which a criterion makes options comparable.

The scale of a criterion goes from the worst end to the best end of all options' ranges, with "as now" at no change. It
is at least as wide as twice what matters, so that a difference too small to matter never fills it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from simsocial.analysis.side_effects import EffectRow
from simsocial.core.language import say

__all__ = ["Points", "Scale", "bounds_of", "scale_of"]

_DECIMALS = 6


@dataclass(frozen=True)
class Points:
    """Where an option stands on the scale of a criterion: 0 is the worst end, 1 the best.

    Attributes
    ----------
    mid, low, high : float
        Of the mean effect, and of the unfavourable and the favourable end of its range.
    """

    mid: float
    low: float
    high: float


@dataclass(frozen=True)
class Scale:
    """The ends of a criterion's scale, in units of the indicator."""

    worst: float
    best: float

    def points(self, mid: float, low: float, high: float) -> Points:
        """Return the points of a change and its range.

        Examples
        --------
        >>> Scale(worst=10.0, best=-10.0).points(-5.0, -5.0, 0.0)
        Points(mid=0.75, low=0.5, high=0.75)
        """
        mid, low, high = (
            round((value - self.worst) / (self.best - self.worst), _DECIMALS) + 0.0
            for value in (mid, low, high)
        )
        return Points(mid, *sorted((low, high)))


def bounds_of(row: EffectRow) -> tuple[float, float, float]:
    """Return effect and range of a row, in units of the indicator.

    Where so few runs differ that no range is given, the range goes from no change to the mean.
    """
    if row.test == "untouched":
        return 0.0, 0.0, 0.0
    if math.isnan(row.low) or math.isnan(row.high):
        return row.effect, min(row.effect, 0.0), max(row.effect, 0.0)
    return row.effect, row.low, row.high


def scale_of(rows: Mapping[str, EffectRow], direction: str) -> Scale | None:
    """Return the scale on which options and "as now" stand.

    Parameters
    ----------
    rows : mapping
        Row of each option.
    direction : str
        ``up`` where more is better, ``down`` where less is.

    Returns
    -------
    Scale or None
        None where no option differs by what matters.

    Raises
    ------
    ValueError
        For another direction.
    """
    if direction not in ("up", "down"):
        raise ValueError(say("direction: '{direction}'. Valid: up, down", direction=direction))
    matters = max((row.relevance for row in rows.values()), default=0.0)
    ends = [0.0, *(end for row in rows.values() for end in bounds_of(row))]
    if not any(abs(end) > matters for end in ends):
        return None
    least, most = min(*ends, -matters), max(*ends, matters)
    return Scale(least, most) if direction == "up" else Scale(most, least)
