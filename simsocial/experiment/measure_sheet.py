"""The sheet ``Maßnahmen`` of a region's workbook: one row a measure; rows of one option are a scenario.

Every fault names file, sheet, row and column, what stands there and what is valid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.experiment.measure_columns import (
    COLUMNS,
    FURTHER,
    MEASURE,
    OPTION,
    OPTION_TITLE,
    SheetColumn,
    further_value,
)
from simsocial.measures import measure_kinds, read_measure
from simsocial.measures.fit import check_fit
from simsocial.measures.registry import measure_model
from simsocial.region import Region
from simsocial.region.raw_cells import UnreadableError
from simsocial.region.workbook import read_workbook
from simsocial.services.catalogue import Catalogue

__all__ = ["MeasureSheet", "read_measure_sheet"]

_TITLES = frozenset(title.casefold() for title in ("Maßnahmen", "Measures"))
_NAME = re.compile(r"[^\W\d]\w*")
_OF_MEASURE = re.compile(r"measures\.(?P<name>\w+)(?:\.(?P<key>[\w.]+))?:?\s*(?P<said>.*)", re.DOTALL)
_LINE = re.compile(r"(?P<key>[\w.]+): (?P<said>.*)")


@dataclass
class MeasureSheet:
    """What the sheet of a workbook holds.

    Attributes
    ----------
    where : str
        File and sheet, to begin messages with.
    options : dict
        Name of each option and what a scenario file of it would hold: title and measures.
    faults : list of str
        Everything that is wrong.
    rows : dict
        Row of each measure, by option and name.
    title : str
        Title of the sheet.
    headings : dict
        Number of each column, counted from 1, by its heading as messages name it.
    at_cells : dict
        What is wrong, by row and number of the column, both counted from 1; of a whole row at its first cell.
    """

    where: str
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    title: str = ""
    headings: dict[str, int] = field(default_factory=dict)
    at_cells: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    def fault(self, row: int, column: str | None, said: str) -> None:
        """Note a fault."""
        at = "" if column is None else ", " + say("column {column}", column=column)
        self.faults.append(say("{where}, row {row}{at}: {said}", where=self.where, row=row, at=at, said=said))
        # Of a further field the cell that holds all of them.
        number = self.headings.get((column or "").partition(" (")[0])
        told = said if number or column is None else f"{column}: {said}"
        self.at_cells.setdefault((row, number or 1), []).append(told)

    def numbered(self, column: int) -> str:
        """Return how messages name a column without a heading, which is known by it from now on."""
        name = say("number {column}", column=column)
        self.headings[name] = column
        return name

    def raise_faults(self) -> None:
        """Raise a ScenarioError with every fault, if there is one."""
        if self.faults:
            raise ScenarioError("\n".join(self.faults))

    def check_in(self, region: Region, catalogue: Catalogue, first_month: int | None = None) -> None:
        """Note measures that do not fit region and horizon, and those of an option that contradict each other."""
        for option, content in self.options.items():
            measures = [read_measure(name, entry) for name, entry in content["measures"].items()]
            try:
                check_fit(measures, region, catalogue, first_month)
            except ScenarioError as caught:
                self._note_misfits(option, str(caught))

    def _note_misfits(self, option: str, message: str) -> None:
        """Note each line of a message at the row of the measure that it begins with."""
        for line in message.splitlines():
            found = _OF_MEASURE.match(line)
            row = self.rows.get((option, found["name"])) if found else None
            if found is None or row is None:
                self.faults.append(
                    say("{where}, option {option}: {line}", where=self.where, option=option, line=line)
                )
            else:
                self.fault(row, _column_of(found["key"] or ""), found["said"])


def read_measure_sheet(path: Path) -> MeasureSheet | None:
    """Return what the sheet ``Maßnahmen`` of a workbook holds, None if there is no such sheet.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` workbook. One that cannot be read is a matter of its tables, which say so.
    """
    try:
        sheets = read_workbook(path, lambda title: title.strip().casefold() in _TITLES)
    except UnreadableError:
        return None
    found = [one for one in sheets if one.title.strip().casefold() in _TITLES]
    if not found:
        return None
    sheet = MeasureSheet(
        say("{name}, sheet {title}", name=path.name, title=found[0].title), title=found[0].title
    )
    if len(found) > 1:
        sheet.faults.append(
            say(
                "{name}: sheets {title}. Valid: one of them.",
                name=path.name,
                title=", ".join(one.title for one in found),
            )
        )
        return sheet
    cells = found[0].cells
    if isinstance(cells, UnreadableError):
        sheet.faults.append(
            say(
                "{where}: '{value}' is not valid. Valid: {valid}",
                where=sheet.where,
                value=cells.value,
                valid=cells.valid,
            )
        )
        return sheet
    for row, column, value, valid in cells.broken:
        said = say("'{value}' is not valid. Valid: {valid}", value=value, valid=valid)
        sheet.fault(row, None if column is None else sheet.numbered(column), said)
    if cells.rows:
        (line, head), *rows = cells.rows
        columns = _columns(sheet, line, [_clean(cell) for cell in head])
        for number, texts in rows:
            _read_row(
                sheet,
                number,
                {name: _clean(text) for name, text in zip(columns, texts, strict=False) if name},
            )
            for at, text in enumerate(texts):
                if text.strip() and (at >= len(head) or not head[at].strip()):
                    sheet.fault(
                        number,
                        sheet.numbered(at + 1),
                        say("'{text}' is not valid. Valid: no cell without a heading", text=text),
                    )
    return sheet


def _clean(cell: str) -> str:
    """Return a cell on one line without outer blanks; an umlaut is one character, however it was typed."""
    return unicodedata.normalize("NFC", " ".join(cell.split()))


_ALIASES = {
    "name": MEASURE,
    "maßnahme/name": MEASURE,
    "standort(e)": "Standort",
    "vorlauf": "Vorlauf in Monaten",
}


def _columns(sheet: MeasureSheet, line: int, head: list[str]) -> list[str]:
    """Return the columns by their headings, German names or keys of measures; empty where there is none, or no such."""
    german = {name.casefold(): name for name in (OPTION, OPTION_TITLE, FURTHER, *COLUMNS)} | _ALIASES
    keys = {key for kind in measure_kinds() for key in measure_model(kind).model_fields}
    known = [*dict.fromkeys(german.values()), *sorted(keys)]
    names: list[str] = []
    for number, cell in enumerate(head, start=1):
        name = german.get(cell.casefold(), cell)
        sheet.headings |= dict.fromkeys(filter(None, (cell, name)), number)
        if name and name not in known:
            sheet.fault(line, cell, say("unknown column. {valid}", valid=nearest(cell, known)))
        elif name and name in names:
            sheet.fault(line, cell, say("column given twice. Valid: every column once"))
        names.append(name if name in known else "")
    for name in (OPTION, "Art"):
        if name not in names:
            sheet.fault(line, name, say("column is missing"))
    return names


def _read_row(sheet: MeasureSheet, row: int, cells: Mapping[str, str]) -> None:
    """Add the measure of a row to its option, or note what is wrong."""
    before = len(sheet.faults)
    option = cells.get(OPTION, "")
    if not _NAME.fullmatch(option):
        sheet.fault(
            row,
            OPTION,
            say(
                "'{option}' is not valid. Valid: a name of letters, digits and _, such as kita_sued",
                option=option,
            ),
        )
    name = cells.get(MEASURE) or f"zeile_{row}"
    entry: dict[str, Any] = {}
    for column, cell in cells.items():
        if cell and column not in (OPTION, OPTION_TITLE, MEASURE):
            for key, value in _values(sheet, row, column, cell):
                _put(entry, key, value)
    if (option, name) in sheet.rows:
        sheet.fault(
            row,
            MEASURE,
            say(
                "'{name}' is in row {rows} already. Valid: each name once an option",
                name=name,
                rows=sheet.rows[option, name],
            ),
        )
    if len(sheet.faults) > before:
        return
    try:
        read_measure(name, entry)
    except ScenarioError as caught:
        _note(sheet, row, name, cells, str(caught))
        return
    content = sheet.options.setdefault(option, {"title": {"de": option, "en": option}, "measures": {}})
    content["measures"][name] = entry
    sheet.rows[option, name] = row
    title = cells.get(OPTION_TITLE)
    if title and content["title"]["de"] not in (option, title):
        sheet.fault(
            row,
            OPTION_TITLE,
            say(
                "'{title}' is a second title of {option}. Valid: one, or empty cells",
                title=title,
                option=option,
            ),
        )
    elif title:
        content["title"] = {"de": title, "en": title}


def _values(sheet: MeasureSheet, row: int, column: str, cell: str) -> Iterator[tuple[str, Any]]:
    """Iterate over keys of a measure and the values that a cell gives them."""
    if column == FURTHER:
        for part in cell.split(";"):
            key, sign, value = part.partition("=")
            if not sign:
                sheet.fault(
                    row, column, say("'{part}' is not valid. Valid: key=value; key=value", part=part.strip())
                )
            else:
                yield key.strip(), further_value(value.strip())
        return
    known = COLUMNS.get(column, SheetColumn(column, further_value, ""))
    try:
        value = known.read(cell)
    except ValueError as caught:
        sheet.fault(row, column, say("'{cell}' is not valid. {caught}", cell=cell, caught=caught))
        return
    yield known.key, {"de": value, "en": value} if known.key == "title" else value


def _put(entry: dict[str, Any], key: str, value: Any) -> None:
    """Set a key with dots."""
    *path, last = key.split(".")
    for part in path:
        entry = entry.setdefault(part, {})
    entry[last] = value


def _note(sheet: MeasureSheet, row: int, name: str, cells: Mapping[str, str], message: str) -> None:
    """Note what is wrong with a measure at the columns that say it."""
    for line in message.removeprefix(f"measures.{name}:").strip().splitlines():
        # What is wrong with an entry as a whole begins with the key, too, if it is about one.
        said = line.strip().removeprefix(f"{say('(whole entry)')}: ")
        found = _LINE.match(said)
        if found is None:
            sheet.fault(row, None, said)
            continue
        column = found["key"] if found["key"] in cells else _column_of(found["key"])
        sheet.fault(row, column, found["said"])


def _column_of(key: str) -> str | None:
    """Return the heading of the column that says a key of a measure."""
    first = key.partition(".")[0]
    for column, known in COLUMNS.items():
        if known.key in (key, first):
            return column
    return f"{FURTHER} ({key})" if key else None
