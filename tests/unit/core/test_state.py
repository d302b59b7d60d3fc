"""Columns grow, copy and stay as small as promised; links hold after any sequence of changes."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import cohort_of, month_index
from simsocial.core.columns import (
    ADULT,
    CASES,
    CHILD,
    HOUSEHOLDS,
    INSTITUTION,
    INSTITUTION_HOUSEHOLD,
    NOBODY,
    PERSONS,
    PRIVATE,
    UNUSED,
    Cases,
    Households,
    Persons,
    bytes_per_row,
)
from simsocial.core.population import (
    add_person,
    found_household,
    join_household,
    leave_household,
    move_household,
    remove_person,
    settle_household,
)
from simsocial.core.random import derive_keys, uniform_array
from simsocial.core.state import COUNT, FREE, TOP, State

MONTH = month_index("2027-03")


def test_a_person_takes_at_most_64_bytes_with_household_and_cases():
    # Half a household and a case for every fifth person are more than any region has.
    assert bytes_per_row(PERSONS) + 0.6 * bytes_per_row(HOUSEHOLDS) + 0.2 * bytes_per_row(CASES) <= 64


@pytest.mark.parametrize(("schema", "table"), [(PERSONS, Persons), (HOUSEHOLDS, Households), (CASES, Cases)])
def test_every_column_is_declared_with_type_unit_and_writer(schema, table):
    assert tuple(column.name for column in schema) == table._fields
    state = State.empty(3, 3, 3)
    own = {Persons: state.persons, Households: state.households, Cases: state.cases}[table]
    for column, array in zip(schema, own, strict=True):
        assert array.dtype == np.dtype(column.dtype)
        assert column.unit and column.writers and column.description


def test_growing_keeps_what_is_there():
    state = State.empty(4, 4, 4)
    state.persons.key[:] = [1, 2, 3, 4]
    state.counters[0] = [4, NOBODY, 4]
    state.reserve(persons=1)
    assert len(state.persons.key) > 4
    assert state.persons.key[:4].tolist() == [1, 2, 3, 4]
    assert (state.persons.cohort[4:] == 0).all()
    before = state.persons.key
    state.reserve(persons=1)
    assert state.persons.key is before


def test_a_copy_is_independent():
    state = State.empty(4, 4, 4)
    copy = state.copy()
    copy.persons.key[0] = 9
    copy.counters[0, COUNT] = 1
    assert state.persons.key[0] == 0
    assert state.population == 0


class Village:
    """A small state and the operations on it, with what must hold afterwards."""

    def __init__(self, room=400):
        self.state = State.empty(room, room, 8)

    def found(self, key, form=PRIVATE, place=0):
        s = self.state
        return found_household(s.households, s.counters, np.uint64(key), place, form, NOBODY)

    def add(self, key, household, age=30, sex=0, role=ADULT):
        s = self.state
        cohort = int(cohort_of(MONTH - 12 * age, sex))
        return add_person(
            s.persons, s.households, s.counters, np.uint64(key), cohort, role, household, NOBODY
        )

    def people(self):
        return np.flatnonzero(self.state.persons.cohort[: self.state.counters[0, TOP]])

    def homes(self):
        forms = self.state.households.form[: self.state.counters[1, TOP]]
        return np.flatnonzero(forms != UNUSED)

    def members(self, household):
        found, row = [], int(self.state.households.first_member[household])
        while row != NOBODY:
            found.append(row)
            row = int(self.state.persons.next_member[row])
        return found

    def free(self, table):
        """Return the rows of the free list of persons (0) or households (1)."""
        s, found = self.state, []
        following = (s.persons.next_member, s.households.first_member)[table]
        row = int(s.counters[table, FREE])
        while row != NOBODY:
            found.append(row)
            row = int(following[row])
        return found

    def check(self):
        s = self.state
        people, homes = self.people(), self.homes()
        assert s.counters[0, COUNT] == len(people)
        assert s.counters[1, COUNT] == len(homes)
        seen = []
        for home in homes:
            members = self.members(home)
            assert len(members) == s.households.size[home] > 0
            assert (s.persons.household[members] == home).all()
            assert (s.persons.place[members] == s.households.place[home]).all()
            seen += members
        assert sorted(seen) == people.tolist()
        for table, used in ((0, people), (1, homes)):
            free = self.free(table)
            assert sorted([*free, *used]) == list(range(s.counters[table, TOP]))


def test_links_hold_after_any_sequence_of_changes():
    village = Village()
    state = village.state
    draws = uniform_array(4, "village", derive_keys(1, 4 * 1500)).reshape(-1, 4)
    kinds_seen = set()
    for step, (what, who, where, other) in enumerate(draws):
        people, homes = village.people(), village.homes()
        if len(people) < 20 or what < 0.3:
            home = village.found(step) if not len(homes) or where < 0.5 else homes[int(where * len(homes))]
            village.add(step + 1, int(home), age=int(90 * other))
            kinds_seen.add("add")
        elif what < 0.55:
            row = int(people[int(who * len(people))])
            remove_person(state.persons, state.households, state.cases, state.counters, row)
            kinds_seen.add("remove")
        elif what < 0.8:
            row = int(people[int(who * len(people))])
            target = int(homes[int(where * len(homes))])
            if state.persons.household[row] != target:
                leave_household(state.persons, state.households, state.counters, row)
                join_household(state.persons, state.households, row, target)
                kinds_seen.add("move")
        else:
            home = int(homes[int(where * len(homes))])
            move_household(state.persons, state.households, home, int(10 * other))
            kinds_seen.add("move_household")
        if step % 25 == 0:
            village.check()
    village.check()
    assert kinds_seen == {"add", "remove", "move", "move_household"}


def test_rows_of_those_who_left_are_used_again():
    village = Village()
    home = village.found(1)
    rows = [village.add(10 + i, home) for i in range(5)]
    s = village.state
    for row in rows[:4]:
        remove_person(s.persons, s.households, s.cases, s.counters, row)
    again = [village.add(20 + i, home) for i in range(4)]
    assert sorted(again) == sorted(rows[:4])
    assert s.counters[0, TOP] == 5
    village.check()


def _settle(village, home):
    s = village.state
    settle_household(s.persons, s.households, s.counters, home, MONTH)
    village.check()


def test_a_grown_up_child_heads_a_household_without_adults():
    village = Village()
    home = village.found(1)
    grown, minor = village.add(1, home, age=19, role=CHILD), village.add(2, home, age=9, role=CHILD)
    _settle(village, home)
    assert village.state.persons.role[[grown, minor]].tolist() == [ADULT, CHILD]
    assert sorted(village.members(home)) == [grown, minor]


def test_minors_left_alone_go_to_care_in_the_same_place():
    village = Village()
    home = village.found(1, place=3)
    minors = [village.add(1, home, age=17, role=CHILD), village.add(2, home, age=9, role=CHILD)]
    _settle(village, home)
    s = village.state
    assert (s.persons.role[minors] == INSTITUTION).all()
    assert len(village.homes()) == 2
    assert (s.households.form[village.homes()] == INSTITUTION_HOUSEHOLD).all()
    assert (s.persons.place[minors] == 3).all()


def test_a_household_with_an_adult_stays_as_it_is():
    village = Village()
    home = village.found(1)
    rows = [village.add(1, home), village.add(2, home, age=20, role=CHILD)]
    _settle(village, home)
    assert village.state.persons.role[rows].tolist() == [ADULT, CHILD]
