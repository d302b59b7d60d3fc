"""Places that providers add of their own accord."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simsocial.core.calendar import month_index, month_label
from simsocial.services.buildings import Buildings
from simsocial.services.expansion import grow, growth_of, places_added


def test_houses_grow_from_the_stated_occupancy_on(catalogue, values):
    """Half of what is missing; a house with room stays as it is."""
    kind = catalogue["adult_day_care"]
    per_place = kind.cases_per_place(values)
    served = np.rint(np.array([0.5, 0.73, 1.0]) * 20 * per_place).astype(np.int64)
    growth = next(one for one in growth_of(catalogue, values, month_index("2027-01")) if one.kind == kind.id)
    added = places_added(growth, np.full(3, 20.0), served)
    missing = served / per_place / 0.72 - 20.0
    assert added == pytest.approx(0.5 * np.array([0.0, *missing[1:]]))
    assert 0.0 < added[1] < 1.0 < added[2]


def test_small_houses_together_grow_as_a_large_one(small_region, small_model, values):
    """Sixty houses, each of which lacks a quarter of a place, add fifteen at the full rate; rounded up, sixty."""
    pattern = small_region.sites[small_region.sites["site"] == "tag_a"].assign(licensed_places=8)
    sites = [small_region.sites, *(pattern.assign(site=f"tag_{number}") for number in range(60))]
    region = replace(small_region, sites=pd.concat(sites, ignore_index=True))
    model = small_model(region=region)
    model.step()
    kinds = {one.kind: one for one in growth_of(model.catalogue, values, month_index("2027-01"))}
    growth = kinds["adult_day_care"]._replace(from_occupancy=8.0 / 8.25, share_per_year=1.0)
    codes = np.array([model.sites[f"tag_{number}"].code for number in range(60)])
    arrays, services = model.sites.arrays, model.services
    arrays.stood_places[:] = arrays.licensed_places
    served = np.zeros(len(model.sites))
    served[codes] = 8.0 * growth.cases_per_place
    for _ in range(3):
        tables = services.tables(model.month)
        grow(
            growth,
            model.sites,
            tables,
            served,
            Buildings(model.plan, model.catalogue, region),
            model.finance,
            model.month,
        )
        arrays.stood_places[:] = arrays.licensed_places
    assert set(arrays.licensed_places[codes].tolist()) == {8, 9}
    assert arrays.licensed_places[codes].mean() == pytest.approx(8.25, abs=3 * np.sqrt(0.25 * 0.75 / 60))


@pytest.mark.parametrize(("share", "grows"), [(0.0, False), (1.0, True)])
def test_providers_add_places_each_january_and_pay_for_them(small_model, values, share, grows):
    """What is added is licensed and paid for; a measure's size comes below it."""
    over = values.with_overrides({"services.adult_day_care.expansion.share_per_year": share})
    model = small_model(parameters=over, end="2025-02")
    codes = model.sites.codes("adult_day_care")
    before = model.sites.arrays.licensed_places[codes].copy()
    while model.month < month_index("2025-02"):
        model.step()
    grown = model.sites.arrays.licensed_places[codes] - before
    assert (grown.sum() > 0) == grows
    assert (model.sites.arrays.added_places[codes] == grown).all()
    assert bool(model.finance.annuities.open) == grows
    site = next(site for site in model.sites if site.kind == "adult_day_care")
    model.sites.sizes.set(site.site_id, 5, model.month)
    assert site.licensed_places == 5 + grown[0]


def test_places_out_of_service_come_back_before_any_is_built(small_model, values):
    """A house of 8 places, some of them out of service from December on: in January it needs as many as ever."""
    rule = "services.adult_day_care.expansion."
    over = {f"{rule}share_per_year": 1.0, f"{rule}from_occupancy": 0.4, "negotiation.given_up_share": 0.0}
    built = {}
    for idle in (0, 1, 2):
        model = small_model(parameters=values.with_overrides(over), end="2025-01")
        home = model.sites["tag_a"].code
        while model.running:
            if model.next_month == month_index("2024-12"):
                model.sites.sizes.take_out_of_service(np.array([home]), np.array([idle]))
            model.step()
        assert model.sites.arrays.idle_places[home] == 0
        built[idle] = int(model.sites.arrays.added_places[home])
    assert built[0] > 2
    assert max(built.values()) == built[0]


WHO = {"decided_by": "provider", "lever": "negotiation"}
FEWER = {**WHO, "kind": "resize_site", "site": "tag_a"}
DAYS = {**WHO, "kind": "opening_days", "kinds": ["adult_day_care"]}


@pytest.fixture(scope="module")
def places(small_model, values):
    """Return the places of the small region's day care each month of two years, which add a place or two a year."""
    rule = "services.adult_day_care.expansion."
    over = {f"{rule}share_per_year": 0.35, f"{rule}from_occupancy": 0.4, "negotiation.given_up_share": 0.0}
    over = values.with_overrides(over)

    def by_month(**entry):
        model = small_model({"m": entry} if entry else None, parameters=over, end="2026-01")
        site, found = model.sites["tag_a"], {}
        while model.running:
            model.step()
            found[model.month_label] = site.licensed_places
        return found

    return by_month


@pytest.mark.parametrize("start", ["2024-12", "2025-01", "2025-02"])
@pytest.mark.parametrize("change", [-1, -4, -7])
def test_nobody_builds_anew_what_a_decision_took_away(places, start, change):
    """Of one place, of half and of nearly all, in whichever month it begins."""
    usual, fewer = places(), places(**FEWER, start=start, change=change)
    assert usual["2024-12"] == 8 < usual["2025-01"] < usual["2026-01"]
    before = usual["2025-01"] if start > "2025-01" else 8
    assert {size for month, size in fewer.items() if month >= start} == {before + change}


@pytest.mark.parametrize("start", ["2024-12", "2025-01", "2025-02"])
@pytest.mark.parametrize(("ramp", "licensed"), [(0, 5), (0, 9), (3, 14)])
def test_a_stated_size_is_all_of_it_in_whichever_month_it_begins(places, start, ramp, licensed):
    sized = places(**FEWER, start=start, ramp_months=ramp, licensed_places=licensed)
    complete = month_label(month_index(start) + max(ramp, 1) - 1)
    assert sized[complete] == licensed
    if licensed < 8:
        assert {size for month, size in sized.items() if month >= start} == {licensed}


def test_a_house_made_larger_grows_on_and_one_that_is_given_back_what_it_lost_does_again(places):
    more = places(**FEWER, start="2024-12", change=1)
    assert more["2025-01"] > more["2024-12"] == 9
    back = places(**FEWER, start="2024-06", change=-4, end="2024-08")
    assert back["2024-08"] == 4
    assert back["2025-01"] > back["2024-12"] == 8


@pytest.mark.parametrize("days", [0.5, 2.5, 4.5])
def test_nobody_builds_for_days_on_which_a_house_is_closed(places, days):
    """A tenth, half and nearly all of five days."""
    assert places(**DAYS, start="2025-01", days_per_week=days)["2026-01"] == 8
