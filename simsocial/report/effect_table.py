"""Tables of effects: what changes, by how much, how sure, and whether that is wanted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, repeat

from simsocial.analysis.side_effects import EffectRow, Line
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table
from simsocial.report.wording import Verdict, line_verdict, verdict_of

__all__ = ["effect_table", "line_table", "part_table", "where_and_when", "year_table"]


def effect_table(catalog: Catalog, rows: Iterable[EffectRow], *, ranges: bool = False) -> Table:
    """Return one line a row.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    rows : iterable of EffectRow
        Rows of the effects table.
    ranges : bool
        Also print the 5-95 % range of single runs.
    """
    table = _empty(catalog, ranges=ranges)
    for row in rows:
        table.add(_cells(catalog, row, verdict_of(row, catalog.texts), ranges=ranges))
    return table.without_empty_columns()


def line_table(
    catalog: Catalog,
    lines: Iterable[Line],
    *,
    parts: int = 12,
    notes: Sequence[str] = (),
    paths: Sequence[str] = (),
) -> Table:
    """Return one line an indicator with its areas and groups below.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    lines : iterable of Line
        Targets or side effects.
    parts : int
        Most areas and groups below a line.
    notes : sequence of str
        Further words for the lines, such as a target value.
    paths : sequence of str
        What carries each of them, printed below.
    """
    table = _empty(catalog)
    for line, note, path in zip(lines, chain(notes, repeat("")), chain(paths, repeat("")), strict=False):
        cells = _cells(catalog, line.head, line_verdict(line, catalog.texts))
        table.add([f"{cells[0]} ({note})" if note else cells[0], *cells[1:]])
        if line.worst is not None:
            year = _part(catalog, line.worst, line.head)
            table.add([catalog.texts("worst-year", year=line.worst.period), *year[1:]], kind="below")
        below = (*line.areas, *line.groups)
        alike = [row for row in below if row.verdict in (line.head.verdict, "neutral")]
        # What goes the other way must not fall off the end.
        for row in [*(row for row in below if row not in alike), *alike][:parts]:
            table.add(_part(catalog, row, line.head), kind="below")
        if path:
            table.add([path], kind="note")
    return table.without_empty_columns()


def part_table(catalog: Catalog, rows: Iterable[EffectRow]) -> Table:
    """Return rows by area and group under a heading line for each indicator."""
    table = _empty(catalog)
    indicator = ""
    for row in rows:
        if row.indicator != indicator:
            indicator = row.indicator
            unit = Numbers(catalog).table_unit(indicator, row.period)
            table.add([f"{catalog.meta(indicator).label} – {unit}"], kind="group")
        table.add(_part(catalog, row, row), kind="below")
    return table.without_empty_columns()


def year_table(catalog: Catalog, rows: Iterable[EffectRow]) -> Table:
    """Return the effects by year, one line an indicator and place, one column a year."""
    texts, numbers = catalog.texts, Numbers(catalog)
    kept = list(rows)
    years = sorted({row.period for row in kept})
    lines: dict[tuple[str, str], dict[str, EffectRow]] = {}
    for row in kept:
        lines.setdefault((row.indicator, row.area), {})[row.period] = row
    head = (texts("column-indicator"), texts("column-unit"), *years)
    table = Table(head, frozenset(range(2, len(years) + 2)))
    for (indicator, area), found in lines.items():
        where = catalog.place(area)
        label = catalog.meta(indicator).label
        cells = [f"{label}, {where}" if where else label, numbers.table_unit(indicator)]
        for year in years:
            effect, interval = numbers.cells(found[year]) if year in found else ("", "")
            cells.append(f"/ [{interval}]" if effect == "/" and interval else effect)
        table.add(cells)
    return table


def where_and_when(catalog: Catalog, row: EffectRow) -> str:
    """Return the place of a row, and its year if it does not cover the whole period."""
    year = "" if "-" in row.period else row.period
    return ", ".join(part for part in (catalog.place(row.area, row.group_kind, row.group), year) if part)


def _empty(catalog: Catalog, *, ranges: bool = False) -> Table:
    """Return a table with the head of effects."""
    words = [
        "indicator",
        "unit",
        "reference",
        "option",
        *(["range"] if ranges else []),
        "validation",
        "effect",
        "interval",
        "verdict",
        "share",
        *(["chance"] if ranges else []),
    ]
    numbers = {"reference", "option", "range", "effect", "interval", "chance"}
    head = tuple(catalog.texts(f"column-{word}") for word in words)
    return Table(head, frozenset(position for position, word in enumerate(words) if word in numbers))


def _part(catalog: Catalog, row: EffectRow, above: EffectRow) -> list[str]:
    """Return the texts of a row below its indicator: the place, the unit if it is of other years than above."""
    cells = _cells(catalog, row, verdict_of(row, catalog.texts))
    place = catalog.place(row.area, row.group_kind, row.group)
    # What the level was compared with stands once, with the indicator.
    return [place, "" if row.period == above.period else cells[1], *cells[2:4], "", *cells[5:]]


def _cells(catalog: Catalog, row: EffectRow, verdict: Verdict, *, ranges: bool = False) -> list[str]:
    """Return the texts of a row."""
    texts, numbers = catalog.texts, Numbers(catalog)
    levels = (row.low_outcome, row.high_outcome, row.n)
    effect, interval = numbers.cells(row)
    cells = [
        _name(catalog, row),
        numbers.table_unit(row.indicator, row.period),
        *numbers.levels(row),
        catalog.validation(row.indicator),
        effect,
        interval,
        f"{verdict.mark}\N{NO-BREAK SPACE}{verdict.word}",
        _share(catalog, row),
    ]
    if ranges:
        low, high = (numbers.plain_level(bound, row.indicator, *levels) for bound in levels[:2])
        cells.insert(4, "" if low == high else texts("interval", low=low, high=high))
        cells.append(_chance(catalog, row))
    return cells


def _share(catalog: Catalog, row: EffectRow) -> str:
    """Return in which share of the runs the option is better; empty where that says nothing."""
    if math.isnan(row.share_better) or row.test in ("untouched", "structural"):
        return ""
    return catalog.texts.percent(row.share_better)


def _chance(catalog: Catalog, row: EffectRow) -> str:
    """Return which share of the spread is chance, to the ten per cent that few repeated draws tell."""
    if math.isnan(row.chance_share) or not catalog.manifest.get("draws"):
        return ""
    return catalog.texts.percent(round(row.chance_share, 1))


def _name(catalog: Catalog, row: EffectRow) -> str:
    """Return indicator, place and year, and whether no figure can tell the level."""
    name = ", ".join(
        part for part in (catalog.meta(row.indicator).label, where_and_when(catalog, row)) if part
    )
    return f"{name} ({catalog.texts('not-identified')})" if row.level_unknown else name
