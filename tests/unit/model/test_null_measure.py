"""A null measure gives exactly zero in every indicator; a measure acts from its start on and never before."""

from __future__ import annotations

import functools

import pytest

from simsocial import load_scenario
from simsocial.core.calendar import month_index, month_label
from simsocial.core.roots import packaged_root
from simsocial.measures import measure_kinds
from simsocial.measures.registry import measure_model
from simsocial.scenario import Scenario
from tests.unit.model.measures import MEASURES, measure
from tests.unit.model.same import assert_same_state, assert_same_tables, moment_of

SHIPPED = sorted(path.stem for path in packaged_root("scenarios").glob("*.yaml"))
PACKAGED = [kind for kind in measure_kinds() if measure_model(kind).__module__.startswith("simsocial.")]


TRIED_ELSEWHERE = ["extra_posts", "prevention"]
"""Of kinds that the small region has not: :mod:`tests.unit.model.test_planned_posts`."""


def test_every_packaged_kind_is_tried():
    assert sorted([*MEASURES, *TRIED_ELSEWHERE]) == PACKAGED


def test_a_null_measure_changes_no_indicator(small_model):
    without = small_model(end="2025-12").run()
    with_null = small_model(measure("no_change"), end="2025-12").run()
    assert_same_tables(without, with_null)
    assert_same_state(without, with_null)


def test_many_null_measures_change_nothing_beside_a_real_one(small_model):
    real = small_model(measure("close_site")).run()
    nulls = {name: measure("no_change")["m_no_change"] for name in ("a", "m_0", "z")}
    with_nulls = small_model(measure("close_site") | nulls).run()
    assert_same_tables(real, with_nulls)


def test_a_null_measure_changes_nothing_in_the_musterkreis(musterkreis_model):
    null = Scenario.from_config("null", {"measures": measure("no_change", start="2027-02")})
    without, with_null = (musterkreis_model(one, end="2027-12").run() for one in (None, null))
    assert_same_tables(without, with_null)
    assert_same_state(without, with_null)


@pytest.fixture(scope="module")
def small_status_quo(small_model):
    """Return a function that gives the small region without measures at the end of a month; made once."""
    return functools.cache(lambda end: small_model(end=end).run())


@pytest.mark.any_python
@pytest.mark.parametrize("kind", [kind for kind in MEASURES if kind != "no_change"])
def test_a_measure_acts_from_its_start_on_and_never_before(small_model, small_status_quo, kind):
    start = measure(kind)[f"m_{kind}"].get("start", "2024-03")
    before = month_label(month_index(start) - 1)
    assert_same_state(small_status_quo(before), small_model(measure(kind), end=before).run())
    without, with_measure = (
        model.recorder.frame() for model in (small_status_quo("2024-12"), small_model(measure(kind)).run())
    )
    months = without["period_kind"] == "month"
    early = months & (without["period"].astype(str) < start)
    assert without.loc[early].equals(with_measure.loc[early])
    assert not without.loc[months & ~early, "value"].equals(with_measure.loc[months & ~early, "value"])


shipped = functools.cache(load_scenario)

LOOKED_AT = (1, 11, 23)
"""Months after the first of a scenario: most act at once, others within a year, one waits for a school to become
empty; the status quo never does."""


def first_month_of(scenario):
    """Return the month in which a scenario begins to act; the status quo is looked at in another one."""
    begin = month_index("2027-01")
    months = (measure.at_earliest(begin).first_month for measure in scenario.measures.values())
    return min(months, default=month_index("2027-07"))


@pytest.fixture(scope="module")
def status_quo(whole_musterkreis):
    """What one run of the status quo is before the first month of each scenario, and as it is looked at."""
    first = {first_month_of(shipped(name)) for name in SHIPPED}
    wanted = {month + ahead for month in first for ahead in (-1, *LOOKED_AT)}
    model, moments = whole_musterkreis(end=month_label(max(wanted))), {}
    while model.next_month <= model.end_month:
        model.advance()
        if model.month in wanted:
            moments[model.month] = moment_of(model)
    return moments


@pytest.mark.any_python
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_is_bit_equal_before_its_first_measure_and_acts_then(
    whole_musterkreis, status_quo, name
):
    scenario = shipped(name)
    first = first_month_of(scenario)
    before = status_quo[first - 1]
    model = whole_musterkreis(scenario, end=month_label(first + LOOKED_AT[-1]))
    while model.next_month < first:
        model.advance()
    assert_same_state(before, model)
    assert_same_tables(before, model)
    acts = bool(scenario.measures or scenario.laws)
    assert any(differs(status_quo[first + ahead], model) for ahead in LOOKED_AT) == acts


def differs(after, model):
    """Run a model on to a month and tell whether any value is another by then; one that is stays in the table."""
    while model.month < after.month:
        model.advance()
    return not after.recorder.frame()["value"].equals(model.recorder.frame()["value"])
