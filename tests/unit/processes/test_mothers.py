"""Mothers and the minors they bear stay together, also where the mother lives with her parents."""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import age_of_cohorts
from simsocial.core.columns import ADULT, CHILD, INSTITUTION, NOBODY, PRIVATE
from simsocial.core.company import OWN_MINORS, child_key, goes_along
from simsocial.core.population import settle_household
from simsocial.model import SocialModel
from tests.unit.processes.people import alive
from tests.unit.processes.test_events import Stage


def _listen(model, name, heard):
    """Let a process note key, role and month of those to whom it happens."""
    process = next(p for p in model.schedule_of_month.processes if p.name == name)
    apply = process.apply

    def noted(month, rows):
        persons = model.state.persons
        keys, roles = persons.key[rows].tolist(), persons.role[rows].tolist()
        heard.extend((key, role, month) for key, role in zip(keys, roles, strict=True))
        apply(month, rows)

    process.apply = noted


def test_minors_live_with_their_mother_unless_she_parted_or_is_in_a_home(musterkreis, values, catalogue):
    model = SocialModel(musterkreis, rng=2, parameters=values, catalogue=catalogue, spin_up=0, end="2026-12")
    births, parted = [], []
    _listen(model, "fertility", births)
    _listen(model, "separation", parted)
    model.run()
    persons = model.state.persons
    row_of = {int(persons.key[row]): int(row) for row in alive(model)}
    separated = {key for key, _, _ in parted}
    together = {ADULT: 0, CHILD: 0}
    for mother, role, month in births:
        for order in (0, 1):
            child = row_of.get(int(child_key(np.uint64(mother), month, order)))
            if child is None or mother not in row_of or mother in separated:
                continue
            own = row_of[mother]
            if persons.role[own] != INSTITUTION:
                assert persons.household[child] == persons.household[own], (mother, role, month)
                together[role] += 1
    assert together[ADULT] > 900
    assert together[CHILD] > 50


def _is_hers(scene, member, key):
    """Tell whether somebody was born to the woman of this key."""
    return goes_along(scene.persons, scene.households, member, OWN_MINORS, key, NOBODY, scene.month)


def _daughters(scene, number=20):
    """Return daughters of 18 to 30 years who live with their parents, each with a child just born."""
    rows = scene.choose(
        (scene.role == CHILD) & (scene.sex == 1) & (scene.age >= 18) & (scene.age < 30), number
    )
    fertility = next(p for p in scene.model.schedule_of_month.processes if p.name == "fertility")
    fertility.apply(scene.month, rows)
    scene.persons, scene.households = scene.model.state.persons, scene.model.state.households
    keys = scene.persons.key[rows]
    babies = [
        [m for m in scene.members(row) if m != row and _is_hers(scene, m, key)]
        for row, key in zip(rows, keys, strict=True)
    ]
    assert all(babies)
    return rows, babies


def test_a_daughter_who_leaves_home_takes_her_child_and_leaves_the_others(small_model):
    scene = Stage(small_model(), "leaving_home")
    rows, babies = _daughters(scene)
    others = [set(scene.members(row)) - {int(row), *own} for row, own in zip(rows, babies, strict=True)]
    scene.act(rows)
    for row, own, stay in zip(rows, babies, others, strict=True):
        assert set(scene.members(row)) == {int(row), *own}
        assert stay
        assert all(scene.persons.household[m] != scene.persons.household[row] for m in stay)
    assert (scene.persons.role[rows] == ADULT).all()
    assert (scene.persons.role[np.concatenate(babies)] == CHILD).all()
    assert scene.flows()["left_home"] == len(rows)


def test_a_daughter_who_leaves_the_region_takes_her_child(small_model):
    scene = Stage(small_model(), "departure")
    rows, babies = _daughters(scene)
    population = scene.model.state.population
    scene.act(rows)
    gone = len(rows) + sum(map(len, babies))
    assert scene.flows()["departures"] == population - scene.model.state.population == gone
    assert (scene.persons.cohort[rows] == 0).all()


def test_a_daughter_who_finds_a_partner_takes_her_child(small_model):
    scene = Stage(small_model(), "partnership")
    rows, babies = _daughters(scene, number=60)
    men = ~scene.has_partner & (scene.sex == 0) & (scene.role == ADULT) & (scene.age >= 18) & (scene.age < 40)
    homes = scene.persons.household[rows].copy()
    scene.act(np.concatenate([rows, scene.choose(men, number=60)]))
    moved = scene.persons.household[rows] != homes
    assert moved.sum() > 10
    for row, own in zip(rows, babies, strict=True):
        assert (scene.persons.household[own] == scene.persons.household[row]).all()


def test_an_orphaned_minor_goes_to_care_with_her_child_and_leaves_it_with_her_child(small_model):
    scene = Stage(small_model(), "leaving_home")
    age = age_of_cohorts(scene.month)
    ages = scene.age[(scene.role == CHILD) & (scene.sex == 1)]
    assert (ages == 16).any()
    girls = scene.rows[(scene.role == CHILD) & (scene.sex == 1) & (scene.age == 16)].astype(np.int32)
    fertility = next(p for p in scene.model.schedule_of_month.processes if p.name == "fertility")
    fertility.apply(scene.month, girls[:1])
    persons, households, girl = scene.model.state.persons, scene.model.state.households, int(girls[0])
    scene.persons, scene.households = persons, households
    home = int(persons.household[girl])
    persons.role[scene.members(girl)] = CHILD
    for member in scene.members(girl):
        if age[persons.cohort[member]] >= 16:
            persons.cohort[member] = persons.cohort[girl]
    babies = [m for m in scene.members(girl) if m != girl and _is_hers(scene, m, persons.key[girl])]
    number = len(scene.members(girl))
    scene.model.state.reserve(households=number)
    households = scene.model.state.households
    settle_household(persons, households, scene.model.state.counters, home, scene.month)
    assert set(scene.members(girl)) == {girl, *babies}
    assert (persons.role[scene.members(girl)] == INSTITUTION).all()
    persons.cohort[girl] -= 2 * 12 * 2
    persons.partner[girl] = NOBODY
    scene.process.apply(scene.month, girls[:1])
    assert households.form[persons.household[girl]] == PRIVATE
    assert set(scene.members(girl)) == {girl, *babies}
    assert persons.role[girl] == ADULT
    assert (persons.role[babies] == CHILD).all()
