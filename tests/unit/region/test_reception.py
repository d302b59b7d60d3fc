"""Guests of a reception centre: how many, who, and that they hold no dwelling."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.core.columns import GUEST, INSTITUTION_HOUSEHOLD, PRIVATE
from simsocial.parameters import Parameters
from simsocial.region import load_region, synthesise
from simsocial.region.reception import guest_shares, guests_at, number_of_guests


@pytest.fixture(scope="module")
def suhl():
    return load_region({"kind": "kreis", "name": "Suhl"})


def test_the_number_goes_evenly_from_year_end_to_year_end():
    parameters = Parameters.load()
    months = range(month_index("2023-12"), month_index("2024-12") + 1)
    found = [number_of_guests(parameters, "16054", month) for month in months]
    assert found[0], found[-1] == (1300.0, 510.0)
    assert np.diff(found) == pytest.approx(np.full(12, (510.0 - 1300.0) / 12.0))
    # Closed for good.
    assert number_of_guests(parameters, "16054", month_index("2035-06")) == 0.0


def test_a_run_knows_no_number_of_after_its_date():
    known = Parameters.load(known_until=month_index("2015-12"))
    assert {number_of_guests(known, "16054", month_index(label)) for label in ("2015-12", "2016-07")} == {
        1000.0
    }


def test_guests_are_at_most_half_of_an_age():
    parameters, month = Parameters.load(), month_index("2023-12")
    guests = guests_at(parameters, "16054", month, np.full((2, 101), 10, dtype=np.int32))
    assert guests.max() == 5
    assert guests_at(parameters, "16053", month, np.full((2, 101), 10, dtype=np.int32)) is None


def test_guests_are_young_and_mostly_men():
    """BAMF 2023: 71.4 % men, 25.1 % of 18 to 24 years; Suhl 2016: 27.6 % minors."""
    shares = guest_shares(Parameters.load(), month_index("2024-01"))
    assert shares[0].sum() == pytest.approx(0.714, abs=0.015)
    assert shares[:, :18].sum() == pytest.approx(0.276, abs=0.002)
    assert shares[:, 18:25].sum() / shares[:, 18:].sum() == pytest.approx(0.251 / 0.686, abs=0.002)


def test_they_are_part_of_the_official_people_and_no_household_of_the_town(suhl):
    people = synthesise(suhl, Parameters.load())
    assert len(people) == suhl.inhabitants == 36_307
    guest = people.role == GUEST
    assert guest.sum() == suhl.guests.sum() == 1_300
    assert (people.household_form[people.household[guest]] == INSTITUTION_HOUSEHOLD).all()
    private = (people.household_form == PRIVATE).sum()
    assert not np.isin(people.household[guest], people.household[~guest]).any()
    # Dwellings are for residents: those held, and what is vacant.
    assert suhl.places["dwellings"].sum() * (1 - 0.13) < private < suhl.places["dwellings"].sum()


def test_other_kreise_and_the_land_have_none(musterkreis):
    assert musterkreis.guests is None
    assert musterkreis.residents is musterkreis.population
    assert load_region({"kind": "kreis", "name": "Jena"}).guests is None
