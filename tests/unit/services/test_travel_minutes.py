"""Ways by bus: shorter from a month on, between the places that are meant alone, for those without a car."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import ScenarioError
from simsocial.measures import read_measure
from tests.unit.model.measures import WHO, measure
from tests.unit.model.same import assert_same_state, assert_same_tables

MAY, APRIL = month_index("2024-05"), month_index("2024-04")
SHARE, RATIO, WAIT = 0.13, 1.7, 30.0


def codes(region, *places):
    return [region.places["place"].tolist().index(place) for place in places]


def test_a_line_shortens_the_ways_between_its_stops_by_what_those_without_a_car_save(
    small_model, small_region
):
    ways, car = small_model(measure("bus_line", minutes_less=20)).sites.travel, small_region.minutes
    assert ways.at(APRIL) is car
    assert ways.at(MAY) is ways.at(MAY + 5)
    saved = car - ways.at(MAY)
    one, other = codes(small_region, "b_ort", "b_dorf")
    assert saved[one, other] == saved[other, one] == round(SHARE * 20) == 3
    saved[[one, other], [other, one]] = 0
    assert not saved.any()


def test_an_on_demand_bus_caps_ways_within_its_areas(small_model, small_region):
    ways, car = (
        small_model(measure("on_demand_bus", where={"area": ["a", "b"]})).sites.travel,
        small_region.minutes,
    )
    inside = np.isin(small_region.place_area, [0, 1])
    within = inside[:, None] & inside[None, :] & ~np.eye(len(car), dtype=bool)
    expected = np.rint(car - SHARE * ((RATIO - 1.1) * car + WAIT - 5))
    assert np.array_equal(ways.at(MAY)[within], expected[within])
    assert np.array_equal(ways.at(MAY)[~within], car[~within])


def test_no_minute_less_changes_nothing(small_model):
    without, null = (
        small_model().run(),
        small_model(measure("bus_line", minutes_less={"low": 0, "typical": 0, "high": 9})),
    )
    null.run()
    assert_same_tables(without, null)
    assert_same_state(without, null)


def test_who_travels_sees_it_from_that_month_on(small_model):
    """The way to day care counts in its demand, and the mean way to the Kita falls in the month itself."""
    usual, bus = (
        small_model(measures, end="2024-06").run()
        for measures in (None, measure("on_demand_bus", where={"area": ["a", "b", "c"]}))
    )
    before, after = (model.recorder.monthly()["kindergarten_travel_minutes"] for model in (usual, bus))
    assert before[:4] == after[:4]
    assert after[4] < before[4]
    nearer = bus.services._present.at(MAY).access, usual.services._present.at(MAY).access
    day_care = bus.catalogue.ids.index("adult_day_care")
    assert (nearer[0][:, day_care] >= nearer[1][:, day_care]).all()
    assert (nearer[0][:, day_care] > nearer[1][:, day_care]).any()


def test_a_worse_bus_makes_ways_longer_and_no_bus_moves_a_district(small_model, small_region):
    worse = {
        "kind": "change_value", "start": "2024-05", "id": "travel.bus_wait_minutes", "op": "add", "by": 60,
        "where": {"place": "b_dorf"},
    }  # fmt: skip
    model = small_model({"worse": WHO | worse})
    village = codes(small_region, "b_dorf")[0]
    longer = model.sites.travel.at(MAY)[village] - small_region.minutes[village]
    assert (np.delete(longer, village) == round(SHARE * 60)).all()
    before, after = (model.sites.nearby("primary_school", 120.0, month) for month in (APRIL, MAY))
    assert np.array_equal(before.own, after.own)


def test_what_it_costs_is_booked_beside_services_with_trips_as_stated(small_model):
    costs = {"trips_per_year": 1200, "cost_per_trip_eur": 10, "running_payers": {"kreis": 0.75, "land": 0.25}}
    model = small_model(measure("on_demand_bus", **costs), end="2024-06")
    months = model._acting[0][1]
    assert sorted(months) == [MAY, MAY + 1]
    assert [(one.payer, one.item, one.area, one.amount_eur) for one in months[MAY]] == [
        ("kreis", "other", 2, 750.0), ("land", "other", 2, 250.0),
    ]  # fmt: skip
    (stated,) = read_measure("m", measure("on_demand_bus", **costs)["m_on_demand_bus"]).stated_costs()
    assert (stated.budget, stated.typical) == ("operating", 12_000.0)


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        ("bus_line", {"where": {"place": "b_ort"}}, "a way has two ends"),
        ("bus_line", {"where": {"site": ["kita_a1", "kita_b1"]}}, "'site' is no axis"),
        ("bus_line", {"price_year": 2025}, "no price index"),
        ("bus_line", {"minutes_less": 0}, "minutes_less: 0 makes no way shorter. Valid: more than 0"),
        ("bus_line", {"minutes_less": -10}, "minutes_less: -10 would make ways longer"),
        ("on_demand_bus", {"trips_per_year": 9}, "needs trips_per_year and cost_per_trip_eur"),
        ("on_demand_bus", {"trips_per_year": 9, "cost_per_trip_eur": 9}, "needs running_payers"),
    ],
)
def test_what_is_no_connection_is_refused(kind, changes, told):
    with pytest.raises(ScenarioError) as caught:
        read_measure("m", measure(kind, **changes)[f"m_{kind}"])
    assert told in str(caught.value)
