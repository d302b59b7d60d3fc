"""The candidates of a month are exactly those whose whole draw lies in an open slot, whatever is compared first."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import cell_of_cohorts
from simsocial.core.random import uniform_array
from simsocial.processes.screening import Screening
from tests.unit.processes.crowd import MONTH, Crowd, Planted

AGES = np.arange(101)
BY_AGE = np.stack([0.0005 * np.exp(0.06 * AGES), 0.001 * np.exp(0.05 * AGES)])
BY_GRADE = np.array([0.001, 0.01, 0.02, 0.04, 0.1, 0.2])[:, None, None] * np.ones((6, 2, 101))


def _screening(people=30_011):
    crowd = Crowd(people, seed=5)
    persons = crowd.state.persons
    persons.care_grade[:] = np.arange(people) // 200 % 6
    gone = np.arange(people) % 97 == 3
    persons.cohort[gone] = persons.key[gone] = persons.care_grade[gone] = 0
    processes = [Planted("age", BY_AGE[None]), Planted("grade", BY_GRADE, by="care_grade")]
    return crowd, Screening(crowd, processes)


@pytest.mark.parametrize("month", range(MONTH, MONTH + 6))
def test_whose_draw_lies_in_an_open_slot_is_a_candidate_and_nobody_else(month):
    crowd, screening = _screening()
    persons = crowd.state.persons
    screening.draw(month)
    cell = cell_of_cohorts(month)[persons.cohort]
    draw = uniform_array(crowd.seed, "screening", persons.key, month)
    edges, slots = screening._slots.edges[cell], screening._slots
    slot = (draw[:, None] >= edges[:, 1:]).sum(axis=1)
    inside = slot < len(slots.process)
    slot = np.minimum(slot, len(slots.process) - 1)
    inside &= slots.for_all[slot] | (persons.care_grade > 0)
    for number in range(2):
        expected = np.flatnonzero(inside & (slots.process[slot] == number))
        first, last = screening._drawn.starts[number : number + 2]
        assert screening._drawn.sorted.row[first:last].tolist() == expected.tolist()
        assert (screening._drawn.sorted.key[first:last] == persons.key[expected]).all()
        begin = edges[expected, slot[expected]]
        needed = draw[expected] - begin + slots.floor[cell[expected], slot[expected]]
        assert (screening._drawn.sorted.needed[first:last] == needed).all()
        assert len(expected) > 100


def test_more_candidates_than_there_was_room_for_are_all_found():
    _, screening = _screening(60_000)
    room = len(screening._drawn.fired)
    screening.draw(MONTH)
    assert screening._drawn.starts[2] > room
    _, again = _screening(60_000)
    again._drawn._make_room(60_000)
    again.draw(MONTH)
    assert (again._drawn.starts == screening._drawn.starts).all()
    found = int(again._drawn.starts[2])
    assert (again._drawn.sorted.row[:found] == screening._drawn.sorted.row[:found]).all()
