"""Pandera schemas of the region tables: what each cell may hold.

Only the check imports this module: pandera takes longer to import than a small run.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from simsocial.region.faults import Fault, among
from simsocial.region.region import SITE_KINDS
from simsocial.region.tables import TABLE_COLUMNS, RawTable
from simsocial.region.values import (
    is_ags,
    lost_zero,
    to_age,
    to_count,
    to_date,
    to_month,
    to_number,
    to_sex,
)

__all__ = ["OWNERSHIPS", "cell_faults", "known_site_kinds"]

OWNERSHIPS = ("public", "non_profit", "private")

_LARGEST_COUNT = 2_000_000_000

_Rule = tuple[Callable[[str], bool], str]


def _count(text: str) -> bool:
    number = to_count(text)
    return number is not None and 0 <= number <= _LARGEST_COUNT


def _number(text: str) -> bool:
    number = to_number(text)
    return number is not None and abs(number) < 1e9


def _not_negative(text: str) -> bool:
    number = to_number(text)
    return number is not None and 0 <= number < 1e9


def _optional(rule: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: not text or rule(text)


_RULES: dict[str, _Rule] = {
    "id": (
        lambda text: bool(text) and not set(text) & set(" ,;:=/\"'"),
        "a short name without spaces , ; : = / or quotes",
    ),
    "text": (lambda _: True, "any text"),
    "area": (bool, "an area of the table areas"),
    "place": (bool, "a place of the table places"),
    "provider": (lambda _: True, "a provider of the table providers"),
    "ags": (_optional(is_ags), "text of 5 digits (Kreis) or 8 digits (municipality)"),
    "count": (_count, "a whole number from 0 up"),
    "number": (_optional(_number), "a number such as 12.5 or 12,5"),
    "minutes": (
        lambda text: _not_negative(text) and (to_number(text) or 0) <= 1440,
        "minutes from 0 to 1440",
    ),
    "number_open": (_optional(_not_negative), "a number from 0 up, or empty"),
    "age": (lambda text: bool(text) and to_age(text) is not None, "completed years from 0 to 100"),
    "age_open": (
        lambda text: to_age(text) is not None,
        "completed years from 0 up, or empty for the open group",
    ),
    "sex": (lambda text: to_sex(text) is not None, "m, f, or t for both sexes"),
    "date": (_optional(lambda text: to_date(text) is not None), "a date such as 2023-12-31 or 31.12.2023"),
    "month": (_optional(lambda text: to_month(text) is not None), "a month such as 2027-08, or empty"),
    "centrality": (lambda text: text in {"", "0", "1", "2"}, "0 village, 1 basic centre, 2 main town"),
    "size": (lambda text: (to_count(text) or 0) > 0, "a whole number from 1 up"),
    "ownership": (lambda text: text in OWNERSHIPS, ", ".join(OWNERSHIPS)),
}


def cell_faults(table: RawTable, site_kinds: frozenset[str]) -> list[Fault]:
    """Return every cell of a table that holds what its column cannot.

    Parameters
    ----------
    table : RawTable
        The table as text.
    site_kinds : frozenset of str
        Valid site kinds.
    """
    columns = TABLE_COLUMNS[table.name]
    rules = {name: _rule(columns[name].kind, site_kinds) for name in table.cells.columns}
    schema = pa.DataFrameSchema(
        {
            str(name): pa.Column(object, pa.Check(rule, element_wise=True, error=valid))
            for name, (rule, valid) in rules.items()
        }
    )
    try:
        schema.validate(table.cells, lazy=True)
    except SchemaErrors as errors:
        return [_fault(table, row, site_kinds) for _, row in errors.failure_cases.iterrows()]
    return []


def _rule(kind: str, site_kinds: frozenset[str]) -> _Rule:
    if kind == "kind":
        return (lambda text: text in site_kinds, ", ".join(sorted(site_kinds)))
    return _RULES[kind]


def _fault(table: RawTable, failure: pd.Series[str], site_kinds: frozenset[str]) -> Fault:
    value, column, valid = str(failure["failure_case"]), str(failure["column"]), str(failure["check"])
    if column == "kind":
        valid = among(value, site_kinds)
    if column == "ags" and (key := lost_zero(value)):
        valid += f"; a leading zero was lost: write {key} as text"
    if value in {".", "/", "x", "..."} and TABLE_COLUMNS[table.name][column].kind == "count":
        valid += "; a statistical sign is no number: give an estimate or the sum of a wider group"
    return Fault(table.name, int(str(failure["index"])), column, value, valid)


def known_site_kinds() -> frozenset[str]:
    """Return the site kinds of the package and of the user's own service kinds."""
    from simsocial.core.roots import roots

    files = [file for root in roots("conf") for file in sorted((root / "services").glob("*.yaml"))]
    return frozenset(SITE_KINDS).union(*(_kinds_in(file, file.stat().st_mtime_ns) for file in files))


@cache
def _kinds_in(file: Path, changed: int) -> frozenset[str]:  # noqa: ARG001 - an edited file is read again
    import yaml

    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    entries = content.items() if isinstance(content, dict) else ()
    return frozenset(str(entry.get("site_kind", name)) for name, entry in entries if isinstance(entry, dict))
