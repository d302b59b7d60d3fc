"""Tables of Word documents: how wide their columns are, and how near their cells stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.table import Table

__all__ = ["keep_rows_whole", "keep_together", "narrow_cells", "set_widths"]


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


def keep_rows_whole(table: Table) -> None:
    """Let no row be torn apart between two pages, and the head stand on each of them."""
    from docx.oxml import OxmlElement

    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not number:
            properties.append(OxmlElement("w:tblHeader"))


def keep_together(table: Table) -> None:
    """Let a table that is no longer than a page stand on one."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def set_widths(table: Table, whole_cm: float, *shares: float) -> None:
    """Give the first columns shares of the width, and the others what is left in equal parts.

    Parameters
    ----------
    table : Table
        At least two columns.
    whole_cm : float
        Width of the text between the margins.
    *shares : float
        Of the first columns, which hold words: together less than 1.
    """
    from docx.shared import Cm

    others = len(table.columns) - len(shares)
    widths = [*shares, *[(1.0 - sum(shares)) / others] * others]
    table.autofit = False
    for share, column in zip(widths, table.columns, strict=True):
        column.width = Cm(whole_cm * share)
        for cell in column.cells:
            cell.width = column.width
