"""Chains across fields: each link is stated, their end is not; it has its sign and size, and goes where a link is cut.

Two worlds with the same dice are compared, so that where nothing links them, they are the same to the last person. No
modifier of a measure here writes the figure at the end of a chain.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import CHILD, SERVED, WAITING
from simsocial.core.state import TOP
from simsocial.people.work import UNEMPLOYED
from tests.unit.model.chains import FALSE_ALARM, KITAS, SERVICES, by_month, closing, figure, opening
from tests.unit.services.episodes import counselling, with_kinds

# --- no place -> a parent works less -> income -> benefits -> the Kreis's cost of housing ---------------------------


def families(small_model, values, factor, measures):
    """Return a world in which claims to a Kita place wait for years."""
    over = {f"services.{kind}.patience_months": 60.0 for kind in ("nursery", "kindergarten")}
    over |= {f"services.{kind}.effects.mothers_work.factor": factor for kind in ("nursery", "kindergarten")}
    return small_model(measures, parameters=values.with_overrides(over), end="2025-06")


def states_of_mothers(open_world, closed_world):
    """Return the states of work in both worlds of mothers whose youngest child waits in the second one alone."""
    codes = [open_world.catalogue.ids.index(name) for name in ("nursery", "kindergarten")]
    waits, served = (
        children_in(world, codes, state) for world, state in ((closed_world, WAITING), (open_world, SERVED))
    )
    found = []
    for mother, child in waits.items():
        if served.get(mother) == child:
            found.append([state_of(world, mother) for world in (open_world, closed_world)])
    return np.array(found)


def children_in(world, codes, state):
    """Return by key of the first woman who heads a household the key of its youngest minor, if it is in this state."""
    persons, households, cases = world.state.persons, world.state.households, world.state.cases
    found = {}
    for case in range(int(world.state.counters[2, TOP])):
        child = cases.person[case]
        if child < 0 or cases.kind[case] not in codes or cases.state[case] != state:
            continue
        member, mother, youngest = households.first_member[persons.household[child]], -1, child
        while member >= 0:
            if mother < 0 and persons.role[member] == 0 and persons.cohort[member] & 1:
                mother = member
            if persons.role[member] == CHILD and persons.cohort[member] > persons.cohort[youngest]:
                youngest = member
            member = persons.next_member[member]
        if mother >= 0 and youngest == child:
            found[int(persons.key[mother])] = int(persons.key[child])
    return found


def state_of(world, key):
    top = int(world.state.counters[0, TOP])
    row = int(np.flatnonzero(world.state.persons.key[:top] == np.uint64(key))[0])
    return int(world.state.columns["persons"]["work"][row])


COSTS = ("employed", "housing_cost_net_kreis")


def test_without_places_mothers_work_less_and_the_kreis_pays_for_their_homes(small_model, values):
    """Odds of being in the labour force are those stated; false alarm 1e-4."""
    factor = 6.0
    worlds = [families(small_model, values, factor, measures) for measures in (None, closing(*KITAS))]
    (work, homes), (less_work, dearer) = (by_month(world, *COSTS) for world in worlds)
    assert less_work[-1] < work[-1]
    assert dearer[-6:].sum() > homes[-6:].sum()
    in_labour_force = states_of_mothers(*worlds) >= UNEMPLOYED
    with_place, without = in_labour_force.mean(axis=0)
    number = len(in_labour_force)
    assert number > 40
    wanted = with_place / factor / (1.0 - with_place + with_place / factor)
    assert abs(without - wanted) < FALSE_ALARM * np.sqrt(2.0 * with_place * (1.0 - with_place) / number)
    assert without < with_place - 0.1


def test_where_a_place_does_nothing_for_work_no_benefit_moves(small_model, values):
    worlds = [families(small_model, values, 1.0, measures) for measures in (None, closing(*KITAS))]
    both = [by_month(world, *COSTS) for world in worlds]
    for usual, closed in zip(*both, strict=True):
        np.testing.assert_array_equal(usual, closed)


# --- closed ambulatory offer -> hours of relatives -> work of carers ------------------------------------------------


def cared_for(small_model, values, strength, measures):
    """Return a world in which being left without care kills nobody and makes nobody worse."""
    over = {f"services.home_care.effects.{name}_unserved.factor": 1.0 for name in ("dying", "decline")}
    over["work.informal_care_strength"] = strength
    return small_model(measures, parameters=values.with_overrides(over), end="2025-03")


def test_without_home_care_relatives_do_more_and_work_less(small_model, values):
    worlds = [cared_for(small_model, values, 3.0, measures) for measures in (None, closing(*SERVICES))]
    names = ("informal_care_hours", "full_time", "carers_full_time_loss")
    (hours, full, lost), (more_hours, less_full, more_lost) = (by_month(world, *names) for world in worlds)
    assert (more_hours[2:] > hours[2:]).all()
    assert more_lost[-6:].sum() > lost[-6:].sum()
    # Of those of working age, who are counted, as many as give up such jobs do not work full-time.
    assert full[-1] - less_full[-1] == pytest.approx(more_lost[-1] - lost[-1], abs=1.0)
    factors = [
        values.value(f"services.home_care.effects.{name}.factor")
        for name in ("relatives_wait", "relief_of_relatives")
    ]
    ratio = hours_of(worlds[1], worlds[0])
    assert np.median(ratio) == pytest.approx(factors[0] / factors[1], rel=0.01)


def hours_of(changed, usual):
    """Return the ratio of hours given to those whom home care serves in the second world and not in the first."""
    code = usual.catalogue.ids.index("home_care")
    given = []
    for world, state in ((changed, WAITING), (usual, SERVED)):
        rows, hours = world.services.case_counts.care_hours()
        cases, top = world.state.cases, int(world.state.counters[2, TOP])
        whose = cases.person[:top][
            (cases.kind[:top] == code) & (cases.state[:top] == state) & (cases.person[:top] >= 0)
        ]
        keys = world.state.persons.key
        given.append(
            {int(keys[row]): one for row, one in zip(rows, hours, strict=True) if row in set(whose.tolist())}
        )
    both = given[0].keys() & given[1].keys()
    assert len(both) > 20
    return np.array([given[0][key] / given[1][key] for key in both])


def test_where_care_costs_no_work_closing_home_care_moves_none(small_model, values):
    worlds = [cared_for(small_model, values, 0.0, measures) for measures in (None, closing(*SERVICES))]
    (hours, full), (more_hours, same) = (
        by_month(world, "informal_care_hours", "full_time") for world in worlds
    )
    assert more_hours[-1] > hours[-1]
    np.testing.assert_array_equal(full, same)


# --- unmet counselling -> later, dearer help ------------------------------------------------------------------------


def advised(small_model, catalogue, factor, measures):
    """Return a world in which counselling has no site, and need of help begins more often for who waits for it."""
    later = {"when": "waiting", "target": "onset.help", "factor": figure(factor)}
    advice = counselling(
        need={"onset_per_1000": {0: 0, 18: 600}, "months_unserved": 24}, effects={"later": later}
    )
    help_ = counselling(need={"onset_per_1000": {0: 0, 18: 40}, "detected_share": {"value": 1.0}})
    settings = with_kinds(catalogue, advice=advice, help=help_)
    return small_model(measures, end="2025-12", **settings)


def felt_needs(model, kind):
    """Run a model; return how many needs of a kind begin in the last year."""
    felt, code = 0, model.catalogue.ids.index(kind)
    while model.running:
        model.step()
        felt += int(model.counts.needs[code, 0].sum()) * (model.month_label >= "2025-01")
    return felt


ADVICE = opening("advice", "a_stadt", 4000)


def test_who_waits_for_advice_needs_dearer_help_later_and_who_gets_it_does_not(small_model, catalogue):
    """A share of adults waits and has three times the rate: of the needs without it, so many more. False alarm 1e-4."""
    without, with_site = (advised(small_model, catalogue, 3.0, measures) for measures in (None, ADVICE))
    more, usual = felt_needs(without, "help"), felt_needs(with_site, "help")
    cases, top = without.state.cases, int(without.state.counters[2, TOP])
    waiting = int(
        ((cases.kind[:top] == without.catalogue.ids.index("advice")) & (cases.person[:top] >= 0)).sum()
    )
    persons = without.state.persons
    grown_up = int(np.count_nonzero(persons.cohort[: int(without.state.counters[0, TOP])]) * 0.85)
    wanted = usual * (1.0 + 2.0 * waiting / grown_up)
    assert abs(more - wanted) < FALSE_ALARM * np.sqrt(more + wanted)
    assert more > usual


def test_where_waiting_brings_no_need_advice_saves_no_help(small_model, catalogue):
    found = [
        felt_needs(advised(small_model, catalogue, 1.0, measures), "help") for measures in (None, ADVICE)
    ]
    assert found[0] == found[1] > 0


# --- parents' debts -> strained families -> help for children --------------------------------------------------------


def indebted(small_model, catalogue, share, ratio):
    """Return a world with so many adults in debt, of whose families more are strained, and whose children need help."""
    help_ = counselling(
        need={"onset_per_1000": {0: 120, 18: 0}, "detected_share": {"value": 1.0}, "months_unserved": 2}
        | {"family_strain_ratio": ratio, "family_strain_share": 0.25},
        eligibility={"until_months": 216},
    )
    settings = with_kinds(catalogue, help=help_)
    over = {"overindebted_share": share, "family_strain_overindebted_ratio": 3.0, "family_strain_share": 0.15}
    values = settings["parameters"].with_overrides(
        {f"social_states.{name}": one for name, one in over.items()}
    )
    return small_model(end="2025-12", **settings | {"parameters": values})


def test_children_of_parents_in_debt_need_help_more_often(small_model, catalogue):
    """In proportion to the children in strained families, who have six times the rate; false alarm 1e-4."""
    worlds = [indebted(small_model, catalogue, share, 6.0) for share in (0.05, 0.4)]
    usual, more = (felt_needs(world, "help") for world in worlds)
    strained = [
        by_month(world, "children_in_strained_families_share")[0][-12:].mean() / 100.0 for world in worlds
    ]
    assert strained[1] > strained[0] + 0.05
    wanted = usual * (1.0 + 5.0 * strained[1]) / (1.0 + 5.0 * strained[0])
    assert abs(more - wanted) < FALSE_ALARM * np.sqrt(more + wanted)
    assert more > usual


def test_where_strain_brings_no_need_debts_move_no_help(small_model, catalogue):
    found = [felt_needs(indebted(small_model, catalogue, share, 1.0), "help") for share in (0.05, 0.4)]
    assert found[0] == found[1] > 0
