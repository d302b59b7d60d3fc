"""Fifths by income: bounds of a world made by hand, and who is in which fifth."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import INSTITUTION_HOUSEHOLD, PRIVATE
from simsocial.core.state import COUNT, TOP, State
from simsocial.people.income_groups import FIFTHS, INCOME_GROUPS, fifth_bounds, income_groups_of
from simsocial.people.livelihood import (
    BENEFIT_GROUPS,
    HAS_BASIC_SUPPORT,
    HAS_CHILD_SUPPLEMENT,
    HAS_HOUSING_ALLOWANCE,
    HAS_OLD_AGE_SUPPORT,
    IS_POOR,
    benefit_groups_of,
)


def world(steps, sizes, forms=None, livelihood=None):
    """Return a state of households with these steps of income and numbers of members."""
    state = State.empty(sum(sizes), len(sizes), 0)
    for name in ("equivalent_income", "livelihood"):
        state.add_column("households", name, "u1")
    state.column("households", "equivalent_income")[:] = steps
    state.column("households", "livelihood")[:] = 0 if livelihood is None else livelihood
    state.households.size[:] = sizes
    state.households.form[:] = [PRIVATE] * len(sizes) if forms is None else forms
    state.persons.household[:] = np.repeat(np.arange(len(sizes)), sizes)
    state.persons.cohort[:] = 100
    for table, number in enumerate((sum(sizes), len(sizes))):
        state.counters[table, [TOP, COUNT]] = number
    return state


def names_of(state):
    return [list(INCOME_GROUPS)[code] for code in income_groups_of(state)]


def test_fifths_are_of_people_not_of_households():
    # A large poor household is a fifth alone; of the other four each has one household of its own.
    state = world([10, 20, 30, 40, 50], [4, 4, 4, 4, 4])
    assert fifth_bounds(state) == (10, 20, 30, 40)
    state = world([10, 11, 20, 30, 40, 50], [2, 2, 4, 4, 4, 4])
    state.income_bounds = fifth_bounds(state)
    assert state.income_bounds == (11, 20, 30, 40)
    assert names_of(state) == [name for name in FIFTHS for _ in range(4)]


def test_who_lives_in_no_private_household_is_in_no_fifth_and_moves_no_bound():
    state = world([10, 20, 30, 40, 50, 0], [1, 1, 1, 1, 1, 3], [PRIVATE] * 5 + [INSTITUTION_HOUSEHOLD])
    state.income_bounds = fifth_bounds(state)
    assert state.income_bounds == (10, 20, 30, 40)
    assert names_of(state) == [*FIFTHS, *["no_income_known"] * 3]


def test_without_bounds_or_income_nobody_is_in_a_fifth():
    state = world([0, 0], [2, 3])
    assert fifth_bounds(state) == ()
    assert set(names_of(state)) == {"no_income_known"}


def test_a_step_is_no_part_of_two_fifths():
    # 60 of 100 people have the same income: they are the middle, and one fifth lies empty on each side.
    state = world([10, 20, 30], [20, 60, 20])
    state.income_bounds = fifth_bounds(state)
    found = income_groups_of(state)
    assert all(len(set(found[first:last])) == 1 for first, last in ((0, 20), (20, 80), (80, 100)))
    assert found[0] < found[20] < found[80]


def test_later_incomes_are_sorted_by_the_bounds_of_before():
    state = world([10, 20, 30, 40, 50], [1, 1, 1, 1, 1])
    state.income_bounds = fifth_bounds(state)
    state.column("households", "equivalent_income")[:] = [9, 10, 10, 11, 255]
    assert names_of(state) == ["poorest_fifth"] * 3 + ["second_fifth", "richest_fifth"]
    assert state.copy().income_bounds == state.income_bounds


@pytest.mark.parametrize(
    ("bits", "group"),
    [
        (0, "no_benefit"),
        (IS_POOR, "no_benefit"),
        (HAS_BASIC_SUPPORT | HAS_CHILD_SUPPLEMENT, "basic_income_support"),
        (HAS_OLD_AGE_SUPPORT | HAS_HOUSING_ALLOWANCE, "old_age_support"),
        (HAS_HOUSING_ALLOWANCE, "housing_allowance_or_child_supplement"),
        (HAS_CHILD_SUPPLEMENT | IS_POOR, "housing_allowance_or_child_supplement"),
    ],
)
def test_of_several_benefits_the_first_is_told(bits, group):
    state = world([1, 1], [2, 1], [PRIVATE, INSTITUTION_HOUSEHOLD], [bits, bits])
    assert [list(BENEFIT_GROUPS)[code] for code in benefit_groups_of(state)] == [group, group, "not_private"]
