"""The index of social disadvantage: stated by area or place, relative to the mean, and known of Kreise."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.errors import RegionError
from simsocial.region import load_region
from simsocial.region.check import check_region
from tests.unit.model.small import PLACES, SMALL, write_region

AREAS = ["area,name,disadvantage_index", "a,Amt A,-0.2", "b,Amt B,", 'c,Amt C,"1,5"']


def places(own):
    """Return the table of places with an index of some."""
    head, *rows = SMALL["places"]
    return [head + ",disadvantage_index", *(row + "," + own.get(row.split(",")[0], "") for row in rows)]


def mean(region):
    return np.average(region.disadvantage, weights=region.places["inhabitants"])


def test_areas_state_it_and_the_mean_of_the_inhabitants_is_taken_off(tmp_path):
    region = load_region(write_region(tmp_path, areas=AREAS))
    assert mean(region) == pytest.approx(0.0, abs=1e-12)
    of_area = dict(zip(region.places["place"], region.disadvantage, strict=True))
    assert of_area["c_ort"] - of_area["a_stadt"] == pytest.approx(1.7)
    assert of_area["b_ort"] - of_area["a_dorf"] == pytest.approx(0.2)


def test_a_place_may_have_its_own(tmp_path):
    region = load_region(write_region(tmp_path, areas=AREAS, places=places({"a_dorf": "2"})))
    of_place = dict(zip(region.places["place"], region.disadvantage, strict=True))
    assert of_place["a_dorf"] - of_place["a_stadt"] == pytest.approx(2.2)
    assert mean(region) == pytest.approx(0.0, abs=1e-12)
    alone = load_region(write_region(tmp_path / "alone", places=places({"a_dorf": "2"})))
    assert alone.disadvantage.max() - alone.disadvantage.min() == pytest.approx(2.0)


def test_without_it_or_alike_everywhere_there_is_none(tmp_path):
    alike = ["area,name,disadvantage_index", *(f"{area},{area},2" for area in "abc")]
    one, other = (
        load_region(write_region(tmp_path / name, **tables))
        for name, tables in (("x", {}), ("y", {"areas": alike}))
    )
    assert one.disadvantage is None
    assert other.disadvantage is None
    assert load_region("Gera").disadvantage is None


def test_other_indices_are_another_region(tmp_path):
    hashes = {
        load_region(write_region(tmp_path / value, areas=[*AREAS[:-1], f"c,Amt C,{value}"])).data_hash
        for value in ("1", "1.1", "")
    }
    assert len(hashes) == 3


@pytest.mark.parametrize("value", ["viel", "5.5", "-6"])
def test_what_is_no_index_is_named_with_what_is_valid(tmp_path, value):
    folder = write_region(tmp_path, areas=[*AREAS[:-1], f"c,Amt C,{value}"])
    (fault,) = check_region(folder).faults
    assert (fault.table, fault.row, fault.column, fault.value) == ("areas", 4, "disadvantage_index", value)
    assert "a number from -5 to 5, or empty" in fault.valid
    with pytest.raises(RegionError, match="disadvantage_index"):
        load_region(folder)


def test_in_the_musterkreis_a_sued_is_worst_off(musterkreis):
    of_place = dict(zip(musterkreis.places["place"], musterkreis.disadvantage, strict=True))
    assert max(of_place, key=of_place.get) == "a_sued"
    assert mean(musterkreis) == pytest.approx(0.0, abs=1e-12)


def test_kreise_of_the_land_are_told_apart_by_basic_income_support():
    """Gera has the largest share of people on it, Hildburghausen the least (31.12.2024)."""
    land = load_region("thueringen")
    names = land.areas["name"].to_numpy()[land.place_area]
    assert names[land.disadvantage.argmax()] == "Gera"
    assert names[land.disadvantage.argmin()] == "Hildburghausen"
    assert land.disadvantage.std() == pytest.approx(1.0, abs=0.25)


def test_people_of_places_add_up_to_those_of_their_areas(tmp_path):
    region = load_region(write_region(tmp_path))
    minors = region.people_of_places(0, 17)
    of_areas = np.bincount(region.place_area, minors)
    assert of_areas == pytest.approx(region.population[:, :, :18].sum(axis=(1, 2)))
    assert len(minors) == len(PLACES)
