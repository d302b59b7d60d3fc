"""Values that hold for the people of an area, or for what is built at a site, act there alone."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.errors import ParameterError
from simsocial.indicators.axes import BUDGETS, PAYERS
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.payers import Payers
from tests.unit.model.measures import WHO, measure

OPERATING, CAPITAL = BUDGETS.index("operating"), BUDGETS.index("capital")


def changed(identifier, by, where, op="multiply"):
    entry = {"kind": "change_value", "start": "2024-02", "id": identifier, "op": op, "by": by, "where": where}
    return {"change": WHO | entry}


def money(model):
    """Return what the last month of a run cost (payers, kinds, areas, budgets)."""
    return model.run().counts.money.copy()


@pytest.mark.parametrize(
    ("path", "by", "area"),
    [
        ("nursery.cost.elsewhere_ratio", 2.0, "a"),
        ("nursing_home.cost.elsewhere_per_case_eur_per_year", 2.0, "a"),
        ("primary_school.transport.per_minute_eur_per_year", 2.0, "b"),
        ("primary_school.transport.free_minutes", 0.5, "b"),
    ],
)
def test_a_price_of_cases_holds_for_those_who_live_there(small_model, path, by, area):
    """Can fail: where the area is not looked at, all areas pay or none does."""
    usual, other = (
        small_model(measures, end="2024-02")
        for measures in (None, changed(f"services.{path}", by, {"area": area}))
    )
    difference, code = money(other) - money(usual), "abc".index(area)
    assert difference[:, :, code, OPERATING].sum() > 0
    assert not np.delete(difference, code, axis=2).any()


def test_a_benefit_in_cash_is_paid_at_no_site(small_model):
    with pytest.raises(ParameterError, match="cannot differ by area"):
        small_model(
            changed("services.cash_care_allowance.payers.care_fund", 0.9, {"area": "b"}), end="2024-03"
        )


def test_what_waiting_costs_holds_for_those_who_wait_there(small_model):
    path = "services.nursing_home.cost.waiting_per_case_eur_per_year"
    usual, other = (
        small_model(measures, end="2024-02") for measures in (None, changed(path, 3.0, {"area": "a"}))
    )
    assert usual.plan[path].per == ("area",)
    difference = money(other) - money(usual)
    kind = usual.catalogue.ids.index("nursing_home")
    assert difference[:, kind, 0].sum() > 0
    assert not difference[:, :, 1:].any()


def test_who_pays_the_way_may_be_another_in_one_area(small_model, all_kinds):
    """What it costs is the same; who pays is another there alone."""
    kind = all_kinds["primary_school"]
    shared = Payers(shares={"kreis": 0.75, "families": 0.25})
    transport = kind.transport.model_copy(update={"payers": shared})
    kinds = Catalogue([kind.model_copy(update={"transport": transport})])
    over = kinds.register(Parameters.load())
    less = changed("services.primary_school.transport.payers.kreis", 0.25, {"area": "b"}, "set")
    usual, other = (
        small_model(measures, catalogue=kinds, parameters=over, end="2024-02") for measures in (None, less)
    )
    difference = money(other) - money(usual)
    assert difference[PAYERS.index("kreis"), :, 1].sum() < 0
    assert abs(difference.sum()) <= 2
    assert not difference[:, :, [0, 2]].any()


BUILDS = measure("open_site", start="2024-02", ramp_months=0, end=None)


@pytest.mark.parametrize(
    "where", [{"area": "b"}, {"place": "b_ort"}, {"site": "tag_neu"}, {"provider": "pflege"}]
)
def test_a_house_may_be_dearer_to_build_at_one_site(small_model, where):
    path = "services.adult_day_care.cost.capital_per_place_eur"
    usual, dearer = (
        small_model(BUILDS | measures, end="2024-02") for measures in ({}, changed(path, 1.5, where))
    )
    before, after = (money(one)[..., CAPITAL].sum() for one in (usual, dearer))
    assert before > 0
    assert after == pytest.approx(1.5 * before, abs=2)


def test_a_dearer_building_elsewhere_changes_nothing(small_model):
    path = "services.adult_day_care.cost.capital_per_place_eur"
    usual, dearer = (
        small_model(BUILDS | measures, end="2024-02") for measures in ({}, changed(path, 1.5, {"area": "a"}))
    )
    assert (money(usual) == money(dearer)).all()


def test_who_owns_one_house_pays_what_remains_of_it(small_model):
    """Of a house that the provider owns alone, nobody else bears what it costs after its end."""
    closes = measure("close_site", start="2024-03", site="kita_b2", to=None)
    path, where = "services.kita.capital_payers.provider", {"site": "kita_b2"}
    usual, owned = (
        small_model(closes | measures, end="2024-04").run()
        for measures in ({}, changed(path, 1.0, where, "set"))
    )
    payers = [{one.payer for one in model.services.sticky_cost.remains.open} for model in (usual, owned)]
    assert payers[0] != payers[1] == {PAYERS.index("provider")}


def test_what_a_site_cost_alone_remains_of_it(small_model):
    """Can fail: what remains was counted at the region's prices."""
    closes = measure("close_site", start="2024-03", site="kita_b2", to=None)
    dearer = changed("services.kita.cost.per_place_eur_per_year", 3.0, {"site": "kita_b2"})
    usual, other = (small_model(closes | measures, end="2024-04").run() for measures in ({}, dearer))
    before, after = (
        sum(one.cents for one in model.services.sticky_cost.remains.open) for model in (usual, other)
    )
    assert after > 1.2 * before > 0


def test_places_that_providers_add_cost_what_building_costs_there(small_model, values):
    over = values.with_overrides({"services.adult_day_care.expansion.share_per_year": 1.0})
    path = "services.adult_day_care.cost.capital_per_place_eur"
    usual, dearer = (
        small_model(measures, parameters=over, end="2025-01")
        for measures in (None, changed(path, 2.0, {"site": "tag_a"}))
    )
    before, after = (money(one)[..., CAPITAL].sum() for one in (usual, dearer))
    assert before > 0
    assert after == pytest.approx(2 * before, abs=2)


@pytest.mark.parametrize(
    ("identifier", "reason"),
    [
        ("staff.educator.turnover_rate", "one market in the whole region"),
        ("services.nursing_home.means_test.allowance_eur_per_month", "one law"),
        ("services.kindergarten.payers.flat_per_case.land", "rule of law"),
    ],
)
def test_what_is_one_for_the_region_is_refused_by_name_with_the_reason(small_model, identifier, reason):
    with pytest.raises(ParameterError, match=rf"{identifier}' cannot differ by area.*{reason}"):
        small_model(changed(identifier, 1.5, {"area": "a"}), end="2024-03")
