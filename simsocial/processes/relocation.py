"""Moves within the region: households change the place.

Adults start a move at ``migration.internal_rate``; a couple moves together, so that each of the two
starts at half the rate. In the model of the whole Land, moves between its Kreise come on top: what
crosses the border of a Kreis but not the Land's. The target is chosen as
:mod:`simsocial.processes.destination` says; without a free dwelling there is no move.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import monthly_chance
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.moves import move_house

__all__ = ["Relocation", "household_move_hazard"]


def household_move_hazard(yearly: Floats) -> Floats:
    """Return hazards (4 situations, 2, 101) with which adults start a move of their household."""
    monthly = monthly_chance(yearly)
    half = monthly_chance(yearly / 2.0)
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
        move_house(self, month, rows)
