"""Small files of planners, and regions for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial.region.importing.entry import import_tables
from simsocial.region.importing.request import Request
from simsocial.region.tables import read_tables

FILES = Path(__file__).parents[3] / "data" / "imports"


@pytest.fixture
def read():
    """Import files of tests/data/imports (or paths)."""

    def import_files(what, *names, known=(), **choices):
        files = tuple(name if isinstance(name, Path) else FILES / name for name in names)
        return import_tables(what, Request(files, Path("region"), dict(known), **choices))

    return import_files


@pytest.fixture
def workbook(tmp_path):
    """Write sheets of rows into a workbook; merged ranges by sheet."""
    from openpyxl import Workbook

    def write(sheets, merged=(), name="zahlen.xlsx"):
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            for cells in merged:
                sheet.merge_cells(cells)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def region(tmp_path):
    """Tables of a region with the areas nord and sued."""

    def tables(**more):
        folder = tmp_path / "region"
        folder.mkdir()
        texts = {
            "areas": "area,name\nnord,Nord\nsued,Süd\n",
            "population": "area,age_from,age_to,persons\nnord,0,17,160\nnord,18,,840\nsued,0,17,90\nsued,18,,410\n",
            **more,
        }
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        found, faults = read_tables(folder)
        assert not faults
        return found

    return tables
