"""Counts: their cubes, age groups and events."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH, month_index
from simsocial.core.errors import ConfigError
from simsocial.indicators import registry
from simsocial.indicators.axes import BUDGETS, EVENTS, PAYERS, Event
from simsocial.indicators.cells import Cells
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.known import indicators
from simsocial.indicators.margins import AGE_GROUPS
from simsocial.indicators.registry import register_indicator


def test_age_groups_follow_completed_years():
    month = month_index("2027-08")
    groups = Cells(["age_group"]).of_cohorts(month)
    for years, expected in (
        (0, "0-2"),
        (2, "0-2"),
        (3, "3-5"),
        (17, "10-17"),
        (18, "18-24"),
        (79, "65-79"),
        (80, "80+"),
    ):
        for months in (0, 11):
            birth = month - 12 * years - months
            assert AGE_GROUPS[groups[2 * (birth - EPOCH_MONTH)]] == expected
            assert AGE_GROUPS[groups[2 * (birth - EPOCH_MONTH) + 1]] == expected


def test_clear_empties_every_cube_in_place():
    counts = Counts(("a", "b"), ("kita",), ("educator",))
    cubes = counts.cubes()
    for _, cube in cubes:
        cube[...] = 1
    counts.clear()
    assert all((cube == 0).all() for _, cube in counts.cubes())
    assert all(before is after for (_, before), (_, after) in zip(cubes, counts.cubes(), strict=True))


def test_cubes_are_64_bit_integers_with_the_axes_of_the_labels():
    counts = Counts(("a", "b"), ("kita", "school"), ("educator",))
    assert all(cube.dtype == np.int64 for _, cube in counts.cubes())
    assert counts.population.shape == (2, 2, 101)
    assert counts.cases.shape == (2, 5, 2, 18)
    # Processes and services may bring payers and budgets of their own.
    assert counts.money.shape == (len(PAYERS), 3, 2, len(BUDGETS))


def test_stand_in_keeps_labels_and_leaves_the_original():
    counts = Counts(("a",), ("kita",), ())
    other = counts.stand_in({"households": np.ones((1, 6, 3), dtype=np.int64)})
    assert other.areas == counts.areas
    assert other.households.shape == (1, 6, 3)
    assert counts.households.shape == (1, 6)


def test_a_new_event_has_a_cube_in_counts_made_afterwards(monkeypatch):
    monkeypatch.setattr(EVENTS, "_entries", dict(EVENTS._entries))
    before = Counts(("a",), (), ())
    flood = Event("test_flood", {"de": "Flut", "en": "flood"})
    assert EVENTS.add(flood) is EVENTS.add(flood) is flood
    after = Counts(("a",), (), ())
    after.event("test_flood")[:] += 1
    assert after.happened()["test_flood"] == after.flows.sum() > 0
    with pytest.raises(ConfigError, match="'test_flood' is counted by no process"):
        before.event("test_flood")
    with pytest.raises(ConfigError, match="defined twice"):
        EVENTS.add(Event("test_flood", {"de": "Flut", "en": "tide"}))


def test_two_indicators_cannot_share_an_id(monkeypatch):
    monkeypatch.setattr(registry, "_FIXED", {})
    own = Indicator(
        "x", "persons", {"de": "X", "en": "X"}, "population", "neutral", lambda c: (c.travel, None)
    )
    assert register_indicator(own) is own
    with pytest.raises(ConfigError, match="'x' is registered twice"):
        register_indicator(own)


def test_without_service_kinds_there_are_only_the_fixed_ones():
    fixed = {indicator.id for indicator in indicators(None)}
    assert "population" in fixed
    assert not any(name.startswith(("nursery_", "staff_")) for name in fixed)
