"""A changed value acts from its month on, in its direction, where it holds, and on nobody else's draws."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import ParameterError
from simsocial.core.state import TOP
from simsocial.indicators.axes import BUDGETS, PAYERS
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from tests.unit.model.measures import WHO
from tests.unit.model.same import assert_same_state, assert_same_tables

DEATHS = "mortality.death_probability"


def changed(identifier, op, by, start="2024-04", **settings):
    """Return the settings of a scenario with one changed value."""
    entry = WHO | {"kind": "change_value", "start": start, "id": identifier, "op": op, "by": by}
    return {"change": entry | settings}


def total(model, indicator):
    """Return the sum of an indicator over the months of a run."""
    frame = model.run().recorder.frame()
    rows = (frame["indicator"] == indicator) & (frame["period_kind"] == "month") & (frame["area"] == "region")
    return frame.loc[rows, "value"].sum()


@pytest.mark.parametrize(
    ("identifier", "indicator", "sign"),
    [
        (DEATHS, "deaths", 1),
        ("fertility.total_fertility_rate", "births", 1),
        ("migration.out_level", "departures", 1),
        ("partnership.separation_rate", "separations", 1),
        ("services.kita.cost.per_fte_eur_per_year", "cost_total", 1),
        ("services.kindergarten.take_up.table", "kindergarten_demand", 1),
    ],
)
def test_more_of_it_makes_more_and_less_makes_less(small_model, identifier, indicator, sign):
    less, usual, more = (
        total(small_model(measures), indicator)
        for measures in (
            changed(identifier, "multiply", 0.6),
            None,
            changed(identifier, "multiply", 1.4),
        )
    )
    assert sign * less < sign * usual < sign * more


def test_a_changed_hazard_moves_no_slot(small_model):
    """Even one that changes in the very first month: else the draws of other events would be others."""
    usual, other = (
        {
            one.name: one.slot_hazard()
            for one in model.schedule_of_month.processes
            if hasattr(one, "slot_hazard")
        }
        for model in (small_model(), small_model(changed(DEATHS, "multiply", 1.5, "2024-01")))
    )
    assert all((usual[name] == other[name]).all() for name in usual)


def test_who_dies_at_the_usual_hazard_dies_at_a_higher_one(small_model):
    usual, higher = (
        small_model(measures, end="2024-04").run() for measures in (None, changed(DEATHS, "multiply", 1.5))
    )
    assert set(usual.died) < set(higher.died)


def test_a_value_that_nothing_uses_changes_nothing(small_model):
    """Nothing is built here, so that no interest is paid."""
    usual, other = (
        small_model(measures).run() for measures in (None, changed("finance.interest_rate", "set", 0.1))
    )
    assert_same_tables(usual, other)
    assert_same_state(usual, other)


def test_a_change_that_ends_leaves_the_plan_as_it_was(small_model):
    model = small_model(changed(DEATHS, "multiply", 1.5, end="2024-06"))
    death = next(one for one in model.schedule_of_month.processes if one.name == "mortality")
    march, april, july = (death.hazard(month_index(f"2024-{month}")) for month in ("03", "04", "07"))
    assert (march == july).all()
    assert (april > march).any()


@pytest.mark.parametrize(
    "where", [{"area": "a"}, {"place": "a_stadt"}, {"site": "kita_a1"}, {"provider": "stadt_a"}]
)
def test_a_price_that_holds_at_one_site_is_paid_there_alone(small_model, where):
    """By a fifth dearer places cost a fifth of what places cost there, to the cent of rounding."""
    identifier, start = "services.kita.cost.per_place_eur_per_year", month_index("2024-04")
    usual, dearer = (
        small_model(measures, end="2024-04").run()
        for measures in (None, changed(identifier, "multiply", 1.2, where=where))
    )
    difference = dearer.finance.cost_cents - usual.finance.cost_cents
    kinds = [code for code, kind in enumerate(usual.catalogue) if kind.site_kind == "kita"]
    elsewhere = np.delete(difference, kinds, axis=0)
    assert not elsewhere.any()
    assert not difference[:, 1:].any()
    house = usual.catalogue.house("kita")
    cents = 100.0 * house.cost_eur_per_year(usual.parameters, "per_place", start) / 12.0
    places = usual.sites["kita_a1"].licensed_places
    assert abs(difference.sum() - 0.2 * cents * places) <= 4


def test_new_homes_of_one_place_can_fill_faster(small_model):
    homes = {
        "neubau": WHO | {"kind": "phased_housing", "place": "c_ort", "phases": {"2024-03": 20}},
        "neubau_b": WHO | {"kind": "phased_housing", "place": "b_ort", "phases": {"2024-03": 20}},
    }
    faster = changed("housing.new_home_fill_rate", "set", 1.0, where={"place": "c_ort"})
    usual, other = (small_model(one, end="2024-04").run() for one in (homes, homes | faster))
    places = [usual.housing.code(place) for place in ("c_ort", "b_ort")]
    assert usual.housing.unfilled[places[0]] > other.housing.unfilled[places[0]] == 0
    assert usual.housing.unfilled[places[1]] == other.housing.unfilled[places[1]] > 0


def test_a_value_of_homes_may_change_somewhere_where_there_is_no_service(small_model):
    homes = {"neubau": WHO | {"kind": "phased_housing", "place": "c_ort", "phases": {"2024-03": 20}}}
    faster = changed("housing.new_home_fill_rate", "set", 1.0, where={"place": "c_ort"})
    model = small_model(
        homes | faster, catalogue=Catalogue(()), parameters=Parameters.load(), end="2024-04"
    ).run()
    assert model.housing.unfilled[model.housing.code("c_ort")] == 0
    assert not len(model.sites)


def test_a_changed_share_of_a_payer_is_what_it_says_and_the_others_give_way(small_model):
    """Can fail: all shares scaled back to one would make 0.9 of it 0.83."""
    path = "services.home_care.payers.care_fund"
    model = small_model(changed(path, "set", 0.9, start="2024-04"), end="2024-06")
    kind, start = model.catalogue["home_care"], month_index("2024-04")
    before, after = (kind.payers_of(model.plan, "per_case", month) for month in (start - 1, start))
    assert before == kind.payers_of(model.plan.usual, "per_case", start)
    assert after["care_fund"] == 0.9
    assert sum(after.values()) == pytest.approx(1.0)
    others = [payer for payer in before if payer != "care_fund" and before[payer]]
    ratios = [after[payer] / before[payer] for payer in others]
    assert ratios == pytest.approx([0.1 / (1.0 - before["care_fund"])] * len(others))


def test_changed_shares_that_leave_no_whole_are_refused(small_model):
    more = changed("services.home_care.payers.care_fund", "set", 0.9)["change"]
    two = {"a": more, "b": more | {"id": "services.home_care.payers.families", "by": 0.4}}
    with pytest.raises(ParameterError, match=r"add up to 1\.3"):
        small_model(two, end="2024-06")


def wanting(model, kind):
    """Return the rows of those who have a case of a kind."""
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    rows = cases.person[:top][
        (cases.kind[:top] == model.catalogue.ids.index(kind)) & (cases.person[:top] >= 0)
    ]
    return set(rows.tolist())


@pytest.mark.parametrize("by", [0.0, 0.5, 2.0])
def test_take_up_that_holds_in_one_place_changes_who_lives_there_alone(small_model, by):
    path, where = "services.home_care.take_up.table", {"place": ["a_stadt"]}
    before, after = (
        small_model(measures, end="2024-04").run()
        for measures in (None, changed(path, "multiply", by, where=where))
    )
    old, new = wanting(before, "home_care"), wanting(after, "home_care")
    place = before.region.places["place"].to_list().index("a_stadt")
    other = old ^ new
    assert other
    assert other == (old - new if by < 1 else new - old)
    assert set(before.state.persons.place[sorted(other)].tolist()) == {place}
    if by == 0.0:
        assert not (after.state.persons.place[sorted(new)] == place).any()


def test_a_payers_share_that_holds_at_one_site_is_paid_there_alone(small_model):
    """What it costs is the same; of the site's cost, who pays gives way as in the whole region."""
    path, where = "services.home_care.payers.care_fund", {"site": "dienst_a"}
    usual, other = (
        small_model(measures, end="2024-04").run()
        for measures in (None, changed(path, "set", 0.9, where=where))
    )
    assert (usual.finance.cost_cents == other.finance.cost_cents).all()
    difference = (other.counts.money - usual.counts.money)[..., BUDGETS.index("operating")]
    kind = usual.catalogue.ids.index("home_care")
    assert not np.delete(difference, kind, axis=1).any()
    assert not difference[:, kind, 1:].any()  # the site lies in the first area
    assert difference[PAYERS.index("care_fund"), kind, 0] > 0
    assert abs(difference.sum()) == 0


@pytest.mark.parametrize("where", [{"site": "kita_a1"}, {"provider": "stadt_a"}, {"place": "a_stadt"}])
def test_a_staff_ratio_that_holds_somewhere_is_kept_there_alone(small_model, where):
    """Of the Kitas, one lies in the town and is the town's. It seeks the staff, and takes fewer until it has them."""
    path = "services.kindergarten.staff.fte_per_case"
    usual, more = (
        small_model(measures, end="2024-04").run()
        for measures in (None, changed(path, "multiply", 2.0, where=where))
    )
    kind, site = usual.catalogue.ids.index("kindergarten"), usual.sites["kita_a1"].code
    before, after = (model.services.tables(model.month).need_micro for model in (usual, more))
    differs = np.argwhere(before != after)
    kitas = usual.sites.codes("kita").tolist()
    assert [place for _, place, _ in differs if place in kitas] == [site]
    assert set(differs[:, 0]) == {kind}
    assert (after[kind, site] == 2 * before[kind, site]).all()
    wanted = [model.services.wanted_milli(model.month) for model in (usual, more)]
    assert wanted[1][site, 0] > 1.3 * wanted[0][site, 0]
    served = [model.services.served_by_site()[site] for model in (usual, more)]
    assert served[1] <= served[0]


def test_a_site_needs_staff_before_its_first_case_where_a_measure_says_so(small_model):
    path = "services.kita.staff.fte_fixed_per_site"
    model = small_model(changed(path, "set", 3.0, where={"area": "b"}), end="2024-04").run()
    fixed = model.services.tables(model.month).fixed_milli
    expected = {
        site.code: 3000 if model.place_area[site.place] == 1 else 300
        for site in model.sites
        if site.kind == "kita"
    }
    assert {code: int(fixed[code, 0]) for code in expected} == expected
    assert sorted(expected.values()).count(3000) == 2


def test_prevention_delays_need_of_care_and_nobody_enters_a_grade_at_zero(small_model):
    less, none = (
        total(small_model(changed("care_need.onset_ratio", "multiply", by)), "care_onsets")
        for by in (0.7, 0.0)
    )
    assert none < less < total(small_model(), "care_onsets")
    stopped = small_model(changed("care_need.onset_ratio", "set", 0.0, start="2024-01")).run()
    assert total(stopped, "care_onsets") == 0


def test_at_a_site_that_no_measure_planned_holds_what_does_in_its_area(small_model):
    """A measure of a plugin may open one without saying so before."""
    dearer = changed(
        "services.kita.cost.per_fte_eur_per_year", "multiply", 1.2, "2024-01", where={"area": "c"}
    )
    more = changed(
        "services.kindergarten.staff.fte_per_case", "multiply", 2.0, "2024-01", where={"area": "c"}
    )
    model = small_model({"dearer": dearer["change"], "more": more["change"]}, end="2024-04")
    model.step()
    model.sites.open("new", "kita", "c_dorf", "verein", 30, None, model.next_month)
    model.run()
    new, known, elsewhere = (model.sites[name].code for name in ("new", "kita_c1", "kita_a1"))
    gross, need = (
        model.finance.local.beyond_usual(model.month).gross,
        model.services.tables(model.month).need_micro,
    )
    assert (gross[..., new] == gross[..., known]).all() and gross[..., new].any()
    kindergarten = model.catalogue.ids.index("kindergarten")
    assert (need[kindergarten, new] == need[kindergarten, known]).all()
    assert need[kindergarten, known, 0] > need[kindergarten, elsewhere, 0]
