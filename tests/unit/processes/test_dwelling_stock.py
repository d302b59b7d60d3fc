"""The stock of dwellings follows the households whom one can expect, with a lag, and fewer are taken off than added."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters import Parameters
from simsocial.processes.border import ExpectedPeople
from simsocial.processes.dwelling_stock import followed, stock_path
from simsocial.region import load_region

END = month_index("2031-12")


def path(region, values):
    return stock_path(values, region, ExpectedPeople(values, region), END)


def test_growth_is_built_in_full_and_a_part_of_the_decline_taken_off():
    assert followed(np.linspace(1.0, 1.08, 9), 2.6, 0.7)[96] == pytest.approx(1.08)
    assert followed(np.linspace(1.0, 0.92, 9), 2.6, 0.7)[96] == pytest.approx(1.0 - 0.7 * 0.08)


def test_a_change_of_direction_arrives_after_the_lag():
    turning = followed(np.array([1.0, 1.02, 1.04, 1.02, 1.0, 0.98]), 2.0, 0.5)
    assert (np.diff(turning[: 4 * 12]) > 0.0).all()
    assert (np.diff(turning[4 * 12 + 1 :]) < 0.0).all()


def test_a_kreis_that_shrinks_takes_dwellings_off_and_a_city_that_grows_builds(values):
    greiz, jena = (path(load_region(name), values) for name in ("Greiz", "Jena"))
    assert (greiz[0] == 1.0).all()
    assert len(greiz) == END - load_region("Greiz").first_month + 2
    assert greiz[-1, 0] < 0.97
    assert jena[-1, 0] > 1.0


def test_each_kreis_of_the_land_follows_its_own_people(values):
    land = load_region("thueringen")
    paths = path(land, values)
    ags = land.areas["ags"].astype(str).tolist()
    for name in ("Greiz", "Jena"):
        alone = load_region(name)
        assert paths[:, ags.index(alone.ags)] == pytest.approx(path(alone, values)[:, 0], abs=0.005)


def test_what_an_option_changes_about_people_moves_no_dwelling(values):
    """Expected people are those of the status quo, so that every option has the same stock without its measures."""
    region = load_region("musterkreis")
    changed = Parameters.load(overrides={"fertility.total_fertility_rate": 2.0, "mortality.level_ratio": 0.5})
    assert (path(region, changed) == path(region, values)).all()


def test_where_more_people_move_in_more_is_built(values):
    """Who overrides how many arrive means a Kreis in which they do: its owners build for them."""
    region = load_region("musterkreis")
    more = Parameters.load(overrides={"migration.in_rate_per_1000": 45.0})
    assert path(region, more)[-1, 0] > path(region, values)[-1, 0] + 0.02
