"""Assumptions, method and data of the run: what a reader needs to check or repeat the figures."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.core.language import in_data
from simsocial.report.catalog import Catalog
from simsocial.report.laws import law_label
from simsocial.report.table import Table
from simsocial.report.texts import Texts

__all__ = [
    "assumption_counts",
    "assumption_table",
    "beside_measures",
    "change_table",
    "run_table",
    "sign_table",
    "unit_in",
    "unit_key",
]

_GRADES = "ABCD"
_OWN = {"own assumption": "source-own-assumption", "own setting of the user": "source-own-setting"}
"""Sources that are no publication and so have words in every language."""


_YEARS = {"in force": "assumption-in-force", "undated": "assumption-undated"}
"""Years of a source that are none."""

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def unit_key(unit: str) -> str:
    """Return the name of a parameter's unit among the texts."""
    return _NOT_A_WORD.sub("-", unit.lower()).strip("-")


def assumption_table(catalog: Catalog, sheet: pd.DataFrame) -> Table:
    """Return the assumption sheet of the run.

    Parameters
    ----------
    catalog : Catalog
        Texts.
    sheet : DataFrame
        parameters.csv; columns that are missing stay empty.
    """
    texts = catalog.texts
    words = ("id", "value", "unit", "range", "source", "year", "grade")
    table = Table(tuple(texts(f"assumption-{word}") for word in words))
    for entry in sheet.fillna("").astype(str).to_dict("records"):
        cells = {word: str(entry.get(word, "")) for word in words}
        cells["value"] = _value(texts, entry) + _by_law(catalog, entry) + _changed(catalog, entry)
        cells["range"] = _range(texts, entry) or cells["range"]
        cells["unit"] = unit_in(texts, cells["unit"])
        if cells["year"] in _YEARS:
            cells["year"] = texts(_YEARS[cells["year"]])
        cells["source"] = in_data(cells["source"], texts.language)
        for phrase, word in _OWN.items():
            if cells["source"].startswith(phrase):
                cells["source"] = texts(word) + cells["source"].removeprefix(phrase)
        table.add([cells[word] for word in words])
    return table


def change_table(catalog: Catalog, scenario: str) -> Table:
    """Return what an option changes in the assumptions, old beside new, marked where it leaves the registered range."""
    texts = catalog.texts
    words = (
        "assumption-id",
        "assumption-unit",
        "change-old",
        "change-new",
        "change-when",
        "change-where",
        "assumption-range",
        "change-note",
    )
    table = Table(tuple(texts(word) for word in words), frozenset({2, 3}))
    for entry in catalog.manifest["scenarios"][scenario].get("parameters") or ():
        old, new, low, high = (_number(texts, str(entry[key])) for key in ("old", "new", "low", "high"))
        unit = texts("change-factor") if entry["kind"] == "factor" else unit_in(texts, str(entry["unit"]))
        note = texts("change-outside") if entry["outside"] else ""
        when = _when(texts, entry)
        where = str(entry.get("where") or "")
        table.add(
            [str(entry["id"]), unit, old, new, when, where, texts("interval", low=low, high=high), note]
        )
    return table.without_empty_columns()


def _when(texts: Texts, entry: Mapping[str, Any]) -> str:
    """Return from when until when a measure changes a value; nothing where it is another from the begin."""
    if not entry.get("since"):
        return ""
    if not entry.get("until"):
        return texts("change-since", since=str(entry["since"]))
    return texts("change-span", since=str(entry["since"]), until=str(entry["until"]))


def _from(texts: Texts, value: str, date: str) -> str:
    """Return a value with the date from which it holds, if there is one."""
    return texts("assumption-from", value=value, date=date) if date else value


def beside_measures(catalog: Catalog, scenario: str) -> list[str]:
    """Return what an option changes besides its measures: laws by name, and how many assumptions.

    Values that its measures change are what the titles of the measures say; all stand in :func:`change_table`.
    """
    texts, scenarios = catalog.texts, catalog.manifest["scenarios"]
    usual = (scenarios.get(catalog.manifest.get("reference")) or {}).get("laws") or ()
    own = scenarios[scenario].get("laws") or ()
    said = [texts("law-on", law=law_label(catalog, name)) for name in own if name not in usual]
    said += [texts("law-off", law=law_label(catalog, name)) for name in usual if name not in own]
    changed = scenarios[scenario].get("parameters") or ()
    for key, count in (
        ("changes-own", sum(not entry.get("since") for entry in changed)),
        ("changes-outside", sum(bool(entry["outside"]) for entry in changed)),
    ):
        if count:
            said.append(texts(key, count=count))
    return said


def _by_law(catalog: Catalog, entry: Mapping[Any, str]) -> str:
    """Return which laws bring a value to what."""
    said = []
    for part in filter(None, str(entry.get("by_law") or "").split("; ")):
        name, _, value = part.partition("=")
        number, _, when = value.partition(" from ")
        value = _from(catalog.texts, _number(catalog.texts, number), when)
        said.append("; " + catalog.texts("assumption-law", law=law_label(catalog, name), value=value))
    return "".join(said)


def _changed(catalog: Catalog, entry: Mapping[Any, str]) -> str:
    """Return which options set another value, and which one alone has the assumption."""
    texts, parts = catalog.texts, []
    for part in filter(None, str(entry.get("changed_in") or "").split("; ")):
        name, _, value = part.rpartition("=")
        number, _, when = value.partition(" from ")
        said = _from(texts, _number(texts, number), when)
        parts.append(texts("assumption-changed", option=catalog.scenario(name), value=said))
    if entry.get("only_in"):
        parts.append(texts("assumption-only-in", option=catalog.scenario(str(entry["only_in"]))))
    return "".join(f"; {part}" for part in parts)


def unit_in(texts: Texts, unit: str) -> str:
    """Return a unit in the reader's language; registered in English, one of a plugin may have no German word."""
    key = unit_key(unit)
    return texts.term("parameter-unit", key) if texts.has_term("parameter-unit", key) else unit


def _value(texts: Texts, entry: Mapping[Any, str]) -> str:
    """Return a single value with its date, or what a table is by."""
    shape = entry.get("shape") or "number"
    if entry.get("override"):
        return texts("assumption-override", value=_number(texts, entry["override"]))
    if shape != "number":
        dimensions = [texts.term("dimension", part.strip()) for part in shape.split(" x ")]
        return texts("assumption-table", by=texts.join(dimensions))
    value = _number(texts, entry.get("value", ""))
    return _from(texts, value, str(entry.get("holds_from") or ""))


def _range(texts: Texts, entry: Mapping[Any, str]) -> str:
    """Return the range in the unit of the value, or as a factor."""
    if not entry.get("low") or not entry.get("high"):
        return ""
    low, high = (_number(texts, entry[name]) for name in ("low", "high"))
    if low == high:
        return ""
    bounds = texts("interval", low=low, high=high)
    return texts("assumption-factor", bounds=bounds) if entry.get("range_kind") == "factor" else bounds


def _number(texts: Texts, text: str) -> str:
    """Return a number with four significant digits in the reader's notation."""
    try:
        value = float(text)
    except ValueError:
        return text
    if value == 0.0:
        return "0"
    digits = 3 - math.floor(math.log10(abs(value)))
    shown = texts.number(value, max(min(digits, 6), 0))
    point = texts.number(0.5, 1)[1]
    return shown.rstrip("0").rstrip(point) if point in shown else shown


def assumption_counts(catalog: Catalog, sheet: pd.DataFrame) -> list[str]:
    """Return how many assumptions have which evidence grade."""
    if "grade" not in sheet:
        return []
    counts = Counter(sheet["grade"].astype(str).str.upper())
    texts = catalog.texts
    return [
        texts("assumptions-count", grade=texts(f"grade-{grade.lower()}"), count=texts.number(counts[grade]))
        for grade in _GRADES
        if counts[grade]
    ]


def _defaults(catalog: Catalog, notes: Iterable[Mapping[str, str]]) -> str:
    """Return what stands for tables that a region lacks, services by their names."""
    said = "; ".join(catalog.texts.label(note) for note in notes)
    return re.sub(r"\b[a-z_]+\b", lambda word: catalog.services.get(word[0], word[0]), said)


def sign_table(catalog: Catalog) -> Table:
    """Return the legend of signs."""
    texts = catalog.texts
    table = Table(("", ""))
    for sign, key in (
        ("[ ]", "sign-brackets"),
        ("( )", "sign-limited"),
        ("/", "sign-uncertain"),
        ("0", "sign-zero"),
        ("-", "sign-nothing"),
        (".", "sign-unknown"),
        ("<3", "sign-small"),
        ("●", "sign-with-target"),
        ("○", "sign-against"),
        ("◆", "sign-neutral"),
        ("◐", "sign-mixed"),
        (texts("effect-next-to-none"), "sign-next-to-none"),
        ("–", "sign-unclear"),
        ("–", "sign-unconfirmed"),
        ("–", "sign-assumptions"),
        ("–", "sign-below-relevance"),
    ):
        table.add([sign, texts(key)])
    return table


def run_table(catalog: Catalog, results: Results) -> Table:
    """Return command, seeds, versions and checksums of the run."""
    texts, manifest = catalog.texts, results.manifest
    region: Mapping[str, Any] = manifest.get("region") or {}
    horizon: Mapping[str, Any] = manifest.get("horizon") or {}
    replicates: Mapping[str, Any] = manifest.get("replicates") or {}
    runs = manifest.get("runs") or []
    failed = [run for run in runs if run.get("state") == "failed"]
    months = [texts.month(str(horizon[key])) for key in ("start", "end") if horizon.get(key)]
    versions = ", ".join(f"{name} {version}" for name, version in (manifest.get("versions") or {}).items())
    draws = manifest.get("draws") or 0
    table = Table(("", ""))
    for key, value in (
        ("run-command", manifest.get("command")),
        ("run-created", texts.time(str(manifest.get("created") or ""))),
        ("run-finished", texts.time(str(manifest.get("finished") or ""))),
        ("run-region", " ".join(str(part) for part in (catalog.area("region"), region.get("ags")) if part)),
        ("run-reference-date", region.get("reference_date")),
        ("run-horizon", " – ".join(months)),
        ("run-runs", texts.number(len(runs)) if runs else ""),
        (
            "run-replicates",
            " + ".join(str(replicates[key]) for key in ("explore", "confirm") if key in replicates),
        ),
        ("run-draws", str(draws) if draws else ""),
        ("run-failed", texts.number(len(failed)) if failed else ""),
        ("run-seed", manifest.get("seed")),
        ("run-defaults", _defaults(catalog, region.get("defaults_used") or ())),
        ("run-source-hash", manifest.get("source_hash")),
        ("run-data-hash", manifest.get("data_hash")),
        ("run-versions", versions),
    ):
        if value not in (None, ""):
            table.add([texts(key), str(value)])
    return table
