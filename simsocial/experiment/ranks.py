"""Uncertain values at a chosen place of their range, as a sensitivity analysis asks for them.

A rank says which share of a value's distribution lies below. The value is moved as a draw moves it: all of its dates
alike, within its own distribution; so no point of an analysis is one that a comparison could not draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from simsocial.parameters import Parameters
from simsocial.parameters.parameter import Dated, Parameter
from simsocial.parameters.sampling import quantile

__all__ = ["at_rank", "at_ranks", "uncertain"]


def uncertain(parameters: Iterable[Parameter], fixed: Mapping[str, float]) -> list[Parameter]:
    """Return those with a range, without those that the user has set."""
    return [one for one in parameters if one.low < one.high and one.id not in fixed]


def at_rank(parameter: Parameter, rank: float) -> Parameter:
    """Return a parameter of which the best value is that at a rank of its range.

    Parameters
    ----------
    parameter : Parameter
        With its range.
    rank : float
        From 0 (lowest) to 1 (highest).

    Examples
    --------
    >>> wage = Parameter.scalar("staff.wage", 10.0, "EUR", (8.0, 14.0), source="a", year=2025, grade="C")
    >>> at_rank(wage, 0.0).value, at_rank(wage, 1.0).value
    (8.0, 14.0)
    """
    if parameter.range_kind == "factor":
        factor = quantile(rank, parameter.low, 1.0, parameter.high, parameter.distribution)
        return replace(parameter, history=tuple(_moved(entry, factor, 0.0) for entry in parameter.history))
    latest = float(parameter.value)
    value = quantile(rank, parameter.low, latest, parameter.high, parameter.distribution)
    *before, last = (_moved(entry, 1.0, value - latest) for entry in parameter.history)
    # The sum may miss the end of the range by a rounding error.
    return replace(parameter, history=(*before, replace(last, value=value)))


def at_ranks(parameters: Parameters, ranks: Mapping[str, float]) -> Parameters:
    """Return the registry with some parameters at ranks of their ranges; all others and the settings stay."""
    if not ranks:
        return parameters
    return Parameters(
        (at_rank(one, ranks[one.id]) if one.id in ranks else one for one in parameters),
        overrides=parameters.overrides,
        draw=parameters.draw,
        seed=parameters.seed,
        known_until=parameters.known_until,
    )


def _moved(entry: Dated, factor: float, shift: float) -> Dated:
    """Return a dated value moved as a draw moves it."""
    value = entry.value * factor + shift
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    outlook = None if entry.outlook is None else entry.outlook * factor + shift
    return replace(entry, value=value, outlook=outlook)
