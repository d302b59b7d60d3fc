"""What ``simsocial list`` says of what a model counts, does and keeps: one function a topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simsocial.cli.printed_rows import Row
from simsocial.core.language import in_data

if TYPE_CHECKING:
    from simsocial.services.catalogue import Catalogue

__all__ = [
    "columns_rows",
    "effects_rows",
    "events_rows",
    "indicators_rows",
    "known_kinds",
    "label_in",
    "margins_rows",
    "people_rows",
    "processes_rows",
    "summary",
]  # fmt: skip


def summary(described: object) -> str:
    """Return the first line of a docstring."""
    return (described.__doc__ or "").strip().partition("\n")[0]


def label_in(labels: Any, language: str) -> str:
    """Return a label in a language, whatever holds its texts."""
    if isinstance(labels, Mapping):
        return str(labels.get(language) or next(iter(labels.values()), ""))
    return str(getattr(labels, language, labels) or "")


def known_kinds() -> Catalogue:
    """Return the service kinds of the package and of the user's own folder."""
    from simsocial.core.roots import roots
    from simsocial.services.catalogue import load_catalogue_from_dirs

    return load_catalogue_from_dirs([folder / "services" for folder in roots("conf")])


def indicators_rows(language: str) -> list[Row]:
    """Return all indicators, those of the service kinds included."""
    from simsocial.indicators.known import indicators

    return [
        {
            "id": entry.id,
            "label": label_in(entry.label, language),
            "unit": entry.unit,
            "field": entry.field,
            "direction": entry.direction,
            "groups": " ".join(entry.groups),
            "sum_over_time": entry.sum_over_time,
            "relevance": entry.relevance,
            "relevance_kind": entry.relevance_kind,
            "validation": entry.validation,
        }
        for entry in indicators(known_kinds())
    ]


def margins_rows(language: str) -> list[Row]:
    """Return the margins that indicators are counted by."""
    from simsocial.indicators.margins import MARGINS

    return [
        {
            "id": one.id,
            "label": label_in(one.label, language),
            "groups": ", ".join(label_in(words, language) for words in one.words().values()),
            "of_events": one.by_age is not None,
        }
        for one in MARGINS.values()
    ]


def events_rows(language: str) -> list[Row]:
    """Return the events that are counted, with the processes that have them."""
    from simsocial.indicators.axes import EVENTS
    from simsocial.model.schedule import known_processes

    # Making the processes known adds the events that they count.
    processes = known_processes()
    counted_by = {
        event.id: [name for name, process in processes.items() if event in process.events]
        for event in EVENTS.values()
    }
    return [
        {
            "id": one.id,
            "label": label_in(one.label, language),
            "processes": " ".join(counted_by.get(one.id, [])),
        }
        for one in EVENTS.values()
    ]


def processes_rows(language: str) -> list[Row]:
    """Return the processes of a month, plugged-in ones included, with what they keep, count and let others change."""
    from simsocial.model.schedule import known_processes

    return [
        {
            "id": name,
            "turn": turn,
            "summary": in_data(summary(process), language),
            "hazard_by": getattr(process, "by", ""),
            "changed_as": getattr(process, "target", ""),
            "columns": " ".join(f"{column.table}.{column.name}" for column in process.columns),
            "events": " ".join(event.id for event in process.events),
        }
        for turn, (name, process) in enumerate(known_processes().items(), start=1)
    ]


def effects_rows(language: str) -> list[Row]:
    """Return what being served, or left without, does to people: one row an effect of a service kind."""
    from simsocial.parameters import Parameters
    from simsocial.people.changeable import CHANGEABLE

    kinds = known_kinds()
    values = kinds.register(Parameters.load())
    rows = []
    for kind in kinds:
        for name, effect in kind.effects.items():
            factor = values[kind.parameter_id(f"effects.{name}.factor")]
            quantity = CHANGEABLE[effect.target]
            low, high = factor.value_range
            rows.append(
                {
                    "id": f"{kind.id}.{name}",
                    "service": label_in(kind.label, language),
                    "when": effect.when,
                    "quantity": quantity.id,
                    "unit": quantity.unit,
                    "value": float(factor.value),
                    "low": low,
                    "high": high,
                    "none_within": low <= 1.0 <= high,
                    "source": in_data(factor.source, language),
                    "year": factor.year,
                    "grade": factor.grade,
                    "note": in_data(factor.note, language),
                }
            )
    return rows


def people_rows(language: str) -> list[Row]:
    """Return what rules and data may call persons and households by, and what effects of services may name."""
    from simsocial.experiment.known import process_names
    from simsocial.people.changeable import CHANGEABLE
    from simsocial.people.predicates import PREDICATES
    from simsocial.people.traits import TRAITS

    process_names()  # processes name the hazards that may be changed
    named = [
        *((one.id, f"predicate of {one.of}", one.label, "") for one in PREDICATES.values()),
        *((one.id, f"predicate of {one.of}", one.label, "") for one in PREDICATES.families.values()),
        *((one.id, "trait", one.label, ", ".join(one.levels) or one.unit) for one in TRAITS.values()),
    ]
    changed = [
        {"id": one.id, "what": "quantity that services change", "label": "", "values": one.unit}
        for one in CHANGEABLE.values()
    ]
    return changed + [
        {"id": name, "what": what, "label": label_in(label, language), "values": values}
        for name, what, label, values in named
    ]


def columns_rows(language: str) -> list[Row]:
    """Return the columns of persons, households and cases, with the process that keeps each, or else the writers."""
    from simsocial.core.columns import CASES, HOUSEHOLDS, PERSONS
    from simsocial.experiment.known import process_names
    from simsocial.processes.base import registered

    known = registered() if process_names() else {}
    owners = {
        f"{column.table}.{column.name}": (name, column)
        for name, process in known.items()
        for column in process.columns
    }
    shared = {
        f"{table}.{column.name}": (" ".join(column.writers), column)
        for table, schema in (("persons", PERSONS), ("households", HOUSEHOLDS), ("cases", CASES))
        for column in schema
    }
    return [
        {
            "id": name,
            "written_by": written_by,
            "type": column.dtype,
            "unit": column.unit,
            "description": in_data(column.description, language),
        }
        for name, (written_by, column) in (shared | owners).items()
    ]
