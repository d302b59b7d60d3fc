"""What providers do at the extremes once their rule is switched on: no reserve, cost doubled, all grants gone."""

from __future__ import annotations

import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.payers import ServicePayers

ON = {"own_rise_share": 0.2, "fee_rise_share": 0.2, "shrinking_share": 0.5, "closing_without_reserve": 1.0,
      "underfunded_share": 1.0}  # fmt: skip
BY_DEFAULT = dict.fromkeys(ON, 0.0) | {"underfunded_share": 0.25}
SHARES = {"shares": {"land": 0.6, "kreis": 0.3, "provider": 0.1}, "co_funding": {"land": "kreis"}}
"""Who pays a share pays more where the service gets dearer."""
FLAT = {"flat_per_case": {"land": 7000}, "residual": "provider"}
"""Who pays flat sums does not: the provider bears the rest."""
CHANGE = {"kind": "change_value", "decided_by": "kreis", "lever": "own_act", "start": "2025-01"}
NO_GRANTS = {
    payer: CHANGE | {"id": f"services.kindergarten.payers.{payer}", "op": "set", "by": 0.0}
    for payer in ("land", "kreis")
}
TWICE = {"wages": CHANGE | {"id": "services.kita.cost.per_fte_eur_per_year", "op": "multiply", "by": 2.0}}
THRICE_HELPED = {
    "land": CHANGE | {"id": "services.kindergarten.payers.flat_per_case.land", "op": "multiply", "by": 3.0}
}


@pytest.fixture(scope="module")
def after(small_model, all_kinds):
    """Return the kindergartens at the end of 2026, with the rule on, by who pays, measures and values."""

    def world(payers, measures=None, **numbers):
        kind = all_kinds["kindergarten"].model_copy(update={"payers": ServicePayers.model_validate(payers)})
        kinds = Catalogue([kind])
        over = {f"providers.{name}": value for name, value in (ON | numbers).items()}
        parameters = kinds.register(Parameters.load()).with_overrides(over)
        return small_model(measures, catalogue=kinds, parameters=parameters, end="2026-12").run()

    return world


def closed(model):
    return {site.site_id for site in model.sites if model.sites.arrays.closes[site.code] < 1 << 30}


PRIVATE = {"kita_b1", "kita_b2", "kita_c1"}


@pytest.mark.parametrize("payers", [SHARES, FLAT])
def test_nobody_closes_for_want_of_a_reserve_alone(after, payers):
    """With no reserve at all, a cent that rounding leaves is no loss; where flat sums pay thrice, nothing is short."""
    measures = None if payers is SHARES else THRICE_HELPED
    model = after(payers, measures, reserve_months=0.0)
    assert not closed(model)
    assert not model.sites.ledger.fee_share.any()
    assert (model.sites.ledger.reserve_cents <= 0).all() or payers is FLAT


def test_cost_that_doubles_closes_where_the_provider_bears_the_rest_and_not_where_payers_bear_shares(after):
    assert not closed(after(SHARES, TWICE))
    model = after(FLAT, TWICE)
    assert closed(model) == PRIVATE
    assert (model.sites.ledger.reserve_cents[[model.sites.providers["verein"].code]] < 0).all()


def test_where_all_grants_are_gone_every_private_site_closes_after_notice_and_public_ones_stay(after):
    model = after(SHARES, NO_GRANTS)
    assert closed(model) == PRIVATE
    lead = round(model.parameters.value("providers.closing_lead_months", month_index("2026-01")))
    for site in PRIVATE:
        assert model.sites.arrays.closes[model.sites[site].code] == month_index("2026-01") + lead
    assert model.sites["kita_a1"].is_open(model.month)
    served = model.served_by_site()
    assert served[[model.sites[site].code for site in sorted(PRIVATE)]].sum() == 0
    assert served[model.sites["kita_a1"].code] > 0


def test_a_long_reserve_carries_a_provider_through_what_takes_others_down(after):
    """The Kreis halves its share and the Land its grant: 45 % of the cost are missing, more than five months a year."""
    half = {"kreis": NO_GRANTS["kreis"] | {"by": 0.15}}
    carried, fallen = (after(SHARES, half, reserve_months=months) for months in (10.0, 3.0))
    assert not closed(carried)
    assert closed(fallen) == PRIVATE


def less(kreis):
    """Return the measure that cuts the share of the Kreis of 30 % to another one."""
    return {"kreis": NO_GRANTS["kreis"] | {"by": kreis}}


def test_sites_whose_grant_is_gone_close_whatever_else_their_providers_have(after):
    """By default, with any reserve; the Land's grant goes with the share of the Kreis. July is the first to tell."""
    model = after(SHARES, less(0.0), **BY_DEFAULT, reserve_months=24.0)
    assert closed(model) == PRIVATE
    lead = round(model.parameters.value("providers.closing_lead_months", month_index("2025-07")))
    assert {int(model.sites.arrays.closes[model.sites[site].code]) for site in PRIVATE} == {
        month_index("2025-07") + lead
    }
    assert closed(after(SHARES, less(0.15), **BY_DEFAULT)) == PRIVATE


@pytest.mark.parametrize("payers", [SHARES, FLAT])
def test_a_small_cut_closes_nothing_and_no_cut_neither(after, payers):
    assert not closed(after(payers, **BY_DEFAULT))
    # Of 30 % of the Kreis 27 are left, of 60 % of the Land 54: less than half of what a middling site bears.
    assert not closed(after(SHARES, less(0.27), **BY_DEFAULT))
    assert not closed(after(SHARES, less(0.0), **BY_DEFAULT | {"underfunded_share": 1.0}))


def test_how_much_is_too_much_differs_between_sites(after):
    """A share for middling sites far above and far below the loss of 45 % closes none or all, one near it some."""
    by_share = {
        share: len(closed(after(SHARES, less(0.15), **BY_DEFAULT | {"underfunded_share": share})))
        for share in (0.25, 0.45, 0.95)
    }
    assert by_share[0.25] == 3 > by_share[0.45] > by_share[0.95] == 0
