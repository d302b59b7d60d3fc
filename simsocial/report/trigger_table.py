"""What measures of an adaptive plan wait for, and how often and when it came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simsocial.analysis.results import Results
from simsocial.analysis.triggered import Triggered, triggered
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = ["trigger_table", "triggers_in_words"]


def trigger_table(catalog: Catalog, results: Results, scenario: str) -> Table:
    """Return a row for each measure of a scenario that waits: for what, and in which share of runs it came when.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results.
    scenario : str
        Name of the scenario.
    """
    texts = catalog.texts
    words = ("delay", "share", "earliest", "median", "ended")
    first = [texts(word) for word in ("decision-measure", "trigger-condition", "column-set-by")]
    table = Table((*first, *(texts(f"trigger-{word}") for word in words)), frozenset({3, 4}))
    for one in triggered(results, scenario):
        entry = catalog.manifest["scenarios"][scenario]["measures"][one.measure]
        trigger = entry["trigger"]
        table.add(
            [
                texts.label(entry.get("title"), one.measure),
                _condition(catalog, trigger),
                texts.label(trigger.get("set_by"), texts("set-by-scenario")),
                texts.number(trigger.get("delay", entry["lead_months"])),
                _share(catalog, one.fired, one.runs),
                texts.month(one.earliest) if one.earliest else "",
                texts.month(one.median) if one.median else "",
                _share(catalog, one.ended, one.runs) if "hysteresis" in trigger else "",
            ]
        )
    return table.without_empty_columns()


def triggers_in_words(catalog: Catalog, results: Results, scenario: str) -> list[str]:
    """Return for each measure of a scenario that waits how often and when its trigger fired."""
    return [_in_words(catalog, scenario, one) for one in triggered(results, scenario)]


def _in_words(catalog: Catalog, scenario: str, one: Triggered) -> str:
    texts = catalog.texts
    entry = catalog.manifest["scenarios"][scenario]["measures"][one.measure]
    title = texts.label(entry.get("title"), one.measure)
    if not one.fired:
        return texts("answer-trigger-never", measure=title)
    return texts(
        "answer-trigger",
        measure=title,
        share=_share(catalog, one.fired, one.runs),
        earliest=texts.month(one.earliest),
        median=texts.month(one.median),
    )


def _share(catalog: Catalog, part: int, whole: int) -> str:
    return catalog.texts.percent(part / whole) if whole else ""


def _condition(catalog: Catalog, trigger: Mapping[str, Any]) -> str:
    """Return which indicator must be beyond which threshold for how long."""
    texts, side = catalog.texts, "below" if "below" in trigger else "above"
    text = texts(
        f"trigger-{side}",
        what=_what(catalog, trigger),
        threshold=_level(catalog, trigger, float(trigger[side])),
        months=int(trigger["months"]),
    )
    if "hysteresis" not in trigger:
        return text
    back = trigger[side] + (1 if side == "below" else -1) * trigger["hysteresis"]
    return f"{text}; {texts(f'trigger-back-{side}', threshold=_level(catalog, trigger, back))}"


def _what(catalog: Catalog, trigger: Mapping[str, Any]) -> str:
    """Return what a trigger looks at and where."""
    if "site" in trigger:
        return catalog.texts("trigger-site", site=catalog.site(str(trigger["site"])))
    place = catalog.place(str(trigger.get("area") or "region"))
    return ", ".join(part for part in (catalog.meta(str(trigger["indicator"])).label, place) if part)


def _level(catalog: Catalog, trigger: Mapping[str, Any], value: float) -> str:
    """Return a level of what a trigger looks at, of an indicator with its unit."""
    if "site" in trigger:
        return catalog.texts.number(value)
    return Numbers(catalog).level(value, str(trigger["indicator"]))
