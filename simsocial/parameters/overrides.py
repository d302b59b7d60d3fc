"""Overrides of registered values: refused where they name nothing, or make no sense for what they name."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say
from simsocial.parameters.parameter import Parameter

__all__ = ["check_overrides"]


def check_overrides(
    overrides: Mapping[str, float], parameters: Mapping[str, Parameter], *, waiting: bool
) -> None:
    """Refuse overrides that fit no parameter.

    Parameters
    ----------
    overrides : mapping
        Values (single numbers) and factors (tables) by id.
    parameters : mapping
        What is registered, by id.
    waiting : bool
        Whether more is still to be registered: an override of a field (first word) yet unknown may then be right.

    Raises
    ------
    ParameterError
        Names the override and what is valid.
    """
    for identifier, value in overrides.items():
        if identifier in parameters:
            _check_allowed(parameters[identifier], value)
        elif not isfinite(value):
            message = say(
                "override '{identifier}': {value} is not a finite number.", identifier=identifier, value=value
            )
            raise ParameterError(message)
        elif not (waiting and "." in identifier and _is_new_field(identifier, parameters)):
            message = say(
                "override '{identifier}' names no parameter. {valid}",
                identifier=identifier,
                valid=nearest(identifier, parameters),
            )
            raise ParameterError(message)


def _is_new_field(identifier: str, parameters: Mapping[str, Parameter]) -> bool:
    """Whether nothing is registered yet of the field that an id names."""
    word = identifier.partition(".")[0]
    return all(parameter.first_word != word for parameter in parameters.values())


def _check_allowed(parameter: Parameter, value: float) -> None:
    """Refuse an override that makes no sense for the parameter."""
    low, high = parameter.bounds
    if low <= value <= high:
        return
    if low == high:
        message = say(
            "override '{id}': it is fixed at {low:g} ({source}). Valid: another definition instead "
            "of an override.",
            id=parameter.id,
            low=low,
            source=parameter.source,
        )
    else:
        what = "factor on the registered table" if parameter.is_table else parameter.unit
        message = say(
            "override '{id}': {value:g} makes no sense. Valid: from {low:g} to {high:g} ({what}).",
            id=parameter.id,
            value=value,
            low=low,
            high=high,
            what=what,
        )
    raise ParameterError(message)
