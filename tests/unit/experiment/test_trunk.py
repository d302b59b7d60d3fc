"""An option that branches off where it first differs is the option simulated from the start, to the bit."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from simsocial.core.calendar import month_index
from simsocial.experiment.setup import Setup
from simsocial.experiment.trunk import Course, Trunk, first_difference
from simsocial.model.person_table import PersonTable
from simsocial.scenario import Scenario
from simsocial.shapes.legal_calendar import load_legal_calendar
from tests.unit.model.measures import MEASURES, measure
from tests.unit.model.same import assert_same_state, assert_same_tables

START, END = month_index("2024-01"), month_index("2025-06")


@pytest.fixture(scope="module")
def setup(small_region, catalogue, values):
    """Return the setup of a scenario with these measures."""

    def build(measures=None) -> Setup:
        scenario = Scenario.from_config("test", {"measures": measures or {}})
        parameters = values.adding(*scenario.parameters())
        return Setup(small_region, catalogue, parameters, scenario, START, END, (), load_legal_calendar())

    return build


@pytest.mark.any_python
@pytest.mark.parametrize("kind", MEASURES)
def test_a_branch_equals_a_run_from_the_start(setup, small_model, kind):
    option = setup(measure(kind))
    trunk = Trunk(setup(), seed=1, synthesis_seed=1, twins=True)
    month = first_difference(trunk.setup, option, ({}, {}))
    assert month == option.scenario.measures[f"m_{kind}"].first_month > START
    branch = trunk.branch(option, month)
    branch.finish()
    whole = small_model(measure(kind), end="2025-06", parameters=option.parameters)
    alone = Course(whole, PersonTable(whole))
    alone.finish()
    assert_same_state(alone.model, branch.model)
    assert_same_tables(alone.model, branch.model)
    pd.testing.assert_frame_equal(alone.persons.frame(), branch.persons.frame())


def test_a_branch_changes_nothing_of_the_trunk(setup):
    alone, trunk = (Trunk(setup(), seed=1, synthesis_seed=1, twins=True) for _ in range(2))
    trunk.branch(setup(measure("merge_sites")), month_index("2024-08")).finish()
    for course in (alone, trunk):
        course.finish()
    assert_same_state(alone.model, trunk.model)
    assert_same_tables(alone.model, trunk.model)
    pd.testing.assert_frame_equal(alone.persons.frame(), trunk.persons.frame())


def test_options_differ_from_the_first_month_of_a_measure_that_only_one_has(setup):
    both = measure("resize_site") | measure("close_site")
    cases = [
        (measure("close_site"), {}, "2024-05"),
        ({}, measure("close_site"), "2024-05"),
        (measure("resize_site"), both, "2024-05"),
        (both, measure("resize_site", licensed_places=30) | measure("close_site"), "2024-03"),
        (both, both, "2025-06"),
    ]
    for one, other, month in cases:
        assert first_difference(setup(one), setup(other), ({}, {})) == month_index(month)


def test_other_settings_differ_from_the_horizons_first_month(setup):
    option = setup(measure("close_site"))
    settings = {"seed": 1, "parameters": {}, "measures": {}}
    assert (
        first_difference(setup(), option, (settings, settings | {"measures": {"a": 1}, "title": "x"})) > START
    )
    assert first_difference(setup(), option, (settings, settings | {"parameters": {"x": 1.0}})) == START


def test_where_the_reference_fails_an_option_starts_with_the_horizon(setup, small_model, monkeypatch):
    broken, option = setup(measure("resize_site")), setup(measure("close_site"))
    cls = type(broken.scenario.measures["m_resize_site"])
    monkeypatch.setattr(cls, "begin", lambda self, model, month: 1 // 0)
    trunk = Trunk(broken, seed=1, synthesis_seed=1, twins=False)
    month = first_difference(broken, option, ({}, {}))
    assert month == month_index("2024-03")
    branch = trunk.branch(option, month_index("2024-05"))
    branch.finish()
    whole = small_model(measure("close_site"), end="2025-06", parameters=option.parameters).run()
    assert_same_state(whole, branch.model)
    with pytest.raises(ZeroDivisionError):
        trunk.finish()


def test_a_setup_without_twins_keeps_no_persons(setup):
    trunk = Trunk(replace(setup(), end=month_index("2024-02")), seed=1, synthesis_seed=1, twins=False)
    assert trunk.persons is None
    assert trunk.branch(setup(), START).persons is None
