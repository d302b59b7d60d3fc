"""The chapter "present situation" of a planning report, from the run of the status quo: ready to be taken over in Word.

Population from today on, births, deaths and moves, services by planning area, care, the official projection beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simsocial.analysis.results import Results
from simsocial.report.area_supply import AreaSupply, even_cells
from simsocial.report.catalog import Catalog
from simsocial.report.documents.chapter_tables import (
    movement_table,
    population_table,
    supply_table,
    whole_table,
)
from simsocial.report.documents.word_tables import keep_rows_whole, keep_together, narrow_cells, set_widths
from simsocial.report.picture import Picture
from simsocial.report.profile import profile_view
from simsocial.report.run_view import run_table
from simsocial.report.site_list import site_table
from simsocial.report.table import Table

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["write_chapter"]

_POINTS, _POINTS_OF_MANY = 8, 7
_MANY = 8
"""Columns from which on letters are smaller and the first column leaves more room to numbers."""
_SHORT = 15
"""Lines up to which a table stands on one page."""
_SIDE_CM = 0.05
_WIDTH_CM = 17.4
"""Of the text between the margins."""
_SEVERAL = 2
"""Areas: one alone is the region."""


def write_chapter(catalog: Catalog, results: Results, folder: Path) -> Path:
    """Write the chapter.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results of the status quo.
    folder : Path
        Where it goes.

    Returns
    -------
    Path
        The .docx file.
    """
    import docx

    texts, view = catalog.texts, profile_view(catalog, results)
    document = docx.Document()
    document.styles["Normal"].font.name = "DejaVu Sans"
    _page(document)
    document.add_heading(texts("chapter-title", region=catalog.area("region")), level=1)
    document.add_paragraph(texts("profile-notice")).runs[0].italic = True
    document.add_heading(texts("chapter-population"), level=2)
    _add(document, population_table(catalog, results))
    _add(document, movement_table(catalog, results))
    for picture in view["pictures"]:
        _add_picture(document, picture)
    document.add_heading(texts("profile-levels"), level=2)
    _add(document, view["levels"])
    document.add_paragraph(texts("profile-levels-note"))
    if view["supplies"]:
        _add_supply(document, catalog, view["supplies"], view["maps"])
    if view["projection"].rows:
        document.add_heading(texts("projection-title"), level=2)
        _add(document, view["projection"])
        for reason in view["reasons"]:
            document.add_paragraph(reason, style="List Bullet")
        document.add_paragraph(f"{texts('projection-sources')} {'; '.join(view['sources'])}.")
    document.add_heading(texts("run-data"), level=2)
    _add(document, run_table(catalog, results))
    path = folder / f"{texts('file-chapter')}.docx"
    document.save(str(path))
    return path


def _add_supply(
    document: Document,
    catalog: Catalog,
    supplies: Sequence[AreaSupply],
    maps: Mapping[str, Picture],
) -> None:
    """Add what there is of each service, by planning area where there are several, and its map beside it."""
    texts = catalog.texts
    several = len(catalog.region.get("areas") or ()) >= _SEVERAL
    document.add_heading(texts("chapter-supply" if several else "chapter-supply-one"), level=2)
    if not several:
        document.add_paragraph(texts("chapter-supply-whole", region=catalog.area("region")))
        _add(document, whole_table(catalog, supplies))
    for supply in supplies:
        if len(supply.housed) >= _SEVERAL:
            (cells,) = even_cells(catalog, supply)
            _add(document, supply_table(catalog, supply, cells))
        if supply.service in maps:
            _add_picture(document, maps[supply.service])
            sites = site_table(catalog, supply.service)
            if sites.rows:
                _add(document, sites)


def _add_picture(document: Document, picture: Picture) -> None:
    """Add a picture with the words that stand for it where it is not seen, and its caption on the same page."""
    from docx.shared import Cm

    shape = document.add_picture(str(picture.png), width=Cm(_WIDTH_CM))
    shape._inline.docPr.set("title", picture.title)
    shape._inline.docPr.set("descr", f"{picture.title}. {picture.caption}")
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(picture.caption)


def _page(document: Document) -> None:
    """Set A4 with narrow margins: the tables are wide."""
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - _WIDTH_CM) / 2.0)


def _add(document: Document, content: Table) -> None:
    """Add a table with its caption; numbers stand at the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if content.caption:
        document.add_paragraph(content.caption, style="Caption").paragraph_format.keep_with_next = True
    width = len(content.columns)
    named = any(content.columns)
    table = document.add_table(rows=int(named), cols=width, style="Light List Accent 1")
    lines = [(content.columns, "")] if named else []
    lines += [(row.cells, row.kind) for row in content.rows]
    for number, (cells, kind) in enumerate(lines):
        line = table.rows[0] if named and number == 0 else table.add_row()
        if kind == "group":
            line.cells[0].merge(line.cells[width - 1])
        for column, text in enumerate(cells):
            paragraph = line.cells[column].paragraphs[0]
            paragraph.add_run(text).font.size = Pt(_POINTS_OF_MANY if width >= _MANY else _POINTS)
            if column in content.numeric and kind != "group":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    set_widths(table, _WIDTH_CM, 0.226 if width >= _MANY else 0.28)
    narrow_cells(table, _SIDE_CM)
    keep_rows_whole(table)
    if len(lines) <= _SHORT:
        keep_together(table)
    document.add_paragraph()
