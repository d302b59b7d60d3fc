"""Moves within the region: households change the place.

Adults start a move at ``migration.internal_rate``; a couple moves together, so that each of the two
starts at half the rate. In the model of the whole Land, moves between its Kreise come on top: what
crosses the border of a Kreis but not the Land's. The target is chosen as
:mod:`simsocial.processes.destination` says; without a free dwelling there is no move.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.population import move_household
from simsocial.core.random import salt_of
from simsocial.indicators.counts import flow_index
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.destination import choose_place

__all__ = ["Relocation", "household_move_hazard"]


def household_move_hazard(yearly: Floats) -> Floats:
    """Return hazards (4 situations, 2, 101) with which adults start a move of their household."""
    monthly = 1.0 - np.exp(-yearly / 12.0)
    half = 1.0 - np.exp(-yearly / 24.0)
    table = np.zeros((4, *yearly.shape))
    table[2, :, 18:] = monthly[:, 18:]
    table[3, :, 18:] = half[:, 18:]
    return table


@register
class Relocation(ScreenedProcess):
    """Move households to another place of the region."""

    name = "relocation"
    by = "situation"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        parameters, month = model.parameters, model.first_month
        yearly = parameters.table("migration.internal_rate", month)
        if model.region.scope == "land":
            over_kreis = parameters.table("migration.out_rate", month)
            over_land = parameters.table("migration.out_rate_land", month)
            yearly = yearly + np.maximum(over_kreis - over_land, 0.0)
        self._hazard = household_move_hazard(yearly)

    def hazard(self, month: int) -> Floats:  # noqa: ARG002 - constant
        """Return the probability that an adult starts a move."""
        return self._hazard

    def apply(self, month: int, rows: Rows) -> None:
        """Move the households of these persons."""
        model = self.model
        state, market = model.state, model.housing
        rows = rows[np.argsort(state.persons.key[rows])]
        _relocate(
            state.persons,
            state.households,
            rows,
            salt_of(model.seed, "relocation.place", month),
            *market.choice_tables,
            market.free,
            model.place_area,
            model.age_group,
            model.counts.flows[flow_index("moved_out")],
            model.counts.flows[flow_index("moved_in")],
        )


@in_place
def _relocate(
    persons: Persons,
    households: Households,
    rows: Rows,
    salt: np.uint64,
    area_utility: npt.NDArray[np.float64],
    place_weight: npt.NDArray[np.float64],
    area_start: npt.NDArray[np.int64],
    area_places: npt.NDArray[np.int64],
    free: npt.NDArray[np.int64],
    place_area: npt.NDArray[np.int16],
    age_group: npt.NDArray[np.int8],
    moved_out: npt.NDArray[np.int64],
    moved_in: npt.NDArray[np.int64],
) -> None:
    """Choose a place for each household and move all its members."""
    for row in rows:
        household = persons.household[row]
        if household == NOBODY:
            continue
        old = households.place[household]
        origin = place_area[old]
        place = choose_place(
            persons.key[row], salt, origin, area_utility, place_weight, area_start, area_places, free
        )
        if place < 0 or place == old:
            continue
        free[place] -= 1
        free[old] += 1
        target = place_area[place]
        if target != origin:
            member = households.first_member[household]
            while member != NOBODY:
                sex, group = persons.cohort[member] & 1, age_group[persons.cohort[member]]
                moved_out[origin, sex, group] += 1
                moved_in[target, sex, group] += 1
                member = persons.next_member[member]
        move_household(persons, households, household, place)
