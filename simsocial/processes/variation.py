"""Years and Kreise that differ from the dated figures: factors on the hazards of a run with draws.

Each is the exponential of deviations of the draw (:mod:`simsocial.parameters.variation`), and one without draws. In
the model of the whole Land, deviations of single Kreise average out and are divided by the root of their number.
"""

from __future__ import annotations

from math import ceil, exp, sqrt

import numpy as np

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters import Parameters
from simsocial.parameters.variation import EVERYWHERE, deviation
from simsocial.processes.base import Engine, Floats
from simsocial.region.kreis_rates import LAND

__all__ = ["care_factor", "fertility_factor", "migration_factor", "mortality_factor"]

_BAND_STARTS = np.array([20, 25, 35, 50, 65, 80])
"""After 18 and 19, the ages at which people begin to study or to train."""

_FLOWS = ("departures", "arrivals")
_KREISE = 22


def migration_factor(engine: Engine, flow: str, year: int) -> Floats:
    """Return what multiplies departures or arrivals of a year by age, shape (101,)."""
    ags, number = engine.region.ags, _FLOWS.index(flow)
    common = _own(engine.parameters, ags, "variation.migration_year", year, number)
    of_age = [
        _own(engine.parameters, ags, "variation.migration_year_age", year, 10 * number + band)
        + _own(engine.parameters, ags, "variation.migration_lasting", 0, 10 * number + band)
        for band in range(len(_BAND_STARTS) + 1)
    ]
    of_age[0] += _own(engine.parameters, ags, "variation.migration_lasting_18_19", 0, number)
    band = np.searchsorted(_BAND_STARTS, np.arange(MAX_AGE + 1), side="right")
    factor: Floats = np.exp(common + np.array(of_age))[band]
    return factor


def mortality_factor(engine: Engine, year: int) -> float:
    """Return what multiplies the mortality of a year."""
    return exp(
        deviation(engine.parameters, "variation.mortality_year", EVERYWHERE, year)
        + _own(engine.parameters, engine.region.ags, "variation.mortality_kreis_year", year)
        + _own(engine.parameters, engine.region.ags, "variation.mortality_lasting", 0)
    )


def fertility_factor(engine: Engine, year: int) -> float:
    """Return what multiplies the births of a year: a walk that all Kreise share, and the Kreis's own year."""
    years = range(engine.first_month // 12, year + 1)
    walk = sum(deviation(engine.parameters, "variation.fertility_year", EVERYWHERE, one) for one in years)
    return exp(walk + _own(engine.parameters, engine.region.ags, "variation.fertility_kreis_year", year))


def care_factor(parameters: Parameters, ags: str | None, counted: float, now: float) -> float:
    """Return what multiplies the odds of needing care, counted in one absolute month, in another.

    What the growth of a year has of its own adds up, for all Kreise alike; a Kreis has a level and a growth of its own.
    """
    walk = 0.0
    for year in range(int(counted // 12), ceil(now / 12)):
        part = (min(now, 12 * (year + 1)) - max(counted, 12 * year)) / 12.0
        walk += part * deviation(parameters, "variation.care_year", EVERYWHERE, year)
    growth = _own(parameters, ags, "variation.care_drift", 0) * (now - counted) / 12.0
    return exp(walk + growth + _own(parameters, ags, "variation.care_level", 0))


def _own(parameters: Parameters, ags: str | None, identifier: str, year: int, part: int = 0) -> float:
    """Return the deviation of a Kreis; of the Land, the mean of that of its Kreise."""
    found = deviation(parameters, identifier, ags or "", year, part)
    return found / sqrt(_KREISE) if ags == LAND else found
