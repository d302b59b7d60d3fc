"""Households like the figures. The synthesis rounds systematically, so these tests have no false alarms by chance."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from simsocial.region.rounding import fit_margins
from simsocial.region.targets import FIGURES, land_population, role_shares

BANDS = np.array([18, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 101])
MEAN_OF_LARGE = 5.4
"""Persons in households of 5 and more."""


MINORS_BY_SIBLINGS = np.array([99, 140, 75]) / 314
"""Minors with no, one, and more minor siblings in the household: Thuringia 2018 (TLS, Mikrozensus)."""


def _by_band(weights: np.ndarray) -> np.ndarray:
    """Sum a table by sex and single age to the bands of grown-ups."""
    return np.stack([weights[:, first:last].sum(axis=1) for first, last in pairwise(BANDS)], 1)


def _counted(people, chosen: np.ndarray) -> np.ndarray:
    table = np.zeros((2, 101))
    np.add.at(table, (people.sex[chosen], people.age[chosen]), 1)
    return table


def _sizes(people) -> np.ndarray:
    size = people.household_size[people.columns.household_form == 0]
    counts = np.bincount(np.minimum(size, 5), minlength=6)[1:]
    return counts / counts.sum()


@pytest.fixture(scope="module", params=["musterkreis_people", "sonneberg_people"])
def people(request: pytest.FixtureRequest):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def shares(parameters):
    month = 2023 * 12 + 11
    return role_shares({name: parameters.table(name, month) for name in FIGURES})


def test_every_area_sex_and_single_age_is_exact_and_nobody_is_lost(people):
    people.assert_sound()


@pytest.mark.parametrize("role", ["alone", "couple", "lone", "child"])
def test_shares_by_sex_and_age_band_are_within_two_points(people, shares, role):
    columns = people.columns
    size = people.household_size[columns.household]
    chosen = {
        "alone": people.private & (size == 1),
        "couple": columns.partner >= 0,
        "lone": (columns.role == 0) & (columns.partner < 0) & people.has_child & ~people.has_couple,
        "child": columns.role == 1,
    }[role]
    private = _counted(people, people.private)
    actual = _by_band(_counted(people, chosen)) / _by_band(private)
    figure = _by_band(getattr(shares, role) * private) / _by_band(private)
    assert np.abs(actual - figure).max() < 0.02


def test_people_in_institutions_are_within_two_points_by_sex_and_age_band(people, shares):
    everybody = _counted(people, np.ones(len(people.columns), dtype=bool))
    actual = _by_band(_counted(people, people.columns.role == 2)) / _by_band(everybody)
    figure = _by_band(shares.institution * everybody) / _by_band(everybody)
    assert np.abs(actual - figure).max() < 0.02


def _standardised(
    members: pd.DataFrame, private: np.ndarray, land: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """Return household sizes that the age structure lets expect.

    German persons by sex, age and household size are fitted to Thuringia's people and household sizes;
    the shares of each sex and age then hold for the region.
    """
    starts = np.sort(members["age_from"].unique())
    pivot = members.pivot_table(
        index=["sex", "age_from"], columns="household_size", values="thousand_persons"
    )
    pattern = pivot.loc[["m", "f"]].to_numpy(dtype=float)
    persons = np.array([1, 2, 3, 4, MEAN_OF_LARGE])
    groups = lambda table: np.add.reduceat(table, starts, axis=1).ravel()  # noqa: E731
    by_size = sizes * persons
    fitted = fit_margins(pattern, groups(land), by_size / by_size.sum() * land.sum())
    inside = fitted / fitted.sum(axis=1, keepdims=True)
    households = (inside * groups(private)[:, None]).sum(axis=0) / persons
    return households / households.sum()


def test_household_sizes_are_near_the_figures_for_the_age_structure(
    people, shares, parameters, germany_members
):
    """Within 1.2 points; the figures by age know nothing of young people who come and have no parents in the Kreis."""
    private = _counted(people, people.private)
    land = land_population() * (1 - shares.institution)
    expected = _standardised(germany_members, private, land, parameters.table("household.size_share"))
    assert np.abs(_sizes(people) - expected).max() < 0.012


def test_household_sizes_of_musterkreis_are_within_one_point_of_thuringia(musterkreis_people, parameters):
    assert np.abs(_sizes(musterkreis_people) - parameters.table("household.size_share")).max() < 0.01


def test_minors_with_one_parent_and_siblings_are_near_the_figures(musterkreis_people, parameters):
    people = musterkreis_people
    minor = people.age < 18
    with_lone = ~people.has_couple
    figure = parameters.table("household.minor_with_lone_parent_share")
    for first, last in ((0, 2), (3, 5), (6, 9), (10, 14), (15, 17)):
        chosen = minor & (people.age >= first) & (people.age <= last)
        assert abs(with_lone[chosen].mean() - figure[first]) < 0.05
    brood = np.bincount(people.columns.household[minor], minlength=len(people.columns.household_key))
    minors = brood[people.columns.household[minor]]
    siblings = [np.mean(np.minimum(minors, 3) == number) for number in (1, 2, 3)]
    assert np.abs(siblings - MINORS_BY_SIBLINGS).max() < 0.06


def test_parents_have_plausible_ages(musterkreis_people):
    people = musterkreis_people
    columns = people.columns
    woman = np.flatnonzero((columns.partner >= 0) & (people.sex == 1))
    mother = np.full(len(columns.household_key), -1)
    mother[columns.household[woman]] = woman
    child = np.flatnonzero((columns.role == 1) & (mother[columns.household] >= 0))
    difference = people.age[mother[columns.household[child]]] - people.age[child]
    assert difference.min() >= 14
    assert difference.max() <= 52
    assert 28 <= difference.mean() <= 33
    gap = people.age[columns.partner[woman]] - people.age[woman]
    assert 0 <= gap.mean() <= 4
    assert 3 <= gap.std() <= 6


def test_places_get_people_of_their_area_in_proportion_to_inhabitants(musterkreis_people):
    people = musterkreis_people
    actual = np.bincount(people.columns.place, minlength=len(people.region.places))
    assert np.abs(actual - people.region.places["inhabitants"]).max() <= 6


def test_residents_live_where_homes_are(musterkreis_people):
    people = musterkreis_people
    homes = set(people.region.sites.loc[people.region.sites["kind"] == "nursing_home", "place"])
    assert set(people.columns.place[people.columns.role == 2]) <= homes


def test_birthdays_are_spread_over_the_year(musterkreis_people):
    months = np.bincount(musterkreis_people.columns.cohort // 2 % 12, minlength=12)
    assert months.max() / months.min() < 1.02


def test_grown_up_children_live_at_home_as_often_as_counted(musterkreis_people, parameters):
    people = musterkreis_people
    share = parameters.table("household.child_at_home_share")
    for first, last in ((18, 26), (27, 40)):
        for sex in (0, 1):
            chosen = (people.sex == sex) & (people.age >= first) & (people.age <= last) & people.private
            figure = share[sex][people.age[chosen]].mean()
            assert abs((people.columns.role[chosen] == 1).mean() - figure) < 0.02
