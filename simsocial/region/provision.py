"""Default sites, providers and dwellings at Thuringian rates, where a region brings none.

A kind of site states the Land's supply (:class:`simsocial.shapes.house.Provision`); a region has as much for the people
it is for, and the Land's mix of providers. Where exactly sites stand is an assumption (evidence grade D): large places
get more and larger ones.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.region.rounding import round_total, systematic
from simsocial.region.targets import land_population
from simsocial.shapes.house import Provision, houses

__all__ = [
    "DEFAULT_PROVIDERS",
    "default_dwellings",
    "default_sites",
    "expected_places",
]

Integers = npt.NDArray[np.int64]


DEFAULT_PROVIDERS = pd.DataFrame(
    {
        "provider": ["gemeinnuetzig", "kommunal", "privat"],
        "name": ["Gemeinnützige Träger", "Kommunale Träger", "Private Träger"],
        "ownership": ["non_profit", "public", "private"],
    }
)
"""One provider a kind of ownership."""

_OWNERS = ("kommunal", "gemeinnuetzig", "privat")


def default_sites(
    kinds: tuple[str, ...], places: pd.DataFrame, place_area: npt.ArrayLike, population: npt.ArrayLike
) -> pd.DataFrame:
    """Return sites of the kinds at the Land's rates.

    Parameters
    ----------
    kinds : tuple of str
        Site kinds wanted, of those that state the Land's supply.
    places : DataFrame
        ``place, inhabitants``; the row number is the place code.
    place_area : array_like of int
        Area code of each place.
    population : array_like of shape (areas, 2, 101)
        Persons.

    Returns
    -------
    DataFrame
        ``site, kind, place (code), provider, licensed_places, staff_fte``; staff is missing (NaN), so the
        engine staffs each site as its kind requires.
    """
    people = np.asarray(population, dtype=np.float64)
    land = land_population()
    parts = [
        _sites_of(kind, house.provision, places, np.asarray(place_area, dtype=np.int64), people, land)
        for kind, house in houses().items()
        if kind in kinds and house.provision is not None
    ]
    columns = ["site", "kind", "place", "provider", "licensed_places", "staff_fte"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def expected_places(population: npt.ArrayLike) -> dict[str, float]:
    """Return the places of each site kind that a population has at the Land's rates."""
    people, land = np.asarray(population, dtype=np.float64), land_population()
    return {
        kind: float(_wanted(house.provision, people, land).sum())
        for kind, house in houses().items()
        if house.provision is not None
    }


def default_dwellings(
    inhabitants: npt.ArrayLike, place_area: npt.ArrayLike, households: npt.ArrayLike, vacant: npt.ArrayLike
) -> Integers:
    """Return dwellings of each place: the households of its area by inhabitants, and those that are vacant.

    Parameters
    ----------
    inhabitants : array_like of shape (places,)
        Persons.
    place_area : array_like of int, shape (places,)
        Area code of each place.
    households, vacant : array_like of shape (areas,)
        Private households, and share of vacant dwellings.
    """
    persons, area = np.asarray(inhabitants, dtype=np.float64), np.asarray(place_area, dtype=np.int64)
    dwellings = np.asarray(households, dtype=np.float64) / (1.0 - np.asarray(vacant, dtype=np.float64))
    total = np.bincount(area, weights=persons, minlength=len(dwellings))
    return round_total(dwellings[area] * persons / np.maximum(total[area], 1e-12))


def _sites_of(
    kind: str,
    rate: Provision,
    places: pd.DataFrame,
    place_area: Integers,
    people: npt.NDArray[np.float64],
    land: Integers,
) -> pd.DataFrame:
    wanted, per_person = _wanted(rate, people, land), _per_person(rate, land)
    mean = rate.places / rate.sites
    inhabitants = places["inhabitants"].to_numpy(np.float64)
    number = np.zeros(len(places), dtype=np.int64)
    capacity = np.zeros(len(places), dtype=np.int64)
    sites = np.maximum(systematic(np.ceil(wanted / mean).astype(np.int64), _fraction(wanted / mean)), 0)
    if wanted.sum() >= rate.smallest / 2 and not sites.any():
        sites[int(np.argmax(wanted))] = 1
    for area in np.flatnonzero(sites):
        here = np.flatnonzero(place_area == area)
        order = here[np.argsort(-inhabitants[here], kind="stable")][: int(sites[area])]
        number[order] = 1
        number[order] += round_total(np.maximum(inhabitants[order], 1.0), int(sites[area]) - len(order))
        total = max(int(np.rint(wanted[area])), rate.smallest)
        capacity[order] = round_total(np.maximum(inhabitants[order], 1.0) + 0.5 * mean / per_person, total)
    names = places["place"].tolist()
    rows = np.repeat(np.arange(len(places)), number)
    index = np.arange(len(rows)) - np.repeat(np.cumsum(number) - number, number)
    even, more = np.divmod(capacity, np.maximum(number, 1))
    licensed = even[rows] + (index < more[rows])
    return pd.DataFrame(
        {
            "site": [f"{kind}_{names[row]}_{at + 1}" for row, at in zip(rows, index, strict=True)],
            "kind": kind,
            "place": rows,
            "provider": _owners(rate.shares, len(rows)),
            "licensed_places": licensed,
            "staff_fte": np.nan,
        }
    )


def _per_person(rate: Provision, land: Integers) -> float:
    first, last = rate.ages
    return rate.places / float(land[:, first : last + 1].sum())


def _wanted(rate: Provision, people: npt.NDArray[np.float64], land: Integers) -> npt.NDArray[np.float64]:
    """Return the places of each area at the Land's rate for the people they are for."""
    first, last = rate.ages
    return np.asarray(people[:, :, first : last + 1].sum(axis=(1, 2)) * _per_person(rate, land))


def _fraction(expected: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the share of the rounded-up number that is really expected."""
    return np.divide(expected, np.ceil(expected), out=np.zeros_like(expected), where=expected > 0)


def _owners(shares: tuple[float, ...], count: int) -> list[str]:
    """Return owners in an even mix of the shares."""
    due = np.zeros(3)
    owners = []
    for _ in range(count):
        due += np.asarray(shares)
        chosen = int(np.argmax(due))
        due[chosen] -= 1.0
        owners.append(_OWNERS[chosen])
    return owners
