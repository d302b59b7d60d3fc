"""Ages told in two columns, "Alter von" and "bis" or "bis unter", as one label in the first of them."""

from __future__ import annotations

import re
from dataclasses import replace

from simsocial.region.importing.sheets import SourceSheet

__all__ = ["join_bounds"]

_FROM = re.compile(r"(?:alter[\s_]*)?von|age_from|altersgruppe von|von[\s_]*alter", re.IGNORECASE)
_AGE = re.compile(r"\d+(?:[.,]\d{1,2})?")
_TO = re.compile(r"(?:alter[\s_]*)?bis([\s_]*unter)?|age_to|altersgruppe bis|bis[\s_]*alter", re.IGNORECASE)


def join_bounds(sheet: SourceSheet) -> SourceSheet:
    """Return the sheet with both columns joined, as it is if it has none."""
    for at, cells in enumerate(sheet.lines):
        for column in range(sheet.width - 1):
            end = _TO.fullmatch(cells[column + 1])
            if end and _FROM.fullmatch(cells[column]):
                word = "bis unter" if end[1] else "bis"
                lines = [
                    _joined(line, column, word) if number > at else line
                    for number, line in enumerate(sheet.lines)
                ]
                lines[at] = [*cells[:column], "Alter", "", *cells[column + 2 :]]
                return replace(sheet, lines=lines)
    return sheet


def _joined(cells: list[str], column: int, word: str) -> list[str]:
    first, last = cells[column], cells[column + 1]
    if not _AGE.fullmatch(first):
        return cells
    label = f"{first} {word} {last}" if _AGE.fullmatch(last) else f"{first} und mehr"
    return [*cells[:column], label, "", *cells[column + 2 :]]
