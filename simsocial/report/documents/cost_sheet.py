"""The sheet of costs: payers by year with sums, amounts per inhabitant, and a chart a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from simsocial.report.catalog import Catalog
from simsocial.report.documents.course_rows import CourseRow
from simsocial.report.documents.sheet import Sheet, Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["add_costs"]

_INHABITANTS = "population"
_ROW_PIXELS = 20


def add_costs(catalog: Catalog, rows: Sequence[CourseRow], book: Workbook, styles: Styles) -> None:
    """Add the operating cost of each payer, year by year, for every scenario."""
    texts = catalog.texts
    found = {(row.scenario, row.indicator): row for row in rows}
    payers = list(catalog.payer_indicators().values())
    scenarios = list(dict.fromkeys(row.scenario for row in rows))
    years = rows[0].years if rows else ()
    sheet = Sheet(book, styles, texts("sheet-costs"), (44, *[16] * max(len(years), 1)))
    sheet.text(texts("costs-sheet-text"))
    sheet.head([texts("column-payer"), *years], frozen_columns=1)
    for scenario in scenarios:
        lines = [found[scenario, name] for name in payers if (scenario, name) in found]
        if not lines:
            continue
        sheet.title(lines[0].title)
        first = sheet.line
        for row in lines:
            _numbers(sheet, catalog.payer(catalog.meta(row.indicator).payer), row)
        last = sheet.line - 1
        total = _sums(sheet, texts("column-all-payers"), lines, first, last)
        inhabitants = found.get((scenario, _INHABITANTS))
        if inhabitants is not None:
            people = sheet.line
            _numbers(sheet, texts("column-inhabitants"), inhabitants)
            _per_inhabitant(sheet, texts("column-per-inhabitant"), total, people, lines, inhabitants)
        _chart(sheet, book, lines[0].title, first, last, len(years))
        sheet.skip()


def _numbers(sheet: Sheet, label: str, row: CourseRow) -> None:
    """Write the values of a row."""
    line = sheet.line
    sheet.row((label,))
    for column, value in enumerate(row.values, start=1):
        sheet.number(line, column, value)


def _column_sum(lines: Sequence[CourseRow], year: int) -> float:
    return sum(value for value in (row.values[year] for row in lines) if isinstance(value, float))


def _sums(sheet: Sheet, label: str, lines: Sequence[CourseRow], first: int, last: int) -> int:
    """Write the sum over the payers and return its line."""
    line = sheet.line
    sheet.row((label,))
    for year in range(len(lines[0].years)):
        top, bottom = (xl_rowcol_to_cell(row, year + 1) for row in (first, last))
        sheet.formula(line, year + 1, f"=SUM({top}:{bottom})", _column_sum(lines, year), decimals=0)
    return line


def _per_inhabitant(
    sheet: Sheet, label: str, total: int, people: int, lines: Sequence[CourseRow], inhabitants: CourseRow
) -> None:
    """Write the cost of all payers per inhabitant."""
    line = sheet.line
    sheet.row((label,))
    for year, count in enumerate(inhabitants.values):
        if isinstance(count, float) and count > 0.0:
            cost, persons = (xl_rowcol_to_cell(row, year + 1) for row in (total, people))
            sheet.formula(line, year + 1, f"={cost}/{persons}", _column_sum(lines, year) / count, decimals=0)


def _chart(sheet: Sheet, book: Workbook, title: str, first: int, last: int, years: int) -> None:
    """Draw the payers on top of each other, beside their numbers."""
    name = sheet.sheet.get_name()
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for line in range(first, last + 1):
        chart.add_series(
            {
                "name": [name, line, 0],
                "categories": [name, 1, 1, 1, years],
                "values": [name, line, 1, line, years],
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_y_axis({"num_format": '#,##0,," Mio."', "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "right"})
    chart.set_size({"width": 760, "height": _ROW_PIXELS * (sheet.line - first + 1)})
    sheet.sheet.insert_chart(first - 1, years + 2, chart)
