"""Tables of Word documents: how wide their columns are, and how near their cells stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.table import Table

__all__ = ["narrow_cells", "set_widths"]


def narrow_cells(table: Table, side_cm: float) -> None:
    """Leave less room at the sides of each cell than Word does, so that numbers keep to one line.

    Parameters
    ----------
    table : Table
        Any.
    side_cm : float
        Room left and right of the text.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(Cm(side_cm).twips))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    # The order of the properties is fixed: the look of the table stands last.
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


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
