"""Population tables in the layouts that offices use, each to the person."""

from __future__ import annotations

import pytest

from simsocial.core.errors import RegionError
from simsocial.region.importing.request import SeveralTimesError

YEAR = {"time": "2023"}
OST_WEST = ["ost t 0-17 150", "ost t 18- 700", "west t 0-17 100", "west t 18- 550"]
OST_WEST_BY_SEX = [
    "ost m 0-17 76", "ost m 18- 340", "ost f 0-17 74", "ost f 18- 360",
    "west m 0-17 51", "west m 18- 260", "west f 0-17 49", "west f 18- 290",
]  # fmt: skip
BY_SEX = [
    "m 0-2 10", "m 3-64 300", "m 65- 100", "f 0-2 12", "f 3-64 310", "f 65- 130",
    "m 0-2 5", "m 3-64 150", "m 65- 60", "f 0-2 6", "f 3-64 140", "f 65- 70",
]  # fmt: skip


def _rows(imported):
    table = imported.tables["population"]
    return [
        f"{row.area} {row.sex} {row.age_from}-{row.age_to} {row.persons}"
        for row in table.itertuples(index=False)
    ]


def _named(areas, rows):
    half = len(rows) // len(areas)
    return [f"{areas[at // half]} {row}" for at, row in enumerate(rows)]


LAYOUTS = {
    "ages_as_columns": ["nord t 0-2 30", "nord t 3-5 30", "nord t 6-64 600", "nord t 65- 340",
                        "sued t 0-2 20", "sued t 3-5 10", "sued t 6-64 300", "sued t 65- 170"],
    "areas_as_columns": ["nord t 0-2 30", "nord t 3-5 30", "nord t 6-64 600", "nord t 65- 340",
                         "sued t 0-2 20", "sued t 3-5 10", "sued t 6-64 300", "sued t 65- 170"],
    "double_header": _named(["nord", "sued"], BY_SEX),
    "sexes_as_rows": _named(["altdorf", "neudorf"], BY_SEX),
    "title_and_notes": ["pr_1 t 0-2 12", "pr_1 t 3-6 14", "pr_1 t 7-79 1675", "pr_1 t 80- 90",
                        "pr_2 t 0-2 8", "pr_2 t 3-6 0", "pr_2 t 7-79 420", "pr_2 t 80- 31"],
    "subtotals": ["altstadt t 0-5 10", "altstadt t 6-64 100", "altstadt t 65- 40",
                  "neustadt t 0-5 20", "neustadt t 6-64 200", "neustadt t 65- 30",
                  "dorf_a t 0-5 5", "dorf_a t 6-64 50", "dorf_a t 65- 20",
                  "dorf_b t 0-5 6", "dorf_b t 6-64 60", "dorf_b t 65- 24"],
    "exclusive_bounds": ["ost t 0-2 30", "ost t 3-5 31", "ost t 6-17 120", "ost t 18-64 500", "ost t 65- 200",
                         "west t 0-2 20", "west t 3-5 21", "west t 6-17 80", "west t 18-64 400", "west t 65- 150"],
    "several_years": ["ost t 0-17 148", "ost t 18-64 498", "ost t 65- 204",
                      "west t 0-17 99", "west t 18-64 401", "west t 65- 153"],
    "residual": ["ost t 0-17 150", "ost t 18-64 500", "ost t 65- 200",
                 "west t 0-17 100", "west t 18-64 400", "west t 65- 150"],
    "nationalities": OST_WEST,
    "berlin_style": ["01100101 t 0-0 10", "01100101 t 1-2 20", "01100101 t 3-5 30", "01100101 t 6-94 60",
                     "01100101 t 95- 10", "01100102 t 0-0 5", "01100102 t 1-2 10", "01100102 t 3-5 15",
                     "01100102 t 6-94 30", "01100102 t 95- 5"],
    "genesis_codes": ["altdorf t 0-2 22", "altdorf t 3-5 24", "altdorf t 6-74 610", "altdorf t 75- 230",
                      "neudorf t 0-2 11", "neudorf t 3-5 12", "neudorf t 6-74 290", "neudorf t 75- 130"],
    "single_ages_across": ["nord t 0-0 9", "nord t 1-1 8", "nord t 2-2 7", "nord t 3-3 6", "nord t 4-4 5",
                           "nord t 5- 500", "sued t 0-0 4", "sued t 1-1 5", "sued t 2-2 6", "sued t 3-3 7",
                           "sued t 4-4 8", "sued t 5- 300"],
    "single_ages_down": ["gesamt m 0-0 4", "gesamt m 1-1 3", "gesamt m 2-2 4", "gesamt m 3-3 2", "gesamt m 4- 240",
                         "gesamt f 0-0 5", "gesamt f 1-1 5", "gesamt f 2-2 3", "gesamt f 3-3 4", "gesamt f 4- 265"],
    "grouped_rows": ["nord m 0-5 30", "nord m 6-64 300", "nord m 65- 100",
                     "nord f 0-5 31", "nord f 6-64 310", "nord f 65- 140",
                     "sued m 0-5 20", "sued m 6-64 200", "sued m 65- 80",
                     "sued f 0-5 19", "sued f 6-64 190", "sued f 65- 90"],
    "long_table": OST_WEST_BY_SEX,
    "genesis_table": _named(["altdorf", "neudorf"], BY_SEX),
    "divers": ["ost m 0-17 76", "ost m 18- 341", "ost f 0-17 74", "ost f 18- 361"],
    "other_columns": ["mitte t 0-17 160", "mitte t 18-64 600", "mitte t 65- 240",
                      "sued t 0-17 90", "sued t 18-64 300", "sued t 65- 110"],
    "wrong_total": OST_WEST,
    "totals_by_sex_beside_ages": ["nord t 0-17 20", "nord t 18-64 50", "nord t 65- 30",
                                  "sued t 0-17 15", "sued t 18-64 45", "sued t 65- 20"],
    "unlabelled_total": ["nord t 0-17 10", "nord t 18-64 20", "nord t 65- 30",
                         "sued t 0-17 11", "sued t 18-64 21", "sued t 65- 31"],
    "blocks_by_sex": ["nord m 0-17 1", "nord m 18- 2", "nord f 0-17 5", "nord f 18- 6",
                      "sued m 0-17 3", "sued m 18- 4", "sued f 0-17 7", "sued f 18- 8"],
    "sexes_below_areas": ["nord m 0-17 5", "nord m 18-64 10", "nord m 65- 15",
                          "nord f 0-17 5", "nord f 18-64 10", "nord f 65- 15",
                          "sued m 0-17 4", "sued m 18-64 9", "sued m 65- 14",
                          "sued f 0-17 4", "sued f 18-64 9", "sued f 65- 14"],
    "lost_zero": ["albersdorf t 0-17 150", "albersdorf t 18- 700", "arkebek t 0-17 10", "arkebek t 18- 55"],
    "von_bis": ["ost t 0-2 30", "ost t 3-64 500", "ost t 65- 200",
                "west t 0-2 20", "west t 3-64 400", "west t 65- 150"],
    "half_years": ["nord t 0-0 9", "nord t 1-2 21", "nord t 3-17 120", "nord t 18- 850",
                   "sued t 0-0 5", "sued t 1-2 10", "sued t 3-17 60", "sued t 18- 425"],
    "months": ["nord t 0-0 9", "nord t 1-2 21", "nord t 3-17 120", "nord t 18- 850",
               "sued t 0-0 5", "sued t 1-2 10", "sued t 3-17 60", "sued t 18- 425"],
    "bezirk_ortsteil": ["altdorf t 0-17 10", "altdorf t 18-64 60", "altdorf t 65- 30",
                        "bergen t 0-17 20", "bergen t 18-64 70", "bergen t 65- 10",
                        "celle t 0-17 15", "celle t 18-64 50", "celle t 65- 35",
                        "dorn t 0-17 5", "dorn t 18-64 40", "dorn t 65- 15"],
}  # fmt: skip
DATED = {"title_and_notes": "2024-06-30"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_gives_its_table(read, layout):
    imported = read("population", f"{layout}.csv", **({} if layout in DATED else YEAR))
    assert _rows(imported) == LAYOUTS[layout]
    assert set(imported.tables["population"]["reference_date"]) == {DATED.get(layout, "2023-12-31")}


def test_one_file_a_sex_is_one_table(read):
    assert _rows(read("population", "maennlich.csv", "weiblich.csv", **YEAR)) == OST_WEST_BY_SEX


def test_one_file_an_area_is_named_by_its_file(read, tmp_path):
    files = [tmp_path / "nord.csv", tmp_path / "sued.csv"]
    for number, path in enumerate(files):
        path.write_text(f"Alter;Männer;Frauen\n0-17;{number};2\n18+;3;4\n", encoding="utf-8")
    assert _rows(read("population", *files, **YEAR)) == [
        *("nord m 0-17 0", "nord m 18- 3", "nord f 0-17 2", "nord f 18- 4"),
        *("sued m 0-17 1", "sued m 18- 3", "sued f 0-17 2", "sued f 18- 4"),
    ]


def test_merged_cells_and_one_sheet_a_year(read, workbook):
    head = [
        ["Bevölkerung"],
        ["Gebiet", "männlich", None, "weiblich", None],
        [None, "0-17", "18 u. ä.", "0-17", "18 u. ä."],
    ]
    sheets = {
        "2022": [*head, ["Ost", 1, 2, 3, 4], ["West", 5, 6, 7, 8]],
        "2023": [*head, ["Ost", 76, 340, 74, 360], ["West", 51, 260, 49, 290]],
    }
    path = workbook(sheets, merged=["A1:E1", "B2:C2", "D2:E2", "A2:A3"])
    assert _rows(read("population", path, **YEAR)) == OST_WEST_BY_SEX


def test_a_merged_name_stands_for_its_lines(read, workbook):
    rows = [["Gebiet", "Geschlecht", "unter 18", "ab 18"], ["Ost", "m", 76, 340], [None, "w", 74, 360],
            ["West", "m", 51, 260], [None, "w", 49, 290]]  # fmt: skip
    assert _rows(read("population", workbook({"Tabelle1": rows}), **YEAR)) == OST_WEST_BY_SEX


def test_several_years_are_asked_for(read):
    with pytest.raises(SeveralTimesError, match="2022, 2023"):
        read("population", "several_years.csv")


def test_a_total_that_differs_is_told_with_both_numbers_and_nothing_is_changed(read):
    notes = read("population", "wrong_total.csv", **YEAR).notes
    assert notes.differences == [
        "wrong_total.csv, row 2, column 4 (insgesamt): Ost, all ages is 851, its parts are 850"
    ]
    assert notes.checked == ["1 of 2 totals are the sum of their parts"]


def test_all_totals_of_subtotals_are_checked(read):
    notes = read("population", "subtotals.csv", **YEAR).notes
    assert notes.checked == ["19 of 19 totals are the sum of their parts"]
    assert "'Kernstadt' sums up Altstadt, Neustadt" in notes.groups
    assert not notes.differences


def test_what_a_dot_hides_is_told_as_an_assumption(read):
    assumptions = read("population", "residual.csv", **YEAR).notes.assumptions
    assert "residual.csv, row 2, column 3 (unter 18): '.' is 150, what Ost, all ages leaves" in assumptions


def test_a_dot_that_no_total_tells_is_a_fault(read, tmp_path):
    path = tmp_path / "zahlen.csv"
    path.write_text("Gebiet;unter 18;ab 18\nOst;.;700\nWest;100;550\n", encoding="utf-8")
    with pytest.raises(RegionError, match=r"zahlen\.csv, row 2, column 2 \(unter 18\): '\.' is not valid"):
        read("population", path, **YEAR)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Gebiet;unter 18;ab 18\nOst;12,5;700\n", r"row 2, column 2 \(unter 18\): '12,5' is not valid"),
        ("Gebiet;unter 18;ab 18\nOst;1,000;700\n", r"row 2, column 2 \(unter 18\): '1,000' is not valid"),
        ("Gebiet;unter 18;20 und mehr\nOst;12;700\n", r"'0-17, 20\+' is not valid.*without holes"),
        ("Gebiet;unter 18;18 bis 64\nOst;12;700\n", r"end with an open one"),
        ("Gebiet;unter 18;ab 18\nOst;1;2\nOst;3;4\n", r"row 3, column 2 .*each group once"),
        ("Gebiet;Einwohner\nOst;1\n", "no age groups"),
        ("Gebiet;03. Mai;06. Sep\nOst;1;2\n", r"row 1, column 2: '03\. Mai' .*makes a date of 3-5"),
    ],
)
def test_faults_name_file_row_column_value_and_what_is_valid(read, tmp_path, text, message):
    path = tmp_path / "zahlen.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegionError, match=message):
        read("population", path, **YEAR)


def test_a_fault_in_a_workbook_names_sheet_and_letter(read, workbook):
    path = workbook({"Blatt A": [["Gebiet", "unter 18", "ab 18"], ["Ost", "viele", 700], ["West", 100, 550]]})
    with pytest.raises(
        RegionError, match=r"zahlen\.xlsx, sheet Blatt A, row 2, column B \(unter 18\): 'viele'"
    ):
        read("population", path, **YEAR)


def test_a_line_that_is_the_sum_of_all_others_is_no_area(read, tmp_path):
    path = tmp_path / "zahlen.csv"
    path.write_text(
        "Gebiet;unter 18;ab 18\nMusterkreis;60;600\nA;10;100\nB;20;200\nC;30;300\n", encoding="utf-8"
    )
    assert list(read("population", path, **YEAR).tables["areas"]["area"]) == ["a", "b", "c"]


def test_the_areas_of_the_region_keep_their_names(read, region):
    known = region()
    assert list(read("population", "ages_as_columns.csv", known=known).tables) == ["population"]
    with pytest.raises(RegionError, match=r"'Ost' is not valid\. Valid: one of nord, sued"):
        read("population", "wrong_total.csv", known=known, **YEAR)


def test_a_mapping_names_the_areas(read, region):
    mapping = {"areas": {"Ost": "nord", "West": "sued"}}
    imported = read("population", "wrong_total.csv", known=region(), mapping=mapping, **YEAR)
    assert list(imported.tables["population"]["area"]) == ["nord", "nord", "sued", "sued"]
    assert imported.mapping["areas"] == mapping["areas"]


def test_half_years_that_are_added_up_are_said(read):
    said = read("population", "half_years.csv", **YEAR).notes.assumptions
    assert "Age 0 is the sum of the groups of 0-5, 6-11 months" in said


def test_parts_that_fill_no_year_are_refused_with_the_reason(read, tmp_path):
    path = tmp_path / "alter.csv"
    path.write_text(
        "Gebiet;0 bis unter 1,5;1 bis unter 3;3 und mehr\nNord;4;5;900\nSüd;4;5;900\n", encoding="utf-8"
    )
    with pytest.raises(
        RegionError, match=r"alter\.csv, column 2.*: 'age 0 to 17 months' is not valid.*whole years"
    ):
        read("population", path, **YEAR)


def test_a_hidden_part_hides_the_year_and_a_total_tells_it(read, tmp_path):
    path = tmp_path / "alter.csv"
    path.write_text(
        "Gebiet;0 bis unter 0,5;0,5 bis unter 1;1 und mehr;insgesamt\nNord;.;5;900;909\nSüd;4;5;900;909\n",
        encoding="utf-8",
    )
    rows = _rows(read("population", path, **YEAR))
    assert rows == ["nord t 0-0 9", "nord t 1- 900", "sued t 0-0 9", "sued t 1- 900"]
