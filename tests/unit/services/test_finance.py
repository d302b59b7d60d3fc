"""Money: every cent has a payer, payers bear their shares, and what is spent is what services cost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsocial.core.calendar import month_index
from simsocial.core.columns import ELSEWHERE, SERVED
from simsocial.core.errors import ScenarioError
from simsocial.indicators.axes import BUDGETS, PAYERS, QUANTITIES
from simsocial.indicators.counts import Counts
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.services.finance import Finance
from simsocial.services.instalments import Instalment
from simsocial.services.kind_numbers import COST_COMPONENTS
from simsocial.services.offers import Offers
from tests.packaged import packaged_kinds, packaged_values

CATALOGUE = packaged_kinds()
VALUES = packaged_values()
MONTH = month_index("2028-05")
AREAS = 3
FURTHER = np.full(CATALOGUE.members - 1, 0.1)
NEEDS = np.append([0.02, 1.3, 0.2, 1.0], FURTHER)
"""Of a house, of a place, of an FTE and of a case, and of an FTE of each further member of a team."""


def plan_of(values):
    return Plan(values, MONTH - 24, MONTH + 480)


def ledger():
    counts = Counts(("a", "b", "c"), CATALOGUE.ids, CATALOGUE.qualifications)
    return Finance(CATALOGUE, plan_of(VALUES), counts), counts


AMOUNTS = st.lists(st.integers(0, 200_000), min_size=5, max_size=5).map(np.array)
NOBODY_AWAY = np.zeros((2, AREAS), dtype=np.int64)


def book(
    kind_id,
    use,
    areas=None,
    away=NOBODY_AWAY,
    values=VALUES,
    catalogue=CATALOGUE,
    raised=None,
    agreed=None,
    needs=NEEDS,
):
    """Book one kind's month: `use` is sites, places, staff, served and room by site in thousandths.

    Of further members of a team half as many work there.
    """
    counts = Counts(("a", "b", "c"), catalogue.ids, catalogue.qualifications)
    finance = Finance(catalogue, plan_of(values), counts)
    use = np.array(use, dtype=np.float64).T
    use = np.insert(use, [4] * len(FURTHER), np.rint(use[2] / 2), axis=0)
    sites, code, kinds = use.shape[1], catalogue.ids.index(kind_id), len(catalogue)
    areas = np.zeros(sites, dtype=np.int64) if areas is None else np.array(areas)
    offers = Offers(np.full(sites, code), np.arange(sites), areas, np.ones(sites), sites)
    away_of_kinds = np.zeros((kinds, *away.shape), dtype=np.int64)
    away_of_kinds[code] = away
    by_site = finance.book_services(
        MONTH, offers, use, np.tile(needs, (kinds, 1)), away_of_kinds, raised, None, agreed
    )
    return finance, counts, by_site


def paid(counts, kind_id, payer):
    """Return EUR a year that a payer pays for a kind."""
    return counts.money[PAYERS.index(payer), CATALOGUE.ids.index(kind_id), :, 0].sum() * 12 / 100


@settings(max_examples=60, deadline=None)
@given(
    kind_id=st.sampled_from(CATALOGUE.ids),
    sites=st.lists(st.tuples(st.integers(0, AREAS - 1), AMOUNTS), min_size=1, max_size=5),
    away=st.lists(st.integers(0, 300), min_size=2 * AREAS, max_size=2 * AREAS).map(np.array),
    values=st.sampled_from([VALUES, *(CATALOGUE.register(Parameters.load(draw=draw)) for draw in range(3))]),
)
def test_payers_pay_what_a_service_costs_whatever_is_drawn(kind_id, sites, away, values):
    areas, use = [area for area, _ in sites], [amount for _, amount in sites]
    finance, counts, by_site = book(kind_id, use, areas, away.reshape(2, AREAS), values)
    code = CATALOGUE.ids.index(kind_id)
    np.testing.assert_array_equal(counts.money[..., 0].sum(axis=0), finance.cost_cents)
    assert abs(finance.cost_cents.sum() - finance.gross_cents.sum()) <= 0.5 * finance.roundings.sum() + 1
    cost, own = by_site[[-1, PAYERS.index("provider")]]
    assert (by_site[:-1].sum(axis=0) == cost).all()
    bought = counts.money.sum() - cost.sum()
    assert bought >= 0
    assert bought == 0 or away.any()
    assert own.sum() == counts.money[PAYERS.index("provider")].sum() or away.any()
    assert np.delete(counts.money, code, axis=1).sum() == 0
    assert counts.money[..., 1:].sum() == 0


def test_two_houses_that_become_one_save_the_land_and_families_nothing():
    children = [1000, 30_000, 4000, 20_000, 30_000], [1000, 40_000, 4000, 25_000, 40_000]
    together = ([1000, 50_000, 7500, 45_000, 50_000],)
    two, one = book("kindergarten", children)[1], book("kindergarten", together)[1]
    for payer in ("land", "families", "kreis"):
        assert paid(one, "kindergarten", payer) == pytest.approx(paid(two, "kindergarten", payer), abs=1)
    saved = two.money.sum() - one.money.sum()
    code = CATALOGUE.ids.index("kindergarten")
    assert saved > 0
    towns = [counts.money[PAYERS.index("municipality"), code].sum() for counts in (two, one)]
    assert towns[0] - towns[1] == pytest.approx(saved, abs=4)


def test_an_empty_place_in_a_kita_costs_the_municipality_alone():
    full, empty = ([1000, places, 5000, 45_000, places] for places in (50_000, 70_000))
    shift = book("kindergarten", [empty])[1].money - book("kindergarten", [full])[1].money
    by_payer = shift.sum(axis=(1, 2, 3))
    assert by_payer[PAYERS.index("municipality")] == by_payer.sum() > 0
    assert (np.delete(by_payer, PAYERS.index("municipality")) == 0).all()


@pytest.mark.parametrize(("share", "all_of_it"), [(0.0, False), (0.001, False), (1.0, True)])
def test_what_families_pay_in_a_providers_stead_comes_from_its_own_part_alone(share, all_of_it):
    use = [[1000, 60_000, 20_000, 30_000, 60_000]]
    usual = book("nursing_home", use)[1].money
    dearer = book("nursing_home", use, raised=np.array([share]))[1].money
    shift, own = (dearer - usual).sum(axis=(1, 2, 3)), PAYERS.index("provider")
    assert shift[PAYERS.index("families")] == -shift[own] == abs(shift).sum() / 2
    assert (shift[own] == 0) == (share == 0.0)
    assert (dearer[own].sum() == 0) == all_of_it


def test_a_sum_for_each_site_grows_with_sites_and_not_with_places():
    visitors, places = 60_000, (60_000, 600_000)
    once, tenfold, two_sites = (
        paid(book("family_centre", use)[1], "family_centre", "land")
        for use in (
            *([[1000, room, 740, visitors, room]] for room in places),
            [[1000, 60_000, 740, 0, 60_000]] * 2,
        )
    )
    yearly = CATALOGUE["family_centre"].flat_eur_per_year(VALUES, "flat_per_site", MONTH)["land"]
    assert once == tenfold == pytest.approx(yearly, abs=1)
    assert two_sites == pytest.approx(2 * yearly, abs=1)


@pytest.mark.parametrize("visitors", [0, 10_000])
def test_a_sum_for_each_site_is_no_more_than_the_site_costs(visitors):
    """A family centre without staff costs less than the Land's grant; nobody earns by opening it."""
    money = book("family_centre", [[1000, 60_000, 0, visitors, 60_000]])[1].money.sum(axis=(1, 2, 3))
    assert money[PAYERS.index("land")] == money.sum() > 0
    assert (money >= 0).all()


@pytest.mark.parametrize(
    ("kind_id", "staff"), [("nursery", 1500), ("kindergarten", 800), ("nursery", 0)], ids=str
)
def test_no_fee_is_higher_than_what_grants_leave_of_the_cost(kind_id, staff):
    """Ten times the fee is more than a place costs: families pay what is left of it, and the town earns nothing.

    Here with so much staff; without any, all children are elsewhere.
    """
    fee = f"services.{kind_id}.payers.flat_per_case.families"
    children = [1000, 30_000, staff, 25_000, 30_000] if staff else [0] * 5
    away = np.array([[0 if staff else 25, 0, 0], [0, 0, 0]])
    cheap = NEEDS * np.where(np.arange(len(NEEDS)) == 2, 0.4, 1.0)

    def booked(factor):
        values = VALUES.with_overrides({fee: factor * VALUES[fee].value})
        return book(kind_id, [children], away=away, values=values, needs=cheap)[1]

    usual, dearer, tenfold = map(booked, (1, 1.2, 10))
    families, town = (
        [paid(counts, kind_id, payer) for counts in (usual, dearer, tenfold)]
        for payer in ("families", "municipality")
    )
    assert families[1] == pytest.approx(1.2 * families[0], abs=1)
    assert families[2] > families[1] > families[0] > 0
    assert town[0] > town[1] > town[2] == 0
    assert usual.money.sum() == dearer.money.sum() == tenfold.money.sum()
    for payer in ("land", "kreis"):
        assert paid(tenfold, kind_id, payer) == paid(usual, kind_id, payer)


@pytest.mark.parametrize("kind_id", ["nursing_home", "adult_day_care"])
def test_empty_beds_cost_the_provider_and_nobody_else(kind_id):
    room = 60_000
    deficits, others = [], []
    for served in (room, 30_000):
        counts = book(kind_id, [[1000, room, 20_000, served, room]])[1]
        deficits.append(paid(counts, kind_id, "provider"))
        others.append((counts.money.sum() * 12 / 100 - deficits[-1]) / served)
    kind = CATALOGUE[kind_id]
    price = kind.cost_eur_per_year(VALUES, "per_case", MONTH)
    fixed = kind.number(VALUES, "cost.fixed_share", MONTH)
    assert deficits[0] < 0 < deficits[1]
    assert deficits[1] - deficits[0] == pytest.approx(30 * fixed * price, rel=1e-6)
    assert others[0] == pytest.approx(others[1], rel=1e-6)


NEGOTIATED = [kind.id for kind in CATALOGUE if kind.cost.negotiated]


@pytest.mark.parametrize("kind_id", NEGOTIATED)
def test_at_the_occupancy_that_a_price_is_made_for_it_covers_the_house(kind_id):
    """Of two houses in which 80 of 100 places are taken; the price of the other one is the usual one."""
    use = [[1000, 100_000, 20_000, 80_000, 100_000]] * 2
    usual = book(kind_id, use)[2]
    finance, counts, cents = book(kind_id, use, agreed=np.array([0.8, 0.0]))
    own = PAYERS.index("provider")
    np.testing.assert_array_equal(cents[:, 1], usual[:, 1])
    np.testing.assert_array_equal(cents[-1], usual[-1])
    assert (cents[:-1].sum(axis=0) == cents[-1]).all()
    assert usual[own, 0] != 0
    assert abs(cents[own, 0]) <= 3
    np.testing.assert_array_equal(counts.money[..., 0].sum(axis=0), finance.cost_cents)


def test_a_dearer_home_is_paid_by_its_residents_and_the_kreis():
    """The care fund bears its supplement on it and no more: the benefit that it pays beside is set by law."""
    full = [[1000, 100_000, 20_000, 80_000, 100_000]]
    usual, dearer = (book("nursing_home", full, agreed=agreed)[2] for agreed in (None, np.array([0.8])))
    more = dict(zip(PAYERS, (dearer - usual)[:-1, 0].tolist(), strict=True))
    assert more["provider"] < 0 < min(more["families"], more["kreis"])
    assert sum(more.values()) == 0
    usually = usual[PAYERS.index("care_fund"), 0] / (usual[-1, 0] - usual[PAYERS.index("provider"), 0])
    assert 0 < more["care_fund"] / -more["provider"] < 0.7 * usually


def test_a_smaller_licence_saves_nothing_of_the_house_while_its_residents_stay():
    served = 50_000
    full, smaller = (
        book("nursing_home", [[1000, room, 20_000, served, room]])[1].money for room in (served, 20_000)
    )
    np.testing.assert_array_equal(full, smaller)


@pytest.mark.parametrize(
    ("site_kind", "share"),
    [
        (name, share)
        for name in CATALOGUE.site_kinds
        for share in (0.0, 0.5, 10.0)
        # Of what staff or posts limit nobody can set the places.
        if not share or CATALOGUE.house(name).capacity not in ("staff", "posts")
    ],
)
def test_whatever_becomes_of_sites_money_balances_and_flat_sums_follow_the_cases(
    small_model, small_region, site_kind, share
):
    own = small_region.sites[small_region.sites["kind"] == site_kind]
    who = {"start": "2024-02", "decided_by": "kreis", "lever": "own_act"}
    measures = {
        f"site_{number}": {**who, "kind": "resize_site", "licensed_places": max(int(places * share), 1)}
        | {"site": site}
        if share
        else {**who, "kind": "close_site", "site": site}
        for number, (site, places) in enumerate(zip(own["site"], own["licensed_places"], strict=True))
    }
    # The invariants stop a month in which the payers do not pay what it costs.
    model = small_model(measures, end="2024-04", catalogue=CATALOGUE).run()
    month, money = model.month, model.counts.money[..., 0].sum(axis=2)
    for code, kind in enumerate(CATALOGUE):
        cases = model.counts.cases[code, [SERVED, ELSEWHERE]].sum()
        for payer, yearly in kind.flat_eur_per_year(VALUES, "flat_per_case", month).items():
            if payer not in (kind.waiting_payers.shares if kind.waiting_payers else ()):
                paid_now = money[PAYERS.index(payer), code]
                assert paid_now == pytest.approx(cases * yearly * 100 / 12, rel=1e-3)


def test_claims_that_wait_are_paid_by_whom_the_law_binds_and_cost_as_a_place_elsewhere():
    away = np.zeros((2, AREAS), dtype=np.int64)
    away[0, 0], away[1, 1] = 10, 10
    counts = book("kindergarten", [[0] * 5], away=away)[1]
    outside, waiting = (counts.money[:, :, area].sum(axis=(1, 2)) for area in (0, 1))
    assert waiting[PAYERS.index("kreis")] == waiting.sum() == pytest.approx(outside.sum(), abs=2)
    assert outside[PAYERS.index("land")] > 0
    assert outside[PAYERS.index("municipality")] > outside[PAYERS.index("land")]


def test_prices_follow_their_index():
    for kind in CATALOGUE:
        index = 1 + kind.number(VALUES, "price_index_per_year", MONTH)
        # A sum of the law follows no index.
        assert index > 1 or kind.in_cash
        costs = np.array(
            [
                [kind.cost_eur_per_year(VALUES, part, MONTH + months) for part in COST_COMPONENTS]
                for months in (0, 24)
            ]
        )
        assert costs[0].any()
        np.testing.assert_allclose(costs[1], costs[0] * index**2)


def test_an_investment_is_spread_over_its_life_with_interest():
    finance, counts = ledger()
    finance.begin_month(MONTH)
    finance.book("municipality", "kindergarten", 1, 1_000_000.0, budget="capital")
    assert counts.money[..., BUDGETS.index("annuity")].sum() == 0
    monthly = []
    for month in range(MONTH + 1, MONTH + 1 + 12 * 42):
        counts.clear()
        finance.begin_month(month)
        annuity = counts.money[..., BUDGETS.index("annuity")]
        assert annuity.sum() == annuity[PAYERS.index("municipality"), CATALOGUE.ids.index("kindergarten"), 1]
        monthly.append(annuity.sum() / 100)
    # 4.33 % a year: 3 % over 40 years (annuity table).
    assert 12 * monthly[0] == pytest.approx(43_262, rel=1e-3)
    assert np.count_nonzero(monthly) == 480


@pytest.mark.parametrize("kind_id", ["nursing_home", "adult_day_care"])
def test_a_house_that_the_price_pays_for_is_not_counted_twice(kind_id):
    """Residents and guests pay its interest and redemption with the price; a grant is nobody's price."""
    finance, counts = ledger()
    finance.begin_month(MONTH)
    finance.book("provider", kind_id, 1, 1_000_000.0, budget="capital")
    assert counts.money[..., BUDGETS.index("capital")].sum() == 100_000_000
    assert finance.annuities.open == []
    finance.book("kreis", kind_id, 1, 1_000_000.0, budget="capital")
    assert [one.payer for one in finance.annuities.open] == [PAYERS.index("kreis")]


def test_care_aid_holds_what_is_paid_for_residents_alone():
    """Neither a resident's aid nor the residents change by those who wait for a home."""
    site = [[1000, 100_000, 40_000, 90_000, 100_000]]
    aid = QUANTITIES.index("care_aid")
    _, here, _ = book("nursing_home", site)
    _, waiting, _ = book("nursing_home", site, away=np.array([[0] * AREAS, [50] * AREAS]))
    _, elsewhere, _ = book("nursing_home", site, away=np.array([[9] * AREAS, [0] * AREAS]))
    assert (
        here.quantities[aid, 0]
        == here.money[PAYERS.index("kreis"), CATALOGUE.ids.index("nursing_home"), 0, 0]
        > 0
    )
    assert (waiting.quantities[aid] == here.quantities[aid]).all()
    assert waiting.money[PAYERS.index("kreis")].sum() > here.money[PAYERS.index("kreis")].sum()
    assert (elsewhere.quantities[aid] > here.quantities[aid]).all()


def test_a_measure_books_where_it_says():
    finance, counts = ledger()
    finance.begin_month(MONTH)
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


def test_annuities_end_each_in_its_month_and_others_go_on():
    """What is owed is kept as a sum; it must be that of those that have not ended."""
    finance, counts = ledger()
    lasting = [
        Instalment(0, 1, 0, 700, MONTH + 2),
        Instalment(0, 1, 0, 50, MONTH + 4),
        Instalment(3, 2, 1, 9, MONTH + 4),
    ]
    finance.annuities.resume(lasting)
    for month in range(MONTH, MONTH + 7):
        counts.clear()
        finance.begin_month(month)
        running = [one for one in lasting if month <= one.last_month]
        assert finance.annuities.open == running
        annuity = counts.money[..., BUDGETS.index("annuity")]
        assert annuity.sum() == sum(one.cents for one in running)
        assert annuity[0, 1, 0] == sum(one.cents for one in running if one.payer == 0)
    finance.annuities.resume(lasting[:1])
    assert finance.annuities.open == lasting[:1]
