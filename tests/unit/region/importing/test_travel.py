"""Travel tables in seconds or minutes, by key, name or point, as lines or matrix."""

from __future__ import annotations

import pytest

from simsocial.core.errors import RegionError

PLACES = """place,name,area,inhabitants,x_km,y_km
stadt,Stadt am Berg,nord,800,726.0,5616.0
dorf,Dorf,nord,200,716.0,5625.0
sued,Süd,sued,500,711.0,5611.0
"""
BOTH = [["stadt", "dorf", 22.0], ["stadt", "sued", 15.0], ["dorf", "sued", 25.0]]


@pytest.fixture
def known(region):
    return region(places=PLACES)


@pytest.fixture
def travel(read, known, tmp_path):
    """Import a table of lines of text."""

    def import_lines(*lines, **choices):
        path = tmp_path / "wege.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read("travel", path, known=known, **choices)

    return import_lines


def _rows(imported):
    return imported.tables["travel_minutes"].to_numpy().tolist()


def test_a_router_gives_seconds_by_key_and_an_equal_row_counts_once(read, known):
    imported = read("travel", "travel_router.csv", known=known)
    assert _rows(imported) == [
        ["stadt", "dorf", 22.01],
        ["dorf", "stadt", 21.5],
        ["stadt", "sued", 15.0],
        ["sued", "dorf", 25.0],
    ]
    notes = imported.notes
    assert any("csv: times are seconds, as the header or title says" in line for line in notes.assumptions)
    assert "2 pairs in one direction only: taken for both" in notes.assumptions
    assert "1 row told twice with the same time" in notes.left_out
    assert "travel_router.csv: column 'distance_m'" in notes.left_out
    assert not notes.missing


def test_a_matrix_of_names_has_its_unit_in_the_title_and_zeros_on_its_diagonal(read, known):
    imported = read("travel", "travel_matrix.csv", known=known)
    rows = _rows(imported)
    assert len(rows) == 6
    assert ["stadt", "dorf", 22.0] in rows
    assert ["dorf", "stadt", 21.5] in rows
    assert any(line.startswith("3 times of 0 within a place") for line in imported.notes.left_out)
    assert imported.mapping["unit"] == "minutes"


def test_seconds_are_known_by_their_magnitude_and_the_car_is_taken(read, known):
    imported = read("travel", "travel_names.csv", known=known)
    assert _rows(imported) == BOTH
    said = imported.notes.assumptions
    assert "travel_names.csv: points are thousands, 1.320 is 1320" in said
    assert any("csv: times are seconds, by their magnitude: half of the trips" in line for line in said)
    assert "travel_names.csv: column 'Fahrzeit ÖPNV'" in imported.notes.left_out


def test_points_lie_in_the_nearest_place_and_several_of_one_place_have_their_median(read, known):
    imported = read("travel", "travel_coordinates.csv", known=known)
    assert _rows(imported) == [["stadt", "dorf", 23.0], ["stadt", "sued", 15.0], ["dorf", "sued", 25.0]]
    assert any("1 pair of places with times between several" in line for line in imported.notes.assumptions)


def test_a_pair_of_coordinates_may_be_a_label(travel):
    imported = travel("from;to;min", "50.6475, 12.1958;POINT(12.0599 50.7327);22")
    assert _rows(imported) == [["stadt", "dorf", 22.0]]


def test_a_column_may_be_called_after_the_car_alone(travel):
    assert _rows(travel("von;nach;km;Pkw", "stadt;dorf;14,8;22")) == [["stadt", "dorf", 22.0]]


def test_missing_pairs_are_told(travel):
    notes = travel("von;nach;Minuten", "stadt;dorf;22").notes
    assert len(notes.missing) == 1
    assert notes.missing[0].startswith("2 pairs of places without a time: stadt - sued, dorf - sued.")


def test_places_outside_are_left_out_where_nothing_is_missing_without_them(travel):
    lines = ["von;nach;Minuten", "stadt;dorf;22", "stadt;sued;15", "dorf;sued;25"]
    imported = travel(*lines, "stadt;Gera;40")
    assert _rows(imported) == BOTH
    assert imported.notes.outside == ["Gera"]
    with pytest.raises(
        RegionError, match=r"row 4, column 2 \(nach\): 'Sudd' is not valid.*places: \{Sudd: ignore\}"
    ):
        travel(*lines[:3], "dorf;Sudd;25")


def test_of_many_places_outside_all_are_kept_and_the_screen_says_how_many_more(travel):
    lines = ["von;nach;Minuten", "stadt;dorf;22", "stadt;sued;15", "dorf;sued;25"]
    notes = travel(*lines, *(f"stadt;Ort {number};40" for number in range(14))).notes
    assert dict(notes.sections())["No places of the region (not used)"] == [f"Ort {n}" for n in range(14)]
    shown = dict(notes.sections(most_outside=10))["No places of the region (not used)"]
    assert shown[9:] == ["Ort 9", "... and 4 more, all of them in the protocol"]


def test_each_file_has_its_own_unit(read, known, tmp_path):
    files = {"a.csv": "von;nach;Minuten\nstadt;dorf;22.5\n", "b.csv": "von;nach;Sekunden\nstadt;sued;900\n"}
    files["c.csv"] = "von;nach;Fahrzeit\ndorf;sued;1.500\nsued;dorf;900\n"
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    imported = read("travel", *(tmp_path / name for name in files), known=known)
    assert _rows(imported) == [
        ["stadt", "dorf", 22.5],
        ["stadt", "sued", 15.0],
        ["dorf", "sued", 25.0],
        ["sued", "dorf", 15.0],
    ]
    units = [line.partition(",")[0] for line in imported.notes.assumptions if "times are" in line]
    assert units == ["a.csv: times are minutes", "b.csv: times are seconds", "c.csv: times are seconds"]
    assert "unit" not in imported.mapping


def test_different_times_of_one_pair_name_both_or_are_their_median(travel):
    lines = ["von;nach;Minuten", "stadt;dorf;22", "stadt;dorf;30", "stadt;sued;15", "dorf;sued;25"]
    with pytest.raises(RegionError, match=r"'30' is not valid.*row 2 says 22 minutes, this one 30"):
        travel(*lines)
    imported = travel(*lines, mapping={"repeated": "median"})
    assert _rows(imported)[0] == ["stadt", "dorf", 26.0]
    assert any("1 pair told twice with different times" in line for line in imported.notes.assumptions)


def test_areas_are_places_where_the_region_has_none(read, region, tmp_path):
    path = tmp_path / "wege.csv"
    path.write_text("von;nach;Minuten\nNord;Süd;15\n", encoding="utf-8")
    imported = read("travel", path, known=region())
    assert _rows(imported) == [["nord", "sued", 15.0]]
    assert list(imported.tables) == ["places", "travel_minutes"]


def test_hours_are_refused_by_word_and_by_magnitude(read, known, travel):
    with pytest.raises(RegionError, match=r"travel_hours\.csv: 'hours \(half of the trips above 0\.37\)'"):
        read("travel", "travel_hours.csv", known=known)
    with pytest.raises(
        RegionError, match=r"wege\.csv: 'hours \(half of the trips above 0\.4\)' is not valid"
    ):
        travel("von;nach;Fahrzeit", "stadt;dorf;0,4")


def test_a_header_that_the_numbers_contradict_is_a_fault_until_a_mapping_decides(travel):
    lines = ["von;nach;Minuten", "stadt;dorf;1320", "stadt;sued;900", "dorf;sued;1500"]
    with pytest.raises(RegionError, match=r"'half of the trips above 1320' is not valid.*unit: seconds"):
        travel(*lines)
    assert _rows(travel(*lines, mapping={"unit": "seconds"})) == BOTH


def test_a_cell_that_is_no_time_is_named(travel):
    with pytest.raises(RegionError, match=r"wege\.csv, row 2, column 3 \(Minuten\): 'bald' is not valid"):
        travel("von;nach;Minuten", "stadt;dorf;bald")


def test_the_saved_mapping_reads_the_next_file_alike(read, known):
    first = read("travel", "travel_names.csv", known=known)
    again = read("travel", "travel_names.csv", known=known, mapping=first.mapping)
    assert again.tables["travel_minutes"].equals(first.tables["travel_minutes"])
