"""What each cell of the region tables may hold, by the kind of its column."""

from __future__ import annotations

import re
from collections.abc import Callable

from simsocial.core.language import later, say
from simsocial.indicators.axes import OWNERSHIPS
from simsocial.region.disadvantage import MOST_DISADVANTAGE
from simsocial.region.faults import Fault, among
from simsocial.region.table_columns import TABLE_COLUMNS
from simsocial.region.tables import RawTable
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

__all__ = ["cell_faults"]

_LARGEST_COUNT = 100_000_000
_LARGEST_STAFF = 100_000
_LONGEST_KEY = 100
_OLDEST = 130
"""Nobody was older; 999 and the like stand for 'unknown' or 'all'."""

_NO_KEY = re.compile(r"[\s,;:=/\"'\\]")

_Rule = tuple[Callable[[str], bool], str]


def _count(text: str) -> bool:
    number = to_count(text)
    return number is not None and 0 <= number <= _LARGEST_COUNT


def _number(text: str) -> bool:
    number = to_number(text)
    return number is not None and abs(number) < 1e9


def _not_negative(text: str) -> bool:
    number = to_number(text)
    return number is not None and 0 <= number <= _LARGEST_STAFF


def _index(text: str) -> bool:
    number = to_number(text)
    return number is not None and abs(number) <= MOST_DISADVANTAGE


def _key(text: str) -> bool:
    """Whether a key can be written in settings and stands in a table of results as a text, not as a formula."""
    begins = text[:1].isalnum() or text[:1] == "_"
    return begins and len(text) <= _LONGEST_KEY and not _NO_KEY.search(text)


def _optional(rule: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: not text or rule(text)


_RULES: dict[str, _Rule] = {
    "id": (
        _key,
        later(
            "a short name (at most 100 characters) without blanks , ; : = / \\ or quotes, "
            "its first a letter, digit or _"
        ),
    ),
    "text": (lambda _: True, later("any text")),
    "area": (bool, later("an area of the table areas")),
    "area_open": (lambda _: True, later("an area of the table areas, or empty")),
    "place_open": (lambda _: True, later("a place of the table places, or empty")),
    "place": (bool, later("a place of the table places")),
    "site": (bool, later("a site of the table sites")),
    "provider": (_optional(_key), later("a provider of the table providers, or a short name without blanks")),
    "ags": (_optional(is_ags), later("text of 5 digits (Kreis) or 8 digits (municipality)")),
    "count": (_count, later("a whole number from 0 up")),
    "number": (_optional(_number), later("a number such as 12.5 or 12,5")),
    "index": (_optional(_index), later("a number from -{disadvantage} to {disadvantage}, or empty")),
    "minutes": (
        lambda text: _not_negative(text) and (to_number(text) or 0) <= 1440,
        later("minutes from 0 to 1440"),
    ),
    "number_open": (_optional(_not_negative), later("a number from 0 to {staff:,}, or empty")),
    "age": (
        lambda text: bool(text) and (years := to_age(text)) is not None and years <= _OLDEST,
        later("completed years from 0 to {oldest}"),
    ),
    "age_open": (
        lambda text: to_age(text) is not None,
        later("completed years from 0 up, or empty for the open group"),
    ),
    "sex": (lambda text: to_sex(text) is not None, later("m, f, or t for both sexes")),
    "date": (
        _optional(lambda text: to_date(text) is not None),
        later("a date such as 2023-12-31 or 31.12.2023"),
    ),
    "month": (_optional(lambda text: to_month(text) is not None), later("a month such as 2027-08, or empty")),
    "centrality": (lambda text: text in {"", "0", "1", "2"}, later("0 village, 1 basic centre, 2 main town")),
    "size": (lambda text: (to_count(text) or 0) > 0, later("a whole number from 1 up")),
    "ownership": (lambda text: text in OWNERSHIPS, ", ".join(OWNERSHIPS)),
}


_LIMITS = {"disadvantage": MOST_DISADVANTAGE, "staff": _LARGEST_STAFF, "oldest": _OLDEST}
"""Numbers in what is valid."""


def cell_faults(table: RawTable, site_kinds: frozenset[str]) -> list[Fault]:
    """Return every cell of a table that holds what its column cannot.

    Parameters
    ----------
    table : RawTable
        The table as text.
    site_kinds : frozenset of str
        Valid site kinds.
    """
    faults = []
    for column in table.cells.columns:
        rule, valid = _rule(TABLE_COLUMNS[table.name][column].kind, site_kinds)
        faults += [
            Fault(table.name, int(line), column, text, _hint(column, text, valid, site_kinds))
            for line, text in zip(table.cells.index, table.cells[column], strict=True)
            if not rule(text)
        ]
    return faults


def _rule(kind: str, site_kinds: frozenset[str]) -> _Rule:
    if kind == "kind":
        return (lambda text: text in site_kinds, ", ".join(sorted(site_kinds)))
    return _RULES[kind]


def _hint(column: str, value: str, valid: str, site_kinds: frozenset[str]) -> str:
    """Add to what is valid what may have been meant."""
    if column == "kind":
        return among(value, site_kinds)
    said = say(valid, **_LIMITS)
    if column == "ags" and (key := lost_zero(value)):
        return say("{valid}; a leading zero was lost: write {key} as text", valid=said, key=key)
    if valid == _RULES["count"][1]:
        if value in {".", "/", "x", "..."}:
            return say(
                "{valid}; a statistical sign is no number: give an estimate or the sum of a wider group",
                valid=said,
            )
        if re.fullmatch(r"[0-9]{1,3},000", value):
            return say(
                "{valid}; this may mean {number} or {number}000: write it without a comma",
                valid=said,
                number=value[:-4],
            )
    return said
