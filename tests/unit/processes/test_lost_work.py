"""Work given up: for care, and for want of a place, told from the same draws under other circumstances."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ADULT, CHILD, GAVE_UP, PRIVATE, SERVED, WAITING
from simsocial.core.random import uniform_array
from simsocial.people.work import FULL_TIME
from simsocial.processes.work_looks import HOURS_LOST
from tests.unit.model.measures import WHO
from tests.unit.processes.people import alive
from tests.unit.processes.test_work import (
    at_start_of_half_year,
    look_at_all,
    members_of,
    plain_state,
    process_of,
)

NO_KITA = {
    f"close_{site}": WHO | {"kind": "close_site", "start": "2024-02", "site": site}
    for site in ("kita_a1", "kita_b1", "kita_b2", "kita_c1")
}


@pytest.fixture(scope="module")
def without_places(small_model, values):
    """Half a year after all Kitas have closed, while claims wait."""
    over = {f"services.{kind}.patience_months": 60.0 for kind in ("nursery", "kindergarten")}
    return small_model(NO_KITA, parameters=values.with_overrides(over), end="2024-09").run()


def first_mother(model, row):
    """Tell whether somebody is the first woman among the heads of the household."""
    persons = model.state.persons
    women = (one for one in members_of(model, row) if persons.role[one] == ADULT and persons.cohort[one] & 1)
    return next(women, None) == row


def rules_and_draws(model):
    keys = model.state.persons.key
    return process_of(model)._rules_since(model.month), {
        name: uniform_array(1, name, keys)
        for name in ("attainment", "work.lasting", "work.phase", "work.alike")
    }


def test_jobs_given_up_are_those_that_carers_would_have_without_the_care(small_model):
    model = small_model(end="2024-08").run()
    look_at_all(model)
    rules, draws = rules_and_draws(model)
    given_up = 0
    for row in alive(model):
        own = at_start_of_half_year(model, row, rules)
        alone = own._replace(care_ratio=np.ones_like(own.care_ratio))
        if plain_state(model, row, alone, draws) == FULL_TIME:
            given_up += plain_state(model, row, own, draws) != FULL_TIME
    assert model.counts.quantity("carers_full_time_loss").sum() == given_up > 0


def test_hours_lost_are_those_a_mother_would_work_with_a_place(without_places):
    model = without_places
    look_at_all(model)
    rules, draws = rules_and_draws(model)
    persons, lost = model.state.persons, 0
    for row in alive(model):
        home = persons.household[row]
        if model.state.households.form[home] != PRIVATE or persons.role[row] != ADULT:
            continue
        if not first_mother(model, row):
            continue
        if not any(persons.role[one] == CHILD for one in members_of(model, row)):
            continue
        own = at_start_of_half_year(model, row, rules)
        with_place = own.with_place.copy()
        with_place[:, [WAITING, GAVE_UP]] = with_place[:, [SERVED]]
        served = plain_state(model, row, own._replace(with_place=with_place), draws)
        lost += max(int(own.hours[served] - own.hours[plain_state(model, row, own, draws)]), 0)
    assert model.counts.quantity("parent_hours_lost").sum() == lost > 0


def test_nothing_is_lost_where_a_place_does_nothing_for_work(small_model, values):
    over = {f"services.{kind}.effects.mothers_work.factor": 1.0 for kind in ("nursery", "kindergarten")}
    over |= {f"services.{kind}.patience_months": 60.0 for kind in ("nursery", "kindergarten")}
    over["work.informal_care_strength"] = 0.0
    model = small_model(NO_KITA, parameters=values.with_overrides(over), end="2024-06").run()
    assert model.counts.quantity("parent_hours_lost").sum() == 0
    assert model.counts.quantity("carers_full_time_loss").sum() == 0


def test_mothers_without_a_degree_lose_nothing_by_default_and_as_others_do_at_full_strength(
    small_model, values
):
    over = {f"services.{kind}.patience_months": 60.0 for kind in ("nursery", "kindergarten")}
    lost = {}
    for strength in (values.value("work.childcare_without_degree_strength"), 1.0):
        over["work.childcare_without_degree_strength"] = strength
        model = small_model(NO_KITA, parameters=values.with_overrides(over), end="2024-09").run()
        look_at_all(model)
        rules, draws = rules_and_draws(model)
        attained, losing = [], model.state.columns["households"]["dependants"] // HOURS_LOST > 0
        for row in alive(model):
            home = model.state.persons.household[row]
            if losing[home] and first_mother(model, row):
                age = (model.month - EPOCH_MONTH - int(model.state.persons.cohort[row] >> 1)) // 12
                own = at_start_of_half_year(model, row, rules)
                attained.append(draws["attainment"][row] < own.attained[0, 1, age])
        lost[strength] = sum(attained), len(attained)
    assert lost[0.0][0] == 0 < lost[0.0][1]
    assert lost[1.0][0] > 0
    assert lost[1.0][1] - lost[1.0][0] == lost[0.0][1]
