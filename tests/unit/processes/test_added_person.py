"""One added person changes one person, when nobody competes for anything.

Places of services, the staff market, the partner market and that of shared homes are switched off; dwellings
are in no short supply. What is left depends on each person's own draws alone.
"""

from __future__ import annotations

import pytest

from simsocial.core.calendar import cohort_of
from simsocial.core.columns import ADULT, NOBODY, PRIVATE
from simsocial.core.population import add_person, found_household
from simsocial.core.random import hash_key
from tests.unit.processes.people import records

WITHOUT_COMPETITION = (
    "partnership",
    "shared_home",
    "service_demand",
    "staff_market",
    "allocation",
    "finance",
)
KEY = hash_key(4711)


@pytest.fixture(scope="module")
def life(small_model):
    """Return a function that lets 60 months pass, with an added person or without."""

    def run(sex=None, age=0):
        model = small_model(end="2028-12", disabled=WITHOUT_COMPETITION, check_every_month=True)
        model.housing.stock += 100_000
        if sex is not None:
            state = model.state
            state.reserve(persons=1, households=1)
            counters, born = state.counters, model.first_month - 1 - 12 * age
            home = found_household(state.households, counters, hash_key(4712), 0, PRIVATE, NOBODY)
            add_person(
                state.persons, state.households, counters, KEY, int(cohort_of(born, sex)), ADULT, home, NOBODY
            )
        return records(model.run())

    return run


@pytest.fixture(scope="module")
def without(life):
    return life()


@pytest.mark.parametrize(("sex", "age"), [(0, 50), (0, 20), (1, 70), (0, 88)])
def test_one_added_person_changes_one_person(life, without, sex, age):
    with_one = life(sex, age)
    assert {key: record for key, record in with_one.items() if key != int(KEY)} == without
    assert len(with_one) - len(without) in (0, 1)


def test_an_added_woman_adds_herself_and_her_children_alone(life, without):
    with_one = life(1, 28)
    assert without.items() <= with_one.items()
    added = {key: with_one[key] for key in with_one.keys() - without.keys()}
    own_home = {record[5] for record in added.values()}
    assert len(own_home) <= 1


def test_the_run_without_changes_is_long_enough_to_show_something(life, without, small_model):
    start = records(small_model())
    assert len(without.keys() - start.keys()) > 500
    assert len(start.keys() - without.keys()) > 500


def test_with_places_dwellings_and_partners_a_person_more_changes_few(small_model):
    """The full model is not local by construction; this keeps it from becoming chaotic."""
    runs = []
    for added in (False, True):
        model = small_model(end="2024-12")
        if added:
            state = model.state
            state.reserve(persons=1, households=1)
            home = found_household(state.households, state.counters, hash_key(4712), 0, PRIVATE, NOBODY)
            cohort = int(cohort_of(model.first_month - 1 - 12 * 40, 0))
            add_person(state.persons, state.households, state.counters, KEY, cohort, ADULT, home, NOBODY)
        runs.append(records(model.run()))
    different = sum(runs[1].get(key) != record for key, record in runs[0].items())
    assert different < 0.02 * len(runs[0])
