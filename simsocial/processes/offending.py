"""Young people expected to offend: a rate on all of 10 to 17 years, times what longer ways to youth clubs do to it.

It is no state of a person and moves nothing else: an expected number, for the one chain on which there is an estimate.
By default no way does anything (``services.youth_club.effects.offending_farther``), so that it follows the number of
young people alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.state import TOP
from simsocial.indicators.offending import YOUNG_OFFENDERS
from simsocial.processes.base import Engine, Process, register

__all__ = ["AGES", "Offending"]

AGES = (10, 17)
"""Completed years, both included, of which the estimate speaks."""


@register
class Offending(Process):
    """Count by area how many young people are expected to offend in the month."""

    name = "offending"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._rate = model.plan.number("offending.rate_per_1000")

    def step(self, month: int) -> None:
        """Count the month, after everybody has been counted."""
        model, counts = self.model, self.model.counts
        factors = model.place_factors("offending")
        if len(factors):
            young = np.bincount(
                model.place_area, self._by_place(month) * factors, minlength=len(counts.areas)
            )
        else:
            young = counts.population[:, :, AGES[0] : AGES[1] + 1].sum(axis=(1, 2)).astype(np.float64)
        # A rate per 1,000 and year of whole people is thousandths of them.
        counts.quantity(YOUNG_OFFENDERS.id)[:] += np.rint(self._rate.at(month) / 12.0 * young).astype(
            np.int64
        )

    def _by_place(self, month: int) -> npt.NDArray[np.int64]:
        """Return how many young people live in each place."""
        persons, top = self.model.state.persons, int(self.model.state.counters[0, TOP])
        cohort = persons.cohort[:top]
        age = (month - EPOCH_MONTH - (cohort.astype(np.int64) >> 1)) // 12
        young = (cohort != EMPTY_COHORT) & (age >= AGES[0]) & (age <= AGES[1])
        return np.bincount(persons.place[:top][young], minlength=len(self.model.place_area))
