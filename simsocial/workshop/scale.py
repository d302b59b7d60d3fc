"""From effects to points between 0 and 1: the one rule by which a criterion makes options comparable.

The scale of a criterion goes from the worst end to the best end of all options' ranges, with "as now" at no change. It
is at least as wide as twice what matters, so that a difference too small to matter never fills it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from simsocial.analysis.side_effects import EffectRow

__all__ = ["Points", "bounds_of", "points_of"]

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


def bounds_of(row: EffectRow) -> tuple[float, float, float]:
    """Return effect and range of a row, in units of the indicator.

    Where so few runs differ that no range is given, the range goes from no change to the mean.
    """
    if row.test == "untouched":
        return 0.0, 0.0, 0.0
    if math.isnan(row.low) or math.isnan(row.high):
        return row.effect, min(row.effect, 0.0), max(row.effect, 0.0)
    return row.effect, row.low, row.high


def points_of(rows: Mapping[str, EffectRow], direction: str) -> dict[str, Points] | None:
    """Return the points of options, and of no change under ``""``.

    Parameters
    ----------
    rows : mapping
        Row of each option.
    direction : str
        ``up`` where more is better, ``down`` where less is.

    Returns
    -------
    dict or None
        None where no option differs by what matters.

    Raises
    ------
    ValueError
        For another direction.
    """
    if direction not in ("up", "down"):
        raise ValueError(f"direction: '{direction}'. Valid: up, down")
    ranges = {name: bounds_of(row) for name, row in rows.items()}
    matters = max((row.relevance for row in rows.values()), default=0.0)
    ends = [0.0, *(end for bounds in ranges.values() for end in bounds)]
    if not any(abs(end) > matters for end in ends):
        return None
    least, most = min(*ends, -matters), max(*ends, matters)
    worst, best = (least, most) if direction == "up" else (most, least)

    def on_scale(value: float) -> float:
        return round((value - worst) / (best - worst), _DECIMALS) + 0.0

    found = {}
    for name, (mid, low, high) in {"": (0.0, 0.0, 0.0), **ranges}.items():
        lower, upper = sorted((on_scale(low), on_scale(high)))
        found[name] = Points(on_scale(mid), lower, upper)
    return found
