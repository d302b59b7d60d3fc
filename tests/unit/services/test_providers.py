"""Providers: what is booked on them, what they decide when money or staff run short, among how many people choose."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.indicators.axes import OWNERSHIPS, PAYERS
from simsocial.services.ledger import Bookings, ProviderLedger
from simsocial.services.provider_choice import providers_near
from simsocial.services.provider_rule import ProviderRule, close_unvisited, rule_of
from simsocial.services.provider_turn import Providers

OWN, FAMILIES = PAYERS.index("provider"), PAYERS.index("families")
JANUARY = month_index("2025-01")


def month_of(own, families):
    """Return what one provider's only site costs, and who pays 1,000 EUR of it, the Kreis the rest."""
    cents = np.zeros((len(PAYERS) + 1, 1), dtype=np.int64)
    cents[OWN], cents[FAMILIES], cents[-1] = own, families, 100_000
    cents[PAYERS.index("kreis")] = 100_000 - own - families
    return Bookings(np.zeros(1, int), np.zeros(1, int), np.zeros(1, int), cents, np.full(1, 8))


def booked(own_by_month, reserve_months=3.0):
    ledger = ProviderLedger.empty(1)
    for month, own in enumerate(own_by_month):
        ledger.book(month_of(own, 20_000), JANUARY + month, reserve_months)
    return ledger


def test_what_a_provider_bore_in_its_first_year_it_can_go_on_bearing():
    ledger = booked([10_000] * 24)
    assert ledger.own_share[0] == pytest.approx(0.1)
    assert ledger.reserve_cents[0] == 300_000
    assert ledger.paid_cents.sum() == 24 * 100_000
    assert ledger.year_cents.sum() == ledger.site_sums[0].sum() == 12 * 100_000


@pytest.mark.parametrize(("own", "left"), [(10_000, 300_000), (35_000, 0), (85_000, -600_000), (0, 300_000)])
def test_what_it_bears_beyond_that_comes_out_of_its_reserve(own, left):
    """A year of nothing more, of 250 EUR a month, of 750 EUR a month; what is spared fills no more than there was."""
    assert booked([10_000] * 12 + [own] * 12).reserve_cents[0] == left


def test_reserves_fill_up_again():
    assert booked([10_000] * 12 + [35_000] * 12 + [0] * 60).reserve_cents[0] == 300_000


def test_a_surplus_at_the_start_is_no_debt_later():
    ledger = booked([-5000] * 12 + [0] * 12)
    assert ledger.own_share[0] == 0.0
    assert ledger.reserve_cents[0] == 300_000


def test_two_sites_of_one_provider_are_no_choice():
    minutes = np.array([[1, 2, 31], [30, 30, 30], [90, 90, 90]])
    assert providers_near(minutes, np.array([4, 4, 7])).tolist() == [1, 2, 0]
    assert providers_near(minutes[:, :0], np.empty(0, dtype=np.int64)).tolist() == [0, 0, 0]


def test_by_default_nobody_acts_but_whose_grant_is_gone(values):
    rule = rule_of(values, JANUARY)
    assert isinstance(rule, ProviderRule)
    off = (
        "own_rise_share",
        "fee_rise_share",
        "shrinking_share",
        "closing_without_reserve",
        "closing_without_staff",
    )
    for name in off:
        assert getattr(rule, name) == 0.0
        assert values[f"providers.{name}"].value_range[1] > 0.0
        assert values[f"providers.{name}"].grade == "D"
    assert 0.0 < rule.underfunded_share < 1.0 == values["providers.underfunded_share"].value_range[1]


@pytest.mark.parametrize(
    ("changed", "closes"),
    [
        ({}, True),
        ({"taken_months": 1}, False),
        ({"opened": JANUARY - 11}, False),
        ({"opened": JANUARY - 12}, True),
        ({"room_months": 0}, False),
        ({"staff_milli": 100}, False),
        ({"chance": 0.0}, False),
        ({"site": "kita_a1"}, False),
    ],
)
def test_a_site_through_whose_doors_nobody_came_for_a_year_closes(small_model, values, changed, closes):
    """Not one that others bore, that is new, that had no room or found no staff, nor a public one."""
    changed = {"site": "heim_a", "chance": 1.0, "taken_months": 0, "room_months": 480} | changed
    model = small_model()
    model.step()
    code, arrays = model.sites[changed.pop("site")].code, model.sites.arrays
    rule = rule_of(values, JANUARY)._replace(closing_without_cases=changed.pop("chance"))
    tables = dataclasses.replace(
        model.services.tables(model.month), fixed_milli=np.full_like(arrays.staff_milli, 300)
    )
    arrays.staff_milli[:] = 300
    arrays.taken_months[:], arrays.room_months[:] = 12, 480
    for name, value in changed.items():
        getattr(arrays, name)[code] = value
    close_unvisited(rule, model.sites, tables, np.full(len(model.sites), 0.5), JANUARY)
    found = np.flatnonzero(arrays.closes == JANUARY + round(rule.closing_lead_months))
    assert found.tolist() == ([code] if closes else [])


@pytest.mark.parametrize(("years", "closes"), [(0, False), (1, True)])
def test_nobody_closes_for_want_of_visitors_before_a_whole_year_was_simulated(small_model, years, closes):
    """Of a region whose figures are of October, the first January knows two months."""
    model = small_model(end="2026-12")
    model.step()
    providers, code, arrays = model.services._providers, model.sites["heim_a"].code, model.sites.arrays
    providers._first_month = JANUARY - 2
    month = JANUARY + 12 * years
    arrays.taken_months[:], arrays.room_months[:] = 12, 480
    arrays.taken_months[code] = 0
    tables = model.services.tables(model.month)
    providers.close_unvisited(tables, month)
    assert (arrays.closes[code] < month + 24) == closes


def test_a_site_is_compared_with_its_own_first_year():
    """One is dear from the start, one loses a grant, one is new, one half empty, one fuller than before."""
    ledger, cents = ProviderLedger.empty(1), np.zeros((len(PAYERS) + 1, 5), dtype=np.int64)
    zero = np.zeros(5, int)
    for month in range(24):
        later, new = month >= 12, 100_000 * (month >= 18)
        cents[OWN] = 60_000, 40_000 if later else 10_000, 0.9 * new, 50_000 if later else 0, 0
        cents[-1] = 100_000, 100_000, new, 100_000, 100_000
        served = np.array([8, 8, 8, 4 if later else 8, 16 if later else 8])
        ledger.book(Bookings(zero, np.arange(5), zero, cents, served), JANUARY + month, 3.0)
    lost = ledger.underfunded(JANUARY + 24, np.zeros(5))
    np.testing.assert_allclose(lost, [0.0, 0.3, 0.0, 0.0, 0.0], atol=1e-12)


def ledger_of(first, later):
    """Return a ledger after a first year and months of EUR of cost, the provider's part, and cases."""
    ledger = ProviderLedger.empty(1)
    for month, (cost, own, cases) in enumerate([first] * 12 + later):
        cents = np.zeros((len(PAYERS) + 1, 1), dtype=np.int64)
        cents[-1], cents[OWN] = 100 * cost, 100 * own
        booked = Bookings(np.zeros(1, int), np.zeros(1, int), np.zeros(1, int), cents, np.full(1, cases))
        ledger.book(booked, JANUARY + month, 3.0)
    return ledger.underfunded(JANUARY + 12 + len(later), np.full(1, 0.04))[0]


def test_a_grant_that_has_come_back_and_lower_prices_are_no_lost_grant():
    usual, gone = (1000, 100, 8), (1000, 600, 8)
    assert ledger_of(usual, [gone] * 6) == pytest.approx(0.5)
    assert ledger_of(usual, [gone] * 5 + [usual]) == 0.0
    # Half of the cost and of the cases, or half the price: of the cost 30 % are the provider's instead of 10.
    assert ledger_of(usual, [(500, 150, 4)] * 6) == pytest.approx(0.2)
    assert ledger_of(usual, [(500, 150, 8)] * 6) == pytest.approx(0.2)
    # A half-empty house at the old price is none, nor is a fuller one.
    assert ledger_of(usual, [(1000, 550, 4)] * 6) < 0.03  # prices rose by 2 % meanwhile
    assert ledger_of(usual, [(1000, 100, 16)] * 6) == 0.0


@pytest.mark.parametrize("years", [1, 3, 8])
def test_a_cut_counts_as_much_later_when_all_is_dearer(years):
    """Prices rise by 4 % a year; in the last year others pay 68 instead of 90 of 100."""
    ledger = ProviderLedger.empty(1)
    for month in range(12 * (years + 1)):
        cost = round(100_000 * 1.04 ** (month // 12))
        cents = np.zeros((len(PAYERS) + 1, 1), dtype=np.int64)
        cents[-1], cents[OWN] = cost, round(cost * (0.32 if month >= 12 * years else 0.1))
        booked = Bookings(np.zeros(1, int), np.zeros(1, int), np.zeros(1, int), cents, np.full(1, 8))
        ledger.book(booked, JANUARY + month, 3.0)
    lost = ledger.underfunded(JANUARY + 12 * (years + 1), np.full(1, 0.04))
    assert lost[0] == pytest.approx(0.22, abs=1e-4)


@pytest.fixture(scope="module")
def year_end(small_model):
    """Everything at the end of 2024: the first year is over, and every provider known."""
    return small_model(end="2024-12").run().snapshot()


def going_on(small_model, values, snapshot, own=0, reserve=0, **numbers):
    """Return January 2025 of a world in which the provider `verein` bore and has put by so much more, in EUR."""
    numbers = {"underfunded_share": 1.0} | numbers
    over = values.with_overrides({f"providers.{name}": value for name, value in numbers.items()})
    model = small_model(parameters=over, start="2025-01", end="2025-12", snapshot=snapshot)
    verein = model.sites.providers["verein"]
    ledger = model.sites.ledger
    ledger.year_cents[verein.code, OWN] += 100 * own
    ledger.site_sums[1] += np.where(model.sites.provider_codes == verein.code, 100 * own // 5, 0)
    ledger.reserve_cents[verein.code] += 100 * reserve
    model.step()
    return model


def closing(model):
    return {site.site_id for site in model.sites if model.sites.arrays.closes[site.code] < 1 << 30}


ALL = {"kita_b1", "kita_b2", "kita_c1", "heim_a"}


def test_who_is_out_of_money_may_close_what_costs_too_much_and_public_sites_stay(
    small_model, values, year_end
):
    sure = {"closing_without_reserve": 1.0, "acts_below_months": 3.0}
    assert closing(going_on(small_model, values, year_end, own=500_000, reserve=-10_000_000, **sure)) == ALL
    # Money is short, but there is a reserve; none is left, but nothing was short; both, but nobody closes.
    assert not closing(going_on(small_model, values, year_end, own=500_000, reserve=10_000_000, **sure))
    assert not closing(going_on(small_model, values, year_end, own=-500_000, reserve=-10_000_000, **sure))
    assert not closing(going_on(small_model, values, year_end, own=500_000, reserve=-10_000_000))


def test_whoever_closes_does_so_after_notice(small_model, values, year_end):
    sure = {"closing_without_reserve": 1.0, "closing_lead_months": 3}
    model = going_on(small_model, values, year_end, own=500_000, reserve=-10_000_000, **sure)
    assert (model.sites.arrays.closes[model.sites["heim_a"].code]) == month_index("2025-04")
    model.run()
    assert not any(model.sites[site].is_open(model.month) for site in ALL)
    assert model.sites["kita_a1"].is_open(model.month)


def test_vacant_posts_close_sites_but_not_those_of_schools_and_towns(small_model, values, year_end):
    sure = {"closing_without_staff": 1.0, "unstaffed_below_share": 1.0}
    found = closing(going_on(small_model, values, year_end, **sure))
    assert found
    assert not found & {"kita_a1", "schule_a", "schule_b"}
    assert not closing(
        going_on(small_model, values, year_end, closing_without_staff=1.0, unstaffed_below_share=0.0)
    )


def test_fees_rise_up_to_a_limit(small_model, values, year_end):
    short = {"own": 2_000_000, "reserve": -10_000_000, "fee_rise_share": 1.0}
    for limit in (0.0, 0.02):
        model = going_on(small_model, values, year_end, **short, fee_limit_share=limit)
        code = model.sites.providers["verein"].code
        assert model.sites.ledger.fee_share[code] == pytest.approx(limit)
        assert np.delete(model.sites.ledger.fee_share, code).sum() == 0.0


def test_bearing_more_for_good_is_no_loss_next_year(small_model, values, year_end):
    model = going_on(small_model, values, year_end, own=500_000, reserve=-10_000_000, own_rise_share=1.0)
    code = model.sites.providers["verein"].code
    assert model.sites.ledger.own_share[code] > year_end.ledger.own_share[code]


def test_who_shrinks_gives_up_empty_places_alone(small_model, values, year_end):
    short = {"own": 500_000, "reserve": -10_000_000}
    model = going_on(small_model, values, year_end, **short, shrinking_share=1.0)
    usual = going_on(small_model, values, year_end, **short)
    fewer = usual.sites.arrays.licensed_places - model.sites.arrays.licensed_places
    own = model.sites.provider_codes == model.sites.providers["verein"].code
    assert fewer[own].sum() > 0
    assert (fewer[~own] == 0).all()
    assert (fewer >= 0).all()
    assert (model.served_by_site() <= model.services.tables(model.month).capacity)[own].all()


def test_houses_too_small_to_give_up_a_place_a_year_give_up_parts(small_model, values, year_end):
    """Three Kitas and a home reckon with parts of places and round them each by a draw of its own, as everywhere."""
    short = {"own": 500_000, "reserve": -10_000_000}
    shrunk, usual = (going_on(small_model, values, year_end, **short, shrinking_share=s) for s in (0.05, 0.0))
    own = np.flatnonzero(shrunk.sites.provider_codes == shrunk.sites.providers["verein"].code)
    tables = usual.services.tables(usual.month)
    rest, places = usual.sites.arrays.idle_rest[own], usual.sites.arrays.licensed_places[own]
    taken = usual.served_by_site()[own] / tables.capacity[own]
    wanted = 0.05 * (places - rest) * np.maximum(1.0 - taken, 0.0)
    assert 0.0 < wanted.max() < 1.0
    found = (places - shrunk.sites.arrays.licensed_places[own]) + shrunk.sites.arrays.idle_rest[own] - rest
    assert found == pytest.approx(wanted)


def test_a_measure_sets_the_size_of_a_site_whose_provider_gave_up_places_before(
    small_model, values, year_end
):
    """Half of the places are given up; then the measure's size holds, not that less what was given up."""
    short = {"own": 500_000, "reserve": -10_000_000, "shrinking_share": 1.0}
    model = going_on(small_model, values, year_end, **short)
    arrays, places = model.sites.arrays, year_end.sites.licensed_places
    shrunk = int(np.argmax(places - arrays.licensed_places))
    assert arrays.licensed_places[shrunk] < places[shrunk]
    assert (arrays.added_places >= 0).all()
    site = next(site for site in model.sites if site.code == shrunk)
    model.sites.sizes.add(np.array([shrunk]), np.array([4]))
    model.sites.sizes.set(site.site_id, 30, model.month)
    assert site.licensed_places == 34
    model.sites.sizes.give_up(np.array([shrunk]), np.array([6]))
    assert site.licensed_places == 28
    model.sites.sizes.set(site.site_id, 30, model.month)
    assert site.licensed_places == 30


def test_where_nobody_may_act_nobody_is_asked(small_model, values, year_end, monkeypatch):
    """No pass over cases and sites in January by default."""
    asked = []
    monkeypatch.setattr(Providers, "decide", lambda *arguments: asked.append(arguments))
    going_on(small_model, values, year_end)
    assert not asked
    going_on(small_model, values, year_end, closing_without_staff=0.01)
    assert asked


def test_sites_cases_and_staff_by_ownership_are_those_of_all_sites(small_model):
    """A public site that closes is one fewer of public providers alone, with its staff and children."""
    close = {"kind": "close_site", "decided_by": "municipality", "lever": "own_act", "start": "2024-02"}
    usual, closed = (
        small_model(measures, end="2024-03").run() for measures in (None, {"c": close | {"site": "kita_a1"}})
    )
    for model in (usual, closed):
        owned, arrays = model.counts.owned.sum(axis=1), model.sites.arrays
        is_open = model.sites.is_open(model.month)
        assert owned.sum(axis=0).tolist() == [
            is_open.sum(),
            model.served_by_site().sum(),
            np.maximum(arrays.staff_milli, 0).sum(),
        ]
        told = [model.recorder.latest(f"provider_sites_{name}") for name in OWNERSHIPS]
        assert told == owned[:, 0].tolist()
    fewer = usual.counts.owned.sum(axis=1) - closed.counts.owned.sum(axis=1)
    assert fewer[:, 0].tolist() == [1, 0, 0]
    assert fewer[0, 1] > 0 and fewer[0, 2] > 0


def test_margin_reserve_and_choice_are_told(small_model):
    model = small_model(end="2025-12").run()
    told = model.recorder.latest
    assert abs(told("provider_margin")) < 20.0
    assert told("reserve_months") == pytest.approx(3.0, abs=2.0)
    assert 0.0 < told("kita_provider_choice") <= 2.0
    assert told("primary_school_provider_choice") <= 1.0
    by_owner = model.counts.providers[..., 0].sum()
    month = model.counts.money[..., 0].sum()
    assert 0 < by_owner <= month
