"""Registry of the kinds of measures; a plugin adds one with the same decorator."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import yaml

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.measures.base import Measure
from simsocial.shapes.strict_model import validated

__all__ = ["example_of", "measure_kinds", "measure_model", "read_measure", "register_measure"]

_KINDS: dict[str, type[Measure]] = {}

MeasureT = TypeVar("MeasureT", bound=Measure)


def register_measure(kind: str) -> Callable[[type[MeasureT]], type[MeasureT]]:
    """Register a model as the kind of measure that YAML names ``kind: <kind>``.

    Raises
    ------
    ScenarioError
        If another class has the kind already.
    """

    def decorate(model: type[MeasureT]) -> type[MeasureT]:
        known = _KINDS.get(kind)
        if known is not None and (known.__module__, known.__name__) != (model.__module__, model.__name__):
            message = say(
                "measure kind '{kind}' is registered twice: {module} and {model_module}.",
                kind=kind,
                module=known.__module__,
                model_module=model.__module__,
            )
            raise ScenarioError(message)
        _KINDS[kind] = model
        return model

    return decorate


def measure_kinds() -> tuple[str, ...]:
    """Return the registered kinds, sorted."""
    return tuple(sorted(_KINDS))


def measure_model(kind: str) -> type[Measure]:
    """Return the model of a kind."""
    try:
        return _KINDS[kind]
    except KeyError:
        message = say("measure kind '{kind}' is unknown. {valid}", kind=kind, valid=nearest(kind, _KINDS))
        raise ScenarioError(message) from None


def example_of(model: type[Measure]) -> dict[str, dict[str, Any]]:
    """Return the example of a kind, as a scenario's ``measures`` hold it; empty if its docstring shows none.

    Examples
    --------
    >>> example_of(measure_model("no_change"))
    {'nichts': {'kind': 'no_change', 'start': '2027-08', 'decided_by': 'kreis', 'lever': 'own_act'}}
    """
    _, found, text = inspect.cleandoc(model.__doc__ or "").partition("In a scenario::")
    if not found:
        return {}
    measures: dict[str, dict[str, Any]] = yaml.safe_load(textwrap.dedent(text))["measures"]
    return measures


def read_measure(name: str, entry: object) -> Measure:
    """Return one checked measure from its entry in a scenario.

    Parameters
    ----------
    name : str
        Key of the entry.
    entry : mapping
        ``kind`` and the keys of that kind.

    Raises
    ------
    ScenarioError
        If kind, keys or values are invalid.

    Examples
    --------
    >>> measure = read_measure(
    ...     "nothing", {"kind": "no_change", "start": "2027-08", "decided_by": "kreis", "lever": "own_act"}
    ... )
    >>> measure.first_month == 2027 * 12 + 7
    True
    """
    where = f"measures.{name}"
    if not isinstance(entry, Mapping):
        message = say("{where}: expected keys with values, found {entry!r}.", where=where, entry=entry)
        raise ScenarioError(message)
    if "kind" not in entry:
        message = say("{where}: kind: is missing. {valid}", where=where, valid=nearest("", _KINDS))
        raise ScenarioError(message)
    try:
        model = measure_model(str(entry["kind"]))
    except ScenarioError as caught:
        message = f"{where}: {caught}"
        raise ScenarioError(message) from None
    return validated(model, {**entry, "name": name}, where, ScenarioError)
