"""Households of a region at its base date."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.parameters import Parameters
from simsocial.region import load_region, synthesise
from simsocial.region.aims import (
    expected_households,
    household_aims,
    household_figures,
)
from simsocial.region.targets import land_population, role_shares

MONTH = 2023 * 12 + 11


@pytest.fixture(scope="module")
def figures():
    return household_figures(Parameters.load(), MONTH, "16")


def test_the_land_itself_keeps_its_shares(figures):
    usual = role_shares(figures)
    assert np.allclose(household_aims(land_population(), None, figures)[0].child, usual.child)


def test_who_came_grown_up_does_not_live_with_parents(figures):
    """To Jena come more people of 18 and 19 in a year than grow up there."""
    usual, people = role_shares(figures), load_region("Jena").population.sum(axis=0)
    shares, _ = household_aims(people, None, household_figures(Parameters.load(), MONTH, "16053"))
    assert (shares.child[:, 20:25] < 0.7 * usual.child[:, 20:25]).all()
    assert (shares.child <= usual.child).all()
    assert (shares.child[:, :18] == 1.0).all()
    whole = shares.child + shares.couple + shares.lone + shares.alone + shares.other
    assert np.allclose(whole, 1.0)
    assert np.allclose((shares.couple * usual.alone)[:, 20:40], (shares.alone * usual.couple)[:, 20:40])


@pytest.mark.parametrize(("name", "vacant"), [("Jena", 0.031), ("Suhl", 0.08)])
def test_a_kreis_starts_with_its_vacancy(name, vacant):
    """Dwellings are made for the households the synthesis founds: a third of a point at most."""
    region = load_region(name)
    figures = household_figures(Parameters.load(), MONTH, region.ags)
    people = synthesise(region, Parameters.load())
    households = int((people.household_form == 0).sum())
    shares, shape = household_aims(region.residents.sum(axis=0), None, figures)
    assert expected_households(region.residents, shares, shape).sum() == pytest.approx(households, rel=0.004)
    assert 1.0 - households / region.places["dwellings"].sum() == pytest.approx(vacant, abs=0.0035)
