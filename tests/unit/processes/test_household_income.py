"""What households live on: sums are those of counting all anew, payers pay all of it, take-up and work move it."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import COUNT_ANEW, INCOME, NOBODY, WAITING
from simsocial.core.random import uniform_array
from simsocial.core.state import TOP
from simsocial.indicators.axes import BUDGETS, PAYERS, QUANTITIES
from simsocial.indicators.livelihood_sums import BENEFIT_SUMS, SUMS
from simsocial.parameters import Parameters
from simsocial.parameters.by_month import equal_arrays
from simsocial.people.livelihood import HAS_BASIC_SUPPORT, IS_POOR, IS_TENANT, OVERBURDENED
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import Homes
from simsocial.people.work import MARGINAL, NO_LABOUR_FORCE, UNEMPLOYED
from simsocial.processes.household_income import HouseholdIncome
from simsocial.processes.income_rules import income_rules, prices_of
from simsocial.processes.livelihood_now import BURDENS
from tests.unit.processes.people import alive
from tests.unit.processes.test_work import look_at_all, work_of

NAMES = [name for name, *_ in SUMS]


def process_of(model):
    return next(own for own in model.schedule_of_month.processes if isinstance(own, HouseholdIncome))


def sum_of(model, name):
    return int(process_of(model)._sums[:, NAMES.index(name)].sum())


def count_anew(model):
    """Look at all households once more, in the present month, and return the sums."""
    process = process_of(model)
    process._state = None
    process.step(model.month)
    return process._sums.copy()


def model_with(small_model, catalogue, overrides):
    """Return a model after one month with other values."""
    parameters = catalogue.register(Parameters.load(overrides=overrides))
    return small_model(parameters=parameters, end="2024-01").run()


def said_of(model):
    return model.state.columns["households"]["livelihood"][: model.state.counters[1, TOP]].copy()


def test_sums_by_changes_are_those_of_counting_all_anew(small_model):
    """Over half-years with other wages, pensions and law, too: a resumed model, which counts all, goes on alike."""
    model = small_model(end="2026-12")
    model.step()
    for _ in range(35):
        model.step()
        if model.month % 5 == 0:
            # What services changed after income had its turn is seen in the month after it.
            process_of(model).step(model.month)
            by_changes, said = process_of(model)._sums.copy(), said_of(model)
            assert np.array_equal(count_anew(model), by_changes), model.month_label
            assert np.array_equal(said_of(model), said)


def test_few_households_are_looked_at(small_model):
    model = small_model(end="2024-12").run()
    due = model.state.households.due[: model.state.counters[1, TOP]]
    assert (due & (INCOME | COUNT_ANEW) > 0).mean() < 0.2


def test_payers_pay_all_benefits_and_no_service(small_model):
    model = small_model(end="2024-06").run()
    benefits = BUDGETS.index("benefits")
    paid = model.counts.money[..., benefits]
    assert paid[:, :-1].sum() == 0
    total = model.counts.quantities[[QUANTITIES.index(name) for name in BENEFIT_SUMS]].sum(axis=0)
    assert np.array_equal(paid[:, -1].sum(axis=0), total)
    kreis = paid[PAYERS.index("kreis"), -1].sum()
    gross = model.counts.quantity("housing_cost_benefit").sum()
    share = model.parameters.value("income.housing_cost_bund_share")
    assert kreis == pytest.approx((1 - share) * gross, abs=len(model.counts.areas))


def test_predicates_say_what_households_have(small_model):
    model = small_model(end="2024-06").run()
    homes = Homes(model.state, slice(0, int(model.state.counters[1, TOP])), model.month)
    for name, bit in (("on_basic_income_support", HAS_BASIC_SUPPORT), ("poor", IS_POOR)):
        holds = PREDICATES[name].holds(homes)
        assert np.array_equal(holds, homes.is_used & (homes.column("livelihood") & bit > 0))
    count_anew(model)
    supported = PREDICATES["on_basic_income_support"].holds(homes).sum()
    # A grown-up child or a flatmate may be a benefit unit of their own.
    assert 0 < supported <= sum_of(model, "basic_support_households") < 1.3 * supported


@pytest.mark.parametrize(
    ("benefit", "received"),
    [
        ("basic_support", "basic_support_households"),
        ("housing_allowance", "housing_allowance"),
        ("child_supplement", "child_supplement"),
    ],
)
def test_what_nobody_takes_up_is_not_paid(small_model, catalogue, benefit, received):
    model = model_with(small_model, catalogue, {f"income.take_up_{benefit}_share": 0.0})
    other = small_model(end="2024-01").run()
    assert sum_of(model, received) == 0 < sum_of(other, received)


def test_an_adult_beside_the_heads_has_support_of_its_own_or_with_its_parents(small_model):
    """Both occur, what they have is kept of the household, and the household counts as one that has support."""
    model = small_model(end="2024-06").run()
    kept = process_of(model)._counted
    homes = int(model.state.counters[1, TOP])
    with_parents, units = kept.supported[:homes] % 4, kept.supported[:homes] // 4
    assert with_parents.sum() > 0
    assert units.sum() > 0
    assert ((kept.support[:homes] > 0) <= (kept.supported[:homes] > 0)).all()
    said = said_of(model)
    assert (said[kept.supported[:homes] > 0] & HAS_BASIC_SUPPORT > 0).all()
    people = sum_of(model, "basic_support_people")
    assert people > sum_of(model, "basic_support_households") > units.sum()


def test_what_students_have_lowers_their_rent_burden(small_model, catalogue):
    """The same income counts for the burden as for whether a rent is too high."""
    burdens = []
    for eur in (600.0, 1200.0):
        model = model_with(small_model, catalogue, {"income.student_eur_per_month": eur})
        burdens.append(sum_of(model, "rent_burdens"))
        tenure, kept = said_of(model) & OVERBURDENED, process_of(model)._counted
        burden, counted = kept.burden[: len(tenure)], kept.area[: len(tenure)] >= 0
        assert sum_of(model, "rent_burdens") == burden[counted].sum()
        is_high = burden >= BURDENS * model.parameters.value("tenancy.overburdened_from_share")
        # At the limit itself half a percent is rounded.
        assert is_high[counted & (tenure == OVERBURDENED)].all()
        assert (is_high[counted & (tenure == IS_TENANT)]).mean() < 0.05
        assert not burden[counted & (tenure & IS_TENANT == 0)].any()
    assert burdens[1] < burdens[0]


def test_unemployment_benefit_is_for_those_whose_luck_changes_soonest(small_model, values):
    """Of households that live on nothing else; partners who are alike go by the draws of one."""
    model = small_model(end="2024-06").run()
    state, work = model.state, work_of(model)
    persons = state.persons
    count_anew(model)
    draws = {name: uniform_array(1, f"work.{name}", persons.key) for name in ("lasting", "alike")}
    stayers = values.value("work.unemployment_lasting_share")
    until = stayers + values.value("work.unemployment_insurance_share")
    kept, insured, others = process_of(model)._counted, 0, 0
    for row in alive(model):
        home, partner = persons.household[row], persons.partner[row]
        size = state.households.size[home]
        if kept.area[home] < 0 or work[row] != UNEMPLOYED or size != 1 + (partner != NOBODY):
            continue
        if partner != NOBODY and work[partner] != NO_LABOUR_FORCE:
            continue
        # Somebody of 66 years may be unemployed and have a pension.
        if model.month - EPOCH_MONTH - int(persons.cohort[row] >> 1) >= 12 * 65:
            continue
        pair = [row] if partner == NOBODY else [row, partner]
        first = min(pair, key=lambda one: persons.key[one])
        whose = first if draws["alike"][first] < values.value("work.partners_alike_share") else row
        assert (kept.gross[home] > 0) == (stayers <= draws["lasting"][whose] < until)
        insured += kept.gross[home] > 0
        others += kept.gross[home] == 0
    work_process = next(own for own in model.schedule_of_month.processes if own.name == "work")
    lasts = work_process._rules.at(model.month).luck_lasts
    first, last = round(stayers * len(lasts)), round(until * len(lasts))
    assert lasts[first:last].mean() < lasts[last:].mean() < lasts[:first].mean()
    assert min(insured, others) > 5


def test_only_couples_with_somebody_younger_have_support_in_old_age_that_others_do_not_take_up(
    small_model, catalogue
):
    models = [
        model_with(small_model, catalogue, {"income.take_up_old_age_support_share": share})
        for share in (0.0, 0.95)
    ]
    none, most = (sum_of(model, "old_age_support_people") for model in models)
    assert 4 * none < most


def test_full_take_up_leaves_fewer_poor(small_model, catalogue):
    names = ("basic_support", "old_age_support", "housing_allowance", "child_supplement")
    full = {f"income.take_up_{name}_share": 1.0 for name in names}
    full |= {f"income.take_up_{name}_from_eur": 1.0 for name in names}
    none = {f"income.take_up_{name}_share": 0.0 for name in names}
    poor = [sum_of(model_with(small_model, catalogue, own), "poor_people") for own in (full, {}, none)]
    assert poor[0] < poor[1] < poor[2]


def test_wages_and_law_are_of_the_same_half_year(small_model):
    model = small_model(end="2024-12")
    model.step()
    process = process_of(model)
    process.prepare(range(model.first_month, model.end_month + 1))

    def rules(month):
        return process._rules_of.at(month)

    assert prices_of(model.month) == 2024 * 12
    assert rules(2024 * 12) is rules(2024 * 12 + 5)
    assert not equal_arrays(rules(2024 * 12), rules(2024 * 12 + 6))


def test_places_lost_cost_mothers_earnings_and_the_kreis_money_and_places_found_bring_them_back(
    musterkreis_model,
):
    """No childcare place -> less work -> lower gross income -> more basic support -> more cost of housing."""
    model = musterkreis_model(end="2027-03").run()
    look_at_all(model)
    start, work = count_anew(model), work_of(model).copy()
    cases, top = model.state.cases, int(model.state.counters[2, TOP])
    places = cases.state[:top].copy()
    kinds = [code for code, kind in enumerate(model.catalogue) if kind.id in ("nursery", "kindergarten")]
    is_place = np.isin(cases.kind[:top], kinds) & (cases.person[:top] != NOBODY)
    assert is_place.any()
    cases.state[:top][is_place] = WAITING
    look_at_all(model)
    process_of(model).step(model.month)
    change = dict(zip(NAMES, (process_of(model)._sums - start).sum(axis=0).tolist(), strict=True))
    ended = ((work >= MARGINAL) & (work_of(model) < MARGINAL)).sum()
    assert ended > 50
    # Earnings of a woman in part-time are about 1,900 EUR, more of one with a degree; some lose only hours.
    fewer_hours = ((work >= MARGINAL) & (work_of(model) < work)).sum()
    assert fewer_hours > ended
    assert -change["gross_income"] / 100 / fewer_hours == pytest.approx(2000, rel=0.5)
    assert change["basic_support_households"] > 0
    assert change["basic_support_children"] > 0
    assert 0 < change["housing_cost_benefit"] < -change["gross_income"]
    # Taxes, contributions and benefits bear a part of the loss, not all.
    assert change["gross_income"] < change["net_income"] < 0
    assert change["private_people"] == change["private_minors"] == 0
    cases.state[:top] = places
    look_at_all(model)
    process_of(model).step(model.month)
    assert np.array_equal(process_of(model)._sums, start)


def test_the_threshold_of_poverty_keeps_pace_with_what_people_earn(values):
    """It is a share of the median: incomes of a later year are not held against the threshold of an earlier one."""
    then, later = (income_rules(values, None, 12 * year + 11) for year in (2024, 2030))
    earned = later.hourly.mean() / then.hourly.mean()
    assert earned > 1.05
    assert later.poverty_eur / then.poverty_eur == pytest.approx(earned, rel=0.03)
