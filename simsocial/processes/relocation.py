"""Moves within the region: households change the place.

Adults start a move at ``migration.internal_rate``; a couple moves together, so that each of the two
starts at half the rate. In the model of the whole Land, these stay in their Kreis, and moves between Kreise
come on top: what crosses the border of a Kreis but not the Land's. The target is another place, chosen as
:mod:`simsocial.processes.destination` says; without a free dwelling there is no move.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import age_of_cohorts, monthly_chance
from simsocial.core.random import uniform_array
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.destination import OTHER_AREA, OTHER_PLACE_OF_AREA
from simsocial.processes.moves import move_house

__all__ = ["Relocation", "household_move_hazard"]


def household_move_hazard(yearly: Floats) -> Floats:
    """Return hazards (4 situations, 2, 101) with which adults start a move of their household."""
    table = np.zeros((4, *yearly.shape))
    table[2, :, 18:] = monthly_chance(yearly)[:, 18:]
    table[3, :, 18:] = monthly_chance(yearly / 2.0)[:, 18:]
    return table


@register
class Relocation(ScreenedProcess):
    """Move households to another place of the region."""

    name = "relocation"
    by = "situation"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        parameters, month = model.parameters, model.first_month
        within = parameters.table("migration.internal_rate", month)
        between = np.zeros_like(within)
        if model.region.scope == "land":
            over_kreis = parameters.table("migration.out_rate", month)
            between = np.maximum(over_kreis - parameters.table("migration.out_rate_land", month), 0.0)
        self._hazard = household_move_hazard(within + between)
        self._between_share = between / np.maximum(within + between, 1e-15)

    def hazard(self, month: int) -> Floats:  # noqa: ARG002 - constant
        """Return the probability that an adult starts a move."""
        return self._hazard

    def apply(self, month: int, rows: Rows) -> None:
        """Move the households of these persons."""
        if self.model.region.scope != "land":
            move_house(self, month, rows)
            return
        persons = self.model.state.persons
        cohort = persons.cohort[rows]
        share = self._between_share[cohort & 1, age_of_cohorts(month)[cohort]]
        leaves = uniform_array(self.model.seed, "relocation.between", persons.key[rows], month) < share
        reach = np.where(leaves, OTHER_AREA, OTHER_PLACE_OF_AREA).astype(np.uint8)
        move_house(self, month, rows, reach=reach)
