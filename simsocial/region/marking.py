"""A copy of a workbook in which the cells with faults are coloured and carry a comment."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.tables import RawTable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["MarkingError", "Notes", "mark_cells", "mark_workbook"]

Notes = Mapping[tuple[str, int, int], Sequence[str]]
"""What is to be said at cells, by sheet, row and column, counted from 1."""

_RED = "FFFFB3B3"
_MOST_LINES = 20


class MarkingError(Exception):
    """There is no marked copy; the faults stand all the same."""


def mark_workbook(path: Path, tables: Mapping[str, RawTable], faults: Sequence[Fault]) -> Path:
    """Write ``<name>-checked.xlsx`` beside a workbook and return its path.

    Faults of whole tables are noted at the header's first cell, faults of merged cells at their first one.

    Parameters
    ----------
    path : Path
        The workbook; stays as it is.
    tables : mapping
        Tables as read from it.
    faults : sequence of Fault
        What to mark.

    Raises
    ------
    MarkingError
        If the workbook has parts that cannot be copied, or the copy cannot be written.
    """
    return _marked(path, path, lambda book: _notes(book.worksheets[0].title, tables, faults))


def mark_cells(path: Path, notes: Notes, marked: Path | None = None) -> Path:
    """Mark further cells in the copy of a workbook, or in a new one, and return its path.

    Parameters
    ----------
    path : Path
        The workbook; stays as it is.
    notes : mapping
        What to mark.
    marked : Path or None
        The copy, if there is one already.

    Raises
    ------
    MarkingError
        If the workbook has parts that cannot be copied, or the copy cannot be written.
    """
    return _marked(marked or path, path, lambda _: notes)


def _marked(source: Path, path: Path, notes_of: Callable[[Workbook], Notes]) -> Path:
    """Write the copy of a workbook with what another copy of it, or itself, says, and these notes."""
    from openpyxl import load_workbook

    try:
        # openpyxl warns of what it cannot copy, and leaves a file that it cannot read open.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(source.read_bytes()), keep_vba=False)
    # Whatever else is broken in a workbook (drawings, styles, links) must not cost the user the faults.
    except Exception as error:
        message = say(
            "a part of {name} is damaged ({kind}: {error})",
            name=path.name,
            kind=type(error).__name__,
            error=_one_line(error),
        )
        raise MarkingError(message) from error
    if not book.worksheets:
        message = say("{name} has no worksheet that can be copied", name=path.name)
        raise MarkingError(message)
    for (title, row, column), lines in notes_of(book).items():
        if title in book.sheetnames:
            _mark(book[title], row, column, list(lines))
    target = path.with_name(f"{path.stem}-checked.xlsx")
    partial = target.with_name(f"{target.name}.partial")
    try:
        book.save(partial)
        partial.replace(target)
    except Exception as error:
        partial.unlink(missing_ok=True)
        message = say(
            "{name} cannot be written ({kind}: {error})",
            name=target.name,
            kind=type(error).__name__,
            error=_one_line(error),
        )
        raise MarkingError(message) from error
    return target


def _notes(
    first_sheet: str, tables: Mapping[str, RawTable], faults: Sequence[Fault]
) -> dict[tuple[str, int, int], list[str]]:
    """Return the comments by sheet, row and column number."""
    notes: dict[tuple[str, int, int], list[str]] = {}
    for fault in faults:
        table = tables.get(fault.table)
        sheet = table.source if table else first_sheet
        row = fault.row or 1 if table else 1
        column = table.positions.get(fault.column or "", 1) if table else 1
        prefix = "" if table else f"{fault.table}: "
        notes.setdefault((sheet, row, column), []).append(f"{prefix}{fault.reason}")
    return notes


def _mark(sheet: Worksheet, row: int, column: int, lines: list[str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            row, column = merged.min_row, merged.min_col
    shown = lines[:_MOST_LINES] + [say("... and {number:,} more", number=len(lines) - _MOST_LINES)] * (
        len(lines) > _MOST_LINES
    )
    cell: Any = sheet.cell(row=row, column=column)
    cell.fill = PatternFill("solid", start_color=_RED, end_color=_RED)
    cell.comment = Comment("\n".join(shown), "simsocial check", width=420, height=60 + 30 * len(shown))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
