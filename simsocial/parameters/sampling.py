"""Draws of uncertain parameters: one keyed number a parameter and draw.

The number depends on seed, parameter id and draw alone, so that a new parameter never changes the
draws of the others, and draw d means the same values in every option.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from simsocial.parameters.parameter import Parameter

__all__ = ["Adjustment", "draw_adjustment", "quantile"]

Adjustment = tuple[float, float]
"""Factor and shift: a drawn value is ``value * factor + shift``."""


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
    from simsocial.core.random import uniform_array  # late: compiled code loads slowly

    keys = np.array([draw], dtype=np.uint64)
    position = float(uniform_array(seed, f"parameter.{parameter.id}", keys)[0])
    if parameter.range_kind == "factor":
        return quantile(position, parameter.low, 1.0, parameter.high, parameter.distribution), 0.0
    latest = float(parameter.value)
    drawn = quantile(position, parameter.low, latest, parameter.high, parameter.distribution)
    return 1.0, drawn - latest
