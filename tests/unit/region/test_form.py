"""The workbook of a new region: a Kreis as it is known, explained, with drop-downs, waiting for its sites."""

from __future__ import annotations

import numpy as np
import openpyxl
import pytest

from simsocial.core.errors import RegionError
from simsocial.region import load_region
from simsocial.region.check import check_region
from simsocial.region.form import write_form
from simsocial.region.form_texts import COLUMNS, FIGURES, SHEETS
from simsocial.region.published import published_figures
from simsocial.region.table_columns import TABLE_COLUMNS

KINDS = {"kita": "Kita", "nursing_home": "Pflegeheim"}


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "greiz.xlsx"
    write_form("Greiz", path, KINDS)
    return path


@pytest.fixture
def filled(form, tmp_path):
    """Return the workbook with rows in a sheet, as a spreadsheet saves it."""

    def fill(sheet, *rows):
        book = openpyxl.load_workbook(form)
        for row in rows:
            book[sheet].append(row)
        book.save(tmp_path / "greiz.xlsx")
        return tmp_path / "greiz.xlsx"

    return fill


def test_as_written_it_is_the_kreis_without_a_fault(form):
    report = check_region(form)
    assert (report.faults, report.warnings) == ([], [])
    own, kreis = load_region(form), load_region("Greiz")
    assert np.array_equal(own.population, kreis.population)
    assert np.array_equal(own.minutes, kreis.minutes)
    assert own.sites.equals(kreis.sites)
    assert own.ags == kreis.ags == "16076"
    assert own.reference_date == kreis.reference_date


def test_every_header_cell_is_explained_and_a_column_of_its_table(form):
    book = openpyxl.load_workbook(form)
    assert book.sheetnames == ["Anleitung", *SHEETS]
    for name, columns in COLUMNS.items():
        header = [cell.value for cell in book[name][1]]
        assert header == list(columns)
        assert set(header) <= set(TABLE_COLUMNS[name])
        for cell in book[name][1]:
            assert cell.comment.text.endswith(columns[cell.value])
    assert book["sites"].max_row == 1


def test_kinds_places_providers_and_ownership_are_drop_downs(form):
    book = openpyxl.load_workbook(form)
    lists = {
        (sheet.title, str(rule.sqref).partition(":")[0]): rule.formula1
        for sheet in book
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists["sites", "C2"] == "Listen!$A$2:$A$3"
    assert lists["sites", "D2"].startswith("places!$A$2")
    assert lists["sites", "E2"].startswith("providers!$A$2")
    assert lists["providers", "C2"] == '"public,non_profit,private"'
    assert [row[0].value for row in book["Listen"].iter_rows(min_row=2)] == list(KINDS)


def test_figures_stand_there_as_they_were_published(form):
    rows = {
        row[0]: row[1:]
        for row in openpyxl.load_workbook(form)["Kennzahlen"].iter_rows(min_row=2, values_only=True)
    }
    assert rows["Einwohner unter 18"][0] == load_region("Greiz").population[:, :, :18].sum()
    assert rows["Arbeitslosenquote (zivile Erwerbspersonen), Prozent"][0] == 6.0
    assert rows["Grundsicherung im Alter und bei Erwerbsminderung, Personen"][0] == 775
    assert {one.indicator for one in published_figures(load_region("Greiz"))} == set(FIGURES)
    assert all(row[2] and row[3] for row in rows.values())


def test_own_sites_are_read_and_other_kinds_stay_as_usual(filled):
    path = filled("sites", ["kita_a", "Kita A", "kita", "16076_01", "kommunal", 60])
    assert not check_region(path).faults
    sites = load_region(path).sites
    assert sites.loc[sites["kind"] == "kita", "site"].tolist() == ["kita_a"]
    assert (sites["kind"] == "nursing_home").any()


def test_a_fault_is_marked_in_a_copy_that_keeps_drop_downs(filled):
    report = check_region(filled("sites", ["kita_a", "Kita A", "kitta", "16076_01", "kommunal", "viele"]))
    assert {(fault.table, fault.row, fault.column) for fault in report.faults} == {
        ("sites", 2, "kind"),
        ("sites", 2, "licensed_places"),
    }
    copy = openpyxl.load_workbook(report.marked_copy)
    assert "did you mean 'kita'" in copy["sites"]["C2"].comment.text
    assert copy["sites"].data_validations.dataValidation


def test_a_sheet_without_rows_and_with_a_wrong_header_stays_a_fault(form, tmp_path):
    book = openpyxl.load_workbook(form)
    book["sites"]["C1"] = "art"
    book.save(tmp_path / "greiz.xlsx")
    assert any(fault.value == "no rows" for fault in check_region(tmp_path / "greiz.xlsx").faults)


def test_an_existing_file_stays_and_an_unknown_kreis_is_named(form, tmp_path):
    with pytest.raises(RegionError, match=r"greiz\.xlsx exists already"):
        write_form("16076", form, KINDS)
    with pytest.raises(RegionError, match=r"no Kreis 'Greitz'.*Greiz"):
        write_form("Greitz", tmp_path / "neu.xlsx", KINDS)
