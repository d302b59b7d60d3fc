"""Money that moves: what one payer gives another bears less, by area and month, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.columns import ELSEWHERE, SERVED
from simsocial.core.errors import ScenarioError
from simsocial.indicators.axes import BUDGETS, PAYERS
from simsocial.measures import read_measure
from simsocial.measures.fee_bands import FeeBands
from tests.unit.model.measures import measure
from tests.unit.model.same import assert_same_state

OPERATING = BUDGETS.index("operating")
LAND, KREIS, TOWNS, FAMILIES = (PAYERS.index(name) for name in ("land", "kreis", "municipality", "families"))


@pytest.fixture(scope="module")
def more(small_model):
    """Return a function that gives the cents (payers, areas) that a measure adds in June 2024, of all services."""
    usual = small_model(end="2024-06").run()

    def added(measures):
        model = small_model(measures, end="2024-06").run()
        assert_same_state(usual, model)
        return (model.counts.money - usual.counts.money)[..., OPERATING].sum(axis=1)

    return added


def test_a_grant_for_small_sites_hangs_on_whom_they_serve(more, small_model):
    before = small_model(end="2024-05").run()
    small = [area for area, served in before.sites.cases("kita", before.month) if served < 30]
    assert 0 < len(small) < 4
    expected = 200_000 * np.bincount(small, minlength=3)
    for changes, factor in (({}, 1.0), ({"most_eur_per_year": 12_000}, 0.5 / len(small))):
        given = more(measure("grant", below_cases=30, **changes))
        assert np.array_equal(given[LAND], np.rint(expected * factor))
        assert np.array_equal(given[TOWNS], -given[LAND])
        assert not np.delete(given, [LAND, TOWNS], axis=0).any()


def test_a_sum_in_all_is_split_by_people(more, small_region):
    whole = {"per_site_eur_per_year": None, "below_cases": None, "amount_eur_per_year": 120_000}
    given = more(measure("grant", payer="kreis", **whole))
    people = small_region.population.sum(axis=(1, 2))
    assert np.abs(given[KREIS] - 1_000_000 * people / people.sum()).max() <= 0.5
    assert np.array_equal(given[TOWNS], -given[KREIS])
    assert not more(measure("grant", end="2024-05", **whole)).any()


def test_points_of_the_levy_move_that_share_of_its_base(more, small_region, values):
    moved = more(measure("district_levy", points=2))
    people = small_region.population.sum(axis=(1, 2))
    month = month_index("2024-06")
    base = values.value("finance.levy_base_eur_per_inhabitant", month) / (
        1.0 + values.value("finance.levy_base_growth_per_year", month)
    )
    assert np.abs(moved[TOWNS] - 100 * 0.02 * base * people / 12).max() <= 0.5
    assert np.array_equal(moved[KREIS], -moved[TOWNS])
    assert moved.sum() == 0


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"relieves": "land"}, "'land' gives the grant itself"),
        ({"payer": "lannd"}, "Did you mean 'land'"),
        ({"amount_eur_per_year": 5}, "one of the two"),
        ({"per_site_eur_per_year": -5}, "per_site_eur_per_year: -5 is no grant"),
        ({"per_site_eur_per_year": None, "amount_eur_per_year": 5}, "belong to per_site_eur_per_year"),
    ],
)
def test_a_grant_without_sense_is_refused(changes, told):
    with pytest.raises(ScenarioError) as caught:
        read_measure("m", measure("grant", **changes)["m_grant"])
    assert told in str(caught.value)


def test_fees_are_staggered_among_those_who_pay_one(more, small_model, values):
    before = small_model(end="2024-06").run()
    code = before.catalogue.ids.index("kindergarten")
    families = before.sites.families([code])
    assert len(families.kind) == before.counts.cases[code, SERVED].sum()
    assert 0 < families.has_benefit.mean() < 0.7
    eur = before.catalogue["kindergarten"].flat_eur_per_year(values, "flat_per_case", before.month)
    count = np.bincount(families.area, minlength=3)
    base = {"kinds": "kindergarten", "bands": [], "borne_by": "land"}
    free = more(measure("fee_bands", **base, above_factor=0))
    assert np.abs(free[FAMILIES] + 100 * eur["families"] / 12 * count).max() <= 0.5
    assert np.abs(free[KREIS] + 100 * eur["kreis"] / 12 * count).max() <= 0.5
    assert np.array_equal(free[LAND], -free[FAMILIES] - free[KREIS])
    assert not np.delete(free, [LAND, FAMILIES, KREIS], axis=0).any()
    poorer = ~families.has_benefit & (families.income_ratio < 0.8)
    part = np.bincount(families.area, poorer, 3) / np.bincount(families.area, ~families.has_benefit, 3)
    half = more(measure("fee_bands", **base | {"bands": [{"below": 0.8, "factor": 0.5}]}))
    assert 0 < part.mean() < 1
    assert np.abs(half[FAMILIES] - 0.5 * part * free[FAMILIES]).max() <= 1.0
    known = families.has_benefit & (families.income_ratio < 0.8)
    part = np.bincount(families.area, known, 3) / np.bincount(families.area, families.has_benefit, 3)
    assert part.mean() > 0.3
    assert np.abs(half[KREIS] - 0.5 * part * free[KREIS]).max() <= 1.0


def test_no_fee_for_anybody_costs_whom_a_fee_of_nothing_does(more, small_model):
    """By bands or by the fee itself: families and the youth office save the same, but for the hours then booked."""
    bands = more(
        measure("fee_bands", kinds="kindergarten", bands=[], above_factor=0, borne_by="municipality")
    )
    with_fee, without = (
        small_model(measures, end="2024-06").run().counts.money[..., OPERATING].sum(axis=1)
        for measures in (None, measure("parental_fee", kinds="kindergarten", fee_factor=0))
    )
    fee, cases = without - with_fee, small_model(end="2024-06").run().counts.cases
    kindergarten = cases[small_model(end="2024-06").catalogue.ids.index("kindergarten")].sum(axis=(1, 2))
    here = kindergarten[SERVED] / (kindergarten[SERVED] + kindergarten[ELSEWHERE])
    assert bands[KREIS].sum() < 0
    for payer in (KREIS, FAMILIES):
        # Who has a place elsewhere pays the fee there.
        assert bands[payer].sum() == pytest.approx(here * fee[payer].sum(), rel=0.001)
    assert np.array_equal(bands[TOWNS], -bands[KREIS] - bands[FAMILIES])


def test_a_child_beyond_the_first_of_a_household_pays_less(more, small_model):
    families = small_model(end="2024-05").run().sites.families([0, 1, 2, 3])
    siblings = FeeBands._factors(
        read_measure("m", measure("fee_bands", bands=[], sibling_factor=0.25)["m_fee_bands"]), families
    )
    _, children = np.unique(families.household, return_counts=True)
    assert (siblings == 0.25).sum() == (children - 1).sum() > 0
    assert (siblings == 1.0).sum() == len(children)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"bands": [{"below": 1, "factor": 1}]}, "it changes nothing"),
        ({"bands": [{"below": 1, "factor": 0}, {"below": 0.6, "factor": 0}]}, "do not rise"),
        ({"borne_by": "families"}, "'families' pay the fee"),
    ],
)
def test_bands_without_sense_are_refused(changes, told):
    with pytest.raises(ScenarioError) as caught:
        read_measure("m", measure("fee_bands", **changes)["m_fee_bands"])
    assert told in str(caught.value)
