"""The first row that breaks what must hold of every person, household and case."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, N_COHORTS
from simsocial.core.columns import INSTITUTION, NOBODY, PRIVATE, SERVED, UNUSED, Cases, Households, Persons
from simsocial.core.company import ADULT_MONTHS, age_months
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch, fetch_homes_ahead
from simsocial.core.language import later
from simsocial.core.state import COUNT, TOP, State

__all__ = ["Fault", "first_fault"]

_AHEAD = 16
"""Cases between the one whose person is asked for and the one that is looked at."""

_NO_KIND = -2
"""Kind of what is no site: other than that of a kind without sites."""

_FAULTS = (
    later("a person is in no household"),
    later("a person lives elsewhere than the household"),
    later("a household's size differs from its members"),
    later("partners do not name each other"),
    later("a private household of minors alone"),
    later("a case belongs to nobody alive"),
    later("a case is served at no open site of its kind"),
    later("who is served in a home does not live there"),
    later("people in households differ from people alive"),
)

_MISSING = 8
"""Place of the last one, of which the kernel knows no row."""


class Fault(NamedTuple):
    """What is broken, and the row of the person, household or case that breaks it."""

    what: str
    row: int


def first_fault(
    state: State,
    month: int,
    open_kind: npt.NDArray[np.int64],
    site_place: npt.NDArray[np.int16],
    site_kind: npt.NDArray[np.int64],
    residential: npt.NDArray[np.bool_],
) -> Fault | None:
    """Return the first fault of a state, or None if there is none.

    Parameters
    ----------
    state : State
        Persons, households and cases.
    month : int
        Absolute month for which ages are counted.
    open_kind : ndarray (sites,)
        Kind of each site, -1 of one that is closed.
    site_place : ndarray (sites,)
        Place of each site.
    site_kind : ndarray (kinds,)
        Kind of the sites that serve each kind.
    residential : ndarray (kinds,)
        Whether people live where a kind is served.
    """
    fault, row = _find_fault(
        state.persons,
        state.households,
        state.cases,
        state.counters,
        month,
        # The last one stands for no site at all.
        np.append(open_kind, _NO_KIND),
        np.append(site_place, np.int16(NOBODY)),
        site_kind,
        residential,
    )
    if fault == _MISSING:
        fault, row = _who_is_missing(state, row)
    return None if fault < 0 else Fault(_FAULTS[fault], row)


def _who_is_missing(state: State, members: int) -> tuple[int, int]:
    """Return the invariant that somebody breaks who says to live in a household that has ended, or in none.

    If nobody does, the numbers differ, and the row is that behind the last of the members found.
    """
    persons, households = state.persons, state.households
    people = np.flatnonzero(persons.cohort[: int(state.counters[0, TOP])] != EMPTY_COHORT)
    own = persons.household[people]
    lost = people[(own == NOBODY) | (households.form[own] == UNUSED)]
    return (0, int(lost[0])) if len(lost) else (_MISSING, members)


@in_place
def _find_fault(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    month: int,
    open_kind: npt.NDArray[np.int64],
    site_place: npt.NDArray[np.int16],
    site_kind: npt.NDArray[np.int64],
    residential: npt.NDArray[np.bool_],
) -> tuple[int, int]:
    """Return the index of the first broken invariant and its row, or (-1, -1)."""
    fault, row = _find_fault_of_people(persons, households, counters[1, TOP], month)
    if fault >= 0:
        return fault, row
    if row != counters[0, COUNT]:
        return _MISSING, row
    fault, row = _find_fault_of_cases(
        persons, cases, counters[2, TOP], open_kind, site_place, site_kind, residential
    )
    return fault, row


@helper
def _is_one_sided(persons: Persons, member: int, home: int) -> bool:
    """Tell whether somebody of a household names a partner who names somebody else or lives elsewhere."""
    partner = persons.partner[member]
    return bool(
        partner != NOBODY and (persons.partner[partner] != member or persons.household[partner] != home)
    )


@helper
def _find_fault_of_people(
    persons: Persons,
    households: Households,
    top: int,
    month: int,
) -> tuple[int, int]:
    """Return the index of the first broken invariant and its row, or -1 and how many members all households have."""
    members = 0
    for row in range(top):
        fetch_homes_ahead(persons, households, row, top)
        form = households.form[row]
        if form == UNUSED:
            continue
        size, place, oldest = households.size[row], households.place[row], N_COHORTS
        # As many steps as there should be: sooner known than where the list ends.
        member = households.first_member[row]
        for _ in range(size):
            if member == NOBODY:
                return 2, row
            if persons.household[member] != row:
                return 0, member
            if persons.place[member] != place:
                return 1, member
            if _is_one_sided(persons, member, row):
                return 3, member
            oldest = min(oldest, int(persons.cohort[member]))
            member = persons.next_member[member]
        if member != NOBODY or size == 0:
            return 2, row
        if form == PRIVATE and age_months(oldest, month) < ADULT_MONTHS:
            return 4, row
        members += size
    return -1, members


@helper
def _find_fault_of_cases(
    persons: Persons,
    cases: Cases,
    top: int,
    open_kind: npt.NDArray[np.int64],
    site_place: npt.NDArray[np.int16],
    site_kind: npt.NDArray[np.int64],
    residential: npt.NDArray[np.bool_],
) -> tuple[int, int]:
    """Return the index of the first broken invariant of a case and its row, or (-1, -1)."""
    nowhere = len(open_kind) - 1
    for case in range(top):
        fetch(persons.cohort, cases.person[min(case + _AHEAD, top - 1)])
        kind, own, is_served = cases.kind[case], cases.site[case], cases.state[case] == SERVED
        row = cases.person[case]
        if row == NOBODY:
            continue
        site = own if (own >= 0) & (own < nowhere) else nowhere
        lost = persons.cohort[row] == EMPTY_COHORT
        closed = is_served & (open_kind[site] != site_kind[kind])
        if lost | closed:
            return (5 if lost else 6), case
        # Few live where they are served: what only those need is not read for all.
        if residential[kind] and is_served:
            resides = persons.role[row] == INSTITUTION and persons.place[row] == site_place[site]
            if not resides:
                return 7, case
    return -1, -1
