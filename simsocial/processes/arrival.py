"""Arrivals: households from outside, in numbered slots that every scenario shares.

Their number by age and sex follows the rates over the border and the people whom one can expect in the year
(:mod:`.border`); it is the same in every scenario that overrides no moves. Slot s of a month is always the same
household; homes that a measure builds add slots behind. They live as couples and lone parents as often as people of
their sex and age do here, who leave as often, so that moving does not change these shares by itself. Minors come as
often as their parents, times ``migration.arrival_minors_ratio``: with mothers of which age follows from the minors and
women whom one can expect here and the ages at birth, and so do the ages of the minors.
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
from simsocial.processes.border import years_on
from simsocial.processes.destination import AGE_BANDS
from simsocial.processes.variation import migration_factor
from simsocial.processes.young_adults import own_shares
from simsocial.region import Region

__all__ = ["Arrival"]

_ADULTS_OF_HOUSEHOLD = np.array([1.0, 2.0, 1.0])


@register
class Arrival(Process):
    """Add the arriving households of the month."""

    name = "arrival"
    events = (Event("arrivals", {"de": "Zuzüge über die Kreisgrenze", "en": "arrivals over the border"}),)

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        parameters, month = model.parameters, model.first_month
        self._households = self._once(("households",), lambda: _households(parameters, model.region))
        self._adults = self._households @ _ADULTS_OF_HOUSEHOLD
        one, two = (
            parameters.value(f"migration.arrival_{n}_share", month) for n in ("one_child", "two_children")
        )
        self._children, self._usual_minors = (one, one + two), 3.0 - 2.0 * one - two
        self._older = int(round(parameters.value("partnership.age_gap_years", month)))
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
            self._of_year((month - self.model.first_month) // 12)

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

        Alone, couple, couple with minors, lone parent of minors: who has children of age alone is alone.
        """
        alone, couple, parent = np.moveaxis(self._households, 2, 0)
        of_mothers = np.minimum(self._minors_per_family(years_since_base) / self._usual_minors, 1.0)
        minors = np.stack([years_on(of_mothers, -self._older), of_mothers])
        types = [alone + parent * (1.0 - minors), couple * (1.0 - minors), couple * minors, parent * minors]
        # Laid out as that of a reception centre, so that no kernel is compiled for it.
        return np.ascontiguousarray(np.cumsum(np.stack(types, axis=2), axis=2))

    def _cumulative_children(self, years_since_base: int) -> Floats:
        """Return the cumulative shares (101, 2) of families with one minor, and with two, by the mother's age.

        Where the usual number in every family is not enough, more have three and fewer have one.
        """
        missing = np.maximum(self._minors_per_family(years_since_base) - self._usual_minors, 0.0)
        one, one_or_two = self._children
        three_instead_of_one = np.minimum(missing / 2.0, one)
        return np.stack([one - three_instead_of_one, one_or_two - three_instead_of_one], axis=1)

    def _minors_per_family(self, years_since_base: int) -> Floats:
        """Return minors for each couple or lone parent who arrives, by the mother's age, shape (101,).

        As many as women of the age have here with their partners, times ``migration.arrival_minors_ratio``.
        """
        month = self.model.first_month + 12 * years_since_base + 6
        expected, shares = self.model.expected_people, own_shares(self.model.parameters, self.model.region)
        families = expected.year(years_since_base) * (shares.couple / 2.0 + shares.lone)
        minors = expected.minors_by_mother(years_since_base).sum(axis=1)
        minors *= self.model.parameters.value("migration.arrival_minors_ratio", month)
        return np.asarray(minors / np.maximum(families[1] + years_on(families[0], self._older), 1e-9))

    def _cumulative_ages(self, years_since_base: int) -> Floats:
        """Return the cumulative shares (101, 18) of the ages of minors by their mother's age.

        Of women so old or young that by the rates they have no minors, they are 17 years old.
        """
        minors = np.cumsum(self.model.expected_people.minors_by_mother(years_since_base), axis=1)
        minors[:, -1] = np.maximum(minors[:, -1], 1e-9)
        return np.ascontiguousarray(minors / minors[:, -1:])

    def heads(self, month: int) -> Floats:
        """Return the expected heads of arriving households a year as in a month, shape (2, 101)."""
        year, since_base = month // 12, (month - self.model.first_month) // 12
        return self._once(("heads", year, since_base), lambda: self._heads(year, since_base))

    def _of_year(self, since_base: int) -> tuple[Floats, Floats, Floats]:
        """Return the cumulative shares of household types, of numbers and of ages of minors so many years on."""
        return (
            self._once(("types", since_base), lambda: self._cumulative_types(since_base)),
            self._once(("children", since_base), lambda: self._cumulative_children(since_base)),
            self._once(("ages", since_base), lambda: self._cumulative_ages(since_base)),
        )

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
        types, children, ages = self._of_year((month - model.first_month) // 12)
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
                types,
                self._gap,
                children,
                ages,
                self._ages_of_new_homes,
                self._male_share.at(month),
            ),
            Settling(self._band, self._weight, *model.housing.choice_tables[1:], model.housing.free),
            Arrived(model.place_area, model.cell, model.counts.event("arrivals")),
        )


def _households(parameters: Parameters, region: Region) -> Floats:
    """Return the shares (2, 101, 3) of arriving households: alone, couple, lone parent of children of any age.

    By sex and age of the adult who stands for it; ages below 18 have the values of 18.
    """
    shares, ages = own_shares(parameters, region), np.maximum(np.arange(MAX_AGE + 1), 18)
    couple, parent = shares.couple[:, ages], shares.lone[:, ages]
    # Of two adults who live together there is one household.
    households = np.stack([1.0 - couple - parent, couple, parent], axis=2) / _ADULTS_OF_HOUSEHOLD
    return np.asarray(households / households.sum(axis=2, keepdims=True))
