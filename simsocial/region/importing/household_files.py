"""Households by size from planners' tables: sizes as rows or columns, areas added up."""

from __future__ import annotations

import re

import pandas as pd

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.importing.counts import counted, is_number
from simsocial.region.importing.labels import facts_of
from simsocial.region.importing.request import Imported, Request
from simsocial.region.importing.sheets import SourceSheet, raise_faults, read_sheets
from simsocial.region.importing.understood import Understood

__all__ = ["household_size", "import_households"]

_WORDS = {"ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
_SIZE = re.compile(
    rf"(\d|{'|'.join(_WORDS)})[\s_-]*(?:(?:und|u\.?|oder)\s*(?:mehr|m\.?)|\+)?[\s_-]*(?:pers(?:onen|on|\.)?)?[\s_-]*"
    r"(?:(?:und|u\.?|oder)\s*(?:mehr|m\.?))?[\s_-]*(?:haushalte?)?",
    re.IGNORECASE,
)
_FEWEST = 2


def household_size(text: str) -> int | None:
    """Return the persons of a household that a label names, of an open one the fewest.

    Examples
    --------
    >>> [household_size(text) for text in ("1-Personen-Haushalte", "5 und mehr", "Zweipersonenhaushalte", "12")]
    [1, 5, 2, None]
    """
    match = _SIZE.fullmatch(" ".join(text.split()))
    return None if match is None else _WORDS.get(match[1].casefold()) or int(match[1])


def import_households(request: Request) -> Imported:
    """Return the table ``households`` of the whole region.

    Raises
    ------
    RegionError
        With file, row, column, value and what is valid, of everything that cannot be read.
    """
    notes = Understood()
    sheets = [sheet for path in request.files for sheet in read_sheets(path, request.sheets)]
    households: dict[int, int] = {}
    for sheet in sheets:
        for size, number in _of_sheet(sheet, notes).items():
            households[size] = households.get(size, 0) + number
    sizes = sorted(households)
    if len(sizes) < _FEWEST or sizes != list(range(1, len(sizes) + 1)):
        names = ", ".join(path.name for path in request.files)
        found = ", ".join(map(str, sizes)) or say("no sizes")
        valid = say(
            "every size from 1 to the largest, which is open: 1 Person, 2 Personen, ..., 5 und mehr Personen"
        )
        raise RegionError(str(Fault(names, None, None, found, valid)))
    notes.layout.append(
        say(
            "{households:,} households; {sizes} stands for {sizes} and more persons",
            households=sum(households.values()),
            sizes=sizes[-1],
        )
    )
    table = pd.DataFrame([(size, households[size]) for size in sizes], columns=["size", "households"])
    return Imported({"households": table}, notes, {"as": "households"})


def _of_sheet(sheet: SourceSheet, notes: Understood) -> dict[int, int]:
    """Return the households of a sheet by size."""
    by_line = [[at for at, text in enumerate(cells) if _labels(text)] for cells in sheet.lines]
    line = max(range(len(by_line)), key=lambda at: len(by_line[at]))
    by_column = [
        [at for at, cells in enumerate(sheet.lines) if _labels(cells[column])]
        for column in range(sheet.width)
    ]
    column = max(range(len(by_column)), key=lambda at: len(by_column[at]))
    if max(len(by_line[line]), len(by_column[column])) < _FEWEST:
        notes.left_out.append(say("{name}: no households by size", name=sheet.name))
        return {}
    if len(by_line[line]) >= len(by_column[column]):
        notes.layout.append(say("{name}: sizes as columns", name=sheet.name))
        return _across(sheet, line, by_line[line], notes)
    notes.layout.append(say("{name}: sizes as rows", name=sheet.name))
    first = by_column[column][0]
    numbers = [at for at in range(column + 1, sheet.width) if is_number(sheet.lines[first][at])]
    header = sheet.lines[max(first - 1, 0)]
    notes.layout += [
        say("{name}: households are column '{header}'", name=sheet.name, header=header[at])
        for at in numbers[:1]
    ]
    notes.left_out += [
        say("{name}: column '{header}'", name=sheet.name, header=header[at]) for at in numbers[1:]
    ]
    found = {at: _number(sheet, at, numbers[0]) for at in by_column[column]} if numbers else {}
    totals = [
        at
        for at, cells in enumerate(sheet.lines)
        if facts_of(cells[column]).total and numbers and cells[numbers[0]]
    ]
    for total in totals:
        _compare(sheet, total, _number(sheet, total, numbers[0]), sum(found.values()), notes)
    return {household_size(sheet.lines[at][column]) or 0: number for at, number in found.items()}


def _across(sheet: SourceSheet, line: int, columns: list[int], notes: Understood) -> dict[int, int]:
    rows = [at for at in range(line + 1, len(sheet.lines)) if is_number(sheet.lines[at][columns[0]])]
    totals = [
        at for at in rows if any(facts_of(text).total for text in sheet.lines[at] if not is_number(text))
    ]
    added = {column: sum(_number(sheet, at, column) for at in rows if at not in totals) for column in columns}
    for total in totals:
        for column in columns:
            _compare(sheet, total, _number(sheet, total, column), added[column], notes)
    return {household_size(sheet.lines[line][column]) or 0: number for column, number in added.items()}


def _labels(text: str) -> bool:
    """Whether a cell names a size, not only a number."""
    return bool(text) and not text.isdigit() and household_size(text) is not None


def _number(sheet: SourceSheet, line: int, column: int) -> int:
    number = counted(sheet.lines[line][column])
    if number is None:
        raise_faults(
            [
                sheet.at(line, column).fault(
                    sheet.lines[line][column] or say("(empty)"), say("a whole number from 0 up")
                )
            ]
        )
    return number or 0


def _compare(sheet: SourceSheet, line: int, total: int, added: int, notes: Understood) -> None:
    place = say("{name}, row {numbers}", name=sheet.name, numbers=sheet.numbers[line])
    if total == added:
        notes.checked.append(say("{place}: {total:,} households", place=place, total=total))
    else:
        notes.differences.append(
            say(
                "{place}: {total:,} households, their parts are {added:,}",
                place=place,
                total=total,
                added=added,
            )
        )
