"""The page of a bundle: what its measures do alone and together, and whether they help or hinder each other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.synergy import factors_in, read_synergy
from simsocial.analysis.thresholds import MIN_NONZERO
from simsocial.experiment.factorial import corner_name
from simsocial.report.catalog import Catalog
from simsocial.report.figure_synergy import draw_synergy
from simsocial.report.html import render
from simsocial.report.meetings import (
    MEETING_MARKS,
    Meeting,
    declared,
    factor_title,
    meetings_of,
    name_of_row,
    rows_of_term,
    size_of,
    total_of,
)
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.run_view import run_table
from simsocial.report.table import Table
from simsocial.report.texts import Texts

__all__ = ["synergy_answer", "synergy_picture", "write_synergy_page"]

_MOST_UNSEEN = 12
"""Indicators a pair for which the page prints what may have stayed unseen; synergy.csv has all."""


def synergy_answer(folder: Path | str, language: str = "de") -> list[str]:
    """Return a sentence for each two measures, and one for all together."""
    results = Results(folder)
    catalog = Catalog(Texts(language), results.manifest)
    return _answer(catalog, read_synergy(results))


def _answer(catalog: Catalog, table: pd.DataFrame) -> list[str]:
    meetings = meetings_of(catalog, table)
    # Of two measures the pair is the whole.
    return [
        meeting.text for meeting in (*meetings, *([total_of(catalog, table)] if len(meetings) > 1 else []))
    ]


def write_synergy_page(folder: Path | str, language: str = "de") -> Path:
    """Write ``synergy.html`` with its picture, from stored corners.

    Parameters
    ----------
    folder : Path or str
        Folder of results.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    Path
        The page.
    """
    results = Results(folder)
    catalog = Catalog(Texts(language), results.manifest)
    texts, factors, table = catalog.texts, factors_in(results.manifest), read_synergy(results)
    meetings, period = meetings_of(catalog, table), str(table["period"].iloc[0])
    runs = int(table["n"].max())
    context = {
        "title": catalog.scenario(corner_name(factors)),
        "subtitle": texts("synergy-subtitle", region=catalog.area("region"), period=texts.period(period)),
        "few_runs": texts("few-runs", runs=str(runs)) if runs < MIN_NONZERO else "",
        "answer": _answer(catalog, table),
        "picture": synergy_picture(catalog, results, table),
        "targets": _target_table(catalog, table, factors),
        "found": _found_table(catalog, meetings),
        "unseen": _unseen_table(catalog, meetings),
        "run": run_table(catalog, results),
        "folder": f"outputs/{results.folder.resolve().name}",
        "footer": catalog.footer,
    }
    path = results.folder / "synergy.html"
    path.write_text(render("synergy.html.j2", texts, context), encoding="utf-8")
    return path


def synergy_picture(catalog: Catalog, results: Results, table: pd.DataFrame) -> Picture:
    """Draw how each two measures of a bundle meet."""
    figures = results.folder / "figures"
    figures.mkdir(exist_ok=True)
    period, factors = str(table["period"].iloc[0]), factors_in(results.manifest)
    return draw_synergy(catalog, factors, meetings_of(catalog, table), period, figures)


def _target_table(catalog: Catalog, table: pd.DataFrame, factors: list[str]) -> Table:
    """Return what each measure does alone to each target, what all do together, and what is beyond the sum."""
    texts, numbers = catalog.texts, Numbers(catalog)
    words = [texts(f"column-{word}") for word in ("indicator", "unit")]
    words += [factor_title(catalog, name) for name in factors]
    words += [texts(f"column-{word}") for word in ("together", "beyond", "interval")]
    content = Table(tuple(words), frozenset(range(2, len(words))))
    targets = table[declared(catalog, table)]
    asked = [*(("alone", [name]) for name in factors), ("bundle", factors), ("total", factors)]
    # All terms have the same rows in the same order.
    for *parts, total in zip(*(rows_of_term(targets, term, names) for term, names in asked), strict=True):
        unit = numbers.table_unit(total.indicator, total.period)
        cells = [numbers.cells(part)[0] for part in parts]
        content.add([name_of_row(catalog, total), unit, *cells, *numbers.cells(total)])
    return content


def _found_table(catalog: Catalog, meetings: list[Meeting]) -> Table:
    """Return all interactions that are shown, by pair."""
    texts, numbers = catalog.texts, Numbers(catalog)
    words = ("indicator", "unit", "added", "came-out", "beyond", "interval", "meaning")
    content = Table(tuple(texts(f"column-{word}") for word in words), frozenset({2, 3, 4, 5}))
    for meeting in meetings:
        found = meeting.shown
        if found:
            content.add([_pair_name(catalog, meeting)], kind="group")
        for row, meaning in found:
            word = f"{MEETING_MARKS[meaning]}\N{NO-BREAK SPACE}{texts.term('meaning', meaning)}"
            unit = numbers.table_unit(row.indicator, row.period)
            content.add([name_of_row(catalog, row), unit, *numbers.levels(row), *numbers.cells(row), word])
    return content


def _unseen_table(catalog: Catalog, meetings: list[Meeting]) -> Table:
    """Return by pair where nothing is shown though both reach it, and how much may be there all the same."""
    texts, numbers = catalog.texts, Numbers(catalog)
    words = ("indicator", "unit", "beyond", "interval", "unseen")
    content = Table(tuple(texts(f"column-{word}") for word in words), frozenset({2, 3, 4}))
    for meeting in meetings:
        rows = meeting.unseen
        if rows:
            content.add([_pair_name(catalog, meeting)], kind="group")
        for row, size in rows[:_MOST_UNSEEN]:
            unit = numbers.table_unit(row.indicator, row.period)
            limit = f"± {size_of(catalog, row.indicator, size)}"
            content.add([name_of_row(catalog, row), unit, *numbers.cells(row), limit])
    return content


def _pair_name(catalog: Catalog, meeting: Meeting) -> str:
    """Return the two measures of a pair and how they meet."""
    names = " × ".join(factor_title(catalog, name) for name in meeting.factors)
    return f"{names}: {meeting.word}"
