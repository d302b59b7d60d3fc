"""What a place elsewhere costs: that of a place in a full house here, however empty the houses here are."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.indicators.axes import PAYERS
from simsocial.services.elsewhere import Houses
from simsocial.services.prices import outside_of, prices_of
from simsocial.shapes.house import houses

MONTH = month_index("2025-03")


@pytest.fixture(scope="module")
def price(musterkreis, all_kinds, values):
    """Return a function that tells EUR a year of a case elsewhere, and by payer, where so many want each kind."""
    prices, houses = prices_of(all_kinds, values, MONTH), Houses(musterkreis, all_kinds)

    def of(kind_id, cases):
        code = all_kinds.ids.index(kind_id)
        outside = outside_of(prices, houses.needs_of_a_case(prices, np.full(len(all_kinds), cases), MONTH))
        return outside.gross[code, 0] * 0.12, dict(zip(PAYERS, outside.by_payer[code, 0] * 0.12, strict=True))

    return of


@pytest.mark.parametrize("kind_id", ["kindergarten", "primary_school", "shared_accommodation"])
def test_it_does_not_depend_on_how_many_want_it_here(price, kind_id):
    """Houses that are empty here make no place dearer there, those that are too full none cheaper."""
    assert price(kind_id, 10)[0] == price(kind_id, 100)[0] == price(kind_id, 10_000)[0]


def test_houses_that_staff_limits_are_larger_where_more_people_come(price):
    few, as_many, more = (price("integration_assistance_children", cases)[0] for cases in (10, 100, 10_000))
    assert few == as_many > more


def test_where_no_house_is_left_here_it_takes_part_of_one_of_the_lands_mean_size(
    musterkreis, all_kinds, values
):
    prices, code = prices_of(all_kinds, values, MONTH), all_kinds.ids.index("womens_shelter")
    cases = np.full(len(all_kinds), 5)
    without = dataclasses.replace(
        musterkreis,
        sites=musterkreis.sites[musterkreis.sites["kind"] != "womens_shelter"].reset_index(drop=True),
    )
    gross = [
        outside_of(prices, Houses(region, all_kinds).needs_of_a_case(prices, cases, MONTH)).gross[code, 0]
        for region in (musterkreis, without)
    ]
    land = houses()["womens_shelter"].provision
    needs = Houses(without, all_kinds).needs_of_a_case(prices, cases, MONTH)[code]
    assert needs[:2] == pytest.approx([land.sites / land.places, 1.0])
    assert 0.5 * gross[0] < gross[1] < 2.0 * gross[0]


def test_a_child_costs_what_the_audits_and_towns_say(price):
    """Between a place (10,326) and a child (13,044 EUR) of Saalfeld in 2024, dearer by the ratio and a year."""
    old, young = (price(kind_id, 1000)[0] for kind_id in ("kindergarten", "nursery"))
    assert 10_326 < 0.75 * old + 0.25 * young < 1.09 * 13_044 * 1.05


def test_the_land_pays_its_sum_for_a_place_wherever_it_is(price, values):
    gross, by_payer = price("shared_accommodation", 100)
    land = values.value("services.shared_accommodation.payers.flat_per_place.land", MONTH)
    assert by_payer["land"] == pytest.approx(land, rel=0.03)
    assert sum(by_payer.values()) == pytest.approx(gross)


def test_a_place_given_up_brings_the_kreis_no_loss(all_kinds, values):
    """The Land's sum covers the cost of a place of refugees, and no more."""
    kind = all_kinds["shared_accommodation"]
    cost = kind.cost_eur_per_year(values, "per_place", MONTH)
    assert cost == pytest.approx(kind.flat_eur_per_year(values, "flat_per_place", MONTH)["land"], rel=0.01)
