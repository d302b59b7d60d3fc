"""Asylum seekers: who of the arrivals seeks asylum, and until when they live on benefits for asylum seekers.

Households of which the oldest member is 18 to 49 come as asylum seekers by a draw of the household:
``asylum.recipients_per_1000`` of all people at the base date, and ``asylum.arrival_share`` of the people of such
households that arrive later, more where a Kreis has more than the Landkreise together. Each month some are decided on,
a household at once, so that it takes ``asylum.months`` on average; then they are as all others and may have basic
income support. Children born meanwhile have the status of their mother. Guests of a reception centre are the Land's and
are not counted here.

Until then the Kreis pays (service kind ``asylum_benefit``), and houses most (``shared_accommodation``).
They have no basic income support meanwhile, and count as living on about as much.
Simplifications: work is told without the status, so that some of these households have wages as well; who is refused
stays or leaves as others do; the migration background is a draw of its own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, monthly_chance
from simsocial.core.columns import DUE, GUEST, INCOME, PRIVATE
from simsocial.core.random import Stream
from simsocial.core.state import TOP
from simsocial.people.asylum import ASYLUM_SEEKER, RESIDENCE_STATUS
from simsocial.processes.base import Engine, Process, Rows, register
from simsocial.processes.columns import INHERITED, PersonColumn
from simsocial.region.kreis_rates import kreis_ratio

__all__ = ["Asylum"]

_OLDEST = (18, 49)
"""Completed years of the oldest member of households that seek asylum: 99 of 100 recipients are below 65."""

Flags = npt.NDArray[np.bool_]


@register
class Asylum(Process):
    """Let asylum seekers be decided on; whoever comes may be one."""

    name = "asylum"
    columns = (
        PersonColumn(
            RESIDENCE_STATUS,
            "u1",
            "code",
            "1: in an asylum procedure or tolerated, lives on benefits for asylum seekers",
            on_base=lambda self, rows, month: self._at_base(rows, month),
            on_birth=INHERITED,
            on_arrival=lambda self, rows, month: self._who_comes(rows, month),
        ),
    )

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        here, usual = (self._per_1000(ags, model.first_month) for ags in (model.region.ags, None))
        self._assigned = here / usual if usual > 0.0 else 1.0
        self._share, self._months = (
            model.plan.number(f"asylum.{name}") for name in ("arrival_share", "months")
        )
        self._seeks, self._decided = (
            Stream.of(model.seed, f"asylum.{name}") for name in ("seeks", "decided")
        )

    def step(self, month: int) -> None:
        """End the status of those who are decided on this month."""
        state = self.model.state
        persons, top = state.persons, int(state.counters[0, TOP])
        status = state.columns["persons"][RESIDENCE_STATUS]
        rows = np.flatnonzero((status[:top] == ASYLUM_SEEKER) & (persons.cohort[:top] != EMPTY_COHORT))
        keys = state.households.key[persons.household[rows]]
        decided = rows[self._decided.draws(keys, month) < monthly_chance(12.0 / self._months.at(month))]
        status[decided] = 0
        persons.due[decided] |= DUE
        state.households.due[persons.household[decided]] |= INCOME

    def _per_1000(self, ags: str | None, month: int) -> float:
        return kreis_ratio(self.model.parameters, "asylum.recipients_per_1000", ags, month)

    def _at_base(self, rows: Rows, month: int) -> npt.NDArray[np.uint8]:
        """Return the status of the base population: as many people as are published."""
        model = self.model
        ours = self._of_such_households(rows, month)
        share = self._per_1000(model.region.ags, month) / 1000.0 * len(rows) / max(int(ours.sum()), 1)
        return (ours & (self._draw(rows) < share)).astype(np.uint8)

    def _who_comes(self, rows: Rows, month: int) -> npt.NDArray[np.uint8]:
        """Return the status of people from outside; Kreise are assigned as many as they have relative to others."""
        ours = self._of_such_households(rows, month)
        return (ours & (self._draw(rows) < self._share.at(month) * self._assigned)).astype(np.uint8)

    def _draw(self, rows: Rows) -> npt.NDArray[np.float64]:
        """Return a lasting draw for each of these people, the same for a household."""
        state = self.model.state
        return self._seeks.draws(state.households.key[state.persons.household[rows]])

    def _of_such_households(self, rows: Rows, month: int) -> Flags:
        """Tell who lives in a private household of people who may seek asylum."""
        state = self.model.state
        persons, homes = state.persons, state.persons.household[rows]
        oldest = np.zeros(int(state.counters[1, TOP]), dtype=np.int64)
        age = (month - EPOCH_MONTH - (persons.cohort[rows].astype(np.int64) >> 1)) // 12
        np.maximum.at(oldest, homes, age)
        fits = (
            (oldest >= _OLDEST[0])
            & (oldest <= _OLDEST[1])
            & (state.households.form[: len(oldest)] == PRIVATE)
        )
        ours: Flags = fits[homes] & (persons.role[rows] != GUEST)
        return ours
