from __future__ import annotations

import openpyxl
import pytest

from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.documents.course_rows import course_rows
from simsocial.report.documents.workbook import write_workbook
from simsocial.report.texts import Texts


@pytest.fixture(scope="module")
def path(results, tmp_path_factory):
    catalog = Catalog(Texts("de"), results.manifest)
    return write_workbook(catalog, results, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def values(path):
    return openpyxl.load_workbook(path, data_only=True)


def test_every_sheet_is_there_with_a_head_that_stays(book):
    assert book.sheetnames == [
        "Überblick",
        "Wirkungen",
        "Schwellen",
        "Verlauf",
        "Quoten",
        "Kosten",
        "Annahmen",
        "Hinweise",
    ]
    for name in ("Wirkungen", "Verlauf", "Kosten", "Annahmen"):
        assert book[name].freeze_panes


def test_differences_are_formulas_with_their_value(book, values):
    sheet, shown = book["Wirkungen"], values["Wirkungen"]
    formulas = [cell.row for cell in sheet["H"] if str(cell.value).startswith("=")]
    assert formulas
    for row in formulas:
        assert sheet.cell(row, 8).value == f"=G{row}-F{row}"
        difference = shown.cell(row, 7).value - shown.cell(row, 6).value
        assert shown.cell(row, 8).value == pytest.approx(difference)


def test_numbers_are_numbers(values):
    cells = [cell.value for row in values["Verlauf"].iter_rows(min_row=2, min_col=4) for cell in row]
    assert all(isinstance(cell, int | float) or cell in (".", "<3") for cell in cells)


def test_values_and_years_of_assumptions_are_numbers(values, results):
    rows = [row for row in values["Annahmen"].iter_rows(min_row=2, values_only=True) if row[0]]
    stored = {row["id"]: row for row in results.parameters.to_dict("records")}
    plain = [row for row in rows if str(stored[row[0]].get("shape") or "number") in ("number", "nan")]
    told = [row for row in plain if not isinstance(row[1], str)]
    assert told
    for name, value, *_ in told:
        assert value == pytest.approx(float(stored[name]["value"]), rel=1e-3)
    assert {type(row[5]) for row in rows if row[5] and str(stored[row[0]]["year"]).isdigit()} == {int}


def test_courses_equal_the_rows_they_come_from(values, results):
    rows = list(course_rows(Catalog(Texts("de"), results.manifest), results))
    found = [row for row in values["Verlauf"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert [tuple(row[3:8]) for row in found] == [row.values for row in rows]


def test_costs_of_all_payers_are_summed(book, values):
    sheet, shown = book["Kosten"], values["Kosten"]
    (row, *_) = [cell.row for cell in sheet["A"] if cell.value == "Alle zusammen"]
    formula = sheet.cell(row, 2).value
    first, last = (int(part[1:]) for part in formula.removeprefix("=SUM(").removesuffix(")").split(":"))
    assert shown.cell(row, 2).value == sum(shown.cell(line, 2).value for line in range(first, last + 1))


def test_without_the_indicator_table_the_levels_are_missing_and_said_so(copied, tmp_path):
    (copied / "indicators.parquet").unlink()
    results = Results(copied)
    book = openpyxl.load_workbook(write_workbook(Catalog(Texts("de"), results.manifest), results, tmp_path))
    assert book.sheetnames == ["Überblick", "Wirkungen", "Schwellen", "Annahmen", "Hinweise"]
    assert "indicators.parquet" in book["Hinweise"]["A1"].value


def test_thresholds_stand_with_who_set_them(values):
    rows = [row[:7] for row in values["Schwellen"].iter_rows(min_row=3, values_only=True) if row[0]]
    (occupancy,) = [row for row in rows if row[3] is not None]
    assert occupancy[1:4] == ("Auslastung der Kitas, Planungsraum E", "Zielwert mindestens 85 %", 85)
    assert {row[6] for row in rows} == {
        "Szenario; wer es vorgibt, ist dort nicht angegeben",
        "Voreinstellung von simsocial",
    }
    assert all(isinstance(row[4], int | float) for row in rows)
