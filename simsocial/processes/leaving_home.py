"""Leaving home: grown-up children found a household of their own, mothers together with their children.

Rates by sex and age follow from the share who live with their parents (``household.child_at_home_share``):
:mod:`simsocial.processes.young_adults`. The new home is in the same place or elsewhere in the region, by the race
of :mod:`simsocial.processes.destination`. Residents of homes leave at the same rates until 30 years, unless they
need care or have a place there as a service.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, GUEST, INSTITUTION, NOBODY, SERVED
from simsocial.indicators.axes import Event
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, by_situation, register
from simsocial.processes.moves import Moving
from simsocial.processes.young_adults import leaving_home_rate

__all__ = ["LeavingHome"]

_OLDEST_RESIDENT = 30


@register
class LeavingHome(DatedProcess):
    """Let grown-up children found households."""

    name = "leaving_home"
    events = (
        Event("left_home", {"de": "Auszüge aus dem Elternhaus", "en": "departures from the parental home"}),
    )
    by = "situation"
    reads = ("leaving_home",)
    steady = True

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._moving = Moving(model, self.name)

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return the table of children of a household, and of young residents of homes."""
        leaving = leaving_home_rate(self.model.parameters, self.model.region, values, month)
        of_homes = np.where(np.arange(leaving.shape[1]) < _OLDEST_RESIDENT, leaving, 0.0)
        return by_situation(of_homes, leaving, 0.0, 0.0)

    def apply(self, month: int, rows: Rows) -> None:
        """Found one household for each."""
        self._moving.out(month, rows[~self._stays(rows)], "left_home")

    def _stays(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Tell who lives in a home for care, has a place there as a service, or is guest of a reception centre."""
        state = self.model.state
        persons = state.persons
        resident: npt.NDArray[np.bool_] = persons.role[rows] == INSTITUTION
        guest: npt.NDArray[np.bool_] = persons.role[rows] == GUEST
        if not resident.any():
            return guest
        resident[resident] = (persons.care_grade[rows[resident]] > 0) | self._has_place(rows[resident])
        return guest | resident

    def _has_place(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Tell whom a service that people live in serves, by going along the few cases of each."""
        state, residential = self.model.state, self.model.services.catalogue.residential
        cases, case = state.cases, state.persons.first_case[rows]
        has_place = np.zeros(len(rows), dtype=np.bool_)
        left = np.flatnonzero(case != NOBODY)
        while len(left):
            own = case[left]
            placed = (cases.state[own] == SERVED) | (cases.state[own] == ELSEWHERE)
            has_place[left] |= placed & residential[cases.kind[own]]
            case[left] = cases.next_case[own]
            left = left[case[left] != NOBODY]
        return has_place
