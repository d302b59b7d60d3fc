"""Where households move to: never to the place they leave, and in the Land over as many borders as the figures say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import stats

from simsocial.core.calendar import month_index
from simsocial.core.columns import ADULT
from simsocial.processes.destination import balanced_flows
from tests.unit.processes.test_events import Stage

MONTH = month_index("2024-07")


def test_who_moves_lives_in_another_place(small_model):
    scene = Stage(small_model(), "relocation")
    rows = scene.choose((scene.role == ADULT) & scene.unshared & ~scene.has_partner, number=300)
    before = scene.persons.place[rows].copy()
    scene.act(rows)
    assert (scene.persons.place[rows] != before).all()


def test_in_the_land_as_many_moves_cross_a_kreis_border_as_the_rates_say(small_region, small_model, values):
    scene = Stage(small_model(region=replace(small_region, scope="land")), "relocation")
    rows = scene.choose((scene.role == ADULT) & scene.unshared & ~scene.has_partner, number=1000)
    before = scene.persons.place[rows].copy()
    within = values.table("migration.internal_rate", MONTH)
    over_kreis, over_land = (values.table(f"migration.out_rate{suffix}", MONTH) for suffix in ("", "_land"))
    between = np.maximum(over_kreis - over_land, 0.0)
    at = np.searchsorted(scene.rows, rows)
    share = (between / (between + within))[scene.sex[at], scene.age[at]]
    scene.act(rows)
    assert (scene.persons.place[rows] != before).all()
    area = scene.model.place_area
    crossed = int((area[scene.persons.place[rows]] != area[before]).sum())
    # False alarm 1e-4.
    low, high = stats.norm.interval(1.0 - 1e-4, share.sum(), np.sqrt((share * (1.0 - share)).sum()))
    assert 0.2 < share.mean() < 0.8
    assert low - 1 <= crossed <= high + 1


def test_balanced_flows_keep_who_leaves_and_who_arrives_wherever_an_area_lies():
    rng = np.random.default_rng(1)
    place = rng.uniform(0.0, 90.0, 22)
    minutes = np.abs(place[:, None] - place[None, :])
    leaving = rng.uniform(100.0, 900.0, 22)
    arriving = leaving * rng.uniform(0.7, 1.4, 22)
    share = balanced_flows(minutes, leaving, arriving, 12.0)
    assert np.allclose(share.sum(axis=1), 1.0)
    assert np.allclose(leaving @ share, arriving * leaving.sum() / arriving.sum(), rtol=0.01)
    # Among equally attractive ones the nearer area takes more.
    even = balanced_flows(
        np.abs(np.subtract.outer(np.arange(5), np.arange(5))) * 20.0, *np.ones((2, 5)), 12.0
    )
    assert even[2, 1] > even[2, 0]
