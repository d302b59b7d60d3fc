"""Between which bounds a parameter makes sense, from its unit and range, where its definition says nothing narrower."""

from __future__ import annotations

import re

__all__ = ["bounds_by_unit"]

TENFOLD = 10.0
"""What somebody may try is at most so many times the range: none, half, ten times."""

_SHARES = ("share", "probability")
_CHANGES = ("relative change", "relative growth")
_NEVER_ZERO = (
    "minutes",
    "travel minutes",
    "road kilometres",
    "speed",
    "persons per household",
)
"""Beginnings of units of quantities that are divided by, or of which nothing is left at zero."""
_MULTIPLES = re.compile(r"\b(ratio|factor)\b|relative to")
_MOST_CHANGE = 0.5
_OLDEST = 120.0
_MOST = 1e9


def bounds_by_unit(unit: str, low: float, high: float, *, is_table: bool = False) -> tuple[float, float]:
    """Return the lowest and highest value that makes sense.

    Parameters
    ----------
    unit : str
        Unit of the parameter.
    low, high : float
        Its range, in units of the value; for a table the range of its factor.
    is_table : bool
        Whether an override is a factor on a table: from nothing to ten times.

    Returns
    -------
    tuple of float
        Shares and probabilities lie between 0 and 1, changes per year between minus and plus one half, years of age
        within a life; rates, counts and money are never negative, ratios and what is divided by are above zero.
        The upper end is ten times the upper end of the range.

    Examples
    --------
    >>> bounds_by_unit("share of births", 0.511, 0.516), bounds_by_unit("ratio of deaths", 0.9, 1.1)
    ((0.0, 1.0), (0.09, 11.0))
    >>> bounds_by_unit("months of duration", 1.0, 2.0)
    (0.0, 20.0)
    >>> bounds_by_unit("probability per year", 0.9, 1.1, is_table=True)
    (0.0, 10.0)
    """
    if is_table:
        return 0.0, TENFOLD
    if unit.startswith(_SHARES):
        return 0.0, 1.0
    if unit.startswith(_CHANGES):
        return -_MOST_CHANGE, _MOST_CHANGE
    if unit.startswith("years"):
        return (0.0 if low >= 0.0 else -_OLDEST), _OLDEST
    most = TENFOLD * high if high > 0.0 else _MOST
    if low < 0.0:
        return TENFOLD * low, most
    positive = unit.startswith(_NEVER_ZERO) or bool(_MULTIPLES.search(unit))
    # Effects on a hazard may be nil.
    return (low / TENFOLD if positive and low > 0.0 else 0.0), most
