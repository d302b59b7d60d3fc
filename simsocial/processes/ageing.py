"""Ageing: everybody's age follows from the birth cohort; only tables by cohort move on.

There is nothing to draw and no column to write. The process sets the lookup of cells that all
counting of the month uses, so that a person is of one age for the whole month.
"""

from __future__ import annotations

from simsocial.processes.base import Process, register

__all__ = ["Ageing"]


@register
class Ageing(Process):
    """Move the lookup of cells on by one month."""

    name = "ageing"

    def step(self, month: int) -> None:
        """Set the cell of every birth cohort for this month."""
        self.model.cell = self.model.counts.cells.of_cohorts(month)
