"""The legal calendar of the run: which laws act in which options, with status and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simsocial.core.language import in_data
from simsocial.report.catalog import Catalog
from simsocial.report.table import Table

__all__ = ["law_label", "law_table"]

_STATUS = {"enacted": "law-enacted", "announced": "law-announced", "open": "law-open"}


def law_label(catalog: Catalog, name: str) -> str:
    """Return what a law is called."""
    entry = (catalog.manifest.get("legal_calendar") or {}).get(name) or {}
    return catalog.texts.label(entry.get("label"), name.replace("_", " "))


def law_table(catalog: Catalog) -> Table:
    """Return one row a law, with where it acts; no rows if the results were made without a calendar.

    Parameters
    ----------
    catalog : Catalog
        Names and texts; the manifest's `legal_calendar`, and `laws` of each scenario.
    """
    texts = catalog.texts
    words = ("law-name", "law-base", "law-status", "law-when", "law-acts", "assumption-source")
    table = Table(tuple(texts(word) for word in words))
    for name, entry in (catalog.manifest.get("legal_calendar") or {}).items():
        table.add(
            [
                law_label(catalog, name),
                str(entry["law"]),
                texts(_STATUS[entry["status"]]),
                _when(catalog, entry),
                _acts(catalog, name),
                in_data(str(entry["source"]), texts.language),
            ]
        )
    return table


def _when(catalog: Catalog, entry: Mapping[str, Any]) -> str:
    since, until = str(entry["from"]), entry.get("to")
    if until:
        return catalog.texts("change-span", since=since, until=str(until))
    return catalog.texts("change-since", since=since)


def _acts(catalog: Catalog, name: str) -> str:
    """Return in which options of the run a law acts."""
    scenarios = catalog.manifest["scenarios"]
    acting = [catalog.scenario(one) for one, entry in scenarios.items() if name in (entry.get("laws") or ())]
    if len(acting) == len(scenarios):
        return catalog.texts("law-everywhere")
    return catalog.texts("law-only-in", options=", ".join(acting)) if acting else catalog.texts("law-nowhere")
