"""Months against the clock: wall time beside the time of the processor, which others do not slow down."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Figures", "Pace", "best_pace"]

Figures = dict[str, float]
"""What was measured, by name."""


@dataclass(frozen=True)
class Pace:
    """How many person-months took how long.

    Attributes
    ----------
    person_months : int
        People at the begin of each month, added up.
    process_seconds, wall_seconds : float
        Time of the processor, and of the clock on the wall.
    """

    person_months: int
    process_seconds: float
    wall_seconds: float

    @property
    def per_second(self) -> float:
        """Person-months a second of one thread."""
        return self.person_months / self.process_seconds

    def figures(self, name: str) -> Figures:
        """Return the pace by both clocks as ``<name>_person_months_per_s`` and ``..._per_wall_s``."""
        return {
            f"{name}_person_months_per_s": self.per_second,
            f"{name}_person_months_per_wall_s": self.person_months / self.wall_seconds,
        }


def best_pace(prepare: Callable[[], Callable[[], int]], months: int, repeats: int) -> Pace:
    """Return the best of some repeats: what the machine does when nobody disturbs it.

    Parameters
    ----------
    prepare : callable
        Makes a fresh world and returns the function that simulates one month and says how many people
        it began with.
    months : int
        Months to be timed.
    repeats : int
        How often.
    """
    paces = []
    for _ in range(repeats):
        month = prepare()
        wall, process = time.perf_counter(), time.process_time()
        person_months = sum(month() for _ in range(months))
        paces.append(Pace(person_months, time.process_time() - process, time.perf_counter() - wall))
    return max(paces, key=lambda pace: pace.per_second)
