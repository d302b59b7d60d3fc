"""From the points of a sweep to settings: one family for each reference, with all options that start from it.

A factor that changes a measure changes the options that have the measure; any other factor changes the reference as
well, so that such points have a reference of their own. What two points have in common is simulated once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.experiment.measure_words import measure_of
from simsocial.experiment.sweep_file import Level
from simsocial.experiment.sweep_points import Point

__all__ = ["Family", "acting", "at_point", "check_factor", "families_of"]

_GROUPS = ("measures", "parameters", "laws", "processes", "services", "staff", "payers", "seed")
"""Settings that a factor may change."""


@dataclass
class Family:
    """Scenarios with one reference.

    Attributes
    ----------
    configs : dict
        Settings by the name of a run; the reference is the first.
    scenario : dict
        Scenario of each of these names.
    points : dict
        Numbers of the points at which it stands.
    """

    configs: dict[str, dict[str, Any]] = field(default_factory=dict)
    scenario: dict[str, str] = field(default_factory=dict)
    points: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, scenario: str, config: dict[str, Any]) -> None:
        """Add a run of a scenario."""
        self.configs[name], self.scenario[name], self.points[name] = config, scenario, []


def check_factor(key: str) -> None:
    """Raise a ConfigError unless a sweep can change what a key names."""
    group, dot, _ = key.lstrip("+").partition(".")
    if group not in _GROUPS or (not dot and group != "seed"):
        valid = say(
            "the id of a parameter, measures.<name>.<key>, laws.<id>, processes.<name>, "
            "services.<kind>.<key>, seed"
        )
        message = say(
            "factors.{key}: cannot be swept. {valid} Keys: {keys}.",
            key=key,
            valid=nearest(group, _GROUPS),
            keys=valid,
        )
        raise ConfigError(message)


def acting(factors: Iterable[str], config: Mapping[str, Any]) -> list[str]:
    """Return the factors that change a scenario: of those that set a measure the ones that it has.

    Examples
    --------
    >>> acting(["seed", "measures.a.start", "measures.b.start"], {"measures": {"b": {}}})
    ['seed', 'measures.b.start']
    """

    def acts(key: str) -> bool:
        measure = measure_of(key)
        return measure is None or measure in config["measures"]

    return [key for key in factors if acts(key)]


def at_point(config: Mapping[str, Any], point: Mapping[str, Level]) -> dict[str, Any]:
    """Return the settings of a scenario at a point; what no factor changes is shared, not copied.

    Examples
    --------
    >>> config = {"seed": 1, "parameters": {}, "measures": {"a": {"start": "2027-08"}}}
    >>> at_point(config, {"parameters.x.y": 2, "measures.a.start": "2028-08"})["parameters"]
    {'x.y': 2.0}
    """
    found = dict(config)
    for key in acting(point, config):
        group, _, rest = key.lstrip("+").partition(".")
        if group == "parameters":
            found[group] = {**found[group], rest: _number(key, point[key])}
        else:
            found = _with(found, [group, *filter(None, rest.split("."))], point[key], key)
    return found


def _number(key: str, value: Level) -> float:
    if isinstance(value, bool | str):
        message = say("factors.{key}: '{value}' is no number.", key=key, value=value)
        raise ConfigError(message)
    return float(value)


def _with(node: Mapping[str, Any], path: Sequence[str], value: Level, key: str) -> dict[str, Any]:
    """Return a mapping with one value below it set."""
    first, *rest = path
    if not rest:
        return {**node, first: value}
    inner = node.get(first)
    if not isinstance(inner, Mapping):
        message = say(
            "factors.{key}: there is no '{first}'. {valid}",
            key=key,
            first=first,
            valid=nearest(first, [str(name) for name in node]),
        )
        raise ConfigError(message)
    return {**node, first: _with(inner, rest, value, key)}


def families_of(base: Mapping[str, dict[str, Any]], points: Sequence[Point]) -> list[Family]:
    """Return the families of a sweep in the order of their first points.

    Parameters
    ----------
    base : mapping
        Settings by scenario, the reference first.
    points : sequence of Point
        Value of each factor at each point.
    """
    reference = next(iter(base))
    moved = {name: acting(points[0], config) for name, config in base.items()}
    families: dict[tuple[Level, ...], Family] = {}
    named: dict[tuple[Any, ...], str] = {}
    for number, point in enumerate(points):
        of_reference = tuple(point[key] for key in moved[reference])
        family = families.setdefault(of_reference, Family())
        for scenario, config in base.items():
            what = (of_reference, scenario, *(point[key] for key in moved[scenario]))
            name = named.setdefault(what, scenario if scenario == reference else f"{scenario}@{number}")
            if name not in family.configs:
                family.add(name, scenario, at_point(config, point))
            family.points[name].append(number)
    return list(families.values())
