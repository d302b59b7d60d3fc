"""What closed places still cost: of a site and of places given up, for so long, at their owner's expense."""

from __future__ import annotations

import pytest

from simsocial.core.calendar import month_index
from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.instalments import Instalment
from simsocial.shapes.payers import Payers
from tests.unit.model.same import assert_same_state

WHO = {"decided_by": "municipality", "lever": "own_act"}
CLOSE = {"c": {**WHO, "kind": "close_site", "start": "2024-03", "site": "kita_b2"}}
FEWER = {"c": {**WHO, "kind": "resize_site", "start": "2024-03", "site": "kita_b1", "licensed_places": 20}}


@pytest.fixture(scope="module")
def told(small_model, values):
    """Return by month what closed places cost in a year, under a measure and with other values."""

    def of(measures, share=0.3, months=24, end="2024-12"):
        over = {"finance.sticky_share": share, "finance.sticky_months": months}
        model = small_model(measures, parameters=values.with_overrides(over), end=end).run()
        frame = model.recorder.frame()
        rows = frame[(frame["indicator"] == "sticky_cost") & (frame["period_kind"] == "month")]
        rows = rows[(rows["area"] == "region") & (rows["group_kind"] == "all")]
        return model, dict(zip(rows["period"].astype(str), rows["value"], strict=True))

    return of


def places_eur(model, places, sites=0):
    house, month = model.catalogue.house("kita"), month_index("2024-03")
    part = {"fixed_per_site": sites, "per_place": places}
    return sum(
        number * house.cost_eur_per_year(model.parameters, name, month) / 12 for name, number in part.items()
    )


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_share_of_a_closed_site_stays_for_so_many_months(told, share):
    model, by_month = told(CLOSE, share, months=4)
    expected = share * places_eur(model, places=16, sites=1)
    for month, cost in by_month.items():
        stays = "2024-03" <= month <= "2024-06"
        assert cost == pytest.approx(expected if stays else 0.0, abs=0.02), month


def test_places_that_are_given_up_leave_their_part_and_their_owner_pays(told):
    model, by_month = told(FEWER)
    # Of 34 places 20 stay, and for a while those of children beyond them.
    code = model.services.sites["kita_b1"].code
    run = max(20, int(model.served_by_site()[code]))
    assert 20 < run < 34
    assert by_month["2024-12"] == pytest.approx(0.3 * places_eur(model, places=34 - run), abs=0.02)
    owners = model.catalogue.house("kita").payers_of(model.plan, "capital_per_place", model.month)
    paid = {payer for payer, share in owners.items() if share > 0.0}
    assert {list(PAYERS)[one.payer] for one in model.services.sticky_cost.remains.open} == paid


CONVERTED = {
    **WHO,
    "kind": "convert_site",
    "start": "2024-03",
    "from_site": "kita_b2",
    "site": "tagespflege_neu",
    "site_kind": "adult_day_care",
    "place": "b_dorf",
    "provider": "verein",
    "licensed_places": 8,
}


@pytest.mark.parametrize(
    "entry", [CONVERTED, FEWER["c"] | {"rooms": "reused"}, FEWER["c"] | {"rooms": "reused", "ramp_months": 3}]
)
def test_rooms_that_another_service_uses_do_not_stand_empty(told, entry):
    model, by_month = told({"c": entry})
    assert set(by_month.values()) == {0.0}
    assert model.services.sticky_cost.remains.open == []


def test_places_that_come_back_are_not_paid_twice(told):
    """As many as went leave nothing over; half of them half of it."""
    model, by_month = told({"c": FEWER["c"] | {"end": "2024-05"}}, end="2024-07")
    assert by_month["2024-05"] > 0.0
    assert by_month["2024-06"] == by_month["2024-07"] == 0.0
    assert model.services.sticky_cost.remains.open == []
    half = model.services.sticky_cost.remains
    half.resume(
        [
            Instalment(0, 0, 0, 500, 24_400, 3),
            Instalment(1, 0, 0, 300, 24_400, 3),
            Instalment(0, 0, 0, 70, 24_400, 4),
        ]
    )
    half.lessen(3, 400.0)
    assert [one.cents for one in half.open] == [250, 150, 70]


def test_nothing_remains_where_nothing_closes(told):
    for measures in (None, {}):
        model, by_month = told(measures)
        assert set(by_month.values()) == {0.0}
        assert model.services.sticky_cost.remains.open == []


def test_all_sites_may_close(told):
    closed = {
        f"c{site}": {**WHO, "kind": "close_site", "start": "2024-03", "site": site}
        for site in ("kita_a1", "kita_b1", "kita_b2", "kita_c1")
    }
    model, by_month = told(closed, end="2024-04")
    assert by_month["2024-04"] == pytest.approx(0.3 * places_eur(model, places=148, sites=4), abs=0.05)


def test_an_option_that_goes_on_from_a_snapshot_pays_on(small_model, told):
    whole, _ = told(CLOSE)
    middle = small_model(CLOSE, parameters=whole.parameters, end="2024-06").run().snapshot()
    assert middle.remains
    on = small_model(
        CLOSE, parameters=whole.parameters, start="2024-07", end="2024-12", snapshot=middle
    ).run()
    assert on.services.sticky_cost.remains.open == whole.services.sticky_cost.remains.open
    assert_same_state(on, whole)
    frames = [one.recorder.frame().astype({"period": str}) for one in (on, whole)]
    later = [one[(one["period_kind"] == "month") & (one["period"] >= "2024-07")] for one in frames]
    keys = ["period", "area", "group_kind", "group", "indicator"]
    left, right = (frame.set_index(keys)["value"].sort_index() for frame in later)
    assert (left.xs("sticky_cost", level="indicator") > 0.0).any()
    assert left.equals(right)


@pytest.mark.parametrize("owner", ["provider", "municipality"])
def test_what_remains_is_booked_on_the_provider_of_the_site_with_who_pays_it(small_model, all_kinds, owner):
    """Of a house that its provider owns, all of it is the provider's own part, and its margin falls by it."""
    owned = {"capital_payers": Payers(shares={owner: 1.0})}
    kinds = Catalogue([all_kinds["kindergarten"].model_copy(update=owned)])
    booked = []
    for share in (0.0, 0.5):
        over = kinds.register(Parameters.load()).with_overrides(
            {"finance.sticky_share": share, "finance.sticky_months": 3}
        )
        booked.append(small_model(CLOSE, catalogue=kinds, parameters=over, end="2024-06").run())
    usual, sticky = booked
    cents = 3 * round(100 * 0.5 * places_eur(usual, places=16, sites=1))
    verein = usual.sites.providers["verein"].code
    more = sticky.sites.ledger.paid_cents - usual.sites.ledger.paid_cents
    assert more[verein, PAYERS.index(owner)] == pytest.approx(cents, abs=3)
    assert more.sum() == more[verein, PAYERS.index(owner)]
    own = (sticky.sites.ledger.site_sums - usual.sites.ledger.site_sums)[:, usual.sites["kita_b2"].code]
    assert own.tolist() == [more.sum(), more.sum() if owner == "provider" else 0, 0]
