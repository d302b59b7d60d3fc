"""Where a Kreis differs from the figures that hold for all: migration by sex and age, births, deaths, care need.

Gross flows by Kreis and age are not published; ``migration.out_rate`` and ``in_rate_per_1000`` follow one
schedule by age for all. University cities gain many people at 18 to 20 and lose people around 30, their
surroundings gain families, remote Kreise lose women more than men: ``migration.kreis_net_rate`` holds what
each gains or loses beyond that schedule, as found in age shares and cohorts. It is used where a region lies in one
Kreis of Thuringia, and for rolling the Zensus forward. In the same way ``fertility.kreis_ratio`` says how many
more children its women have than those of the Land, ``mortality.kreis_ratio`` how much higher its mortality
from 65 years on is, ``care_need.kreis_odds`` how much more often people of the same sex and age need care.
Other regions take the mean of the Landkreise of all of them: the Land's figures hold the cities, which have
fewer children and live longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simsocial.parameters import Parameters

__all__ = [
    "LAND",
    "RURAL",
    "has_own_moves",
    "kreis_fertility_ratio",
    "kreis_net_rate",
    "kreis_ratio",
    "kreis_values",
    "mortality_level",
]

LAND, RURAL = "16", "landkreise"
"""Keys of Thuringia and of its 17 Landkreise together in the tables."""

_COMPARED_FROM_AGE = 65
"""Kreise are compared by the deaths of old people; below, they are too few to tell Kreise apart."""

_NET_RATE, _FERTILITY = "migration.kreis_net_rate", "fertility.kreis_ratio"


def kreis_net_rate(parameters: Parameters, ags: str | None, month: int) -> npt.NDArray[np.float64]:
    """Return net arrivals per year and inhabitant by sex and age beyond the schedule, shape (2, 101).

    Parameters
    ----------
    parameters : Parameters
        Registry.
    ags : str or None
        Five digits of a Kreis, or `LAND`; the mean of the Landkreise for any other and for None.
    month : int
        Absolute month.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> jena = kreis_net_rate(Parameters.load(), "16053", 2024 * 12)
    >>> bool(jena[1, 18] > 0.2), bool(jena[1, 30] < -0.02)
    (True, True)
    """
    kreise = parameters[_NET_RATE].labels["kreis"]
    row = kreise.index(ags if ags in kreise else RURAL)
    rates: npt.NDArray[np.float64] = parameters.table(_NET_RATE, month)[row]
    return rates


def has_own_moves(parameters: Parameters, ags: str | None, month: int) -> bool:
    """Tell whether it is known in a month who moves to and from a Kreis at which age.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> has_own_moves(Parameters.load(), "16053", 2024 * 12), has_own_moves(Parameters.load(), "09472", 2024 * 12)
    (True, False)
    """
    known = ags in parameters[_NET_RATE].labels["kreis"]
    return known and bool(kreis_net_rate(parameters, ags, month).any())


def kreis_fertility_ratio(parameters: Parameters, ags: str | None, month: int) -> float:
    """Return the births of a Kreis relative to the Land's rates; outside Thuringia and for None as in its Landkreise.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> 0.7 < kreis_fertility_ratio(Parameters.load(), "16053", 2024 * 12) < 0.9
    True
    """
    return kreis_ratio(parameters, _FERTILITY, ags, month)


def kreis_ratio(parameters: Parameters, identifier: str, ags: str | None, month: int) -> float:
    """Return what a table over the Kreise says about one, relative to the Land.

    Kreise outside Thuringia, and regions without a key, are taken for the mean of its Landkreise.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> of_kreise = [kreis_ratio(Parameters.load(), "fertility.kreis_ratio", ags, 2024 * 12) for ags in ("16053", None)]
    >>> of_kreise
    [0.844, 1.05]
    """
    kreise = parameters[identifier].labels["kreis"]
    return float(parameters.table(identifier, month)[kreise.index(ags if ags in kreise else RURAL)])


def mortality_level(parameters: Parameters, ags: str | None, month: int) -> npt.NDArray[np.float64]:
    """Return the hazard of dying relative to the life table by age (101,): the Land's, from 65 on the Kreis's.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> level = mortality_level(Parameters.load(), "16053", 2024 * 12)
    >>> bool(level[40] == level[64] > level[65])
    True
    """
    level = np.full(MAX_AGE + 1, parameters.value("mortality.level_ratio", month))
    level[_COMPARED_FROM_AGE:] *= kreis_ratio(parameters, "mortality.kreis_ratio", ags, month)
    return level


def kreis_values(parameters: Parameters, identifier: str, ags: Iterable[str]) -> npt.NDArray[np.float64]:
    """Return what a table over the Kreise says by AGS of areas: that of their Kreis, elsewhere the Land's row.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> kreis_values(Parameters.load(), "housing.vacancy_share", ["16053", "16076088", ""]).tolist()
    [0.031, 0.08, 0.072]
    """
    kreise, table = parameters[identifier].labels["kreis"], parameters.table(identifier)
    return np.array([table[kreise.index(key[:5] if key[:5] in kreise else LAND)] for key in ags])
