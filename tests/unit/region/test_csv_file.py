"""Every line of a CSV file is read or named, whatever wrote it and whatever it really is."""

from __future__ import annotations

import os
import unicodedata

import pytest

from simsocial.region.check import check_region
from simsocial.region.encoding import to_text
from simsocial.region.tables import read_tables

AREAS = "area,name\nnord,Großgörschen\nsued,Münchenbernsdorf und Ölknitz\n"


def _text(folder):
    return " | ".join(map(str, check_region(folder).faults))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850", "mac_roman"],
)
def test_encodings_are_recognised(tables, encoding):
    read, faults = read_tables(tables(areas=AREAS.encode(encoding)))
    assert not faults
    assert list(read["areas"].cells["name"]) == ["Großgörschen", "Münchenbernsdorf und Ölknitz"]


@pytest.mark.parametrize("word", ["München", "Äpfel", "Übung", "Maß", "Öl – 5 §", "Café", "schön „so“"])
def test_windows_letters_stay_what_they_are(word):
    assert to_text(f"a\n{word}\n".encode("cp1252")) == f"a\n{word}\n"


def test_letters_that_fit_no_encoding_are_named(tables):
    assert "encoding" in _text(tables(areas=b"area,name\nnord,N\x81\x8d\x9drd\nsued,S\n"))


def test_old_and_new_line_ends_are_read(tables):
    for end in ("\r", "\r\n"):
        assert not _text(tables(areas=AREAS.replace("\n", end)))


def test_composed_and_decomposed_umlauts_are_one_key(tables):
    population = "area,age_from,persons\nnord,0,500\nsüd,0,500\n"
    folder = tables(areas="area\nnord\nsüd\n", population=unicodedata.normalize("NFD", population))
    assert not _text(folder)


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ("area,name\nnord,No\rrd\nsued,S\n", "areas, row 2: 'areas.csv: a lone carriage return'"),
        ("area,name\nnord,N\0\nsued,S\n", "areas, row 2: 'areas.csv: a NUL character'"),
        ("area,name\nnord," + 200_000 * "x" + "\nsued,S\n", "areas, row 2"),
        ("area,name\nnord," + 40_000 * "x" + "\nsued,S\n", "'40,000 characters'"),
        ('area,name\n"nord,N\nsued,S\n', "areas, row 2: 'areas.csv: no CSV"),
        ('area,name\nnord,"N\nsued",S\n', "areas, row 2"),
        ('area,name\nnord,"N\nO"\nsued,S\n', "no U+000A"),
        ("area,name\nno\u200brd,N\nsued,S\n", "no U+200B"),
        ("area,,name\nnord,x,N\nsued,,S\n", "empty column name"),
        ("area,name\nregion,N\nsued,S\n", "another short name"),
        ("area,name\n@nord,N\nsued,S\n", "its first a letter, digit or _"),
        ("area,name\nno\u00a0rd,N\nsued,S\n", "without blanks"),
    ],
)
def test_what_would_lose_or_change_a_row_is_named(tables, areas, words):
    assert words in _text(tables(areas=areas))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("kind", ["folder", "pipe", "broken link", "endless link"])
def test_what_is_no_file_is_named(tables, kind):
    folder = tables()
    path = folder / "sites.csv"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere" if kind == "broken link" else "sites.csv")
    try:
        assert "sites: 'sites.csv: a " in _text(folder)
    finally:
        path.rmdir() if kind == "folder" else path.unlink()


def test_a_table_in_two_files_or_another_format_is_named(tables):
    folder = tables()
    (folder / "AREAS.csv").write_text("area\nx\n")
    assert "each table once" in _text(folder)
    (folder / "AREAS.csv").unlink()
    (folder / "sites.csv.txt").write_text("site\n")
    assert "the file sites.csv" in _text(folder)
    (folder / "sites.csv.txt").unlink()
    (folder / "._areas.csv").write_bytes(b"\0\5")
    assert not _text(folder)
    (folder / "._areas.csv").unlink()


def test_a_separator_line_is_understood(tables):
    assert not _text(tables(areas="sep=;\r\narea;name\r\nnord;N\r\nsued;S\r\n"))


def test_very_many_places_are_a_fault(tables, monkeypatch):
    monkeypatch.setattr("simsocial.region.tables.MOST_ENTRIES", {"areas": 1})
    assert "at most 1 rows" in _text(tables())


def test_a_folder_that_cannot_be_opened_is_named(tables, monkeypatch):
    folder = tables()

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    assert "a folder that can be opened" in _text(folder)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"], ids=["long", "nul"])
def test_a_path_that_cannot_be_is_named(name, tmp_path):
    assert "does not exist" in _text(tmp_path / name)
