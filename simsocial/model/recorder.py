"""The recorder: keeps each month's counts until their year is over, then what the table of the run needs of them.

Indicators are evaluated on many months at once, since each takes a call of its own. Counts wait for that in a buffer
of a stated size, so that a run of any length takes the same memory. Numerators and denominators are integers, so that
nothing depends on the order of adding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Indicator
from simsocial.model.run_table import tidy
from simsocial.model.tables import Tables, evaluate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BUFFER_BYTES", "Recorded", "Recorder"]

Integers = npt.NDArray[np.int64]

BUFFER_BYTES = 28_000_000
"""Room for counts that are not evaluated yet, 28 months of 40 service kinds in 22 areas; a year always fits.

The fewer times indicators are evaluated, the less it takes; with 40 MB a run of ten years would need 71 of its 64 MB.
"""


class Recorded(NamedTuple):
    """What was counted in the first months of a horizon.

    Attributes
    ----------
    start, done : int
        First absolute month, and how many months were counted.
    folded : tuple of Tables
        Of whole years that are evaluated.
    cubes : dict of str to ndarray
        Counts of the months since, the month as first axis.
    population : dict of int to ndarray (areas, 2, 101)
        People at year ends, by absolute month.
    """

    start: int
    done: int
    folded: tuple[Tables, ...]
    cubes: dict[str, Integers]
    population: dict[int, Integers]


class Recorder:
    """Collects the counts over the horizon of one run and evaluates indicators on them.

    Parameters
    ----------
    counts : Counts
        Cubes the model fills.
    indicators : sequence of Indicator
        What is recorded.
    start, end : int
        First and last absolute month of the horizon.

    Attributes
    ----------
    ids : tuple of str
        The indicators.
    start : int
        First absolute month of the horizon.
    done : int
        Months recorded so far.
    """

    def __init__(self, counts: Counts, indicators: Sequence[Indicator], start: int, end: int) -> None:
        self._counts, self.indicators = counts, tuple(indicators)
        self.ids = tuple(indicator.id for indicator in indicators)
        self._position = {name: position for position, name in enumerate(self.ids)}
        self.start, self.done = start, 0
        # A month is copied as it stands: what indicators need of it is added up for many months at once. Where margins
        # make so many cells that a year does not fit, each month is added up on its own.
        self._added_up = 12 * sum(cube.nbytes for _, cube in counts.cubes()) > BUFFER_BYTES
        a_month = self._of_month()
        months = BUFFER_BYTES // sum(cube.nbytes for _, cube in a_month)
        self._room = min(end - start + 1, max(12, months))
        self._cubes: dict[str, Integers] = {
            name: np.zeros((self._room, *cube.shape), dtype=np.int64) for name, cube in a_month
        }
        self._waiting = 0
        self._folded: tuple[Tables, ...] = ()
        self._population: dict[int, Integers] = {}

    def record(self, month: int) -> None:
        """Keep the counts of a month."""
        if self._waiting == self._room:
            self._fold()
        for name, cube in self._of_month():
            self._cubes[name][self._waiting] = cube
        self._waiting += 1
        self.done += 1
        if month % 12 == 11:
            self._population[month] = self._counts.population.copy()

    def _of_month(self) -> list[tuple[str, Integers]]:
        """Return what is kept of the present month."""
        return (self._counts.by_slot() if self._added_up else self._counts).cubes()

    def _fold(self) -> None:
        """Evaluate the whole years that wait; the months of the year begun move to the front."""
        first = self.start + self.done - self._waiting
        whole = (first + self._waiting) // 12 * 12 - first
        self._folded += (self._evaluated(0, whole),)
        for cube in self._cubes.values():
            cube[: self._waiting - whole] = cube[whole : self._waiting].copy()
        self._waiting -= whole

    def _view(self, begin: int, end: int) -> Counts:
        """Return the counts of some of the months that wait, the month as last axis."""
        cubes = {name: cube[begin:end] for name, cube in self._cubes.items()}
        return self._counts.of_months(cubes, added_up=self._added_up)

    def _evaluated(self, begin: int, end: int) -> Tables:
        """Return the tables of some of the months that wait."""
        first = self.start + self.done - self._waiting + begin
        return evaluate(self._view(begin, end), self.indicators, first)

    def recorded(self) -> Recorded:
        """Return a copy of what is recorded so far, for options that go on from here."""
        cubes = {name: cube[: self._waiting].copy() for name, cube in self._cubes.items()}
        return Recorded(self.start, self.done, self._folded, cubes, dict(self._population))

    def resume(self, recorded: Recorded) -> None:
        """Go on with what another recorder of the same horizon has recorded."""
        self.done, self._folded, self._population = recorded.done, recorded.folded, dict(recorded.population)
        for name, cube in recorded.cubes.items():
            self._waiting = len(cube)
            self._cubes[name][: self._waiting] = cube

    def latest(self, name: str, area: str | None = None) -> float:
        """Return an indicator's value in the month recorded last, for an area or the whole region."""
        indicator = self.indicators[self._position[name]]
        here = slice(None) if area in (None, "region") else self._counts.areas.index(area)
        numerator, denominator = indicator.count(self._view(self._waiting - 1, self._waiting))
        over = self._counts.in_areas(numerator)[here].sum()
        under = 1 if denominator is None else self._counts.in_areas(denominator)[here].sum()
        return float(over) / float(under) * indicator.scale if under else float("nan")

    def tables(self) -> Tables:
        """Return all indicators of the months recorded so far."""
        if not self._waiting:
            return Tables.joined(self._folded)
        return Tables.joined([*self._folded, self._evaluated(0, self._waiting)])

    def monthly(self) -> dict[str, list[float]]:
        """Return the values of all indicators for the whole region, month by month."""
        over, under = self.tables().by_month
        scale = np.array([indicator.scale for indicator in self.indicators])[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(under == 0, np.nan, over / under * scale)
        return dict(zip(self.ids, values.tolist(), strict=True))

    def frame(self) -> pd.DataFrame:
        """Return the tidy table of the run, see :mod:`simsocial.model.run_table`."""
        return tidy(self.tables(), self.indicators, self._counts.areas, self._counts.cells, self.start)

    def population_frame(self, before: Mapping[int, Integers]) -> pd.DataFrame:
        """Return the population at every year's end: date, area, sex, age, persons.

        Parameters
        ----------
        before : mapping
            Population cubes by absolute month for year ends before the horizon.
        """
        import pandas as pd

        cubes = {**before, **self._population}
        ends = sorted(month for month in cubes if month % 12 == 11)
        persons = np.array([cubes[month] for month in ends], dtype=np.int64)
        date, area, sex, age = np.indices(persons.shape) if ends else np.zeros((4, 0), dtype=np.int64)
        return pd.DataFrame(
            {
                "date": np.array([f"{month // 12}-12-31" for month in ends], dtype=object)[date.ravel()],
                "area": np.array(self._counts.areas, dtype=object)[area.ravel()],
                "sex": np.array(["m", "f"], dtype=object)[sex.ravel()],
                "age": age.ravel().astype(np.int16),
                "persons": persons.ravel(),
            }
        )
