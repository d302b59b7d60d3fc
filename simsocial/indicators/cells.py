"""Cells: the combinations of margins, and the one flat cell in which each person is.

A run counts into the combinations of the margins that its indicators name: kernels add to ``[area, cell]``, where the
cell is looked up by birth cohort and, where a margin needs more, by person. What is kept of a month are sums by area
and by the labels of each margin, its *slots*.

Margins that are asked for at key dates only, a few times a year, make no cells of the months: they have combinations
and slots of their own (:attr:`Cells.at_key_dates`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_CELL, cell_of_cohorts
from simsocial.core.compile import helper
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.state import TOP
from simsocial.indicators.margins import MARGINS, Everybody, Margin

__all__ = ["Cells", "PersonCells", "cell_of"]

Integers = npt.NDArray[np.int64]
Cube = npt.NDArray[np.int64]

_MOST_CELLS = 32_767
_NONE = np.zeros(0, dtype=np.int32)


class PersonCells(NamedTuple):
    """Where kernels look up the cell of a person (:func:`cell_of`).

    Attributes
    ----------
    of_cohort : int16 (cohorts,)
        Cell by what sex and age decide.
    of_row : int32 (rows,)
        What is added for each person's row; empty where sex and age decide all.
    """

    of_cohort: npt.NDArray[np.int16]
    of_row: npt.NDArray[np.int32]


@helper
def cell_of(cells: PersonCells, cohort: int, row: int) -> int:
    """Return the cell of the person of this cohort and row."""
    cell: int = cells.of_cohort[cohort]
    return cell + cells.of_row[row] if len(cells.of_row) else cell


class Cells:
    """The combinations of some margins: which cell each person is counted in, and what cells add up to.

    Parameters
    ----------
    names : iterable of str
        Margins; unknown ones are an error.
    at_key_dates : iterable of str
        Margins of what is counted at key dates only.

    Attributes
    ----------
    margins : tuple of Margin
        Those that sex and age decide first, each part in the order of the registry.
    of_age, number : int
        Combinations of those that sex and age decide (cells of events), and of all (cells of stocks and cases).
    slots : dict of str to slice
        Labels of each margin among all labels.
    labels : tuple of (str, str)
        Margin and label, one after the other.
    at_key_dates : Cells or None
        Those of key dates; None without any.

    Examples
    --------
    >>> cells = Cells(["age_group", "sex"])
    >>> [margin.id for margin in cells.margins], cells.number, cells.slots["age_group"]
    (['sex', 'age_group'], 18, slice(2, 11, None))
    >>> Cells(["age_groups"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    simsocial.core.errors.ConfigError: 'age_groups' is no margin. Did you mean 'age_group'? Valid: age_group, ...
    """

    def __init__(self, names: Iterable[str] = ("sex", "age_group"), at_key_dates: Iterable[str] = ()) -> None:
        of_dates = tuple(at_key_dates)
        self.at_key_dates: Cells | None = Cells(of_dates) if of_dates else None
        wanted = {MARGINS[name].id for name in names}
        chosen = [margin for margin in MARGINS.values() if margin.id in wanted]
        self._by_age = tuple(margin for margin in chosen if margin.by_age is not None)
        self._by_person = tuple(margin for margin in chosen if margin.by_age is None)
        self.margins = self._by_age + self._by_person
        sizes = [len(margin.labels) for margin in self.margins]
        self.of_age = int(np.prod(sizes[: len(self._by_age)], dtype=np.int64))
        self.of_person = int(np.prod(sizes[len(self._by_age) :], dtype=np.int64))
        self.number = self.of_age * self.of_person
        if self.number > _MOST_CELLS:
            named = ", ".join(f"{margin.id} ({len(margin.labels)})" for margin in self.margins)
            message = say(
                "Margins {named} make {number:,} cells. Valid: up to {most_cells:,}; name fewer margins.",
                named=named,
                number=self.number,
                most_cells=_MOST_CELLS,
            )
            raise ConfigError(message)
        ends = np.cumsum([0, *sizes])
        self.slots = {
            margin.id: slice(int(ends[position]), int(ends[position + 1]))
            for position, margin in enumerate(self.margins)
        }
        self.labels = tuple((margin.id, label) for margin in self.margins for label in margin.labels)
        self._age_cell = np.zeros(EMPTY_CELL + 1, dtype=np.int16)
        for margin in self._by_age:
            table = np.asarray(margin.by_age)
            self._age_cell *= np.int16(len(margin.labels))
            self._age_cell[:EMPTY_CELL] += table.reshape(-1).astype(np.int16)
        self._of_age_cell = self._membership(self._by_age, self.of_age)
        of_state = self._membership(self._by_person, self.of_person)
        alike = np.tile(self._of_age_cell, (self.of_person, 1))
        self._of_cell = np.concatenate([alike, np.repeat(of_state, self.of_age, axis=0)], axis=1)
        self._of_state = of_state

    @property
    def labels_at_key_dates(self) -> tuple[tuple[str, str], ...]:
        """Margin and label of those of key dates."""
        return () if self.at_key_dates is None else self.at_key_dates.labels

    @staticmethod
    def _membership(margins: tuple[Margin, ...], number: int) -> Integers:
        """Return which cells belong to which label, as ones and zeros (cells, labels)."""
        parts, below = [np.zeros((number, 0), dtype=np.int64)], number
        for margin in margins:
            size = len(margin.labels)
            below //= size
            code = np.arange(number) // below % size
            parts.append((code[:, None] == np.arange(size)).astype(np.int64))
        return np.concatenate(parts, axis=1)

    def of_cohorts(self, month: int) -> npt.NDArray[np.int16]:
        """Return the cell of every birth cohort in a month, by what sex and age decide."""
        return np.take(self._age_cell, cell_of_cohorts(month))

    def of_people(self, people: Everybody) -> PersonCells:
        """Return where kernels look up the cells of everybody at a month's end."""
        of_row = self.state_of(people) * np.int32(self.of_age) if self._by_person else _NONE
        return PersonCells(self.of_cohorts(people.month), of_row)

    def state_of(self, people: Everybody) -> npt.NDArray[np.int32]:
        """Return for each person's row the combination of the margins that sex and age do not decide."""
        found = np.zeros(int(people.state.counters[0, TOP]), dtype=np.int32)
        for margin in self._by_person:
            codes = margin.groups_of(people)
            if len(codes) != len(found) or (
                len(codes) and not 0 <= codes.min() <= codes.max() < len(margin.labels)
            ):
                message = say(
                    "margin '{id}': by_person must give each of {rows} rows the index of one of "
                    "its {labels} labels.",
                    id=margin.id,
                    rows=len(found),
                    labels=len(margin.labels),
                )
                raise ConfigError(message)
            found = found * np.int32(len(margin.labels)) + codes.astype(np.int32)
        return found

    def groups_of(self, people: Everybody, rows: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.str_]]:
        """Return the group of each of these persons' rows by margin."""
        cell = cell_of_cohorts(people.month)[people.state.persons.cohort[rows]]
        found = {}
        for margin in self.margins:
            by_age = margin.by_age
            codes = margin.groups_of(people)[rows] if by_age is None else by_age.reshape(-1)[cell]
            found[margin.id] = np.array(list(margin.labels))[codes.astype(np.int64)]
        return found

    def by_slot(self, cube: Cube) -> Cube:
        """Return sums (..., slots) of a cube (..., areas, cells): areas first, then the labels of each margin.

        Cells may be those of events: then labels of margins that sex and age do not decide have zero.
        """
        of_cell = self._of_cell if cube.shape[-1] == self.number else self._of_age_cell
        labels = np.zeros((*cube.shape[:-2], len(self.labels)), dtype=np.int64)
        labels[..., : of_cell.shape[1]] = cube.sum(axis=-2) @ of_cell
        return np.concatenate([cube.sum(axis=-1), labels], axis=-1)

    def persons(self, population: Cube, of_state: Cube, first: int, last: int) -> Cube:
        """Return persons of an age span by slot, from what the census counts.

        Parameters
        ----------
        population : ndarray (areas, 2, 101, ...)
            Persons by area, sex and completed years.
        of_state : ndarray (states, 2, 101, ...)
            Persons of the region by what sex and age do not decide; empty where nothing else is asked.
        first, last : int
            First and last completed year.
        """
        span = population[:, :, first : last + 1]
        ages = np.arange(EMPTY_CELL).reshape(2, -1)[:, first : last + 1]
        of_age = self._of_age_cell[self._age_cell[ages]]
        parts = [span.sum(axis=(1, 2)), np.einsum("sy...,syl->l...", span.sum(axis=0), of_age)]
        if self._by_person:
            by_state = of_state[:, :, first : last + 1].sum(axis=(1, 2))
            parts.append(np.einsum("p...,pl->l...", by_state, self._of_state))
        return np.concatenate(parts)
