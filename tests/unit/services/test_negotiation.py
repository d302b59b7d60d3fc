"""Prices follow last year's occupancy within a margin; who stays emptier takes places out of service, and back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError
from simsocial.indicators.axes import OWNERSHIPS
from simsocial.services.negotiation import Negotiations, agreed, places_less
from simsocial.services.public_owners import PUBLIC
from tests.unit.model.measures import measure
from tests.unit.services.episodes import counselling, with_kinds

USUAL = np.full(5, 0.9)
TAKEN = np.array([0.0, 0.5, 0.86, 0.95, 1.0])
PLACES = np.full(5, 20)


@pytest.mark.parametrize("margin", [0.0, 0.05, 0.2])
def test_a_price_is_made_for_the_occupancy_of_last_year_within_the_margin(margin):
    found = agreed(TAKEN, USUAL, margin)
    assert (np.abs(found - USUAL) <= margin + 1e-12).all()
    assert found.max() <= 1.0
    inside = np.abs(TAKEN - USUAL) <= margin
    assert (found[inside] == TAKEN[inside]).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("out", [0.0, 0.4, 7.0])
def test_places_follow_those_who_come(share, out):
    less = places_less(TAKEN, USUAL, 0.05, share, PLACES, np.zeros(5), np.zeros(5), np.full(5, out))
    assert less == pytest.approx(share * np.array([20.0, 20.0 - 10.0 / 0.85, 0.0, -out, -out]))


OVER = {"negotiation.given_up_share": 0.5, "negotiation.occupancy_margin": 0.05}
OFF = dict.fromkeys(OVER, 0.0)
RUN_UP = 48
JANUARY = month_index("2024-01")
LARGER = measure("resize_site", start="2024-03", end=None, ramp_months=0, site="heim_a", licensed_places=80)


def after_a_year(small_model, values, catalogue, taken, region=None, over=OVER, age_months=None):
    """Return a model whose home of 40 places has just negotiated, so much of them taken in the year before.

    It opened long ago, or so many months before.
    """
    settings = {} if region is None else {"region": region}
    model = small_model(parameters=values.with_overrides(over), **settings)
    model.step()
    tables, arrays = model.services.tables(model.month), model.sites.arrays
    arrays.room_months[:] = 12 * tables.capacity
    arrays.taken_months[:] = np.rint(taken * arrays.room_months)
    home = model.sites["heim_a"].code
    if age_months is not None:
        arrays.new_since[home], arrays.new_places[home] = JANUARY - age_months, 40
    usual = model.finance.prices(model.month).occupancy
    negotiating(model, catalogue).negotiate(tables, usual, JANUARY)
    return model, arrays, home


def negotiating(model, catalogue):
    return Negotiations(model.sites, catalogue, model.plan)


def after_years(small_model, small_region, values, catalogue, homes, years):
    """Return places of homes of ten after Januaries that follow years in which each served eight."""
    pattern = small_region.sites[small_region.sites["site"] == "heim_a"].assign(licensed_places=10)
    sites = [small_region.sites, *(pattern.assign(site=f"heim_{number}") for number in range(homes))]
    region = dataclasses.replace(small_region, sites=pd.concat(sites, ignore_index=True))
    model = small_model(parameters=values.with_overrides(OVER), region=region)
    model.step()
    arrays, usual = model.sites.arrays, model.finance.prices(model.month).occupancy
    codes = [model.sites[f"heim_{number}"].code for number in range(homes)]
    for _ in range(years):
        tables = model.services.tables(model.month)
        arrays.room_months[:] = 12 * tables.capacity
        arrays.taken_months[:] = np.minimum(12 * 8, arrays.room_months)
        negotiating(model, catalogue).negotiate(tables, usual, JANUARY)
    return arrays.licensed_places[codes]


def test_small_houses_together_give_up_as_many_places_as_a_large_one(
    small_model, small_region, values, catalogue
):
    """Each has 1.1 places too many; rounded down, half of that is none, for ever."""
    places = after_years(small_model, small_region, values, catalogue, 60, 8)
    assert set(places.tolist()) == {8, 9}
    assert places.mean() == pytest.approx(8.0 / 0.9, abs=3 * np.sqrt(0.89 * 0.11 / 60))


def test_no_house_rounds_its_places_by_those_of_another(small_model, small_region, values, catalogue):
    few, many = (
        after_years(small_model, small_region, values, catalogue, homes, 1).tolist() for homes in (5, 40)
    )
    assert many[:5] == few
    assert set(many) == {9, 10}


def test_a_house_empty_for_a_year_keeps_fewer_places_and_takes_them_back_when_it_is_full(
    small_model, values, catalogue
):
    """At 60 % of 40 places, 26.7 would be taken at 90 %: half of the 13.3 beyond go, rounded by its draw."""
    model, arrays, home = after_a_year(small_model, values, catalogue, 0.6)
    out = float(arrays.idle_places[home] + arrays.idle_rest[home])
    assert out == pytest.approx(20.0 / 3.0)
    assert (arrays.licensed_places[home], arrays.idle_places[home]) == (34, 6)
    assert arrays.agreed_occupancy[home] == pytest.approx(0.9)
    kita = model.sites["kita_a1"].code
    assert arrays.agreed_occupancy[kita] == arrays.idle_places[kita] == 0
    tables = model.services.tables(model.month)
    arrays.taken_months[home] = arrays.room_months[home] = 12 * tables.capacity[home]
    usual = model.finance.prices(model.month).occupancy
    negotiating(model, catalogue).negotiate(tables, usual, JANUARY)
    assert float(arrays.idle_places[home] + arrays.idle_rest[home]) == pytest.approx(out / 2.0)
    assert (arrays.licensed_places[home], arrays.idle_places[home]) == (37, 3)
    assert arrays.agreed_occupancy[home] == 1.0


@pytest.mark.parametrize(
    ("run_up", "age_months", "idle"), [(RUN_UP, RUN_UP - 1, 0), (RUN_UP, RUN_UP, 6), (0, 12, 6)]
)
def test_a_new_house_keeps_its_places_while_it_fills_up(
    small_model, values, catalogue, run_up, age_months, idle
):
    """Else a home that opens is judged by its first, empty years, and stays half as large as it was built."""
    over = OVER | {"negotiation.run_up_months": run_up}
    _, arrays, home = after_a_year(small_model, values, catalogue, 0.6, over=over, age_months=age_months)
    assert arrays.idle_places[home] == idle
    assert arrays.agreed_occupancy[home] == pytest.approx(0.9)


@pytest.mark.parametrize(("new", "less"), [(0, 8.0), (5, 5.5), (16, 0.0), (40, 0.0)])
def test_new_places_of_a_house_stay_while_they_fill_up(new, less):
    """At 45 % of 40 places 20 are needed; ten too many, half of which go, but for those that are new."""
    taken, usual, none = np.array([0.54]), np.array([0.95]), np.zeros(1)
    found = places_less(taken, usual, 0.05, 0.5, np.array([40]), np.array([new]), none, none)
    assert found == pytest.approx(max(0.5 * (40 - new - 24.0), 0.0))
    assert found == pytest.approx([less])


MERGED = measure(
    "merge_sites", start="2024-06", end=None, ramp_months=0, sites=["heim_a", "heim_b"], site="heim_neu",
    site_kind="nursing_home", place="a_stadt", provider="verein", licensed_places=60,
)  # fmt: skip
INTO_ANOTHER = measure("close_site", start="2024-06", site="heim_b", to="heim_a")


def larger_from(start):
    return measure("resize_site", start=start, end=None, ramp_months=0, site="heim_a", licensed_places=60)


@pytest.mark.parametrize(
    ("measures", "home", "new", "since"),
    [
        (MERGED, "heim_neu", 6, "2024-06"),
        (LARGER, "heim_a", 40, "2024-03"),
        (larger_from("2024-03"), "heim_a", 20, "2024-03"),
        (larger_from("2024-03") | INTO_ANOTHER, "heim_a", 6, "2024-03"),
        (INTO_ANOTHER | larger_from("2024-07"), "heim_a", 6, "2024-07"),
    ],
)
def test_of_a_merger_and_of_a_larger_house_the_added_places_alone_are_new(
    small_model, measures, home, new, since
):
    """Homes of 40 and 14 places."""
    model = small_model(measures, end="2024-08").run()
    site = model.sites[home].code
    assert model.sites.arrays.new_places[site] == new
    assert model.sites.arrays.new_since[site] == month_index(since)


FOUR_MORE = measure(
    "resize_site", start="2024-02", end=None, ramp_months=0, site="heim_a", licensed_places=None, change=4
)
CUT = measure("cut", start="2024-04", end="2024-06", ramp_months=0, kinds=["nursing_home"], share=0.5)


@pytest.mark.parametrize(
    ("measures", "new", "since"),
    [
        (CUT, 0, None),
        (FOUR_MORE, 4, "2024-02"),
    ],
)
def test_places_given_back_after_a_cut_are_as_new_as_they_were(small_model, measures, new, since):
    """Else houses that were cut would keep empty places for years."""
    model = small_model(CUT | measures, end="2024-08").run()
    arrays, home = model.sites.arrays, model.sites["heim_a"].code
    assert arrays.licensed_places[home] == 40 + new
    assert arrays.new_places[home] == new
    assert arrays.new_since[home] == (0 if since is None else month_index(since))


def test_what_a_change_adds_is_added_to_what_is_there(small_model):
    """Its provider gave up six of forty places, and three are out of service; no more than all but one go."""
    model = small_model()
    model.step()
    sizes, arrays, code = model.sites.sizes, model.sites.arrays, model.sites["heim_a"].code
    sizes.give_up(np.array([code]), np.array([6]))
    sizes.take_out_of_service(np.array([code]), np.array([3]))
    for more, places, idle in ((12, 43, 3), (-2, 43, 1), (-10, 34, 0), (-99, 1, 0)):
        sizes.change("heim_a", more, model.month)
        assert (arrays.licensed_places[code], arrays.idle_places[code]) == (places, idle)


def test_a_public_house_agrees_on_its_price_and_keeps_its_places(
    small_model, small_region, values, catalogue
):
    providers = small_region.providers.assign(ownership=OWNERSHIPS[PUBLIC])
    region = dataclasses.replace(small_region, providers=providers)
    _, arrays, home = after_a_year(small_model, values, catalogue, 0.6, region)
    assert (arrays.licensed_places[home], arrays.idle_places[home]) == (40, 0)
    assert arrays.agreed_occupancy[home] == pytest.approx(0.9)


def test_switched_off_prices_stay_as_usual_and_no_place_is_given_up(small_model, values, catalogue):
    _, arrays, home = after_a_year(small_model, values, catalogue, 0.6, over=OFF)
    assert (arrays.licensed_places[home], arrays.idle_places[home]) == (40, 0)
    assert arrays.agreed_occupancy[home] == 0.95


def test_who_changed_its_size_within_the_year_goes_on_at_its_price(small_model, values):
    """A home is twice as large from March 2024 on, and half empty: in January 2025 it has no year of that size."""
    over = OVER | {"negotiation.run_up_months": 0}
    model = small_model(LARGER, parameters=values.with_overrides(over), end="2026-02")
    arrays, found = model.sites.arrays, {}
    home, other = (model.sites[name].code for name in ("heim_a", "heim_b"))
    while model.running:
        model.step()
        found[model.month_label] = arrays.agreed_occupancy[[home, other]].tolist()
        licensed = arrays.licensed_places[home] + arrays.idle_places[home]
        assert licensed == (80 if model.month_label > "2024-02" else 40)
    assert found["2024-12"] == [0.0, 0.0]
    assert [occupancy > 0.0 for occupancy in found["2025-01"]] == [False, True]
    assert found["2026-01"][0] == pytest.approx(0.9)
    assert arrays.idle_places[home] > 0


@pytest.mark.parametrize(("size", "left", "idle"), [(40, 34, 6), (50, 44, 6), (36, 34, 2), (30, 30, 0)])
def test_of_places_that_a_measure_takes_those_out_of_service_go_first(
    small_model, values, catalogue, size, left, idle
):
    model, arrays, home = after_a_year(small_model, values, catalogue, 0.6)
    model.sites.sizes.set("heim_a", size, model.month)
    assert (arrays.licensed_places[home], arrays.idle_places[home]) == (left, idle)
    assert arrays.held_back[home] == (left < 34)


@pytest.mark.parametrize(("share", "out"), [(0.0, 10.0 / 3.0), (0.2, 20.0 / 3.0)])
def test_while_a_cut_lasts_a_full_house_takes_no_places_back(small_model, values, catalogue, share, out):
    """Who was cut is full for that alone: what it gave up before would open anew against the cut."""
    model, arrays, home = after_a_year(small_model, values, catalogue, 0.6)
    model.sites.sizes.cut({"heim_a": round(34 * share)})
    tables = model.services.tables(model.month)
    arrays.taken_months[home] = arrays.room_months[home] = 12 * tables.capacity[home]
    usual = model.finance.prices(model.month).occupancy
    negotiating(model, catalogue).negotiate(tables, usual, JANUARY)
    assert float(arrays.idle_places[home] + arrays.idle_rest[home]) == pytest.approx(out)
    left = 37 if share == 0.0 else 27
    assert arrays.licensed_places[home] == left
    model.sites.sizes.end_cut(["heim_a"])
    assert arrays.licensed_places[home] == left + round(34 * share)


@pytest.mark.parametrize("size", [30, 36, 50])
def test_a_size_in_all_is_that_of_the_places_in_service(small_model, values, catalogue, size):
    model, arrays, home = after_a_year(small_model, values, catalogue, 0.6)
    model.sites.sizes.set("heim_a", size, model.month, in_all=True)
    assert (arrays.licensed_places[home], arrays.idle_places[home]) == (size, 0)


def test_a_negotiated_price_is_one_with_a_fixed_share(catalogue):
    cost = {"per_fte_eur_per_year": {"low": 1, "typical": 2, "high": 3}, "negotiated": True}
    with pytest.raises((ConfigError, ValueError), match="negotiated needs fixed_share"):
        with_kinds(catalogue, advice=counselling(cost=cost))


SHRINKING = ("integration_assistance_living", "integration_assistance_work", "residential_child_care")


@pytest.mark.any_python  # deficits of the same kinds stand in the figures that are kept
def test_where_fewer_come_each_year_deficits_do_not_pile_up(whole_musterkreis, values):
    """While cases of three kinds fall, prices and places follow; else what is short grows by half a million."""
    short = {}
    for name, over in (("off", OFF), ("on", OVER)):
        model = whole_musterkreis(parameters=values.with_overrides(over)).run()
        rows = model.recorder.frame()
        rows = rows[rows["indicator"].isin([f"provider_deficit_{kind}" for kind in SHRINKING])]
        rows = rows[(rows["area"].astype(str) == "region") & (rows["period_kind"] == "year")]
        short[name] = rows.groupby(rows["period"].astype(str))["value"].sum()
    off, on = ((found["2031"] - found["2027"]) / 1e6 for found in (short["off"], short["on"]))
    assert off > 0.5
    assert on < 0.5 * off
