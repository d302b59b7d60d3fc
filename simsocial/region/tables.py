"""Read a region's tables from a folder of CSV files or one XLSX workbook, as text.

Tolerant of what offices export: ``,`` ``;`` or tab, UTF-8 or Windows-1252, capital letters in headers.
Everything stays text here, so that the check can name each cell as it was written.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from simsocial.region.faults import Fault, among

__all__ = ["REQUIRED_TABLES", "TABLE_COLUMNS", "Column", "RawTable", "read_tables"]


@dataclass(frozen=True)
class Column:
    """One column of a table: whether it must be there and what it holds."""

    required: bool
    kind: str
    meaning: str


TABLE_COLUMNS: dict[str, dict[str, Column]] = {
    "areas": {
        "area": Column(True, "id", "short name of the planning area"),
        "name": Column(False, "text", "name shown to readers"),
        "ags": Column(False, "ags", "official key, text of 5 or 8 digits"),
    },
    "places": {
        "place": Column(True, "id", "short name of the settlement"),
        "name": Column(False, "text", "name shown to readers"),
        "area": Column(True, "area", "area it belongs to"),
        "inhabitants": Column(True, "count", "persons living there"),
        "x_km": Column(False, "number", "kilometres east of any origin"),
        "y_km": Column(False, "number", "kilometres north of any origin"),
        "centrality": Column(False, "centrality", "0 village, 1 basic centre, 2 main town"),
    },
    "population": {
        "area": Column(False, "area", "area counted (or place)"),
        "place": Column(False, "place", "place counted (instead of area)"),
        "sex": Column(False, "sex", "m, f, or t for both"),
        "age_from": Column(True, "age", "first completed year of the group"),
        "age_to": Column(False, "age_open", "last year of the group, empty for the open one"),
        "persons": Column(True, "count", "persons"),
        "reference_date": Column(False, "date", "day counted, YYYY-MM-DD"),
    },
    "households": {
        "size": Column(True, "size", "persons in the household, the largest size is open"),
        "households": Column(True, "count", "private households"),
    },
    "sites": {
        "site": Column(True, "id", "short name of the site"),
        "kind": Column(True, "kind", "site kind"),
        "place": Column(True, "place", "where it is"),
        "provider": Column(False, "provider", "who runs it"),
        "licensed_places": Column(True, "count", "places, beds or clients it may serve"),
        "staff_fte": Column(False, "number_open", "full-time equivalents, empty: as the kind requires"),
        "opened": Column(False, "month", "first month, YYYY-MM; empty: before the start"),
        "closes": Column(False, "month", "first month without it, YYYY-MM; empty: none known"),
    },
    "providers": {
        "provider": Column(True, "id", "short name of the provider"),
        "name": Column(False, "text", "name shown to readers"),
        "ownership": Column(True, "ownership", "public, non_profit or private"),
    },
    "travel_minutes": {
        "from": Column(True, "place", "place where the trip starts"),
        "to": Column(True, "place", "place where it ends"),
        "minutes": Column(True, "minutes", "minutes by car; one direction is enough"),
    },
    "dwellings": {
        "place": Column(True, "place", "place"),
        "dwellings": Column(True, "count", "dwellings, lived in or vacant"),
    },
}
"""Tables and columns of a region; ``docs/regions.md`` is the page about them."""

REQUIRED_TABLES = ("areas", "population")


@dataclass(frozen=True)
class RawTable:
    """One table as text.

    Attributes
    ----------
    name, source : str
        Table, and the file or sheet it came from.
    cells : DataFrame
        Text; the index is the line of the file or the row of the sheet.
    positions : dict
        Column number (from 1) of each column name.
    """

    name: str
    source: str
    cells: pd.DataFrame
    positions: dict[str, int]


def read_tables(path: Path) -> tuple[dict[str, RawTable], list[Fault]]:
    """Read every table of a folder or workbook.

    Parameters
    ----------
    path : Path
        Folder with ``<table>.csv`` files, or an ``.xlsx`` file with a sheet for each table.

    Returns
    -------
    dict, list of Fault
        Tables by name, and what could not be read.
    """
    if path.is_dir():
        return _read_folder(path)
    valid = "a folder of CSV tables or one .xlsx workbook"
    if not path.exists() or path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return {}, [Fault(str(path), None, None, "" if path.exists() else "does not exist", valid)]
    return _read_workbook(path)


def _read_folder(path: Path) -> tuple[dict[str, RawTable], list[Fault]]:
    tables: dict[str, RawTable] = {}
    faults: list[Fault] = []
    for file in sorted(path.glob("*.[cC][sS][vV]")):
        name = file.stem.strip().lower()
        if name not in TABLE_COLUMNS:
            faults.append(Fault(file.name, None, None, file.stem, among(name, TABLE_COLUMNS)))
            continue
        _add(tables, faults, name, file.name, _csv_rows(file))
    return tables, faults


def _csv_rows(file: Path) -> list[tuple[int, list[str]]]:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _read_workbook(path: Path) -> tuple[dict[str, RawTable], list[Fault]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    tables: dict[str, RawTable] = {}
    faults: list[Fault] = []
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        return {}, [Fault(path.name, None, None, str(error), "an .xlsx workbook that a spreadsheet can open")]
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name not in TABLE_COLUMNS:
            valid = among(name, TABLE_COLUMNS)
            if "did you mean" in valid:
                faults.append(Fault(sheet.title, None, None, sheet.title, valid))
            continue
        rows = [
            (number, [_as_text(value) for value in row])
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
        filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
        _add(tables, faults, name, sheet.title, filled)
    book.close()
    return tables, faults


def _add(
    tables: dict[str, RawTable],
    faults: list[Fault],
    name: str,
    source: str,
    rows: list[tuple[int, list[str]]],
) -> None:
    """Keep a table; say so if it has no rows, lacks a column or has one nobody knows."""
    known = TABLE_COLUMNS[name]
    required = [column for column, entry in known.items() if entry.required]
    if len(rows) < 2:
        faults.append(
            Fault(name, None, None, "no rows", f"a header with {', '.join(required)} and at least one row")
        )
        return
    line, header = rows[0]
    names = [cell.strip().lower().replace(" ", "_") for cell in header]
    for at, column in enumerate(names):
        if column and column not in known:
            faults.append(Fault(name, line, header[at].strip(), "unknown column", among(column, known)))
        elif column and column in names[:at]:
            faults.append(Fault(name, line, column, "column given twice", "every column once"))
    faults += [
        Fault(name, line, column, "column is missing", f"{column}: {known[column].meaning}")
        for column in required
        if column not in names
    ]
    width = len(names)
    faults += [
        Fault(name, number, None, text.strip(), f"at most {width} cells, as many as the header has")
        for number, row in rows[1:]
        for text in row[width:]
        if text.strip()
    ]
    cells = [[cell.strip() for cell in (row + [""] * width)[:width]] for _, row in rows[1:]]
    frame = pd.DataFrame(cells, index=[number for number, _ in rows[1:]], columns=names, dtype=object)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    frame = frame[[column for column in frame.columns if column in known]]
    positions = {column: names.index(column) + 1 for column in frame.columns}
    tables[name] = RawTable(name, source, frame, positions)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # With a comma: 12.345 written with a point would be read as twelve thousand.
        return np.format_float_positional(value, trim="-").replace(".", ",")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return str(value)
