"""A change in one cell: figure, range and verdict."""

from __future__ import annotations

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.wording import next_to_nothing, verdict_of

__all__ = ["change_in_words"]

_NO_VERDICT = "–"
"""Mark of verdicts that say why there is none: in running text it would stand for a dash."""


def change_in_words(catalog: Catalog, row: EffectRow | None) -> str:
    """Return a change with its range and verdict; empty where it is not counted, a dash where no run differs."""
    if row is None:
        return ""
    effect, interval = Numbers(catalog).cells(row)
    if row.test == "untouched" or effect == "-":
        return "-"
    if next_to_nothing(row):
        return catalog.texts("effect-next-to-none")
    verdict = verdict_of(row, catalog.texts)
    shown = f"{effect} [{interval}]" if interval else effect
    if verdict.mark == _NO_VERDICT:
        return catalog.texts("first-cell", effect=shown, verdict=verdict.word)
    return f"{shown} {verdict.mark}\N{NO-BREAK SPACE}{verdict.word}"
