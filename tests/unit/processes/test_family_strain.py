"""Strained families and the gradient by place: shares, whom they hold of, where, and what follows for help."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.state import TOP
from simsocial.model import SocialModel
from simsocial.people.predicates import PREDICATES
from simsocial.people.social_states import AGES, CIRCUMSTANCES, SOCIAL_STATES
from simsocial.people.view import Homes, People
from tests.unit.model.same import assert_same_state, assert_same_tables

FALSE_ALARM = 3.72
"""Standard errors that a correct program exceeds once in 10,000 tests (one-sided)."""

FLAT = {f"social_states.family_strain_{name}_ratio": 1.0 for name in CIRCUMSTANCES["family_strain"]}
NO_GRADIENT = {f"social_states.{state}_index_ratio": 1.0 for state in AGES}
INDEX = {"a": -0.4, "b": 0.0, "c": 1.05}
"""Of the areas, whose people weigh 50, 31 and 19 %."""


def people_of(model):
    rows = slice(0, int(model.state.counters[0, TOP]))
    return People(model.state, rows, model.month), model.state.persons.cohort[rows] != EMPTY_COHORT


def families(model):
    """Return all households with minor children, and which of them are strained."""
    homes = Homes(model.state, slice(0, int(model.state.counters[1, TOP])), model.month)
    children = homes.count(lambda people: (people.role == 1) & (people.age < 18))
    rows = np.flatnonzero((homes.column("form") == 0) & homes.is_used & (children > 0))
    return rows, PREDICATES["family_strain"].holds(homes)[rows]


@pytest.fixture
def world(small_model, small_region, values):
    """Return a function that lets a quarter pass under other values, with or without an index of the areas."""

    def run(over, index=None, end="2024-03", **settings):
        own = small_region.places["area"].map(INDEX).to_numpy(np.float64)
        region = replace(small_region, disadvantage=own if index else None)
        parameters = values.with_overrides({"social_states." + name: one for name, one in over.items()})
        return small_model(parameters=parameters, region=region, end=end, **settings).run()

    return run


def test_as_many_families_as_the_figure_says_and_those_on_benefits_more_often(musterkreis, values, catalogue):
    """By the figures of the survey: 21.3 % of all, 46.4 % of those on benefits, 18.4 % of others; false alarm 1e-4."""
    model = SocialModel(musterkreis, rng=1, parameters=values, catalogue=catalogue, spin_up=0, end="2024-02")
    rows, strained = families(model.run())
    assert abs(strained.mean() - 0.213) < 0.02 + FALSE_ALARM * np.sqrt(0.17 / len(rows))
    on_benefits = model.state.column("households", "livelihood")[rows] & 1 == 1
    for who, share in ((on_benefits, 0.464), (~on_benefits, 0.184)):
        assert abs(strained[who].mean() - share) < 0.04 + FALSE_ALARM * np.sqrt(
            share * (1.0 - share) / who.sum()
        )


def test_parents_and_children_agree_and_one_member_stands_for_each_family(world):
    model = world({"family_strain_share": 0.5})
    people, alive = people_of(model)
    rows, strained = families(model)
    home = model.state.persons.household[people.rows]
    lives_there = np.isin(home, rows[strained]) & alive
    assert (PREDICATES["family_strain"].of_people(people)[alive] == lives_there[alive]).all()
    children = PREDICATES["child_of_strained_family"].of_people(people) & alive
    assert (children == (lives_there & (people.role == 1) & (people.age < 18))).all()
    standing = PREDICATES["strained_family"].of_people(people) & alive
    assert sorted(home[standing]) == rows[strained].tolist()


@pytest.mark.parametrize("name", ["lone_parent", "unemployed"])
def test_what_holds_of_an_adult_tells_of_the_family_and_a_ratio_of_one_of_nothing(world, name):
    flat = {one.removeprefix("social_states."): ratio for one, ratio in FLAT.items()} | {
        "family_strain_share": 0.3
    }
    steep = flat | {f"family_strain_{name}_ratio": 4.0, f"family_strain_{name}_share": 0.2}
    none, more = world(flat), world(steep)
    people, _ = people_of(none)
    head = (people.role == 0) & PREDICATES[name].of_people(people)
    homes = none.state.persons.household[people.rows]
    rows, before = families(none)
    _, after = families(more)
    concerned = np.isin(rows, homes[head])
    assert concerned.sum() > 10
    # Draws last: at once more of those and fewer of the others, and nobody else.
    assert (after[concerned] >= before[concerned]).all()
    assert (after[~concerned] <= before[~concerned]).all()
    assert after[concerned].mean() > before[concerned].mean() + 0.2


def test_no_family_at_a_share_of_zero_all_at_one_and_none_without_the_process(world):
    flat = {one.removeprefix("social_states."): ratio for one, ratio in FLAT.items()}
    assert not families(world(flat | {"family_strain_share": 0.0}))[1].any()
    assert families(world(flat | {"family_strain_share": 1.0}))[1].all()
    assert not families(world({}, disabled=["social_states"]))[1].any()


def by_area(model, name):
    people, alive = people_of(model)
    holds = PREDICATES[name].of_people(people) & alive
    area = model.place_area[model.state.persons.place[people.rows]]
    grown_up = alive & (people.age >= 18)
    of_all = grown_up if name == "overindebted" else alive & (people.role == 1) & (people.age < 18)
    return np.bincount(area[holds], minlength=3), np.bincount(area[of_all], minlength=3)


@pytest.mark.parametrize(
    ("state", "name"), [("overindebted", "overindebted"), ("family_strain", "child_of_strained_family")]
)
def test_more_are_where_the_index_is_higher_and_as_many_in_all(world, state, name):
    """Two thirds more a unit: areas in their order, sizes as stated, the total that without; false alarm 1e-4."""
    over = {f"{state}_share": 0.25, f"{state}_index_ratio": 5.0 / 3.0}
    flat, steep = (world(over | own, index=True) for own in ({f"{state}_index_ratio": 1.0}, {}))
    (before, people), (after, _) = by_area(flat, name), by_area(steep, name)
    change = after / np.maximum(before, 1)
    assert change[0] < change[1] < change[2]
    stated = (5.0 / 3.0) ** np.array([*INDEX.values()])
    stated /= np.average(stated, weights=people)
    # Of those in one world only, chance decides.
    error = FALSE_ALARM * np.sqrt(np.abs(stated - 1.0) * before + 4.0)
    assert (np.abs(after - stated * before) < error + 0.05 * before).all()
    assert abs(after.sum() - before.sum()) < FALSE_ALARM * np.sqrt(np.abs(after - before).sum() + 4.0)


def test_without_a_gradient_an_index_changes_nothing_to_the_last_bit(world):
    over = {one.removeprefix("social_states."): ratio for one, ratio in NO_GRADIENT.items()}
    with_index, without = (world(over, index=index, end="2024-06") for index in (True, False))
    assert_same_state(with_index, without)
    assert_same_tables(with_index, without)


def test_a_gradient_ten_times_as_steep_still_runs(world):
    model = world({f"{state}_index_ratio": 10.0 for state in AGES}, index=True, end="2024-04")
    people, alive = people_of(model)
    assert all((PREDICATES[name].of_people(people) & alive).any() for name in SOCIAL_STATES)


def test_indicators_count_families_and_their_children(world):
    model = world({"family_strain_share": 0.4})
    table = model.recorder.frame()
    rows = table[(table["period"] == "2024-03") & (table["group_kind"] == "all")].set_index(
        ["indicator", "area"]
    )
    _, strained = families(model)
    children, of_all = by_area(model, "child_of_strained_family")
    found = rows["value"]
    assert found["strained_families", "region"] == pytest.approx(strained.sum(), abs=2)
    assert found["children_in_strained_families", "region"] == pytest.approx(children.sum(), abs=2)
    assert found["children_in_strained_families_share", "region"] == pytest.approx(
        100.0 * children.sum() / of_all.sum(), abs=0.5
    )
    assert model.counts.social_states[list(SOCIAL_STATES).index("strained_family")].sum() == strained.sum()
