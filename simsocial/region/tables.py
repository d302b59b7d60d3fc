"""A region's tables from a folder of CSV files or one XLSX workbook, as text.

Tolerant of what offices export (:mod:`.csv_file`, :mod:`.workbook`) and of capital letters in headers.
Everything stays text here, so that the check can name each cell as it was written. No row is
dropped: what cannot be read is a fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from simsocial.core.errors import near
from simsocial.core.language import say
from simsocial.region.csv_file import read_csv
from simsocial.region.faults import Fault, among
from simsocial.region.raw_cells import RawCells, UnreadableError
from simsocial.region.table_columns import REQUIRED_TABLES, TABLE_COLUMNS
from simsocial.region.workbook import read_workbook

__all__ = [
    "MOST_ENTRIES",
    "RawTable",
    "column_of",
    "read_tables",
]


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


def column_of(tables: Mapping[str, RawTable], table: str, column: str) -> pd.Series[str] | None:
    """Return a column's text by row, None where the table or the column is not given."""
    if table not in tables or column not in tables[table].cells.columns:
        return None
    return tables[table].cells[column]


_INVISIBLE = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufffd\\ud800-\\uf8ff]"
)
"""Control and formatting characters, line breaks, characters lost in a wrong encoding, private ones."""

MOST_ENTRIES = {"areas": 2_000, "places": 5_000, "sites": 20_000, "providers": 20_000}
"""Rows of the tables that name things: travel times are kept between all places."""

_OTHER_FILES = {".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".ods"}


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
    reader = _Reader()
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):
        # A name that is too long or holds a NUL.
        is_folder = exists = False
    if is_folder:
        reader.read_folder(path)
    elif not exists or path.suffix.lower() not in {".xlsx", ".xlsm"}:
        valid = say("a folder with CSV tables, or a workbook (.xlsx)")
        if not exists:
            valid = say("{valid}; this one does not exist", valid=valid)
        reader.faults.append(Fault(str(path), None, None, "", valid))
    else:
        reader.read_workbook(path)
    return reader.tables, reader.faults


class _Reader:
    """Collects tables and what is wrong with them."""

    def __init__(self) -> None:
        self.tables: dict[str, RawTable] = {}
        self.faults: list[Fault] = []
        self._seen: dict[str, str] = {}

    def read_folder(self, folder: Path) -> None:
        try:
            files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
        except OSError as error:
            valid = say("a folder that can be opened")
            self.faults.append(Fault(str(folder), None, None, error.strerror or str(error), valid))
            return
        for file in files:
            name = file.stem.strip().lower()
            if file.suffix.lower() != ".csv":
                continue
            if name not in TABLE_COLUMNS:
                self.faults.append(Fault(file.name, None, None, file.stem, among(name, TABLE_COLUMNS)))
                continue
            try:
                self._add(name, file.name, read_csv(file))
            except UnreadableError as error:
                self._add(name, file.name, error)
        # A table saved in another format would be replaced by its default without a word.
        for file in files:
            name = file.name.lower().partition(".")[0].strip()
            if file.suffix.lower() in _OTHER_FILES and name in TABLE_COLUMNS and name not in self._seen:
                self.faults.append(Fault(name, None, None, file.name, say("the file {name}.csv", name=name)))

    def read_workbook(self, path: Path) -> None:
        try:
            sheets = read_workbook(path, lambda title: _table_name(title) in TABLE_COLUMNS)
        except UnreadableError as error:
            self.faults.append(Fault(path.name, error.row, None, error.value, error.valid))
            return
        for sheet in sheets:
            name = _table_name(sheet.title)
            if name in TABLE_COLUMNS:
                if not _is_blank_form(name, sheet.cells):
                    self._add(name, sheet.title, sheet.cells)
            elif near(name, TABLE_COLUMNS):
                self.faults.append(Fault(sheet.title, None, None, sheet.title, among(name, TABLE_COLUMNS)))

    def _add(self, name: str, source: str, cells: RawCells | UnreadableError) -> None:
        """Keep a table unless it is unreadable, empty or there already."""
        if name in self._seen:
            found = say("{source} and {seen}", source=source, seen=self._seen[name])
            self.faults.append(Fault(name, None, None, found, say("each table once")))
            return
        self._seen[name] = source
        required = [column for column, entry in TABLE_COLUMNS[name].items() if entry.required]
        if isinstance(cells, UnreadableError):
            self.faults.append(Fault(name, cells.row, None, f"{source}: {cells.value}", cells.valid))
            return
        if len(cells.rows) < 2:
            self._name_broken(name, [], cells)
            valid = say("a header with {required} and at least one row", required=", ".join(required))
            self.faults.append(Fault(name, None, None, say("no rows"), valid))
            return
        most = MOST_ENTRIES.get(name, len(cells.rows))
        if len(cells.rows) - 1 > most:
            self.faults.append(
                Fault(
                    name,
                    None,
                    None,
                    say("{number:,} rows", number=len(cells.rows) - 1),
                    say("at most {most:,} rows", most=most),
                )
            )
            return
        rows = [(number, [_clean(cell) for cell in row]) for number, row in cells.rows]
        names = ["_".join(cell.lower().split()) for cell in rows[0][1]]
        self._name_broken(name, names, cells)
        self._check_header(name, names, rows[0])
        self._check_width(name, names, rows[1:])
        self.tables[name] = _table(name, source, names, rows[1:])
        self.faults += _invisible(self.tables[name])

    def _name_broken(self, name: str, names: list[str], cells: RawCells) -> None:
        for row, column, value, valid in cells.broken:
            label = None
            if column is not None:
                label = (names[column - 1] if column <= len(names) else "") or say(
                    "number {column}", column=column
                )
            self.faults.append(Fault(name, row, label, value, valid))

    def _check_header(self, name: str, names: list[str], header: tuple[int, list[str]]) -> None:
        known, (line, cells) = TABLE_COLUMNS[name], header
        for at, column in enumerate(names):
            if column and column not in known:
                valid = among(column, known)
                self.faults.append(Fault(name, line, cells[at], say("unknown column"), valid))
            elif column and column in names[:at]:
                self.faults.append(
                    Fault(name, line, column, say("column given twice"), say("every column once"))
                )
        self.faults += [
            Fault(name, line, column, say("column is missing"), f"{column}: {say(entry.meaning)}")
            for column, entry in known.items()
            if entry.required and column not in names
        ]

    def _check_width(self, name: str, names: list[str], rows: list[tuple[int, list[str]]]) -> None:
        """Name cells that stand under no column name: nobody would read them."""
        width = len(names)
        headless = [at for at, column in enumerate(names) if not column]
        for number, row in rows:
            self.faults += [
                Fault(
                    name,
                    number,
                    None,
                    text,
                    say("at most {width} cells, as many as the header has", width=width),
                )
                for text in row[width:]
                if text
            ]
            self.faults += [
                Fault(
                    name,
                    number,
                    say("number {at}", at=at + 1),
                    row[at],
                    say("no cell below an empty column name"),
                )
                for at in headless
                if at < len(row) and row[at]
            ]


def _is_blank_form(name: str, cells: RawCells | UnreadableError) -> bool:
    """Whether a sheet has its header alone: a form that nobody has filled in yet, so that the default holds."""
    if name in REQUIRED_TABLES or isinstance(cells, UnreadableError) or len(cells.rows) != 1 or cells.broken:
        return False
    header = {"_".join(_clean(cell).lower().split()) for cell in cells.rows[0][1]} - {""}
    required = {column for column, entry in TABLE_COLUMNS[name].items() if entry.required}
    return required <= header <= set(TABLE_COLUMNS[name])


def _table_name(title: str) -> str:
    return title.strip().lower()


def _clean(cell: str) -> str:
    """Return a cell without outer blanks; an umlaut is one character, however it was typed."""
    text = cell.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _table(name: str, source: str, names: list[str], rows: list[tuple[int, list[str]]]) -> RawTable:
    width = len(names)
    cells = [(row + [""] * (width - len(row)))[:width] for _, row in rows]
    frame = pd.DataFrame(cells, index=[number for number, _ in rows], columns=names, dtype=object)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    frame = frame[[column for column in frame.columns if column in TABLE_COLUMNS[name]]]
    positions = {column: names.index(column) + 1 for column in frame.columns}
    return RawTable(name, source, frame, positions)


def _invisible(table: RawTable) -> list[Fault]:
    """Return the cells with characters that nobody sees: two keys that look alike would differ."""
    return [
        Fault(
            table.name,
            int(line),
            column,
            text,
            say("visible characters on one line, no U+{code:04X}", code=ord(found[0])),
        )
        for column in table.cells.columns
        for line, text in zip(table.cells.index, table.cells[column], strict=True)
        if (found := _INVISIBLE.search(text))
    ]
