"""Levels that kernels look up by role, partner and care grade are those that the trait gives."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from simsocial.core.columns import NOBODY
from simsocial.core.state import State
from simsocial.people.traits import TRAITS, axis_of
from simsocial.people.view import People

LOOKED_UP = [trait.id for trait in TRAITS.values() if trait.by_state is not None]


@pytest.mark.parametrize("name", LOOKED_UP)
def test_a_level_looked_up_is_that_of_the_trait(name):
    everybody = list(itertools.product(range(4), (False, True), range(6)))
    role, has_partner, grade = (np.array(column) for column in zip(*everybody, strict=True))
    state = State.empty(len(everybody), 0, 0)
    state.persons.role[:], state.persons.care_grade[:] = role, grade
    state.persons.partner[:] = np.where(has_partner, np.arange(len(everybody)), NOBODY)
    axis = axis_of(name)
    table = np.broadcast_to(axis.by_state, (4, 2, 6))
    levels = axis.code(People(state, np.arange(len(everybody)), 24_000))
    assert (table[role, has_partner.astype(int), grade] == levels).all()
    assert set(levels.tolist()) == set(range(len(axis.levels)))


def test_the_axes_of_the_packages_own_hazards_are_looked_up():
    assert {"all", "situation", "care_grade"} <= set(LOOKED_UP)
