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
from simsocial.core.random import hash_key, salt_of, stream_id, uniform_array
from simsocial.core.state import TOP
from simsocial.indicators.counts import flow_index
from simsocial.processes.arrival import arrive, slots_of
from simsocial.processes.base import Process, Rows, register
from simsocial.processes.departure import leave_region
from simsocial.region.reception import guest_shares, number_of_guests

__all__ = ["Reception"]


@register
class Reception(Process):
    """Let guests leave, and others come."""

    name = "reception"

    def step(self, month: int) -> None:
        """Act where the region has a reception centre."""
        if self.model.region.guests is None:
            return
        model, state = self.model, self.model.state
        top = int(state.counters[0, TOP])
        here = (state.persons.role[:top] == GUEST) & (state.persons.cohort[:top] != EMPTY_COHORT)
        guests: Rows = np.flatnonzero(here).astype(np.int32)
        aim = int(round(number_of_guests(model.parameters, model.region.ags, month)))
        stay = model.parameters.value("migration.reception_stay_months", month)
        draw = uniform_array(model.seed, "reception.leaves", state.persons.key[guests], month)
        leaving = max(int(np.count_nonzero(draw < monthly_chance(12.0 / stay))), len(guests) - aim)
        rows = guests[np.argsort(draw, kind="stable")[:leaving]]
        leave_region(model, month, rows)
        self._receive(month, aim - len(guests) + leaving)

    def _receive(self, month: int, number: int) -> None:
        model, parameters = self.model, self.model.parameters
        model.state.reserve(persons=number, households=number)
        state, market = model.state, model.housing
        shares = guest_shares(parameters, month).ravel()
        alone = np.ones((2, len(shares) // 2, 4))
        place: npt.NDArray[np.int64] = np.full(number, model.region.guest_place, dtype=np.int64)
        arrive(
            state.persons,
            state.households,
            state.counters,
            place,
            GUEST,
            slots_of(number, 0),
            month,
            hash_key(model.seed, stream_id("reception.slot"), month),
            salt_of(model.seed, "reception.guest", month),
            np.cumsum(shares),
            alone,
            0,
            np.zeros(2),
            np.zeros(2, dtype=np.int64),
            0.5,
            np.zeros(alone.shape[1], dtype=np.int64),
            market.choice_tables[0][None],
            *market.choice_tables[1:],
            market.free,
            model.place_area,
            model.age_group,
            model.counts.flows[flow_index("arrivals")],
            np.empty(5 * number, dtype=np.int32),
        )
