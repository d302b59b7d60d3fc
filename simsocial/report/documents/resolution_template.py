"""The usual template of a draft resolution: two A4 pages with fields, made here so that it can be handed out to edit.

A municipality has a template of its own; ours shows which fields there are and works where none is given.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simsocial.report.documents.word_tables import keep_rows_whole, set_widths

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

__all__ = ["write_template"]

_FONT, _POINTS = "DejaVu Sans", 9
_SHADE = "E8EDF2"
_WIDTH_CM = 17.0
"""Of the text between the margins."""


def write_template(path: Path) -> Path:
    """Write the template with its fields in double braces.

    Parameters
    ----------
    path : Path
        The .docx file.

    Returns
    -------
    Path
        The same.
    """
    import docx

    document = docx.Document()
    _page(document)
    document.add_heading("{{ heading.title }}: {{ subject }}", level=1)
    _paragraph(document, "{{ region }} · {{ heading.number }} ____________ · {{ created }}")
    _paragraph(document, "{{ heading.notice }}", italic=True)
    _section(document, "proposal")
    _listed(document, "proposal", "List Number")
    _section(document, "facts")
    document.add_paragraph("{%p if summary %}")
    _paragraph(document, "{{ summary }}")
    document.add_paragraph("{%p endif %}")
    _listed(document, "facts", "Normal")
    _table(
        document,
        "measures",
        {
            "measures": "{{ row.title }}{% if row.start %}, {{ row.start }}{% endif %}",
            "latest": "{{ row.latest }}",
            "at_table": "{{ row.decided_by }}{% if row.consent %}; {{ row.consent | join(', ') }}{% endif %}",
        },
        0.4,
    )
    _section(document, "targets")
    _effects(document, "targets", "{{ row.label }}{% if row.note %} – {{ row.note }}{% endif %}")
    _section(document, "side_effects")
    _effects(document, "side_effects", "{{ row.label }}")
    _section(document, "finance")
    _paragraph(
        document,
        "{% if has_costs %}☒ {{ heading.yes }}  ☐ {{ heading.no }}{% else %}☐ {{ heading.yes }}  ☒ {{ heading.no }}"
        "{% endif %}   {{ heading.budget_year }}: {{ budget_year }}   {{ heading.planned }}",
    )
    _paragraph(document, "{{ heading.budget_item }}: ____________   {{ heading.cover }}: ____________")
    _table(
        document,
        "costs",
        {
            "payer": "{{ row.payer }}",
            "capital": "{{ row.capital }}",
            "{{ cost_years[0] }}": "{{ row.first_year }}",
            "{{ cost_years[1] }}": "{{ row.last_year }}",
            "total": "{{ row.total }}",
        },
        0.24,
    )
    _listed(document, "paybacks", "Normal")
    _section(document, "certainty")
    _listed(document, "certainty", "Normal")
    _section(document, "alternatives")
    _listed(document, "alternatives", "List Bullet")
    document.save(str(path))
    return path


def _page(document: Document) -> None:
    """Set A4, narrow margins and a small plain font, so that two pages suffice."""
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.6)
    for name, size in (("Normal", _POINTS), ("Heading 1", 14), ("Heading 2", 10.5)):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.space_before = Pt(6 if name != "Normal" else 0)


def _paragraph(document: Document, text: str, *, italic: bool = False) -> None:
    """Add a paragraph of one run: a field that is torn apart is none."""
    document.add_paragraph().add_run(text).italic = italic


def _section(document: Document, heading: str) -> None:
    """Add a heading by the name of its word."""
    document.add_heading(f"{{{{ heading.{heading} }}}}", level=2)


def _listed(document: Document, field: str, style: str) -> None:
    """Add a paragraph for each text of a field."""
    document.add_paragraph(f"{{%p for text in {field} %}}")
    document.add_paragraph("{{ text }}", style=style)
    document.add_paragraph("{%p endfor %}")


def _effects(document: Document, field: str, label: str) -> None:
    """Add a table of changed indicators, or a word if there are none."""
    document.add_paragraph(f"{{%p if {field} %}}")
    _table(
        document,
        field,
        {
            field: label,
            "reference": "{{ row.reference }}",
            "option": "{{ row.option }}",
            "effect": "{{ row.effect }}",
            "verdict": "{{ row.verdict }}",
        },
        *(0.36, 0.13, 0.13, 0.23),
    )
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ heading.none }}")
    document.add_paragraph("{%p endif %}")


def _table(document: Document, field: str, columns: dict[str, str], *shares: float) -> None:
    """Add a table with a row for each entry of a field; heads are names of words or texts in braces.

    The first columns have `shares` of the width.
    """
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    for column, (head, cell) in enumerate(columns.items()):
        word = head if head.startswith("{{") else f"{{{{ heading.{head} }}}}"
        _fill(table, 0, column, word, bold=True)
        _fill(table, 2, column, cell)
    _fill(table, 1, 0, f"{{%tr for row in {field} %}}")
    _fill(table, 3, 0, "{%tr endfor %}")
    set_widths(table, _WIDTH_CM, *shares)
    keep_rows_whole(table)


def _fill(table: Table, row: int, column: int, text: str, *, bold: bool = False) -> None:
    """Write into a cell; the head is shaded."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    cell = table.cell(row, column)
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(_POINTS - 1)
    cell.paragraphs[0].paragraph_format.space_before = Pt(1.5)
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    if bold:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _SHADE)
        cell._tc.get_or_add_tcPr().append(shade)
