"""What care the nearest child of another household gives, when it ends, and what it does to the child's work."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import LIVELIHOOD, SERVED, WAITING
from simsocial.core.population import (
    move_household,
    remove_person,
)
from simsocial.core.state import TOP
from simsocial.people.work import FULL_TIME
from tests.unit.model.chains import SERVICES, closing
from tests.unit.processes.kin_links import (
    CERTAIN,
    NOBODY_HAS_ONE,
    by_children,
    end_of_month,
    links,
    oldest_of,
    pair_of,
    years,
)
from tests.unit.processes.people import alive


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


def test_where_the_process_is_off_nobody_of_another_household_gives_care(small_model):
    model = small_model(end="2025-02", disabled=("kin",)).run()
    assert model.counts.quantity("cared_by_child_elsewhere").sum() == 0
    assert not (model.state.columns["persons"]["care_elsewhere"] >= 2).any()
    rows, hours = model.services.case_counts.care_hours()
    assert not np.isin(model.services.case_counts.cared_alone().row, rows).any()
    assert model.counts.quantity("informal_care_hours").sum() == hours.sum() > 0


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
    states, parents_of = {}, {}
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
        alone, nearest = (
            world.services.case_counts.cared_alone(),
            world.state.columns["households"]["nearest_child"],
        )
        pairs = zip(
            world.state.persons.key[nearest[alone.home]], world.state.persons.key[alone.row], strict=True
        )
        parents_of[state] = {}
        for child_key, parent_key in pairs:
            parents_of[state].setdefault(int(child_key), set()).add(int(parent_key))
    # Nurses of closed services work in homes, where a parent finds a place: then the child cares for others.
    both = {
        key
        for key in states[SERVED].keys() & states[WAITING].keys()
        if parents_of[SERVED].get(key) == parents_of[WAITING].get(key)
    }
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
