"""Months against the clock: wall time beside the time of the processor, which others do not slow down."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Figures", "Pace", "Stopwatch", "best_pace"]

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


class Stopwatch:
    """Processor time by name; what is timed within something else is taken off that.

    Parameters
    ----------
    rest : str
        Name of what has no name of its own.
    """

    def __init__(self, rest: str) -> None:
        self._running = [rest]
        self.start()

    def start(self) -> None:
        """Forget what was timed so far."""
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._since = time.process_time()

    def stop(self) -> dict[str, float]:
        """Return the seconds of each name since the start."""
        self._lap()
        return dict(self._seconds)

    def put_around(self, owner: object, method: str, name: str = "") -> None:
        """Time a method of one object under a name, or under that of what is handed to it first."""
        act = getattr(owner, method)

        def timed(*words: Any) -> Any:
            self._lap()
            self._running.append(name or words[0].name)
            try:
                return act(*words)
            finally:
                self._lap()
                self._running.pop()

        setattr(owner, method, timed)

    def _lap(self) -> None:
        """Give what has passed to whatever is running."""
        now = time.process_time()
        self._seconds[self._running[-1]] += now - self._since
        self._since = now
