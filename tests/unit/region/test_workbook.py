"""Every row of a workbook is read or named, however its parts are damaged; the marked copy is never in the way."""

from __future__ import annotations

import re

import openpyxl
import pytest

from simsocial.core.language import LANGUAGES, VARIABLE
from simsocial.region.check import check_region
from simsocial.region.tables import read_tables
from tests.unit.region.workbooks import (
    BOOK,
    SHEET,
    add_shared_strings,
    change_part,
    replace_part,
    write_book,
)

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _check(path):
    report = check_region(path)
    return report, " | ".join(map(str, report.faults))


@pytest.fixture
def book(tmp_path):
    return write_book(tmp_path / "kreis.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_whose_name_is_mistyped_is_told_in_each_language(tmp_path, monkeypatch, language):
    """Otherwise defaults would take the place of the table without a word."""
    monkeypatch.setenv(VARIABLE, language)
    path = write_book(tmp_path / "kreis.xlsx", {**BOOK, "dwelings": [], "Notizen": []})
    faults = [str(one) for one in check_region(path).faults]
    assert [one for one in faults if "'dwellings'" in one]
    assert not [one for one in faults if "Notizen" in one]


def test_rows_beyond_the_dimension_are_read(book):
    change_part(book, SHEET["sites"], r'<dimension ref="[^"]*"', '<dimension ref="A1:D2"')
    _, text = _check(book)
    assert "sites, row 4, column licensed_places: '-5'" in text


def test_shared_and_own_texts_give_the_same_tables(book, tmp_path):
    own, _ = read_tables(book)
    shared, _ = read_tables(add_shared_strings(write_book(tmp_path / "shared.xlsx")))
    assert all(own[name].cells.equals(shared[name].cells) for name in BOOK)


def _with_missing_drawing(path):
    change_part(
        path, SHEET["areas"], "</worksheet>", f'<drawing xmlns:r="{OFFICE}" r:id="rId1"/></worksheet>'
    )
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/drawing" Target="../drawings/drawing9.xml"/>'
    relations = f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>'
    return replace_part(path, **{"xl/worksheets/_rels/sheet1.xml.rels": relations.encode()})


def test_a_missing_drawing_costs_the_copy_but_no_fault(book):
    report, text = _check(_with_missing_drawing(book))
    assert "'-5'" in text
    assert report.marked_copy is None
    assert "drawing9.xml" in report.unmarked


def test_a_merged_cell_is_marked_at_its_first_cell(tmp_path):
    path = write_book(tmp_path / "kreis.xlsx", change=lambda book: book["sites"].merge_cells("C4:D4"))
    report, text = _check(path)
    assert "sites, row 4, column licensed_places" in text
    assert openpyxl.load_workbook(report.marked_copy)["sites"]["C4"].comment is not None


def test_a_copy_that_cannot_be_written_costs_no_fault(book):
    book.with_name("kreis-checked.xlsx").mkdir()
    report, text = _check(book)
    assert "'-5'" in text
    assert "cannot be written" in report.unmarked
    assert not list(book.parent.glob("*.partial"))


def test_a_chart_sheet_is_no_table(tmp_path):
    tables = {name: rows for name, rows in BOOK.items() if name != "population"}
    path = write_book(tmp_path / "kreis.xlsx", tables, lambda book: book.create_chartsheet("Bild", 0))
    assert "population: 'table is missing'" in _check(path)[1]


def _flag(path, at_local, at_central, value):
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", at_local), (b"PK\x01\x02", at_central)):
        for found in re.finditer(mark, bytes(data)):
            data[found.start() + offset] = value
    path.write_bytes(data)


def _damage_stream(path):
    data = bytearray(path.read_bytes())
    start = data.find(b"sheet4.xml") + 40
    data[start : start + 50] = b"\xff" * 50
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_damage_stream, "damaged in xl/worksheets/sheet4.xml"),
        (lambda path: _flag(path, 6, 8, 1), "password"),
        (lambda path: _flag(path, 8, 10, 99), "compression method"),
        (lambda path: path.write_bytes(path.read_bytes()[:-40]), "damaged in the archive"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600)), "password, or in the old .xls"),
        (lambda path: change_part(path, SHEET["sites"], r"</sheetData>", "</sheet"), "sheet4.xml"),
        (lambda path: replace_part(path, **{SHEET["sites"]: None}), "it is missing"),
        (lambda path: replace_part(path, **{"xl/workbook.xml": None}), "xl/workbook.xml"),
        (
            lambda path: change_part(
                path, SHEET["sites"], "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet'
            ),
            "document type",
        ),
    ],
)
def test_a_damaged_archive_is_named_with_the_place(book, damage, words):
    damage(book)
    report, text = _check(book)
    assert words in text
    assert not report.ok


@pytest.mark.parametrize(
    ("pattern", "replacement", "words"),
    [
        ('r="C4"', 'r="4C"', "'cell 4C'"),
        ('r="D3"', 'r="D2"', "sites, row 2, column licensed_places"),
        ("<v>-5</v>", "<v>abc</v>", "'abc' is not valid. Valid: a number"),
        ("<v>-5</v>", "<v>1e999</v>", "'1e999' is not valid. Valid: a number"),
        ("<v>-5</v>", "<v>NaN</v>", "'NaN'"),
        ("<v>-5</v>", "<f>1+1</f><v></v>", "never calculated"),
        (' t="n"><v>-5</v>', ' t="e"><v>#REF!</v>', "'#REF!' is not valid. Valid: a value: the formula"),
        (' t="n"><v>-5</v>', ' t="b"><v>1</v>', "'TRUE' is not valid. Valid: a number or a text"),
        ('t="inlineStr"><is><t>k3</t></is>', 't="inlineStr">', "sites, row 4, column site"),
    ],
)
def test_a_cell_without_its_value_is_named(book, pattern, replacement, words):
    change_part(book, SHEET["sites"], pattern, replacement)
    assert words in _check(book)[1]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: replace_part(path, **{"xl/sharedStrings.xml": None}),
        lambda path: change_part(path, SHEET["areas"], "<v>2</v>", "<v>99999</v>"),
        lambda path: change_part(path, SHEET["areas"], "<v>2</v>", "<v></v>"),
    ],
)
def test_a_text_that_is_not_in_the_file_is_named(book, damage):
    damage(add_shared_strings(book))
    assert "a text that is in the file" in _check(book)[1]


@pytest.mark.timeout(30)
def test_a_far_cell_is_named_and_does_not_hang(tmp_path):
    def far(book):
        book["sites"].cell(row=1_048_576, column=16_384, value="x")

    assert "XFD1048576" in _check(write_book(tmp_path / "kreis.xlsx", change=far))[1]


def test_a_part_that_unpacks_to_more_than_the_limit_is_named(book, monkeypatch):
    monkeypatch.setattr("simsocial.region.workbook.MOST_BYTES", 9_000)
    change_part(book, SHEET["sites"], "</sheetData>", f"</sheetData>{9_000 * ' '}")
    assert "sheet4.xml is larger than 9,000 bytes" in _check(book)[1]


def test_too_many_cells_are_named(book, monkeypatch):
    monkeypatch.setattr("simsocial.region.worksheet.MOST_CELLS", 10)
    assert "at most 10 cells" in _check(book)[1]


def test_rows_in_any_order_are_kept(book):
    text = r'(<row r="2".*?</row>)(<row r="3".*?</row>)'
    import zipfile

    part = zipfile.ZipFile(book).read(SHEET["sites"]).decode()
    change_part(book, SHEET["sites"], text, re.sub(text, r"\2\1", re.search(text, part)[0]))
    assert list(read_tables(book)[0]["sites"].cells["site"]) == ["k1", "k2", "k3"]


def test_a_table_that_is_there_twice_is_a_fault(tmp_path):
    path = write_book(tmp_path / "kreis.xlsx", {**BOOK, " Areas": BOOK["areas"]})
    assert "each table once" in _check(path)[1]
