"""Money: every cent has a payer, payers bear their shares, and what is spent is what services cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsocial.core.calendar import month_index
from simsocial.core.columns import ELSEWHERE
from simsocial.core.errors import ScenarioError
from simsocial.core.roots import packaged_root
from simsocial.indicators.counts import BUDGETS, PAYERS, Counts
from simsocial.parameters import Parameters
from simsocial.parameters.parameter import Dated
from simsocial.services.catalogue import Catalogue, load_catalogue_from_dirs
from simsocial.services.elsewhere import Houses, needs_of_a_case
from simsocial.services.finance import Finance
from simsocial.services.kind import COST_COMPONENTS
from simsocial.services.parts import Payers
from tests.unit.model.measures import MEASURES, measure

CATALOGUE = load_catalogue_from_dirs([packaged_root("conf") / "services"])
VALUES = CATALOGUE.register(Parameters.load())
MONTH = month_index("2028-05")
AREAS = 3
NEEDS = np.array([0.02, 1.3, 0.2, 1.0])
"""Of a house, of a place, of an FTE and of a case."""


def ledger():
    counts = Counts(("a", "b", "c"), CATALOGUE.ids, CATALOGUE.qualifications)
    return Finance(CATALOGUE, VALUES, counts), counts


AMOUNTS = st.lists(st.integers(0, 200_000), min_size=4, max_size=4).map(np.array)


@settings(max_examples=60, deadline=None)
@given(
    kind_id=st.sampled_from(CATALOGUE.ids),
    sites=st.lists(st.tuples(st.integers(0, AREAS - 1), AMOUNTS), min_size=1, max_size=5),
    away=st.lists(st.integers(0, 300), min_size=2 * AREAS, max_size=2 * AREAS).map(np.array),
)
def test_payers_pay_what_a_service_costs_by_their_shares(kind_id, sites, away):
    finance, counts = ledger()
    areas = np.array([area for area, _ in sites])
    amounts = np.stack([amount for _, amount in sites], axis=1)
    away = away.reshape(2, AREAS)
    by_site = finance.book_services(MONTH, kind_id, areas, *amounts, NEEDS, away)
    kind, code = CATALOGUE[kind_id], CATALOGUE.ids.index(kind_id)
    expected = np.zeros((len(PAYERS), AREAS))
    ratio = kind.number(VALUES, "cost.elsewhere_ratio", MONTH)
    outside = dict.fromkeys(PAYERS, 0.0)
    for component, numbers, need in zip(COST_COMPONENTS, amounts, NEEDS, strict=True):
        price = kind.cost_eur_per_year(VALUES, component, MONTH) * 100 / 12
        cents = kind.cost_eur_per_year(VALUES, component, MONTH) * 100 / 12 * numbers / 1000
        for payer, share in kind.payers_of(VALUES, component).items():
            expected[PAYERS.index(payer)] += np.bincount(areas, share * cents, minlength=AREAS)
            outside[payer] += share * ratio * price * need
    by_site_cents = expected.sum()
    if not ratio:
        price = kind.cost_eur_per_year(VALUES, "elsewhere_per_case", MONTH) * 100 / 12
        outside |= {payer: share * price for payer, share in kind.payers_of(VALUES, "per_case").items()}
    waits = outside if kind.waiting_payers is None else {"kreis": sum(outside.values())}
    for payer in PAYERS:
        expected[PAYERS.index(payer)] += outside[payer] * away[0] + waits.get(payer, 0.0) * away[1]
    booked = counts.money[:, code, :, 0]
    # Each product of payer, component and site is rounded to a cent.
    rounding = 0.5 * (len(sites) * 4 + 2) + 1
    assert (np.abs(booked - expected) <= rounding).all()
    assert by_site.sum() == pytest.approx(by_site_cents, abs=rounding * len(PAYERS))
    others = np.delete(np.arange(len(CATALOGUE) + 1), code)
    assert counts.money[:, others].sum() == 0
    assert counts.money[:, :, :, BUDGETS.index("capital")].sum() == 0


def test_prices_follow_their_index():
    for kind in CATALOGUE:
        index = 1 + kind.number(VALUES, "price_index_per_year", MONTH)
        assert index > 1
        costs = np.array(
            [
                [kind.cost_eur_per_year(VALUES, part, MONTH + months) for part in COST_COMPONENTS]
                for months in (0, 24)
            ]
        )
        assert costs[0].any()
        np.testing.assert_allclose(costs[1], costs[0] * index**2)


def test_a_measure_books_where_it_says():
    finance, counts = ledger()
    finance.book("municipality", "kindergarten", 1, 1234.567, budget="capital")
    finance.book("land", "housing", 2, -50.0)
    code = CATALOGUE.ids.index("kindergarten")
    assert counts.money[PAYERS.index("municipality"), code, 1, 1] == 123457
    assert counts.money[PAYERS.index("land"), len(CATALOGUE), 2, 0] == -5000
    assert counts.money.sum() == 123457 - 5000


def test_an_unknown_payer_is_named_with_the_nearest():
    finance, _ = ledger()
    with pytest.raises(ScenarioError, match=r"'municipalty' is no payer. Did you mean 'municipality'"):
        finance.book("municipalty", "kindergarten", 0, 1.0)


@pytest.fixture(scope="module")
def years(small_model):
    """A model under all measures, the money of every month, and what places bought outside cost."""
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    paying = CATALOGUE["kindergarten"].model_copy(
        update={"payers": Payers(shares={"land": 0.7, "provider": 0.3})}
    )
    catalogue = Catalogue([paying if kind.id == paying.id else kind for kind in CATALOGUE])
    settings = {"catalogue": catalogue, "parameters": catalogue.register(Parameters.load())}
    model, money, bought = small_model(entries, end="2024-12", **settings), [], 0.0
    while model.running:
        model.step()
        money.append(model.counts.money.copy())
        bought += bought_cents(model)
    return model, np.array(money), bought


def test_providers_ledgers_hold_what_their_sites_cost(years):
    model, money, bought = years
    booked = sum(provider.cost_cents for provider in model.sites.providers.values())
    own = sum(provider.own_contribution_cents for provider in model.sites.providers.values())
    assert booked + bought == pytest.approx(money[:, :, :-1, :, 0].sum(), rel=1e-6)
    assert own > 0
    # Their part of places elsewhere is no provider's here.
    assert own == pytest.approx(money[:, PAYERS.index("provider"), :-1, :, 0].sum(), rel=0.2)


def bought_cents(model, kinds=CATALOGUE.ids):
    """Return what cases elsewhere and waiting claims cost in the month simulated last."""
    cases, values, month, total = model.counts.cases.sum(axis=(2, 3, 4)), model.parameters, model.month, 0.0
    for kind in map(CATALOGUE.__getitem__, kinds):
        code = CATALOGUE.ids.index(kind.id)
        away = cases[code, ELSEWHERE] + model.counts.claims[code].sum()
        sharing = [CATALOGUE.ids.index(other.id) for other in CATALOGUE.sharing(kind.site_kind)]
        yearly = kind.cost_eur_per_year(values, "elsewhere_per_case", month)
        if kind.has("cost.elsewhere_ratio"):
            needs = needs_of_a_case(kind, values, Houses(model.region), cases[sharing].sum(), month)
            prices = [kind.cost_eur_per_year(values, part, month) for part in COST_COMPONENTS]
            yearly = kind.number(values, "cost.elsewhere_ratio", month) * (needs @ prices)
        total += away * yearly * 100 / 12
    return total


def test_capital_is_booked_once_and_apart_from_operation(years):
    _, money, _ = years
    capital = money[:, :, :, :, 1].sum(axis=(1, 2, 3))
    # Opening in April, merging in August, homes in March (the fourth month is index 3).
    assert [month + 1 for month in np.flatnonzero(capital)] == [3, 4, 8]
    assert capital[2] == 20 * 9000 * 100
    assert (money[:, :, :, :, 0].sum(axis=(1, 2, 3)) > 0).all()


def test_kinds_that_share_a_site_share_its_fixed_cost(small_model):
    """Nursery and kindergarten together bear each Kita's fixed cost and staff once."""
    model = small_model(end="2024-06").run()
    month, arrays = model.month, model.services.sites.arrays
    sites = [site.code for site in model.sites if site.kind == "kita"]
    codes = [CATALOGUE.ids.index(name) for name in ("nursery", "kindergarten")]
    served = [int(model.counts.cases[code, 1].sum()) for code in codes]
    expected = 0.0
    for name, cases in zip(("nursery", "kindergarten"), served, strict=True):
        expected += CATALOGUE[name].cost_eur_per_year(model.parameters, "per_case", month) * cases
    kind = CATALOGUE["kindergarten"]
    expected += kind.cost_eur_per_year(model.parameters, "fixed_per_site", month) * len(sites)
    expected += (
        kind.cost_eur_per_year(model.parameters, "per_place", month) * arrays.licensed_places[sites].sum()
    )
    expected += (
        kind.cost_eur_per_year(model.parameters, "per_fte", month) * arrays.staff_milli[sites].sum() / 1000
    )
    booked = model.counts.money[:, codes, :, 0].sum() - bought_cents(model, ("nursery", "kindergarten"))
    assert booked / 100 * 12 == pytest.approx(expected, rel=1e-4)


def test_a_price_dated_by_month_holds_from_that_month(small_model, values):
    """A law or tariff that comes in May is not paid from January on, nor only a year later."""
    identifier = "services.primary_school.cost.per_fte_eur_per_year"
    dear = month_index("2024-05")
    dated = [
        replace(one, history=(*one.history, Dated(dear, dear, 2.0 * one.value)), high=3.0 * one.value)
        if one.id == identifier
        else one
        for one in values
    ]
    model = small_model(parameters=Parameters(dated), end="2024-06")
    paid = {}
    while model.running:
        model.step()
        paid[model.month_label] = int(
            model.counts.money[:, model.catalogue.ids.index("primary_school")].sum()
        )
    assert paid["2024-04"] == pytest.approx(paid["2024-03"], rel=0.05)
    assert paid["2024-05"] > 1.3 * paid["2024-04"]
