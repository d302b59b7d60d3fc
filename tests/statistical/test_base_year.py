"""What is labelled as checked in the base year meets official figures of Thuringia at their date.

The Land is compared as it is; the Musterkreis and Greiz are compared with the Land's figure times their share of
the people it is about (`ages`, at the base date). Allowed is the stated slack, at most 5 %, for definitions that
differ and for what Kreise differ by; chance on top, that of Poisson counts, gives a false alarm with probability
1e-4 over all rows together. Shares are compared in the Land only, where chance does not matter.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from simsocial.indicators.base_year import BASE_YEAR
from simsocial.indicators.known import indicators
from simsocial.model import SocialModel
from simsocial.region import load_region
from simsocial.region.targets import land_population

POPULATION = "Destatis 12411-0013, Thüringen, 31.12.2023, basis Zensus 2022"
MOVEMENT = "TLS, release of 14.05.2025: births and deaths 2024"
HOUSEHOLDS = "TLS lz300152 and release of 03.11.2023, Mikrozensus 2022 (main and secondary residence)"
CARE = "Pflegestatistik 15.12.2023, Destatis 22421-0011 and TLS release of 16.01.2025"
HOME_CARE = "Pflegestatistik 15.12.2023, Destatis 22411-0010"
CASH = "Pflegestatistik 15.12.2023, TLS release of 16.01.2025: cash allowance alone"
HOMELESS = "Statistik untergebrachter wohnungsloser Personen, 31.1.2025, TLS release of 09.12.2025"
EVICTIONS = "Federal Ministry of Justice, forced evictions of 2024 in Thüringen (mz.de 4165679)"
DWELLINGS = "TLS, Zensus of 15.05.2022: dwellings rented and lived in by owners"
HOMES = "Pflegestatistik 15.12.2023, Destatis 22412-0010 and 22412-0011"
KITA = "Kinder- und Jugendhilfestatistik 1.3.2025, Destatis 22541-0100"
KITA_BY_AGE = "Kinder- und Jugendhilfestatistik 1.3.2024, Destatis, children in Kitas by age"
SCHOOL = "TMBJS: 427 Grundschulen in 2023/24 (dpa); 72,100 pupils there in 2024/25 as foreseen in 2023 (TLS lz300155)"
PUPILS = "TMBJS: pupils by kind of school in 2024/25 as foreseen in 2023 (TLS lz300155)"
HORT = "TLS via dpa (mz.de 4184464): pupils of classes 1 to 4 in after-school care on 1.3.2025"


@dataclass(frozen=True)
class Figure:
    """A figure of the Land, the month or year of the model that has its date, and whom it is about."""

    indicator: str
    period: str
    value: float
    source: str
    ages: tuple[int, int] | None = None
    slack: float = 0.05
    counted: bool = True
    """Whether chance acts on it; sites and places are given."""


FIGURES = (
    # The first month's end is the nearest to the end of 2023 that a run records.
    Figure("population", "2024-01", 2_114_870, POPULATION, (0, 100), 0.005),
    Figure("children_under_3", "2024-01", 43_057, POPULATION, (0, 2), 0.02),
    Figure("children_under_6", "2024-01", 95_146, POPULATION, (0, 5), 0.01),
    Figure("children_6_to_9", "2024-01", 78_059, POPULATION, (6, 9), 0.01),
    Figure("young_people", "2024-01", 153_201, POPULATION, (10, 17), 0.01),
    Figure("working_age", "2024-01", 1_207_605, POPULATION, (18, 64), 0.01),
    Figure("aged_65_plus", "2024-01", 580_859, POPULATION, (65, 100), 0.01),
    Figure("aged_80_plus", "2024-01", 184_344, POPULATION, (80, 100), 0.01),
    Figure("old_age_ratio", "2024-01", 100 * 580_859 / 1_169_981, POPULATION, slack=0.01),
    Figure("mean_age", "2024-01", 47.16, POPULATION, slack=0.005),
    Figure("births", "2024", 11_803, MOVEMENT, (20, 39)),
    Figure("deaths", "2024", 30_454, MOVEMENT, (75, 100)),
    Figure("households", "2024-01", 2_098_000 / 1.93, HOUSEHOLDS, (20, 100)),
    Figure("living_alone", "2024-01", 459_000, HOUSEHOLDS, (20, 100)),
    Figure("mean_household_size", "2024-01", 1.93, HOUSEHOLDS, slack=0.02),
    Figure("care_dependent", "2024-01", 193_937, CARE, (75, 100)),
    Figure("care_prevalence", "2024-01", 100 * 193_937 / 2_114_870, CARE),
    Figure("nursing_home_served", "2024-01", 24_385, CARE, (75, 100)),
    # Places of all homes without those of day care; short stays are among them.
    Figure("nursing_home_places", "2024-01", 31_651 - 4_626, HOMES, (75, 100), counted=False),
    Figure("nursing_home_occupancy", "2024-01", 100 * 24_385 / (31_651 - 4_626), HOMES),
    Figure("home_care_served", "2024-01", 42_283, HOME_CARE, (75, 100)),
    # Whom a service cares for is known from the first month's end on.
    Figure("cash_care_allowance_served", "2024-02", 105_128, CASH, (60, 100)),
    Figure("emergency_housing_served", "2025-01", 3_030, HOMELESS, (0, 59)),
    Figure("sheltered_homeless_people", "2025-01", 3_030, HOMELESS, (0, 59)),
    Figure("evictions", "2024", 827, EVICTIONS, (18, 64)),
    Figure("tenant_share", "2024-01", 100 * 49.6 / (49.6 + 41.7), DWELLINGS),
    Figure("home_care_sites", "2024-01", 502, HOME_CARE, (75, 100), counted=False),
    Figure("adult_day_care_served", "2024-01", 6_587, HOMES, (75, 100)),
    Figure("adult_day_care_sites", "2024-01", 245, HOMES, (75, 100), counted=False),
    Figure("adult_day_care_places", "2024-01", 4_626, HOMES, (75, 100), counted=False),
    # On 1 March, which is the end of February; 6 to 13 years: some of them in a Hort that belongs to a Kita.
    Figure("kindergarten_served", "2024-02", 50_370 + 12_185, KITA_BY_AGE, (3, 6)),
    Figure("kita_served", "2025-02", 81_589, KITA, (1, 6)),
    Figure("kita_sites", "2025-02", 1_340, KITA, (1, 6), counted=False),
    Figure("kita_places", "2025-02", 104_877, KITA, (1, 6), counted=False),
    Figure("kita_occupancy", "2025-02", 100 * 81_589 / 104_877, KITA),
    Figure("primary_school_served", "2024-09", 72_100, SCHOOL, (6, 9)),
    Figure("primary_school_sites", "2024-09", 427, SCHOOL, (6, 9), counted=False),
    # Who repeats a class is not told apart, so that all of these are 1 to 4 % low; a Kreis has few of these schools,
    # and by its own mix: compared in the Land alone.
    Figure("special_school_served", "2024-09", 7_200, PUPILS),
    Figure("gymnasium_served", "2024-09", 52_800, PUPILS),
    Figure("gemeinschaftsschule_served", "2024-09", 28_400 + 6_000, PUPILS),
    Figure("regelschule_served", "2024-09", 49_400, PUPILS),
    Figure("after_school_care_served", "2025-02", 70_475, HORT, (6, 9)),
)

# Compared, and not met or not comparable, so without the label: nursery_served is 95 % of the 23,983 children below
# 3 of 1.3.2024 in the Land; net_migration of 2024 is 92 % of the Land's 4,515 and no share of it in a Kreis;
# couples_with_children are 87 % of the 214,500 that follow from members of families 2023 (derived). Staff is
# published in heads, not FTE; rent_burden is nine tenths of the 24.2 % of 2022; rent_overburden_rate is 5 % where
# Germany has 16 (no figure of the Land): incomes spread too little at the lower end. Capacity of home care and seats
# of schools are published nowhere.

REGIONS = {
    "thueringen": ("thueringen", (71,)),
    "musterkreis": ("musterkreis", (72, 73, 74)),
    "greiz": ({"kind": "kreis", "name": "Greiz"}, (75, 76, 77)),
}
FALSE_ALARM = 1e-4
LIMIT = float(stats.norm.isf(FALSE_ALARM / 2 / sum(figure.counted for figure in FIGURES) / len(REGIONS)))


@functools.cache
def simulated(name: str) -> tuple[np.ndarray, pd.Series]:
    """Return the people of a region by age at the base date, and its values by indicator and month."""
    region_of, seeds = REGIONS[name]
    region = load_region(region_of)
    tables = []
    for seed in seeds:
        model = SocialModel(region, None, seed, start="2024-01", end="2025-02", spin_up=0).run()
        table = model.recorder.frame().astype({"indicator": str, "period": str})
        tables.append(table[(table["area"] == "region") & (table["group_kind"] == "all")])
    values = pd.concat(tables).set_index(["indicator", "period"])["value"].sort_index()
    return region.population.sum(axis=(0, 1)), values


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        pytest.param(name, figure, id=f"{name}-{figure.indicator}")
        for name in REGIONS
        for figure in FIGURES
        # A Kreis has care odds of its own (care_need.kreis_odds): the Land's care figures do not scale to it.
        if name == "thueringen"
        or (figure.ages and not (name == "greiz" and "Pflegestatistik" in figure.source))
    ],
)
def test_the_figure_of_the_base_year_is_met(name, figure):
    people, values = simulated(name)
    share = 1.0
    if name != "thueringen":
        span = slice(figure.ages[0], figure.ages[1] + 1)
        share = people[span].sum() / land_population().sum(axis=0)[span].sum()
    found, expected = np.asarray(values[[(figure.indicator, figure.period)]]), figure.value * share
    chance = LIMIT * np.sqrt(expected / len(found)) if figure.counted and figure.ages else 0.0
    assert figure.slack <= 0.05
    assert abs(found.mean() - expected) <= figure.slack * expected + chance, found.mean() / expected


def test_every_indicator_with_the_label_is_compared_and_no_other_has_it(all_kinds):
    compared = {figure.indicator for figure in FIGURES}
    assert len(compared) == len(FIGURES)
    assert compared >= BASE_YEAR
    assert {one.id for one in indicators(all_kinds) if one.validation == "base_year"} == compared


KITCHEN = {"id": "kitchen", "site_kind": "kitchen", "base_year": (), "house": None}


def test_a_service_kind_of_ones_own_has_no_label_of_that_kind(catalogue):
    class Own:
        qualifications = ("cook",)

        def __init__(self):
            self.staff = {"cook": catalogue.staff["educator"].model_copy(update={"id": "cook"})}

        def __iter__(self):
            return iter([next(iter(catalogue)).model_copy(update=KITCHEN)])

    own = [one for one in indicators(Own()) if one.id.startswith("kitchen_") or "cook" in one.id]
    assert {"kitchen_served", "kitchen_sites", "kitchen_occupancy", "staff_cook_fte"} <= {
        one.id for one in own
    }
    by_group = {one.id for one in own if one.at_key_date}
    assert {one.validation for one in own if one.id not in by_group} == {"plausible"}
    assert {one.validation for one in own if one.id in by_group} == {"none"}


def test_the_figures_of_the_population_are_those_of_the_land():
    people = land_population().sum(axis=0)
    for figure in FIGURES:
        if figure.source == POPULATION and figure.ages:
            assert people[figure.ages[0] : figure.ages[1] + 1].sum() == figure.value
    assert people @ np.arange(101) / people.sum() == pytest.approx(47.16, abs=0.005)
