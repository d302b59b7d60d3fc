"""Money of a model month by month: ledgers of providers, capital, shared houses, dated prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.columns import DETERRED, ELSEWHERE, GAVE_UP, WAITING
from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.parameters.parameter import Dated
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import yearly_prices
from simsocial.services.costs import site_use
from simsocial.services.elsewhere import Houses
from simsocial.services.payers import ServicePayers
from simsocial.services.prices import prices_of
from tests.packaged import packaged_kinds
from tests.unit.model.measures import MEASURES, measure

CATALOGUE = packaged_kinds()


@pytest.fixture(scope="module")
def years(small_model):
    """A model under all measures, the money of every month, and what places bought outside cost."""
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    for name in ("m_fee_bands", "m_parental_fee"):
        entries[name] |= {"kinds": ["nursery"]}
    paying = CATALOGUE["kindergarten"].model_copy(
        update={"payers": ServicePayers(shares={"land": 0.7, "provider": 0.3})}
    )
    catalogue = Catalogue([paying if kind.id == paying.id else kind for kind in CATALOGUE])
    # The Kreis pays the transport of pupils itself: no site's cost.
    free = {"services.primary_school.transport.per_minute_eur_per_year": 0.0}
    parameters = catalogue.register(Parameters.load()).with_overrides(free)
    settings = {"catalogue": catalogue, "parameters": parameters}
    model, money, bought = (
        small_model(entries, end="2024-12", **{"catalogue": CATALOGUE, **settings}),
        [],
        0.0,
    )
    while model.running:
        model.step()
        money.append(model.counts.money.copy())
        bought += bought_cents(model)
    return model, np.array(money), bought


def test_providers_ledgers_hold_what_their_sites_cost(years):
    model, money, bought = years
    booked = sum(provider.cost_cents for provider in model.sites.providers.values())
    own = sum(
        provider.own_contribution_cents
        for provider in model.sites.providers.values()
        if provider.ownership != "public"
    )
    assert booked + bought == pytest.approx(money[:, :, :-1, :, 0].sum(), rel=1e-6)
    assert own > 0
    # Their part of places elsewhere is no provider's here.
    assert own == pytest.approx(money[:, PAYERS.index("provider"), :-1, :, 0].sum(), rel=0.2)


def bought_cents(model, kinds=CATALOGUE.ids):
    """Return what cases elsewhere, waiting claims and others without a place cost in the month simulated last."""
    cases, values, month, total = model.counts.cases.sum(axis=(2, 3)), model.plan, model.month, 0.0
    prices = prices_of(CATALOGUE, values, month)
    all_needs = Houses(model.region, CATALOGUE).needs_of_a_case(prices, cases.sum(axis=(1)), month)
    for kind in map(CATALOGUE.__getitem__, kinds):
        code = CATALOGUE.ids.index(kind.id)
        away = cases[code, ELSEWHERE] + model.counts.claims[code].sum()
        yearly = kind.cost_eur_per_year(values, "elsewhere_per_case", month)
        if kind.in_cash:
            yearly = kind.cost_eur_per_year(values, "per_case", month)
        elif kind.has("cost.elsewhere_ratio"):
            needs = all_needs[code]
            parts = yearly_prices(kind, kind, values, month, CATALOGUE.teams[kind.site_kind][1:])
            yearly = kind.number(values, "cost.elsewhere_ratio", month) * (needs @ parts)
        if kind.access != "entitlement":
            unserved = cases[code, [WAITING, GAVE_UP, DETERRED]].sum()
            total += unserved * kind.cost_eur_per_year(values, "waiting_per_case", month) * 100 / 12
        total += away * yearly * 100 / 12
    return total


def test_capital_is_booked_once_and_apart_from_operation(years):
    _, money, _ = years
    capital = money[:, :, :, :, 1].sum(axis=(1, 2, 3))
    # Homes in March, opening in April (the fourth month is index 3), converting in June, merging in August.
    assert [month + 1 for month in np.flatnonzero(capital)] == [3, 4, 6, 8]
    assert capital[2] == 20 * 9000 * 100
    assert (money[:, :, :, :, 0].sum(axis=(1, 2, 3)) > 0).all()


def test_kinds_that_share_a_site_share_its_fixed_cost(small_model):
    """Nursery and kindergarten together bear each Kita's fixed cost and staff once."""
    model = small_model(end="2024-06", catalogue=CATALOGUE).run()
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
        kind.cost_eur_per_year(model.parameters, "per_fte", month) * arrays.staff_milli[sites, 0].sum() / 1000
    )
    booked = model.counts.money[:, codes, :, 0].sum() - bought_cents(model, ("nursery", "kindergarten"))
    assert booked / 100 * 12 == pytest.approx(expected, rel=0.01)


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
    model = small_model(parameters=Parameters(dated), end="2024-06", catalogue=CATALOGUE)
    paid = {}
    while model.running:
        model.step()
        paid[model.month_label] = int(
            model.counts.money[:, model.catalogue.ids.index("primary_school")].sum()
        )
    assert paid["2024-04"] == pytest.approx(paid["2024-03"], rel=0.05)
    assert paid["2024-05"] > 1.3 * paid["2024-04"]


def test_staff_of_a_shared_house_is_borne_as_it_is_needed_and_the_house_as_it_is_used(small_model):
    """A child under three needs more of it: that is what its place costs more."""
    model = small_model(end="2024-03", catalogue=CATALOGUE).run()
    services, month = model.services, model.month
    tables, use = services.tables(month), services.use(month)
    amounts = site_use(tables, services.sites.arrays, use)
    found = np.zeros((len(amounts), *use.served.shape))
    found[:, tables.offers.kind, tables.offers.site] = amounts
    _, borne_places, borne_staff, *_ = found
    codes = [model.catalogue.ids.index(name) for name in ("nursery", "kindergarten")]
    shared = np.flatnonzero((use.served[codes] > 0).all(axis=0))
    assert len(shared) >= 3
    need, served = tables.need_micro[np.ix_(codes, shared)][..., 0], use.served[codes][:, shared]
    staff = borne_staff[codes][:, shared]
    assert need[0, 0] > 1.5 * need[1, 0]
    assert staff[0] / staff[1] == pytest.approx((need * served)[0] / (need * served)[1], rel=0.01)
    places = borne_places[codes][:, shared]
    assert places[0] / places[1] == pytest.approx(served[0] / served[1], rel=0.01)
