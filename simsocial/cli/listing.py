"""``simsocial list``: what the registries and the user's files hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simsocial.cli.model_rows import (
    columns_rows,
    effects_rows,
    events_rows,
    indicators_rows,
    known_kinds,
    label_in,
    margins_rows,
    people_rows,
    processes_rows,
    summary,
)
from simsocial.cli.printed_rows import Row
from simsocial.cli.scenario_rows import PACKAGED, scenario_rows
from simsocial.core.errors import ConfigError
from simsocial.core.language import in_data, later, say, speaking

if TYPE_CHECKING:
    from simsocial.parameters.parameter import Parameter
    from simsocial.shapes.law import LawChange

__all__ = ["rows_of"]


def rows_of(topic: str, language: str, words: Sequence[str] = ()) -> list[Row]:
    """Return one row an entry of a registry, all with the same keys, sorted by id; of scenarios your own come first.

    Parameters
    ----------
    topic
        A key of the topics below, ``scenarios`` or ``sites``.
    language
        ``de`` or ``en``, for labels and titles.
    words
        Settings; which region's ``sites`` and options are meant, and which plugins.

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
    elif topic == "scenarios":
        rows = scenario_rows(language, settings)
    elif settings:
        message = say(
            "list {topic} takes no '{word}'. Valid: settings for list sites and scenarios "
            "only, such as region=kreis.",
            topic=topic,
            word=settings[0],
        )
        raise ConfigError(message)
    else:
        rows = _TOPICS[topic](language)
    return sorted(rows, key=lambda row: (row.get("origin") == PACKAGED, str(row["id"])))


def _services(language: str) -> list[Row]:
    return [
        {
            "id": kind.id,
            "label": label_in(kind.label, language),
            "field": kind.field,
            "legal_base": kind.legal_base,
            "status": kind.status,
            "access": kind.access,
            "site_kind": kind.site_kind,
            "limited_by": kind.capacity,
            "priority": kind.priority.rule,
            "staff": ", ".join(kind.qualifications),
        }
        for kind in known_kinds()
    ]


def _measures(language: str) -> list[Row]:
    import yaml

    from simsocial.measures import measure_kinds
    from simsocial.measures.registry import example_of, measure_model
    from simsocial.report.texts import Texts

    texts = Texts(language)
    models = {kind: measure_model(kind) for kind in measure_kinds()}
    return [
        {
            "id": kind,
            "label": texts.term("measure", kind),
            "summary": _said(language, summary(model)),
            "keys": " ".join(model.model_fields),
            "example": yaml.safe_dump(
                {"measures": example_of(model)}, default_flow_style=True, sort_keys=False, width=10_000
            ).strip(),
        }
        for kind, model in models.items()
    ]


def _laws(language: str) -> list[Row]:
    from simsocial.shapes.legal_calendar import load_legal_calendar

    calendar = load_legal_calendar()
    return [
        {
            "id": name,
            "label": label_in(law.label, language),
            "law": law.law,
            "status": law.status,
            "from": law.start,
            "to": law.end,
            "acts": _said(language, _ALWAYS if calendar.acts(name) else _SWITCHED),
            "changes": "; ".join(_law_change(one) for one in law.changes.values()),
            "source": in_data(law.sources.get(law.source, law.source), language),
            "year": law.year,
            "grade": law.grade,
            "note": in_data(law.note, language),
        }
        for name, law in calendar.items()
    ]


_ALWAYS, _SWITCHED = later("always, unless switched off"), later("where switched on")


def _said(language: str, english: str) -> str:
    """Return a text in the language of the list, which a file has for itself."""
    with speaking(language):
        return say(english)


def _futures(language: str) -> list[Row]:
    from simsocial.experiment.futures import known_futures

    return [
        {
            "id": future.id,
            "title": label_in(future.title, language),
            "why": label_in(future.why, language),
            "laws": " ".join(f"{one}={str(on).lower()}" for one, on in future.laws.items()),
            "changes": ""
            if values is None
            else "; ".join(_law_change(one) for one in values.changes.values()),
            "from": None if values is None else values.start,
            "to": None if values is None else values.end,
            "source": None if values is None else values.source,
            "grade": None if values is None else values.grade,
        }
        for future in known_futures()
        for values in [future.values]
    ]


def _law_change(change: LawChange) -> str:
    """Return what a law does to a value."""
    steps = change.by.value if isinstance(change.by.value, dict) else {"": change.by.value}
    by = ", ".join(f"{value:g} ({date})" if date else f"{value:g}" for date, value in steps.items())
    where = (
        " in " + ", ".join(name for names in change.where.values() for name in names) if change.where else ""
    )
    return f"{change.op} {change.id} {by}{where}"


def _parameters(language: str) -> list[Row]:
    from simsocial.parameters import Parameters
    from simsocial.parameters.sheet import assumption_sheet
    from simsocial.report.run_view import unit_in
    from simsocial.report.texts import Texts
    from simsocial.shapes.legal_calendar import load_legal_calendar

    texts = Texts(language)
    values = known_kinds().register(Parameters.load()).register(*load_legal_calendar().parameters())
    return [
        {str(key): value for key, value in row.items()}
        | {"unit": unit_in(texts, str(row["unit"]))}
        | {name: in_data(str(row[name]), language) for name in ("source", "note")}
        | _changeable(values[str(row["id"])])
        for row in assumption_sheet(values).to_dict("records")
    ]


def _changeable(parameter: Parameter) -> Row:
    """Return whether a measure of kind change_value can change a parameter, where, and within which bounds."""
    low, high = parameter.bounds
    if not parameter.changeable or low == high:
        return {"change": "", "per": "", "lowest": None, "highest": None}
    change = "multiply" if parameter.is_table else "set add multiply cap"
    return {"change": change, "per": " ".join(parameter.per), "lowest": low, "highest": high}


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
        {"id": name, "label": label_in(one.label, language), "meaning": one.meaning}
        for name, one in load_qualifications().items()
    ]


def _payers(language: str) -> list[Row]:
    from simsocial.indicators.axes import PAYERS
    from simsocial.shapes.payers import load_payers

    load_payers()
    return [
        {"id": one.id, "label": label_in(one.label, language), "cost": one.cost_id, "local": one.local}
        for one in PAYERS.values()
    ]


_TOPICS: dict[str, Callable[[str], list[Row]]] = {
    "indicators": indicators_rows,
    "services": _services,
    "staff": _staff,
    "payers": _payers,
    "margins": margins_rows,
    "events": events_rows,
    "measures": _measures,
    "laws": _laws,
    "futures": _futures,
    "parameters": _parameters,
    "processes": processes_rows,
    "effects": effects_rows,
    "people": people_rows,
    "columns": columns_rows,
}
