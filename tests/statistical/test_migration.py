"""Migration: as many leave as the rates say, the balance is that of the figures and does not drift by itself."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.model import SocialModel
from simsocial.processes.border import Border, following_rate
from simsocial.processes.census import count_population
from simsocial.region import load_region
from simsocial.region.official import kreise

SERVICES = ("service_demand", "staff_market", "allocation", "finance")
NET = {2024: 4_515, 2025: -690}
"""Net migration of Thuringia (TLS)."""


def _net(region, end, rng):
    """Return net migration by year, departures expected by the rates, departures, and the model."""
    model = SocialModel(region, rng=rng, spin_up=0, start="2024-01", end=end, disabled=SERVICES)
    border, net, expected, departures = Border(model.parameters, model.region), {}, 0.0, 0
    while model.next_month <= model.end_month:
        people = count_population(model).sum(axis=0)
        leaves = border.rates(model.next_month // 12)[0].copy()
        leaves[:, :18] = following_rate(model.parameters, leaves, model.next_month)[:18]
        at_home = 1.0 - model.parameters.table("care_need.institution_share", model.next_month)
        expected += (leaves * people * at_home).sum() / 12.0
        model.advance()
        came, left = (int(model.counts.event(name).sum()) for name in ("arrivals", "departures"))
        departures += left
        year = model.month // 12
        net[year] = net.get(year, 0) + came - left
    return net, expected, departures, model


def test_departures_are_their_rates_and_people_those_one_can_expect():
    """About 10,000 departures of households of two: the standard error is 1.5 %; 5 % is 3.3 of them (1e-3).

    Who lives in which families adds up to two points. It can fail: minors at the rates of all adults made 4 to 6 %.
    """
    region = load_region({"kind": "kreis", "name": "Gotha"})
    _, expected, departures, model = _net(region, "2025-12", 11)
    assert departures == pytest.approx(expected, rel=0.05)
    path = model.expected_people.year(2)
    people = count_population(model).sum(axis=0)
    assert path.sum() == pytest.approx(people.sum(), rel=0.005)
    assert path[:, 18:].sum() == pytest.approx(people[:, 18:].sum(), rel=0.005)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["land", "kreise"])
def test_net_migration_of_the_land_is_the_official_one(kind):
    """160,000 moves a year in the Kreise: the standard error of the net is about 550, of the Land's 450 (1e-3)."""
    regions = [load_region("thueringen")]
    if kind == "kreise":
        regions = [load_region({"kind": "kreis", "ags": ags}) for ags in kreise()["ags"]]
    total = {2024: 0, 2025: 0}
    for number, region in enumerate(regions):
        for year, net in _net(region, "2025-12", 100 + number)[0].items():
            total[year] += net
    for year, official in NET.items():
        assert total[year] == pytest.approx(official, abs=2_000)


@pytest.mark.long
def test_net_migration_of_a_kreis_does_not_drift(musterkreis):
    """Yearly net of 2040-2045 against 2026-2031: within 2 per 1000. It rose from -100 to +565 a year."""
    net, _, _, _ = _net(musterkreis, "2045-12", 3)
    early, late = (np.mean([net[year] for year in years]) for years in (range(2026, 2032), range(2040, 2046)))
    assert abs(late - early) < 0.002 * musterkreis.inhabitants
