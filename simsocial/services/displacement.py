"""Cases whose site closes: they move to the site that takes them, or wait first in line.

A resident whose home closes lives on alone in a private household of the same place, cared for by relatives
and home care, until there is another home. Sites rarely close, so this works on whole columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ADULT, DUE, INSTITUTION, NOBODY, PRIVATE, SERVED, WAITING
from simsocial.core.company import ADULT_MONTHS
from simsocial.core.move_counts import MoveCounts, count_moves
from simsocial.core.state import TOP, State
from simsocial.services.one_case import ORDINARY

__all__ = ["displace_cases", "move_cases"]


def displace_cases(
    state: State, closed: npt.NDArray[np.bool_], residential: npt.NDArray[np.bool_], month: int
) -> None:
    """Let served cases of closed sites wait again, ranked before all others.

    Minors among the residents stay in care: nobody under age lives alone.

    Parameters
    ----------
    state : State
        Cases are changed in place.
    closed : ndarray of bool (sites,)
        Which sites are closed.
    residential : ndarray of bool (kinds,)
        Which kinds people live in.
    month : int
        Absolute month, from which they wait.
    """
    cases = state.cases
    rows = _served(state)
    rows = rows[closed[cases.site[rows]]]
    cases.state[rows] = WAITING
    cases.site[rows] = NOBODY
    cases.since[rows] = month
    cases.priority[rows] &= np.uint32(ORDINARY - 1)
    persons = state.persons
    homeless = _residents(state, rows, residential)
    age_months = month - EPOCH_MONTH - (persons.cohort[homeless] >> 1).astype(np.int64)
    homeless = homeless[age_months >= ADULT_MONTHS]
    persons.role[homeless] = ADULT
    state.households.form[persons.household[homeless]] = PRIVATE
    persons.due[cases.person[rows]] = DUE
    state.households.due[persons.household[homeless]] = DUE


def move_cases(
    state: State,
    old: Sequence[int],
    new: int,
    capacity: int,
    place: int,
    residential: npt.NDArray[np.bool_],
    moves: MoveCounts,
) -> None:
    """Move cases from sites to another one in the order of their keyed rank until it is full.

    Residents of a home move to the place of the new one.

    Parameters
    ----------
    state : State
        Cases are changed in place.
    old, new : sequence of int, int
        Codes of the sites. Which site a case comes from gives it no precedence.
    capacity : int
        Cases that the new site may serve.
    place : int
        Place of the new site.
    residential : ndarray of bool (kinds,)
        Which kinds people live in.
    moves : MoveCounts
        Where residents are counted who come to another area.
    """
    cases, persons = state.cases, state.persons
    rows = _served(state)
    moving = rows[np.isin(cases.site[rows], old)]
    room = max(capacity - int((cases.site[rows] == new).sum()), 0)
    order = np.lexsort((persons.key[cases.person[moving]], cases.priority[moving]))
    moved = moving[order][:room]
    cases.site[moved] = new
    residents = _residents(state, moved, residential)
    count_moves(persons, residents, place, moves)
    persons.place[residents] = place
    state.households.place[persons.household[residents]] = place
    persons.due[cases.person[moved]] = DUE
    state.households.due[persons.household[residents]] = DUE


def _residents(
    state: State, rows: npt.NDArray[np.int64], residential: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int32]:
    """Return the persons who live where these cases are served; a child in a home visits its Kita only."""
    persons: npt.NDArray[np.int32] = state.cases.person[rows[residential[state.cases.kind[rows]]]]
    residents: npt.NDArray[np.int32] = persons[state.persons.role[persons] == INSTITUTION]
    return residents


def _served(state: State) -> npt.NDArray[np.int64]:
    """Return the rows of all served cases."""
    cases, top = state.cases, int(state.counters[2, TOP])
    return np.flatnonzero((cases.state[:top] == SERVED) & (cases.person[:top] != NOBODY))
