"""Travel times, settlement pattern and default sites."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsocial.parameters import Parameters
from simsocial.region import load_region, travel
from simsocial.region.provision import default_dwellings, default_sites
from simsocial.region.settlement import area_outlines, settle_areas
from simsocial.region.targets import land_population
from simsocial.shapes.house import houses

RULE = travel.TravelRule.of(Parameters.load())


@given(count=st.integers(1, 60), seed=st.integers(0, 1000))
def test_every_place_can_be_reached_and_ways_are_symmetric(count, seed):
    points = np.random.default_rng(seed).uniform(-30, 30, (count, 2))
    edges = travel.neighbour_edges(points[:, 0], points[:, 1], np.arange(count) % 7 == 0, RULE)
    minutes = travel.travel_matrix(edges, count, RULE)
    assert (minutes == minutes.T).all()
    assert (np.diagonal(minutes) == RULE.own_place_minutes).all()
    assert minutes.max() < 200
    assert (minutes[~np.eye(count, dtype=bool)] >= RULE.access_minutes).all()


def test_small_and_large_networks_use_the_same_ways(monkeypatch):
    points = np.random.default_rng(1).uniform(0, 60, (100, 2))
    edges = travel.neighbour_edges(points[:, 0], points[:, 1], np.zeros(100), RULE)
    small = travel.travel_matrix(edges, 100, RULE)
    monkeypatch.setattr(travel, "_FEW_PLACES", 0)
    assert (travel.travel_matrix(edges, 100, RULE) == small).all()


def test_longer_legs_are_driven_faster():
    minutes = travel.drive_minutes([1.0, 10.0, 40.0], RULE)
    speed = np.array([1.0, 10.0, 40.0]) * RULE.detour_factor / minutes * 60
    assert (np.diff(speed) > 0).all()
    assert minutes[1] == pytest.approx(13.6, abs=0.5)


def test_assumed_travel_times_follow_the_parameters(musterkreis, parameters):
    assert musterkreis.with_travel_of(parameters) is musterkreis
    slower = musterkreis.with_travel_of(Parameters.load({"travel.speed_ratio": 0.8}))
    elsewhere = ~np.eye(len(musterkreis.places), dtype=bool)
    drive = musterkreis.minutes[elsewhere] - 3.0
    assert slower.minutes[elsewhere] - 3.0 == pytest.approx(drive / 0.8, abs=1.2)
    assert musterkreis.with_travel_of(Parameters.load(draw=1)).travel_rule != musterkreis.travel_rule


def test_a_regions_own_travel_times_stay(tables):
    places = "place,area,inhabitants\np1,nord,3000\np2,sued,2000\n"
    own = load_region(tables(places=places, travel_minutes="from,to,minutes\np1,p2,17\n"))
    assert own.with_travel_of(Parameters.load(draw=1)) is own


def test_places_of_a_pattern_hold_the_people_of_their_area():
    areas = pd.DataFrame({"area": ["nord", "sued"], "name": ["Nord", "Süd"]})
    places = settle_areas(area_outlines(areas, [9_000, 30_000]), [9_000, 30_000])
    assert places.groupby("area")["inhabitants"].sum().to_dict() == {"nord": 9_000, "sued": 30_000}
    assert places["place"].is_unique
    assert (places.groupby("area")["centrality"].max() > 0).all()
    assert not places.duplicated(["x_km", "y_km"]).any()


def test_the_land_gets_the_lands_supply():
    population = land_population()[None].astype(float)
    places = pd.DataFrame({"place": ["a", "b"], "inhabitants": [1_500_000, 600_000]})
    sites = default_sites(tuple(houses()), places, np.zeros(2, dtype=int), population)
    licensed = sites.groupby("kind")["licensed_places"].sum()
    assert licensed["kita"] == 104_877
    assert licensed["adult_day_care"] == 4_626
    assert sites["kind"].value_counts()["home_care"] == 502
    assert sites["site"].is_unique
    public = sites[sites["kind"] == "kita"]["provider"].eq("kommunal").mean()
    assert public == pytest.approx(0.345, abs=0.01)


def test_only_wanted_kinds_are_derived():
    places = pd.DataFrame({"place": ["a"], "inhabitants": [5_000]})
    population = land_population()[None] / 400.0
    assert set(default_sites(("kita",), places, np.zeros(1, dtype=int), population)["kind"]) == {"kita"}
    assert len(default_sites((), places, np.zeros(1, dtype=int), population)) == 0


def test_there_are_more_dwellings_than_households():
    dwellings = default_dwellings([1_930, 19_300, 500], [0, 0, 1], [10_615, 300], [0.08, 0.04])
    assert dwellings.tolist() == [1049, 10490, 312]
