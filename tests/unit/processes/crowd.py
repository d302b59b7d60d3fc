"""A crowd of unrelated people and screened processes with planted hazards, to test screening alone."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from simsocial.core.calendar import cohort_of, month_index
from simsocial.core.columns import ADULT, NOBODY
from simsocial.core.random import derive_keys
from simsocial.core.state import COUNT, TOP, State
from simsocial.people.traits import axis_of
from simsocial.processes.base import ScreenedProcess

MONTH = month_index("2027-01")


class Crowd:
    """What screening uses of a model: state, seed, first month, factors of services, and where rooms are kept.

    Parameters
    ----------
    number : int
        People; men and women in turn, ages 0 to 99 in turn.
    seed : int
        Seed of the draws.
    """

    def __init__(self, number, seed=1):
        self.seed, self.first_month, self.month = seed, MONTH, MONTH
        self.factors = {}
        # Rooms of planted processes are theirs alone: nothing is kept for others.
        self.region, self.plan = None, SimpleNamespace(usual=SimpleNamespace(once=lambda _, make: make()))
        self.state = State.empty(number, 0, 3 * number)
        index = np.arange(number)
        self.sex, self.age = index % 2, index // 2 % 100
        persons = self.state.persons
        persons.key[:] = derive_keys(seed, number)
        persons.cohort[:] = cohort_of(MONTH - 12 * self.age, self.sex)
        persons.partner[:] = persons.first_case[:] = NOBODY
        persons.role[:] = ADULT
        self.state.counters[0] = [number, NOBODY, number]

    def hazard_factors(self, target):
        return self.factors.get(target, np.ones((1, 1)))

    def place_factors(self, target):
        """Return that no way is longer."""
        return np.zeros(0)

    def give_case(self, rows, kind, state):
        """Give each of these people one more case."""
        cases, top = self.state.cases, int(self.state.counters[2, TOP])
        new = np.arange(top, top + len(rows))
        cases.person[new], cases.kind[new], cases.state[new] = rows, kind, state
        cases.next_case[new] = self.state.persons.first_case[rows]
        self.state.persons.first_case[rows] = new
        self.state.counters[2, TOP] += len(rows)
        self.state.counters[2, COUNT] += len(rows)


class Planted(ScreenedProcess):
    """A process with a planted hazard, and a slot that may be planted apart from it."""

    def __init__(self, name, table, width=None, by="all", target="", after=""):
        self.name, self.by, self.target, self.after = name, by, target, after
        self.table = np.broadcast_to(np.asarray(table, dtype=np.float64), self.shape(by)).copy()
        self.room = 1.2 * self.table if width is None else np.broadcast_to(width, self.table.shape)

    @staticmethod
    def shape(by):
        return (len(axis_of(by).levels), 2, 101)

    def hazard(self, month):
        return self.table

    def slot_hazard(self):
        return self.room

    def apply(self, month, rows):
        raise AssertionError
