"""Arrivals: households from outside, in numbered slots that every scenario shares.

Their number by age and sex follows the rates over the border and the people whom one can expect in the year
(:mod:`.border`); it is the same in every scenario. Slot s of a month is always the same household; homes that a
measure builds add slots behind. They live as couples and lone parents as often as people of their sex and age do
here, who leave as often, so that moving does not change these shares by itself; whether with minors says
``migration.arrival_with_minors_share``, fewer or more often as minors for each adult become whom one can expect here.
They settle in places with a free dwelling, as often as these have dwellings; in the model of the whole Land, in
a Kreis as often as people of their age live there. Arrivals need care as often as people of their age and sex who
live here at home.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import ADULT
from simsocial.core.random import Stream
from simsocial.indicators.axes import Event
from simsocial.parameters import Parameters
from simsocial.processes.arriving import Arrived, Newcomers, Settling, Slots, arrive, slots_of
from simsocial.processes.base import Engine, Floats, Process, register
from simsocial.processes.border import ExpectedPeople
from simsocial.processes.destination import AGE_BANDS
from simsocial.processes.variation import migration_factor
from simsocial.processes.young_adults import own_shares
from simsocial.region import Region

__all__ = ["Arrival", "expected_people", "minors_per_adult"]

_BAND_STARTS = np.array([18, 25, 35, 50, 65])
_ADULTS_OF_TYPE = np.array([1.0, 2.0, 2.0, 1.0])


@register
class Arrival(Process):
    """Add the arriving households of the month."""

    name = "arrival"
    events = (Event("arrivals", {"de": "Zuzüge über die Kreisgrenze", "en": "arrivals over the border"}),)

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        parameters, month = model.parameters, model.first_month
        types = self._once(("household types",), lambda: _household_types(parameters, model.region))
        self._types, self._adults = types, types @ _ADULTS_OF_TYPE
        one = parameters.value("migration.arrival_one_child_share", month)
        self._children = np.array(
            [one, one + parameters.value("migration.arrival_two_children_share", month)]
        )
        self._band, self._weight = self._areas_by_age()
        self._male_share = model.plan.number("fertility.male_share")
        self._level = model.plan.number("migration.arrivals_level")
        self._number, self._slot, self._household = (
            Stream.of(model.seed, f"arrival.{name}") for name in ("number", "slot", "household")
        )
        self._gap = int(round(12 * parameters.value("partnership.age_gap_years", month)))
        self._ages_of_new_homes = np.array(
            [parameters.value(f"housing.new_home_{name}_age", month) for name in ("youngest", "oldest")],
            dtype=np.int64,
        )

    def prepare(self, months: range) -> None:
        """Work out who arrives in these months."""
        for month in months:
            self.heads(month)
            self._types_of_year((month - self.model.first_month) // 12)

    def _areas_by_age(self) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the age band of each age, and the weight of areas by band (bands, areas + 1, areas)."""
        model = self.model
        weight = model.housing.choice_tables[0]
        if model.region.scope != "land":
            return np.zeros(MAX_AGE + 1, dtype=np.int64), weight[None]
        band = np.searchsorted(AGE_BANDS, np.arange(MAX_AGE + 1), side="right")
        people = model.region.population[:, :, 18:].sum(axis=1)
        bands = range(len(AGE_BANDS) + 1)
        here = np.stack([people[:, band[18:] == number].sum(axis=1) for number in bands])
        by_band = np.repeat(weight[None], len(here), axis=0)
        by_band[:, -1] = np.maximum(here, 1e-9)
        return band, by_band

    def _heads(self, calendar_year: int, years_since_base: int) -> Floats:
        """Return the expected heads of arriving households a year, shape (2, 101)."""
        heads: Floats = self.model.expected_people.arrivals(years_since_base, calendar_year) / self._adults
        heads[:, :18] = 0.0
        heads *= migration_factor(self.model, "arrivals", calendar_year)
        return heads

    def _cumulative_types(self, years_since_base: int) -> Floats:
        """Return the cumulative shares (2, 101, 4) of household types by sex and age of the head.

        A family without children is a couple, a lone parent without children somebody who is alone: the adults of a
        household stay as many.
        """
        alone, couple, family, lone = np.moveaxis(self._types, 2, 0)
        factor = self.model.expected_people.children(years_since_base)
        families, parents = (
            np.minimum(factor * family, couple + family),
            np.minimum(factor * lone, alone + lone),
        )
        types = np.stack([alone + lone - parents, couple + family - families, families, parents], axis=2)
        # Laid out as that of a reception centre, so that no kernel is compiled for it.
        return np.ascontiguousarray(np.cumsum(types, axis=2))

    def heads(self, month: int) -> Floats:
        """Return the expected heads of arriving households a year as in a month, shape (2, 101)."""
        year, since_base = month // 12, (month - self.model.first_month) // 12
        return self._once(("heads", year, since_base), lambda: self._heads(year, since_base))

    def _types_of_year(self, since_base: int) -> Floats:
        """Return the cumulative shares of household types that many years after the base date."""
        return self._once(("types", since_base), lambda: self._cumulative_types(since_base))

    def _once(self, what: tuple[str | int, ...], make: Callable[[], Floats]) -> Floats:
        """Return what the region and registered values alone decide, made once for all runs."""
        return self.model.parameters.once((Arrival, self.model.region, *what), make)

    def households_per_month(self, month: int) -> float:
        """Return the expected number of arriving households in a month."""
        return float(self.heads(month).sum()) / 12.0 * self._level.at(month)

    def step(self, month: int) -> None:
        """Add this month's households: the shared slots first, a measure's extra ones behind."""
        model = self.model
        expected = self.households_per_month(month)
        rounding = self._number.draw(1, month)
        regular = int(expected + rounding)
        extra = model.extra_arrivals
        number = regular + len(extra)
        model.state.reserve(persons=5 * number, households=number)
        arrive(
            model.state.persons,
            model.state.households,
            model.state.counters,
            Slots(
                np.concatenate([np.full(regular, -1, dtype=np.int64), extra]),
                slots_of(regular, len(extra)),
                ADULT,
                month,
                self._slot.salt(month),
                self._household.salt(month),
            ),
            Newcomers(
                np.cumsum(self.heads(month).ravel()),
                self._types_of_year((month - model.first_month) // 12),
                self._gap,
                self._children,
                self._ages_of_new_homes,
                self._male_share.at(month),
            ),
            Settling(self._band, self._weight, *model.housing.choice_tables[1:], model.housing.free),
            Arrived(model.place_area, model.cell, model.counts.event("arrivals")),
        )


def expected_people(parameters: Parameters, region: Region) -> ExpectedPeople:
    """Return the people whom one can expect in a region, with the minors whom arriving adults bring along."""
    registered = parameters.with_overrides({})
    return ExpectedPeople(registered, region, minors_per_adult(registered, region))


def minors_per_adult(parameters: Parameters, region: Region) -> Floats:
    """Return the minors who come with an adult who arrives, by the adult's age, shape (101,)."""
    month = region.first_month
    one, two = (
        parameters.value(f"migration.arrival_{n}_share", month) for n in ("one_child", "two_children")
    )
    types = _household_types(parameters, region)
    minors = types[..., 2:].sum(axis=2) * (3.0 - 2.0 * one - two) / (types @ _ADULTS_OF_TYPE)
    return np.where(np.arange(MAX_AGE + 1) < 18, 0.0, minors.mean(axis=0))


def _household_types(parameters: Parameters, region: Region) -> Floats:
    """Return the shares (2, 101, 4) of arriving households: alone, couple, couple with minors, lone parent of minors.

    By sex and age of the adult who stands for it; ages below 18 have the values of 18.
    """
    table = parameters.table("migration.arrival_with_minors_share", region.first_month)
    ages = np.maximum(np.arange(MAX_AGE + 1), 18)
    couples, lone = np.minimum(table, 1.0)[np.searchsorted(_BAND_STARTS, ages, side="right") - 1].T
    shares = own_shares(parameters, region)
    couple, parent = shares.couple[:, ages], shares.lone[:, ages] * lone
    adults = np.stack([1.0 - couple - parent, couple * (1.0 - couples), couple * couples, parent], axis=2)
    # Of two adults who live together there is one household.
    households = adults / _ADULTS_OF_TYPE
    return np.asarray(households / households.sum(axis=2, keepdims=True))
