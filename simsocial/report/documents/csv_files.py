"""Changes and courses as CSV files that a spreadsheet of the reader's country opens as they are.

German: semicolons, decimal commas and a byte order mark, without which Excel shows no umlauts. International: commas
and decimal points.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from simsocial.analysis.results import Results
from simsocial.core.inert import inert
from simsocial.report.catalog import Catalog
from simsocial.report.documents.change_rows import Cell, ChangeRow, change_rows
from simsocial.report.documents.course_rows import course_rows

__all__ = ["write_csv_files"]

_ENCODING = {"de": "utf-8-sig", "en": "utf-8"}
_SEPARATOR = {"de": ";", "en": ","}


def write_csv_files(catalog: Catalog, results: Results, folder: Path) -> list[Path]:
    """Write what changes and, where the indicator table is stored, the course of every indicator.

    Parameters
    ----------
    catalog : Catalog
        Names and texts; its language decides the form.
    results : Results
        Stored results.
    folder : Path
        Where the files go.

    Returns
    -------
    list of Path
        The files.
    """
    texts = catalog.texts
    words = (
        "column-option-name",
        "column-indicator",
        "column-place",
        "column-time",
        "column-plain-unit",
        "column-reference",
        "column-option",
        "column-effect",
        "column-low",
        "column-high",
        "column-precision",
        "column-verdict",
        "column-validation",
    )
    written: list[Path] = []
    if results.options:
        rows = change_rows(catalog, results.effects, results.options)
        path = folder / f"{texts('file-changes')}.csv"
        written.append(_write(texts.language, path, [texts(word) for word in words], map(_cells, rows)))
    if results.has_indicators:
        courses = list(course_rows(catalog, results))
        years = courses[0].years if courses else ()
        head = [texts(word) for word in ("column-indicator", "column-plain-unit", "column-scenario")]
        lines = ((row.label, row.unit, row.title, *row.values) for row in courses)
        path = folder / f"{texts('file-courses')}.csv"
        written.append(_write(texts.language, path, [*head, *years], lines))
    return written


def _cells(row: ChangeRow) -> tuple[Cell, ...]:
    """Return the cells of a change in the order of the head."""
    return (
        row.option,
        row.label,
        row.place,
        row.time,
        row.unit,
        row.reference,
        row.scenario,
        row.effect,
        row.low,
        row.high,
        row.precision,
        row.verdict,
        row.validation,
    )


def _write(language: str, path: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    """Write one file."""
    with path.open("w", encoding=_ENCODING[language], newline="") as file:
        writer = csv.writer(file, delimiter=_SEPARATOR[language])
        writer.writerow(head)
        writer.writerows([_cell(cell, language) for cell in row] for row in rows)
    return path


def _cell(cell: Cell, language: str) -> str:
    """Return a cell as text: numbers without grouping, texts that no spreadsheet computes."""
    if isinstance(cell, str):
        return inert(cell)
    number = f"{cell:.10g}" if abs(cell) < 1e10 else f"{cell:.0f}"
    return number.replace(".", ",") if language == "de" else number
