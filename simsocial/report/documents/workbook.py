"""The workbook: changes, courses, ratios, costs and assumptions with real numbers and live formulas.

Whoever gets it computes on: differences, shares, sums and amounts per inhabitant are formulas on the cells beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simsocial.analysis.results import Results
from simsocial.report.answer import answer_lines
from simsocial.report.catalog import Catalog
from simsocial.report.documents.change_rows import ChangeRow, change_row, change_rows
from simsocial.report.documents.cost_sheet import add_costs
from simsocial.report.documents.course_rows import CourseRow, course_rows
from simsocial.report.documents.sheet import Sheet, Styles
from simsocial.report.goals import goals_of
from simsocial.report.option_view import option_view, overview_table
from simsocial.report.providers import provider_groups, provider_rows
from simsocial.report.run_view import assumption_table, run_table, sign_table
from simsocial.report.selection import region_rows
from simsocial.report.texts import Texts
from simsocial.report.thresholds import thresholds_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["write_workbook"]

_CHANGE_WORDS = (
    "option-name", "indicator", "place", "time", "plain-unit", "reference", "option", "effect",
    "share-of-reference", "low", "high", "precision", "verdict", "validation",
)  # fmt: skip


_CHANGE_WIDTHS = (34, 48, 20, 20, 18, 14, 14, 14, 12, 14, 14, 10, 26, 18)


def write_workbook(catalog: Catalog, results: Results, folder: Path) -> Path:
    """Write the workbook of stored results.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results; without their indicator table the sheets of levels are left out, and a note says so.
    folder : Path
        Where it goes.

    Returns
    -------
    Path
        The file.
    """
    import xlsxwriter

    texts = catalog.texts
    path = folder / f"{texts('file-workbook')}.xlsx"
    # Names of users are texts and never formulas or links.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": catalog.area("region"), "comments": str(results.manifest.get("command"))}
        )
        styles = Styles(book)
        _overview(catalog, results, book, styles)
        if results.options:
            _changes(catalog, results, book, styles)
            _thresholds(catalog, results, book, styles)
            _providers(catalog, results, book, styles)
        if results.has_indicators:
            rows = list(course_rows(catalog, results))
            _courses(catalog, rows, book, styles)
            _ratios(catalog, rows, book, styles)
            add_costs(catalog, rows, book, styles)
        _assumptions(catalog, results, book, styles)
        _notes(catalog, results, book, styles)
    return path


def _overview(catalog: Catalog, results: Results, book: Workbook, styles: Styles) -> None:
    """Write what it is about, and the answer."""
    texts = catalog.texts
    sheet = Sheet(book, styles, texts("sheet-overview"), widths=(34, *[52] * max(len(results.options), 1)))
    sheet.title(f"{catalog.area('region')}: {texts('report-title')}")
    sheet.text(f"{texts('report-notice')}. {texts('report-notice-text')}")
    for line in answer_lines(catalog, results):
        sheet.text(line)
    stored = set(results.effects["scenario"]) if results.options else set()
    options = [option_view(catalog, results.effects, name) for name in results.options if name in stored]
    if options:
        sheet.skip()
        table = overview_table(catalog, results.effects, options)
        sheet.head(table.columns)
        for row in table.rows:
            sheet.paragraphs(row.cells)


def _changes(catalog: Catalog, results: Results, book: Workbook, styles: Styles) -> None:
    """Write the effects."""
    texts = catalog.texts
    rows = change_rows(catalog, results.effects, results.options)
    _change_sheet(
        catalog,
        rows,
        Sheet(book, styles, texts("sheet-changes"), _CHANGE_WIDTHS),
        texts("changes-sheet-text"),
    )


def _providers(catalog: Catalog, results: Results, book: Workbook, styles: Styles) -> None:
    """Write what is told of providers."""
    texts = catalog.texts
    groups = provider_groups(catalog, results.effects, results.options)
    if not groups:
        return
    sheet = Sheet(book, styles, texts("providers"), _CHANGE_WIDTHS)
    rows = provider_rows(results.effects, results.options, groups)
    _change_sheet(catalog, (change_row(catalog, row) for row in rows), sheet, texts("providers-text"))


def _change_sheet(catalog: Catalog, rows: Iterable[ChangeRow], sheet: Sheet, text: str) -> None:
    """Write changes: difference and relative change are formulas."""
    sheet.text(text)
    sheet.head([catalog.texts(f"column-{word}") for word in _CHANGE_WORDS], frozen_columns=2)
    for row in rows:
        line = sheet.line
        sheet.row((row.option, row.label, row.place, row.time, row.unit))
        sheet.number(line, 5, row.reference, row.decimals)
        sheet.number(line, 6, row.scenario, row.decimals)
        if (
            isinstance(row.effect, float)
            and isinstance(row.reference, float)
            and isinstance(row.scenario, float)
        ):
            difference, share = f"=G{line + 1}-F{line + 1}", f'=IF(F{line + 1}=0,"",H{line + 1}/F{line + 1})'
            relative = row.effect / row.reference if row.reference else ""
            sheet.formula(line, 7, difference, row.scenario - row.reference, row.decimals)
            sheet.formula(line, 8, share, relative, percent=True)
        else:
            sheet.number(line, 7, row.effect, row.decimals)
        sheet.number(line, 9, row.low, row.decimals)
        sheet.number(line, 10, row.high, row.decimals)
        sheet.cells(line, 11, (row.precision, row.verdict, row.validation))
    sheet.filtered()


def _thresholds(catalog: Catalog, results: Results, book: Workbook, styles: Styles) -> None:
    """Write what each option is held against, and who set it."""
    texts, effects = catalog.texts, results.effects
    sheet = Sheet(book, styles, texts("sheet-thresholds"), (34, 56, 26, 14, 14, 30, 44))
    sheet.text(texts("thresholds-text"))
    words = ("option-name", "indicator", "aim", "threshold-value", "matters", "unit", "set-by")
    sheet.head([texts(f"column-{word}") for word in words], frozen_columns=2)
    for option in results.options:
        goals = goals_of(catalog, effects, option)
        others = [row for row in region_rows(effects, option) if row.test != "untouched"]
        for one in thresholds_of(catalog, goals, others):
            line = sheet.line
            sheet.row((catalog.scenario(option), one.label, one.aim))
            if one.value is not None:
                sheet.number(line, 3, one.value)
            sheet.number(line, 4, one.matters)
            sheet.cells(line, 5, (one.unit, one.set_by))
    sheet.filtered()


def _courses(catalog: Catalog, rows: Sequence[CourseRow], book: Workbook, styles: Styles) -> None:
    """Write the levels of every indicator by year."""
    texts = catalog.texts
    years = rows[0].years if rows else ()
    sheet = Sheet(book, styles, texts("sheet-courses"), (56, 22, 38, *[14] * len(years)))
    sheet.head(
        [*(texts(f"column-{word}") for word in ("indicator", "plain-unit", "scenario")), *years],
        frozen_columns=3,
    )
    for row in rows:
        line = sheet.line
        sheet.row((row.label, row.unit, row.title))
        for column, value in enumerate(row.values, start=3):
            sheet.number(line, column, value)
    sheet.filtered()


def _ratios(catalog: Catalog, rows: Sequence[CourseRow], book: Workbook, styles: Styles) -> None:
    """Write the last year of what is a ratio, as formulas on numerator and denominator."""
    texts = catalog.texts
    sheet = Sheet(book, styles, texts("sheet-ratios"), (56, 30, 38, 10, 16, 16, 14, 14))
    sheet.text(texts("ratios-text"))
    words = ("indicator", "plain-unit", "scenario", "year", "numerator", "denominator", "ratio", "stored")
    sheet.head([texts(f"column-{word}") for word in words], frozen_columns=3)
    for row in rows:
        numerator, denominator, stored = row.numerators[-1], row.denominators[-1], row.values[-1]
        if not row.is_ratio or not denominator > 0.0 or isinstance(stored, str):
            continue
        line = sheet.line
        sheet.row((row.label, row.unit, row.title, row.years[-1]))
        sheet.number(line, 4, numerator)
        sheet.number(line, 5, denominator)
        formula = f"=E{line + 1}/F{line + 1}*{row.factor:.10g}"
        sheet.formula(line, 6, formula, numerator / denominator * row.factor, decimals=2)
        sheet.number(line, 7, stored)
    sheet.filtered()


def _assumptions(catalog: Catalog, results: Results, book: Workbook, styles: Styles) -> None:
    """Write every assumption with its source."""
    sheet = Sheet(book, styles, catalog.texts("sheet-assumptions"), (52, 26, 26, 26, 70, 12, 8))
    table = assumption_table(catalog, results.parameters)
    sheet.head(table.columns, frozen_columns=1)
    for row in table.rows:
        line = sheet.line
        sheet.row(row.cells)
        for column in (1, 5):
            value = _figure(catalog.texts, row.cells[column])
            if value is not None:
                sheet.figure(line, column, value)
    sheet.filtered()


def _figure(texts: Texts, text: str) -> float | None:
    """Return the number that a cell of a table holds, None where it holds words or nothing."""
    point, thousands = (texts.number(value, decimals)[1] for value, decimals in ((0.5, 1), (1000.0, 0)))
    plain = text.replace("\N{MINUS SIGN}", "-").replace(thousands, "").replace(point, ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def _notes(catalog: Catalog, results: Results, book: Workbook, styles: Styles) -> None:
    """Write signs, and how to repeat the figures."""
    sheet = Sheet(book, styles, catalog.texts("sheet-notes"), (30, 110))
    if not results.has_indicators:
        sheet.text(catalog.texts("note-levels-missing"))
    for table in (sign_table(catalog), run_table(catalog, results)):
        for row in table.rows:
            sheet.paragraphs(row.cells)
        sheet.skip()
