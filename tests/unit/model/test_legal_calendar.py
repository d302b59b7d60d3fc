"""Laws act through the plan from their date on, under the switches of a scenario, and leave the shared past alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError, ParameterError
from simsocial.measures import read_measure
from simsocial.model import SocialModel
from simsocial.model.arguments import Horizon, plan_of
from simsocial.scenario import Scenario
from simsocial.shapes.law import Law
from simsocial.shapes.legal_calendar import LegalCalendar, load_legal_calendar
from tests.unit.model.same import assert_same_state, assert_same_tables

HORIZON = Horizon(month_index("2024-01"), month_index("2027-01"), month_index("2031-12"))
STAFF = "services.nursery.staff.fte_per_case"
WAGE = "services.kita.cost.per_fte_eur_per_year"
MEASURE = {"kind": "change_value", "decided_by": "kreis", "lever": "own_act", "start": "2029-01", "id": WAGE}


def law(
    name: str, *changes: dict[str, Any], status: str = "enacted", since: str = "2028-01", **more: Any
) -> Law:
    """Return a law with these changes of the wage of educators."""
    named = {f"change_{number}": {"id": WAGE} | change for number, change in enumerate(changes)}
    entry = {"id": name, "label": {"de": name, "en": name}, "law": "SGB", "status": status, "from": since}
    return Law.model_validate(entry | {"changes": named} | more)


@pytest.fixture
def plan(catalogue, values):
    """Return the plan of a run under some laws, switches and measures."""

    def build(laws, switches=None, measures=(), registry=values, horizon=HORIZON):
        calendar = (laws if isinstance(laws, LegalCalendar) else LegalCalendar(laws)).switched(switches or {})
        made = [read_measure(f"m{number}", MEASURE | entry) for number, entry in enumerate(measures)]
        own = registry.register(*calendar.parameters(), *(one for m in made for one in m.parameters()))
        return plan_of(made, own, catalogue, horizon, calendar)

    return build


def at(plan, identifier, *months):
    return [plan.value(identifier, month_index(month)) for month in months]


def test_dated_figures_follow_the_law(plan):
    months = ("2024-12", "2025-01", "2027-12", "2028-01", "2031-12")
    found = at(plan(load_legal_calendar()), STAFF, *months)
    assert found == pytest.approx([0.219, 0.233, 0.251, 0.26, 0.26], rel=1e-9)


@pytest.mark.parametrize(
    ("status", "switch", "acts"),
    [
        ("enacted", None, True), ("enacted", True, True), ("enacted", False, False),
        ("announced", None, False), ("announced", True, True), ("announced", False, False),
        ("open", None, False), ("open", True, True), ("open", False, False),
    ],
)  # fmt: skip
def test_an_enacted_law_acts_unless_switched_off_and_another_where_switched_on(plan, status, switch, acts):
    one = law("wages", {"op": "multiply", "by": 1.5}, status=status, since="2028-05")
    found = plan([one], {} if switch is None else {"wages": switch})
    before, after = (
        found.value(WAGE, month_index(month)) / found.registered.value(WAGE, month_index(month))
        for month in ("2028-04", "2028-05")
    )
    assert (before, after) == (1.0, 1.5 if acts else 1.0)


@pytest.mark.parametrize("status", ["enacted", "open"])
def test_a_switch_holds_from_the_horizon_on_and_all_options_share_what_was_before(plan, status):
    one = law("wages", {"op": "add", "by": 5000}, status=status, since="2025-07")
    on, off = (plan([one], {"wages": switch}).number(WAGE).values for switch in (True, False))
    past = HORIZON.start - HORIZON.first
    assert on[:past].tobytes() == off[:past].tobytes()
    assert (on[past:] == off[past:] + 5000).all()
    registered = plan([]).number(WAGE).values
    assert (off[past:] == registered[past:]).all()
    changed_before = on[:past] != registered[:past]
    assert changed_before.sum() == (18 if status == "enacted" else 0)


def test_steps_by_date_hold_until_the_next_and_a_ramp_grows(plan):
    steps = law("steps", {"op": "set", "by": {"value": {"2028-03": 70000, "2029": 80000}}}, since="2028-01")
    assert at(plan([steps]), WAGE, "2028-03", "2028-12", "2029-01", "2031-12") == [70000, 70000, 80000, 80000]
    ramp = law("ramp", {"op": "add", "by": 400}, since="2028-01", ramp_months=4, to="2028-12")
    gained = np.subtract(plan([ramp]).number(WAGE).values, plan([]).number(WAGE).values)
    first = month_index("2028-01") - HORIZON.first
    np.testing.assert_allclose(gained[first - 1 : first + 5], [0, 100, 200, 300, 400, 400])
    assert gained[first + 11] == 400 and not gained[first + 12 :].any()


def test_a_law_and_a_measure_on_one_value_must_say_how_they_combine(plan):
    half = law("half", {"op": "multiply", "by": 0.5})
    with pytest.raises(
        ParameterError, match=r"laws\.half\.change_0 and measures\.m0 .*'order' in both, or in the"
    ):
        plan([half], measures=[{"op": "add", "by": 1000}])
    usual = plan([]).value(WAGE, month_index("2030-01"))
    for order, expected in ((1, usual / 2 + 1000), (-1, (usual + 1000) / 2)):
        found = plan([half], measures=[{"op": "add", "by": 1000, "order": order}])
        assert at(found, WAGE, "2030-01") == pytest.approx([expected])
        assert at(found.usual, WAGE, "2030-01") == pytest.approx([usual / 2])
    # What commutes needs no order.
    assert at(plan([half], measures=[{"op": "multiply", "by": 1.2}]), WAGE, "2030-01") == pytest.approx(
        [0.6 * usual]
    )


def test_a_measure_may_go_beyond_a_law_and_a_law_after_another(plan):
    first, later = (
        law(name, {"op": "set", "by": by, "order": order})
        for name, by, order in (("first", 70000, 0), ("later", 72000, 1))
    )
    assert at(plan([first, later]), WAGE, "2030-01") == [72000]
    with pytest.raises(ParameterError, match=r"laws\.first\.change_0 and laws\.later\.change_0"):
        plan([first, law("later", {"op": "set", "by": 72000})])
    assert at(
        plan([first], measures=[{"op": "set", "by": 75000, "order": 1}]), WAGE, "2028-12", "2029-01"
    ) == [
        70000,
        75000,
    ]


def test_laws_that_change_nothing_or_make_no_sense_are_refused(plan):
    with pytest.raises(ParameterError, match=r"laws\.null\.change_0: by: multiply 1 changes nothing"):
        plan([law("null", {"op": "multiply", "by": 1.0})])
    share = {"id": "services.nursery.target_quota", "op": "set", "by": 1.4}
    with pytest.raises(ParameterError, match=r"laws\.all\.change_0: .*makes no sense. Valid: from 0 to 1"):
        plan([law("all", share)])
    with pytest.raises(ParameterError, match=r"cannot differ by area"):
        plan([law("there", share | {"by": 0.9, "where": {"area": "a"}})])


def test_what_a_law_is_about_must_exist_but_not_in_every_run(plan, values):
    with pytest.raises(ParameterError, match=r"laws\.typo\.change_0: 'nursry' .*Did you mean 'nursery'"):
        plan([law("typo", {"id": "services.nursry.target_quota", "op": "set", "by": 0.5})])
    with pytest.raises(
        ParameterError, match=r"no registered value. Did you mean 'services.nursery.target_quota'"
    ):
        plan([law("typo", {"id": "services.nursery.target_qota", "op": "set", "by": 0.5})])
    without = type(values)(one for one in values if not one.id.startswith("services.nursery."))
    quota = law("quota", {"id": "services.nursery.target_quota", "op": "set", "by": 0.5})
    assert quota.modifiers(without) and not LegalCalendar([quota]).modifiers(without, *HORIZON)


def test_a_number_of_ones_own_for_a_whole_run_goes_before_a_law(plan, values):
    one = law("wages", {"op": "multiply", "by": 1.5}, since="2025-01")
    found = plan([one], registry=values.with_overrides({WAGE: 61000.0}))
    assert at(found, WAGE, "2024-06", "2030-01") == [61000, 61000]


def test_a_run_knows_no_law_of_later_than_it_may_know(plan, values):
    until = type(values)(values, known_until=month_index("2025-12"))
    laws = [
        law("known", {"op": "add", "by": 100}, since="2025-12"),
        law("unknown", {"op": "add", "by": 10}, since="2026-01"),
    ]
    found = plan(laws, registry=until)
    assert [one.origin for one in found.usual.modifiers] == ["laws.known.change_0"] * 2


def test_the_order_of_entries_does_not_matter(plan):
    laws = [law(name, {"op": "add", "by": by}) for name, by in (("a", 0.1), ("b", 0.2), ("c", 0.7))]
    forth, back = (plan(one).number(WAGE).values for one in (laws, laws[::-1]))
    assert forth.tobytes() == back.tobytes()


def test_what_is_uncertain_of_a_law_is_drawn(plan, values):
    one = law("wages", {"op": "multiply", "by": {"low": 1.1, "typical": 1.2, "high": 1.5}})
    found = {
        plan([one], registry=values.at_draw(draw)).factor(WAGE).at(month_index("2030-01"))
        for draw in range(10)
    }
    assert len(found) == 10 and 1.1 <= min(found) < max(found) <= 1.5


def test_a_payers_share_that_a_law_sets_is_what_it_says(plan, catalogue):
    """The others give way, as when a measure sets it."""
    share = {"id": "services.adult_day_care.payers.care_fund", "op": "set", "by": 0.9}
    found = catalogue["adult_day_care"].payers_of(
        plan([law("fund", share)]), "per_case", month_index("2030-01")
    )
    assert found["care_fund"] == pytest.approx(0.9)
    assert sum(found.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "enact"}, "status"),
        ({"changes": {}}, "at least one change"),
        ({"to": "2027-01"}, "lies before from"),
        ({"from": "2028"}, "2028"),
        ({"from": "2028-13"}, "2028-13"),
    ],
)
def test_a_faulty_entry_is_refused(change, told):
    entry = law("one", {"op": "add", "by": 1.0}).model_dump(by_alias=True)
    with pytest.raises(ValueError, match=told):
        Law.model_validate(entry | change)


def test_steps_lie_within_the_period_and_leave_no_ramp():
    with pytest.raises(ValueError, match=r"2027-06 is not within .* Valid: 2028-01 or later"):
        law("steps", {"op": "add", "by": {"value": {"2027-06": 1, "2029": 2}}})
    with pytest.raises(ValueError, match="no room for ramp_months"):
        law("steps", {"op": "add", "by": {"value": {"2028-06": 1, "2029": 2}}}, ramp_months=3)


def test_a_switch_names_a_law_of_the_calendar():
    with pytest.raises(ConfigError, match=r"laws\.wage: is no law of the calendar. Did you mean 'wages'"):
        LegalCalendar([law("wages", {"op": "add", "by": 1.0})]).switched({"wage": True})


@pytest.fixture
def model(small_region, catalogue, values):
    """Return a function that builds a model of the small region under some laws and switches."""

    def build(laws=None, switches=None, end="2024-02"):
        scenario = Scenario.from_config("test", {"laws": switches or {}})
        return SocialModel(
            small_region, scenario, 1, parameters=values, catalogue=catalogue, laws=laws, spin_up=0, end=end
        )

    return build


def test_a_run_is_the_same_to_the_bit_before_a_law_and_another_after_it(model):
    ratio = law("ratio", {"id": STAFF, "op": "multiply", "by": 1.6}, status="open", since="2024-05")
    pair = [model(LegalCalendar([ratio]), switches, "2024-09") for switches in ({}, {"ratio": True})]
    for one in pair:
        while one.next_month < month_index("2024-05"):
            one.advance()
    assert_same_state(*pair)
    assert_same_tables(*pair)
    vacancies = [one.run().recorder.latest("vacancies_educator") for one in pair]
    assert vacancies[1] > vacancies[0]


def test_a_model_without_a_word_about_laws_has_those_of_the_package(model):
    asked, given = model(), model(load_legal_calendar())
    assert asked.laws.acts("kita_staff_ratio")
    assert asked.plan is given.plan
    assert model(LegalCalendar()).plan.modifiers == ()
