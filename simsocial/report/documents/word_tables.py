"""Tables of Word documents: how wide their columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.table import Table

__all__ = ["set_widths"]


def set_widths(table: Table, whole_cm: float, first_share: float) -> None:
    """Give the first column, which holds words, a share of the width, and the others what is left in equal parts.

    Parameters
    ----------
    table : Table
        At least two columns.
    whole_cm : float
        Width of the text between the margins.
    first_share : float
        Share of the first column, 0 to 1.
    """
    from docx.shared import Cm

    first, others = whole_cm * first_share, len(table.columns) - 1
    table.autofit = False
    for number, column in enumerate(table.columns):
        column.width = Cm((whole_cm - first) / others if number else first)
        for cell in column.cells:
            cell.width = column.width
