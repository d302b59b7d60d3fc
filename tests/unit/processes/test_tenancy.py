"""Rent -> arrears -> eviction -> homelessness: sign and size of each link, and what is outside of the chain."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ELSEWHERE, NOBODY, PRIVATE, SERVED, UNUSED
from simsocial.core.state import TOP
from simsocial.indicators.tenancy_sums import TENANCY_SUMS
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.people.housing import HOMELESS, IN_ARREARS, SUED
from simsocial.people.livelihood import IS_TENANT, LIVES_IN_SHELTER, OVERBURDENED
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import Homes
from simsocial.processes.household_cases import lowest_factors
from simsocial.processes.tenancy import Tenancy
from simsocial.scenario import Scenario
from tests.unit.model.measures import WHO

# What becomes of tenants in the Musterkreis stands in the figures that tests/golden keeps to the bit on every Python.
pytestmark = pytest.mark.any_python

EVENTS = ("rent_arrears_begun", "eviction_suits", "evictions")
MANY = {"tenancy.arrears_rate_per_year": 0.5, "tenancy.suit_rate_per_year": 3.0}
"""So many fall into arrears that chance does not hide what is asked."""


def process_of(model):
    return next(own for own in model.schedule_of_month.processes if isinstance(own, Tenancy))


def homes_of(model):
    return Homes(model.state, slice(0, int(model.state.counters[1, TOP])), model.month)


def said_of(model, name):
    return PREDICATES[name].holds(homes_of(model))


@pytest.fixture(scope="module")
def outcome(small_model, catalogue):
    """Return what a year brings with other values: the model, its events, and the mean of its stocks."""

    def run(**overrides):
        parameters = catalogue.register(Parameters.load(overrides=overrides))
        model = small_model(parameters=parameters, end="2024-12")
        events, stocks = dict.fromkeys(EVENTS, 0), dict.fromkeys(TENANCY_SUMS, 0.0)
        for _ in range(12):
            model.step()
            for name in EVENTS:
                events[name] += int(model.counts.event(name).sum())
            for name in TENANCY_SUMS:
                stocks[name] += model.counts.quantity(name).sum() / 12
        return model, events, stocks

    return run


@pytest.fixture(scope="module")
def usual(outcome):
    return outcome(**MANY)


def test_tenants_burdens_and_sums_are_what_a_plain_look_says(usual):
    model, _, _ = usual
    homes = homes_of(model)
    at_risk, tenure = homes.column("home_at_risk"), homes.column("livelihood") & OVERBURDENED
    private = homes.is_used & (homes.column("form") == PRIVATE)
    assert not (at_risk[~private & homes.is_used]).any()
    assert (at_risk[tenure == 0] & (IN_ARREARS | SUED) == 0).all()
    assert ((at_risk & SUED > 0) <= (at_risk & IN_ARREARS > 0)).all()
    assert ((at_risk & HOMELESS > 0) <= (at_risk == HOMELESS)).all()
    counts = model.counts
    assert counts.quantity("households_in_rent_arrears").sum() == said_of(model, "in_rent_arrears").sum() > 0
    assert (
        counts.quantity("households_sued_for_eviction").sum() == said_of(model, "sued_for_eviction").sum() > 0
    )
    lost = at_risk == HOMELESS
    assert counts.quantity("evicted_homeless_people").sum() == homes.size[lost].sum() > 0
    assert said_of(model, "homeless").sum() == (lost | (homes.is_used & (tenure == LIVES_IN_SHELTER))).sum()
    assert not (said_of(model, "tenant") & said_of(model, "homeless")).any()


def test_flows_and_stocks_follow_from_the_rates(usual):
    """Within four standard errors of what rates and stocks make expect."""
    model, events, stocks = usual
    rates = process_of(model)._rates(model.month)
    owing = stocks["households_in_rent_arrears"] - stocks["households_sued_for_eviction"]
    for found, expected in (
        (events["eviction_suits"], owing * rates.suit),
        (events["evictions"], stocks["households_sued_for_eviction"] * rates.evicted),
    ):
        # Monthly chances lie below yearly rates, and a service keeps some homes: a tenth of slack.
        assert abs(found - expected) <= 4 * np.sqrt(expected) + 0.15 * expected


def test_stocks_of_the_first_month_are_those_that_last(usual):
    """The start is made as if it had always been so: it neither fills up nor empties."""
    model, _, stocks = usual
    first = model.recorder.frame().astype({"indicator": str, "period": str, "area": str, "group_kind": str})
    first = first[
        (first["area"] == "region") & (first["group_kind"] == "all") & (first["period"] == "2024-01")
    ]
    values = first.set_index("indicator")["value"]
    for name in ("households_in_rent_arrears", "households_sued_for_eviction"):
        assert abs(values[name] - stocks[name]) <= 5 * np.sqrt(stocks[name]) + 0.1 * stocks[name]


@pytest.mark.parametrize("has_ended", [True, False])
def test_no_event_is_counted_of_homes_that_have_ended_or_are_rented_no_more(outcome, has_ended):
    """Who is at their first member's row by then lives elsewhere."""
    model, _, _ = outcome(**MANY)
    state, process = model.state, process_of(model)
    at_risk = state.columns["households"]["home_at_risk"]
    rows = np.flatnonzero(at_risk & (IN_ARREARS | SUED))
    assert len(rows) > 100
    if has_ended:
        state.households.form[rows] = UNUSED
    else:
        state.columns["households"]["livelihood"][rows] &= np.uint8(255 - OVERBURDENED)
    names = ("eviction_suits", "evictions")
    before = [int(model.counts.event(name).sum()) for name in names]
    process.step(model.month)
    assert [int(model.counts.event(name).sum()) for name in names] == before
    assert not at_risk[rows].any()


def test_no_arrears_no_suit_and_no_eviction(outcome):
    _, events, stocks = outcome(**{"tenancy.arrears_rate_per_year": 0.0})
    assert not any(events.values())
    assert not any(stocks.values())


def test_without_suits_nobody_loses_a_home(outcome):
    _, events, stocks = outcome(**(MANY | {"tenancy.suit_rate_per_year": 0.0}))
    assert events["rent_arrears_begun"] > 0
    assert events["eviction_suits"] == events["evictions"] == stocks["evicted_homeless_people"] == 0


def test_ten_times_as_many_fall_into_arrears_at_ten_times_the_rate(outcome):
    low, high = (
        outcome(**{"tenancy.arrears_rate_per_year": rate})[1]["rent_arrears_begun"] for rate in (0.02, 0.2)
    )
    assert 7.0 < high / low < 12.0


def test_all_who_are_evicted_are_sheltered_or_none(outcome):
    none, every = (
        outcome(**(MANY | {"tenancy.evicted_sheltered_share": share}))[2]["evicted_homeless_people"]
        for share in (0.0, 1.0)
    )
    assert none == 0 < every


def test_higher_rents_bring_arrears_suits_evictions_and_homelessness(outcome, usual):
    """Rents at one and a half: more tenants are overburdened, and each further link grows with them."""
    strong = MANY | {"tenancy.arrears_overburdened_ratio": 3.0}
    _, events, stocks = outcome(**strong)
    model, dearer_events, dearer_stocks = outcome(**strong, **{"income.warm_rent": 1.5})
    assert said_of(model, "overburdened_by_rent").sum() > 2 * said_of(usual[0], "overburdened_by_rent").sum()
    for name in EVENTS:
        assert dearer_events[name] > events[name], name
    for name in TENANCY_SUMS:
        assert dearer_stocks[name] > stocks[name], name


def test_where_neither_rent_nor_poverty_matters_for_arrears_higher_rents_move_nothing(outcome):
    alike = MANY | {f"tenancy.arrears_{name}_ratio": 1.0 for name in ("poor", "overburdened", "unemployed")}
    usual, dearer = (outcome(**alike, **{"income.warm_rent": by})[1:] for by in (1.0, 1.5))
    assert dearer == usual


def test_less_income_brings_arrears(outcome, usual):
    """Nobody takes up basic support: more are poor and overburdened, so that more owe rent."""
    model, events, stocks = outcome(**MANY, **{"income.take_up_basic_support_share": 0.0})
    assert said_of(model, "poor").sum() > said_of(usual[0], "poor").sum()
    assert events["rent_arrears_begun"] > usual[1]["rent_arrears_begun"]
    assert stocks["households_in_rent_arrears"] > usual[2]["households_in_rent_arrears"]


def test_who_owns_the_home_does_not_hang_on_present_income(usual, outcome):
    """Those who lost their home rent none, so that it is the tenure of all that is compared."""
    model, _, _ = outcome(**MANY, **{"income.take_up_basic_support_share": 0.0})
    owners = [(homes_of(own).column("livelihood") & OVERBURDENED) == 0 for own in (model, usual[0])]
    assert np.array_equal(*owners)


def test_homes_of_owners_are_the_cheapest(usual):
    model, _, _ = usual
    income = next(own for own in model.schedule_of_month.processes if own.name == "household_income")
    counted, top = income._counted, int(model.state.counters[1, TOP])
    tenure = model.state.columns["households"]["livelihood"][:top] & OVERBURDENED
    alone = (counted.area[:top] >= 0) & (model.state.households.size[:top] == 1)
    rents = counted.rent[:top]
    assert rents[alone & (tenure & IS_TENANT > 0)].mean() > 1.2 * rents[alone & (tenure == 0)].mean()


def helped_of(model):
    """Return how many households that are sued are helped."""
    kind = [own.id for own in model.catalogue].index("eviction_prevention")
    factors = np.ones((len(model.catalogue), 4))
    factors[kind, SERVED] = 0.5
    return int(
        (lowest_factors(model.state, np.flatnonzero(said_of(model, "sued_for_eviction")), factors) < 1).sum()
    )


@pytest.fixture(scope="module")
def kreis(musterkreis, all_kinds):
    """Return a function that runs the Musterkreis with all kinds for some months, and tells what happened in each."""

    def run(months, measures=None, **overrides):
        scenario = None if measures is None else Scenario.from_config("test", {"measures": measures})
        parameters = all_kinds.register(Parameters.load(overrides=overrides))
        if scenario is not None:
            parameters = parameters.register(*scenario.parameters())
        settings = {"parameters": parameters, "catalogue": all_kinds, "spin_up": 0, "end": "2024-12"}
        model, happened = SocialModel(musterkreis, scenario, 1, **settings), []
        for _ in range(months):
            model.step()
            events = {name: int(model.counts.event(name).sum()) for name in EVENTS}
            stocks = {name: int(model.counts.quantity(name).sum()) for name in TENANCY_SUMS}
            happened.append(events | stocks | {"helped": helped_of(model)})
        return model, happened

    return run


@pytest.fixture(scope="module")
def status_quo(kreis):
    return kreis(12)


def total(happened, name):
    return sum(month[name] for month in happened)


def test_who_is_helped_is_evicted_less_often_by_what_the_factor_says(kreis, status_quo):
    """The dice are the same: help at all keeps the homes that rate and months of help make expect."""
    name = "services.eviction_prevention.effects.home_kept.factor"
    without, full = kreis(12, **{name: 1.0})[1], kreis(12, **{name: 0.3})[1]
    expected = 0.7 * total(without[:-1], "helped") * 0.96 / 12
    found = total(without, "evictions") - total(full, "evictions")
    assert expected > 3.0
    assert abs(found - expected) <= 4.0 * np.sqrt(expected) + 0.2 * expected
    assert found > 0
    assert total(full, "evictions") <= total(status_quo[1], "evictions") <= total(without, "evictions")
    # It moves nobody into arrears but those whose home is kept.
    assert full[0] == without[0]


def test_the_homeless_are_all_who_are_in_emergency_housing(status_quo):
    model, _ = status_quo
    kind, homes = [own.id for own in model.catalogue].index("emergency_housing"), homes_of(model)
    people = homes.size[said_of(model, "homeless")].sum()
    assert model.counts.cases[kind, [SERVED, ELSEWHERE]].sum() == people > 0
    counted = ("sheltered_otherwise_people", "evicted_homeless_people")
    assert sum(int(model.counts.quantity(name).sum()) for name in counted) == people


def rents(by):
    """Return a measure on rents from April on."""
    values = {
        "kind": "change_value",
        "id": "income.warm_rent",
        "op": "multiply",
        "by": by,
        "start": "2024-04",
    }
    return {"m_rents": WHO | values}


def test_a_null_measure_changes_nothing_and_higher_rents_nothing_before_they_rise(kreis, status_quo):
    """Rents twice as high from April on: all is as it was in March, and more owe rent later, beginners first."""
    reference, null, dearer = (
        status_quo[1],
        kreis(12, {"m_null": WHO | {"kind": "no_change", "start": "2024-04"}})[1],
        kreis(12, rents(2.0))[1],
    )
    assert null == reference
    assert dearer[:3] == reference[:3]
    for name, more in (("rent_arrears_begun", 1.05), ("households_in_rent_arrears", 1.02)):
        assert total(dearer[3:], name) > more * total(reference[3:], name), name


def test_a_household_is_helped_as_its_best_helped_member(small_model):
    """Two kinds multiply; of one kind the lowest factor of all members holds."""
    model = small_model(end="2024-06").run()
    state, top = model.state, int(model.state.counters[2, TOP])
    factors = np.ones((len(model.catalogue), 4))
    factors[:, SERVED] = np.linspace(0.2, 0.9, len(factors))
    homes = np.flatnonzero(state.households.form[: state.counters[1, TOP]] == PRIVATE)
    found = lowest_factors(state, homes, factors)
    expected = {int(home): {} for home in homes}
    for case in range(top):
        person = int(state.cases.person[case])
        home = int(state.persons.household[person]) if person != NOBODY else NOBODY
        if home in expected:
            kind, factor = (
                int(state.cases.kind[case]),
                factors[state.cases.kind[case], state.cases.state[case]],
            )
            expected[home][kind] = min(expected[home].get(kind, np.inf), factor)
    assert found == pytest.approx([np.prod([*own.values()]) for own in expected.values()])
    assert (found < 1.0).any()
    assert (lowest_factors(state, homes, np.ones_like(factors)) == 1.0).all()
