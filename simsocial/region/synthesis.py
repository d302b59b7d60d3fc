"""Synthesise the people of a region: every area x sex x single age exact, households like the figures.

The steps, each in its own module: who lives how (:mod:`.targets`, :mod:`.draft`), partners
(:mod:`.couples`), children (:mod:`.families`), those who live with others (:mod:`.sharing`), places
(:mod:`.homes`). Everything is keyed: the same tables, code and seed give the same people everywhere.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core import columns
from simsocial.core.calendar import MAX_AGE, cohort_of
from simsocial.core.random import derive_keys, hash_key
from simsocial.parameters import Parameters
from simsocial.region.couples import pair_couples
from simsocial.region.draft import CHILD, RESIDENT, Draft, draft_persons
from simsocial.region.families import place_children
from simsocial.region.homes import settle
from simsocial.region.region import Region, SyntheticPopulation
from simsocial.region.sharing import house_others, house_singles
from simsocial.region.targets import balance_couples, family_shape, fit_living_alone, land_population, role_shares

__all__ = ["synthesise"]

_OLDEST_MORE = 8
_OLD_SURVIVAL = 0.6
"""Of those aged 100 and more this share is also 101 and more, and so on (grade D)."""


def synthesise(region: Region, parameters: Parameters, seed: int = 1) -> SyntheticPopulation:
    """Return persons and households of a region at its reference date.

    Parameters
    ----------
    region : Region
        Its population by area, sex and single age is met exactly.
    parameters : Parameters
        Gives the household figures (``household.*``) and the share living in homes.
    seed : int
        Seed of the synthesis; independent of the replicates' seeds.
    """
    month = region.first_month - 1
    shares = role_shares(parameters, month)
    sizes = parameters.table("household.size_share", month)
    people: npt.NDArray[np.int64] = land_population()
    if region.households is not None:
        people = region.population.sum(axis=0).astype(np.int64)
        sizes, mean = _own_sizes(region, parameters)
        private = float((people * (1.0 - shares.institution)).sum())
        shares = fit_living_alone(people, shares, sizes[0] * private / mean)
    shape = family_shape(parameters, people, shares, sizes)
    beds = _beds(region)
    area_beds = np.bincount(region.place_area, weights=beds, minlength=len(region.areas)).astype(np.int64)
    by_area = balance_couples(region.population, shares)
    draft = draft_persons(region.population, by_area, area_beds, region.id, seed)
    gap = parameters.value("partnership.age_gap_years", month)
    pair_couples(draft, gap)
    births = parameters.table("fertility.age_profile", month)
    place_children(draft, shape, births, parameters.table("household.minor_with_lone_parent_share", month), gap)
    house_singles(draft)
    house_others(draft, shape.shared_share)
    inhabitants = region.places["inhabitants"].to_numpy(dtype=np.int64)
    place = settle(draft, inhabitants, region.place_area.astype(np.int64), beds)
    return _assemble(draft, place, month)


def _beds(region: Region) -> npt.NDArray[np.int64]:
    homes = region.sites[(region.sites["kind"] == "nursing_home") & (region.sites["opened"] < region.first_month)]
    beds = np.bincount(
        homes["place"].to_numpy(np.int64),
        weights=homes["licensed_places"].to_numpy(np.float64),
        minlength=len(region.places),
    )
    return np.asarray(beds.astype(np.int64))


def _own_sizes(region: Region, parameters: Parameters) -> tuple[npt.NDArray[np.float64], float]:
    """Return the region's own shares of household sizes 1 to 5+ and the mean size."""
    assert region.households is not None  # noqa: S101 - narrows the type
    large = parameters.value("household.mean_size_of_5plus")
    size = region.households["size"].to_numpy(np.int64)
    number = region.households["households"].to_numpy(np.float64)
    shares = np.zeros(5)
    np.add.at(shares, np.clip(size, 1, 5) - 1, number)
    shares /= max(float(shares.sum()), 1e-12)
    return shares, float(shares @ np.array([1.0, 2.0, 3.0, 4.0, large]))


def _birth_months(draft: Draft, month: int) -> npt.NDArray[np.int64]:
    """Spread birthdays evenly over the twelve months of each age (golden-ratio sequence)."""
    within = np.modf(np.arange(len(draft)) * 0.6180339887498949 + 0.25)[0]
    years = draft.age.copy()
    oldest = np.flatnonzero(draft.age == MAX_AGE)
    chance = np.maximum(draft.draw("oldest", oldest), 1e-12)
    more = np.minimum(np.floor(np.log(chance) / np.log(_OLD_SURVIVAL)), _OLDEST_MORE)
    years[oldest] += more.astype(np.int64)
    return np.asarray(month - 12 * years - np.floor(12.0 * within).astype(np.int64))


def _assemble(draft: Draft, place: npt.NDArray[np.int64], month: int) -> SyntheticPopulation:
    """Order persons by place and household, adults first, and give everybody a key."""
    founder = draft.household
    is_child = draft.role == CHILD
    order = np.lexsort((-draft.age, is_child, founder, place))
    rank = np.empty(len(draft), dtype=np.int64)
    rank[order] = np.arange(len(draft))
    partner = draft.partner[order]
    partner = np.where(partner >= 0, rank[partner], columns.NOBODY)
    sorted_founder = founder[order]
    starts = np.flatnonzero(np.diff(sorted_founder, prepend=-1))
    household = np.cumsum(np.diff(sorted_founder, prepend=-1) != 0) - 1
    role = np.where(is_child, columns.CHILD, columns.ADULT)
    role[draft.role == RESIDENT] = columns.INSTITUTION
    role = role[order]
    birth = _birth_months(draft, month)
    return SyntheticPopulation(
        key=draft.keys,
        cohort=cohort_of(birth, draft.sex)[order],
        place=place[order].astype(np.int16),
        household=household.astype(np.int32),
        partner=partner.astype(np.int32),
        role=role.astype(np.uint8),
        household_key=derive_keys(int(hash_key(draft.salt, 1)), len(starts)),
        household_place=place[order][starts].astype(np.int16),
        household_kind=(role[starts] == columns.INSTITUTION).astype(np.uint8),
    )
