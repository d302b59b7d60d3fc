"""Social states: as many as the figures say, more often under some circumstances, turning with these and no others."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.state import TOP
from simsocial.indicators.margins import Everybody
from simsocial.people.predicates import PREDICATES
from simsocial.people.social_states import AGES, OF_FAMILIES, SOCIAL_STATES
from simsocial.people.view import People

FALSE_ALARM = 3.72
"""Standard errors that a correct program exceeds once in 10,000 tests (one-sided)."""


def everybody(model):
    people = People(model.state, slice(0, int(model.state.counters[0, TOP])), model.month)
    return people, model.state.persons.cohort[people.rows] != EMPTY_COHORT


def holds(model, name):
    people, alive = everybody(model)
    return PREDICATES[name].of_people(people)[alive]


@pytest.fixture(scope="module")
def model(small_model):
    return small_model(end="2024-03").run()


@pytest.mark.parametrize("state", [state for state in AGES if state != OF_FAMILIES])
def test_as_many_as_the_figures_say(model, values, state):
    """Of those of the first age; false alarm 1e-4, beside 15 % by which circumstances here may be others."""
    people, alive = everybody(model)
    ages = [*AGES[state], 200]
    of_age = ((people.age >= ages[0]) & (people.age < ages[1]))[alive]
    share = values.value(f"social_states.{state}_share", model.month)
    error = FALSE_ALARM * np.sqrt(share * (1.0 - share) / of_age.sum())
    assert abs(holds(model, state)[of_age].mean() - share) < 0.15 * share + error
    assert not holds(model, state)[(people.age < ages[0])[alive]].any()


def test_who_has_no_partner_is_lonely_more_often_and_without_the_gradient_is_not(small_model, model, values):
    flat = values.with_overrides(
        {f"social_states.lonely_{name}_ratio": 1.0 for name in ("with_partner", "poor", "resident")}
        | {"social_states.lonely_share": 0.4, "social_states.lonely_from_80_share": 0.4}
    )
    steep = flat.with_overrides({**flat.overrides, "social_states.lonely_with_partner_ratio": 0.25})
    people, alive = everybody(model)
    grown_up = (people.age >= 18)[alive]
    partner = people.has_partner[alive]
    rates = []
    for parameters in (flat, steep):
        lonely = holds(small_model(parameters=parameters, end="2024-03").run(), "lonely")
        rates.append([lonely[grown_up & (partner == has)].mean() for has in (False, True)])
    (alone, together), (more_alone, less_together) = rates
    assert abs(alone - together) < FALSE_ALARM * np.sqrt(0.24 * 2.0 / (grown_up & ~partner).sum()) + 0.01
    assert less_together / more_alone == pytest.approx(0.25, abs=0.06)


def test_a_draw_lasts_so_that_a_higher_share_adds_people_and_swaps_none(small_model, model, values):
    more = values.with_overrides({"social_states.volunteer_share": 0.5})
    changed = small_model(parameters=more, end="2024-03").run()
    before, after = holds(model, "volunteer"), holds(changed, "volunteer")
    assert (after >= before).all()
    assert after.sum() > before.sum()


def test_switched_off_nothing_holds_of_anybody(small_model):
    model = small_model(end="2024-02", disabled=["social_states"]).run()
    for state in SOCIAL_STATES:
        assert not holds(model, state).any()
    assert not model.counts.social_states.any()


def test_they_are_counted_by_area_sex_and_age_as_a_look_at_everybody_says(small_model, values):
    """Who has moved into a home since demand was told is in other circumstances, which tell in the next month only."""
    parameters = values.with_overrides(
        {f"social_states.lonely_{name}_ratio": 1.0 for name in ("with_partner", "poor", "resident")}
    )
    model = small_model(parameters=parameters, end="2024-08").run()
    people, alive = everybody(model)
    cells = model.counts.cells.of_people(Everybody(model.state, model.month))
    cell = cells.of_cohort[model.state.persons.cohort[people.rows]]
    area = model.place_area[model.state.persons.place[people.rows]]
    for state, counted in zip(SOCIAL_STATES, model.counts.social_states, strict=True):
        expected = np.zeros_like(counted)
        own = PREDICATES[state].of_people(people) & alive
        np.add.at(expected, (area[own], cell[own]), 1)
        assert np.array_equal(counted, expected), state
        assert counted.sum() > 50


def test_indicators_say_how_many_and_what_share(model, values):
    table = model.recorder.frame()
    rows = table[
        (table["period"] == "2024-03") & (table["area"] == "region") & (table["group_kind"] == "all")
    ]
    found = rows.set_index("indicator")["value"]
    for state, name, share in (
        ("overindebted", "over_indebted", "over_indebted_share"),
        ("lonely", "lonely", "lonely_share"),
        ("volunteer", "volunteers", "volunteering_rate"),
        ("migration_background", "migration_background", "migration_background_share"),
    ):
        people, alive = everybody(model)
        of_age = (people.age >= AGES[state][0])[alive]
        assert found[name] == pytest.approx(holds(model, state).sum(), abs=2)
        assert found[share] == pytest.approx(100.0 * found[name] / of_age.sum(), abs=1e-6)


def test_they_are_counted_where_no_kind_names_any(small_model, catalogue, values):
    kinds = type(catalogue)([kind for kind in catalogue if kind.id == "kindergarten"])
    model = small_model(catalogue=kinds, end="2024-02").run()
    assert (model.counts.social_states.sum(axis=(1, 2)) > 50).all()
