"""Trends that fade: a yearly growth known up to a date, which then approaches a lower level.

What grew for years neither stops at the last figure nor goes on for ever. The growth of a year is the one dated
for it; after the last known figure it falls by half every ``*_half_life_years`` towards ``*_settled_share`` of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simsocial.parameters.registry import Parameters

__all__ = ["log_growth", "yearly_growth"]


def yearly_growth(parameters: Parameters, identifier: str, year: int) -> float:
    """Return the relative growth in a year.

    Parameters
    ----------
    parameters : Parameters
        Holds ``<identifier>_per_year`` (dated), ``<identifier>_half_life_years`` and ``<identifier>_settled_share``.
    identifier : str
        For example ``care_need.drift``.
    year : int
        Calendar year.
    """
    # Each month asks for all years before it.
    return parameters.once((identifier, year), lambda: _growth_of(parameters, identifier, year))


def _growth_of(parameters: Parameters, identifier: str, year: int) -> float:
    """Work the growth of a year out."""
    name = f"{identifier}_per_year"
    month = year * 12 + 6
    growth, known = parameters.value(name, month), parameters.dated(name, month).known_from
    ago = max(month - known, 0) / 12.0 if known else 0.0
    settled = parameters.value(f"{identifier}_settled_share")
    fading = 0.5 ** (ago / parameters.value(f"{identifier}_half_life_years"))
    return float(growth * (settled + (1.0 - settled) * fading))


def log_growth(parameters: Parameters, identifier: str, start: float, end: float) -> float:
    """Return the logarithm of the growth from one absolute month to another, negative backwards.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> over = {"care_need.drift_per_year": 0.05, "care_need.drift_settled_share": 1.0}
    >>> round(log_growth(Parameters.load(over), "care_need.drift", 2024 * 12, 2026 * 12), 4) == 0.0976
    True
    """
    if end < start:
        return -log_growth(parameters, identifier, end, start)
    total = 0.0
    for year in range(int(start // 12), int(np.ceil(end / 12))):
        months = min(end, 12 * (year + 1)) - max(start, 12 * year)
        total += np.log1p(yearly_growth(parameters, identifier, year)) * months / 12.0
    return float(total)
