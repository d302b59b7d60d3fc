"""Sites: opening, closing, resizing, who is near, and what a measure asks of them."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ADULT, ELSEWHERE, INSTITUTION, PRIVATE, SERVED, WAITING
from simsocial.core.errors import ScenarioError
from simsocial.model.invariants import check_state
from tests.unit.model.measures import measure


@pytest.fixture
def model(small_model):
    return small_model(end="2024-06").run()


def test_sites_near_a_place_come_in_the_order_of_minutes(model):
    near = model.sites.nearby("kita", 60, model.month)
    region = model.region
    for place in range(len(region.places)):
        sites = near.sites[place][near.sites[place] >= 0]
        minutes = region.minutes[place][model.services.sites.arrays.place[sites]]
        assert (np.diff(minutes) >= 0).all()
        assert (near.minutes[place][: len(sites)] == minutes).all()
        assert len(sites) == 4


def test_far_sites_are_out_of_reach(model):
    near = model.sites.nearby("kita", 10, model.month)
    for place in range(len(model.region.places)):
        sites = near.sites[place][near.sites[place] >= 0]
        assert (model.region.minutes[place][model.services.sites.arrays.place[sites]] <= 10).all()


def test_without_open_sites_nobody_is_near(model):
    assert (model.sites.nearby("nowhere", 60, model.month).sites == -1).all()


def test_a_closed_site_is_near_no_more(model):
    code = model.sites["kita_b2"].code
    assert code in model.sites.nearby("kita", 60, model.month).sites
    model.sites.close("kita_b2", model.month)
    assert not model.sites["kita_b2"].is_open(model.month)
    assert code not in model.sites.nearby("kita", 60, model.month).sites


def test_opening_is_idempotent(model):
    for _ in range(2):
        model.sites.open("neu", "kita", "b_dorf", "verein", 30, None, model.month)
    assert len(model.sites) == 12
    site = model.sites["neu"]
    assert (site.licensed_places, site.staff_fte, site.is_open(model.month)) == (30, 0.0, True)
    assert not site.is_open(model.month - 1)
    assert model.sites.providers["verein"].sites[-1] is site


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("neu", "kitta", "b_dorf", "verein", 30, None, 0), "Did you mean 'kita'"),
        (("neu", "kita", "b_dorff", "verein", 30, None, 0), "Did you mean 'b_dorf'"),
        (("neu", "kita", "b_dorf", "vereine", 30, None, 0), "Did you mean 'verein'"),
    ],
)
def test_what_is_unknown_is_named_with_the_nearest(model, arguments, told):
    with pytest.raises(ScenarioError, match=told):
        model.sites.open(*arguments)
    with pytest.raises(ScenarioError, match="Did you mean 'kita_a1'"):
        model.sites["kita_a"]


@pytest.mark.parametrize(("wanted", "share"), [(2.0, None), (1e6, 1.0)])
def test_a_new_site_hires_from_those_who_look_for_work(model, wanted, share):
    """Nobody is conjured: employed and looking together stay as many."""
    market, arrays = model.services.market, model.services.sites.arrays
    code = model.catalogue.qualifications.index("educator")
    qualification = model.services.tables(model.month).qualification
    market.pool[code] = max(market.pool[code], 5000)
    before = int(market.pool[code]), int(arrays.staff_milli[qualification == code].sum())
    site = model.sites.open("kita_neu", "kita", "b_dorf", "verein", 30, wanted, model.month)
    hired = round(1000 * site.staff_fte)
    assert hired == (before[0] if share else 2000)
    qualification = model.services.tables(model.month).qualification
    employed = int(model.services.sites.arrays.staff_milli[qualification == code].sum())
    assert int(market.pool[code]) + employed == sum(before)


def test_moving_those_served_fills_the_other_site_and_takes_the_staff_along(small_model):
    model = small_model(measure("close_site", start="2024-05", site="kita_c1", to="kita_a1"), end="2024-05")
    while model.month_label != "2024-04":
        model.step()
    old, new = model.sites["kita_c1"].code, model.sites["kita_a1"].code
    served, staff = model.served_by_site(), model.services.sites.arrays.staff_milli.copy()
    room = 74 - served[new]
    assert served[old] > room >= 0
    model.step()
    after = model.served_by_site()
    assert after[old] == 0
    assert after[new] == 74
    assert model.services.sites.arrays.staff_milli[old].sum() == 0
    assert model.services.sites.arrays.staff_milli[new].sum() > staff[new].sum()


@pytest.mark.parametrize("closing", [("kita_b1", "kita_c1"), ("kita_c1", "kita_b1")])
def test_sites_that_merge_share_the_room_by_rank_whatever_their_names(model, closing):
    """Of both sites' children those of the lowest ranks move, as many as the other site has room for."""
    cases = model.state.cases
    old, new = [model.sites[site].code for site in closing], model.sites["kita_a1"].code
    served = np.flatnonzero((cases.person >= 0) & (cases.state == SERVED))
    leaving = served[np.isin(cases.site[served], old)]
    home, room = cases.site[leaving].copy(), 20
    model.sites.sizes.set("kita_a1", int(model.served_by_site()[new]) + room, model.month)
    model.sites.move_served(closing, "kita_a1", model.month)
    moved = cases.site[leaving] == new
    assert moved.sum() == room < len(leaving)
    assert cases.priority[leaving[moved]].max() < cases.priority[leaving[~moved]].min()
    assert set(home[moved]) == set(home[~moved]) == set(old)
    assert (cases.site[leaving[~moved]] == home[~moved]).all()


def test_residents_of_a_home_move_to_the_place_of_the_new_one(model):
    cases, persons = model.state.cases, model.state.persons
    old = model.sites["heim_a"]
    served = (cases.person >= 0) & (cases.state == SERVED) & (cases.site == old.code)
    residents = cases.person[served]
    new = model.sites.open("heim_neu", old.kind, "b_dorf", old.provider_id, 100, None, model.month)
    assert len(residents) > 10
    assert new.place != old.place
    model.sites.move_served(["heim_a"], "heim_neu", model.month)
    assert (persons.place[residents] == new.place).all()
    check_state(model)


def test_a_child_in_a_home_keeps_its_home_when_the_kita_moves(model):
    cases, persons, households = model.state.cases, model.state.persons, model.state.households
    old, new = model.sites["kita_a1"], model.sites["kita_b1"]
    served = np.flatnonzero((cases.person >= 0) & (cases.state == SERVED) & (cases.site == old.code))
    child = cases.person[served[0]]
    persons.role[child] = INSTITUTION
    model.sites.sizes.set("kita_b1", 500, model.month)
    place = persons.place[child], households.place[persons.household[child]]
    assert place[0] != new.place
    model.sites.move_served(["kita_a1"], "kita_b1", model.month)
    assert cases.site[served[0]] == new.code
    assert (persons.place[child], households.place[persons.household[child]]) == place


def test_residents_whose_home_closes_are_cared_for_at_home_until_there_is_another(small_model):
    """Relatives' hours and the demand for home care rise in the month of closing; nobody lives in a closed house."""
    ends = {"end": "2024-08", "check_every_month": True}
    here = small_model(**ends)
    there = small_model(measure("close_site", start="2024-06", site="heim_b", to=None), **ends)
    home, care = (here.catalogue.ids.index(name) for name in ("nursing_home", "home_care"))
    while here.month_label != "2024-05":
        here.step()
        there.step()
    cases, persons = there.state.cases, there.state.persons
    code = there.sites["heim_b"].code
    residents = {
        int(key)
        for key in persons.key[
            cases.person[(cases.person >= 0) & (cases.state == SERVED) & (cases.site == code)]
        ]
    }
    assert len(residents) > 8
    for month in range(2):
        here.step()
        there.step()
        hours = [model.counts.quantities[0].sum() for model in (here, there)]
        wanted = [model.counts.cases[care].sum() for model in (here, there)]
        assert hours[1] > hours[0]
        if month == 0:
            assert wanted[1] > wanted[0]
        # Nobody who lost the home is lost to the demand for homes.
        assert there.counts.cases[home].sum() >= here.counts.cases[home].sum() - 1
    cases, persons = there.state.cases, there.state.persons
    own = (cases.person >= 0) & (cases.kind == home)
    placed = own & ((cases.state == SERVED) | (cases.state == ELSEWHERE))
    assert (persons.role[cases.person[placed]] == INSTITUTION).all()
    waiting = cases.person[own & (cases.state == WAITING)]
    displaced = waiting[[int(key) in residents for key in persons.key[waiting]]]
    assert len(displaced) > 3
    assert (persons.role[displaced] == ADULT).all()
    assert (there.state.households.form[persons.household[displaced]] == PRIVATE).all()


def test_closing_leaves_nobody_served_there_and_staff_looks_for_work(small_model):
    model = small_model(measure("close_site", start="2024-05", site="kita_c1", to=None), end="2024-05")
    while model.month_label != "2024-04":
        model.step()
    code, arrays = model.sites["kita_c1"].code, model.services.sites.arrays
    assert arrays.staff_milli[code].sum() > 0
    model.step()
    cases = model.state.cases
    assert not ((cases.person >= 0) & (cases.state == SERVED) & (cases.site == code)).any()
    assert arrays.staff_milli[code].sum() == 0


def test_a_site_closes_also_where_demand_is_switched_off(small_model):
    start = small_model(end="2024-04")
    while start.month_label != "2024-04":
        start.step()
    snapshot = start.snapshot()
    closing = measure("close_site", start="2024-06", site="kita_b2", to=None)
    model = small_model(
        closing, start="2024-05", end="2024-07", snapshot=snapshot, disabled=["service_demand"]
    ).run()
    assert model.served_by_site()[model.sites["kita_b2"].code] == 0


def test_a_smaller_licence_ends_no_contract_but_admits_nobody(small_model):
    entry = measure("resize_site", start="2024-03", end=None, ramp_months=0, licensed_places=10)
    model = small_model(entry, end="2025-06")
    code, before = model.sites["heim_a"].code, None
    while model.running:
        model.step()
        served = int(model.served_by_site()[code])
        if model.month_label > "2024-03":
            assert served <= before
        before = served
    assert before < 40
    waiting = (model.state.cases.person >= 0) & (model.state.cases.state == WAITING)
    assert waiting.any()


def test_a_site_that_will_close_does_so_in_its_month(small_model, tmp_path):
    from simsocial.region import load_region
    from tests.unit.model.small import SMALL, write_region

    header, *rows = SMALL["sites"]
    dated = [f"{header},opened,closes"] + [
        f"{row},{'2024-04' if row.startswith('tag_a') else ''},{'2024-03' if row.startswith('kita_b2') else ''}"
        for row in rows
    ]
    model = small_model(end="2024-12", region=load_region(write_region(tmp_path, sites=dated)))
    opened, closed = model.sites["tag_a"].code, model.sites["kita_b2"].code
    served = []
    while model.running:
        model.step()
        served.append(model.served_by_site()[[opened, closed]].tolist())
    # The new one has to find staff first.
    assert [row[0] for row in served[:3]] == [0, 0, 0]
    assert served[-1][0] > 0
    assert [row[1] > 0 for row in served] == [True, True] + [False] * 10
