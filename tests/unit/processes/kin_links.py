"""Links to the nearest child in small models, for tests of who it is and of what care it gives."""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import CHILD, NOBODY, PRIVATE
from simsocial.core.state import TOP
from tests.unit.processes.people import alive

CERTAIN = {"kin.in_reach_share": 1.0, "kin.same_place_share": 1.0, "kin.comes_near_rate_per_year": 0.0}
NOBODY_HAS_ONE = {"kin.in_reach_share": 0.0, "kin.comes_near_rate_per_year": 0.0}
FALSE_ALARM = 3.9
"""Standard errors that a correct program exceeds once in 10,000 tests (two-sided)."""


def links(model):
    """Return the rows of private households and of the nearest child of each."""
    state = model.state
    homes = np.flatnonzero(state.households.form[: int(state.counters[1, TOP])] == PRIVATE)
    return homes, state.columns["households"]["nearest_child"][homes]


def years(model, rows):
    return (model.month - EPOCH_MONTH - (model.state.persons.cohort[rows].astype(int) >> 1)) // 12


def oldest_of(model):
    """Return the completed years of the oldest member by household."""
    rows, oldest = alive(model), np.zeros(len(model.state.households.form), dtype=int)
    np.maximum.at(oldest, model.state.persons.household[rows], years(model, rows))
    return oldest


def with_child_at_home(model):
    """Tell of which households a child of 18, or who comes to 18 within the year, lives with the parents."""
    rows, found = alive(model), np.zeros(len(model.state.households.form), dtype=bool)
    rows = rows[(model.state.persons.role[rows] == CHILD) & (years(model, rows) >= 17)]
    found[model.state.persons.household[rows]] = True
    return found


def pair_of(model):
    """Return the row of somebody cared for by a child of another household, that household and the child."""
    state, alone = model.state, model.services.case_counts.cared_alone()
    nearest, own = state.columns["households"]["nearest_child"], state.columns["persons"]["care_elsewhere"]
    for row, home in zip(alone.row.tolist(), alone.home.tolist(), strict=True):
        child = int(nearest[home])
        single = (
            state.persons.partner[child] == NOBODY
            and state.households.size[state.persons.household[child]] == 1
        )
        if child >= 0 and own[child] >= 2 and single and (nearest == child).sum() == 1:
            return row, home, child
    raise AssertionError("nobody is cared for by a child of another household")


def by_children(model):
    return int(model.counts.quantity("cared_by_child_elsewhere").sum())


def end_of_month(model, *names):
    """Let some processes act again as at the end of the month, with the rules for whoever is new."""
    for process in model.schedule_of_month.processes:
        if process.name in names:
            process.step(model.month)
            model.schedule_of_month.columns.follow(model.month)
