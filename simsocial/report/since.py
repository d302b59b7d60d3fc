"""What changed since the last plan: assumptions, status quo and effects, old beside new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import EffectRow
from simsocial.analysis.since import Since, changes_since, same_region
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.effect_table import where_and_when
from simsocial.report.numbers import Numbers
from simsocial.report.run_view import assumption_table
from simsocial.report.table import Table
from simsocial.report.wording import verdict_of

__all__ = ["SinceView", "since_view"]

_LEVELS, _OF_MONEY, _EFFECTS = 12, 5, 10
"""Levels printed, those of money, and effects of an option; the others are counted."""


@dataclass(frozen=True)
class SinceView:
    """The section, ready for the template.

    Attributes
    ----------
    lines : tuple of str
        What differs, in sentences: notes on region, data and version, then how much of each kind.
    tables : tuple of Table
        Assumptions, levels and effects that differ; without those of which none does.
    """

    lines: tuple[str, ...]
    tables: tuple[Table, ...]


def since_view(catalog: Catalog, new: Results, old: Results) -> SinceView:
    """Return what changed between two comparisons.

    Parameters
    ----------
    catalog : Catalog
        Names of the new one.
    new, old : Results
        Stored results.
    """
    found = changes_since(new, old)
    texts = catalog.texts
    lines = [*_notes(catalog, new, old), _counted(catalog, found)]
    for way, names in found.options.items():
        source = catalog if way == "new" else Catalog(texts, old.manifest)
        if names:
            titles = texts.join([short_title(source.scenario(name)) for name in names])
            lines.append(texts(f"since-options-{way}", options=titles))
    money = [pair for pair in found.levels if catalog.is_cost(pair[1].indicator)]
    levels = [*(pair for pair in found.levels if pair not in money)][:_LEVELS] + money[:_OF_MONEY]
    more = len(found.levels) - len(levels)
    if more:
        lines.append(texts("since-more", count=more))
    tables = (
        _assumptions(catalog, new, old, [name for names in found.assumptions.values() for name in names]),
        _levels(catalog, levels),
        _effects(catalog, found.effects),
    )
    return SinceView(tuple(lines), tuple(table for table in tables if table.rows))


def _counted(catalog: Catalog, found: Since) -> str:
    """Return how much of each kind differs, without kinds of which nothing does."""
    texts = catalog.texts
    counts = {
        "since-changed-assumptions": sum(map(len, found.assumptions.values())),
        "since-changed-levels": len(found.levels),
        "since-changed-effects": len(found.effects),
    }
    parts = [texts(key, count=count) for key, count in counts.items() if count]
    return texts("since-changed", parts=texts.join(parts)) if parts else texts("since-same")


def _notes(catalog: Catalog, new: Results, old: Results) -> list[str]:
    """Return from when the earlier results are, and what else makes both hard to compare."""
    texts, (now, before) = catalog.texts, (new.manifest, old.manifest)
    earlier = Catalog(texts, before)
    lines = [texts("since-of", name=str(before.get("name") or old.folder.name), day=texts.day(_day(before)))]
    if not same_region(new, old):
        lines.append(texts("since-region", old=earlier.area("region"), new=catalog.area("region")))
    elif now.get("data_hash") != before.get("data_hash"):
        lines.append(texts("since-data"))
    if bool(now.get("draws")) != bool(before.get("draws")):
        lines.append(texts("since-draws-now" if now.get("draws") else "since-draws-before"))
    versions = [str((one.get("versions") or {}).get("simsocial") or ".") for one in (before, now)]
    if versions[0] != versions[1]:
        lines.append(texts("since-version", old=versions[0], new=versions[1]))
    elif now.get("source_hash") != before.get("source_hash"):
        lines.append(texts("since-sources"))
    return lines


def _day(manifest: dict[str, object]) -> str:
    return str(manifest.get("finished") or manifest.get("created") or "")


def _assumptions(catalog: Catalog, new: Results, old: Results, names: Sequence[str]) -> Table:
    """Return value and range before and now."""
    texts = catalog.texts
    head = ("assumption-id", "assumption-unit", "since-before", "since-now")
    table = Table(tuple(map(texts, head)))
    table.caption = texts("since-assumptions")
    sheets = [
        _by_id(
            assumption_table(Catalog(texts, one.manifest), one.parameters[one.parameters["id"].isin(names)])
        )
        for one in (old, new)
    ]
    for name in names:
        before, now = (sheet.get(name) for sheet in sheets)
        unit = (now or before or [("", "", "", "")])[0][2]
        table.add([name, unit, *(_values(texts("since-absent"), rows) for rows in (before, now))])
    return table


def _by_id(table: Table) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in table.rows:
        found.setdefault(row.cells[0], []).append(row.cells)
    return found


def _values(absent: str, rows: list[tuple[str, ...]] | None) -> str:
    """Return value and range of each row of a parameter."""
    if rows is None:
        return absent
    return "; ".join(f"{cells[1]} [{cells[3]}]" if cells[3] else cells[1] for cells in rows)


def _levels(catalog: Catalog, pairs: Sequence[tuple[EffectRow, EffectRow]]) -> Table:
    """Return the status quo's levels before and now."""
    texts, numbers = catalog.texts, Numbers(catalog)
    head = (texts("column-indicator"), texts("column-unit"), texts("since-before"), texts("since-now"))
    table = Table(head, frozenset({2, 3}))
    table.caption = texts("since-levels", year=pairs[0][1].period if pairs else "")
    for before, now in pairs:
        cells = [
            numbers.plain_level(
                row.reference_mean, row.indicator, row.low_reference, row.high_reference, row.n
            )
            for row in (before, now)
        ]
        table.add([catalog.meta(now.indicator).label, numbers.table_unit(now.indicator, now.period), *cells])
    return table


def _effects(catalog: Catalog, pairs: Sequence[tuple[EffectRow, EffectRow]]) -> Table:
    """Return effects with verdict before and now, option by option."""
    texts = catalog.texts
    table = Table((texts("column-indicator"), texts("since-before"), texts("since-now")))
    table.caption = texts("since-effects")
    printed: Counter[str] = Counter()
    for before, now in pairs:
        if not printed[now.scenario]:
            table.add([catalog.scenario(now.scenario)], kind="group")
        printed[now.scenario] += 1
        if printed[now.scenario] > _EFFECTS:
            continue
        named = ", ".join(
            part for part in (catalog.meta(now.indicator).label, where_and_when(catalog, now)) if part
        )
        table.add([named, *(_effect(catalog, row) for row in (before, now))])
    more = sum(max(count - _EFFECTS, 0) for count in printed.values())
    if more:
        table.add([texts("since-more-effects", count=more)], kind="group")
    return table


def _effect(catalog: Catalog, row: EffectRow) -> str:
    """Return an effect with its verdict."""
    verdict = verdict_of(row, catalog.texts)
    return f"{Numbers(catalog).effect(row).text}; {verdict.mark}\N{NO-BREAK SPACE}{verdict.word}"
