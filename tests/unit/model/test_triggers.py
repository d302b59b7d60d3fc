"""A trigger fires in the planted month, and what it begins is to the bit the same measure with that date."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from simsocial.core.calendar import month_index, month_label
from simsocial.experiment.setup import Setup
from simsocial.experiment.trunk import Course, Trunk, first_difference
from simsocial.measures import read_measure
from simsocial.model.person_table import PersonTable
from simsocial.model.triggers import Triggers
from simsocial.scenario import Scenario
from simsocial.shapes.legal_calendar import load_legal_calendar
from simsocial.shapes.trigger import Trigger
from tests.unit.model.measures import measure
from tests.unit.model.same import assert_same_state, assert_same_tables

START = month_index("2024-01")
MANY = {"indicator": "care_dependent", "months": 2, "delay": 2}


def fired(values, **changes):
    """Return what a trigger on these values, month by month from 2024-01 on, dates: month it fired, first, last."""
    trigger = {"indicator": "pupils", "area": "G", "below": 60, "months": 2, "delay": 3}
    entry = {
        "kind": "shuttle", "decided_by": "kreis", "lever": "plan", "kinds": "kita", "ease_factor": 2,
        "trigger": trigger | changes.pop("trigger", {}), **changes,
    }  # fmt: skip
    triggers = Triggers({"m": read_measure("m", entry)}, START)
    told = sum(
        triggers.look(lambda _, value=value: value, month) for month, value in enumerate(values, START)
    )
    waiting = triggers.waiting["m"]
    assert told == len(waiting.changes)
    labels = [(month_label(one.first), one.last and month_label(one.last)) for one in waiting.spells]
    return [month_label(one.month) for one in waiting.changes], labels


def test_it_fires_when_the_last_months_were_all_beyond_and_acts_after_the_delay():
    assert fired([61, 59, 60, 59, 59, 59, 40]) == (["2024-06"], [("2024-09", None)])
    assert fired([59, 61, 59, math.nan, 59]) == ([], [])
    assert fired([70, 81, 82], trigger={"below": None, "above": 80}) == (["2024-04"], [("2024-07", None)])
    assert fired([59, 59], trigger={"delay": None}, lead_months=7) == (["2024-03"], [("2024-10", None)])
    assert fired([59], trigger={"months": 1, "delay": 0}) == (["2024-02"], [("2024-02", None)])


def test_a_start_is_the_earliest_first_month():
    # Looked at from 2024-05 on, in time for two months and a delay of three.
    assert fired([59] * 6, start="2024-10") == (["2024-07"], [("2024-10", None)])
    assert fired([59] * 5, start="2024-10") == ([], [])
    assert fired([59, 59], start="2024-02") == (["2024-03"], [("2024-06", None)])


def test_with_hysteresis_it_ends_and_may_fire_again_and_without_it_stays():
    back = {"hysteresis": 5, "delay": 1}
    # Before it acts in 2024-04 nothing can end it; 64 is not back yet.
    course = [59, 59, 70, 70, 64, 70, 65, 59, 59]
    assert fired(course, trigger=back) == (
        ["2024-03", "2024-08", "2024-10"],
        [("2024-04", "2024-07"), ("2024-11", None)],
    )
    assert fired(course, trigger={"delay": 1}) == (["2024-03"], [("2024-04", None)])


def test_it_does_not_begin_after_its_own_end():
    back = {"hysteresis": 0, "months": 1}
    assert fired([59, 61, 61, 61, 61, 61], end="2024-05", trigger=back) == (["2024-02"], [("2024-05", None)])
    assert fired([59, 59, 59], end="2024-05") == ([], [])


@pytest.fixture(scope="module")
def status_quo(small_model):
    """The small region over a year without measures."""
    return small_model().run()


@pytest.fixture(scope="module")
def threshold(status_quo):
    """A number of people in need of care that is passed in summer for good."""
    course = status_quo.recorder.monthly()["care_dependent"]
    assert max(course[:5]) < min(course[6:10])
    return (max(course[:5]) + min(course[6:10])) / 2


def waits(kind, **trigger):
    """Return a measure of a kind that waits for many people in need of care."""
    return measure(kind, start=None, end=None, trigger=MANY | trigger)


def dated(kind, first, last=None):
    """Return the measure with the date that its trigger gives it."""
    return measure(kind, start=first, end=last)


def test_what_never_fires_changes_nothing(small_model, status_quo):
    model = small_model(waits("close_site", above=1e9)).run()
    assert_same_tables(status_quo, model)
    assert_same_state(status_quo, model)
    assert list(model.triggers.frame()["measure"]) == []
    assert status_quo.triggers.frame() is None


@pytest.mark.parametrize("kind", ["close_site", "open_site", "change_value", "training_places", "cut"])
def test_what_fires_is_the_same_measure_with_that_date(small_model, threshold, kind):
    model = small_model(waits(kind, above=threshold) | measure("resize_site")).run()
    row = model.triggers.frame().iloc[0]
    assert (row["event"], row["month"], row["acts"]) == ("begins", "2024-09", "2024-11")
    assert row["value"] > threshold
    with_date = small_model(dated(kind, "2024-11") | measure("resize_site")).run()
    assert_same_tables(with_date, model)
    assert_same_state(with_date, model)


def test_it_sees_what_was_counted_in_the_region_in_an_area_and_at_a_site(status_quo):
    def seen(**what):
        return status_quo._seen(Trigger(below=1, **what))

    areas = [seen(indicator="care_dependent", area=area) for area in "abc"]
    assert min(areas) > 0
    assert sum(areas) == seen(indicator="care_dependent")
    assert seen(indicator="care_dependent") == status_quo.recorder.monthly()["care_dependent"][-1]
    schools = sum(seen(site=site) for site in ("schule_a", "schule_b"))
    assert 0 < seen(site="schule_b") < schools == seen(indicator="primary_school_served")


def test_hysteresis_ends_it_as_a_date_would(small_model, threshold):
    model = small_model(
        waits("change_value", above=threshold, delay=0, months=1, hysteresis=0), end="2025-12"
    ).run()
    spells = model.triggers.waiting["m_change_value"].spells
    assert spells[0].last is not None
    entry = measure("change_value")["m_change_value"]
    with_dates = small_model(
        {
            f"m_{number}": entry
            | {"start": month_label(one.first), "end": None if one.last is None else month_label(one.last)}
            for number, one in enumerate(spells)
        },
        end="2025-12",
    ).run()
    assert_same_tables(with_dates, model)
    assert_same_state(with_dates, model)


def test_a_snapshot_between_trigger_and_begin_goes_on_alike(small_model, threshold):
    option = waits("close_site", above=threshold)
    whole = small_model(option)
    while whole.month_label < "2024-09":
        whole.advance()
    rest = small_model(option, snapshot=whole.snapshot()).run()
    whole.run()
    assert_same_tables(whole, rest)
    assert_same_state(whole, rest)


def test_an_option_branches_off_when_its_trigger_is_first_looked_at(
    small_model, small_region, catalogue, values, threshold
):
    def setup(measures):
        scenario = Scenario.from_config("test", {"measures": measures})
        end = month_index("2024-12")
        return Setup(small_region, catalogue, values, scenario, START, end, (), load_legal_calendar())

    option = setup(measure("close_site", start="2024-09", trigger=MANY | {"above": threshold}))
    trunk = Trunk(setup({}), seed=1, synthesis_seed=1, twins=True)
    month = first_difference(trunk.setup, option, ({}, {}))
    assert month_label(month) == "2024-05"
    branch = trunk.branch(option, month)
    branch.finish()
    whole = small_model(dated("close_site", "2024-11"))
    alone = Course(whole, PersonTable(whole))
    alone.finish()
    assert_same_state(alone.model, branch.model)
    assert_same_tables(alone.model, branch.model)
    pd.testing.assert_frame_equal(alone.persons.frame(), branch.persons.frame())
    assert branch.model.triggers.frame()["acts"].tolist() == ["2024-11"]
