"""The statistical signs of a figure's precision, and the place to which it may be rounded.

The signs are those of Thuringia's statistical office: a reader of official tables knows them.
"""

from __future__ import annotations

import math

from scipy import special

from simsocial.analysis.thresholds import CONFIDENCE

__all__ = ["LIMITED", "UNCERTAIN", "half_width", "range_place", "rounding_place", "sign_of"]

LIMITED = 0.15
"""Relative half-width of the 90 % interval above which a figure stands in ( )."""

UNCERTAIN = 0.30
"""Relative half-width of the 90 % interval above which a figure gives way to /."""


def half_width(low: float, high: float, n: int, confidence: float = 0.90) -> float:
    """Return half the width that an interval of `CONFIDENCE` would have at another confidence.

    Parameters
    ----------
    low, high : float
        Printed interval (95 %).
    n : int
        Replicates behind it.
    confidence : float
        Confidence asked for.

    Returns
    -------
    float
        NaN without an interval.

    Examples
    --------
    >>> round(half_width(-2.0, 2.0, 30), 2)
    1.66
    """
    if n < 2 or math.isnan(low) or math.isnan(high):
        return math.nan
    wanted, given = special.stdtrit(n - 1, [(1.0 + confidence) / 2.0, (1.0 + CONFIDENCE) / 2.0])
    return float((high - low) / 2.0 * wanted / given)


def sign_of(value: float, low: float, high: float, n: int) -> str:
    """Return the sign that belongs to a figure.

    Parameters
    ----------
    value : float
        The figure.
    low, high : float
        Its 95 % interval; NaN where none could be given.
    n : int
        Replicates behind it.

    Returns
    -------
    str
        ``''`` precise enough, ``'()'`` limited, ``'/'`` too uncertain for a single figure, ``'-'`` exactly
        zero, ``'.'`` unknown.

    Examples
    --------
    >>> [sign_of(100, 100 - h, 100 + h, 30) for h in (10, 25, 60)], sign_of(0.0, 0.0, 0.0, 30)
    (['', '()', '/'], '-')
    """
    if math.isnan(value):
        return "."
    if value == 0.0 and low == 0.0 and high == 0.0:
        return "-"
    width = half_width(low, high, n)
    if math.isnan(width):
        return "/"
    if width == 0.0:
        return ""
    relative = width / abs(value) if value else math.inf
    return "/" if relative > UNCERTAIN else "()" if relative > LIMITED else ""


def rounding_place(width: float) -> int | None:
    """Return the decimal place that an interval's half-width still supports.

    Parameters
    ----------
    width : float
        Half-width, in units of the figure.

    Returns
    -------
    int or None
        Argument for :func:`round`: the place of the half-width's first digit. None if nothing limits it.

    Examples
    --------
    >>> [rounding_place(w) for w in (5.8, 0.021, 8900.0)]
    [0, 2, -3]
    """
    if math.isnan(width) or width <= 0.0:
        return None
    return -math.floor(math.log10(width))


def range_place(width: float) -> int | None:
    """Return the decimal place that a printed range's half-width supports: two digits of it up to 35, else one.

    Parameters
    ----------
    width : float
        Half-width, in units of the figure.

    Returns
    -------
    int or None
        Argument for :func:`round`; None if nothing limits it.

    References
    ----------
    Particle Data Group, Review of Particle Physics, section 5.3: rounding by the first digits of the error.

    Examples
    --------
    >>> [range_place(width) for width in (93_000.0, 12.5, 0.021, 5.8)]
    [-4, 0, 3, 0]
    """
    return rounding_place(width / 3.55)
