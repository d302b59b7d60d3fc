"""Whether what a measure changes of a value fits it: it can be changed, there, and what comes out makes sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import later, say
from simsocial.parameters.modifier import Modifier
from simsocial.parameters.parameter import Parameter
from simsocial.parameters.registry import Parameters

__all__ = ["check_modifier"]


Floats = npt.NDArray[np.float64]

_ONE_FOR_ALL = {
    r"^staff\.": later(
        "the staff of a qualification is one market in the whole region, whose sites compete for it"
    ),
    r"\.payers\.flat_": later("a flat sum is paid by a rule of law for all sites alike"),
    r"\.means_test\.": later("means are tested by one law for all residents"),
}
"""Why values whose id has one of these parts are the same at all places."""

_INSTEAD = {
    ("add", 0.0): later("a number other than 0"),
    ("multiply", 1.0): later("a factor other than 1"),
}
_ANOTHER = later("another number, or none of it")
"""What would change something, of operations that never do and of others."""


def check_modifier(
    modifier: Modifier,
    others: Sequence[Modifier],
    registry: Parameters,
    months: npt.NDArray[np.int64],
    usual: Callable[[str], Floats],
) -> None:
    """Refuse a modifier that does not fit its value, or changes nothing although its number is certain.

    Parameters
    ----------
    modifier : Modifier
        The one that is checked.
    others : sequence of Modifier
        All of the option, in the order in which they act, the checked one included.
    registry : Parameters
        Values without them.
    months : ndarray
        Absolute months of the run.
    usual : callable
        Returns a number by month as it is without them.

    Raises
    ------
    ParameterError
        Naming the measure, the value and what is valid.
    """
    where = modifier.origin
    if modifier.id not in registry:
        changeable = [one.id for one in registry if one.changeable]
        message = say(
            "{where}: '{id}' is no registered value. {valid}",
            where=where,
            id=modifier.id,
            valid=nearest(modifier.id, changeable),
        )
        raise ParameterError(message)
    parameter = registry[modifier.id]
    if not parameter.changeable:
        raise ParameterError(_why_not(modifier, parameter, registry))
    if parameter.is_table and modifier.op != "multiply":
        message = say(
            "{where}: '{id}' is a table over {dims}. Valid: op: multiply.",
            where=where,
            id=modifier.id,
            dims=", ".join(parameter.dims),
        )
        raise ParameterError(message)
    for axis in modifier.where:
        if axis not in parameter.per:
            valid = ", ".join(parameter.per) or say("no 'where': {why_one}", why_one=_why_one(parameter.id))
            message = say(
                "{where}: '{id}' cannot differ by {axis}. Valid: {valid}.",
                where=where,
                id=modifier.id,
                axis=axis,
                valid=valid,
            )
            raise ParameterError(message)
    if modifier.start > months[-1]:
        message = say(
            "{where}: starts in {start}, after the run's last month {last_month}: it changes nothing.",
            where=where,
            start=month_label(modifier.start),
            last_month=month_label(int(months[-1])),
        )
        raise ParameterError(message)
    before_any = np.ones(len(months)) if parameter.is_table else usual(modifier.id)
    _check_values(modifier, others, parameter, months, before_any)


def _why_one(identifier: str) -> str:
    """Return why a value is one for all of a region."""
    return next(
        (say(why) for part, why in _ONE_FOR_ALL.items() if re.search(part, identifier)),
        say("it is one for the whole region"),
    )


def _why_not(modifier: Modifier, parameter: Parameter, registry: Parameters) -> str:
    """Return why no measure changes a value, and what one may change instead."""
    if parameter.unit.startswith("relative"):
        why = say(
            "is growth since a year before the run, so that another one from a month on would change "
            "the past too"
        )
    else:
        why = say("acts before the first month or on totals that all options share")
    field = modifier.id.rpartition(".")[0]
    near = [one.id for one in registry if one.changeable and one.id.startswith(f"{field}.")]
    instead = (
        " " + say("What can be changed of '{field}': {near}.", field=field, near=", ".join(near))
        if near
        else ""
    )
    return say(
        "{origin}: '{id}' {why}: no measure changes it from a month on. Valid: parameters.{id}=... "
        "for a whole run.{instead}",
        origin=modifier.origin,
        id=modifier.id,
        why=why,
        instead=instead,
    )


def _check_values(
    modifier: Modifier,
    others: Sequence[Modifier],
    parameter: Parameter,
    months: npt.NDArray[np.int64],
    usual: Floats,
) -> None:
    """Require that something changes, and that what comes out makes sense."""
    together = [one for one in others if one is modifier or one.meets(modifier)]
    before, after = usual, usual
    for one in together:
        before = before if one is modifier else one.applied(before, months)
        after = one.applied(after, months)
    if np.array_equal(before, after) and not modifier.may_do_nothing:
        message = say(
            "{origin}: {key}: {op} {by:g} changes nothing: '{id}' is {before:g} {unit} anyway. Valid: {valid}.",
            origin=modifier.origin,
            key=modifier.key,
            op=modifier.op,
            # A measure may turn the sign of a nought.
            by=modifier.by + 0.0,
            id=modifier.id,
            before=before[-1],
            unit=parameter.unit,
            valid=say(_INSTEAD.get((modifier.op, modifier.by), _ANOTHER)),
        )
        raise ParameterError(message)
    low, high = parameter.bounds
    wrong = (after != usual) & ((after < low) | (after > high))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        message = say(
            "{origin}: '{id}' would be {after:g} in {month_label}, which makes no sense. Valid: "
            "from {low:g} to {high:g} ({unit}).",
            origin=modifier.origin,
            id=modifier.id,
            after=after[first],
            month_label=month_label(int(months[first])),
            low=low,
            high=high,
            unit=parameter.unit,
        )
        raise ParameterError(message)
