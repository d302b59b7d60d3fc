"""Who lives how in a region at its base date: the Land's shares, and what its own people change in them.

Three things tell regions apart: their ages; a table of household sizes of their own, if they bring one; and
those who came grown-up. Who lives with parents has parents here: where people of 18 to 29 come (the gains of
``migration.kreis_net_rate``), as to university cities, a smaller share of them are children at home, and the others
live alone, as couples or with others in the usual proportions. Who leaves leaves both groups, and nothing changes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters import Parameters
from simsocial.region.kreis_rates import LAND, kreis_net_rate
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

_STAYED = "stayed"
"""Name of the share of those of an age who did not come to the Kreis grown-up."""

_NEWCOMERS_UNTIL = 30
"""Above, few live with parents, and families who come are few for those who are there."""


def household_figures(parameters: Parameters, month: int, ags: str | None) -> dict[str, Floats]:
    """Return the values of a month that decide who lives with whom, by parameter, and who came grown-up to a Kreis."""
    figures = {name: np.asarray(parameters.table(name, month)) for name in FIGURES}
    figures |= {name: np.array([parameters.value(name, month)]) for name in SINGLE_FIGURES}
    return figures | {_STAYED: _who_did_not_come(parameters, ags, month)}


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
    shares = without_newcomers_at_home(usual, figures[_STAYED])
    if households is None:
        return shares, family_shape(figures, land_population(), usual, sizes)
    sizes, mean = _own_sizes(households, sizes, float(figures["household.mean_size_of_5plus"][0]))
    private = float((people * (1.0 - shares.institution)).sum())
    shares = fit_living_alone(people, shares, sizes[0] * private / mean)
    return shares, family_shape(figures, people, shares, sizes)


def without_newcomers_at_home(shares: RoleShares, stayed: Floats) -> RoleShares:
    """Return shares with so many fewer children at home at each age as people came since they were 18.

    Parameters
    ----------
    shares : RoleShares
        Of the Land.
    stayed : ndarray of shape (2, 101)
        Share of those of an age who did not come grown-up.
    """
    child = shares.child * stayed
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


def _who_did_not_come(parameters: Parameters, ags: str | None, month: int) -> Floats:
    """Return the share of those of each sex and age who did not come to a Kreis since they were 18, on balance.

    Beyond what comes to the Land, whose shares count them already.
    """
    registered = parameters.with_overrides({})
    net = kreis_net_rate(registered, ags, month) - kreis_net_rate(registered, LAND, month)
    gained = np.where(
        (np.arange(MAX_AGE + 1) >= ADULT_AGE) & (np.arange(MAX_AGE + 1) < _NEWCOMERS_UNTIL), net, 0.0
    )
    gained = np.maximum(gained, 0.0)
    # The share of an age is that of its middle.
    return np.asarray(np.exp(-(np.cumsum(gained, axis=1) - gained / 2.0)))


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
