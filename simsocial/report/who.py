"""Who gains and who loses, person by person: a table by group and area, and three artificial households in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from simsocial.analysis.twins import AREA
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import SMALL_COUNT
from simsocial.report.table import Table

__all__ = ["WhoView", "who_view"]

_SHOWN = (AREA, "income_group", "household_type", "age_group")
"""Groups of the page; who.csv has all."""
_LEAST = 0.5
"""People touched, on average over the runs, from which on a group has a line."""


@dataclass(frozen=True)
class WhoView:
    """What the page says about one option.

    Attributes
    ----------
    table : Table
        Numbers by group; without rows where no person tables were kept.
    note : str
        Who is in neither column.
    stories : tuple of str
        Three households.
    """

    table: Table
    note: str
    stories: tuple[str, ...]


def who_view(catalog: Catalog, who: pd.DataFrame, stories: pd.DataFrame, option: str) -> WhoView:
    """Return who gains and who loses by an option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    who, stories : DataFrame
        Tables of :func:`~simsocial.analysis.who.compute_who`.
    option : str
        The option.
    """
    texts = catalog.texts
    words = ("group", "people", "gained", "lost", "both", "otherwise", "untouched", "months", "eur")
    table = Table(tuple(texts(f"column-who-{word}") for word in words), frozenset(range(1, len(words))))
    lines = _records(who[who["scenario"] == option])
    everybody = [line for line in lines if line["group_kind"] == "all"]
    for line in everybody:
        table.add([texts("who-everybody"), *_cells(catalog, line)])
    for kind in _SHOWN:
        found = [line for line in lines if line["group_kind"] == kind and _touched(line)]
        if found:
            table.add([texts("who-by-area") if kind == AREA else _margin(catalog, kind)], kind="group")
        for line in _in_order(catalog, kind, found):
            name = catalog.area(line["group"]) if kind == AREA else catalog.group(kind, line["group"])
            table.add([name, *_cells(catalog, line)])
    note = "".join(_note(catalog, line) for line in everybody)
    return WhoView(table, note, tuple(_stories(catalog, stories[stories["scenario"] == option])))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the lines of a table by the names of its columns."""
    return [{str(name): value for name, value in line.items()} for line in table.to_dict("records")]


def _touched(line: dict[str, Any]) -> bool:
    """Tell whether anybody of a group gains or loses."""
    return bool(line["gained"] + line["lost"] + line["both"] >= _LEAST)


def _margin(catalog: Catalog, kind: str) -> str:
    """Return the name of a kind of groups."""
    margin = (catalog.manifest.get("margins") or {}).get(kind) or {}
    return catalog.texts.label(margin.get("label"), kind)


def _in_order(catalog: Catalog, kind: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines in the order of the margin's groups; areas by name."""
    order = list(((catalog.manifest.get("margins") or {}).get(kind) or {}).get("labels") or {})
    return sorted(
        lines, key=lambda line: (order.index(line["group"]) if line["group"] in order else -1, line["group"])
    )


def _cells(catalog: Catalog, line: dict[str, Any]) -> list[str]:
    """Return the numbers of one group."""
    texts = catalog.texts
    several = line["runs"] > 1
    ranged = [
        _people(catalog, line[kind]) + (_range(catalog, line, kind) if several else "")
        for kind in ("gained", "lost")
    ]
    eur = "." if pd.isna(line["eur"]) else texts.signed(line["eur"], 2)
    plain = [_people(catalog, line[kind]) for kind in ("both", "otherwise", "untouched")]
    return [_people(catalog, line["persons"]), *ranged, *plain, texts.signed(line["months"], 0), eur]


def _range(catalog: Catalog, line: dict[str, Any], kind: str) -> str:
    """Return the least and the most people over the runs, '' for nobody."""
    low, high = (_count(catalog, line[f"{kind}_{end}"]) for end in ("low", "high"))
    return f" [{low}–{high}]" if line[f"{kind}_high"] else ""


def _people(catalog: Catalog, number: float) -> str:
    """Return a number of people; small ones are not told exactly."""
    return "-" if number == 0.0 else _count(catalog, number)


def _count(catalog: Catalog, number: float) -> str:
    """Return a count, ``<3`` for small ones."""
    return f"<{SMALL_COUNT:.0f}" if 0.0 < number < SMALL_COUNT else catalog.texts.number(number)


def _note(catalog: Catalog, line: dict[str, Any]) -> str:
    """Return who is compared with nobody."""
    words = ("apart", "only_reference", "only_option")
    numbers = {word.replace("_", ""): _count(catalog, line[word]) for word in words}
    return catalog.texts("who-note", runs=str(int(line["runs"])), **numbers)


def _stories(catalog: Catalog, stories: pd.DataFrame) -> list[str]:
    """Return the households told: each once, with all that they are examples of."""
    told: dict[tuple[str, str], list[str]] = {}
    for story, lines in groupby(_records(stories), key=lambda line: str(line["story"])):
        every = list(lines)
        told.setdefault((_home(catalog, every[0]), _changes(catalog, every)), []).append(story)
    texts = catalog.texts
    return [
        texts(
            "story",
            which=texts.join([texts.term("story", name) for name in names]),
            home=home,
            changes=changes,
        )
        for (home, changes), names in told.items()
    ]


def _home(catalog: Catalog, line: dict[str, Any]) -> str:
    """Return what kind of household it is."""
    ages = [catalog.group("age_group", age) for age in str(line["ages"]).split()]
    return catalog.texts(
        "story-home",
        type=catalog.group("household_type", line["household_type"]),
        area=catalog.area(line["area"]),
        income=catalog.group("income_group", line["income_group"]),
        ages=catalog.texts.join(ages),
    )


def _changes(catalog: Catalog, lines: Sequence[dict[str, Any]]) -> str:
    """Return what changes for a household, in plain words."""
    texts, parts = catalog.texts, []
    for line in lines:
        word, _, field = str(line["quantity"]).partition("_")
        change = float(line["change"])
        way = "more" if change > 0.0 else "less"
        told = {
            "field": texts.term("field", field) if field else "",
            "size": texts.number(abs(change), 0),
            "count": round(abs(change)),
        }
        parts.append(texts(f"story-{word}-{way}", **told))
    return "; ".join(parts)
