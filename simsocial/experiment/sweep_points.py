"""The points of a sweep: which value each factor has at each of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.experiment.sweep_file import Level, Span, SweepFile

__all__ = ["Point", "points_of"]

Point = dict[str, Level]
"""Value of each factor by its key."""

MOST_POINTS = 100_000


def points_of(sweep: SweepFile, registered: Callable[[str], tuple[float, float]]) -> list[Point]:
    """Return the points of a sweep in their order.

    Parameters
    ----------
    sweep : SweepFile
        Its factors have their full keys (``parameters.<id>``).
    registered : callable
        Lower and upper end of a parameter's range by its id.

    Raises
    ------
    ConfigError
        If a factor does not fit the design, points lack a factor, or there are too many.

    Examples
    --------
    >>> content = {"scenarios": ["a"], "factors": {"x": [1, 2], "y": {"low": 0.0, "high": 1.0, "steps": 3}}}
    >>> points_of(SweepFile.of(content, "sweep"), dict.get)[:4]
    [{'x': 1, 'y': 0.0}, {'x': 1, 'y': 0.5}, {'x': 1, 'y': 1.0}, {'x': 2, 'y': 0.0}]
    """
    if sweep.design == "list":
        assert isinstance(sweep.points, tuple)  # noqa: S101 - checked with the file
        return _listed(sweep.points)
    spans: dict[str, tuple[Level, ...] | Span] = {}
    for key, given in sweep.factors.items():
        if isinstance(given, str):  # registered
            low, high = registered(key.removeprefix("parameters."))
            spans[key] = Span(low=low, high=high)
        else:
            spans[key] = given
        if isinstance(given, tuple) and not given:
            message = say("factors.{key}: has no value.", key=key)
            raise ConfigError(message)
    if sweep.design == "grid":
        return _grid({key: _levels(key, span) for key, span in spans.items()})
    assert isinstance(sweep.points, int)  # noqa: S101 - checked with the file
    table = _spread(sweep.design, len(spans), sweep.points, sweep.seed)
    return [
        {key: _at(key, spans[key], float(share)) for key, share in zip(spans, row, strict=True)}
        for row in table
    ]


def _listed(points: Sequence[Mapping[str, Level]]) -> list[Point]:
    """Return points as written; each names the same factors."""
    first = list(points[0])
    for number, point in enumerate(points):
        if set(point) != set(first):
            message = say(
                "points.{number}: has {point}, the first one {first}. Valid: the same factors.",
                number=number,
                point=sorted(point),
                first=sorted(first),
            )
            raise ConfigError(message)
    return [{key: point[key] for key in first} for point in points]


def _grid(levels: Mapping[str, Sequence[Level]]) -> list[Point]:
    """Return all combinations, the last factor changing first."""
    count = int(np.prod([float(len(values)) for values in levels.values()]))
    _require_few(count)
    return [dict(zip(levels, row, strict=True)) for row in itertools.product(*levels.values())]


def _require_few(count: int) -> None:
    if not 1 <= count <= MOST_POINTS:
        message = say("{count:,} points. Valid: 1 to {most_points:,}.", count=count, most_points=MOST_POINTS)
        raise ConfigError(message)


def _levels(key: str, span: tuple[Level, ...] | Span) -> list[Level]:
    """Return the values of a factor in a grid, each once."""
    if isinstance(span, tuple):
        return list(dict.fromkeys(span))
    shares = np.linspace(0.0, 1.0, span.steps)
    return list(dict.fromkeys(_at(key, span, float(share)) for share in shares))


def _at(key: str, span: tuple[Level, ...] | Span, share: float) -> Level:
    """Return the value at a share (0 to 1) of the way through a factor's values."""
    if isinstance(span, tuple):
        return span[min(int(share * len(span)), len(span) - 1)]
    low, high = span.low, span.high
    if isinstance(low, str) or isinstance(high, str):
        if not (isinstance(low, str) and isinstance(high, str)):
            message = say(
                "factors.{key}: low={low} and high={high} are not of one kind. Valid: two numbers or "
                "two months.",
                key=key,
                low=low,
                high=high,
            )
            raise ConfigError(message)
        first, last = (month_index(end) for end in (low, high))
        return month_label(_whole(first, last, share))
    if isinstance(low, int) and isinstance(high, int) and not key.startswith("parameters."):
        return _whole(low, high, share)
    return float(low + (high - low) * share)


def _whole(low: int, high: int, share: float) -> int:
    """Return a whole number; each has its equal part of the way, and the ends of a grid are the ends."""
    return min(low + int(share * (high - low + 1)), high)


def _spread(design: str, factors: int, count: int, seed: int) -> npt.NDArray[np.float64]:
    """Return points in the unit cube."""
    from scipy.stats import qmc

    _require_few(count)
    if design == "latin_hypercube":
        found = qmc.LatinHypercube(factors, rng=seed).random(count)
    else:
        if count & (count - 1):
            lower = 1 << (count.bit_length() - 1)
            message = say(
                "points={count}: a Sobol sequence is even only for powers of two. Valid: {lower} or {value}.",
                count=count,
                lower=lower,
                value=2 * lower,
            )
            raise ConfigError(message)
        found = qmc.Sobol(factors, rng=seed).random(count)
    return np.asarray(found, dtype=np.float64)
