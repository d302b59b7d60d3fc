"""One added person changes one person, when nobody competes for anything.

Places of services, the staff market, the partner market and that of shared homes are switched off; dwellings
are in no short supply. What is left depends on each person's own draws alone.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import cohort_of
from simsocial.core.columns import ADULT, CHILD, NOBODY, PRIVATE
from simsocial.core.population import add_person, found_household
from simsocial.core.random import hash_key
from simsocial.core.state import TOP
from simsocial.processes import partnership
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


def _rematching(rows, keys, ring, sex, group, age_months):
    """Pair seekers by one sequence of dice for all of them, as a market with a shared stream would."""
    order = np.random.default_rng(1).permutation(len(rows))
    men, women = (rows[order][sex[order] == one] for one in (0, 1))
    pairs = min(len(men), len(women))
    return men[:pairs], women[:pairs]


def test_in_a_crowded_partner_market_one_man_more_rematches_at_most_ten(small_model, values, monkeypatch):
    """72 couples form in one month. Can fail: a market of shared dice rematches more than twenty."""
    crowded = values.with_overrides({"partnership.formation_rate": 10.0})

    def run(number=None):
        model = small_model(end="2024-01", parameters=crowded, disabled=("shared_home",))
        if number is not None:
            key, cohort = hash_key(99, number, 0), int(cohort_of(model.first_month - 7 - 12 * 28, 0))
            model.state.reserve(persons=1, households=1)
            state, counters = model.state, model.state.counters
            home = found_household(state.households, counters, key, 0, PRIVATE, NOBODY)
            add_person(state.persons, state.households, counters, key, cohort, ADULT, home, NOBODY)
        return records(model.run())

    def changed(number):
        with_one = run(number)
        return sum(with_one.get(key) != life for key, life in before.items())

    seeking = (4, 6, 9)  # men who look for a partner in this month, by their own draws
    before = run()
    assert all(0 < changed(number) <= 10 for number in seeking)
    monkeypatch.setattr(partnership, "pair_seekers", _rematching)
    before = run()
    assert all(changed(number) > 20 for number in seeking)


ADDED = (
    *((sex, age, place, 0, None) for sex, age, place in ((0, 24, 1), (1, 24, 0), (0, 33, 4), (1, 55, 3))),
    *((1, 32, place, 0, child) for place, child in ((0, 2), (2, 3), (4, 5), (5, 6))),
    *(
        (sex, age, place, grade, None)
        for sex, age, place, grade in ((1, 83, 0, 2), (0, 79, 2, 3), (1, 88, 4, 4))
    ),
)
"""Sex, age, place and care grade of people who are added, each to a world of their own, and the age of a child."""


@pytest.fixture(scope="module")
def lives(small_model):
    """Return a function that lets a year pass in the full model, with an added person or without."""

    def run(number=None):
        model = small_model(end="2024-12")
        if number is not None:
            _add(model, number)
        model.run()
        return records(model), _services(model)

    return run


def _add(model, number):
    """Add somebody, and maybe a child, to the base population."""
    sex, age, place, grade, child = ADDED[number]
    state, keys = model.state, (hash_key(4711, number, 0), hash_key(4711, number, 1))
    state.reserve(persons=2, households=1)
    home = found_household(state.households, state.counters, keys[0], place, PRIVATE, NOBODY)
    people = [(keys[0], age, sex, ADULT)] + ([] if child is None else [(keys[1], child, 0, CHILD)])
    for key, years, own_sex, role in people:
        cohort = int(cohort_of(model.first_month - 7 - 12 * years, own_sex))
        row = add_person(state.persons, state.households, state.counters, key, cohort, role, home, NOBODY)
        state.persons.care_grade[row] = grade


def _services(model):
    """Return for each key the cases: kind, state and site."""
    persons, cases = model.state.persons, model.state.cases
    found = {}
    for case in np.flatnonzero(cases.person[: int(model.state.counters[2, TOP])] != NOBODY).tolist():
        own = found.setdefault(int(persons.key[cases.person[case]]), set())
        own.add((int(cases.kind[case]), int(cases.state[case]), int(cases.site[case])))
    return found


@pytest.fixture(scope="module")
def lives_without(lives):
    return lives()


def test_with_places_dwellings_and_partners_a_person_more_changes_at_most_ten(lives, lives_without):
    """In the full model people compete: who gets a place, a dwelling or a partner takes it from a few others."""
    changed, served = [], 0
    for number in range(len(ADDED)):
        with_one = lives(number)
        others = [
            {key for key, life in before.items() if after.get(key) != life}
            for before, after in zip(lives_without, with_one, strict=True)
        ]
        changed.append(len(set.union(*others)))
        served += any(int(hash_key(4711, number, one)) in with_one[1] for one in (0, 1))
    assert max(changed) <= 10
    assert sum(changed) >= 3
    assert served >= 4
