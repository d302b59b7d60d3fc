"""What every registered indicator must keep: names, units, shapes, and sums over areas and groups."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from simsocial.indicators.counts import Counts
from simsocial.indicators.known import cells_of, indicators
from simsocial.indicators.margins import MARGINS
from simsocial.model.schedule import known_processes
from simsocial.region import load_region
from tests.packaged import packaged_kinds
from tests.unit.model.measures import MEASURES, measure
from tests.unit.model.small import write_region

known_processes()  # each declares the events that are counted
CATALOGUE = packaged_kinds()
INDICATORS = {indicator.id: indicator for indicator in indicators(CATALOGUE)}
AREAS = ("a", "b", "c", "d")
CELLS = cells_of(INDICATORS.values())
BALANCES = (
    *("net_migration", "natural_balance", "vacant_dwellings", "vacancy_rate"),
    *(
        "cost_provider",
        "full_cost_provider",
        "budget_gap_kreis",
        *(name for name in INDICATORS if name.startswith("provider_deficit_")),
        *(
            f"{name}{end}"
            for name in ("provider_margin", "reserve_months")
            for end in ("", "_public", "_non_profit", "_private")
        ),
    ),
)
"""Whose sign is part of what they say: providers of full homes earn what those of empty ones lose."""


@pytest.fixture(scope="module")
def years(tmp_path_factory, small_model, all_kinds):
    """The yearly rows of every indicator, by its id, of a run with all kinds in which all measures act."""
    region = load_region(write_region(tmp_path_factory.mktemp("all_kinds")))
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    table = small_model(entries, region=region, catalogue=all_kinds, end="2025-12").run().recorder.frame()
    table = table[table["period_kind"] == "year"].astype({"indicator": str, "area": str, "group_kind": str})
    return dict(list(table.groupby("indicator")))


@pytest.fixture(scope="module")
def full_counts():
    """Counts with different numbers everywhere, as if a month had been counted; nobody changes them."""
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


def test_each_says_what_it_is_in_both_languages():
    for name, indicator in INDICATORS.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert set(indicator.label) == {"de", "en"}, name
        assert all(text.strip() == text and len(text) > 3 for text in indicator.label.values()), name
        assert indicator.unit.strip(), name
        assert indicator.direction in ("up", "down", "neutral"), name
        assert indicator.sum_over_time in ("sum", "mean", "last"), name
        assert indicator.sum_over_areas in ("sum", "ratio"), name
        assert indicator.validation in ("hindcast", "base_year", "plausible", "none"), name
        assert indicator.key_month is None or 1 <= indicator.key_month <= 12, name
        assert indicator.scale > 0, name
        assert indicator.decimals >= 0, name


def test_each_has_a_relevance_threshold():
    for name, indicator in INDICATORS.items():
        assert indicator.relevance > 0, name
        assert indicator.relevance_kind in ("absolute", "relative"), name
        assert indicator.relevance_kind == "absolute" or indicator.relevance < 1, name


def test_labels_are_told_apart():
    for language in ("de", "en"):
        labels = [indicator.label[language] for indicator in INDICATORS.values()]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice


def test_each_counts_integers_by_area_and_by_the_groups_it_declares(full_counts):
    for name, indicator in INDICATORS.items():
        numerator, denominator = indicator.count(full_counts)
        labels = CELLS.labels_at_key_dates if indicator.at_key_date else CELLS.labels
        shapes = {(len(AREAS) + len(labels),)} | (set() if indicator.groups else {(len(AREAS),)})
        assert set(indicator.groups) <= set(MARGINS), name
        assert (denominator is None) == (indicator.sum_over_areas == "sum"), name
        for counted in (numerator,) if denominator is None else (numerator, denominator):
            assert counted.shape in shapes, name
            assert np.issubdtype(counted.dtype, np.integer), name


def test_each_counts_many_months_at_once_as_one_by_one(full_counts):
    other = Counts(AREAS, CATALOGUE.ids, CATALOGUE.qualifications, CELLS).by_slot()
    for _, cube in other.cubes():
        cube[...] = 3
    stacked = {label: np.stack([cube, getattr(other, label)], axis=-1) for label, cube in full_counts.cubes()}
    both = full_counts.stand_in(stacked)
    for name, indicator in INDICATORS.items():
        together = indicator.count(both)
        for month, one in enumerate((full_counts, other)):
            for whole, part in zip(together, indicator.count(one), strict=True):
                assert (whole is None) == (part is None), name
                if part is not None:
                    assert np.array_equal(whole[..., month], part), name


def test_counting_leaves_the_counts_alone(full_counts):
    before = {label: cube.copy() for label, cube in full_counts.cubes()}
    for indicator in INDICATORS.values():
        indicator.count(full_counts)
    assert all(np.array_equal(cube, before[label]) for label, cube in full_counts.cubes())


def test_the_run_has_every_indicator(years):
    assert set(years) == set(INDICATORS)


def test_the_region_is_the_sum_of_its_areas(years):
    rows = pd.concat(years.values())
    rows = rows[rows["group_kind"] == "all"].astype({"period": str})
    assert (rows["indicator"].value_counts() == 2 * 4).all()
    keys, in_region = ["indicator", "period"], rows["area"] == "region"
    region, areas = rows[in_region].set_index(keys).sort_index(), rows[~in_region].set_index(keys)
    assert len(region) == 2 * len(INDICATORS)
    sums = areas[["numerator", "denominator", "value"]].groupby(level=keys).sum().loc[region.index]
    assert not different(sums["numerator"], region["numerator"])
    adds_up = np.array([INDICATORS[name].sum_over_areas == "sum" for name, _ in region.index])
    assert not different(sums["denominator"][~adds_up], region["denominator"][~adds_up])
    assert sums["value"][adds_up].to_numpy() == pytest.approx(region["value"][adds_up].to_numpy())
    of_all = region["denominator"][adds_up]
    of_areas = areas["denominator"][[INDICATORS[name].sum_over_areas == "sum" for name, _ in areas.index]]
    assert not different(of_areas, of_all.loc[of_areas.index])


def different(one, other):
    """Return the keys for which two columns of the same keys differ."""
    assert one.index.equals(other.index)
    return [key for key, same in zip(one.index, one.to_numpy() == other.to_numpy(), strict=True) if not same]


def test_the_groups_add_up_to_the_region(years):
    for name, indicator in INDICATORS.items():
        rows = years[name][years[name]["area"] == "region"]
        for _, year in rows.groupby("period", observed=True) if indicator.groups else ():
            whole = year[year["group_kind"] == "all"].iloc[0]
            for kind in indicator.groups:
                groups = year[year["group_kind"] == kind]
                assert len(groups) == len(MARGINS[kind].labels), name
                assert groups["numerator"].sum() == whole["numerator"], name
                if indicator.sum_over_areas == "ratio":
                    assert groups["denominator"].sum() == whole["denominator"], name
                else:
                    assert (groups["denominator"] == whole["denominator"]).all(), name


def test_every_value_is_numerator_by_denominator_times_the_scale_beside_it(years):
    """To the bit, and undefined without denominator; the scale is the registry's."""
    for name, rows in years.items():
        assert (rows["scale"] == INDICATORS[name].scale).all(), name
        defined = rows[rows["denominator"] != 0]
        assert (defined["value"] == defined["numerator"] / defined["denominator"] * defined["scale"]).all(), (
            name
        )
    assert len({indicator.scale for indicator in INDICATORS.values()}) > 3


def test_values_make_sense(years):
    for name, rows in years.items():
        assert (rows["denominator"] >= 0).all(), name
        assert (rows["value"].isna() == (rows["denominator"] == 0)).all(), name
        if name not in BALANCES:
            assert (rows["numerator"] >= 0).all(), name
        if INDICATORS[name].unit.startswith("%"):
            # A licence cut below today's cases dismisses nobody; where staff alone limits, all of it may be overloaded.
            highest = np.inf if INDICATORS[name].concept == "occupancy" else 100.0
            assert rows["value"].dropna().between(-1e-9, highest + 1e-9).all(), name


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
