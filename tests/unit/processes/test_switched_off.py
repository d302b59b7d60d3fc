"""A process that is switched off never fires, and everybody else's events stay theirs."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import NOBODY
from simsocial.model.schedule import known_processes
from simsocial.processes.base import ScreenedProcess
from tests.unit.processes.people import alive

OF_KINDS = "onset"
"""What it does hangs on the kinds of the catalogue: tests/unit/services/test_episodes.py."""

SCREENED = [
    name for name, cls in known_processes().items() if issubclass(cls, ScreenedProcess) and name != OF_KINDS
]


class Turn:
    """One screened process's turn: everybody's state then, and for whom it fired.

    Attributes
    ----------
    key, state : ndarray
        Everybody alive, and in one number the role, whether there is a partner, and the care grade.
    fired : ndarray
        Keys of those for whom it fired.
    """

    def __init__(self, model):
        persons, rows = model.state.persons, alive(model)
        self.key = persons.key[rows]
        self.state = (
            20 * persons.role[rows] + 10 * (persons.partner[rows] != NOBODY) + persons.care_grade[rows]
        )
        self.fired = np.empty(0, dtype=np.uint64)


def _listen(model, process, turns):
    """Note what a process finds and does at its turn."""
    hazard, apply = process.hazard, process.apply

    def at_its_turn(month):
        turns[process.name] = Turn(model)
        return hazard(month)

    def fire(month, rows):
        turns[process.name].fired = model.state.persons.key[rows]
        apply(month, rows)

    process.hazard, process.apply = at_its_turn, fire


@pytest.fixture(scope="module")
def first_month(musterkreis_model):
    """Return a function that lets one month pass without some processes; the turns of the others."""

    def run(*disabled):
        model, turns = musterkreis_model(disabled=disabled), {}
        for process in model.schedule_of_month.processes:
            if process.name in SCREENED:
                _listen(model, process, turns)
        model.advance()
        return turns

    return run


@pytest.fixture(scope="module")
def complete(first_month):
    return first_month()


@pytest.mark.parametrize("name", SCREENED)
def test_without_a_process_all_others_fire_for_the_same_people(name, first_month, complete):
    turns = first_month(name)
    assert turns.keys() == complete.keys() - {name}
    for other, turn in turns.items():
        before = complete[other]
        both, here, there = np.intersect1d(turn.key, before.key, return_indices=True)
        # Whom the process would have touched may be in another state, and so may those they met.
        same = both[turn.state[here] == before.state[there]]
        assert len(same) > 0.99 * len(turn.key)
        fired, expected = (np.intersect1d(one.fired, same) for one in (turn, before))
        assert len(expected) > 5
        assert np.array_equal(fired, expected), other
