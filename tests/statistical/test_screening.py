"""Screening: one draw decides for all rare events, and each event keeps its own chance and its own people.

Events are planted on a crowd whose hazards are known, so that every count is binomial. Each statistical
test gives a false alarm with probability 1e-4 at most.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.core.columns import ADULT, CHILD, INSTITUTION, SERVED, WAITING
from simsocial.core.errors import ConfigError
from simsocial.model import SocialModel
from simsocial.people.traits import TRAITS, Trait
from simsocial.processes.base import ScreenedProcess
from simsocial.processes.screening import Screening
from tests.unit.processes.crowd import MONTH, Crowd, Planted

LEVEL = 1e-4
PEOPLE = 200_000
AGES = np.arange(101)
RISING = np.stack([0.0002 * np.exp(0.05 * AGES), 0.0001 * np.exp(0.05 * AGES)])
HUMP = np.stack([0.0 * AGES, 0.01 * np.exp(-(((AGES - 30) / 6.0) ** 2))])
FLAT = np.full((2, 101), 0.004)


def _three(**changes):
    """Return three processes side by side; changes replace the hazard of one and leave its slot."""
    tables = {"rising": RISING, "hump": HUMP, "flat": FLAT}
    processes = [Planted(name, table[None]) for name, table in tables.items()]
    for process in processes:
        if process.name in changes:
            process.table = process.table * changes[process.name]
    return processes


def _fire(crowd, processes, months=1):
    """Return for each process the sets of (month, person) for whom it fires."""
    screening = Screening(crowd, processes)
    fired = {process.name: [] for process in processes}
    for month in range(MONTH, MONTH + months):
        screening.draw(month)
        for process in processes:
            fired[process.name].append(np.sort(screening.fire(process, month)))
    return fired


def _p_of_counts(fired, chance):
    """Return the p-value of event counts by sex and ten-year age group against their chances."""
    people = np.arange(len(chance[0]))
    cell = people % 2 * 10 + people // 2 % 100 // 10
    observed, expected, variance = [], [], []
    for rows, p in zip(fired, chance, strict=True):
        observed.append(np.bincount(cell[rows], minlength=20))
        expected.append(np.bincount(cell, p, minlength=20))
        variance.append(np.bincount(cell, p * (1.0 - p), minlength=20))
    observed, expected, variance = (np.sum(part, axis=0) for part in (observed, expected, variance))
    used = expected > 10
    assert used.any()
    assert (observed[expected == 0.0] == 0).all()
    return stats.chi2.sf(((observed - expected)[used] ** 2 / variance[used]).sum(), used.sum())


def _chances(crowd, table, months):
    """Return each person's chance in every month, with the age of the month."""
    return [table[crowd.sex, np.minimum(crowd.age + months_on // 12, 100)] for months_on in range(months)]


def test_every_event_has_its_own_chance_at_every_age_and_sex():
    crowd = Crowd(PEOPLE, seed=2)
    fired = _fire(crowd, _three(), months=18)
    for name, table in (("rising", RISING), ("hump", HUMP), ("flat", FLAT)):
        assert _p_of_counts(fired[name], _chances(crowd, table, 18)) > LEVEL / 3, name


@pytest.mark.parametrize("by", ["care_grade", "situation"])
def test_chances_follow_the_state_at_the_events_turn(by):
    crowd = Crowd(PEOPLE, seed=3)
    levels = Planted.shape(by)[0]
    state = np.arange(PEOPLE) // 200 % levels
    persons = crowd.state.persons
    if by == "care_grade":
        persons.care_grade[:] = state
    else:
        persons.role[:] = np.array([INSTITUTION, CHILD, ADULT, ADULT])[state]
        persons.partner[:] = np.where(state == 3, np.arange(PEOPLE), -1)
    table = FLAT * np.linspace(0.2, 3.0, levels)[:, None, None]
    fired = _fire(crowd, [Planted("before", RISING[None]), Planted("event", table, by=by)], months=18)
    for level in range(levels):
        rows = [rows[state[rows] == level] for rows in fired["event"]]
        chance = [np.where(state == level, table[level, 0, 0], 0.0)] * 18
        assert _p_of_counts(rows, chance) > LEVEL / levels, level


@pytest.mark.parametrize("room", [1.2, 0.5], ids=["within the slots", "beyond the slots"])
def test_need_of_care_opens_a_second_slot_with_its_own_chance(room):
    crowd = Crowd(PEOPLE, seed=13)
    grade = np.arange(PEOPLE) // 200 % 6
    crowd.state.persons.care_grade[:] = grade
    table = FLAT * np.array([0.2, 1.0, 2.0, 3.0, 4.0, 5.0])[:, None, None]
    processes = [Planted(name, table, width=room * table, by="care_grade") for name in ("one", "other")]
    fired = _fire(crowd, processes, months=18)
    for name in ("one", "other"):
        for needs_care in (False, True):
            among = (grade > 0) == needs_care
            rows = [rows[among[rows]] for rows in fired[name]]
            chance = [np.where(among, table[grade, 0, 0], 0.0)] * 18
            assert _p_of_counts(rows, chance) > LEVEL / 8, (name, needs_care)


def test_events_of_one_month_coincide_no_more_often_than_independent_ones():
    crowd = Crowd(PEOPLE, seed=4)
    fired = _fire(crowd, _three(), months=12)
    for one, other in (("rising", "hump"), ("rising", "flat"), ("hump", "flat")):
        both = sum(len(np.intersect1d(*pair)) for pair in zip(fired[one], fired[other], strict=True))
        # One draw lies in one slot: within the slots two events never fall on the same person and month.
        assert both == 0


def test_excess_events_coincide_as_often_as_independent_ones():
    crowd = Crowd(PEOPLE, seed=5)
    narrow = [Planted(name, np.full((1, 2, 101), 0.03), width=0.01) for name in ("one", "other")]
    fired = _fire(crowd, narrow, months=20)
    both = sum(len(np.intersect1d(*pair)) for pair in zip(fired["one"], fired["other"], strict=True))
    # Within slots never; slot with the other's excess, and the two excesses, independent of each other.
    excess = 0.02 / 0.99
    # Who is in the other's slot has a draw outside the own one: only the excess can fire then.
    expected = PEOPLE * 20 * (2 * 0.01 * excess + (1 - 0.02) * excess**2)
    assert expected < 1.02 * PEOPLE * 20 * 0.03**2
    assert stats.poisson.sf(both - 1, expected) > LEVEL / 2
    assert stats.poisson.cdf(both, expected) > LEVEL / 2


def test_events_of_different_months_are_independent():
    crowd = Crowd(PEOPLE, seed=6)
    processes = [Planted("one", np.full((1, 2, 101), 0.02)), Planted("other", np.full((1, 2, 101), 0.02))]
    fired = _fire(crowd, processes, months=30)
    expected = PEOPLE * 29 * 0.02**2
    for one, other in (("one", "one"), ("one", "other"), ("other", "one")):
        pairs = zip(fired[one][:-1], fired[other][1:], strict=True)
        both = sum(len(np.intersect1d(*pair)) for pair in pairs)
        tail = min(stats.poisson.sf(both - 1, expected), stats.poisson.cdf(both, expected))
        assert tail > LEVEL / 6


@pytest.mark.parametrize("factor", [0.0, 0.3, 1.1, 3.0])
@pytest.mark.parametrize("changed", ["rising", "hump", "flat"])
def test_changing_one_hazard_never_moves_another_event(changed, factor):
    crowd = Crowd(PEOPLE // 4, seed=7)
    before = _fire(crowd, _three(), months=6)
    after = _fire(crowd, _three(**{changed: factor}), months=6)
    for name in before:
        if name != changed:
            assert all((a == b).all() for a, b in zip(before[name], after[name], strict=True))
    # Its own events are the same people and more of them, or fewer of the same.
    for a, b in zip(before[changed], after[changed], strict=True):
        smaller, larger = (a, b) if factor > 1.0 else (b, a)
        assert set(smaller) <= set(larger)
        assert len(smaller) < len(larger)


@pytest.mark.parametrize("off", ["rising", "hump", "flat"])
def test_a_process_that_is_off_fires_for_nobody_and_the_others_fire_as_before(off):
    crowd, processes = Crowd(PEOPLE // 4, seed=7), _three()
    before = _fire(crowd, processes)
    screening = Screening(crowd, processes, off=[off])
    screening.draw(MONTH)
    for process in processes:
        expected = [] if process.name == off else before[process.name][0]
        assert np.array_equal(np.sort(screening.fire(process, MONTH)), expected)


def test_a_hazard_at_three_times_its_bound_is_reproduced():
    crowd = Crowd(PEOPLE, seed=8)
    tables = {"rising": RISING, "hump": HUMP, "flat": FLAT}
    processes = [Planted(name, 3.0 * table[None], width=table) for name, table in tables.items()]
    fired = _fire(crowd, processes, months=18)
    for name, table in tables.items():
        assert _p_of_counts(fired[name], _chances(crowd, 3.0 * table, 18)) > LEVEL / 3, name
        assert all(len(np.unique(rows)) == len(rows) for rows in fired[name])


def test_a_factor_of_services_lifts_the_hazard_of_their_people_alone():
    crowd = Crowd(PEOPLE, seed=9)
    processes = [Planted("before", RISING[None]), Planted("event", FLAT[None], target="mortality")]
    without = _fire(crowd, processes, months=12)
    waiting = np.arange(0, PEOPLE, 3)
    crowd.give_case(waiting, kind=1, state=WAITING)
    crowd.give_case(np.arange(1, PEOPLE, 3), kind=1, state=SERVED)
    factors = np.ones((2, 4))
    factors[1, WAITING] = 3.0
    crowd.factors["mortality"] = factors
    with_factor = _fire(crowd, processes, months=12)
    has = np.zeros(PEOPLE, dtype=bool)
    has[waiting] = True
    for a, b in zip(without["event"], with_factor["event"], strict=True):
        assert (a[~has[a]] == b[~has[b]]).all()
    assert all((a == b).all() for a, b in zip(without["before"], with_factor["before"], strict=True))
    rows = [rows[has[rows]] for rows in with_factor["event"]]
    assert _p_of_counts(rows, [np.where(has, 0.012, 0.0)] * 12) > LEVEL


def test_factors_of_several_services_multiply():
    crowd = Crowd(PEOPLE, seed=10)
    crowd.give_case(np.arange(PEOPLE), kind=0, state=WAITING)
    crowd.give_case(np.arange(PEOPLE), kind=1, state=SERVED)
    factors = np.ones((2, 4))
    factors[0, WAITING], factors[1, SERVED] = 1.15, 1.18
    crowd.factors["mortality"] = factors
    hazard = np.full((1, 2, 101), 0.04)
    fired = _fire(crowd, [Planted("event", hazard, target="mortality")], months=18)
    assert _p_of_counts(fired["event"], [np.full(PEOPLE, 0.04 * 1.15 * 1.18)] * 18) > LEVEL


def test_the_models_own_events_stay_when_people_die_twice_as_often(musterkreis):
    def fire(factor):
        model = SocialModel(musterkreis, rng=12, spin_up=0, end="2024-02")
        screened = [p for p in model.schedule_of_month.processes if isinstance(p, ScreenedProcess)]
        screening = Screening(model, screened)
        mortality = next(process for process in screened if process.name == "mortality")
        table = factor * mortality.hazard(model.first_month)
        mortality.hazard = lambda month: table
        screening.draw(model.first_month)
        return {process.name: set(screening.fire(process, model.first_month)) for process in screened}

    once, twice = fire(1.0), fire(2.0)
    assert len(once) > 7
    assert once["mortality"] < twice["mortality"]
    for name in once.keys() - {"mortality"}:
        assert once[name]
        assert once[name] == twice[name], name


def test_who_left_or_came_since_the_draw_does_not_fire():
    crowd = Crowd(1000, seed=11)
    process = Planted("event", np.full((1, 2, 101), 0.5), width=0.5)
    screening = Screening(crowd, [process])
    screening.draw(MONTH)
    expected = screening.fire(process, MONTH)
    persons, left, reused = crowd.state.persons, expected[0], expected[1]
    persons.cohort[left] = persons.key[left] = 0
    persons.key[reused] += np.uint64(1)
    assert screening.fire(process, MONTH).tolist() == expected[2:].tolist()


def test_where_slots_do_not_fit_beside_each_other_each_event_keeps_its_chance():
    wide = [Planted(name, np.full((1, 2, 101), 0.5), width=0.6) for name in ("one", "other", "third")]
    crowd = Crowd(PEOPLE, seed=21)
    fired = _fire(crowd, wide, months=4)
    for rows in fired.values():
        assert _p_of_counts(rows, [np.full(PEOPLE, 0.5)] * 4) > LEVEL / 3


def _with_added(processes, width=1.2):
    """Return the processes with one of a plugin between them, likelier for those who need care."""
    table = np.linspace(0.004, 0.06, 6)[:, None, None] * np.ones((6, 2, 101))
    added = Planted("added", table, width=width * table, by="care_grade", after="rising")
    return [processes[0], added, *processes[1:]], table


def test_the_slots_of_an_added_process_lie_behind_all_others():
    crowd = Crowd(PEOPLE, seed=14)
    grade = np.arange(PEOPLE) // 200 % 6
    crowd.state.persons.care_grade[:] = grade
    own = [*_three(), Planted("care", FLAT * np.array([0.2, 1, 2, 3, 4, 5])[:, None, None], by="care_grade")]
    before = _fire(crowd, own, months=18)
    together, table = _with_added(own)
    after = _fire(crowd, together, months=18)
    for name in before:
        assert all((a == b).all() for a, b in zip(before[name], after[name], strict=True)), name
    for among in (grade == 0, grade > 0):
        rows = [rows[among[rows]] for rows in after["added"]]
        assert _p_of_counts(rows, [np.where(among, table[grade, 0, 0], 0.0)] * 18) > LEVEL / 2


@pytest.mark.parametrize("width", [0.6, 0.3], ids=["some room left", "no room left"])
def test_an_added_process_takes_only_the_room_that_the_others_leave(width):
    crowd = Crowd(PEOPLE // 4, seed=15)
    own = [Planted(name, np.full((1, 2, 101), 0.3), width=width * 1.2) for name in ("one", "other")]
    before = _fire(crowd, own, months=4)
    added = Planted("added", np.full((1, 2, 101), 0.4), width=0.5, after="one")
    after = _fire(crowd, [own[0], added, own[1]], months=4)
    for name in before:
        assert all((a == b).all() for a, b in zip(before[name], after[name], strict=True)), name
    assert _p_of_counts(after["added"], [np.full(PEOPLE // 4, 0.4)] * 4) > LEVEL / 2


@pytest.mark.parametrize("by", ["with_partner", "care_grade_3_up", "age_40_59"])
@pytest.mark.parametrize("room", [1.2, 0.5], ids=["within the slots", "beyond the slots"])
def test_a_hazard_may_go_by_any_predicate(by, room):
    crowd = Crowd(PEOPLE, seed=16)
    persons, people = crowd.state.persons, np.arange(PEOPLE)
    persons.partner[:] = np.where(people // 200 % 3 == 1, people, -1)
    persons.care_grade[:] = people // 200 % 6
    expected = {
        "with_partner": people // 200 % 3 == 1,
        "care_grade_3_up": people // 200 % 6 >= 3,
        "age_40_59": (crowd.age >= 40) & (crowd.age < 60),
    }[by]
    table = FLAT * np.array([0.5, 4.0])[:, None, None]
    processes = [Planted("before", RISING[None]), Planted("event", table, width=room * table, by=by)]
    # Ages are those of the first year.
    fired = _fire(crowd, processes, months=12)["event"]
    for level in (False, True):
        rows = [rows[expected[rows] == level] for rows in fired]
        chance = [np.where(expected == level, table[int(level), 0, 0], 0.0)] * 12
        assert _p_of_counts(rows, chance) > LEVEL / 12, level


def test_a_hazard_of_other_levels_than_its_axis_has_is_an_error():
    crowd = Crowd(100)
    wrong = Planted("event", FLAT[None], by="all")
    wrong.by = "care_grade"
    with pytest.raises(
        ConfigError, match=r"'event' has hazards of shape \(1, 2, 101\). Valid by 'care_grade'"
    ):
        Screening(crowd, [wrong])


@pytest.mark.parametrize("width", [1.2, 0.1], ids=["within the slots", "beyond the slots"])
def test_a_level_beyond_those_that_a_trait_names_is_an_error(width, monkeypatch):
    monkeypatch.setattr(TRAITS, "_entries", dict(TRAITS._entries))
    label = {"de": "x", "en": "x"}
    TRAITS.add(Trait("odd", label, "code", lambda people: 2 * people.is_woman.astype(np.int64), ("a", "b")))
    crowd, table = Crowd(1000), np.full((2, 2, 101), 0.3)
    process = Planted("event", table, width=width * table, by="odd")
    screening = Screening(crowd, [process])
    screening.draw(MONTH)
    with pytest.raises(ConfigError, match=r"trait 'odd' has the level 2. Valid: 0 to 1 \(a, b\)"):
        screening.fire(process, MONTH)
