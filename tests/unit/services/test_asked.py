"""Whoever nothing has changed for is not asked again, and would have said the same."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import HOLDS, REVIEW
from simsocial.core.state import TOP
from simsocial.parameters import Parameters
from simsocial.services import asked
from simsocial.services.take_up_shares import TakeUpShares
from tests.unit.model.measures import WHO, measure
from tests.unit.model.same import assert_same_state
from tests.unit.services.test_who import open_only_to, wanted_by

_RAMP = {
    "kind": "change_value", "start": "2024-03", "end": "2025-03", "ramp_months": 6, "op": "multiply", "by": 0.5,
    "id": "services.home_care.take_up.table",
}  # fmt: skip

_LONELIER = {
    "kind": "change_value", "start": "2024-09", "op": "multiply", "by": 4.0,
    "id": "social_states.lonely_share",
}  # fmt: skip

_BY_SOCIAL_STATES = (
    "home_care",
    {"lonely_ratio": 4.0, "lonely_share": 0.1, "overindebted_ratio": 0.3, "overindebted_share": 0.07},
)

_BY_TURNS = {0: [0] * 6} | {
    age: [0, 0.01, 0.1, 0.2, 0.3 * (age % 2), 0.4 * (age % 2)] for age in range(18, 100)
}
"""At every other age homes are for none of the two highest grades: residents have no need of one, and have it again."""

_STEEP = {
    f"services.{kind}.take_up.trend_{part}": value
    for kind, growth in (("home_care", 0.4), ("nursing_home", -0.4))
    for part, value in (("per_year", growth), ("settled_share", 1.0))
}

SCENARIOS = {
    "status_quo": (None, {}),
    "closes_a_home": (measure("close_site", start="2024-06", site="heim_a", to=None), {}),
    "merges": (measure("merge_sites"), {}),
    "opens": (measure("open_site"), {}),
    "homes_for_all": (measure("phased_housing"), {}),
    "ramp_on_take_up": ({"ramp": WHO | _RAMP}, {}),
    "late": (None, {"overrides": {"school_entry.late_share": 0.3}}),
    "steep_trends": (None, {"overrides": _STEEP}),
    "named": (None, {"open_only_to": ("home_care", "woman", "not living_alone", "age_80_up")}),
    "ratios": (
        {"ramp": WHO | _RAMP},
        {
            "wanted_by": (
                "home_care",
                {
                    "woman_ratio": 2.0,
                    "woman_share": 0.6,
                    "with_partner_ratio": 0.5,
                    "with_partner_share": 0.4,
                },
            )
        },
    ),
    "social_states": (None, {"wanted_by": _BY_SOCIAL_STATES}),
    "others_in_social_states": ({"lonelier": WHO | _LONELIER}, {"wanted_by": _BY_SOCIAL_STATES}),
    "a_grade_without_homes": (None, {"wanted_by": ("nursing_home", {"table": _BY_TURNS})}),
    "quota_by_name": (None, {"open_only_to": ("kindergarten", "child_of_lone_parent")}),
    "other_cases": (
        measure("open_site"),
        {"overrides": _STEEP | {"services.adult_day_care.effects.nursing_home_served.factor": 0.3}},
    ),
}


def _model(small_model, values, catalogue, scenario, **settings):
    measures, changes = SCENARIOS[scenario]
    if "open_only_to" in changes:
        catalogue = open_only_to(catalogue, *changes["open_only_to"])
    parameters = values.with_overrides(changes.get("overrides", {}))
    if "wanted_by" in changes:
        kind, take_up = changes["wanted_by"]
        catalogue = wanted_by(catalogue, kind, **take_up)
        parameters = catalogue.register(Parameters.load())
    return small_model(measures, catalogue=catalogue, parameters=parameters, **settings)


def _months(small_model, values, catalogue, scenario):
    """Yield what services hold after every month of two years."""
    model = _model(small_model, values, catalogue, scenario, end="2025-12")
    while model.running:
        model.step()
        top = int(model.state.counters[2, TOP])
        yield [column[:top].copy() for column in model.state.cases] + [model.counts.target.copy()]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_asking_everybody_each_month_changes_nothing(small_model, values, catalogue, scenario, monkeypatch):
    some = list(_months(small_model, values, catalogue, scenario))
    monkeypatch.setattr(asked, "_alike", lambda before, now: False)
    for month, (one, other) in enumerate(
        zip(some, _months(small_model, values, catalogue, scenario), strict=True)
    ):
        for found, expected in zip(one, other, strict=True):
            np.testing.assert_array_equal(found, expected, err_msg=f"month {month}")


def test_where_shares_of_social_states_change_going_on_from_a_snapshot_equals_going_on_without(
    small_model, values, catalogue
):
    build = partial(_model, small_model, values, catalogue, "others_in_social_states")
    snapshot = build(end="2024-09").run().snapshot()
    resumed = build(start="2024-10", end="2024-12", snapshot=snapshot).run()
    straight = build(end="2024-12").run()
    assert_same_state(straight, resumed)
    usual = _model(small_model, values, catalogue, "social_states", end="2024-12").run()
    assert straight.state.cases.person.tolist() != usual.state.cases.person.tolist()


def test_who_changes_unmarked_is_missed(small_model):
    """The comparison above can fail: an answer follows from what is marked."""
    model = small_model(end="2024-06")
    model.step()
    persons, top = model.state.persons, int(model.state.counters[0, TOP])
    persons.due[:top] &= ~np.uint8(REVIEW)
    healthy = np.flatnonzero((persons.care_grade[:top] == 0) & (persons.cohort[:top] > 0))[:400]
    persons.care_grade[healthy] = 4
    model.services.update_demand(model.next_month)
    unmarked = int((persons.first_case[healthy] >= 0).sum())
    persons.due[healthy] |= REVIEW
    model.services.update_demand(model.next_month + 1)
    assert int((persons.first_case[healthy] >= 0).sum()) > unmarked + 50


def test_few_are_asked_in_an_ordinary_month(small_model, monkeypatch):
    found = []
    real = asked.WhoIsAsked.rows

    def counting(self, state, *rest):
        rows = real(self, state, *rest)
        found.append(len(rows) / state.population)
        return rows

    monkeypatch.setattr(asked.WhoIsAsked, "rows", counting)
    model = small_model(end="2024-12")
    while model.running:
        model.step()
    assert found[0] > 0.15
    # Whose cases open in the first month are asked once more; in August school begins.
    assert max(found[2:7] + found[8:]) < 0.03


def test_whom_no_trend_reaches_is_looked_at_on_birthdays_alone(small_model):
    model = small_model(end="2025-12")
    left_alone = []
    while model.running:
        model.step()
        persons = model.state.persons
        graded = (persons.care_grade > 0) & (persons.cohort != EMPTY_COHORT)
        born_in = (persons.cohort[graded] >> 1) % 12 + 1
        till = (persons.due[graded] & HOLDS) >> 4
        assert ((till == 0) | (till == born_in)).all()
        left_alone.append((till != 0).mean())
    assert left_alone[0] == 0.0
    assert min(left_alone[3:]) > 0.75


def test_who_is_left_alone_follows_from_the_trend(small_model, values, catalogue, monkeypatch):
    """The comparison above can fail: without knowing the trend of a year, answers that it turns are missed."""
    expected = list(_months(small_model, values, catalogue, "steep_trends"))
    kinds = len(tuple(catalogue))
    monkeypatch.setattr(TakeUpShares, "reach", lambda self, month: np.ones((2, kinds)))
    found = list(_months(small_model, values, catalogue, "steep_trends"))
    assert any(
        len(one[0]) != len(other[0]) or (one[0] != other[0]).any()
        for one, other in zip(expected, found, strict=True)
    )
