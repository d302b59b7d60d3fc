"""A copy of a workbook in which the cells with faults are coloured and carry a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from simsocial.region.faults import Fault
from simsocial.region.tables import RawTable

__all__ = ["mark_workbook"]

_RED = "FFFFB3B3"


def mark_workbook(path: Path, tables: Mapping[str, RawTable], faults: Sequence[Fault]) -> Path:
    """Write ``<name>-checked.xlsx`` beside a workbook and return its path.

    Faults of whole tables are noted at the header's first cell.

    Parameters
    ----------
    path : Path
        The workbook; stays as it is.
    tables : mapping
        Tables as read from it.
    faults : sequence of Fault
        What to mark.
    """
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = load_workbook(path, keep_vba=False)
    fill = PatternFill("solid", start_color=_RED, end_color=_RED)
    notes: dict[tuple[str, int, int], list[str]] = {}
    for fault in faults:
        table = tables.get(fault.table)
        sheet = table.source if table else book.sheetnames[0]
        column = table.positions.get(fault.column or "", 1) if table else 1
        found = f"'{fault.value}' is not valid. " if fault.value else ""
        prefix = "" if table else f"{fault.table}: "
        notes.setdefault((sheet, fault.row or 1, column), []).append(f"{prefix}{found}Valid: {fault.valid}")
    for (sheet, row, column), texts in notes.items():
        cell = book[sheet].cell(row=row, column=column)
        cell.fill = fill
        cell.comment = Comment("\n".join(texts), "simsocial check", width=420, height=60 + 30 * len(texts))
    target = path.with_name(f"{path.stem}-checked.xlsx")
    book.save(target)
    return target
