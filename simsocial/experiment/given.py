"""Scenarios as Python code gives them: names and paths, scenarios themselves, and contents as of a file by id."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.experiment.compose import register_scenario
from simsocial.experiment.sweep_file import Level
from simsocial.scenario import Scenario

__all__ = ["Given", "content_of", "names_of", "vary"]

Given = str | Path | Scenario | Mapping[str, Mapping[str, Any]]
"""A name or path, a scenario, or contents as of a scenario file by id."""


def names_of(scenarios: Sequence[Given]) -> list[str]:
    """Return the names under which scenarios are composed; those that are given as they are get one.

    Raises
    ------
    ScenarioError
        If something is no scenario.
    """
    return [name for given in scenarios for name in _names(given)]


def _names(given: object) -> Iterator[str]:
    if isinstance(given, str | Path):
        yield str(given)
    elif isinstance(given, Scenario):
        yield register_scenario(given.id, content_of(given))
    elif isinstance(given, Mapping) and given and all(isinstance(one, Mapping) for one in given.values()):
        for identifier, content in given.items():
            yield register_scenario(str(identifier), _nested(content))
    else:
        message = say(
            "{given!r} is no scenario. Valid: a name, a path, a Scenario, or {{id: content}} with "
            'content as in a file (a new one: {{"idea": {{"measures": {{...}}}}}}).',
            given=given,
        )
        raise ScenarioError(message)


def vary(scenario: str, key: str, values: Sequence[Level]) -> dict[str, dict[str, Any]]:
    """Return variants of a scenario that differ in one value, for :class:`simsocial.Experiment`.

    Parameters
    ----------
    scenario : str
        Name of the scenario that they inherit from.
    key : str
        For example ``measures.kita_e.start`` or ``parameters.fertility.male_share``.
    values : sequence
        One for each variant.

    Returns
    -------
    dict
        Content by id: the scenario's name with the value behind.

    Examples
    --------
    >>> variants = vary("kita_netz", "measures.kita_e.licensed_places", [60, 80])
    >>> list(variants), variants["kita_netz_60"]["measures"]
    (['kita_netz_60', 'kita_netz_80'], {'kita_e': {'licensed_places': 60}})
    """
    made = {}
    for value in values:
        text = "".join(sign if sign.isalnum() else "_" for sign in str(value))
        title = f"{scenario}, {key.rsplit('.', maxsplit=1)[-1]} {value}"
        made[f"{scenario}_{text}"] = {
            "defaults": [scenario, "_self_"],
            "title": {"de": title, "en": title},
            **_nested({key: value}),
        }
    return made


def content_of(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as a file would hold it."""
    measures = {
        name: {"kind": measure.kind, **measure.model_dump(mode="json", exclude={"name"}, exclude_unset=True)}
        for name, measure in scenario.measures.items()
    }
    entries = {
        key: [one.model_dump(mode="json", exclude_none=True) for one in found]
        for key, found in (("targets", scenario.targets), ("suspected", scenario.suspected))
    }
    summary = {"summary": dict(scenario.summary)} if scenario.summary else {}
    changed = _nested({f"parameters.{name}": value for name, value in scenario.overrides.items()})
    said = {"title": dict(scenario.title), "measures": measures, "laws": dict(scenario.laws)}
    return {**said, **summary, **changed, **entries}


def _nested(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping with dotted keys unfolded, those below ``parameters`` too."""
    found: dict[str, Any] = {}
    for key, value in content.items():
        *path, last = key.split(".")
        node = found
        for part in path:
            node = node.setdefault(part, {})
        node[last] = _nested(value) if key == "parameters" else copy.deepcopy(value)
    return found
