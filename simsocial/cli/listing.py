"""``simsocial list``: what the registries hold, as a table on a terminal and as CSV elsewhere."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simsocial.core.errors import ConfigError, SimsocialError

if TYPE_CHECKING:
    from rich.console import Console

    from simsocial.parameters.parameter import Parameter

__all__ = ["print_rows", "rows_of"]

Row = dict[str, Any]


def rows_of(topic: str, language: str, words: Sequence[str] = ()) -> list[Row]:
    """Return one row an entry of a registry, all with the same keys, sorted by id.

    Parameters
    ----------
    topic
        A key of the topics below, or ``sites``.
    language
        ``de`` or ``en``, for labels and titles.
    words
        Settings; which region's ``sites`` are meant, and which plugins.

    Raises
    ------
    ConfigError
        If a word has no meaning for the topic.
    """
    from simsocial.experiment.plugins import load_plugins, name_plugins

    settings = name_plugins(words)
    load_plugins()
    if topic == "sites":
        rows = _sites(settings)
    elif settings:
        message = f"list {topic} takes no '{settings[0]}'. Valid: settings for list sites only, such as region=kreis."
        raise ConfigError(message)
    else:
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

    console = Console()
    table = Table(*header, header_style="bold")
    for entry in entries:
        table.add_row(*(_text(entry[column]) for column in header))
    unbounded = console.options.update(max_width=100_000)
    if console.measure(table, options=unbounded).maximum <= console.width:
        console.print(table)
    else:
        for entry in entries:
            _print_entry(console, entry)


def _print_entry(console: Console, entry: Row) -> None:
    """Print an entry that is too wide for a row of a table: its name, and below it all it has to say."""
    from rich.padding import Padding
    from rich.text import Text

    (_, name), *others = entry.items()
    console.print(Text(_text(name), style="bold"))
    said = [f"{key}: {_text(value)}" for key, value in others if _text(value)]
    console.print(Padding(Text(" · ".join(said)), (0, 0, 0, 4)))


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _summary(described: object) -> str:
    """Return the first line of a docstring."""
    return (described.__doc__ or "").strip().partition("\n")[0]


def _label(labels: Any, language: str) -> str:
    if isinstance(labels, Mapping):
        return str(labels.get(language) or next(iter(labels.values()), ""))
    return str(getattr(labels, language, labels) or "")


def _indicators(language: str) -> list[Row]:
    from simsocial.core.roots import roots
    from simsocial.indicators.known import indicators
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
    from simsocial.parameters.sheet import assumption_sheet
    from simsocial.services.catalogue import load_catalogue_from_dirs

    kinds = load_catalogue_from_dirs([folder / "services" for folder in roots("conf")])
    values = kinds.register(Parameters.load())
    return [
        {str(key): value for key, value in row.items()} | _changeable(values[str(row["id"])])
        for row in assumption_sheet(values).to_dict("records")
    ]


def _changeable(parameter: Parameter) -> Row:
    """Return whether a measure of kind change_value can change a parameter, where, and within which bounds."""
    low, high = parameter.bounds
    if not parameter.changeable or low == high:
        return {"change": "", "per": "", "lowest": None, "highest": None}
    change = "multiply" if parameter.is_table else "set add multiply cap"
    return {"change": change, "per": " ".join(parameter.per), "lowest": low, "highest": high}


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
            "parameters": None,
            "targets": None,
        }
    kinds = {measure.kind for measure in scenario.measures.values()}
    return {
        "id": name,
        "title": _label(scenario.title, language),
        "measures": " ".join(scenario.measures),
        "kinds": " ".join(sorted(kinds)),
        "parameters": " ".join(f"{one}={value:g}" for one, value in sorted(scenario.overrides.items())),
        "targets": " ".join(target.indicator for target in scenario.targets),
    }


def _processes(_language: str) -> list[Row]:
    from simsocial.experiment.known import process_names
    from simsocial.processes.base import registered

    known = registered() if process_names() else {}
    return [{"id": name, "summary": _summary(known[name])} for name in sorted(known)]


def _sites(words: Sequence[str]) -> list[Row]:
    """Return the sites of the region that the words choose, with their names and where they are."""
    from simsocial.core.calendar import month_label
    from simsocial.experiment.compose import compose_scenarios
    from simsocial.experiment.setup import prepare_region

    region = prepare_region(compose_scenarios(["status_quo"], ["services=[]", *words])["status_quo"])
    places, sites = region.places, region.sites
    areas = [str(area) for area in region.areas["area"]]
    return [
        {
            "id": str(site["site"]),
            "name": str(site["name"]),
            "kind": str(site["kind"]),
            "place": str(places["place"].iloc[int(site["place"])]),
            "area": areas[int(region.place_area[int(site["place"])])],
            "provider": str(site["provider"]),
            "licensed_places": int(site["licensed_places"]),
            "closes": month_label(int(site["closes"])) if int(site["closes"]) >= 0 else None,
        }
        for site in sites.to_dict("records")
    ]


def _staff(language: str) -> list[Row]:
    from simsocial.shapes.qualification import load_qualifications

    return [
        {"id": name, "label": _label(one.label, language), "meaning": one.meaning}
        for name, one in load_qualifications().items()
    ]


def _payers(language: str) -> list[Row]:
    from simsocial.indicators.axes import PAYERS
    from simsocial.shapes.payers import load_payers

    load_payers()
    return [
        {"id": one.id, "label": _label(one.label, language), "cost": one.cost_id, "local": one.local}
        for one in PAYERS.values()
    ]


def _people(language: str) -> list[Row]:
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
        {"id": name, "what": what, "label": _label(label, language), "values": values}
        for name, what, label, values in named
    ]


def _columns(_language: str) -> list[Row]:
    """Return the columns of persons, households and cases, with the process that keeps each, if one does."""
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
        f"{table}.{column.name}": ("", column)
        for table, schema in (("persons", PERSONS), ("households", HOUSEHOLDS), ("cases", CASES))
        for column in schema
    }
    return [
        {
            "id": name,
            "process": process,
            "type": column.dtype,
            "unit": column.unit,
            "description": column.description,
        }
        for name, (process, column) in (shared | owners).items()
    ]


def _margins(language: str) -> list[Row]:
    from simsocial.indicators.margins import MARGINS

    return [
        {
            "id": one.id,
            "label": _label(one.label, language),
            "groups": ", ".join(_label(words, language) for words in one.words().values()),
            "of_events": one.by_age is not None,
        }
        for one in MARGINS.values()
    ]


def _events(language: str) -> list[Row]:
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
            "label": _label(one.label, language),
            "processes": " ".join(counted_by.get(one.id, [])),
        }
        for one in EVENTS.values()
    ]


_TOPICS: dict[str, Callable[[str], list[Row]]] = {
    "indicators": _indicators,
    "services": _services,
    "staff": _staff,
    "payers": _payers,
    "margins": _margins,
    "events": _events,
    "measures": _measures,
    "parameters": _parameters,
    "scenarios": _scenarios,
    "processes": _processes,
    "people": _people,
    "columns": _columns,
}
