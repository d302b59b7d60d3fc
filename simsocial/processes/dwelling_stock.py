"""Dwellings that are built and pulled down anyway: the stock follows the households whom one can expect.

Households are those of the people whom one can expect in a Kreis (:mod:`simsocial.processes.border`), living as
those of their sex and age at the base date. By what they grow, dwellings are added; of what they fall by, owners
take ``housing.removal_share`` off the market, and the rest stands empty: who owns a house keeps it long after
nobody wants it. Both come ``housing.building_years`` later; before the base date, households are taken to have
changed as in the first year. Known before the first month, the same in every option and every replicate: new homes
of a measure come on top.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters
from simsocial.processes.border import ExpectedPeople
from simsocial.processes.young_adults import own_households
from simsocial.region import Region
from simsocial.region.aims import expected_households

__all__ = ["followed", "stock_path"]

Floats = npt.NDArray[np.float64]


def stock_path(parameters: Parameters, region: Region, expected: ExpectedPeople, end_month: int) -> Floats:
    """Return the dwellings of each area without measures, relative to the base date, (months + 1, areas).

    Parameters
    ----------
    parameters : Parameters
        Registry.
    region : Region
        A Kreis, whose areas all follow the whole; or the Land, where each Kreis follows its own people.
    expected : ExpectedPeople
        Of the region.
    end_month : int
        Last month that is needed.
    """
    months = end_month - region.first_month + 1
    lag = parameters.value("housing.building_years", region.first_month)
    removed = parameters.value("housing.removal_share", region.first_month)
    paths = np.ones((months + 1, len(region.areas)))
    for part in range(int(region.kreis_of_area.max()) + 1) if region.scope == "land" else (None,):
        here = np.ones(len(region.areas), dtype=np.bool_) if part is None else region.kreis_of_area == part
        own, people = (region, expected) if part is None else _of_kreis(parameters, region, here)
        paths[:, here] = followed(_households(parameters, own, people, months), lag, removed)[
            : months + 1, None
        ]
    return paths


def followed(yearly: Floats, lag_years: float, removal_share: float) -> Floats:
    """Return the stock by month that follows households, relative to the base date.

    Parameters
    ----------
    yearly : ndarray (years + 1,)
        Households at the base date and at each year's end after it, relative to the base date.
    lag_years : float
        Years between a change of households and that of the stock.
    removal_share : float
        Dwellings taken off for each household less.

    Examples
    --------
    >>> followed(np.array([1.0, 1.1, 1.2, 1.2]), 1.0, 0.5)[[12, 24, 36]].round(3).tolist()
    [1.1, 1.2, 1.3]
    >>> followed(np.array([1.0, 0.9, 0.8]), 0.0, 0.5)[[12, 24]].round(3).tolist()
    [0.95, 0.9]
    """
    months = np.arange(12 * (len(yearly) - 1) + 1) / 12.0 - lag_years
    level = np.interp(months, np.arange(len(yearly)), yearly)
    level = np.where(months < 0.0, yearly[0] + months * (yearly[1] - yearly[0]), level)
    change = np.diff(level, prepend=level[0])
    return np.asarray(1.0 + np.cumsum(np.where(change > 0.0, change, removal_share * change)))


def _households(parameters: Parameters, region: Region, people: ExpectedPeople, months: int) -> Floats:
    """Return expected households at the base date and each year after it, relative to the base date."""
    shares, shape = own_households(parameters.with_overrides({}), region)
    path = np.stack([people.year(year) for year in range(-(-months // 12) + 1)])
    households = expected_households(path, shares, shape)
    return np.asarray(households / max(float(households[0]), 1e-12))


def _of_kreis(
    parameters: Parameters, region: Region, here: npt.NDArray[np.bool_]
) -> tuple[Region, ExpectedPeople]:
    """Return one Kreis of the Land as a region of its own, as far as people are concerned, and its people."""
    ags = str(region.areas["ags"][here].iloc[0])[:5]
    own = replace(region, scope="kreis", ags=ags, population=region.population[here])
    return own, ExpectedPeople(parameters, own)
