"""A scenario: a title, measures, changed parameters, targets and suspected side effects; only what differs.

Files and their inheritance (``defaults``) are read by Hydra: :mod:`simsocial.experiment.scenarios`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from pydantic import Field, StrictBool

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.measures import Measure, read_measure
from simsocial.measures.awaited import check_trigger
from simsocial.measures.conflicts import check_conflicts
from simsocial.measures.faults import faults_of
from simsocial.measures.fit import check_fit
from simsocial.parameters.parameter import Parameter
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.strict_model import StrictModel, UserText, validated

__all__ = ["SCENARIO_KEYS", "Difference", "Scenario", "Suspected", "Target", "diff"]

SCENARIO_KEYS = ("title", "summary", "measures", "laws", "parameters", "targets", "suspected")
"""Keys of a scenario file; other settings belong to the command line or ``conf/``."""


class Target(StrictModel):
    """What a scenario is meant to change.

    An indicator by its id, in an area or (None) the whole region, the wanted direction, and the level that
    should be reached if there is one. `set_by` says in words who set it: a council, a plan, a law.
    """

    indicator: str
    area: str | None = None
    direction: Literal["up", "down"]
    value: float | None = None
    set_by: UserText | None = None


class Suspected(StrictModel):
    """A side effect that somebody expects.

    Indicator and area are as in :class:`Target`; `reason` says why, in German and English. What comes out is
    computed. `state` is what the author knows beforehand: that the assumptions exclude it (``excluded``; the
    report says if it is touched all the same), or that nothing in the model counts it (``not_in_model``; then
    `indicator` is any name but a registered one, with a `label` for the report).
    """

    indicator: str
    area: str | None = None
    label: UserText | None = None
    reason: UserText | None = None
    state: Literal["excluded", "not_in_model"] | None = None


class _Content(StrictModel):
    """The checked content of a scenario besides its measures."""

    title: UserText
    summary: UserText | None = None
    measures: dict[str, Any] = Field(default_factory=dict)
    laws: dict[str, StrictBool | None] = Field(default_factory=dict)
    parameters: dict[str, float] = Field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    suspected: tuple[Suspected, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A checked scenario.

    Attributes
    ----------
    id : str
        Name of the scenario.
    title : dict
        Title by language (de, en).
    summary : dict
        What it is about in two sentences by language; empty if the file does not say.
    measures : mapping of str to Measure
        By name, in the canonical order of the names.
    laws : mapping of str to bool
        Laws of the calendar that it switches on or off, by id; the others act as their status says.
    overrides : mapping of str to float
        Parameters by id that it sets otherwise (of tables: factors).
    targets, suspected : tuple
        What it is meant to change, and what somebody expects besides.
    """

    id: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    measures: Mapping[str, Measure]
    laws: Mapping[str, bool]
    overrides: Mapping[str, float]
    targets: tuple[Target, ...]
    suspected: tuple[Suspected, ...]

    @classmethod
    def from_config(cls, scenario_id: str, config: Mapping[str, Any]) -> Scenario:
        """Make a scenario from a composed configuration, of which the keys of a scenario are read.

        Parameters
        ----------
        scenario_id : str
            Name of the scenario.
        config : mapping
            Plain dictionaries; keys that are not a scenario's are left alone.

        Raises
        ------
        ScenarioError
            If a key or value is invalid or two measures contradict each other.
        """
        picked = {key: config[key] for key in SCENARIO_KEYS if config.get(key) is not None}
        if not picked.get("title"):
            picked["title"] = {"de": scenario_id, "en": scenario_id}
        content = validated(_Content, picked, say("scenario {id}", id=scenario_id), ScenarioError)
        measures: dict[str, Measure] = {}
        with faults_of(say("scenario {id}", id=scenario_id)) as faults:
            for name in sorted(content.measures):
                with faults.noted():
                    measures[name] = read_measure(name, content.measures[name])
            if not faults:
                check_conflicts(list(measures.values()))
        return cls(
            scenario_id,
            content.title.model_dump(),
            {} if content.summary is None else content.summary.model_dump(),
            measures,
            {name: on for name, on in sorted(content.laws.items()) if on is not None},
            content.parameters,
            content.targets,
            content.suspected,
        )

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the uncertain numbers of all measures, to be registered for the run."""
        return tuple(parameter for measure in self.measures.values() for parameter in measure.parameters())

    def validate_against(
        self,
        region: Region,
        catalogue: Catalogue,
        *,
        first_month: int | None = None,
        indicators: Collection[str] | None = None,
        yearly: Collection[str] = (),
    ) -> None:
        """Raise a ScenarioError if the scenario does not fit region, horizon or registered indicators.

        Parameters
        ----------
        region : Region
            Sites, places, providers and areas that exist.
        catalogue : Catalogue
            Service kinds that exist.
        first_month : int or None
            First month of the horizon, before which no measure may start.
        indicators : collection of str or None
            Ids that targets, suspected side effects and triggers may name.
        yearly : collection of str
            Those among them that are counted once a year, for which no trigger can wait.
        """
        with faults_of(say("scenario {id}", id=self.id)) as faults:
            with faults.noted():
                check_fit(list(self.measures.values()), region, catalogue, first_month)
            with faults.noted():
                self._validate_indicators(region, indicators)
            for measure in self.measures.values():
                with faults.noted():
                    check_trigger(measure, region, indicators, yearly)

    def _validate_indicators(self, region: Region, indicators: Collection[str] | None) -> None:
        """Check that targets and suspected side effects name indicators and areas that exist."""
        areas = ["region", *region.areas["area"]]
        named: list[tuple[str, Target | Suspected]] = [
            *((f"targets.{n}", target) for n, target in enumerate(self.targets)),
            *((f"suspected.{n}", suspected) for n, suspected in enumerate(self.suspected)),
        ]
        for where, entry in named:
            if indicators is not None:
                _check_indicator(where, entry, indicators)
            if entry.area is not None and entry.area not in areas:
                message = say(
                    "{where}.area: '{area}' is no area. {valid}",
                    where=where,
                    area=entry.area,
                    valid=nearest(entry.area, areas),
                )
                raise ScenarioError(message)


def _check_indicator(where: str, entry: Target | Suspected, indicators: Collection[str]) -> None:
    """Check that an entry names a registered indicator, or, not in the model, one that is not."""
    name, known = entry.indicator, entry.indicator in indicators
    if isinstance(entry, Suspected) and entry.state == "not_in_model":
        if known:
            message = say(
                "{where}.state: not_in_model, but the model counts '{name}'. Leave 'state' out "
                "(what comes out is computed), or name what is not counted.",
                where=where,
                name=name,
            )
            raise ScenarioError(message)
        return
    if not known:
        message = say(
            "{where}.indicator: '{name}' is unknown. {valid}",
            where=where,
            name=name,
            valid=nearest(name, indicators),
        )
        if isinstance(entry, Suspected):
            message += " " + say("What the model does not count has 'state: not_in_model'.")
        raise ScenarioError(message)
    if isinstance(entry, Suspected) and entry.label is not None:
        message = say(
            "{where}.label: '{name}' has its own label; only what the model does not count takes one here.",
            where=where,
            name=name,
        )
        raise ScenarioError(message)


class Difference(NamedTuple):
    """One key in which two scenarios differ; a value is None where a scenario lacks the key."""

    key: str
    first: object
    second: object


def diff(first: Scenario, second: Scenario) -> list[Difference]:
    """Return in which keys two scenarios differ, titles left out.

    Examples
    --------
    >>> quo = Scenario.from_config("quo", {"targets": [{"indicator": "births", "direction": "up"}]})
    >>> diff(quo, Scenario.from_config("idea", {}))
    [Difference(key='targets.births.direction', first='up', second=None)]
    """
    flat = [_flat(scenario) for scenario in (first, second)]
    keys = sorted(set(flat[0]) | set(flat[1]))
    rows = [Difference(key, flat[0].get(key), flat[1].get(key)) for key in keys]
    return [row for row in rows if row.first != row.second]


def _flat(scenario: Scenario) -> dict[str, object]:
    """Return all keys of a scenario but the titles, with dots, and their values."""
    flat: dict[str, object] = {}

    def walk(prefix: str, value: object) -> None:
        if isinstance(value, Mapping) and value:
            for key, inner in value.items():
                walk(f"{prefix}.{key}", inner)
        else:
            flat[prefix] = value

    for measure in scenario.measures.values():
        values = measure.model_dump(exclude={"name", "title"}, exclude_defaults=True) | {"kind": measure.kind}
        walk(f"measures.{measure.name}", values)
    flat |= {f"laws.{name}": on for name, on in scenario.laws.items()}
    flat |= {f"parameters.{name}": value for name, value in scenario.overrides.items()}
    for key, entries in (("targets", scenario.targets), ("suspected", scenario.suspected)):
        for entry in entries:
            where = f"{key}.{entry.indicator}" + (f"@{entry.area}" if entry.area else "")
            walk(where, entry.model_dump(exclude={"indicator", "area"}, exclude_defaults=True) or True)
    return flat
