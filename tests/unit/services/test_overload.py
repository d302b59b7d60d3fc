"""Who waits again where staff is too few: the last in line, no more than must, of kinds that give cases back."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simsocial.core.columns import DUE, NOBODY, SERVED, WAITING
from simsocial.core.state import TOP, State
from simsocial.services.allocation_rules import URGENCIES
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.one_case import ORDINARY
from simsocial.services.overload import gives_back, overload_micro, release_overfull, release_overload
from tests.unit.model.measures import WHO

SITES = 3
GROUP = np.array([[0, 1], [0, 1], [2, 3]])
"""The first two sites share their staff; a team has two members."""
RULES = np.array([URGENCIES["longest_waiting"], URGENCIES["highest_grade"]])
MONTH = 900


@pytest.fixture
def state():
    """Three cases of each of two kinds at each site, begun in turn, the later ones in a higher care grade."""
    state = State.empty(18, 18, 18)
    cases, everybody = state.cases, np.arange(18)
    cases.person[:] = everybody
    cases.kind[:], cases.site[:] = everybody % 2, everybody // 6
    cases.state[:], cases.since[:] = SERVED, 100 + everybody
    cases.priority[:] = np.uint32(ORDINARY) | everybody[::-1].astype(np.uint32)
    state.persons.care_grade[:] = everybody % 6
    state.persons.key[:] = everybody + 1
    state.persons.due[:] = 0
    state.counters[2, TOP] = 18
    return state


def tables(need=(10_000, 0), **changed):
    needs = np.broadcast_to(np.array(need, dtype=np.int64), (2, SITES, 2))
    usual = {
        "staff_group": GROUP,
        "need_micro": needs,
        "is_open": np.ones(SITES, dtype=bool),
        "hours_milli": np.zeros((SITES, 2), dtype=np.int64),
        "staff_limits": np.ones((SITES, 2), dtype=bool),
    }
    return SimpleNamespace(**(usual | changed))


def waiting(state, beyond, gives=(True, True), **changed):
    """Release the overload; return the cases that wait again."""
    found = release_overload(state, tables(**changed), np.array(beyond), np.array(gives), RULES, MONTH)
    rows = np.flatnonzero(state.cases.state == WAITING)
    assert found == (len(rows) > 0)
    assert (state.cases.site[rows] == NOBODY).all()
    assert (state.cases.since[rows] == MONTH).all()
    assert np.flatnonzero(state.persons.due == DUE).tolist() == rows.tolist()
    return rows.tolist()


def test_who_was_served_last_goes_first_where_the_longest_waiting_come_first(state):
    assert waiting(state, [20_000, 0, 0, 0], gives=(True, False)) == [8, 10]


def test_the_lowest_care_grade_goes_first_where_the_highest_comes_first(state):
    """Of equals in the two sites of the group, the higher lot."""
    assert waiting(state, [20_000, 0, 0, 0], gives=(False, True)) == [1, 7]
    assert state.persons.care_grade[[1, 7]].tolist() == [1, 1]


def test_no_more_wait_than_must(state):
    assert len(waiting(state, [11_000, 0, 0, 0])) == 2
    assert len(waiting(state, [10_000, 0, 0, 0])) == 3


def test_those_who_went_for_one_member_of_the_team_count_for_the_other(state):
    assert len(waiting(state, [40_000, 20_000, 0, 0], need=(10_000, 5_000))) == 4


def test_all_go_where_nobody_is_left_and_none_of_another_group(state):
    assert waiting(state, [10**9, 0, 0, 0]) == list(range(12))


def test_nobody_goes_of_kinds_that_keep_them_or_without_overload(state):
    assert waiting(state, [10**9] * 4, gives=(False, False)) == []
    assert waiting(state, [0] * 4) == []


def test_overload_is_what_staff_cannot_bear_for_a_while():
    use = CapacityUse(np.full((2, SITES), 3), tables().need_micro)
    staff = np.array([[60, 0], [20, 0], [10, 0]])
    arrays = SimpleNamespace(staff_milli=staff)
    assert overload_micro(tables(), arrays, use, 0.0).tolist() == [40_000, 0, 50_000, 0]
    assert overload_micro(tables(), arrays, use, 0.5).tolist() == [0, 0, 45_000, 0]
    fixed = np.array([[0, 0], [0, 0], [30, 0]])
    assert overload_micro(tables(hours_milli=fixed), arrays, use, 0.5).tolist() == [0, 0, 60_000, 0]
    by_licence = np.zeros((SITES, 2), dtype=bool)
    assert not overload_micro(tables(staff_limits=by_licence), arrays, use, 0.0).any()


def without_place(state, capacity, by_staff=False, gives=(True, True)):
    """Release those beyond the places of the sites; return the cases that wait again."""
    served = np.array([[3, 3, 3], [3, 3, 3]])
    own = tables(capacity=np.array(capacity), by_staff=np.full(SITES, by_staff))
    use = CapacityUse(served, own.need_micro)
    found = release_overfull(state, own, use, np.array(gives), RULES, MONTH)
    rows = np.flatnonzero(state.cases.state == WAITING)
    assert found == (len(rows) > 0)
    assert (state.cases.site[rows] == NOBODY).all()
    assert np.flatnonzero(state.persons.due == DUE).tolist() == rows.tolist()
    return rows.tolist()


def test_each_site_serves_no_more_than_its_places_and_those_who_came_last_go(state):
    assert without_place(state, [4, 6, 0], gives=(True, False)) == [2, 4, 12, 14, 16]


def test_nobody_goes_where_places_suffice_or_staff_alone_limits(state):
    assert without_place(state, [6, 7, 9]) == []
    assert without_place(state, [0, 0, 0], by_staff=True) == []
    assert without_place(state, [0, 0, 0], gives=(False, False)) == []


def test_places_cut_in_a_whole_model_are_empty_in_the_same_month(small_model):
    """Of 8 places of day care 2 are left; of a school, children stay whatever it is licensed for."""
    cut = {
        "tag": WHO | {"kind": "resize_site", "start": "2024-04", "site": "tag_a", "licensed_places": 2},
        "schule": WHO | {"kind": "resize_site", "start": "2024-04", "site": "schule_b", "licensed_places": 2},
    }
    model, now = small_model(cut, end="2024-12"), {}
    names = [site.site_id for site in model.services.sites]
    for month in range(4):
        model.advance()
        now[month] = model.services.served_by_site()
    day_care, school = names.index("tag_a"), names.index("schule_b")
    per_place = model.catalogue["adult_day_care"].cases_per_place(model.parameters)
    assert now[2][day_care] > 2 * per_place >= now[3][day_care] > 0
    assert now[3][school] > 20


def test_claims_homes_and_patients_are_kept(all_kinds):
    gives = dict(zip(all_kinds.ids, gives_back(all_kinds), strict=True))
    assert not any(gives[kind.id] for kind in all_kinds if kind.access == "entitlement")
    assert not gives["nursing_home"]
    assert not gives["general_practitioner"]
    planned = [kind.id for kind in all_kinds if all_kinds.house(kind.site_kind).capacity == "posts"]
    assert all(gives[name] for name in (*planned, "home_care"))
