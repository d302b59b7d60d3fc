"""The nearest child of another household: who it is, kept through moves, ended by death and departure."""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import EPOCH_MONTH, cohort_of
from simsocial.core.columns import ADULT, CHILD, NOBODY, PRIVATE
from simsocial.core.population import (
    add_person,
    found_household,
    move_person,
    part,
    remove_person,
    settle_household,
)
from simsocial.core.random import hash_key
from simsocial.processes.kin import NO_CHILD
from simsocial.processes.nearest_child import nearest_children
from tests.unit.processes.kin_links import (
    CERTAIN,
    FALSE_ALARM,
    by_children,
    end_of_month,
    links,
    oldest_of,
    pair_of,
    with_child_at_home,
    years,
)
from tests.unit.processes.people import alive

# --- who is the nearest child ---------------------------------------------------------------------------------------


def test_of_old_parents_as_many_have_a_child_elsewhere_as_the_share_says(small_model, values):
    model = small_model()
    model.month = model.first_month
    homes, child = links(model)
    asked = (oldest_of(model)[homes] >= 65) & ~with_child_at_home(model)[homes]
    share, number = values.value("kin.in_reach_share"), asked.sum()
    assert number > 500
    error = np.sqrt(share * (1.0 - share) / number)
    assert abs((child[asked] >= 0).mean() - share) < FALSE_ALARM * error
    daughters = model.state.persons.cohort[child[asked & (child >= 0)]] & 1
    error = FALSE_ALARM * 0.5 / np.sqrt(len(daughters))
    assert abs(daughters.mean() - values.value("kin.daughter_share")) < error


def test_children_are_grown_up_much_younger_and_where_they_should_be(small_model, values):
    model = small_model(parameters=values.with_overrides(CERTAIN))
    model.month, persons = model.first_month, model.state.persons
    homes, child = links(model)
    asked = (oldest_of(model)[homes] >= 65) & ~with_child_at_home(model)[homes]
    homes, child = homes[asked], child[asked]
    assert (child >= 0).all()
    gap = oldest_of(model)[homes] - years(model, child)
    assert (years(model, child) >= 25).all()
    # Months of birth are grouped by five years.
    assert gap.min() >= 15
    assert gap.max() <= 43
    assert (persons.place[child] == model.state.households.place[homes]).mean() > 0.9
    assert (persons.household[child] != homes).all()


def test_a_grown_up_child_at_home_is_the_nearest(small_model):
    model = small_model()
    model.month = model.first_month
    homes, child = links(model)
    at_home = with_child_at_home(model)[homes]
    assert at_home.sum() > 50
    assert (model.state.persons.household[child[at_home]] == homes[at_home]).all()


def test_a_child_who_stays_behind_is_no_longer_the_child_of_its_own_household(small_model):
    """In the January after: what was the parents' household may have children of its own then."""
    model = small_model(end="2026-01")
    while model.next_month < model.end_month:
        model.advance()
    state, nearest = model.state, model.state.columns["households"]["nearest_child"]
    homes, child = links(model)
    homes = homes[(child >= 0) & (state.persons.household[child] == homes)]
    home, other = homes[:2].tolist()
    for row in alive(model).tolist():
        if state.persons.household[row] == home and row != nearest[home]:
            remove_person(state.persons, state.households, state.cases, state.counters, row)
    settle_household(state.persons, state.households, state.counters, home, model.month)
    assert state.households.size[home] == 1
    kept = nearest[other]
    model.month += 1
    assert model.month % 12 == 0
    end_of_month(model, "kin")
    assert nearest[home] < 0
    assert nearest[other] == kept


def test_who_grows_up_at_home_is_known_after_having_left(small_model):
    model = small_model(end="2028-06")
    model.month = model.first_month
    before = {int(model.state.persons.key[one]) for one in links(model)[1] if one >= 0}
    keys, roles = model.state.persons.key, model.state.persons.role
    minors = {int(keys[one]) for one in alive(model) if roles[one] == CHILD and years(model, one) < 17}
    model.run()
    homes, child = links(model)
    home, child = homes[child >= 0], child[child >= 0]
    now = {int(model.state.persons.key[one]): (one, at) for one, at in zip(child, home, strict=True)}
    new = (now.keys() & minors) - before
    assert len(new) > 10
    away = [model.state.persons.household[now[key][0]] != now[key][1] for key in new]
    assert 0 < sum(away) < len(away)


def test_one_more_person_becomes_the_child_of_few_and_changes_nobody_else(small_model):
    changed = []
    for number in range(12):
        model = small_model()
        state, process = (
            model.state,
            next(process for process in model.schedule_of_month.processes if process.name == "kin"),
        )
        homes = links(model)[0]
        model.month = model.first_month
        homes = homes[oldest_of(model)[homes] >= 65].astype(np.int32)
        born = 12 * oldest_of(model)[homes]
        oldest = (2 * (model.month - EPOCH_MONTH - born)).astype(np.uint16)
        told = [
            nearest_children(state, model.region, homes, oldest, process._streams, 0.5, 0.64, model.month)
        ]
        state.reserve(persons=1, households=1)
        home = found_household(state.households, state.counters, hash_key(1, number), 0, PRIVATE, NOBODY)
        cohort = int(cohort_of(model.month - 12 * (38 + number), number % 2))
        row = add_person(
            state.persons, state.households, state.counters, hash_key(2, number), cohort, ADULT, home, NOBODY
        )
        told.append(
            nearest_children(state, model.region, homes, oldest, process._streams, 0.5, 0.64, model.month)
        )
        other = told[1] != told[0]
        assert (told[1][other] == row).all()
        changed.append(int(other.sum()))
    assert max(changed) <= 10
    assert 0 < sum(changed) <= 3 * len(changed)


# --- kept and ended -------------------------------------------------------------------------------------------------


def test_a_link_is_kept_through_a_move_and_a_new_household(cared):
    state, (_, home, child) = cared.state, pair_of(cared)
    hours, number = int(state.columns["persons"]["care_elsewhere"][child]), by_children(cared)
    partners = next(
        int(one)
        for one in state.persons.household[alive(cared)]
        if state.households.form[one] == PRIVATE
        and one not in (home, state.persons.household[child])
        and state.households.place[one] == state.households.place[home]
    )
    move_person(state.persons, state.households, state.counters, child, partners)
    end_of_month(cared, "census", "kin")
    assert state.columns["households"]["nearest_child"][home] == child
    assert state.columns["persons"]["care_elsewhere"][child] == hours
    assert by_children(cared) == number


def test_who_lives_together_cares_each_for_the_own_parents(cared):
    """The link is the parents': a child who moves in with a partner keeps it, and the partner keeps another."""
    state, nearest = cared.state, cared.state.columns["households"]["nearest_child"]
    _, home, child = pair_of(cared)
    own = state.columns["persons"]["care_elsewhere"]
    others = [
        (int(parents), int(other))
        for parents, other in zip(*links(cared), strict=True)
        if other >= 0 and own[other] >= 2 and other != child and state.persons.household[other] != home
    ]
    parents, partner = next(
        pair
        for pair in others
        if state.persons.place[pair[1]] == state.persons.place[child]
        and state.persons.household[pair[1]] != pair[0]
    )
    before = int(own[child]), int(own[partner])
    move_person(state.persons, state.households, state.counters, child, int(state.persons.household[partner]))
    end_of_month(cared, "census", "kin")
    assert nearest[home] == child
    assert nearest[parents] == partner
    assert (int(own[child]), int(own[partner])) == before
    assert min(before) >= 2


def test_whoever_is_new_in_the_row_of_a_child_is_nobodys_child(cared):
    state, (_, home, child) = cared.state, pair_of(cared)
    number, cohort, place = (
        by_children(cared),
        int(state.persons.cohort[child]),
        int(state.persons.place[child]),
    )
    remove_person(state.persons, state.households, state.cases, state.counters, child)
    own = found_household(state.households, state.counters, hash_key(5), place, PRIVATE, NOBODY)
    row = add_person(state.persons, state.households, state.counters, hash_key(6), cohort, ADULT, own, NOBODY)
    cared.schedule_of_month.columns.follow(cared.month)
    assert row == child
    end_of_month(cared, "census", "kin")
    assert state.columns["persons"]["care_elsewhere"][row] == 0
    assert by_children(cared) == number - 1
    kin = next(process for process in cared.schedule_of_month.processes if process.name == "kin")
    kin.step(cared.first_month + 12)
    nearest = state.columns["households"]["nearest_child"]
    assert nearest[home] == NO_CHILD


def share_with_child_elsewhere(model):
    """Return the share of those of 66 and more without a child at home who have one elsewhere, and their number."""
    homes, child = links(model)
    asked = (oldest_of(model)[homes] >= 66) & ~with_child_at_home(model)[homes]
    return (child[asked] >= 0).mean(), asked.sum()


def test_links_that_are_left_in_a_long_run_are_to_who_lives_there_and_no_fewer(small_model):
    model = small_model(end="2031-12")
    model.month = model.first_month
    before, number = share_with_child_elsewhere(model)
    model.run()
    after, _ = share_with_child_elsewhere(model)
    assert abs(after - before) < FALSE_ALARM * np.sqrt(2.0 * before * (1.0 - before) / number)
    homes, child = links(model)
    homes, child = homes[child >= 0], child[child >= 0]
    # Those of the year are told from who they were by the bit of a child, until January.
    is_child = model.state.columns["persons"]["care_elsewhere"][child] & 1 == 1
    is_there = is_child & (model.state.persons.cohort[child] > 0)
    assert 0 < (~is_there).sum() < 0.1 * len(child)
    homes, child = homes[is_there], child[is_there]
    assert (years(model, child) >= 17).all()
    gap = oldest_of(model)[homes] - years(model, child)
    # A parent who died leaves the link with a younger partner, or with brothers and sisters.
    assert (gap >= 14).mean() > 0.9


def test_who_parts_takes_the_link_along_and_a_child_who_founds_a_household_does_not(small_model):
    model = small_model(end="2024-02").run()
    state = model.state
    persons, nearest = state.persons, state.columns["households"]["nearest_child"]
    homes, child = links(model)
    couples = [
        (home, one)
        for home, one in zip(homes.tolist(), child.tolist(), strict=True)
        if one >= 0 and persons.household[one] == home and persons.partner[state.households.first_member[home]] >= 0
    ]  # fmt: skip
    home, one = couples[0]
    state.reserve(households=2)
    parent = int(state.households.first_member[home])
    part(persons, parent)
    for founder, wanted in ((parent, one), (one, NOBODY)):
        new = found_household(state.households, state.counters, hash_key(founder, 7), 0, PRIVATE, home)
        move_person(persons, state.households, state.counters, founder, new)
        model.schedule_of_month.columns.follow(model.month)
        assert nearest[new] == wanted
    assert nearest[home] == one
