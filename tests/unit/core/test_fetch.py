"""What kernels ask memory for ahead changes nothing, whatever rows they name."""

from __future__ import annotations

import numpy as np

from simsocial.core.columns import NOBODY
from simsocial.core.compile import in_place
from simsocial.core.fetch import fetch_ahead, fetch_homes_ahead, fetch_persons_ahead
from simsocial.core.state import State


@in_place
def _fetch_all(persons, households, rows):
    for number in range(len(rows)):
        fetch_ahead(persons, households, rows, number)
        fetch_persons_ahead(persons, rows, number)
    for home in range(len(households.size)):
        fetch_homes_ahead(persons, households, home, len(households.size))


def test_rows_without_a_household_and_households_without_members_may_be_asked_for():
    state = State.empty(40, 20, 0)
    persons, households = state.persons, state.households
    persons.household[:] = np.where(np.arange(40) % 3 == 0, NOBODY, np.arange(40) // 2)
    households.first_member[:] = np.where(np.arange(20) % 2 == 0, NOBODY, 2 * np.arange(20))
    before = state.copy()
    _fetch_all(persons, households, np.arange(40, dtype=np.int32)[::-1].copy())
    for one, other in ((persons, before.persons), (households, before.households)):
        assert all((a == b).all() for a, b in zip(one, other, strict=True))
