"""Lists of sites: kinds, places, who runs them, and where they are."""

from __future__ import annotations

import pytest

from simsocial.core.errors import RegionError
from simsocial.core.language import speaking

PLACES = """place,area,inhabitants,x_km,y_km
stadt,nord,800,726.0,5616.0
dorf,nord,200,716.0,5625.0
sued,sued,500,711.0,5611.0
"""


def _sites(imported, *columns):
    return imported.tables["sites"][list(columns)].to_numpy().tolist()


def test_places_under_and_over_three_provider_by_name_and_one_place_an_area(read, region):
    imported = read("sites", "kitas.csv", known=region())
    assert _sites(imported, "site", "kind", "place", "provider", "licensed_places") == [
        ["kita_regenbogen", "kita", "nord", "awo_e_v", 50],
        ["kita_sonne", "kita", "sued", "stadt_musterstadt", 40],
    ]
    assert imported.tables["providers"].to_numpy().tolist() == [
        ["awo_e_v", "AWO e.V.", "non_profit"],
        ["stadt_musterstadt", "Stadt Musterstadt", "public"],
    ]
    assert imported.tables["places"].to_numpy().tolist() == [["nord", "nord", 1000], ["sued", "sued", 500]]
    assert imported.notes.checked == ["kitas.csv, row 5: 90 places"]
    assert imported.notes.differences == [
        "kitas.csv, row 4: 40 places, under and over three 41; 40 are taken"
    ]
    assert "kitas.csv: column 'Straße'" in imported.notes.left_out


def test_kinds_and_ownership_in_words_and_the_nearest_place_by_degrees(read, region):
    imported = read("sites", "einrichtungen.csv", known=region(places=PLACES))
    assert _sites(imported, "site", "kind", "place", "provider", "licensed_places", "staff_fte") == [
        ["haus_am_park", "nursing_home", "stadt", "freie_traeger", 60, 40.5],
        ["pflege_daheim", "home_care", "dorf", "private_traeger", 120, ""],
        ["schule_am_ring", "primary_school", "stadt", "oeffentliche_traeger", 200, ""],
    ]


def test_headings_are_areas_and_a_second_header_line_divides_places(read, region):
    imported = read("sites", "kitas_two_headers.csv", known=region())
    assert _sites(imported, "site", "place", "licensed_places") == [
        ["kita_a", "nord", 42],
        ["kita_b", "nord", 25],
        ["kita_c", "sued", 30],
    ]


def test_kinds_follow_from_places_by_age_and_schools_have_their_own_words(read, region):
    known = region()
    kitas = read("sites", "kitas_by_name.csv", known=known)
    assert _sites(kitas, "site", "kind", "place", "provider", "licensed_places") == [
        ["kita_sonnenschein", "kita", "nord", "evang_kirchgemeinde", 45],
        ["zwergenland", "kita", "sued", "gemeinde_sued", 60],
    ]
    schools = read("sites", "schulen.csv", known=known)
    assert _sites(schools, "site", "kind", "provider", "licensed_places") == [
        ["gs_nord", "primary_school", "landkreis_muster", 120],
        ["rs_sued", "regelschule", "landkreis_muster", 300],
    ]


def test_codes_need_a_mapping_and_metres_of_utm_find_the_place(read, region):
    known = region(places=PLACES)
    with pytest.raises(
        RegionError, match=r"kitas_codes\.csv, row 2, column 3: '1' is not valid.*operators: \{1:"
    ):
        read("sites", "kitas_codes.csv", known=known)
    imported = read(
        "sites", "kitas_codes.csv", known=known, mapping={"operators": {1: "public", 2: "non_profit"}}
    )
    assert _sites(imported, "place", "provider") == [
        ["stadt", "oeffentliche_traeger"],
        ["sued", "freie_traeger"],
    ]


def test_the_saved_mapping_reads_the_next_file_alike(read, region):
    known = region(places=PLACES)
    first = read(
        "sites", "kitas_codes.csv", known=known, mapping={"operators": {"1": "public", "2": "private"}}
    )
    assert first.mapping["columns"]["Trägerart"] == "ownership"
    again = read("sites", "kitas_codes.csv", known=known, mapping=first.mapping)
    assert again.tables["sites"].equals(first.tables["sites"])
    assert again.tables["providers"].equals(first.tables["providers"])


def test_sites_of_other_kinds_stay(read, region):
    sites = "site,kind,place,licensed_places\nheim,nursing_home,stadt,60\nalt,kita,stadt,10\n"
    imported = read("sites", "kitas.csv", known=region(places=PLACES, sites=sites))
    assert _sites(imported, "site", "kind") == [
        ["heim", "nursing_home"],
        ["kita_regenbogen", "kita"],
        ["kita_sonne", "kita"],
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Kita A;Ost;kita;10", r"liste\.csv, row 2, column 2: 'Ost' is not valid\. Valid: one of nord, sued"),
        ("Kita A;Nord;Freibad;10", r"row 2, column 3: 'Freibad' is not valid.*kinds: \{Freibad: kita\}"),
        ("Kita A;Nord;Kita;viele", r"row 2, column 4: 'viele' is not valid\. Valid: a whole number"),
        ("Haus A;Nord;;10", r"row 2, column 3: '\(no kind\)' is not valid\. Valid: a kind: --kind kita"),
        ("Kita A;Nord;Kita;", r"row 2, column 4: '\(empty\)' is not valid"),
    ],
)
def test_faults_name_row_column_value_and_what_is_valid(read, region, tmp_path, line, message):
    path = tmp_path / "liste.csv"
    path.write_text(f"Name;Ortsteil;Art;Plätze\n{line}\n", encoding="utf-8")
    with pytest.raises(RegionError, match=message):
        read("sites", path, known=region())


@pytest.mark.parametrize(
    "header",
    ["Anzahl Plätze", "Anzahl der genehmigten Plätze", "Pflegeplätze", "Bettenzahl", "Plätze lt. BE"],
)
def test_places_are_found_under_the_headers_of_offices(read, region, tmp_path, header):
    path = tmp_path / "liste.csv"
    path.write_text(f"Name;Ortsteil;Art;{header}\nHaus A;Nord;Pflegeheim;12\n", encoding="utf-8")
    assert _sites(read("sites", path, known=region()), "licensed_places") == [[12]]


def test_a_list_without_places_is_one_fault_that_says_how_to_name_them(read, region, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("Name;Ortsteil;Art;Größe\nA;Nord;Kita;12\nB;Nord;Kita;9\n", encoding="utf-8")
    with pytest.raises(
        RegionError, match=r"^liste\.csv: 'no column of places'.*columns: \{Kap\.: places\}"
    ) as raised:
        read("sites", path, known=region())
    assert str(raised.value).count("no column") == 1


def test_who_runs_a_site_is_told_in_the_words_of_the_screen(read, region):
    with speaking("de"):
        told = read("sites", "kitas.csv", known=region()).notes.groups
    assert "der Träger 'AWO e.V.' ist freigemeinnützig, nach seinem Namen" in told


def test_exchanged_degrees_are_named(read, region, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("Name;Ortsteil;Art;Plätze;lat;lon\nKita A;Nord;Kita;5;12,2;50,6\n", encoding="utf-8")
    with pytest.raises(RegionError, match=r"'12,2 / 50,6' is not valid\. Valid: degrees of latitude 47"):
        read("sites", path, known=region())


def test_sites_without_areas_say_what_comes_first(read):
    with pytest.raises(RegionError, match="import the population first"):
        read("sites", "kitas.csv")


def test_kinds_are_told_by_their_names_and_a_site_without_one_is_called_by_its_kind(read, region, tmp_path):
    path = tmp_path / "heime.csv"
    path.write_text("Art;Ortsteil;Plätze\nPflegeheim;Nord;60\n", encoding="utf-8")
    imported = read("sites", path, known=region(), kind_names={"nursing_home": "Pflegeheim"})
    assert imported.notes.groups == ["1 of kind Pflegeheim"]
    assert _sites(imported, "name", "kind") == [["Pflegeheim nord", "nursing_home"]]
