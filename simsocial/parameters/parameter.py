"""One parameter: a value by date with unit, range, source, year and evidence grade.

Evidence grades: ``A`` official table taken over as it is; ``B`` official figure of another region, year
or definition, or derived from official tables by arithmetic alone; ``C`` derived with a stated
assumption, or second-hand; ``D`` own assumption with a wide range.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ParameterError
from simsocial.core.language import later, say
from simsocial.parameters.bounds import bounds_by_unit
from simsocial.parameters.dates import latest_year

__all__ = ["ANY_NUMBER", "GRADES", "RANGE_KINDS", "Dated", "Parameter"]

GRADES = ("A", "B", "C", "D")
RANGE_KINDS = ("factor", "absolute")
ANY_NUMBER = (-inf, inf)
DISTRIBUTIONS = ("triangular", "uniform")
_ID = re.compile(r"^[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+$")

Value = float | npt.NDArray[np.float64]


_NAMED = ("grade", "range_kind", "distribution", "low", "high", "value_range", "unit", "bounds")
"""What messages about a parameter may name of it."""


@dataclass(frozen=True, eq=False)
class Dated:
    """One value with the month from which it holds and the month at whose end it is known.

    Parameters
    ----------
    holds_from : int
        Absolute month from which the value holds.
    known_from : int
        Absolute month from which a run with `known_until` may use it (a figure for a whole year is
        known at the end of that year).
    value : float or ndarray
        A number, or a read-only table.
    outlook : float, optional
        What to expect afterwards as long as nothing later is known, if the value itself was exceptional
        (a refugee year, for example). Single numbers only.
    """

    holds_from: int
    known_from: int
    value: Value
    outlook: float | None = None

    def number(self, month: int | None) -> float:
        """Return the single number as it holds in a month: the value, or afterwards the outlook."""
        if self.outlook is not None and month is not None and month > self.known_from:
            return self.outlook
        return float(self.value)


@dataclass(frozen=True, eq=False)
class Parameter:
    """A registered parameter; checked when it is made.

    Parameters
    ----------
    id : str
        Dotted name, for example ``mortality.death_probability``.
    unit : str
        Unit of the values.
    history : tuple of Dated
        Values in the order of their dates; at least one.
    low, high : float
        Range of the value (`range_kind` absolute) or of the factor that multiplies it (factor).
    source, year, grade : str
        Where the value comes from, the year it describes, and its evidence grade A to D.
    range_kind : {"absolute", "factor"}
    distribution : {"triangular", "uniform"}
        How a draw falls into the range; the mode of the triangle is the value itself.
    note : str
        Derivation and reservations.
    dims : tuple of str
        Names of a table's axes; empty for a single number.
    labels : mapping of str to tuple of str
        The categories along each axis that is neither sex, age nor grade.
    allowed : tuple of float
        Lowest and highest value that makes sense, where that is narrower than what its unit says
        (:attr:`bounds`). Where both are the value itself it is fixed, for example by law.
    identified : bool
        Whether figures can tell the value; if not, every value of the range fits what is known equally well.
    changeable : bool
        Whether a measure may change it from a month on: it is read month by month. What else there is acts before the
        first month, or on totals that all options share; an override changes it for a whole run.
    per : tuple of str
        Axes along which a measure may make it differ, such as area or site; none: one value for the whole region.
    """

    id: str
    unit: str
    history: tuple[Dated, ...]
    low: float
    high: float
    source: str
    year: str
    grade: str
    range_kind: str = "absolute"
    distribution: str = "triangular"
    note: str = ""
    dims: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    allowed: tuple[float, float] = ANY_NUMBER
    identified: bool = True
    changeable: bool = False
    per: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an entry that lacks something or contradicts itself."""
        for faulty, text in self._faults():
            if faulty:
                message = say("parameter '{id}': {text}", id=self.id, text=say(text, **self._told()))
                raise ParameterError(message)

    @classmethod
    def scalar(
        cls,
        identifier: str,
        value: float,
        unit: str,
        value_range: tuple[float, float],
        *,
        source: str,
        year: str | int,
        grade: str,
        range_kind: str = "absolute",
        note: str = "",
        allowed: tuple[float, float] = ANY_NUMBER,
        changeable: bool = False,
        per: tuple[str, ...] = (),
    ) -> Parameter:
        """Make a parameter of one undated number; service kinds register theirs with it."""
        return cls(
            id=identifier,
            unit=unit,
            history=(Dated(0, 0, float(value)),),
            low=float(value_range[0]),
            high=float(value_range[1]),
            source=source,
            year=str(year),
            grade=grade,
            range_kind=range_kind,
            note=note,
            allowed=allowed,
            changeable=changeable,
            per=per,
        )

    @property
    def value(self) -> Value:
        """The latest value."""
        return self.history[-1].value

    @property
    def range(self) -> tuple[float, float]:
        """Lower and upper end, of the value or of the factor (see `range_kind`)."""
        return (self.low, self.high)

    @property
    def is_table(self) -> bool:
        """Whether the values are tables."""
        return bool(self.dims)

    @property
    def value_range(self) -> tuple[float, float]:
        """Range of the latest value itself, whatever the `range_kind`; of the factor for a table."""
        if self.range_kind == "absolute" or self.is_table:
            return (self.low, self.high)
        latest = float(self.value)
        return (min(latest * self.low, latest * self.high), max(latest * self.low, latest * self.high))

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value (factor for a table) that makes sense; other overrides are refused."""
        low, high = bounds_by_unit(self.unit, *self.value_range, is_table=self.is_table)
        return (
            self.allowed[0] if self.allowed[0] > -inf else low,
            self.allowed[1] if self.allowed[1] < inf else high,
        )

    def position(self, month: int | None, known_until: int | None) -> tuple[int, bool]:
        """Return which entry of the history holds in a month, and whether that needed a fallback.

        The last value that holds and is known is taken; before the first one, the first.
        """
        if known_until is None and len(self.history) == 1:
            return 0, month is not None and month < self.history[0].holds_from
        usable = [
            index
            for index, entry in enumerate(self.history)
            if known_until is None or entry.known_from <= known_until
        ]
        if not usable:
            return 0, True
        if month is None:
            return usable[-1], False
        position = bisect_right([self.history[index].holds_from for index in usable], month) - 1
        return (usable[0], True) if position < 0 else (usable[position], False)

    @functools.cached_property
    def first_word(self) -> str:
        """First word of the id, its field."""
        return self.id.partition(".")[0]

    @functools.cached_property
    def changes(self) -> tuple[int, ...]:
        """Absolute months from which another value may hold, ascending."""
        dates = {entry.holds_from for entry in self.history}
        dates |= {entry.known_from + 1 for entry in self.history if entry.outlook is not None}
        return tuple(sorted(dates))

    def known_only_after(self, month: int) -> bool:
        """Whether none of its values was known at the end of a month.

        A value without a date counts as known at the end of the latest year its source describes.
        """
        year = latest_year(self.year)
        undated = 0 if year is None else year * 12 + 11
        return all((entry.known_from or undated) > month for entry in self.history)

    def _faults(self) -> list[tuple[bool, str]]:
        holds = [entry.holds_from for entry in self.history]
        if not self.history:
            return [(True, later("has no value"))]
        shapes = {np.shape(entry.value) for entry in self.history}
        ranks = {len(shape) for shape in shapes}
        finite = all(bool(np.all(np.isfinite(entry.value))) for entry in self.history)
        inside = (
            self.low <= 1.0 <= self.high
            if self.range_kind == "factor"
            else self.is_table or self.low <= float(self.value) <= self.high
        )
        return [
            (_ID.match(self.id) is None, later("the id must be dotted lower-case words, such as field.name")),
            (not self.unit, later("has no unit")),
            (not self.source, later("has no source")),
            (not self.year, later("has no year")),
            (self.grade not in GRADES, later("grade '{grade}' is not one of {grades}")),
            (
                self.range_kind not in RANGE_KINDS,
                later("range_kind '{range_kind}' is not factor or absolute"),
            ),
            (
                self.distribution not in DISTRIBUTIONS,
                later("distribution '{distribution}' is not one of {distributions}"),
            ),
            (not finite, later("has a value that is not a finite number")),
            (holds != sorted(set(holds)), later("its dates must be different and in order")),
            (len(shapes) != 1, later("its tables differ in shape: {shapes}")),
            (ranks != {len(self.dims)}, later("dims {dims} do not fit shapes {shapes}")),
            (self.is_table and self.range_kind == "absolute", later("the range of a table must be a factor")),
            (not self.low <= self.high, later("range [{low}, {high}] is upside down")),
            (not inside, later("the value lies outside its range [{low}, {high}]")),
            (
                finite
                and len(self.unit) > 0
                and not self.bounds[0] <= self.value_range[0] <= self.value_range[1] <= self.bounds[1],
                later("its range {value_range} leaves what makes sense for '{unit}': {bounds}"),
            ),
            (self.grade == "D" and self.low == self.high, later("an own assumption (grade D) needs a range")),
        ]

    def _told(self) -> dict[str, object]:
        """Return what a fault may name."""
        told = {name: getattr(self, name) for name in _NAMED}
        shapes = {str(np.shape(entry.value)) for entry in self.history}
        return told | {
            "dims": list(self.dims),
            "shapes": sorted(shapes),
            "grades": ", ".join(GRADES),
            "distributions": ", ".join(DISTRIBUTIONS),
        }
