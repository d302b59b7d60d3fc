"""``simsocial list``: what the registries hold, as a table on a terminal and as CSV elsewhere."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from simsocial.core.errors import SimsocialError

__all__ = ["print_rows", "rows_of"]

Row = dict[str, Any]


def rows_of(topic: str, language: str) -> list[Row]:
    """Return one row an entry of a registry, all with the same keys, sorted by id.

    Parameters
    ----------
    topic
        ``indicators``, ``services``, ``measures``, ``parameters``, ``scenarios`` or ``processes``.
    language
        ``de`` or ``en``, for labels and titles.
    """
    from simsocial.experiment.plugins import load_plugins

    load_plugins()
    rows = _TOPICS[topic](language)
    return sorted(rows, key=lambda row: str(row["id"]))


def print_rows(rows: Iterable[Row], *, as_csv: bool) -> None:
    """Print rows as a table on a terminal, as CSV elsewhere or when asked for."""
    entries = list(rows)
    header = list(entries[0]) if entries else []
    if as_csv or not sys.stdout.isatty():
        writer = csv.DictWriter(sys.stdout, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*header, header_style="bold")
    for entry in entries:
        table.add_row(*(_short(entry[column]) for column in header))
    Console().print(table)


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 90 else text[:87] + "..."


def _summary(described: object) -> str:
    """Return the first line of a docstring."""
    return (described.__doc__ or "").strip().partition("\n")[0]


def _label(labels: Any, language: str) -> str:
    if isinstance(labels, Mapping):
        return str(labels.get(language) or next(iter(labels.values()), ""))
    return str(getattr(labels, language, labels) or "")


def _indicators(language: str) -> list[Row]:
    from simsocial.core.roots import roots
    from simsocial.indicators.registry import indicators
    from simsocial.services.catalogue import load_catalogue_from_dirs

    kinds = load_catalogue_from_dirs([folder / "services" for folder in roots("conf")])
    return [
        {
            "id": entry.id,
            "label": _label(entry.label, language),
            "unit": entry.unit,
            "field": entry.field,
            "direction": entry.direction,
            "groups": " ".join(entry.groups),
            "sum_over_time": entry.sum_over_time,
            "relevance": entry.relevance,
            "relevance_kind": entry.relevance_kind,
            "validation": entry.validation,
        }
        for entry in indicators(kinds)
    ]


def _services(language: str) -> list[Row]:
    from simsocial.core.roots import roots
    from simsocial.services.catalogue import load_catalogue_from_dirs

    return [
        {
            "id": kind.id,
            "label": _label(kind.label, language),
            "field": kind.field,
            "legal_base": kind.legal_base,
            "status": kind.status,
            "access": kind.access,
            "site_kind": kind.site_kind,
        }
        for kind in load_catalogue_from_dirs([folder / "services" for folder in roots("conf")])
    ]


def _measures(_language: str) -> list[Row]:
    from simsocial.measures import measure_kinds
    from simsocial.measures.registry import measure_model

    models = {kind: measure_model(kind) for kind in measure_kinds()}
    return [
        {"id": kind, "summary": _summary(model), "keys": " ".join(model.model_fields)}
        for kind, model in models.items()
    ]


def _parameters(_language: str) -> list[Row]:
    from simsocial.core.roots import roots
    from simsocial.parameters import Parameters
    from simsocial.services.catalogue import load_catalogue_from_dirs

    kinds = load_catalogue_from_dirs([folder / "services" for folder in roots("conf")])
    sheet = kinds.register(Parameters.load()).sheet()
    return [{str(key): value for key, value in row.items()} for row in sheet.to_dict("records")]


def _scenarios(language: str) -> list[Row]:
    from simsocial.experiment.known import group_options

    return [_scenario(name, language) for name in group_options("scenarios")]


def _scenario(name: str, language: str) -> Row:
    """Return the row of a scenario; what is wrong with a faulty one stands in the place of its title."""
    from simsocial.experiment.scenarios import load_scenario

    try:
        scenario = load_scenario(name)
    except SimsocialError as error:
        return {
            "id": name,
            "title": f"Error: {' '.join(str(error).split())}",
            "measures": None,
            "kinds": None,
            "targets": None,
        }
    kinds = {measure.kind for measure in scenario.measures.values()}
    return {
        "id": name,
        "title": _label(scenario.title, language),
        "measures": " ".join(scenario.measures),
        "kinds": " ".join(sorted(kinds)),
        "targets": " ".join(target.indicator for target in scenario.targets),
    }


def _processes(_language: str) -> list[Row]:
    from simsocial.experiment.known import process_names
    from simsocial.processes.base import registered

    known = registered() if process_names() else {}
    return [{"id": name, "summary": _summary(known[name])} for name in sorted(known)]


_TOPICS: dict[str, Callable[[str], list[Row]]] = {
    "indicators": _indicators,
    "services": _services,
    "measures": _measures,
    "parameters": _parameters,
    "scenarios": _scenarios,
    "processes": _processes,
}
