"""Draws of uncertain parameters: one keyed number a parameter and draw.

The number depends on seed, parameter id and draw alone, so that a new parameter never changes the
draws of the others, and draw d means the same values in every option.

Draws come in Latin hypercubes of `HYPERCUBE`: within one, each parameter falls once into each of as many
equally likely parts of its range, in an order of its own. So few draws tell more, and further draws leave the
earlier ones as they are. Whatever else is to be drawn (a path over years, an error of the base) takes its numbers
from :func:`position` under a stream of its own.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

import numpy as np

from simsocial.parameters.parameter import Parameter

__all__ = ["HYPERCUBE", "Adjustment", "draw_adjustment", "position", "quantile"]

HYPERCUBE = 25
"""Draws of one Latin hypercube: as many as explore, or confirm, in a comparison of the usual size."""

_KEPT = 8192
"""Positions kept: more than there are parameters, or those asked for in turn would push each other out."""

Adjustment = tuple[float, float]
"""Factor and shift: a drawn value is ``value * factor + shift``."""


@lru_cache(maxsize=_KEPT)
def position(stream: str, draw: int, seed: int) -> float:
    """Return where between 0 and 1 a draw falls, even over all draws of one hypercube.

    Parameters
    ----------
    stream : str
        Name of what is drawn, for example ``parameter.fertility.male_share``.
    draw, seed : int
        Number of the draw, and the seed of the run.

    Examples
    --------
    >>> parts = [int(position("parameter.a.b", draw, 1) * HYPERCUBE) for draw in range(HYPERCUBE)]
    >>> sorted(parts) == list(range(HYPERCUBE))
    True
    """
    from simsocial.core.random import Stream  # late: compiled code loads slowly

    within = Stream.of(seed, stream).draw(draw)
    return (_parts(stream, draw // HYPERCUBE, seed)[draw % HYPERCUBE] + within) / HYPERCUBE


@lru_cache(maxsize=_KEPT)
def _parts(stream: str, hypercube: int, seed: int) -> tuple[int, ...]:
    """Return which part of the range each draw of a hypercube falls into."""
    from simsocial.core.random import uniform_array

    keys = np.arange(hypercube * HYPERCUBE, (hypercube + 1) * HYPERCUBE, dtype=np.uint64)
    return tuple(np.argsort(uniform_array(seed, f"{stream}.part", keys), kind="stable").tolist())


def quantile(position: float, low: float, mode: float, high: float, distribution: str) -> float:
    """Return the value below which a share `position` of a triangular or uniform distribution lies.

    Examples
    --------
    >>> quantile(0.5, 0.0, 0.5, 1.0, "triangular")
    0.5
    """
    width = high - low
    if width <= 0.0:
        return mode
    if distribution == "uniform":
        return low + position * width
    left = (mode - low) / width
    if position < left:
        return low + sqrt(position * width * (mode - low))
    return high - sqrt((1.0 - position) * width * (high - mode))


def draw_adjustment(parameter: Parameter, draw: int, seed: int) -> Adjustment:
    """Return factor and shift of one parameter in one draw.

    The shift of an absolute range is that of the latest value and applies to all dates alike.
    """
    if parameter.low == parameter.high:
        # A fixed value is what it is, without rounding noise.
        return 1.0, 0.0
    rank = position(f"parameter.{parameter.id}", draw, seed)
    if parameter.range_kind == "factor":
        return quantile(rank, parameter.low, 1.0, parameter.high, parameter.distribution), 0.0
    latest = float(parameter.value)
    drawn = quantile(rank, parameter.low, latest, parameter.high, parameter.distribution)
    return 1.0, drawn - latest
