"""Whom kinds are open to, looked up of everybody at once: for counting at key dates."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, N_COHORTS
from simsocial.core.columns import INSTITUTION
from simsocial.core.state import State
from simsocial.people.view import People
from simsocial.services.eligibility import Eligibility
from simsocial.services.kind import ServiceKind
from simsocial.services.who import Conditions, residence_rules

__all__ = ["OpenTo"]

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

_ANY_GRADE = 0, 5


class OpenTo:
    """The people of the age, school years, care grade and circumstances that kinds ask for.

    Other services that exclude a kind (``not_while_served_in``) do not count: who is served there might have it
    instead.

    Parameters
    ----------
    kinds : sequence of ServiceKind
        All kinds.
    codes : sequence of int
        Places of those that are asked about.
    """

    def __init__(self, kinds: Sequence[ServiceKind], codes: Sequence[int]) -> None:
        self._asked = [(code, kinds[code].eligibility) for code in codes]
        self._residence = residence_rules(kinds)

    def of(self, state: State, conditions: Conditions, month: int) -> list[Flags]:
        """Return by kind of each row whether it is open to the person; kinds that ask for the same share the answer."""
        found: dict[Hashable, Flags] = {}
        cohort = state.persons.cohort[: len(conditions.holds)].astype(np.intp)
        for code, asks in self._asked:
            if _alike(asks) not in found:
                found[_alike(asks)] = self._of_kind(state, code, asks, conditions, month, cohort)
        return [found[_alike(asks)] for _, asks in self._asked]

    def _of_kind(
        self,
        state: State,
        code: int,
        asks: Eligibility,
        conditions: Conditions,
        month: int,
        cohort: npt.NDArray[np.intp],
    ) -> Flags:
        persons, people = state.persons, slice(0, len(cohort))
        flags: Flags = _is_of_age(asks, month)[cohort]
        if conditions.asked[code]:
            held = conditions.holds & conditions.holds.dtype.type(conditions.asked[code])
            flags &= held == conditions.wanted[code]
        if (asks.care_grade_from, asks.care_grade_to) != _ANY_GRADE:
            grade = persons.care_grade[people]
            flags &= (grade >= asks.care_grade_from) & (grade <= asks.care_grade_to)
        if self._residence[code]:
            flags &= (persons.role[people] == INSTITUTION) == (self._residence[code] == 2)
        if asks.from_event is not None or asks.until_event is not None:
            rows = np.flatnonzero(flags)
            flags[rows] = _goes(asks, month - People(state, rows, month).school_entry)
        return flags


def _goes(asks: Eligibility, since: Integers) -> Flags:
    """Tell of those who began school so many months ago whether they are in the years that count."""
    begun = since >= 0 if asks.from_event is not None else np.ones(len(since), dtype=np.bool_)
    if asks.until_event is not None:
        begun &= since < (0 if asks.until_event == "school_entry" else 12 * asks.school_years)
    return begun


def _alike(asks: Eligibility) -> Hashable:
    """Return all by which it is told whom a kind is open to."""
    return (
        *(asks.from_months, asks.until_months, asks.from_event, asks.until_event, asks.school_years),
        *(asks.care_grade_from, asks.care_grade_to, asks.who),
    )


def _is_of_age(asks: Eligibility, month: int) -> npt.NDArray[np.bool_]:
    """Return of which cohorts people may be of age; those near school are looked at more closely."""
    cohorts = np.arange(N_COHORTS)
    months = month - EPOCH_MONTH - (cohorts >> 1)
    of_age: npt.NDArray[np.bool_] = (months >= (asks.from_months or 0)) & (cohorts != EMPTY_COHORT)
    if asks.until_months is not None:
        of_age &= months < asks.until_months
    if asks.until_event is not None:
        # School begins at eight at the latest.
        of_age &= months < 12 * (9 + asks.school_years)
    return of_age
