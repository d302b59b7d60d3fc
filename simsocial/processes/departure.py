"""Departures: households and grown-up children leave the region.

Adults start a departure at the rate of their sex and age (:mod:`.border`: ``migration.out_rate`` and what their
Kreis gains or loses beyond it); the two of a couple at half the
rate each, since they leave together with their household. Grown-up children of a household leave alone, mothers
among them with their children, at their own rate less that at which parents of such an age take them along: so
all adults leave as often as the rate says. Who shares a home with other adults leaves them there. The profile
by age is an assumption fitted to flow totals.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY, Cases, Households, Persons
from simsocial.core.company import company_of, goes_along
from simsocial.core.compile import in_place
from simsocial.core.fetch import fetch_ahead
from simsocial.core.population import remove_person
from simsocial.indicators.axes import Event
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, by_situation, register
from simsocial.processes.border import Border, following_rate
from simsocial.processes.variation import migration_factor

__all__ = ["Departure", "leave_region"]


@register
class Departure(DatedProcess):
    """Remove those who leave the region."""

    name = "departure"
    events = (
        Event("departures", {"de": "Fortzüge über die Kreisgrenze", "en": "departures over the border"}),
    )
    by = "situation"
    target = "departure"
    reads = ("migration",)

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._border = Border(model.parameters, model.region)

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return the probability that an adult starts a departure."""
        yearly, _ = self._border.rates_of(values, month)
        yearly = yearly * migration_factor(self.model, "departures", month // 12)
        along = following_rate(self.model.parameters, yearly, month // 12 * 12 + 6)
        return by_situation(0.0, np.maximum(yearly - along, 0.0), yearly, yearly / 2.0)

    def apply(self, month: int, rows: Rows) -> None:
        """Remove the persons with those who go along."""
        leave_region(self.model, month, rows)


def leave_region(engine: Engine, month: int, rows: Rows) -> None:
    """Remove persons with those who go along, and count them as departures."""
    state = engine.state
    _depart(
        state.persons,
        state.households,
        state.cases,
        state.counters,
        rows,
        state.persons.key[rows],
        month,
        engine.place_area,
        engine.cell,
        engine.counts.event("departures"),
    )


@in_place
def _depart(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    rows: Rows,
    keys: npt.NDArray[np.uint64],
    month: int,
    place_area: npt.NDArray[np.int16],
    cell: npt.NDArray[np.int16],
    departures: npt.NDArray[np.int64],
) -> None:
    """Remove each person and company; somebody who left with an earlier one is gone already."""
    for i in range(len(rows)):
        row = rows[i]
        fetch_ahead(persons, households, rows, i)
        if persons.key[row] != keys[i]:
            continue
        company, partner = company_of(persons, households, row), persons.partner[row]
        member = households.first_member[persons.household[row]]
        while member != NOBODY:
            following = persons.next_member[member]
            if goes_along(persons, households, member, company, keys[i], partner, month):
                cohort = persons.cohort[member]
                departures[place_area[persons.place[member]], cell[cohort]] += 1
                remove_person(persons, households, cases, counters, member)
            member = following
