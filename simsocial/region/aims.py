"""Who lives how in a region at its base date: the Land's shares, and what its own people change in them.

Three things tell regions apart: their ages; a table of household sizes of their own, if they bring one; and
those who came grown-up. Who lives with parents has parents here: where more people of 18 to 39 live than grow up,
as in university cities, a smaller share of them are children at home, and the others live alone, as couples or with
others in the usual proportions. Where fewer live, those who left have left both groups, and nothing changes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters import Parameters
from simsocial.region.targets import (
    ADULT_AGE,
    FIGURES,
    SINGLE_FIGURES,
    FamilyShape,
    RoleShares,
    family_shape,
    fit_living_alone,
    land_population,
    role_shares,
)

__all__ = ["expected_households", "household_aims", "household_figures", "without_newcomers_at_home"]

Floats = npt.NDArray[np.float64]

_GROWING_UP = slice(10, 18)
"""Ages whose mean number says how many grow up in a year."""

_NEWCOMERS_UNTIL = 40
"""Above, hardly anybody lives with parents."""


def household_figures(parameters: Parameters, month: int) -> dict[str, Floats]:
    """Return the values of a month that decide who lives with whom, by parameter."""
    figures = {name: np.asarray(parameters.table(name, month)) for name in FIGURES}
    return figures | {name: np.array([parameters.value(name, month)]) for name in SINGLE_FIGURES}


def household_aims(
    population: npt.ArrayLike, households: pd.DataFrame | None, figures: dict[str, Floats]
) -> tuple[RoleShares, FamilyShape]:
    """Return who lives how and how large families are.

    Parameters
    ----------
    population : array_like of shape (2, 101)
        People of the region.
    households : DataFrame or None
        Its own ``size, households``; without them sizes are the Land's, standardised by age.
    figures : dict
        As :func:`household_figures` returns them.
    """
    people = np.asarray(population, dtype=np.int64)
    usual, sizes = role_shares(figures), figures["household.size_share"]
    shares = without_newcomers_at_home(people, usual)
    if households is None:
        return shares, family_shape(figures, land_population(), usual, sizes)
    sizes, mean = _own_sizes(households, sizes, float(figures["household.mean_size_of_5plus"][0]))
    private = float((people * (1.0 - shares.institution)).sum())
    shares = fit_living_alone(people, shares, sizes[0] * private / mean)
    return shares, family_shape(figures, people, shares, sizes)


def without_newcomers_at_home(population: npt.ArrayLike, shares: RoleShares) -> RoleShares:
    """Return shares with as many children at home as grow up in the region.

    Parameters
    ----------
    population : array_like of shape (2, 101)
        People of the region.
    shares : RoleShares
        Of the Land.
    """
    here, land = (_for_each_who_grows_up(people) for people in (population, land_population()))
    factor = np.ones(MAX_AGE + 1)
    young = slice(ADULT_AGE, _NEWCOMERS_UNTIL)
    factor[young] = np.minimum(land[young] / np.maximum(here[young], 1e-9), 1.0)
    child = shares.child * factor
    rest = (1.0 - child) / np.maximum(1.0 - shares.child, 1e-9)
    rest = np.where(shares.child < 1.0, rest, 1.0)
    return replace(
        shares, child=child, couple=shares.couple * rest, lone=shares.lone * rest, alone=shares.alone * rest
    )


def expected_households(population: npt.ArrayLike, shares: RoleShares, shape: FamilyShape) -> Floats:
    """Return the expected private households of areas (areas, 2, 101)."""
    private = np.asarray(population, dtype=np.float64) * (1.0 - shares.institution)
    heads = shares.couple / 2.0 + shares.lone + shares.alone + shares.other * shape.shared_share / 2.0
    return np.asarray((private * heads).sum(axis=(1, 2)))


def _for_each_who_grows_up(population: npt.ArrayLike) -> Floats:
    """Return the people around each age (five years together) for each one who grows up in a year."""
    people = np.asarray(population, dtype=np.float64).sum(axis=0)
    around = np.convolve(np.pad(people, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    return np.asarray(around / max(float(people[_GROWING_UP].mean()), 1e-9))


def _own_sizes(table: pd.DataFrame, land: Floats, mean_of_large: float) -> tuple[Floats, float]:
    """Return the region's own shares of household sizes 1 to 5+ and the mean size.

    The largest size is open: what it counts is split to it and those above like in the Land.
    """
    size = np.clip(table["size"].to_numpy(np.int64), 1, 5)
    shares = np.zeros(5)
    np.add.at(shares, size - 1, table["households"].to_numpy(np.float64))
    shares /= max(float(shares.sum()), 1e-12)
    largest = int(size.max()) - 1
    shares[largest:] = shares[largest] * land[largest:] / land[largest:].sum()
    return shares, float(shares @ np.array([1.0, 2.0, 3.0, 4.0, mean_of_large]))
