"""Everybody alive in a model by key, with what the columns say, to compare runs whatever the rows."""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import NOBODY
from simsocial.core.state import TOP

__all__ = ["alive", "records"]


def alive(model):
    """Return the rows of everybody alive."""
    return np.flatnonzero(model.state.persons.cohort[: model.state.counters[0, TOP]] != EMPTY_COHORT)


def records(model):
    """Return for each key cohort, place, role, grades, household, its size, and the partner's key."""
    persons, households, rows = model.state.persons, model.state.households, alive(model)
    partner = np.where(persons.partner[rows] == NOBODY, 0, persons.key[persons.partner[rows]])
    columns = (
        persons.cohort[rows],
        persons.place[rows],
        persons.role[rows],
        persons.care_grade[rows],
        persons.settled_grade[rows],
        households.key[persons.household[rows]],
        households.size[persons.household[rows]],
        partner,
    )
    return dict(
        zip(persons.key[rows].tolist(), zip(*(c.tolist() for c in columns), strict=True), strict=True)
    )
