"""What every law of the package must say, and that it changes what it names."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import LAST_MONTH, month_index
from simsocial.parameters.plan import Plan
from simsocial.shapes.legal_calendar import load_legal_calendar
from tests.packaged import packaged_values

CALENDAR = load_legal_calendar()
VALUES = packaged_values()
FIRST = month_index("2024-01")


@pytest.mark.parametrize("name", CALENDAR)
def test_a_law_has_names_in_both_languages_a_source_and_figures_with_theirs(name):
    law = CALENDAR[name]
    assert law.label.de and law.label.en and law.label.de != law.label.en
    assert law.source != "own setting of the user"
    assert str(law.year) != "undated"
    for parameter in law.parameters():
        assert parameter.source not in ("own setting of the user", *law.sources)
        assert str(parameter.year) != "undated"
        assert law.status in parameter.note


def levels(plan, identifier):
    """Return a value by month, of a table what is made of it."""
    told = plan.factor if VALUES[identifier].is_table else plan.number
    return told(identifier).values


def is_contested(change):
    """Whether none is the best there is, as the figure says: its range reaches beyond it."""
    low, high = change.by.limits
    return change.by.latest == 1.0 and low < high and change.by.grade == "D" and "none" in change.by.note


@pytest.mark.parametrize("name", CALENDAR)
def test_a_law_alone_changes_each_value_that_it_names_and_none_before_its_date(name):
    alone = CALENDAR.switched(dict.fromkeys(CALENDAR, False) | {name: True})
    law, values = CALENDAR[name], VALUES.register(*CALENDAR.switched({name: True}).parameters())
    own = [one for one in alone.modifiers(values, FIRST, FIRST, LAST_MONTH) if name in one.origin.split(".")]
    # Refuses what is no value, out of bounds, or without effect although its number is certain.
    plan = Plan(values, FIRST, LAST_MONTH, law=own)
    assert {one.id for one in own} == {change.id for change in law.changes.values()}
    for change in law.changes.values():
        with_law, without = (levels(one, change.id) for one in (plan, plan.registered))
        start = max(law.first_month - FIRST, 0)
        assert (with_law[:start] == without[:start]).all()
        changes = (with_law[start:] != without[start:]).any()
        assert changes or is_contested(change)


def test_all_laws_together_say_how_they_combine():
    everything = CALENDAR.switched(dict.fromkeys(CALENDAR, True))
    values = VALUES.register(*everything.parameters())
    law = everything.modifiers(values, FIRST, month_index("2027-01"), LAST_MONTH)
    assert Plan(values, FIRST, LAST_MONTH, law=law).modifiers


def test_a_third_fee_free_year_takes_from_families_and_kreis_what_the_land_pays():
    """Twelve of 42 months at 185 EUR a child."""
    on = CALENDAR.switched({"kita_third_fee_free_year": True})
    values = VALUES.register(*on.parameters())
    start = month_index("2027-01")
    plan = Plan(values, FIRST, LAST_MONTH, law=on.modifiers(values, FIRST, start, LAST_MONTH))
    paid = {
        payer: plan.value(f"services.kindergarten.payers.flat_per_case.{payer}", month_index("2027-08"))
        - plan.registered.value(f"services.kindergarten.payers.flat_per_case.{payer}", month_index("2027-08"))
        for payer in ("families", "kreis", "land")
    }
    assert sum(paid.values()) == pytest.approx(0.0, abs=1.0)
    assert paid["land"] == pytest.approx(185 * 12 * 12 / 42, abs=2.0)
    assert paid["families"] == pytest.approx(-185 * 12 * 0.78 * 12 / 42, abs=2.0)


def by_month(switches, *ids):
    """Return a function that tells values of the package in a month under some switches, from the base date on."""
    on = CALENDAR.switched(switches)
    values = VALUES.register(*on.parameters())
    plan = Plan(values, FIRST, LAST_MONTH, law=on.modifiers(values, FIRST, FIRST, LAST_MONTH))
    return lambda month: [plan.value(one, month_index(month)) for one in ids]


CASH = "services.cash_care_allowance.cost.per_case_eur_per_year"
RELIEF = "services.relief_amount.cost.per_case_eur_per_year"


def test_sums_of_care_insurance_are_those_of_the_law_in_their_years():
    """Weighted by the grades of the recipients (52, 37, 9 and 2 %); 70 % of the relief amount is used."""
    grades = np.array([0.52, 0.37, 0.09, 0.02])
    sums = {"2024-06": (332, 573, 765, 947), "2025-01": (347, 599, 800, 990), "2027-12": (347, 599, 800, 990)}
    usual = by_month({}, CASH, RELIEF)
    for month, by_grade in sums.items():
        cash, relief = usual(month)
        assert cash == pytest.approx(12 * grades @ by_grade, rel=0.01)
        assert relief == pytest.approx(12 * 0.7 * (125 if month < "2025" else 131), rel=1e-3)
    assert usual("2028-01") == pytest.approx([1.06 * value for value in usual("2027-12")])
    without = by_month({"care_benefits_2028": False}, CASH, RELIEF)
    assert without("2028-01") == without("2027-12") == usual("2027-12")


@pytest.mark.parametrize("kind", ["home_care", "adult_day_care", "short_term_care"])
def test_ceilings_that_stand_still_leave_more_of_a_rising_price_to_clients_and_care_aid(all_kinds, kind):
    own = f"services.{kind}.payers"
    known = VALUES.value(f"{own}.care_fund")
    index = 1 + VALUES.value(f"services.{kind}.price_index_per_year")
    usual = by_month({}, f"{own}.care_fund")
    rises = {"2024-12": 1.0, "2025-01": 1.045, "2026-01": 1.045, "2027-12": 1.045, "2028-01": 1.045 * 1.06}
    for month, rise in rises.items():
        assert usual(month) == pytest.approx([known * rise / index ** (int(month[:4]) - 2024)], rel=1e-3)
    assert usual("2031-12") == usual("2028-01")
    # A rise that does not come lets the fund pay less, and ceilings that follow prices let it pay more.
    for law, factor in (("care_benefits_2025", 1 / 1.045), ("care_ceilings_not_indexed", index**3)):
        without = by_month({law: False}, f"{own}.care_fund")
        assert without("2027-12")[0] / usual("2027-12")[0] == pytest.approx(factor, rel=1e-3)
    laws = CALENDAR.modifiers(VALUES, FIRST, FIRST, LAST_MONTH)
    plan = Plan(VALUES, FIRST, LAST_MONTH, law=laws)
    before, after = (
        all_kinds[kind].payers_of(plan, "per_case", month_index(month)) for month in ("2024-12", "2027-12")
    )
    assert sum(after.values()) == pytest.approx(1.0)
    more = (1.0 - after["care_fund"]) / (1.0 - before["care_fund"])
    assert after["families"] / before["families"] == pytest.approx(more)
    assert after["kreis"] / before["kreis"] == pytest.approx(more)


def test_the_reform_of_basic_support_moves_what_its_draft_says_and_nothing_before():
    share = "income.take_up_basic_support_share"
    on, off = (by_month({"basic_support_2026": acts}, share) for acts in (True, False))
    assert on("2026-06") == off("2026-06") == off("2026-07")
    # 86 of half of 47,000 m EUR, then 70 of 47,000, then none.
    for month, saved in (("2026-07", 86 / 23_500), ("2027-06", 70 / 47_000), ("2028-01", 0.0)):
        assert on(month)[0] / off(month)[0] == pytest.approx(1.0 - saved, abs=1e-4)


def test_a_contested_law_moves_nothing_by_its_best_value_and_something_within_its_range():
    """Young people's claims under one youth office: none by default, up to a fifth more."""
    table = "services.integration_assistance_children.take_up.table"
    on = CALENDAR.switched({"inclusive_youth_services": True})
    values = VALUES.register(*on.parameters())
    for by, factor in ((None, 1.0), (1.2, 1.2)):
        drawn = (
            values if by is None else values.with_overrides({"laws.inclusive_youth_services.claims.by": by})
        )
        plan = Plan(drawn, FIRST, LAST_MONTH, law=on.modifiers(drawn, FIRST, FIRST, LAST_MONTH))
        assert plan.factor(table).at(month_index("2027-12")) == 1.0
        assert plan.factor(table).at(month_index("2028-01")) == factor
