"""Synthesise the people of a region: every area x sex x single age exact, households like the figures.

The steps, each in its own module: who lives how (:mod:`.aims`, :mod:`.draft`), partners
(:mod:`.couples`), children (:mod:`.families`), those who live with others (:mod:`.sharing`), places
(:mod:`.homes`). Everything is keyed: the same tables, code and seed give the same people everywhere.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import numpy.typing as npt

from simsocial.core import columns
from simsocial.core.calendar import MAX_AGE, OLDEST_AGE, cohort_of
from simsocial.core.random import derive_keys, hash_key
from simsocial.parameters import Parameters
from simsocial.region.aims import household_aims, household_figures
from simsocial.region.cache import cache_file, recall, remember
from simsocial.region.couples import pair_couples
from simsocial.region.draft import CHILD, RESIDENT, Draft, draft_persons
from simsocial.region.families import place_children
from simsocial.region.homes import settle
from simsocial.region.kreis_rates import LAND
from simsocial.region.reception import without_guests
from simsocial.region.region import Region, SyntheticPopulation
from simsocial.region.sharing import house_others, house_singles
from simsocial.region.targets import balance_couples
from simsocial.shapes.house import houses

__all__ = ["synthesise"]

_OLD_SURVIVAL = 0.6
"""Of those aged 100 and more this share is also 101 and more, and so on (grade D)."""


def synthesise(
    region: Region, parameters: Parameters, seed: int = 1, *, cached: bool = True
) -> SyntheticPopulation:
    """Return persons and households of a region at its reference date.

    Parameters
    ----------
    region : Region
        Its population by area (or place), sex and single age is met exactly.
    parameters : Parameters
        Gives the household figures (``household.*``) and the share living in homes, at their best values: all draws
        of uncertain parameters begin with the same people.
    seed : int
        Seed of the synthesis; independent of the replicates' seeds.
    cached : bool
        Keep the result in the user's cache folder.
    """
    best = parameters if parameters.draw is None else parameters.at_draw(None)
    figures = household_figures(best, region.first_month - 1, LAND if region.scope == "land" else region.ags)
    if not cached:
        return _synthesise(region, figures, seed)
    file = cache_file(region.data_hash, [*figures.values(), _beds(region).astype(np.float64)], seed)
    population = recall(file)
    if population is None:
        population = _synthesise(region, figures, seed)
        remember(file, population)
    return population


def _synthesise(
    region: Region, figures: dict[str, npt.NDArray[np.float64]], seed: int
) -> SyntheticPopulation:
    shares, shape = household_aims(region.residents.sum(axis=0), region.households, figures)
    exact, unit_of_place = region.residents, region.place_area.astype(np.int64)
    if region.place_population is not None:
        exact = without_guests(region.place_population, region.guests, region.guest_place)
        unit_of_place = np.arange(len(region.places))
    beds = _beds(region)
    unit_beds = np.bincount(unit_of_place, weights=beds, minlength=len(exact)).astype(np.int64)
    draft = draft_persons(exact, balance_couples(exact, shares), unit_beds, region.id, seed)
    gap = float(figures["partnership.age_gap_years"][0])
    pair_couples(draft, gap)
    with_lone = figures["household.minor_with_lone_parent_share"]
    place_children(draft, shape, figures["fertility.age_profile"], with_lone, gap)
    house_singles(draft)
    house_others(draft, shape.shared_share)
    inhabitants = region.places["inhabitants"].to_numpy(dtype=np.int64)
    place = settle(draft, inhabitants, unit_of_place, beds)
    people = _assemble(draft, place, region.first_month - 1)
    return people if region.guests is None else _with_guests(people, region, draft.salt)


def _beds(region: Region) -> npt.NDArray[np.int64]:
    lived_in = [kind for kind, house in houses().items() if house.residents_at_base]
    homes = region.sites[region.sites["kind"].isin(lived_in) & (region.sites["opened"] < region.first_month)]
    beds = np.bincount(
        homes["place"].to_numpy(np.int64),
        weights=homes["licensed_places"].to_numpy(np.float64),
        minlength=len(region.places),
    )
    return np.asarray(beds.astype(np.int64))


def _birth_months(draft: Draft, month: int) -> npt.NDArray[np.int64]:
    """Spread birthdays evenly over the twelve months of each age (golden-ratio sequence)."""
    within = np.modf(np.arange(len(draft)) * 0.6180339887498949 + 0.25)[0]
    years = draft.age.copy()
    oldest = np.flatnonzero(draft.age == MAX_AGE)
    chance = np.maximum(draft.draw("oldest", oldest), 1e-12)
    more = np.minimum(np.floor(np.log(chance) / np.log(_OLD_SURVIVAL)), OLDEST_AGE - MAX_AGE)
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
        household_form=(role[starts] == columns.INSTITUTION).astype(np.uint8),
    )


def _with_guests(people: SyntheticPopulation, region: Region, salt: int) -> SyntheticPopulation:
    """Add the guests of the reception centre behind everybody else, each as a household of its own kind."""
    guests = np.asarray(region.guests)
    number = int(guests.sum())
    sex, age = (np.repeat(index.ravel(), guests.ravel()) for index in np.indices(guests.shape))
    within = np.floor(12.0 * np.modf(np.arange(number) * 0.6180339887498949 + 0.25)[0]).astype(np.int64)
    birth = region.first_month - 1 - 12 * age - within
    place = np.full(number, region.guest_place, dtype=np.int16)
    homes = len(people.household_key)
    added = SyntheticPopulation(
        key=derive_keys(int(hash_key(salt, 2)), number),
        cohort=cohort_of(birth, sex),
        place=place,
        household=np.arange(homes, homes + number, dtype=np.int32),
        partner=np.full(number, columns.NOBODY, dtype=np.int32),
        role=np.full(number, columns.GUEST, dtype=np.uint8),
        household_key=derive_keys(int(hash_key(salt, 3)), number),
        household_place=place,
        household_form=np.full(number, columns.INSTITUTION_HOUSEHOLD, dtype=np.uint8),
    )
    parts = ((getattr(people, field.name), getattr(added, field.name)) for field in fields(people))
    return SyntheticPopulation(*(np.concatenate(pair).astype(pair[0].dtype) for pair in parts))
