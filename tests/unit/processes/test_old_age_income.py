"""Old people and disabled ones: who has a pension, what they lack, who takes up basic support, and what rents do."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import NOBODY
from simsocial.core.random import Stream, uniform_array
from simsocial.parameters.budget_tables import load_budget_tables
from simsocial.people.work import EARLY_PENSION_AGE, FULL_TIME, PENSION
from simsocial.processes.benefit_take_up import taken_up
from simsocial.processes.gross_income import (
    IncomeSalts,
    age_of,
    gross_of,
    has_full_pension_age,
    is_of_old_age,
)
from simsocial.processes.household_budget import BASIC_SUPPORT, claims_of
from simsocial.processes.income_rules import income_rules
from tests.unit.processes.people import alive
from tests.unit.processes.test_household_income import count_anew, model_with, process_of, sum_of
from tests.unit.processes.test_work import work_of

SHORT = "pensioner_single_short"
END = 2024 * 12 + 11


@pytest.fixture(scope="module")
def rules(values):
    return income_rules(values, None, END)


@pytest.fixture(scope="module")
def salts():
    return IncomeSalts(*(Stream.of(1, name).salt() for name in IncomeSalts._fields))


def single_pensioner(has_long_record):
    """Return the code of a pensioner alone."""
    from simsocial.processes.budget_type import budget_form, budget_type

    return budget_type(load_budget_tables(), budget_form(1, 1, 0.0, 603.0, has_long_record), 0, 0, 0)


def take_up(rules, salts, gross_eur, *, long_record=False, aged=True, disabled=False, had=False):
    """Return the share of a thousand pensioners alone with a rent of 400 EUR that have basic support."""
    code, tables = single_pensioner(long_record), load_budget_tables()
    claims = claims_of(tables, rules.row, code, gross_eur, 400.0)
    lacking = 563.0 + 400.0 - (gross_eur - claims.income_tax - claims.social_contributions)
    taken = [
        taken_up(np.uint64(key), claims, aged, disabled, lacking, had, True, rules, salts)
        for key in range(1000)
    ]
    return (np.array(taken) & BASIC_SUPPORT > 0).mean()


def test_fewer_take_up_the_less_they_lack(rules, salts):
    shares = [take_up(rules, salts, gross) for gross in (0.0, 400.0, 800.0, 1200.0)]
    assert shares[0] == pytest.approx(rules.take_up[1], abs=0.05)
    assert shares[0] > shares[1] > shares[2] > shares[3] == 0.0


def test_the_allowance_for_long_contributions_brings_few_whose_pension_meets_the_need(rules, salts):
    """With 1,150 EUR nothing is lacking; the allowance makes a claim of more than 200 EUR of it."""
    claims = claims_of(load_budget_tables(), rules.row, single_pensioner(has_long_record=True), 1150.0, 400.0)
    assert claims.old_age_support > 200.0
    assert take_up(rules, salts, 1150.0, long_record=True) < 0.03
    felt = rules._replace(allowance_felt=1.0)
    assert take_up(felt, salts, 1150.0, long_record=True) == pytest.approx(
        rules.take_up[1] * claims.old_age_support / rules.take_up_from[1], abs=0.06
    )


def test_an_early_pension_of_old_age_gives_no_claim(rules, salts):
    assert take_up(rules, salts, 300.0, aged=False, disabled=False) == 0.0
    assert take_up(rules, salts, 300.0, aged=False, disabled=True) > 0.5


def test_who_has_support_keeps_it_while_there_is_a_claim(rules, salts):
    """However small it has become; a pension that meets the need, or one before its age, ends it."""
    assert take_up(rules, salts, 1000.0) < 0.1
    assert take_up(rules, salts, 1000.0, had=True) == 1.0
    assert take_up(rules, salts, 1300.0, had=True) == 0.0
    assert take_up(rules, salts, 300.0, had=True, aged=False, disabled=False) == 0.0


def test_a_rise_of_pensions_ends_less_support_than_it_keeps_from_beginning(small_model):
    """In July 2024 pensions rise by 4.57 %: of households that had support before, more have it than would anew."""
    model = small_model(end="2024-07").run()
    kept = sum_of(model, "old_age_support_people")
    model.state.columns["households"]["livelihood"][:] = 0
    count_anew(model)
    assert sum_of(model, "old_age_support_people") < kept


def pensions_of(model):
    """Return rows, whether of old age, and pensions of everybody with a pension who does not work, one by one."""
    persons, work, process = model.state.persons, work_of(model), process_of(model)
    rules, disabled, found = process._rules, model.state.columns["persons"]["disabled"], []
    for row in alive(model):
        aged = has_full_pension_age(persons, row, rules, model.month)
        if work[row] == PENSION or (aged and work[row] < FULL_TIME - 2):
            gross = gross_of(
                persons, row, int(work[row]), disabled, rules, process._salts, model.month, False
            )
            found.append((row, is_of_old_age(persons, row, disabled, rules, model.month), aged, gross))
    return np.array(found)


def test_some_have_no_pension_neither_of_a_couple_of_old_age_and_many_of_the_disabled(small_model, catalogue):
    model = model_with(small_model, catalogue, {"pension.none_share": 0.035})
    row, of_old_age, old, gross = pensions_of(model).T
    row, of_old_age, old, none = row.astype(int), of_old_age > 0, old > 0, gross == 0.0
    persons, values = model.state.persons, model.parameters
    alone_disabled = ~of_old_age & (persons.partner[row] == NOBODY)
    for name, group in (("none_share", of_old_age), ("disability_none_share", alone_disabled)):
        share, size = values.value(f"pension.{name}", model.month), group.sum()
        assert none[group].mean() == pytest.approx(share, abs=4 * np.sqrt(share / size))
    partner = persons.partner[row]
    together = old & (partner != NOBODY) & np.isin(partner, row[old])
    is_none = dict(zip(row, none, strict=True))
    assert none[together].sum() > 0
    assert all(
        is_none[one] == is_none[other] for one, other in zip(row[together], partner[together], strict=True)
    )


def test_who_is_disabled_at_62_stays_so_until_the_age_of_a_full_pension(small_model):
    model = small_model(start="2024-01", end="2026-12")
    persons, shares = model.state.persons, []
    while model.running:
        before = model.state.columns["persons"]["disabled"].copy()
        model.step()
        work, disabled = work_of(model), model.state.columns["persons"]["disabled"]
        age = np.array([age_of(persons, row, model.month) for row in alive(model)])
        rows = alive(model)[(age >= EARLY_PENSION_AGE) & (age <= EARLY_PENSION_AGE + 2)]
        assert np.array_equal(disabled[rows] > 0, (disabled[rows] > 0) & (work[rows] == PENSION))
        if model.month > 24_288:
            turned = rows[
                age[(age >= EARLY_PENSION_AGE) & (age <= EARLY_PENSION_AGE + 2)] == EARLY_PENSION_AGE
            ]
            stayed = turned[work[turned] == PENSION]
            assert (disabled[stayed] <= before[stayed]).all()
        shares.append(disabled[rows].mean())
    assert shares[0] > 0.1
    # Neither an echo of the base date nor of those who retire: as many as at 62.
    assert shares[-1] == pytest.approx(shares[0], rel=0.25)


def test_disability_pensions_are_lower_most_of_men(rules):
    assert rules.pension_ratio[1].tolist() == [1.0, 1.0]
    assert rules.pension_ratio[0, 0] < rules.pension_ratio[0, 1] < 1.0


def test_more_people_without_a_pension_are_more_on_support(small_model, catalogue):
    few, many = (
        model_with(small_model, catalogue, {"pension.none_share": share}) for share in (0.0035, 0.035)
    )
    assert sum_of(many, "old_age_support_people") > 1.3 * sum_of(few, "old_age_support_people")
    assert sum_of(many, "basic_support_people") == sum_of(few, "basic_support_people")


def test_rents_are_of_the_prices_of_wages_pensions_and_law(values):
    """They rise with the years that are known and hold on then, as everything else does."""
    rents = [income_rules(values, None, 12 * year).rent for year in (2024, 2025, 2026, 2027, 2035)]
    assert (rents[1] / rents[0] == pytest.approx(1.018)) and (rents[2] / rents[0] == pytest.approx(1.036))
    assert np.array_equal(rents[2], rents[3])
    assert np.array_equal(rents[2], rents[4])


def test_pensions_are_those_of_the_ordinances(values):
    """40.79 EUR a point of earnings from July 2025, 42.52 from July 2026; 37.60 before July 2024."""
    paid = [income_rules(values, None, month).pension.max() for month in (24_294, 24_306, 24_318)]
    assert paid[1] / paid[0] == pytest.approx(40.79 / 39.32, rel=1e-3)
    assert paid[2] / paid[1] == pytest.approx(42.52 / 40.79, rel=1e-3)


def test_the_draw_of_a_couple_is_of_one_of_them():
    """Else it would be rare that both have none."""
    keys = np.arange(100_000, dtype=np.uint64)
    draws = uniform_array(1, "earnings.rank", np.minimum(keys[::2], keys[1::2]))
    assert (draws < 0.007).mean() == pytest.approx(0.007, abs=0.002)
