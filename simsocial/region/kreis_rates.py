"""Where a Kreis differs from the figures that hold for all: migration by age, births, deaths, care need.

Gross flows by Kreis and age are not published; ``migration.out_rate`` and ``in_rate_per_1000`` describe
the 17 Landkreise together. University cities gain many people at 18 and 19 and lose people around 30, remote
Kreise the other way round: ``migration.kreis_net_rate`` holds that difference as found in cohorts. It is
used where a region lies in one Kreis of Thuringia, and for rolling the Zensus forward. In the same way
``fertility.kreis_ratio`` says how many more children its women have than those of the Land, ``mortality.kreis_ratio``
how much higher its mortality from 65 years on is, ``care_need.kreis_odds`` how much more often people of the same sex
and age need care.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simsocial.parameters import Parameters

__all__ = ["LAND", "kreis_fertility_ratio", "kreis_net_rate", "kreis_ratio", "kreis_values"]

LAND = "16"
"""Key of Thuringia in the table."""

_NET_RATE, _FERTILITY = "migration.kreis_net_rate", "fertility.kreis_ratio"


def kreis_net_rate(parameters: Parameters, ags: str | None, month: int) -> npt.NDArray[np.float64]:
    """Return net arrivals per year and inhabitant by age beyond the Landkreise, shape (101,).

    Parameters
    ----------
    parameters : Parameters
        Registry.
    ags : str or None
        Five digits of a Kreis, or `LAND`; zero for any other and for None.
    month : int
        Absolute month.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> jena = kreis_net_rate(Parameters.load(), "16053", 2024 * 12)
    >>> bool(jena[18] > 0.2), bool(jena[30] < -0.05)
    (True, True)
    """
    kreise = parameters[_NET_RATE].labels["kreis"]
    if ags not in kreise:
        return np.zeros(MAX_AGE + 1)
    rates: npt.NDArray[np.float64] = parameters.table(_NET_RATE, month)[kreise.index(ags)]
    return rates


def kreis_fertility_ratio(parameters: Parameters, ags: str | None, month: int) -> float:
    """Return the births of a Kreis relative to the Land's rates; 1 outside Thuringia and for None.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> 0.7 < kreis_fertility_ratio(Parameters.load(), "16053", 2024 * 12) < 0.9
    True
    """
    return kreis_ratio(parameters, _FERTILITY, ags, month)


def kreis_ratio(parameters: Parameters, identifier: str, ags: str | None, month: int) -> float:
    """Return what a table over the Kreise says about one, relative to the Land; 1 outside Thuringia and for None.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> kreis_ratio(Parameters.load(), "mortality.kreis_ratio", "16053", 2024 * 12) < 0.9
    True
    """
    kreise = parameters[identifier].labels["kreis"]
    return float(parameters.table(identifier, month)[kreise.index(ags)]) if ags in kreise else 1.0


def kreis_values(parameters: Parameters, identifier: str, ags: Iterable[str]) -> npt.NDArray[np.float64]:
    """Return what a table over the Kreise says by AGS of areas: that of their Kreis, elsewhere the Land's row.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> kreis_values(Parameters.load(), "housing.vacancy_share", ["16053", "16076088", ""]).tolist()
    [0.04, 0.08, 0.072]
    """
    kreise, table = parameters[identifier].labels["kreis"], parameters.table(identifier)
    return np.array([table[kreise.index(key[:5] if key[:5] in kreise else LAND)] for key in ags])
