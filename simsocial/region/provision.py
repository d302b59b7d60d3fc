"""Default sites, providers and dwellings at Thuringian rates, where a region brings none.

All rates are the Land's totals over the Land's people of 31.12.2023 they serve; the mix of providers
is the Land's too. Where exactly sites stand is an assumption (evidence grade D): large places get
more and larger ones. Sources, Thuringia: Kita 1.3.2025 GENESIS 22541-0100 (1,340 facilities, 104,877 licensed
places) and -0109 (children by provider); 427 primary schools 2023/24 (ministry) and 70,200 pupils 2022/23
(TLS lz300155); Pflegestatistik 15.12.2023, GENESIS 22411 and 22412 (502 home care services, 42,283 clients;
594 homes and day care facilities with 31,651 places, of these 245 with 4,626 day places).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.region.rounding import round_total, systematic
from simsocial.region.targets import land_population

__all__ = [
    "DEFAULT_PROVIDERS",
    "default_dwellings",
    "default_sites",
    "expected_places",
]

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Rate:
    """The Land's supply of one site kind and whom it is for."""

    kind: str
    label: str
    ages: tuple[int, int]
    sites: float
    places: float
    smallest: int
    ownership: tuple[float, float, float]


_RATES = (
    _Rate("kita", "Kita", (1, 6), 1340, 104_877, 18, (0.345, 0.655, 0.0)),
    _Rate("primary_school", "Grundschule", (6, 9), 427, 90_000, 40, (1.0, 0.0, 0.0)),
    _Rate("home_care", "Ambulanter Dienst", (75, 100), 502, 42_283, 20, (0.01, 0.42, 0.57)),
    _Rate("adult_day_care", "Tagespflege", (75, 100), 245, 4_626, 8, (0.04, 0.57, 0.39)),
    _Rate("nursing_home", "Pflegeheim", (75, 100), 349, 27_025, 20, (0.04, 0.57, 0.39)),
)
"""Primary schools: 90,000 seats for 80,924 pupils of classes 1-4 of all school types (1.3.2025), so nine in
ten are taken (assumption). Home care: clients, which say how large a
service is; what it can do depends on its staff. Nursing homes: all places less day places, facilities
less those with day care. Ownership is public, non-profit, private: by children in Kitas, else by facilities."""

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
        Site kinds wanted, of those with a Thuringian rate.
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
        _sites_of(rate, places, np.asarray(place_area, dtype=np.int64), people, land)
        for rate in _RATES
        if rate.kind in kinds
    ]
    columns = ["site", "kind", "place", "provider", "licensed_places", "staff_fte"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def expected_places(population: npt.ArrayLike) -> dict[str, float]:
    """Return the places of each site kind that a population has at the Land's rates."""
    people, land = np.asarray(population, dtype=np.float64), land_population()
    return {rate.kind: float(_wanted(rate, people, land).sum()) for rate in _RATES}


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
    rate: _Rate, places: pd.DataFrame, place_area: Integers, people: npt.NDArray[np.float64], land: Integers
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
            "site": [f"{rate.kind}_{names[row]}_{at + 1}" for row, at in zip(rows, index, strict=True)],
            "kind": rate.kind,
            "place": rows,
            "provider": _owners(rate.ownership, len(rows)),
            "licensed_places": licensed,
            "staff_fte": np.nan,
        }
    )


def _per_person(rate: _Rate, land: Integers) -> float:
    first, last = rate.ages
    return rate.places / float(land[:, first : last + 1].sum())


def _wanted(rate: _Rate, people: npt.NDArray[np.float64], land: Integers) -> npt.NDArray[np.float64]:
    """Return the places of each area at the Land's rate for the people they are for."""
    first, last = rate.ages
    return np.asarray(people[:, :, first : last + 1].sum(axis=(1, 2)) * _per_person(rate, land))


def _fraction(expected: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the share of the rounded-up number that is really expected."""
    return np.divide(expected, np.ceil(expected), out=np.zeros_like(expected), where=expected > 0)


def _owners(shares: tuple[float, float, float], count: int) -> list[str]:
    """Return owners in an even mix of the shares."""
    due = np.zeros(3)
    owners = []
    for _ in range(count):
        due += np.asarray(shares)
        chosen = int(np.argmax(due))
        due[chosen] -= 1.0
        owners.append(_OWNERS[chosen])
    return owners
