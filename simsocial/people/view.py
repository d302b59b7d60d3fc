"""Persons or households in some rows of a state, as predicates and traits read them: whole columns at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.columns import NOBODY, UNUSED
from simsocial.core.state import TOP, State
from simsocial.people.school_entry import school_entry_months

__all__ = ["Homes", "People"]

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Rows = npt.NDArray[Any] | slice


class People:
    """Persons in some rows, in a month; rows that nobody uses may be among them and say nothing of use.

    A look at one moment: what costs much is worked out once, so that none is kept while people change.

    Parameters
    ----------
    state : State
        Persons and households.
    rows : ndarray of int or slice
        Rows of the persons.
    month : int
        Absolute month for which ages are counted.
    homes : tuple of two ndarray, optional
        Rows of households all of whose members are in `rows` and nobody else, and the place of each person's among
        them: then nobody has to look for the members.
    """

    def __init__(
        self, state: State, rows: Rows, month: int, homes: tuple[Rows, Integers] | None = None
    ) -> None:
        self.state, self.rows, self.month, self._of_whole = state, rows, month, homes
        self._answers: dict[Callable[[People], Flags], Flags] = {}

    def column(self, name: str) -> Array:
        """Return a column of these persons, the engine's or one that a process keeps."""
        return self.state.column("persons", name)[self.rows]

    @property
    def is_woman(self) -> Flags:
        """Whether somebody is a woman."""
        flags: Flags = (self.state.persons.cohort[self.rows] & 1).view() == 1
        return flags

    @cached_property
    def birth(self) -> Integers:
        """Absolute month of birth."""
        return EPOCH_MONTH + (self.state.persons.cohort[self.rows].astype(np.int64) >> 1)

    @property
    def age_months(self) -> Integers:
        """Age in months."""
        return self.month - self.birth

    @cached_property
    def age(self) -> Integers:
        """Completed years."""
        return self.age_months // 12

    @cached_property
    def school_entry(self) -> Integers:
        """Absolute month in which school begins: by the rule, or for those who are put back a year later."""
        entry = school_entry_months(self.birth)
        if self.state.late_school is not None:
            stream, share = self.state.late_school
            entry += 12 * (stream.draws(self.state.persons.key[self.rows]) < share)
        return entry

    @cached_property
    def role(self) -> Array:
        """Role: adult, child of the household, resident of a home, guest of a reception centre."""
        return self.state.persons.role[self.rows]

    @property
    def care_grade(self) -> Array:
        """Care grade, 0 = none."""
        return self.state.persons.care_grade[self.rows]

    @property
    def has_partner(self) -> Flags:
        """Whether a partner lives in the same household."""
        flags: Flags = self.state.persons.partner[self.rows] != NOBODY
        return flags

    def once(self, rule: Callable[[People], Flags]) -> Flags:
        """Return what a rule says of these people, which is asked once: for one that other predicates hang on."""
        if rule not in self._answers:
            self._answers[rule] = rule(self)
        return self._answers[rule]

    def at_home(self, rule: Callable[[Homes], Array]) -> Array:
        """Return what a rule says of the household of each: each household is looked at once.

        Of everybody, members are counted in one pass over all persons.
        """
        homes, of_each = self._homes
        return np.take(rule(homes), of_each, mode="clip")

    @cached_property
    def _homes(self) -> tuple[Homes, Array]:
        """The households, and the place of each person's among them."""
        if self._of_whole is not None:
            whole, of_each = self._of_whole
            return Homes(self.state, whole, self.month, (self, of_each)), of_each
        home = self.state.persons.household[self.rows]
        if isinstance(self.rows, slice):
            return Homes(self.state, slice(0, int(self.state.counters[1, TOP])), self.month), home
        homes, of_each = np.unique(home, return_inverse=True)
        return Homes(self.state, homes, self.month), of_each


class Homes:
    """Households in some rows, in a month; a row may stand there more than once.

    Parameters
    ----------
    state : State
        Persons and households.
    rows : ndarray of int or slice
        Rows of the households; -1 and unused rows are households without members.
    month : int
        Absolute month for which ages are counted.
    members : tuple of People and ndarray, optional
        All who live there, and the place of each one's household.
    """

    def __init__(
        self, state: State, rows: Rows, month: int, members: tuple[People, Integers] | None = None
    ) -> None:
        self.state, self.rows, self.month, self._members = state, rows, month, members
        self._counts: dict[Callable[[People], Flags], Integers] = {}
        self._answers: dict[Callable[[Homes], Flags], Flags] = {}

    def column(self, name: str) -> Array:
        """Return a column of these households, the engine's or one that a process keeps."""
        return self.state.column("households", name)[self.rows]

    @cached_property
    def is_used(self) -> Flags:
        """Whether somebody lives there."""
        flags: Flags = self.state.households.form[self.rows] != UNUSED
        return flags if isinstance(self.rows, slice) else flags & (self.rows != NOBODY)

    @cached_property
    def size(self) -> Array:
        """Number of members."""
        return np.where(self.is_used, self.state.households.size[self.rows], 0)

    def once(self, rule: Callable[[Homes], Flags]) -> Flags:
        """Return what a rule says of these households, which is asked once: for one that several predicates follow."""
        if rule not in self._answers:
            self._answers[rule] = rule(self)
        return self._answers[rule]

    def count(self, holds: Callable[[People], Flags]) -> Integers:
        """Return of how many members something holds.

        Parameters
        ----------
        holds : callable
            Takes persons and returns a flag for each. Of some households it is asked once for all first members, once
            for all second ones, and so on. The same function is asked once.
        """
        if holds not in self._counts:
            self._counts[holds] = self._count(holds)
        return self._counts[holds]

    def _count(self, holds: Callable[[People], Flags]) -> Integers:
        state = self.state
        if self._members is not None:
            people, of_each = self._members
            return np.bincount(of_each[holds(people)], minlength=len(self.size))
        if isinstance(self.rows, slice):
            everybody = slice(0, int(state.counters[0, TOP]))
            member = holds(People(state, everybody, self.month)) & (
                state.persons.cohort[everybody] != EMPTY_COHORT
            )
            home = state.persons.household[everybody][member]
            all_counts: Integers = np.bincount(home, minlength=len(state.households.key))
            return all_counts[self.rows]
        member = np.where(self.is_used, state.households.first_member[self.rows], NOBODY)
        counts: Integers = np.zeros(len(member), dtype=np.int64)
        left = np.flatnonzero(member != NOBODY)
        while len(left):
            rows = member[left]
            counts[left] += holds(People(state, rows, self.month))
            member[left] = state.persons.next_member[rows]
            left = left[member[left] != NOBODY]
        return counts
