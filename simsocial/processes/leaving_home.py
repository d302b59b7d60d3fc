"""Leaving home: grown-up children found a household of their own.

Rates by sex and age (``leaving_home.rate``) follow from the share who live with their parents at each
age (Mikrozensus), less those who leave the region. The new home is in the same place or elsewhere in
the region, by the utility of :mod:`simsocial.processes.destination`. Residents of homes who grew up
there leave at the same rates until 30 years.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ADULT, NOBODY, PRIVATE, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.population import found_household, join_household, leave_household
from simsocial.core.random import mix, salt_of
from simsocial.indicators.counts import flow_index
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.destination import choose_place

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
        monthly = 1.0 - np.exp(-yearly / 12.0)
        self._hazard = np.zeros((4, *monthly.shape))
        self._hazard[1, :, 18:] = monthly[:, 18:]
        self._hazard[0, :, 18:_OLDEST_RESIDENT] = monthly[:, 18:_OLDEST_RESIDENT]

    def hazard(self, month: int) -> Floats:  # noqa: ARG002 - constant
        """Return the monthly probability of leaving."""
        return self._hazard

    def apply(self, month: int, rows: Rows) -> None:
        """Found one household for each."""
        model = self.model
        model.state.reserve(households=len(rows))
        state, market = model.state, model.housing
        rows = rows[np.argsort(state.persons.key[rows])]
        _leave_home(
            state.persons,
            state.households,
            state.counters,
            rows,
            month,
            salt_of(model.seed, "leaving_home.place", month),
            *market.choice_tables,
            market.free,
            model.place_area,
            model.age_group,
            model.counts.flows[flow_index("left_home")],
            model.counts.flows[flow_index("moved_out")],
            model.counts.flows[flow_index("moved_in")],
        )


@in_place
def _leave_home(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    rows: Rows,
    month: int,
    salt: np.uint64,
    area_utility: npt.NDArray[np.float64],
    place_weight: npt.NDArray[np.float64],
    area_start: npt.NDArray[np.int64],
    area_places: npt.NDArray[np.int64],
    free: npt.NDArray[np.int64],
    place_area: npt.NDArray[np.int16],
    age_group: npt.NDArray[np.int8],
    left: npt.NDArray[np.int64],
    moved_out: npt.NDArray[np.int64],
    moved_in: npt.NDArray[np.int64],
) -> None:
    """Move each person into a new household of their own; without a free dwelling they stay."""
    for row in rows:
        old = persons.household[row]
        if old == NOBODY:
            continue
        origin = place_area[persons.place[row]]
        place = choose_place(
            persons.key[row], salt, origin, area_utility, place_weight, area_start, area_places, free
        )
        if place < 0:
            continue
        free[place] -= 1
        leave_household(persons, households, counters, row)
        key = mix(persons.key[row] ^ mix(np.uint64(month)))
        household = found_household(households, counters, key, place, PRIVATE)
        join_household(persons, households, row, household)
        persons.role[row] = ADULT
        sex, group = persons.cohort[row] & 1, age_group[persons.cohort[row]]
        left[origin, sex, group] += 1
        if place_area[place] != origin:
            moved_out[origin, sex, group] += 1
            moved_in[place_area[place], sex, group] += 1
