"""Leaving home: grown-up children found a household of their own, mothers together with their children.

Rates by sex and age (``leaving_home.rate``) follow from the share who live with their parents at each
age (Mikrozensus), less those who leave the region. The new home is in the same place or elsewhere in
the region, by the utility of :mod:`simsocial.processes.destination`. Residents of homes leave at the same
rates until 30 years, unless they need care or have a place there as a service.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.core.columns import ELSEWHERE, INSTITUTION, SERVED
from simsocial.core.state import TOP
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.moves import move_out

__all__ = ["LeavingHome"]

_OLDEST_RESIDENT = 30


@register
class LeavingHome(ScreenedProcess):
    """Let grown-up children found households."""

    name = "leaving_home"
    by = "situation"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        suffix = "_land" if model.region.scope == "land" else ""
        yearly = model.parameters.table(f"leaving_home.rate{suffix}", model.first_month)
        monthly = monthly_chance(yearly)
        self._hazard = np.zeros((4, *monthly.shape))
        self._hazard[1, :, 18:] = monthly[:, 18:]
        self._hazard[0, :, 18:_OLDEST_RESIDENT] = monthly[:, 18:_OLDEST_RESIDENT]

    def hazard(self, month: int) -> Floats:  # noqa: ARG002 - constant
        """Return the monthly probability of leaving."""
        return self._hazard

    def apply(self, month: int, rows: Rows) -> None:
        """Found one household for each."""
        move_out(self, month, rows[~self._stays(rows)], "left_home")

    def _stays(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Tell who lives in a home for care, or has a place there as a service."""
        state = self.model.state
        persons, cases, top = state.persons, state.cases, int(state.counters[2, TOP])
        resident: npt.NDArray[np.bool_] = persons.role[rows] == INSTITUTION
        if not resident.any():
            return resident
        placed = (cases.state[:top] == SERVED) | (cases.state[:top] == ELSEWHERE)
        placed &= self.model.services.catalogue.residential[cases.kind[:top]]
        has_place = np.isin(rows, cases.person[:top][placed])
        return resident & (has_place | (persons.care_grade[rows] > 0))
