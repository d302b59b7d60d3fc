"""Hazards are the tables' yearly rates as monthly probabilities, with the values of their year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simsocial.core.calendar import age_of_cohorts, cohort_of, month_index
from simsocial.indicators.cells import Cells
from simsocial.indicators.margins import AGE_GROUPS
from simsocial.processes.border import Border, following_rate
from simsocial.processes.young_adults import leaving_home_rate, own_shares
from simsocial.region.kreis_rates import kreis_fertility_ratio

JULY_2024 = month_index("2024-07")


@pytest.fixture(scope="module")
def model(small_model):
    return small_model(end="2031-12")


@pytest.fixture(scope="module")
def hazard(model):
    """Return a function that gives a process's hazard in a month."""
    own = {process.name: process for process in model.schedule_of_month.processes}
    return lambda name, month=JULY_2024: own[name].hazard(month)


def _yearly(monthly):
    """Return the rate a year behind a monthly probability."""
    return -12.0 * np.log1p(-monthly)


def test_fertility_by_age_is_the_table_whatever_partners_add(hazard, values):
    for year in (2024, 2031):
        month = year * 12 + 6
        monthly = hazard("fertility", month)[:, 1]
        partnered = values.table("household.in_couple_share", month)[1]
        women = partnered * monthly[3] + (1.0 - partnered) * monthly[2]
        children = 12.0 * women * (1.0 + values.value("fertility.multiple_birth_share", month))
        rate = values.table("fertility.age_profile", month) * values.value(
            "fertility.total_fertility_rate", month
        )
        rate = rate * kreis_fertility_ratio(values, None, month)
        assert children == pytest.approx(rate, rel=0.01, abs=1e-6)
        assert children.sum() == pytest.approx(rate.sum(), rel=0.01)
    ratio = _yearly(monthly[3])[20:40] / _yearly(monthly[2])[20:40]
    assert ratio == pytest.approx(values.value("fertility.partnered_ratio"))


def test_separation_and_moves_are_the_tables_rates(model, hazard, values):
    separation = values.table("partnership.separation_rate", JULY_2024)
    assert _yearly(hazard("separation")[3, 1]) == pytest.approx(separation)
    internal = values.table("migration.internal_rate", JULY_2024)
    assert _yearly(hazard("relocation")[2])[:, 18:] == pytest.approx(internal[:, 18:])
    assert _yearly(hazard("relocation")[3])[:, 18:] == pytest.approx(internal[:, 18:] / 2.0)
    for month in (JULY_2024, month_index("2031-07")):
        out, _ = Border(values, model.region).rates(month // 12)
        assert _yearly(hazard("departure", month)[2])[:, 18:] == pytest.approx(out[:, 18:])
        # Grown-up children whom their parents take along do not leave a second time.
        along = following_rate(values, out, month)
        alone = _yearly(hazard("departure", month)[1])
        assert (alone + along)[:, 18:50] == pytest.approx(out[:, 18:50])


def test_in_the_model_of_the_land_only_its_own_border_counts(small_region, small_model, values):
    land = small_model(region=replace(small_region, scope="land"))
    own = {process.name: process for process in land.schedule_of_month.processes}
    over_land = values.table("migration.out_rate_land", JULY_2024)
    leaves, _ = Border(values, land.region).rates(2024)
    departure = _yearly(own["departure"].hazard(JULY_2024)[2])[:, 18:]
    assert departure == pytest.approx(leaves[:, 18:])
    # Who crosses the border of a Kreis but not the Land's moves within the model.
    between = np.maximum(values.table("migration.out_rate", JULY_2024) - over_land, 0.0)
    moving = values.table("migration.internal_rate", JULY_2024) + between
    assert _yearly(own["relocation"].hazard(JULY_2024)[2])[:, 18:] == pytest.approx(moving[:, 18:])
    leaving = leaving_home_rate(values, land.region)
    assert _yearly(own["leaving_home"].hazard(JULY_2024)[1])[:, 18:] == pytest.approx(leaving[:, 18:])
    rates = [values.value(f"migration.in_rate_per_1000{suffix}", JULY_2024) for suffix in ("_land", "")]
    arrival = own["arrival"].households_per_month(JULY_2024)
    assert 0.5 * rates[0] / rates[1] < arrival / _arrivals(small_model) < 2.0 * rates[0] / rates[1]


def _arrivals(small_model):
    processes = small_model().schedule_of_month.processes
    return next(p for p in processes if p.name == "arrival").households_per_month(JULY_2024)


def test_leaving_home_is_what_the_shares_at_home_say_from_18_years(hazard, values, small_region):
    rate = leaving_home_rate(values, small_region)
    assert _yearly(hazard("leaving_home")[1])[:, 18:] == pytest.approx(rate[:, 18:])
    assert not hazard("leaving_home")[1][:, :18].any()


def test_search_for_partners_is_the_table_over_those_who_find_somebody(hazard, values, small_region):
    rate = values.table("partnership.formation_rate", JULY_2024)
    shares = own_shares(values, small_region)
    at_home, single = shares.child, np.maximum(1.0 - shares.couple, shares.child)
    share = np.divide(at_home, single, out=np.zeros_like(single), where=single > 0)
    monthly = hazard("partnership")
    searching = share * _yearly(monthly[1]) + (1.0 - share) * _yearly(monthly[2])
    # The highest monthly chance is 10 %; no adult reaches it.
    assert monthly.max() < 0.1
    found = searching * values.value("partnership.match_share")
    assert found[:, 18:] == pytest.approx(rate[:, 18:], rel=0.01)


def test_hazards_follow_the_dated_values_of_the_year(hazard):
    for name in ("mortality", "fertility", "departure", "care_need"):
        january, december = (hazard(name, month_index(f"2024-{m}")) for m in ("01", "12"))
        assert (january == december).all()
    assert (hazard("departure", month_index("2024-06")) != hazard("departure", month_index("2025-06"))).any()
    assert (hazard("care_need", month_index("2024-06")) != hazard("care_need", month_index("2030-06"))).any()


def test_ages_within_a_month_are_those_of_its_end():
    month = month_index("2027-03")
    births = np.array([month - 18 * 12, month - 18 * 12 + 1, month - 65 * 12, month - 3 * 12 + 1])
    cohorts = cohort_of(births, 0)
    groups = Cells(["age_group"]).of_cohorts(month)[cohorts]
    assert [AGE_GROUPS[group] for group in groups] == ["18-24", "10-17", "65-79", "0-2"]
    assert age_of_cohorts(month)[cohorts].tolist() == [18, 17, 65, 2]
