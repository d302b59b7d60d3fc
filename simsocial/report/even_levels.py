"""Levels that stand in one line of a table: all rounded alike, to what the line as a whole carries."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simsocial.analysis.precision import range_place
from simsocial.analysis.side_effects import EffectRow
from simsocial.report.numbers import Numbers, decimals_that_tell, effect_decimals, level_decimals

__all__ = ["even_levels", "even_ranges", "row_decimals"]

Range = tuple[float, float]


def even_levels(
    numbers: Numbers,
    indicator: str,
    values: Sequence[float],
    bounds: Sequence[Range],
    runs: int,
    most: int | None = None,
) -> list[str]:
    """Return mean levels without unit, all with the decimals that the mean of their ranges carries.

    Parameters
    ----------
    numbers : Numbers
        Writes them.
    indicator : str
        Identifier.
    values : sequence of float
        Means; NaN is written as unknown.
    bounds : sequence of (float, float)
        5-95 % ranges of single runs.
    runs : int
        Runs behind each mean.
    most : int, optional
        No more decimals than these; 0 where nobody counts in parts.
    """
    scale, half = numbers.table_scale(indicator), _half_width(bounds)
    largest = max((abs(value) for value in values if not math.isnan(value)), default=0.0)
    decimals = level_decimals(largest, scale, -half, half, runs)
    decimals = decimals if most is None else min(decimals, most)
    return [
        numbers.sign_of_level(value, scale) or numbers.catalog.texts.number(value * scale.factor, decimals)
        for value in values
    ]


def even_ranges(numbers: Numbers, indicator: str, bounds: Sequence[Range]) -> list[str]:
    """Return 5-95 % ranges without unit, all to two digits of their mean width."""
    place = range_place(_half_width(bounds) * numbers.table_scale(indicator).factor)
    return [numbers.level_range(low, high, indicator, place) for low, high in bounds]


def row_decimals(numbers: Numbers, row: EffectRow, told: Sequence[EffectRow]) -> int | None:
    """Return the decimals of all levels of a line, so that none has more than another.

    Parameters
    ----------
    numbers : Numbers
        Writes them.
    row : EffectRow
        Its levels of the reference.
    told : sequence of EffectRow
        Rows whose changes are printed as figures: levels must add up to them.

    Returns
    -------
    int or None
        Those of the changes, at least those that the range of the reference carries; None if nothing limits them.
    """
    scale = numbers.table_scale(row.indicator)
    place = range_place((row.high_reference - row.low_reference) / 2.0 * scale.factor)
    found = [effect_decimals(one, scale) for one in told]
    if place is not None:
        found.append(decimals_that_tell(scale, place, row.high_reference))
    return max(found, default=None)


def _half_width(bounds: Sequence[Range]) -> float:
    known = [(high - low) / 2.0 for low, high in bounds if not math.isnan(high - low)]
    return sum(known) / len(known) if known else math.nan
