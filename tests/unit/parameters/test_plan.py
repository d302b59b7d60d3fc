"""The plan says the same as the registry, month by month, and what an option changes, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsocial.core.calendar import month_index
from simsocial.core.errors import ParameterError
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import OPERATIONS, Modifier, check_combination
from simsocial.parameters.plan import Plan

FIRST, LAST = month_index("2015-01"), month_index("2045-12")
FEE = "fertility.total_fertility_rate"


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return Parameters.load()


@pytest.mark.parametrize("known_until", [None, month_index("2016-06"), month_index("2023-12")])
@pytest.mark.parametrize("draw", [None, 3])
def test_a_plan_says_in_each_month_what_the_registry_says(known_until: int | None, draw: int | None) -> None:
    registry = Parameters.load(draw=draw, known_until=known_until)
    plan = Plan(registry, FIRST, LAST)
    for parameter in registry:
        if parameter.is_table:
            tables = plan.tables(parameter.id)
            for month in range(FIRST, LAST + 1, 5):
                np.testing.assert_array_equal(tables.at(month), registry.table(parameter.id, month))
        else:
            by_month = [registry.value(parameter.id, month) for month in range(FIRST, LAST + 1)]
            np.testing.assert_array_equal(plan.number(parameter.id).values, by_month, err_msg=parameter.id)


def test_a_table_is_the_same_object_while_nothing_changes(parameters: Parameters) -> None:
    plan = Plan(parameters, FIRST, LAST)
    assert plan.tables("mortality.death_probability").at(FIRST) is plan.tables(
        "mortality.death_probability"
    ).at(FIRST + 1)


def test_values_and_tables_of_a_plan_cannot_be_written(parameters: Parameters) -> None:
    changed = Plan(
        parameters, FIRST, LAST, [Modifier("mortality.death_probability", "multiply", 0.5, FIRST + 5)]
    )
    for array in (changed.number(FEE).values, changed.tables("mortality.death_probability").at(LAST)):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


@given(op=st.sampled_from(OPERATIONS), start=st.integers(FIRST + 1, LAST), ramp=st.integers(0, 48))
def test_before_its_start_and_after_its_end_a_modifier_changes_not_a_bit(
    op: str, start: int, ramp: int
) -> None:
    months = np.arange(FIRST, LAST + 1)
    values = np.linspace(0.1, 0.7, len(months))
    modifier = Modifier(FEE, op, 0.3, start, end=start + 11, ramp_months=ramp)  # type: ignore[arg-type]
    after = modifier.applied(values, months)
    outside = (months < start) | (months > start + 11)
    assert after[outside].tobytes() == values[outside].tobytes()


def test_a_ramp_grows_in_equal_steps_to_the_full_change(parameters: Parameters) -> None:
    start = month_index("2030-01")
    plan = Plan(parameters, FIRST, LAST, [Modifier(FEE, "add", 0.3, start, ramp_months=3)])
    gained = plan.number(FEE).values - Plan(parameters, FIRST, LAST).number(FEE).values
    np.testing.assert_allclose(
        gained[start - FIRST - 1 : start - FIRST + 4], [0.0, 0.1, 0.2, 0.3, 0.3], atol=1e-12
    )


def test_the_level_of_a_table_can_be_multiplied(parameters: Parameters) -> None:
    identifier, start = "mortality.death_probability", month_index("2030-01")
    plan = Plan(parameters, FIRST, LAST, [Modifier(identifier, "multiply", 0.5, start)])
    np.testing.assert_array_equal(
        plan.tables(identifier).at(start), 0.5 * parameters.table(identifier, start)
    )
    assert plan.tables(identifier).at(start - 1) is parameters.table(identifier, start - 1)


@pytest.mark.parametrize(
    ("modifier", "text"),
    [
        (Modifier("fertility.male_shar", "set", 0.5, FIRST), "Did you mean 'fertility.male_share'"),
        (Modifier(FEE, "multiply", 1.0, FIRST), "changes nothing"),
        (Modifier(FEE, "cap", 9.0, FIRST), "changes nothing"),
        (Modifier(FEE, "add", 1.0, LAST + 1), "after the run's last month 2045-12"),
        (Modifier("fertility.male_share", "set", 1.5, FIRST), "makes no sense. Valid: from 0 to 1"),
        (Modifier(FEE, "set", 1.0, FIRST, where={"area": ("E",)}), "cannot differ by area"),
        (Modifier("mortality.death_probability", "add", 0.1, FIRST), "Valid: op: multiply"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    parameters: Parameters, modifier: Modifier, text: str
) -> None:
    with pytest.raises(ParameterError, match=text):
        Plan(parameters, FIRST, LAST, [modifier])


def test_two_that_do_not_commute_need_an_order(parameters: Parameters) -> None:
    start = month_index("2030-01")
    one, other = Modifier(FEE, "set", 1.2, start, origin="a"), Modifier(FEE, "add", 0.1, start, origin="b")
    with pytest.raises(ParameterError, match="a and b change"):
        Plan(parameters, FIRST, LAST, [one, other])
    ordered = [
        Modifier(FEE, "set", 1.2, start, origin="a", order=1),
        Modifier(FEE, "add", 0.1, start, origin="b", order=2),
    ]
    assert Plan(parameters, FIRST, LAST, ordered).value(FEE, LAST) == pytest.approx(1.3)
    assert Plan(parameters, FIRST, LAST, ordered[::-1]).value(FEE, LAST) == pytest.approx(1.3)


@given(
    ops=st.lists(st.sampled_from(OPERATIONS), min_size=2, max_size=2),
    by=st.lists(st.floats(0.1, 3.0), min_size=2, max_size=2),
    ramps=st.lists(st.integers(0, 5), min_size=2, max_size=2),
)
def test_what_is_said_to_commute_does(ops: list[str], by: list[float], ramps: list[int]) -> None:
    months, values = np.arange(20), np.linspace(1.0, 2.0, 20)
    one, other = (
        Modifier(FEE, ops[i], by[i], 3 + i, ramp_months=ramps[i])  # type: ignore[arg-type]
        for i in (0, 1)
    )
    if one.commutes_with(other):
        np.testing.assert_allclose(
            one.applied(other.applied(values, months), months),
            other.applied(one.applied(values, months), months),
        )


def test_changes_elsewhere_or_at_another_time_do_not_meet() -> None:
    in_e = Modifier(FEE, "set", 1.0, 10, where={"area": ("E",)}, origin="a")
    in_g = Modifier(FEE, "add", 1.0, 10, where={"area": ("G",)}, origin="b")
    earlier = Modifier(FEE, "add", 1.0, 0, end=9, origin="c")
    check_combination([in_e, in_g, earlier])
    anywhere = Modifier(FEE, "add", 1.0, 10, origin="d")
    with pytest.raises(ParameterError, match="a and d change"):
        check_combination([in_e, anywhere])
