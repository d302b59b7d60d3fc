"""How two measures of a bundle meet, in words: they help each other, compete for something, or nothing is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import combinations

import pandas as pd

from simsocial.analysis.side_effects import EffectRow, effect_rows
from simsocial.analysis.synergy import factors_in, meeting_of, resources_of
from simsocial.experiment.factorial import corner_name
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers

__all__ = [
    "MEETING_MARKS", "Meeting", "as_effects", "declared", "factor_title", "meetings_of", "name_of_row", "rows_of_term",
    "size_of", "total_of",
]  # fmt: skip

MEETING_MARKS = {"help": "●", "hinder": "○", "mixed": "◐", "told": "◆", "nothing": "–", "few": "–"}
"""Printed before each word, the same in the picture."""

_SAID = 2
"""Indicators that a sentence names."""
_LEAST = 1e-12


@dataclass(frozen=True)
class Meeting:
    """What two measures do beyond the sum of both.

    Attributes
    ----------
    factors : tuple of str
        The measures; all of the bundle for the total.
    name : str
        One of `MEETING_MARKS`.
    word, text : str
        In a word, and in a sentence with figures.
    shown : list of (EffectRow, str)
        Rows in which something is shown and what (help, hinder, told), the largest in multiples of relevance first.
    unseen : list of (EffectRow, float)
        Rows in which nothing is shown though more than their relevance may be there, and up to which size, the largest
        in multiples of relevance first.
    """

    factors: tuple[str, ...]
    name: str
    word: str
    text: str
    shown: list[tuple[EffectRow, str]]
    unseen: list[tuple[EffectRow, float]]

    @property
    def mark(self) -> str:
        """The mark of the word."""
        return MEETING_MARKS[self.name]


def factor_title(catalog: Catalog, factor: str) -> str:
    """Return the title of a measure or group."""
    return catalog.scenario(corner_name([factor]))


def name_of_row(catalog: Catalog, row: EffectRow) -> str:
    """Return indicator and place."""
    parts = (catalog.meta(row.indicator).label, catalog.place(row.area))
    return ", ".join(part for part in parts if part)


def size_of(catalog: Catalog, indicator: str, size: float) -> str:
    """Return a size without sign, to two digits, with its unit."""
    numbers = Numbers(catalog)
    scale = numbers.scale_of(indicator, size)
    value = size * scale.factor
    decimals = 1 - math.floor(math.log10(value)) if value else 0
    return f"{catalog.texts.number(value, decimals)} {numbers.unit_name(scale, 'difference', value, decimals)}".strip()


def meetings_of(catalog: Catalog, table: pd.DataFrame) -> list[Meeting]:
    """Return all pairs of a bundle, in the order of its measures."""
    factors = factors_in(catalog.manifest)
    return [_meeting(catalog, table, "pair", pair) for pair in combinations(factors, 2)]


def total_of(catalog: Catalog, table: pd.DataFrame) -> Meeting:
    """Return what all measures together do beyond the sum of what each does alone."""
    return _meeting(catalog, table, "total", factors_in(catalog.manifest))


def declared(catalog: Catalog, table: pd.DataFrame) -> list[bool]:
    """Tell which rows a target of the bundle names: its indicator in its area or the region."""
    targets = catalog.manifest["scenarios"][corner_name(factors_in(catalog.manifest))].get("targets") or ()
    named = {(str(target["indicator"]), str(target.get("area") or "region")) for target in targets}
    return [key in named for key in zip(table["indicator"], table["area"], strict=True)]


def rows_of_term(table: pd.DataFrame, term: str, factors: Sequence[str]) -> list[EffectRow]:
    """Return the rows of one term."""
    return as_effects(table[(table["term"] == term) & (table["factors"] == corner_name(factors))])


def as_effects(rows: pd.DataFrame) -> list[EffectRow]:
    """Return rows of interactions or parts as those of effects, which figures are written from."""
    words = {"scenario": "", "group_kind": "all", "group": "all", "suspected": "", "verdict": "neutral"}
    unknown = {
        entry.name: math.nan for entry in fields(EffectRow) if entry.name not in {*rows.columns, *words}
    }
    return effect_rows(rows.assign(**words, **unknown))


def _meeting(catalog: Catalog, table: pd.DataFrame, term: str, factors: Sequence[str]) -> Meeting:
    """Return what one interaction says."""
    rows = table[(table["term"] == term) & (table["factors"] == corner_name(factors))]
    effects = rows_of_term(table, term, factors)
    each = list(zip(effects, rows["meaning"], rows["unseen"], strict=True))
    shown = [(row, meaning) for row, meaning, _ in each if meaning != "nothing"]
    unseen = [(row, size) for row, meaning, size in each if meaning == "nothing" and size > row.relevance]
    name, texts = meeting_of(rows), catalog.texts
    word = texts.term("meeting", name)
    competed = [texts.term("resource", resource) for resource in resources_of(rows)]
    if name == "hinder" and competed:
        word = texts("meeting-compete", resources=texts.join(competed))
    shown.sort(key=lambda one: -abs(one[0].effect) / max(one[0].relevance, _LEAST))
    unseen.sort(key=lambda one: -one[1] / max(one[0].relevance, _LEAST))
    who = texts.join([texts("quoted", text=factor_title(catalog, one)) for one in factors])
    if name in ("nothing", "few"):
        what = texts("meeting-few-runs") if name == "few" else _unseen(catalog, rows, effects)
    else:
        what = _shown(catalog, shown, name)
    text = texts("meeting-sentence", who=who, word=word, what=what)
    return Meeting(tuple(factors), name, word, text, shown, unseen)


def _shown(catalog: Catalog, shown: Sequence[tuple[EffectRow, str]], name: str) -> str:
    """Return at which indicators something shows, and how much."""
    texts, parts = catalog.texts, []
    for kind in ("help", "hinder") if name == "mixed" else (name,):
        found = [row for row, meaning in shown if meaning == kind]
        said = "; ".join(_figure(catalog, row) for row in found[:_SAID])
        more = len(found) - _SAID
        said += f" {texts('answer-more', count=more)}" if more > 0 else ""
        parts.append(f"{texts.term('meaning', kind)}: {said}" if name == "mixed" else said)
    return ". ".join(parts)


def _figure(catalog: Catalog, row: EffectRow) -> str:
    """Return one interaction with its size and range."""
    numbers = Numbers(catalog)
    time, effect = numbers.time(row.indicator, row.period), numbers.effect(row).text
    return catalog.texts("meeting-figure", label=name_of_row(catalog, row), time=time, effect=effect)


def _unseen(catalog: Catalog, rows: pd.DataFrame, effects: Sequence[EffectRow]) -> str:
    """Return for the targets how large an interaction could have stayed unseen."""
    texts, numbers = catalog.texts, Numbers(catalog)
    still, parts = [], []
    for row, size, wanted in zip(effects, rows["unseen"], declared(catalog, rows), strict=True):
        label = name_of_row(catalog, row)
        if wanted and row.test == "untouched":
            still.append(texts("quoted", text=label))
        elif wanted and row.test == "rare":
            parts.append(texts("meeting-rare", label=label, effect=numbers.effect(row).text))
        elif wanted and not math.isnan(size):
            limit = size_of(catalog, row.indicator, float(size))
            parts.append(texts("meeting-unseen", label=label, size=limit))
    if still:
        parts.append(texts("meeting-untouched", labels=texts.join(still)))
    return ". ".join(parts) or texts("meeting-unseen-table")
