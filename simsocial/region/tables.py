"""Read a region's tables from a folder of CSV files or one XLSX workbook, as text.

Tolerant of what offices export: ``,`` ``;`` or tab, UTF-8 or Windows-1252, capital letters in headers.
Everything stays text here, so that the check can name each cell as it was written.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from simsocial.core.errors import RegionError, nearest

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
        "staff_fte": Column(False, "number_open", "staff in full-time equivalents, empty: as the kind requires"),
        "opened": Column(False, "month", "first month, YYYY-MM; empty: before the start"),
        "closes": Column(False, "month", "first month without it, YYYY-MM; empty: none known"),
    },
    "providers": {
        "provider": Column(True, "id", "short name of the provider"),
        "name": Column(False, "text", "name shown to readers"),
        "ownership": Column(True, "ownership", "public, non_profit or private"),
        "reserve_months": Column(False, "number", "months of cost its reserves cover"),
    },
    "travel_minutes": {
        "from": Column(True, "place", "place where the trip starts"),
        "to": Column(True, "place", "place where it ends"),
        "minutes": Column(True, "number", "minutes by car; one direction is enough"),
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
    """One table as text; the index of `cells` is the line (or sheet row) it was read from."""

    name: str
    source: str
    cells: pd.DataFrame


def read_tables(path: Path) -> dict[str, RawTable]:
    """Read every known table of a folder or workbook.

    Parameters
    ----------
    path : Path
        Folder with ``<table>.csv`` files, or an ``.xlsx`` file with a sheet for each table.

    Raises
    ------
    RegionError
        If the path does not exist, is of another type, or holds a table of unknown name.
    """
    if path.is_dir():
        return _read_folder(path)
    if not path.exists():
        message = f"Region '{path}' does not exist. Valid: a folder of CSV tables or one .xlsx workbook."
        raise RegionError(message)
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        message = f"Region '{path}' is neither a folder nor an .xlsx workbook."
        raise RegionError(message)
    return _read_workbook(path)


def _read_folder(path: Path) -> dict[str, RawTable]:
    tables = {}
    for file in sorted(path.glob("*.csv")):
        name = file.stem.lower()
        if name not in TABLE_COLUMNS:
            message = f"{file}: no table is called '{file.stem}'. {nearest(name, TABLE_COLUMNS)}"
            raise RegionError(message)
        tables[name] = RawTable(name, file.name, _read_csv(file))
    return tables


def _read_csv(file: Path) -> pd.DataFrame:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    rows = [
        (number, row)
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1)
        if any(cell.strip() for cell in row)
    ]
    return _frame(rows, file.name)


def _frame(rows: list[tuple[int, list[str]]], source: str) -> pd.DataFrame:
    if not rows:
        message = f"{source} is empty. Valid: a header line and at least one row."
        raise RegionError(message)
    header = [cell.strip().lower().replace(" ", "_") for cell in rows[0][1]]
    width = len(header)
    cells = [[cell.strip() for cell in (row + [""] * width)[:width]] for _, row in rows[1:]]
    frame = pd.DataFrame(cells, columns=header, index=[line for line, _ in rows[1:]], dtype=object)
    return frame.loc[:, [name for name in dict.fromkeys(header) if name]].copy()


def _read_workbook(path: Path) -> dict[str, RawTable]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    tables = {}
    try:
        for sheet in book.worksheets:
            name = sheet.title.strip().lower()
            if name not in TABLE_COLUMNS:
                continue
            rows = [
                (number, [_as_text(value) for value in row])
                for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
                if any(value is not None and str(value).strip() for value in row)
            ]
            tables[name] = RawTable(name, sheet.title, _frame(rows, f"{path.name}, sheet {sheet.title}"))
    finally:
        book.close()
    return tables


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "date") and callable(value.date):
        return str(value.date())
    return str(value)
