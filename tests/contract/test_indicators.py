"""What every registered indicator must keep: names, units, shapes, and sums over areas and groups."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from simsocial.core.roots import packaged_root
from simsocial.indicators.counts import Counts
from simsocial.indicators.known import cells_of, indicators
from simsocial.indicators.margins import MARGINS
from simsocial.model.schedule import known_processes
from simsocial.services.catalogue import load_catalogue_from_dirs
from tests.unit.model.measures import MEASURES, measure

known_processes()  # each declares the events that are counted
CATALOGUE = load_catalogue_from_dirs([packaged_root("conf") / "services"])
INDICATORS = {indicator.id: indicator for indicator in indicators(CATALOGUE)}
AREAS = ("a", "b", "c", "d")
CELLS = cells_of(INDICATORS.values())
BALANCES = (
    *("net_migration", "natural_balance", "vacant_dwellings", "vacancy_rate"),
    *(
        "cost_provider",
        "full_cost_provider",
        "budget_gap_kreis",
        "provider_deficit_nursing_home",
        "provider_deficit_adult_day_care",
        *(
            f"{name}{end}"
            for name in ("provider_margin", "reserve_months")
            for end in ("", "_public", "_non_profit", "_private")
        ),
    ),
)
"""Whose sign is part of what they say: providers of full homes earn what those of empty ones lose."""


@pytest.fixture(scope="module")
def years(small_model):
    """The yearly table of a run in which all measures act."""
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    table = small_model(entries, end="2025-09").run().recorder.frame()
    return table[table["period_kind"] == "year"].astype({"indicator": str, "area": str, "group_kind": str})


def full_counts():
    """Counts with different numbers everywhere, as if a month had been counted."""
    counts = Counts(AREAS, CATALOGUE.ids, CATALOGUE.qualifications, CELLS)
    generator = np.random.default_rng(1)
    for _, cube in counts.cubes():
        cube[...] = generator.integers(1, 1000, cube.shape)
    return counts.by_slot()


def test_there_are_at_least_40():
    assert len(INDICATORS) >= 40
    assert len(INDICATORS) == len(indicators(CATALOGUE))


def test_every_field_of_planning_has_some():
    fields = {indicator.field for indicator in INDICATORS.values()}
    assert fields >= {"population", "households", "housing", "finance", "staff"} | {
        kind.field for kind in CATALOGUE
    }
    for kind in CATALOGUE:
        parts = ("served", "demand")
        places = () if kind.in_cash else ("waiting", "unmet", "coverage", "elsewhere")
        ways = () if kind.residential or kind.in_cash else ("travel_minutes", "within_15_min")
        assert {f"{kind.id}_{part}" for part in (*parts, *places, *ways)} <= set(INDICATORS)
        assert f"cost_{kind.id}" in INDICATORS
    assert {"cost_net_kreis", "cost_municipality", "cost_land", "cost_care_fund", "cost_families"} <= set(
        INDICATORS
    )


@pytest.mark.parametrize("name", INDICATORS)
def test_it_says_what_it_is_in_both_languages(name):
    indicator = INDICATORS[name]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert set(indicator.label) == {"de", "en"}
    assert all(text.strip() == text and len(text) > 3 for text in indicator.label.values())
    assert indicator.unit.strip()
    assert indicator.direction in ("up", "down", "neutral")
    assert indicator.sum_over_time in ("sum", "mean", "last")
    assert indicator.sum_over_areas in ("sum", "ratio")
    assert indicator.validation in ("hindcast", "base_year", "plausible", "none")
    assert indicator.key_month is None or 1 <= indicator.key_month <= 12
    assert indicator.scale > 0
    assert indicator.decimals >= 0


@pytest.mark.parametrize("name", INDICATORS)
def test_it_has_a_relevance_threshold(name):
    indicator = INDICATORS[name]
    assert indicator.relevance > 0
    assert indicator.relevance_kind in ("absolute", "relative")
    assert indicator.relevance_kind == "absolute" or indicator.relevance < 1


def test_labels_are_told_apart():
    for language in ("de", "en"):
        labels = [indicator.label[language] for indicator in INDICATORS.values()]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice


@pytest.mark.parametrize("name", INDICATORS)
def test_it_counts_integers_by_area_and_by_the_groups_it_declares(name):
    indicator = INDICATORS[name]
    numerator, denominator = indicator.count(full_counts())
    labels = CELLS.labels_at_key_dates if indicator.at_key_date else CELLS.labels
    shapes = {(len(AREAS) + len(labels),)} | (set() if indicator.groups else {(len(AREAS),)})
    assert set(indicator.groups) <= set(MARGINS)
    assert numerator.shape in shapes
    assert np.issubdtype(numerator.dtype, np.integer)
    assert (denominator is None) == (indicator.sum_over_areas == "sum")
    if denominator is not None:
        assert denominator.shape in shapes
        assert np.issubdtype(denominator.dtype, np.integer)


@pytest.mark.parametrize("name", INDICATORS)
def test_it_counts_many_months_at_once_as_one_by_one(name):
    indicator, counts = INDICATORS[name], full_counts()
    other = Counts(AREAS, CATALOGUE.ids, CATALOGUE.qualifications, CELLS).by_slot()
    for _, cube in other.cubes():
        cube[...] = 3
    stacked = {label: np.stack([cube, getattr(other, label)], axis=-1) for label, cube in counts.cubes()}
    together = indicator.count(counts.stand_in(stacked))
    for month, one in enumerate((counts, other)):
        for whole, part in zip(together, indicator.count(one), strict=True):
            assert (whole is None) == (part is None)
            if part is not None:
                assert np.array_equal(whole[..., month], part)


@pytest.mark.parametrize("name", INDICATORS)
def test_counting_leaves_the_counts_alone(name):
    counts, untouched = full_counts(), full_counts()
    INDICATORS[name].count(counts)
    assert all(np.array_equal(cube, getattr(untouched, label)) for label, cube in counts.cubes())


@pytest.mark.parametrize("name", INDICATORS)
def test_the_region_is_the_sum_of_its_areas(years, name):
    indicator = INDICATORS[name]
    rows = years[(years["indicator"] == name) & (years["group_kind"] == "all")]
    for _, year in rows.groupby("period", observed=True):
        region, areas = year[year["area"] == "region"].iloc[0], year[year["area"] != "region"]
        assert len(areas) == 3
        assert areas["numerator"].sum() == region["numerator"]
        if indicator.sum_over_areas == "sum":
            assert (areas["denominator"] == region["denominator"]).all()
            assert areas["value"].sum() == pytest.approx(region["value"])
        else:
            assert areas["denominator"].sum() == region["denominator"]


@pytest.mark.parametrize("name", [name for name, indicator in INDICATORS.items() if indicator.groups])
def test_the_groups_add_up_to_the_region(years, name):
    rows = years[(years["indicator"] == name) & (years["area"] == "region")]
    for _, year in rows.groupby("period", observed=True):
        whole = year[year["group_kind"] == "all"].iloc[0]
        for kind in INDICATORS[name].groups:
            number = len(MARGINS[kind].labels)
            groups = year[year["group_kind"] == kind]
            assert len(groups) == number
            assert groups["numerator"].sum() == whole["numerator"]
            if INDICATORS[name].sum_over_areas == "ratio":
                assert groups["denominator"].sum() == whole["denominator"]
            else:
                assert (groups["denominator"] == whole["denominator"]).all()


def test_every_value_is_numerator_by_denominator_times_the_scale_beside_it(years):
    """To the bit, and undefined without denominator; the scale is the registry's."""
    assert years["indicator"].nunique() > 100
    assert (years["scale"] == [INDICATORS[name].scale for name in years["indicator"]]).all()
    defined = years[years["denominator"] != 0]
    assert (defined["value"] == defined["numerator"] / defined["denominator"] * defined["scale"]).all()
    assert defined["scale"].nunique() > 3


@pytest.mark.parametrize("name", INDICATORS)
def test_its_values_make_sense(years, name):
    rows, indicator = years[years["indicator"] == name], INDICATORS[name]
    assert (rows["denominator"] >= 0).all()
    assert (rows["value"].isna() == (rows["denominator"] == 0)).all()
    if name not in BALANCES:
        assert (rows["numerator"] >= 0).all()
    if indicator.unit.startswith("%"):
        # A licence cut below today's cases dismisses nobody; where staff alone limits, all of it may be overloaded.
        highest = np.inf if indicator.concept == "occupancy" else 100.0
        assert rows["value"].dropna().between(-1e-9, highest + 1e-9).all()


def test_its_metadata_fits_into_a_manifest():
    rows = [indicator.metadata() for indicator in INDICATORS.values()]
    assert json.loads(json.dumps(rows)) == rows
    assert pd.DataFrame(rows)["id"].is_unique


def test_key_months_are_those_of_the_official_figures():
    """Kita and Hort on 1 March (the end of February), pupils in September, homeless people at the end of January.

    Care, integration assistance and youth services in December.
    """
    wanted = {"kita": 2, "after_school_care": 2, "school": 9, "elder_care": 12}
    wanted |= {"child_family_support": 12, "youth_work": 12, "family_counselling": 12}
    wanted |= {
        "integration_assistance": 12,
        "emergency_housing": 1,
        "shared_accommodation": 12,
        "asylum_benefit": 12,
    }
    without = {"family_centre"}
    for kind in CATALOGUE:
        for part in ("served", "demand", "sites", "places", "occupancy"):
            name = f"{kind.id}_{part}"
            if name in INDICATORS and kind.id not in without:
                month = wanted.get(kind.id, wanted.get(kind.field))
                assert INDICATORS[name].key_month == month, name
    assert INDICATORS["kita_served"].key_month == 2
    assert INDICATORS["care_dependent"].key_month == 12


def test_levels_rest_on_rates_of_staff_and_of_tenants_that_nobody_counts(catalogue, values):
    """Of care and Kitas, suits and arrears; how many teachers seek, leave and come is known."""
    named = {one.id: [name for name in one.rests_on if name in values] for one in indicators(catalogue)}
    unknown = {key: [name for name in names if not values[name].identified] for key, names in named.items()}
    assert "staff.care_nurse.turnover_rate" in unknown["home_care_unmet"]
    assert unknown["kita_waiting"]
    assert unknown["vacancies_educator"]
    assert not unknown["home_care_served"]
    assert unknown["eviction_suits"] == ["tenancy.suit_rate_per_year"]
    assert unknown["households_in_rent_arrears"]
    # Counted by courts and by the Land, or no matter of arrears at all.
    assert not unknown["evictions"] + unknown["sheltered_homeless_people"]
    assert not named["overburdened_households"]
    assert all(len(named[one.id]) == len(one.rests_on) for one in indicators(catalogue))
