"""Indicators that belong together must agree: parts and wholes, shares and what they are shares of."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from simsocial.indicators.margins import AGE_GROUPS
from tests.unit.model.measures import MEASURES, measure

KINDS = ("nursery", "kindergarten", "primary_school", "home_care", "adult_day_care", "nursing_home")


@pytest.fixture(scope="module")
def run(small_model):
    """A model under all measures, and the numerators and denominators of the region by month."""
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    model = small_model(entries, end="2025-06").run()
    table = model.recorder.frame()
    months = table[table["period_kind"] == "month"]
    pivot = {
        part: months.pivot(index="period", columns="indicator", values=part)
        for part in ("numerator", "denominator")
    }
    return model, table, pivot["numerator"], pivot["denominator"]


def test_people_balance_from_month_to_month(run):
    _, _, numbers, _ = run
    change = numbers["population"].diff().iloc[1:]
    flows = numbers["births"] - numbers["deaths"] + numbers["arrivals"] - numbers["departures"]
    assert (change == flows.iloc[1:]).all()
    assert (numbers["natural_balance"] == numbers["births"] - numbers["deaths"]).all()
    # Within the region nobody is lost: net migration is over the border only.
    assert (numbers["net_migration"] == numbers["arrivals"] - numbers["departures"]).all()


def test_age_spans_add_up(run):
    _, _, numbers, _ = run
    parts = ["children_under_6", "children_6_to_9", "young_people", "working_age", "aged_65_plus"]
    assert (numbers[parts].sum(axis=1) == numbers["population"]).all()
    assert (numbers["children_under_3"] <= numbers["children_under_6"]).all()
    assert (numbers["aged_80_plus"] <= numbers["aged_65_plus"]).all()


def test_age_spans_agree_with_the_age_groups(run):
    _, table, _, _ = run
    year = table[(table["period"] == "2024") & (table["area"] == "region")].astype(
        {"group": str, "indicator": str}
    )
    groups = year[(year["group_kind"] == "age_group") & (year["indicator"] == "population")].set_index(
        "group"
    )
    whole = year[year["group_kind"] == "all"].set_index("indicator")["numerator"]
    spans = {
        "children_under_3": ["0-2"],
        "children_under_6": ["0-2", "3-5"],
        "children_6_to_9": ["6-9"],
        "young_people": ["10-17"],
        "working_age": ["18-24", "25-39", "40-64"],
        "aged_65_plus": ["65-79", "80+"],
    }
    assert set(AGE_GROUPS) == set(groups.index)
    for name, own in spans.items():
        assert groups.loc[own, "numerator"].sum() == whole[name]


def test_shares_are_of_what_they_say(run):
    model, _, numbers, below = run
    assert (below["care_prevalence"] == numbers["population"]).all()
    assert (numbers["care_prevalence"] == numbers["care_dependent"]).all()
    assert (below["mean_age"] == numbers["population"]).all()
    assert (numbers["old_age_ratio"] == numbers["aged_65_plus"]).all()
    assert (below["mean_household_size"] == numbers["households"]).all()
    assert (below["vacancy_rate"] - numbers["vacant_dwellings"] == numbers["households"]).all()
    people = [model.persons[key] for key in list(model.persons.keys())]
    residents = sum(person.role == "resident of a home" for person in people)
    assert numbers["mean_household_size"].iloc[-1] == len(people) - residents


@pytest.mark.parametrize("kind", [*KINDS, "kita"])
def test_demand_is_served_elsewhere_or_unmet(run, kind):
    _, _, numbers, below = run
    own = {
        part: numbers[f"{kind}_{part}"]
        for part in ("served", "demand", "waiting", "unmet", "elsewhere", "coverage")
    }
    assert (own["demand"] == own["served"] + own["elsewhere"] + own["unmet"]).all()
    others = numbers.get(f"{kind}_gave_up", 0) + numbers.get(f"{kind}_deterred", 0)
    assert (own["unmet"] == own["waiting"] + others).all()
    assert (own["coverage"] == own["served"] + own["elsewhere"]).all()
    assert (below[f"{kind}_coverage"] == own["demand"]).all()
    assert (below[f"{kind}_waiting_time"] == own["waiting"]).all()


@pytest.mark.parametrize("kind", [kind for kind in [*KINDS, "kita"] if kind != "nursing_home"])
def test_ways_are_those_of_people_served_who_live_at_home(run, kind):
    _, _, numbers, below = run
    near, far, ways = (
        numbers[f"{kind}_{part}"] for part in ("within_15_min", "within_30_min", "travel_minutes")
    )
    served = below[f"{kind}_travel_minutes"]
    assert ((near <= far) & (far <= served)).all()
    assert (below[f"{kind}_within_30_min"] == numbers[f"{kind}_demand"]).all()
    assert (ways >= 16 * (served - near)).all()
    # In the month in which somebody moves into a home, the services at home are still served: no more than a fifth of
    # the residents are new in a month, as places are short.
    moved_in = 0.2 * numbers["nursing_home_served"] if kind in ("home_care", "adult_day_care") else 0
    left = numbers[f"{kind}_served"] - served
    assert ((left >= 0) & (left <= moved_in)).all()


def test_the_kita_is_its_two_kinds(run):
    _, _, numbers, _ = run
    for part in ("served", "demand", "waiting", "unmet", "elsewhere"):
        assert (numbers[f"kita_{part}"] == numbers[f"nursery_{part}"] + numbers[f"kindergarten_{part}"]).all()


@pytest.mark.parametrize("kind", ["kita", "primary_school", "home_care", "adult_day_care", "nursing_home"])
def test_sites_serve_what_is_served_within_what_is_usable(run, kind):
    _, _, numbers, below = run
    assert (numbers[f"{kind}_occupancy"] == numbers[f"{kind}_served"]).all()
    licensed = below[f"{kind}_occupancy"]
    # A licence cut below today's cases admits nobody and dismisses nobody: that site may do what it did before.
    before = (
        licensed.cummax() if kind == "primary_school" else licensed.combine(numbers[f"{kind}_served"], max)
    )
    assert (numbers[f"{kind}_usable"] <= before).all()
    assert (numbers[f"{kind}_places"] <= licensed + numbers[f"{kind}_sites"]).all()


def test_what_payers_pay_is_what_services_cost(run):
    _, _, numbers, _ = run
    payers = ["cost_net_kreis", "cost_municipality", "cost_land", "cost_bund", "cost_care_fund", "cost_families",
              "cost_provider"]  # fmt: skip
    assert (numbers[payers].sum(axis=1) == numbers["cost_total"]).all()
    assert (numbers[[f"cost_{kind}" for kind in KINDS]].sum(axis=1) == numbers["cost_total"]).all()
    assert (numbers["capital_cost_local"] <= numbers["capital_cost"]).all()
    assert numbers["capital_cost"].sum() > 0
    for whole, running, annuity in (
        ("full_cost", "cost_total", "annuity_cost"),
        ("full_cost_municipality", "cost_municipality", "annuity_municipality"),
    ):
        assert (numbers[whole] == numbers[running] + numbers[annuity]).all()
    assert 0 < numbers["annuity_cost"].sum() < 0.1 * numbers["capital_cost"].sum()
    deficits = numbers[["provider_deficit_nursing_home", "provider_deficit_adult_day_care"]]
    assert (deficits.abs().sum(axis=1) > 0).all()


def test_care_aid_is_paid_by_the_kreis_for_some_of_the_residents(run):
    _, _, numbers, below = run
    assert (numbers["care_aid_recipients"] > 0).all()
    assert (numbers["care_aid_recipients"] < 1000 * below["care_aid_per_resident"]).all()
    assert (numbers["care_aid_per_resident"] < numbers["cost_net_kreis"]).all()


def test_household_types_are_those_of_the_people_who_live_together(run):
    """Looked up household by household: who heads it, whether two of them are a couple, whether a child is there."""
    model, _, numbers, _ = run
    found = Counter()
    for key in list(model.households.keys()):
        home = model.households[key]
        if home.is_institution:
            continue
        members = home.members
        heads = [one for one in members if one.role == "adult"]
        child = any(one.role == "child of the household" for one in members)
        couple = any(one.partner is not None for one in members)
        assert heads
        if len(heads) == 1:
            found["lone_parents" if child else "living_alone"] += 1
        elif couple:
            found["couples_with_children" if child else "couples"] += 1
        else:
            found["others"] += 1
    last = numbers.iloc[-1]
    types = ["living_alone", "couples_with_children", "lone_parents"]
    assert last[types].to_dict() == {name: found[name] for name in types}
    assert found.total() == last["households"]
    assert min(found.values()) > 3


def test_staff_employed_wanted_and_free_fit(run):
    model, _, numbers, _ = run
    employed, wanted = model.services.sites.arrays.staff_milli, model.services.wanted_milli(model.month)
    qualification = model.services.tables(model.month).qualification
    for code, name in enumerate(model.catalogue.qualifications):
        own = qualification == code
        last = numbers.iloc[-1]
        assert last[f"staff_{name}_fte"] == employed[own].sum()
        assert last[f"free_{name}_fte"] == np.maximum(employed - wanted, 0)[own].sum()
        assert last[f"vacancies_{name}"] == np.maximum(wanted - employed, 0)[own].sum()
        assert numbers[f"vacancies_{name}"].sum() > 0
