"""One case: how it is opened and closed within the list of its person's cases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NEEDS_DUE, NOBODY, Cases, Persons
from simsocial.core.compile import helper
from simsocial.core.random import mix
from simsocial.core.state import COUNT, FREE, TOP

__all__ = ["ORDINARY", "close_case", "give_back", "open_case"]

ORDINARY = 0x80000000
"""Bit of the priority that ordinary cases carry and displaced ones do not, so that these rank first."""


@helper
def open_case(
    persons: Persons,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    row: int,
    kind: int,
    state: int,
    salt: np.uint64,
    month: int,
) -> None:
    """Open a case of somebody who begins to wait or stays away; there must be room."""
    new = counters[2, FREE]
    if new == NOBODY:
        new = counters[2, TOP]
        counters[2, TOP] += 1
    else:
        counters[2, FREE] = cases.next_case[new]
    counters[2, COUNT] += 1
    cases.person[new], cases.kind[new], cases.state[new] = row, kind, state
    cases.site[new] = cases.origin[new] = NOBODY
    cases.since[new] = month
    cases.priority[new] = np.uint32(mix(persons.key[row] ^ salt) >> np.uint64(33)) | np.uint32(ORDINARY)
    cases.next_case[new] = persons.first_case[row]
    persons.first_case[row] = new
    persons.due[row] |= NEEDS_DUE


@helper
def close_case(persons: Persons, cases: Cases, counters: npt.NDArray[np.int64], case: int) -> None:
    """Close one case of somebody."""
    row = cases.person[case]
    if persons.first_case[row] == case:
        persons.first_case[row] = cases.next_case[case]
    else:
        before = persons.first_case[row]
        while cases.next_case[before] != case:
            before = cases.next_case[before]
        cases.next_case[before] = cases.next_case[case]
    give_back(cases, counters, case)
    persons.due[row] |= NEEDS_DUE


@helper
def give_back(cases: Cases, counters: npt.NDArray[np.int64], case: int) -> None:
    """Give back the row of a case that is in nobody's list any more."""
    cases.person[case] = NOBODY
    cases.next_case[case] = counters[2, FREE]
    counters[2, FREE] = case
    counters[2, COUNT] -= 1
