"""Worlds of any size for measuring: the Musterkreis with its people repeated under new keys."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection

import numpy as np
import numpy.typing as npt

from simsocial.core.random import derive_keys
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.region import Region, SyntheticPopulation, load_region, synthesise
from simsocial.services.catalogue import Catalogue

__all__ = ["CORE_OFF", "month_of", "replicates", "world"]

CORE_OFF = (
    "partnership",
    "separation",
    "leaving_home",
    "shared_home",
    "arrival",
    "asylum",
    "work",
    "household_income",
    "tenancy",
    "kin",
    "reach",
    "social_states",
    "onset",
    "added_places",
    "provider_decisions",
    "service_demand",
    "staff_market",
    "allocation",
    "census",
    "reach",
    "offending",
    "finance",
)
"""What the demographic core leaves out: it ages, dies, gives birth, moves and comes to need care."""


def world(people: int, *, core: bool, months: int) -> SocialModel:
    """Return a model of about so many people that has simulated one month.

    Parameters
    ----------
    people : int
        Rounded to whole copies of the Musterkreis; places keep their number, dwellings and licensed
        places grow with the people.
    core : bool
        The demographic core only.
    months : int
        Length of the horizon.
    """
    region = load_region("musterkreis")
    copies = max(1, round(people / region.inhabitants))
    population = _repeated(synthesise(region, Parameters.load()), copies)
    last = region.first_month + months
    model = SocialModel(
        _scaled(region, copies),
        rng=1,
        spin_up=0,
        end=f"{last // 12}-{last % 12 + 1:02d}",
        disabled=CORE_OFF if core else (),
        population=population,
    )
    model.advance()
    return model


def replicates(
    region: Region, catalogue: Catalogue, spin_up: int, end: str, disabled: Collection[str] = ()
) -> Callable[[], SocialModel]:
    """Return a function that makes a model after its spin-up, which is simulated once.

    Parameters
    ----------
    region, catalogue : Region, Catalogue
        Whose people and services are simulated.
    spin_up : int
        Months before the horizon.
    end : str
        Last month of the horizon, ``YYYY-MM``.
    disabled : collection of str
        Processes that are left out.
    """
    parameters = catalogue.register(Parameters.load())

    def model(**settings: object) -> SocialModel:
        return SocialModel(
            region,
            rng=1,
            parameters=parameters,
            catalogue=catalogue,
            spin_up=spin_up,
            end=end,
            disabled=disabled,
            **settings,  # type: ignore[arg-type]
        )

    snapshot = model().spin_up().snapshot()
    return lambda: model(snapshot=snapshot)


def month_of(model: SocialModel, *, table: bool) -> Callable[[], int]:
    """Return the function that simulates one month and says how many people it began with.

    Parameters
    ----------
    model : SocialModel
        A model with months left.
    table : bool
        Whether the indicator table of the run belongs to its last month.
    """

    def month() -> int:
        before = model.state.population
        model.advance()
        if table and model.next_month > model.end_month:
            model.recorder.frame()
        return before

    return month


def _scaled(region: Region, copies: int) -> Region:
    """Return the region with so many times the people, dwellings and licensed places."""
    places, sites = region.places.copy(), region.sites.copy()
    places[["inhabitants", "dwellings"]] *= copies
    sites["licensed_places"] *= copies
    return dataclasses.replace(region, places=places, sites=sites, population=region.population * copies)


def _repeated(people: SyntheticPopulation, copies: int) -> SyntheticPopulation:
    """Return copies of the people, each with new keys and rows."""
    persons, households = len(people), len(people.household_key)

    def shifted(rows: npt.NDArray[np.int32], step: int) -> npt.NDArray[np.int32]:
        offset = np.repeat(np.arange(copies, dtype=np.int32) * np.int32(step), persons)
        repeated = np.tile(rows, copies)
        return np.where(repeated < 0, repeated, repeated + offset).astype(np.int32)

    return SyntheticPopulation(
        key=derive_keys(77, persons * copies),
        cohort=np.tile(people.cohort, copies),
        place=np.tile(people.place, copies),
        household=shifted(people.household, households),
        partner=shifted(people.partner, persons),
        role=np.tile(people.role, copies),
        household_key=derive_keys(78, households * copies),
        household_place=np.tile(people.household_place, copies),
        household_form=np.tile(people.household_form, copies),
    )
