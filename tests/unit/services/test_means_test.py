"""Care aid in homes: the residual of price, benefits of the care fund and residents' income."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.services.means_test import expected_gap
from simsocial.shapes.legal_calendar import load_legal_calendar
from tests.packaged import packaged_kinds, packaged_values

CATALOGUE = packaged_kinds()
VALUES = packaged_values()
HOME = CATALOGUE["nursing_home"]


def in_force(values):
    """Return values with what the enacted laws make of them: benefits of the care fund rise by law."""
    laws, first, last = load_legal_calendar(), month_index("2017-01"), month_index("2045-12")
    values = values.register(*laws.parameters())
    law = laws.modifiers(values, first, month_index("2026-01"), last)
    return Plan(values, first, last, law=law)


LAWFUL = in_force(VALUES)


def payers(month, factor=1.0, values=LAWFUL):
    """Return who pays the price of a month, times a factor."""
    absolute = month_index(month)
    return HOME.home_payers(
        values, factor * HOME.cost_eur_per_year(values, "per_case", absolute) / 12, absolute
    )


def test_the_gap_is_the_mean_of_what_incomes_lack():
    rng = np.random.default_rng(1)  # a plain sample as an independent count
    spread = np.sqrt(np.log1p(0.35**2))
    incomes = np.exp(rng.normal(np.log(1500) - spread**2 / 2, spread, 200_000))
    gap, share = expected_gap(1800.0, 1500.0, 0.35)
    assert gap == pytest.approx(np.maximum(1800 - incomes, 0).mean(), rel=0.01)
    assert share == pytest.approx((incomes < 1800).mean(), rel=0.01)


@pytest.mark.parametrize(("year", "counted"), [(2021, 281), (2022, 215), (2023, 320), (2024, 430)])
def test_care_aid_follows_what_the_kreise_of_thueringen_paid(year, counted):
    """80, 61.8, about 94 and 124 m EUR in homes over 23,747, 23,900, 24,385 and 24,000 residents."""
    assert payers(f"{year}-07").kreis == pytest.approx(counted, rel=0.06)


@pytest.mark.parametrize(
    ("year", "per_recipient", "share"),
    [(2022, 7682, 8255 / 23_900), (2023, 9764, 9880 / 24_385), (2024, 11_878, 10_425 / 24_000)],
)
def test_recipients_and_what_each_gets_are_near_the_counts_of_the_land(year, per_recipient, share):
    """Counted over the year: an upper bound for those at a time."""
    split = payers(f"{year}-07")
    assert 12 * split.kreis / split.recipients == pytest.approx(per_recipient, rel=0.05)
    assert 0.9 * share < split.recipients < share


def test_care_aid_falls_with_the_supplements_of_2022_and_rises_by_a_third_in_2024():
    aid = [payers(f"{year}-07").kreis for year in (2021, 2022, 2023, 2024)]
    assert aid[1] / aid[0] == pytest.approx(61.8 / 80.0, abs=0.03)
    # All aid of chapters 5 to 9: +29 %; without what is no aid in homes +34 %.
    assert 1.29 < aid[3] / aid[2] < 1.40


def test_care_aid_meets_the_hand_calculation_of_2031():
    assert 830 <= payers("2031-07").kreis <= 1050


@pytest.mark.parametrize(
    ("month", "counted"), [("2021-07", 1724), ("2023-07", 2204), ("2024-07", 2649), ("2025-07", 2909)]
)
def test_residents_bear_in_their_first_year_what_the_care_funds_report(month, counted):
    """EUR a month; the figure of 2023 is the mean of both Januaries beside it (2,029 and 2,378)."""
    absolute = month_index(month)
    price = HOME.cost_eur_per_year(LAWFUL, "per_case", absolute) / 12
    number = {
        name: HOME.number(LAWFUL, f"means_test.{name}", absolute)
        for name in ("board_share", "benefit_eur_per_month", "supplement_year_1")
    }
    board = number["board_share"] * price
    care = price - board - number["benefit_eur_per_month"]
    assert board + care * (1 - number["supplement_year_1"]) == pytest.approx(counted, rel=0.03)


@pytest.mark.parametrize("price", [0.0, 100.0, 5000.0, 50_000.0])
@pytest.mark.parametrize(
    ("name", "extreme"),
    [
        ("income_eur_per_month", 0.0),
        ("income_eur_per_month", 17_000.0),
        ("benefit_eur_per_month", 0.0),
        ("benefit_eur_per_month", 10_000.0),
        ("assets_eur", 0.0),
        ("assets_eur", 900_000.0),
        ("without_assets", 1.0),
        ("board_share", 1.0),
        ("mean_stay_months", 1.0),
        ("income_variation", 0.01),
    ],
)
def test_extremes_leave_a_price_paid_in_full_by_nobody_below_zero(name, extreme, price):
    # Without laws, which would set an extreme benefit back.
    values = VALUES.with_overrides({f"services.nursing_home.means_test.{name}": extreme})
    split = HOME.home_payers(values, price, month_index("2027-01"))
    assert min(split) >= 0.0
    assert split.recipients <= 1.0
    assert split.care_fund + split.families + split.kreis == pytest.approx(price)


def test_without_income_or_assets_the_kreis_pays_all_that_the_care_fund_leaves():
    names = ("income_eur_per_month", "assets_eur")
    values = VALUES.with_overrides({f"services.nursing_home.means_test.{name}": 0.0 for name in names})
    split = payers("2027-01", values=in_force(values))
    assert split.families == pytest.approx(0.0, abs=1e-6)
    assert split.recipients == pytest.approx(1.0)


def test_benefits_stand_still_until_2028_so_residents_and_kreis_bear_the_rise():
    before, after = payers("2025-07"), payers("2027-07")

    def benefit(month, values=LAWFUL):
        amount, rise = (
            values.value(f"services.nursing_home.means_test.benefit{part}", month_index(month))
            for part in ("_eur_per_month", "_rise")
        )
        return amount * (1 + rise)

    assert benefit("2025-07") == benefit("2027-12") == 1503 < benefit("2028-01")
    # What is law is not drawn.
    drawn = in_force(CATALOGUE.register(Parameters.load(draw=3)))
    assert benefit("2027-12", drawn) == 1503
    assert benefit("2024-12", drawn) == 1438
    assert benefit("2028-01", drawn) != benefit("2028-01")
    assert after.kreis / before.kreis > 1.15
    assert after.care_fund / before.care_fund < 1.06


def test_after_2028_benefits_go_on_to_rise_and_assets_keep_pace_with_incomes():
    """Else aid would grow without end: by a quarter more until 2038."""
    none = in_force(VALUES.with_overrides({"services.nursing_home.means_test.later_rise": 0.0}))
    assert payers("2030-12") == payers("2030-12", values=none)
    assert payers("2031-01").kreis < 0.97 * payers("2031-01", values=none).kreis
    assert payers("2038-07").kreis < 0.94 * payers("2038-07", values=none).kreis
    # As much as of 2025 would be worth a third less in 2038.
    still = in_force(
        VALUES.with_overrides({"services.nursing_home.means_test.assets_eur": 60_000 / 1.03**13})
    )
    assert payers("2038-07").kreis < 0.95 * payers("2038-07", values=still).kreis


def test_a_price_is_paid_in_full_and_a_dearer_one_falls_on_the_kreis_more_than_in_proportion():
    for factor in (0.3, 0.6, 1.0, 1.2):
        split = payers("2029-01", factor)
        price = factor * HOME.cost_eur_per_year(LAWFUL, "per_case", month_index("2029-01")) / 12
        assert min(split) >= 0.0
        assert split.care_fund + split.families + split.kreis == pytest.approx(price)
    assert payers("2029-01", 1.1).kreis > 1.2 * payers("2029-01").kreis


def test_who_has_more_income_or_assets_needs_less_aid():
    for name, more in (("income_eur_per_month", 1700.0), ("assets_eur", 90_000.0), ("without_assets", 0.1)):
        changed = in_force(VALUES.with_overrides({f"services.nursing_home.means_test.{name}": more}))
        assert payers("2027-01", values=changed).kreis < payers("2027-01").kreis
