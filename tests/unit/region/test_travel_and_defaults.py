"""Travel times, settlement pattern and default sites."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsocial.region import travel
from simsocial.region.provision import default_dwellings, default_sites
from simsocial.region.region import SITE_KINDS
from simsocial.region.settlement import area_outlines, settle_areas
from simsocial.region.targets import land_population


@given(count=st.integers(1, 60), seed=st.integers(0, 1000))
def test_every_place_can_be_reached_and_ways_are_symmetric(count, seed):
    points = np.random.default_rng(seed).uniform(-30, 30, (count, 2))
    edges = travel.neighbour_edges(points[:, 0], points[:, 1], np.arange(count) % 7 == 0)
    minutes = travel.travel_matrix(edges, count)
    assert (minutes == minutes.T).all()
    assert (np.diagonal(minutes) == travel.OWN_PLACE_MINUTES).all()
    assert minutes.max() < 200
    assert (minutes[~np.eye(count, dtype=bool)] >= travel.ACCESS_MINUTES).all()


def test_small_and_large_networks_use_the_same_ways(monkeypatch):
    points = np.random.default_rng(1).uniform(0, 60, (100, 2))
    edges = travel.neighbour_edges(points[:, 0], points[:, 1], np.zeros(100))
    small = travel.travel_matrix(edges, 100)
    monkeypatch.setattr(travel, "_FEW_PLACES", 0)
    assert (travel.travel_matrix(edges, 100) == small).all()


def test_longer_legs_are_driven_faster():
    minutes = travel.drive_minutes([1.0, 10.0, 40.0])
    speed = np.array([1.0, 10.0, 40.0]) * travel.DETOUR_FACTOR / minutes * 60
    assert (np.diff(speed) > 0).all()
    assert minutes[1] == pytest.approx(13.6, abs=0.5)


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
    sites = default_sites(SITE_KINDS, places, np.zeros(2, dtype=int), population)
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
    dwellings = default_dwellings([1_930, 19_300])
    assert dwellings.tolist() == [1078, 10780]
