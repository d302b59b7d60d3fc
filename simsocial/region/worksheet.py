"""The cells of one worksheet as text, from the elements of its XML part."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta

import numpy as np

from simsocial.core.language import later, say
from simsocial.region.raw_cells import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    RawCells,
    UnreadableError,
)

__all__ = ["SheetReader", "is_date_format", "unescaped"]

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_LAST_DAY = 2_958_465
"""31.12.9999 in days since 30.12.1899."""
_SAVE = later("the file is damaged: open it in a spreadsheet, mend the cell and save it anew")


def unescaped(text: str) -> str:
    """Return a text of a workbook with its escaped control characters.

    Examples
    --------
    >>> unescaped("Nord_x005F_Ost")
    'Nord_Ost'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or time.

    Examples
    --------
    >>> is_date_format("dd.mm.yyyy"), is_date_format('0.0 "Tage"'), is_date_format("[Red]0")
    (True, False, False)
    """
    return bool(set(_NO_FORMAT.sub("", code.casefold()).split(";")[0]) & set("dmyhs"))


class SheetReader:
    """Collects cells while a parser walks through a worksheet.

    Parameters
    ----------
    strings : sequence of str
        The workbook's shared texts.
    dates : collection of int
        Cell styles that show dates.
    from_1904 : bool
        Whether days count from 1904 instead of 1900.
    """

    def __init__(self, strings: Sequence[str], dates: Collection[int], *, from_1904: bool) -> None:
        self._strings, self._dates = strings, dates
        self._first_day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        self._found = RawCells()
        self._rows: dict[int, dict[int, str]] = {}
        self._number = 0
        self._row = self._column = 0
        self._cell: Mapping[str, str] | None = None
        self._value: list[str] | None = None
        self._text: list[str] | None = None
        self._into: list[str] | None = None
        self._formula = False
        self._phonetic = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """Begin an element."""
        if tag == "row":
            number = given.get("r", str(self._row + 1))
            self._row = (
                int(number) if number.isascii() and number.isdigit() and len(number) < 9 else self._row + 1
            )
            self._column = 0
        elif tag == "c":
            self._cell, self._value, self._text, self._formula = given, None, None, False
        elif self._cell is None:
            return
        elif tag == "v":
            self._into = self._value = []
        elif tag == "t" and not self._phonetic:
            self._text = self._text or []
            self._into = self._text
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic += 1

    def text(self, data: str) -> None:
        """Take characters of the current element."""
        if self._into is not None and sum(map(len, self._into)) <= MOST_CHARACTERS:
            self._into.append(data)

    def end(self, tag: str) -> None:
        """End an element."""
        if tag in {"v", "t"}:
            self._into = None
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "c" and self._cell is not None:
            self._keep(self._cell)
            self._cell = None

    def finish(self) -> RawCells:
        """Return the rows in their order."""
        for number in sorted(self._rows):
            row = self._rows[number]
            if any(cell.strip() for cell in row.values()):
                cells = [row.get(column, "") for column in range(1, max(row) + 1)]
                self._found.rows.append((number, cells))
        return self._found

    def _keep(self, cell: Mapping[str, str]) -> None:
        reference = cell.get("r")
        self._column += 1
        if reference is not None:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                self._found.complain(
                    max(self._row, 1),
                    None,
                    say("cell {reference}", reference=reference),
                    say("a cell such as C4; {save}", save=say(_SAVE)),
                )
                return
            self._column = _column_number(match[1])
            self._row = int(match[2])
        value, fault = self._text_of(cell)
        if not value and not fault:
            return
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS or self._row < 1:
            limit = say(
                "cells within {most_rows:,} rows and {most_columns} columns",
                most_rows=MOST_ROWS,
                most_columns=MOST_COLUMNS,
            )
            self._found.complain(
                self._row,
                None,
                say("{value} in cell {reference}", value=value, reference=reference or "").strip(),
                limit,
            )
            return
        row = self._rows.setdefault(self._row, {})
        if fault:
            self._found.complain(self._row, self._column, value, fault)
        elif self._column in row:
            self._found.complain(
                self._row, self._column, value, say("each cell once; {save}", save=say(_SAVE))
            )
        self._number += 1
        if self._number > MOST_CELLS:
            raise UnreadableError(
                say("too many cells"), say("at most {most_cells:,} cells", most_cells=MOST_CELLS), self._row
            )
        row.setdefault(self._column, value)

    def _text_of(self, cell: Mapping[str, str]) -> tuple[str, str | None]:
        """Return the text of a cell, and what would be valid if its value is not in the file."""
        kind, found = cell.get("t", "n"), None if self._value is None else "".join(self._value)
        if kind == "s":
            return self._shared(found)
        if kind == "inlineStr":
            return _bounded(unescaped("".join(self._text or [])))
        if kind == "b":
            return ("TRUE" if found == "1" else "FALSE"), say("a number or a text, no truth value")
        if kind == "e":
            return found or say("an error"), say("a value: the formula of this cell ends in an error")
        if not found:
            valid = say(
                "a value: this formula was never calculated; open the file in a spreadsheet and save it"
            )
            return (say("formula without result"), valid) if self._formula and kind != "str" else ("", None)
        if kind in {"str", "d"}:
            return _bounded(unescaped(found))
        return self._number_text(found.strip(), cell.get("s", "0"))

    def _shared(self, found: str | None) -> tuple[str, str | None]:
        number = (found or "").strip()
        if not (
            number.isascii() and number.isdigit() and len(number) < 9 and int(number) < len(self._strings)
        ):
            return say("text number {number}", number=number or say("missing")), say(
                "a text that is in the file; {save}", save=say(_SAVE)
            )
        return _bounded(self._strings[int(number)])

    def _number_text(self, text: str, style: str) -> tuple[str, str | None]:
        number = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(number):
            return text, say("a number; {save}", save=say(_SAVE))
        if style.isdigit() and int(style) in self._dates and 0 <= number < _LAST_DAY:
            moment = self._first_day + timedelta(seconds=round(number * 86_400))
            shown = ("%H:%M:%S" if number < 1 else "%Y-%m-%d %H:%M:%S").replace(
                " %H:%M:%S", "" if moment.time() == time() else " %H:%M:%S"
            )
            return moment.strftime(shown), None
        return _plain(number), None


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _bounded(text: str) -> tuple[str, str | None]:
    if len(text) > MOST_CHARACTERS:
        return text[:40], say("at most {most_characters:,} characters", most_characters=MOST_CHARACTERS)
    return text, None


def _plain(number: float) -> str:
    """Return a number in the 15 digits that spreadsheets keep, with a decimal comma.

    With a comma, since 12.345 written with a point would be read as twelve thousand.
    """
    kept = float(f"{number:.15g}")
    return np.format_float_positional(kept, trim="-").replace(".", ",")
