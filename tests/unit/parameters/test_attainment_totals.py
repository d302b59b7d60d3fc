"""Do degrees by birth decade give those of the Mikrozensus among the people of Thuringia?"""

import numpy as np
import pytest

AGES = np.arange(101)


@pytest.fixture(scope="module")
def shares(parameters):
    """Return final attainment by sex and age at the end of 2023, (2, 101, 3)."""
    decades = np.array([int(year) for year in parameters["attainment.share"].labels["born_from"]])
    return parameters.table("attainment.share")[:, np.searchsorted(decades, 2023 - AGES, side="right") - 1]


@pytest.fixture(scope="module")
def reached(parameters, shares, people):
    """Return persons with a vocational and with a tertiary degree by sex and age."""
    persons = shares[..., 1:] * people[..., None]
    tertiary = parameters.value("attainment.tertiary_age_years") <= AGES
    done = np.stack([parameters.value("attainment.vocational_age_years") <= AGES, tertiary], axis=1)
    return persons * done


def test_shares_add_up(parameters):
    table = parameters.table("attainment.share")
    assert table.sum(axis=2) == pytest.approx(np.ones(table.shape[:2]), abs=1e-9)
    assert parameters["attainment.share"].labels["attainment"] == ("none", "vocational", "tertiary")


def test_people_without_a_degree(shares, people, reached):
    # TLS: 8.6 % of women of 15+ have none and are in no training (2022), 8 % of all (2021).
    none = (shares[..., 0] * people)[:, 21:].sum(axis=1) / people[:, 15:].sum(axis=1)
    assert 100 * none == pytest.approx([7.8, 8.6], abs=0.2)
    assert 100 * reached.sum() / people[:, 15:].sum() == pytest.approx(86, abs=1.5)


@pytest.mark.parametrize(
    ("ages", "published"), [(slice(15, 101), 19.8), (slice(25, 45), 29.0), (slice(45, 101), 16.6)]
)
def test_tertiary_degrees_by_age(reached, ages, published):
    # TLS, Mikrozensus 2024, of those with a degree.
    degrees = reached[:, ages].sum(axis=(0, 1))
    assert 100 * degrees[1] / degrees.sum() == pytest.approx(published, abs=0.8)


def test_old_men_studied_more_often_than_old_women(reached):
    # TLS, Mikrozensus 2021: 21 and 11 % from 65 on.
    degrees = reached[:, 65:].sum(axis=1)
    assert 100 * degrees[:, 1] / degrees.sum(axis=1) == pytest.approx([21, 11], abs=1.0)


def test_university_cities(parameters):
    kreise = parameters["attainment.tertiary_kreis_odds"].labels["kreis"]
    odds = parameters.table("attainment.tertiary_kreis_odds") * 19.8 / 80.2
    rates = dict(zip(kreise, 100 * odds / (1 + odds), strict=True))
    assert [rates["16053"], rates["16055"]] == pytest.approx([47.8, 40.6], abs=0.1)
