"""Old people and disabled ones: who has a pension, what they lack, who takes up basic support, and what rents do."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import NOBODY
from simsocial.core.random import Stream, uniform_array
from simsocial.parameters.budget_tables import load_budget_tables
from simsocial.people.work import FULL_TIME, PENSION
from simsocial.processes.benefit_take_up import taken_up
from simsocial.processes.gross_income import IncomeSalts, age_of, gross_of
from simsocial.processes.household_budget import BASIC_SUPPORT, claims_of
from simsocial.processes.income_rules import EARLY_PENSION_AGE, PENSION_AGE, income_rules
from tests.unit.processes.people import alive
from tests.unit.processes.test_household_income import model_with, process_of, sum_of
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


def take_up(rules, salts, gross_eur, *, long_record=False, aged=True, disabled=False):
    """Return the share of a thousand pensioners alone with a rent of 400 EUR that have basic support."""
    code, tables = single_pensioner(long_record), load_budget_tables()
    claims = claims_of(tables, rules.row, code, gross_eur, 400.0)
    lacking = 563.0 + 400.0 - (gross_eur - claims.income_tax - claims.social_contributions)
    taken = [
        taken_up(np.uint64(key), claims, aged, disabled, lacking, True, rules, salts) for key in range(1000)
    ]
    return (np.array(taken) & BASIC_SUPPORT > 0).mean()


def test_four_of_five_without_a_pension_take_up_and_fewer_the_less_they_lack(rules, salts):
    shares = [take_up(rules, salts, gross) for gross in (0.0, 400.0, 800.0, 1200.0)]
    assert shares[0] == pytest.approx(0.8, abs=0.05)
    assert shares[0] > shares[1] > shares[2] > shares[3] == 0.0


def test_the_allowance_for_long_contributions_brings_few_whose_pension_meets_the_need(rules, salts):
    """With 1,150 EUR nothing is lacking; the allowance makes a claim of more than 200 EUR of it."""
    claims = claims_of(load_budget_tables(), rules.row, single_pensioner(has_long_record=True), 1150.0, 400.0)
    assert claims.old_age_support > 200.0
    assert take_up(rules, salts, 1150.0, long_record=True) < 0.03
    felt = rules._replace(allowance_felt=1.0)
    assert take_up(felt, salts, 1150.0, long_record=True) == pytest.approx(
        0.8 * claims.old_age_support / rules.take_up_from[1], abs=0.06
    )


def test_an_early_pension_of_old_age_gives_no_claim(rules, salts):
    assert take_up(rules, salts, 300.0, aged=False, disabled=False) == 0.0
    assert take_up(rules, salts, 300.0, aged=False, disabled=True) > 0.5


def pensions_of(model):
    """Return rows, ages, pensions and key of everybody with a pension who does not work, looked at one by one."""
    persons, work, process = model.state.persons, work_of(model), process_of(model)
    found = []
    for row in alive(model):
        age = age_of(persons, row, model.month)
        if work[row] == PENSION or (age >= PENSION_AGE and work[row] < FULL_TIME - 2):
            gross = gross_of(persons, row, int(work[row]), process._rules, process._salts, model.month, False)
            found.append((row, age, gross))
    return np.array(found)


def test_some_have_no_pension_neither_of_a_couple_of_old_age_and_many_of_the_disabled(small_model, catalogue):
    model = model_with(small_model, catalogue, {"pension.none_share": 0.035})
    row, age, gross = pensions_of(model).T
    row, none = row.astype(int), gross == 0.0
    persons, values = model.state.persons, model.parameters
    alone_below = (age < EARLY_PENSION_AGE) & (persons.partner[row] == NOBODY)
    for name, group in (("none_share", age >= EARLY_PENSION_AGE), ("disability_none_share", alone_below)):
        share, size = values.value(f"pension.{name}", model.month), group.sum()
        assert none[group].mean() == pytest.approx(share, abs=4 * np.sqrt(share / size))
    old, partner = age >= PENSION_AGE, persons.partner[row]
    together = old & (partner != NOBODY) & np.isin(partner, row[old])
    is_none = dict(zip(row, none, strict=True))
    assert none[together].sum() > 0
    assert all(
        is_none[one] == is_none[other] for one, other in zip(row[together], partner[together], strict=True)
    )


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
