"""Reception centres: guests arrive, stay for some weeks and leave again.

How many live there is ``migration.reception_people``; each leaves at the rate that follows from
``migration.reception_stay_months``, and as many come as keep the number, of the ages and sexes of
``migration.reception_age_share``. Where the number falls faster, more leave. All are counted as arrivals and
departures. Nobody else comes or goes because of them: see :mod:`simsocial.region.reception`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, monthly_chance
from simsocial.core.columns import GUEST
from simsocial.core.random import Stream
from simsocial.core.state import TOP
from simsocial.processes.arriving import Arrived, Newcomers, Settling, Slots, arrive, slots_of
from simsocial.processes.base import Engine, Process, Rows, register
from simsocial.processes.departure import leave_region
from simsocial.region.reception import guest_shares, number_of_guests

__all__ = ["Reception"]


@register
class Reception(Process):
    """Let guests leave, and others come."""

    name = "reception"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._stay = model.plan.number("migration.reception_stay_months")
        self._leaves, self._slot, self._guest = (
            Stream.of(model.seed, f"reception.{name}") for name in ("leaves", "slot", "guest")
        )
        parameters, ags = model.parameters, model.region.ags
        self._aim = model.plan.each_month(lambda month: int(round(number_of_guests(parameters, ags, month))))
        self._shares = model.plan.held(lambda month: guest_shares(parameters, month).ravel(), "migration")

    def prepare(self, months: range) -> None:
        """Work out how many guests of which ages there are in these months, where there is a centre."""
        if self.model.region.guests is not None:
            self._aim.prepare(months)
            self._shares.prepare(months)

    def step(self, month: int) -> None:
        """Act where the region has a reception centre."""
        if self.model.region.guests is None:
            return
        model, state = self.model, self.model.state
        top = int(state.counters[0, TOP])
        here = (state.persons.role[:top] == GUEST) & (state.persons.cohort[:top] != EMPTY_COHORT)
        guests: Rows = np.flatnonzero(here).astype(np.int32)
        aim, stay = self._aim.at(month), self._stay.at(month)
        draw = self._leaves.draws(state.persons.key[guests], month)
        leaving = max(int(np.count_nonzero(draw < monthly_chance(12.0 / stay))), len(guests) - aim)
        rows = guests[np.argsort(draw, kind="stable")[:leaving]]
        leave_region(model, month, rows)
        self._receive(month, aim - len(guests) + leaving)

    def _receive(self, month: int, number: int) -> None:
        model = self.model
        model.state.reserve(persons=number, households=number)
        shares = self._shares.at(month)
        alone = np.ones((2, len(shares) // 2, 4))
        target: npt.NDArray[np.int64] = np.full(number, model.region.guest_place, dtype=np.int64)
        area_weight, weight, start, places = model.housing.choice_tables
        no_band, no_ages = (np.zeros(length, dtype=np.int64) for length in (alone.shape[1], 2))
        arrive(
            model.state.persons,
            model.state.households,
            model.state.counters,
            Slots(target, slots_of(number, 0), GUEST, month, self._slot.salt(month), self._guest.salt(month)),
            Newcomers(np.cumsum(shares), alone, 0, np.ones((1, 2)), np.ones((1, 18)), no_ages, 0.5),
            Settling(no_band, area_weight[None], weight, start, places, model.housing.free),
            Arrived(model.place_area, model.cell, model.counts.event("arrivals")),
        )
