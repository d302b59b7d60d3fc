"""What holds by month: numbers, tables and what follows from them, read by row while months pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.core.errors import ParameterError
from simsocial.core.language import say

__all__ = ["Held", "Number", "Tables", "equal_arrays", "row_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Made = TypeVar("Made")


def row_of(month: int, first_month: int, months: int) -> int:
    """Return the row of an absolute month, or say which there are."""
    row = month - first_month
    if 0 <= row < months:
        return row
    span = say(
        "{since} to {until}",
        since=month_label(first_month),
        until=month_label(first_month + months - 1),
    )
    message = say(
        "The plan has no month {month_label}. Valid: {span}.", month_label=month_label(month), span=span
    )
    raise ParameterError(message)


def equal_arrays(one: Iterable[Any], other: Iterable[Any]) -> bool:
    """Tell whether two tuples hold equal arrays and numbers.

    Examples
    --------
    >>> equal_arrays((np.ones(2), 3.0), (np.ones(2), 3.0)), equal_arrays((np.ones(2),), (np.zeros(2),))
    (True, False)
    """
    return all(np.array_equal(own, its) for own, its in zip(one, other, strict=True))


class Number(NamedTuple):
    """A single number over the months of a run.

    Attributes
    ----------
    values : ndarray (months,)
        Read-only.
    first_month : int
        Absolute month of the first row.
    """

    values: Floats
    first_month: int

    def at(self, month: int) -> float:
        """Return the number as it holds in an absolute month."""
        return float(self.values[row_of(month, self.first_month, len(self.values))])


class Tables(NamedTuple):
    """A table over the months of a run, each version kept once.

    Attributes
    ----------
    versions : tuple of ndarray
        Read-only tables.
    version : ndarray (months,)
        Which of them holds in each month.
    first_month : int
        Absolute month of the first row.
    """

    versions: tuple[Floats, ...]
    version: Integers
    first_month: int

    def at(self, month: int) -> Floats:
        """Return the table as it holds in an absolute month; the same object while nothing changes."""
        table: Floats = self.versions[self.version[row_of(month, self.first_month, len(self.version))]]
        return table


class Held(Generic[Made]):
    """What follows from values of a plan, made once for all months that have them in common.

    Parameters
    ----------
    make : callable
        Takes an absolute month and returns what holds then.
    version : ndarray (months,)
        The same number in all months that share it.
    first_month : int
        Absolute month of the first row.
    kept : dict, optional
        What was made before, by version; filled further here.
    alike : callable, optional
        Tells whether two that were made are equal: then they are one object, so that whoever asks whether anything is
        another needs to look no further.
    """

    def __init__(
        self,
        make: Callable[[int], Made],
        version: Integers,
        first_month: int,
        kept: dict[int, Made] | None = None,
        alike: Callable[[Made, Made], bool] | None = None,
    ) -> None:
        self._alike = alike
        self._make, self._version, self._first_month = make, version.tolist(), first_month
        self._kept: dict[int, Made] = {} if kept is None else kept

    def at(self, month: int) -> Made:
        """Return what holds in an absolute month; the same object while nothing changes."""
        version = self._version[row_of(month, self._first_month, len(self._version))]
        if version not in self._kept:
            self._kept[version] = self._one_of_alike(self._make(month))
        return self._kept[version]

    def _one_of_alike(self, made: Made) -> Made:
        """Return the equal one that there is already, or this one."""
        if self._alike is None:
            return made
        distinct = {id(own): own for own in self._kept.values()}.values()
        return next((own for own in distinct if self._alike(own, made)), made)

    def prepare(self, months: Iterable[int]) -> None:
        """Make all that these months need."""
        for month in months:
            self.at(month)
