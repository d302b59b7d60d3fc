"""Grants beside a local share, the budget frame, and points of the levy."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError
from simsocial.indicators.axes import PAYERS
from simsocial.indicators.finance import FULL, OPERATING
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier
from simsocial.parameters.plan import Plan
from simsocial.services.catalogue import Catalogue
from simsocial.services.co_funding import GrantCap, cap_grants, co_funded_shares, lost_share
from simsocial.services.payers import ServicePayers

MONTH = month_index("2028-05")
KIND = "youth_club"


@pytest.fixture(scope="module")
def cut_to(all_kinds, values):
    """Return shares and what is lost of a youth club's cost when the Kreis pays another share from 2027 on."""

    def shares(share, payer="kreis", **others):
        first, last, start = (month_index(name) for name in ("2024-01", "2030-12", "2027-01"))
        changed = {} if share is None else {payer: share, **others}
        cuts = [
            Modifier(f"services.{KIND}.payers.{who}", "set", new, start, origin="test")
            for who, new in changed.items()
        ]
        plan = Plan(values, first, last, cuts)
        rule = plan, f"services.{KIND}.payers", all_kinds[KIND].payers, MONTH
        return co_funded_shares(*rule), lost_share(*rule)

    return shares


def test_nothing_is_lost_while_nobody_cuts(cut_to):
    shares, lost = cut_to(None)
    assert shares == {"land": 0.35, "kreis": 0.40, "municipality": 0.20, "provider": 0.05}
    assert lost == 0.0


@pytest.mark.parametrize("kept", [0.5, 0.9, 0.0])
def test_who_cuts_the_local_share_loses_the_grant_in_proportion_and_the_provider_bears_it(cut_to, kept):
    shares, lost = cut_to(0.4 * kept)
    assert shares["kreis"] == pytest.approx(0.4 * kept)
    assert shares["land"] == pytest.approx(0.35 * kept)
    assert shares["municipality"] == pytest.approx(0.2)
    assert shares["provider"] == pytest.approx(0.05 + 0.75 * (1 - kept))
    assert sum(shares.values()) == pytest.approx(1.0)
    assert lost == pytest.approx(0.35 * (1 - kept))


def test_whose_share_the_option_raises_beside_a_cut_pays_that(cut_to):
    """The municipalities step in for half of what the Kreis no longer pays, or the Land for all of it."""
    shares, lost = cut_to(0.2, municipality=0.3)
    assert shares == pytest.approx({"kreis": 0.2, "municipality": 0.3, "land": 0.175, "provider": 0.325})
    assert lost == pytest.approx(0.175)
    shares, lost = cut_to(0.2, land=0.55)
    assert shares == pytest.approx({"kreis": 0.2, "municipality": 0.2, "land": 0.55, "provider": 0.05})
    assert lost == 0.0


def test_who_pays_more_relieves_the_others_and_a_grant_that_ends_is_left_to_them(cut_to):
    shares, lost = cut_to(0.7)
    assert lost == 0.0
    assert shares["land"] < 0.35
    shares, lost = cut_to(0.0, payer="land")
    assert lost == 0.0
    assert shares["kreis"] == pytest.approx(0.4 / 0.65)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_co_funding_names_two_payers_of_shares():
    with pytest.raises(ValueError, match="co_funding: land: kreis needs two payers of shares"):
        ServicePayers(shares={"land": 0.5, "provider": 0.5}, co_funding={"land": "kreis"})
    with pytest.raises(ValueError, match="needs two payers"):
        ServicePayers(shares={"land": 0.5, "provider": 0.5}, co_funding={"provider": "land"})
    with pytest.raises((ConfigError, ValueError)):
        ServicePayers(shares={"land": 0.5, "kreis": 0.5}, co_funding={"land": "land"})


FRAME = "finance.budget_frame_kreis_eur_per_year"


@pytest.mark.parametrize("frame", [0.0, 1_000_000.0, 10_000_000.0])
def test_the_gap_is_the_running_cost_of_the_kreis_less_its_frame(small_model, values, frame):
    model = small_model(parameters=values.with_overrides({FRAME: frame}), end="2024-02").run()
    kreis = model.counts.money[PAYERS.index("kreis")][..., OPERATING].sum() / 100
    gap = model.recorder.latest("budget_gap_kreis")
    assert gap == pytest.approx(kreis - frame / 12, abs=0.01) if frame else gap == 0.0
    assert model.counts.quantity("budget_frame").sum() == round(frame / 12 * 100)


def test_levy_points_are_cost_over_a_hundredth_of_the_base(small_model, values):
    known = {"finance.levy_base_eur_per_inhabitant": 1200.0, "finance.levy_base_growth_per_year": 0.0}
    model = small_model(parameters=values.with_overrides(known), end="2024-02").run()
    kreis = model.counts.money[PAYERS.index("kreis")][..., FULL].sum() / 100
    point = 12.0 * model.state.population / 12
    assert model.recorder.latest("levy_points_kreis") == pytest.approx(kreis / point, rel=1e-6)
    dearer = small_model(
        parameters=values.with_overrides({**known, "finance.levy_base_eur_per_inhabitant": 12_000.0 / 2}),
        end="2024-02",
    ).run()
    points = dearer.recorder.latest("levy_points_kreis")
    assert np.isclose(5 * points, model.recorder.latest("levy_points_kreis"))


@pytest.mark.parametrize("cap", [0.0, 0.5, 1.0, 10.0])
def test_beyond_its_cap_a_grant_is_borne_by_whoever_pays_beside_it(cap):
    """The cap in parts of what the grant would be: nothing, half, all, ten times."""
    kind, land, kreis = np.array([3, 3, 5]), PAYERS.index("land"), PAYERS.index("kreis")
    amounts = np.zeros((len(PAYERS), 3))
    amounts[land], amounts[kreis] = (601.0, 399.0, 50.0), (100.0, 100.0, 100.0)
    before = amounts.copy()
    cap_grants(amounts, kind, [GrantCap(3, land, kreis, cap)], people=1000)
    assert amounts[land, :2].sum() == min(1000 * cap, 1000)
    assert (amounts.sum(axis=0) == before.sum(axis=0)).all()
    assert (amounts[:, 2] == before[:, 2]).all()
    assert (amounts >= 0).all()


def test_a_cap_is_read_from_the_entry_of_a_kind_and_moves_money_between_the_two_alone(small_model, all_kinds):
    """0.10 EUR a year and inhabitant; places elsewhere are bought without it."""
    open_ended = {"shares": {"land": 0.6, "kreis": 0.4}, "co_funding": {"land": "kreis"}}
    cap = {"grant_cap": {"land": {"value": 0.1, "price_year": 2024}}}
    money = []
    for rule in (open_ended, open_ended | cap):
        payers = ServicePayers.model_validate(rule)
        nursery = all_kinds["nursery"].model_copy(update={"payers": payers})
        kinds = Catalogue([nursery, all_kinds["kindergarten"]])
        model = small_model(
            catalogue=kinds, parameters=kinds.register(Parameters.load()), end="2024-01"
        ).run()
        money.append((model.counts.money.sum(axis=(1, 2, 3)), model.sites.ledger.paid_cents.sum(axis=0)))
    for usual, capped in zip(*money, strict=True):
        shift = capped - usual
        assert shift[PAYERS.index("land")] == -shift[PAYERS.index("kreis")] < 0
        assert abs(shift).sum() == 2 * shift.max()


def test_only_a_grant_beside_another_share_has_a_cap():
    with pytest.raises(ValueError, match="grant_cap: 'land' pays no grant beside another"):
        ServicePayers.model_validate({"shares": {"land": 0.6, "kreis": 0.4}, "grant_cap": {"land": 1.0}})
