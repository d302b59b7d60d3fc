"""No process writes behind the end of a table: each reserves what it may need, to the row.

Tables are made exactly as long as a process asked for, within longer arrays whose further rows are marked
and must keep their marks.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ADULT, CHILD, INSTITUTION
from simsocial.core.state import COUNT, TOP, State
from tests.unit.processes.test_events import Stage

MARK = 77
BEHIND = 400


class Tight:
    """Tables without a spare row, and the marked rows behind them."""

    def __init__(self):
        self.behind = {}
        self.grown = 0

    def fit(self, state, table, columns, wanted):
        """Return the columns with room for exactly the rows wanted."""
        self.check(table)
        top, count = int(state.counters[table, TOP]), int(state.counters[table, COUNT])
        room = max(top, count + wanted)
        fitted, self.behind[table] = [], []
        for column in columns:
            larger = np.full(room + BEHIND, MARK, dtype=column.dtype)
            larger[:room] = 0
            larger[:top] = column[:top]
            fitted.append(larger[:room])
            self.behind[table].append(larger[room:])
        self.grown += 1
        return type(columns)(*fitted)

    def check(self, table):
        """Check the rows behind a table."""
        for rows in self.behind.get(table, []):
            assert (rows == MARK).all(), f"table {table} was written behind its end"

    def check_all(self):
        """Check the rows behind all tables."""
        for table in self.behind:
            self.check(table)


@pytest.fixture
def tight(monkeypatch):
    """Let every reservation give what was asked for and no row more."""
    tables = Tight()
    monkeypatch.setattr(State, "_roomier", lambda state, *asked: tables.fit(state, *asked))
    return tables


def _squeeze(state):
    """Take every spare row away."""
    state.reserve()


def test_a_year_of_all_processes_writes_nowhere_behind_a_table(small_model, tight):
    model = small_model(end="2025-06", check_every_month=True)
    _squeeze(model.state)
    for _ in range(18):
        model.advance()
        tight.check_all()
        _squeeze(model.state)
    assert tight.grown > 18 * 3


def test_orphans_find_room_in_a_full_table(small_model, tight):
    scene = Stage(small_model(), "mortality")
    lone, orphans = [], 0
    for row in scene.rows[(scene.role == ADULT) & ~scene.has_partner]:
        others = [member for member in scene.members(row) if member != row]
        if len(others) > 1 and all(scene.persons.role[member] == CHILD for member in others):
            lone.append(int(row))
            orphans += len(others)
    assert len(lone) > 10
    _squeeze(scene.model.state)
    scene.act(np.array(lone, dtype=np.int32))
    assert (scene.persons.role == INSTITUTION).sum() > orphans // 2
    tight.check_all()


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("mortality", "anybody"),
        ("fertility", "woman"),
        ("partnership", "single"),
        ("separation", "couple"),
        ("leaving_home", "child"),
        ("departure", "anybody"),
        ("relocation", "adult"),
    ],
)
def test_an_event_that_happens_to_many_at_once_finds_room_in_full_tables(small_model, tight, name, who):
    scene = Stage(small_model(), name)
    grown = (scene.age >= 18) & (scene.role != INSTITUTION)
    chosen = {
        "anybody": scene.age >= 18,
        "adult": grown & (scene.role == ADULT),
        "woman": (scene.sex == 1) & grown & (scene.age < 45),
        "single": grown & ~scene.has_partner,
        "couple": scene.has_partner & (scene.sex == 1),
        "child": grown & (scene.role == CHILD),
    }[who]
    _squeeze(scene.model.state)
    scene.persons, scene.households = scene.model.state.persons, scene.model.state.households
    scene.act(scene.choose(chosen, number=300))
    tight.check_all()


def test_parents_who_enter_a_home_leave_room_for_their_children(small_model, tight):
    """Everybody of 30 to 50 years needs care at once: lone parents among them leave minors behind."""
    model = small_model(end="2025-06", check_every_month=True)
    scene = Stage(model, "leaving_home")
    parents = [
        int(row)
        for row in scene.rows[(scene.role == ADULT) & ~scene.has_partner & (scene.age < 50)]
        if len(scene.members(row)) > 2
    ]
    assert len(parents) > 10
    model.state.persons.care_grade[parents] = 5
    model.state.persons.cohort[parents] -= 2 * 12 * 50
    _squeeze(model.state)
    for _ in range(6):
        model.advance()
        tight.check_all()
        _squeeze(model.state)
