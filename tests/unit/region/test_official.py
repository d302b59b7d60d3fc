"""Thuringia's Kreise from the official tables."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from simsocial.core.errors import RegionError
from simsocial.parameters import Parameters
from simsocial.region import musterkreis, official
from simsocial.region.ages import age_profile, split_groups
from simsocial.region.official import KREIS_DATES, kreis_key, kreis_population, kreise
from simsocial.region.targets import land_population


def test_the_kreise_add_up_to_the_land_exactly():
    assert (kreis_population(date(2023, 12, 31)).sum(axis=0) == land_population()).all()


def test_every_kreis_starts_at_its_official_age_groups():
    """Rolled forward without the official figures, Kreise were off by 1.2 % on average and up to 3.6 %."""
    people = kreis_population(date(2023, 12, 31)).sum(axis=1)
    official_groups = pd.read_csv(
        official._DATA / "population" / "kreise_2023_age_groups.csv", dtype={"ags": str}
    )
    assert len(official_groups) == 22 * 3
    for row in official_groups.itertuples():
        assert people[_row(row.ags), row.age_from : row.age_to + 1].sum() == row.persons
    totals = people.sum(axis=1)
    # Eichsfeld and Unstrut-Hainich-Kreis in the boundaries of the day.
    assert [totals[_row(ags)] for ags in ("16053", "16061", "16064")] == [110_076, 102_699, 96_458]


def _row(ags):
    return list(kreise()["ags"]).index(ags)


def test_single_years_follow_the_cohorts_of_the_census():
    people = kreis_population(date(2023, 12, 31)).sum(axis=1)
    census = pd.read_csv(official._DATA / "population" / "kreise_2022_single_age.csv", dtype={"ags": str})
    counted = census.pivot_table(index="ags", columns="age", values="persons").loc[kreise()["ags"]].to_numpy()
    for age in range(30, 70):
        younger = 0.37 * counted[:, age - 1] + 0.63 * counted[:, age - 2]
        assert np.corrcoef(people[:, age], younger)[0, 1] > 0.99


@pytest.mark.parametrize("day", KREIS_DATES[:-1])
def test_year_ends_2015_to_2018_keep_the_official_groups(day):
    people = kreis_population(day)
    table = official._groups_of(day.year)
    for row in table[table["ags"] == "16077"].itertuples():
        sex = 0 if row.sex == "m" else 1
        position = list(kreise()["ags"]).index("16077")
        assert people[position, sex, row.age_from : row.age_to + 1].sum() == row.persons
    assert people.sum() == table["persons"].sum()


def test_groups_are_split_like_the_own_ages_of_each_kreis():
    """The people of 2015 aged by three years are those counted in 2018: with the Land's ages 1.6 to 2.4 % were missed.

    65-69, 70-74 and 75 and over by Kreis, against the same comparison for the Land (survival, moves).
    """
    death = Parameters.load().table("mortality.death_probability", 2016 * 12 + 6)
    people = kreis_population(date(2016, 12, 31)).astype(float)
    for _ in range(2):
        living = people * (1.0 - death)
        people = np.concatenate([np.zeros((22, 2, 1)), living[:, :, :-1]], axis=2)
        people[:, :, -1] += living[:, :, -1]
    counted = kreis_population(date(2018, 12, 31))
    for first, end in ((65, 70), (70, 75), (75, 101)):
        expected, found = (table[:, :, first:end].sum(axis=(1, 2)) for table in (people, counted))
        ratio = expected / found * found.sum() / expected.sum()
        assert np.abs(ratio - 1).mean() < 0.008


def test_thuringia_2015_is_the_published_total():
    assert kreis_population(date(2015, 12, 31)).sum() == 2_170_714


def test_other_dates_are_an_error_that_lists_the_valid_ones():
    with pytest.raises(RegionError, match="2015-12-31"):
        kreis_population(date(2020, 12, 31))


@pytest.mark.parametrize(
    ("text", "ags"),
    [
        ("16077", "16077"),
        ("Altenburger Land", "16077"),
        ("landkreis sömmerda", "16068"),
        ("Soemmerda", "16068"),
        ("Ilm-Kreis", "16070"),
        ("ilm kreis", "16070"),
        ("Weimar", "16055"),
        ("Weimarer Land", "16071"),
        ("16056", "16063"),
    ],
)
def test_kreise_are_found_by_many_spellings(text, ags):
    assert kreis_key(text) == ags


def test_the_top_group_declines_with_age_at_an_earlier_date():
    profile = age_profile(2015, Parameters.load().table("mortality.death_probability", 2015 * 12))
    assert (np.diff(profile[:, 90:], axis=1) <= 0).all()
    assert profile[1, 75:].sum() > profile[0, 75:].sum()


def test_cohorts_move_with_the_profile():
    death = np.zeros((2, 101))
    land = land_population()
    assert np.allclose(age_profile(2015, death)[:, 20:60], land[:, 28:68])
    assert np.allclose(age_profile(2025, death)[:, 20:60], land[:, 18:58])


def test_groups_are_split_without_losing_anybody():
    assert split_groups([0, 1], [0, 0], [0, 0], [1, 1], [4, 4], _each_other_way(), 2)[:, 0, :2].tolist() == [
        [4, 0],
        [0, 4],
    ]
    result = split_groups(
        [0, 1, 1], [2, 0, 1], [0, 0, 0], [100, 100, 100], [1001, 7, 0], np.ones((2, 101)), 2
    )
    assert result.sum(axis=(1, 2)).tolist() == [1001, 7]
    assert result[1, 1].sum() == 0


def _each_other_way():
    """Return a pattern for two units: all in age 0, all in age 1."""
    pattern = np.zeros((2, 2, 101))
    pattern[0, :, 0] = pattern[1, :, 1] = 1.0
    return pattern


def test_the_table_of_musterkreis_is_what_its_derivation_gives():
    derived = musterkreis.derive_population()
    stored = pd.read_csv(
        official._DATA / "musterkreis" / "population.csv", dtype={"age_to": str}, keep_default_na=False
    )
    pd.testing.assert_frame_equal(stored, derived, check_dtype=False)
    assert derived["persons"].sum() == 92_000


def test_every_kreis_has_a_size_and_a_position():
    table = kreise()
    assert len(table) == 22
    assert table["area_km2"].sum() == pytest.approx(16_202, rel=0.01)
    assert table["latitude"].between(50.2, 51.7).all()
    assert table["longitude"].between(9.8, 12.7).all()
