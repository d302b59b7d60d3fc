"""The nearest child of another household: kept through moves, ended by death and departure, and what it gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH, cohort_of
from simsocial.core.columns import ADULT, CHILD, LIVELIHOOD, NOBODY, PRIVATE, SERVED, WAITING
from simsocial.core.population import (
    add_person,
    found_household,
    move_household,
    move_person,
    part,
    remove_person,
    settle_household,
)
from simsocial.core.random import hash_key
from simsocial.core.state import TOP
from simsocial.people.work import FULL_TIME
from simsocial.processes.kin import NO_CHILD
from simsocial.processes.nearest_child import nearest_children
from tests.unit.model.test_chains import SERVICES, closing
from tests.unit.processes.people import alive

CERTAIN = {"kin.in_reach_share": 1.0, "kin.same_place_share": 1.0, "kin.comes_near_rate_per_year": 0.0}
NOBODY_HAS_ONE = {"kin.in_reach_share": 0.0, "kin.comes_near_rate_per_year": 0.0}
FALSE_ALARM = 3.9
"""Standard errors that a correct program exceeds once in 10,000 tests (two-sided)."""


def links(model):
    """Return the rows of private households and of the nearest child of each."""
    state = model.state
    homes = np.flatnonzero(state.households.form[: int(state.counters[1, TOP])] == PRIVATE)
    return homes, state.columns["households"]["nearest_child"][homes]


def years(model, rows):
    return (model.month - EPOCH_MONTH - (model.state.persons.cohort[rows].astype(int) >> 1)) // 12


def oldest_of(model):
    """Return the completed years of the oldest member by household."""
    rows, oldest = alive(model), np.zeros(len(model.state.households.form), dtype=int)
    np.maximum.at(oldest, model.state.persons.household[rows], years(model, rows))
    return oldest


def with_child_at_home(model):
    """Tell of which households a child of 18, or who comes to 18 within the year, lives with the parents."""
    rows, found = alive(model), np.zeros(len(model.state.households.form), dtype=bool)
    rows = rows[(model.state.persons.role[rows] == CHILD) & (years(model, rows) >= 17)]
    found[model.state.persons.household[rows]] = True
    return found


def pair_of(model):
    """Return the row of somebody cared for by a child of another household, that household and the child."""
    state, alone = model.state, model.services.case_counts.cared_alone()
    nearest, own = state.columns["households"]["nearest_child"], state.columns["persons"]["care_elsewhere"]
    for row, home in zip(alone.row.tolist(), alone.home.tolist(), strict=True):
        child = int(nearest[home])
        single = (
            state.persons.partner[child] == NOBODY
            and state.households.size[state.persons.household[child]] == 1
        )
        if child >= 0 and own[child] >= 2 and single and (nearest == child).sum() == 1:
            return row, home, child
    raise AssertionError("nobody is cared for by a child of another household")


def by_children(model):
    return int(model.counts.quantity("cared_by_child_elsewhere").sum())


def end_of_month(model, *names):
    """Let some processes act again as at the end of the month, with the rules for whoever is new."""
    for process in model.schedule_of_month.processes:
        if process.name in names:
            process.step(model.month)
            model.schedule_of_month.columns.follow(model.month)


@pytest.fixture
def cared(small_model, small_region, values):
    """A model in which all parents have a child in their place and get no other, at the end of a month."""
    minutes = small_region.minutes.copy()[:]
    # Read-only as those of all regions are, so that no kernel is compiled for it.
    minutes.flags.writeable = False
    region = replace(small_region, minutes=minutes)
    model = small_model(region=region, parameters=values.with_overrides(CERTAIN), end="2025-01")
    for _ in range(3):
        model.advance()
    model.state.reserve(persons=4, households=4)
    return model


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


def test_the_extremes(small_model, values):
    nobody, all_have = (
        small_model(parameters=values.with_overrides(over), end="2024-02").run()
        for over in (NOBODY_HAS_ONE, CERTAIN)
    )
    homes, child = links(nobody)
    elsewhere = (child >= 0) & (nobody.state.persons.household[np.maximum(child, 0)] != homes)
    assert not (elsewhere & (oldest_of(nobody)[homes] >= 67)).any()
    assert nobody.counts.quantity("carers_elsewhere").sum() <= 2
    alone = len(nobody.services.case_counts.cared_alone().row)
    assert nobody.counts.quantity("cared_without_kin").sum() + by_children(nobody) == alone
    assert by_children(nobody) <= 2
    assert by_children(all_have) > 0.5 * len(all_have.services.case_counts.cared_alone().row)
    for model in (nobody, all_have):
        names = ("cared_by_partner", "cared_in_household", "cared_by_child_elsewhere", "cared_without_kin")
        at_home = model.counts.care_at_home.sum()
        assert sum(int(model.counts.quantity(name).sum()) for name in names) == at_home


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


def test_who_moves_too_far_away_gives_no_care_and_does_again_when_back(cared):
    state, (_, home, child) = cared.state, pair_of(cared)
    minutes, place = cared.region.minutes.base, int(state.households.place[home])
    own = state.persons.household[child]
    other = (place + 1) % len(minutes)
    minutes[other, place] = minutes[place, other] = 500
    number = by_children(cared)
    for target, less in ((other, 1), (place, 0)):
        move_household(state.persons, state.households, own, target)
        end_of_month(cared, "census", "kin")
        assert state.columns["households"]["nearest_child"][home] == child
        # Others may live there, too.
        assert number - by_children(cared) >= less or not less
        assert (state.columns["persons"]["care_elsewhere"][child] >= 2) == (less == 0)


@pytest.mark.parametrize("cause", ["child is gone", "parent is gone", "child needs care"])
def test_death_departure_and_care_of_the_child_itself_end_the_care_at_once(cared, cause):
    state, (row, _, child) = cared.state, pair_of(cared)
    number, without = by_children(cared), int(cared.counts.quantity("cared_without_kin").sum())
    if cause == "child needs care":
        state.persons.care_grade[child] = 3
        state.persons.due[child] |= 7
    else:
        gone = child if cause == "child is gone" else row
        remove_person(state.persons, state.households, state.cases, state.counters, gone)
    state.households.due[:] &= ~np.uint8(LIVELIHOOD)
    end_of_month(cared, "census", "kin")
    assert by_children(cared) == number - 1
    more = {"child is gone": 1, "parent is gone": 0, "child needs care": 2}[cause]
    assert without <= int(cared.counts.quantity("cared_without_kin").sum()) <= without + more
    if cause != "child is gone":
        assert state.columns["persons"]["care_elsewhere"][child] < 2
        assert state.households.due[state.persons.household[child]] & LIVELIHOOD


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


def test_where_the_process_is_off_nobody_of_another_household_gives_care(small_model):
    model = small_model(end="2025-02", disabled=("kin",)).run()
    assert model.counts.quantity("cared_by_child_elsewhere").sum() == 0
    assert not (model.state.columns["persons"]["care_elsewhere"] >= 2).any()
    rows, hours = model.services.case_counts.care_hours()
    assert not np.isin(model.services.case_counts.cared_alone().row, rows).any()
    assert model.counts.quantity("informal_care_hours").sum() == hours.sum() > 0


# --- what is given, and what it does ----------------------------------------------------------------------------------


def test_a_child_gives_the_stated_share_of_the_hours_and_each_household_knows_it(small_model, values):
    model = small_model(end="2024-03").run()
    state, alone = model.state, model.services.case_counts.cared_alone()
    rows, hours = model.services.case_counts.care_hours()
    given = dict(zip(rows.tolist(), hours.tolist(), strict=True))
    shares = [
        values.value(f"informal_care.{name}_hours_share") for name in ("child_elsewhere", "without_kin")
    ]
    wanted = [{round(share * int(own)) for share in shares} for own in alone.hours]
    assert len(wanted) > 50
    assert all(
        given.get(row, 0) in {np.rint(share * own) for share in shares}
        for row, own in zip(alone.row.tolist(), alone.hours.tolist(), strict=True)
    )
    assert model.counts.quantity("informal_care_hours").sum() == hours.sum()
    carers = np.flatnonzero(state.columns["persons"]["care_elsewhere"] >= 2)
    assert len(carers) > 20
    assert (state.persons.cohort[carers] > 0).all()


def test_closed_home_care_reaches_the_child_elsewhere_and_its_work(small_model, values):
    """Of those who care for parents elsewhere in both worlds, fewer work full-time where home care closes."""
    over = {f"services.home_care.effects.{name}_unserved.factor": 1.0 for name in ("dying", "decline")}
    over |= {"work.informal_care_strength": 3.0, "informal_care.child_elsewhere_hours_share": 1.0}
    parameters = values.with_overrides(over)
    open_, closed = (
        small_model(measures, parameters=parameters, end="2024-08").run()
        for measures in (None, closing(*SERVICES))
    )
    code = open_.catalogue.ids.index("home_care")
    states = {}
    for world, state in ((open_, SERVED), (closed, WAITING)):
        cases, top = world.state.cases, int(world.state.counters[2, TOP])
        held = (cases.kind[:top] == code) & (cases.state[:top] == state) & (cases.person[:top] >= 0)
        parents = cases.person[:top][held]
        child = world.state.columns["households"]["nearest_child"][world.state.persons.household[parents]]
        carers = child[child >= 0]
        own = world.state.columns["persons"]
        carers = carers[(own["care_elsewhere"][carers] >= 2) & (years(world, carers) <= 65)]
        keys = world.state.persons.key[carers].tolist()
        states[state] = {
            key: (int(own["care_elsewhere"][row] >> 1), int(own["work"][row]))
            for key, row in zip(keys, carers.tolist(), strict=True)
        }
    both = states[SERVED].keys() & states[WAITING].keys()
    assert len(both) > 5
    assert all(states[WAITING][key][0] > states[SERVED][key][0] for key in both)
    assert all(states[WAITING][key][1] <= states[SERVED][key][1] for key in both)
    full = [
        sum(world.state.columns["persons"]["work"][alive(world)] == FULL_TIME) for world in (open_, closed)
    ]
    assert full[1] < full[0]


def test_closed_day_care_means_more_hours_of_the_child_elsewhere(small_model, values):
    """Parents of children elsewhere who have day care: their hours go up by what it relieved."""
    parameters = values.with_overrides(
        {"kin.in_reach_share": 1.0, "informal_care.kin_within_minutes": 1000.0}
    )
    open_, closed = (
        small_model(measures, parameters=parameters, end="2024-03").run()
        for measures in (None, closing("tag_a"))
    )
    cases, top = open_.state.cases, int(open_.state.counters[2, TOP])
    code = open_.catalogue.ids.index("adult_day_care")
    served = cases.person[:top][
        (cases.kind[:top] == code) & (cases.state[:top] == SERVED) & (cases.person[:top] >= 0)
    ]
    given = []
    for world in (open_, closed):
        alone, nearest = (
            world.services.case_counts.cared_alone(),
            world.state.columns["households"]["nearest_child"],
        )
        keys, child = world.state.persons.key, nearest[alone.home]
        hours = world.state.columns["persons"]["care_elsewhere"][child] >> 1
        pairs = zip(keys[alone.row].tolist(), keys[child].tolist(), hours.tolist(), strict=True)
        given.append({parent: (one, own) for parent, one, own in pairs if own > 0})
    parents = {int(open_.state.persons.key[row]) for row in served} & given[0].keys() & given[1].keys()
    assert parents
    for parent in parents:
        (before, less), (after, more) = given[0][parent], given[1][parent]
        assert before == after
        assert more > less
