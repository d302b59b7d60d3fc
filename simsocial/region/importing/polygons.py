"""Polygons of areas in kilometres of UTM 32: where they cross themselves, what lies in them, their size and middle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Rings", "centre_of", "contains", "distance_km", "self_crossings", "signed_km2", "size_km2"]

Floats = npt.NDArray[np.float64]
Rings = Sequence[Floats]
"""Outer and inner rings of an area, each closed: what an even number of them surrounds is outside."""


def signed_km2(ring: Floats) -> float:
    """Return the size of a ring, negative if it runs clockwise.

    Examples
    --------
    >>> signed_km2(np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0], [0.0, 0.0]]))
    2.0
    """
    x, y = (ring - ring[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2.0)


def size_km2(rings: Rings) -> float:
    """Return the size of outer rings that run counterclockwise, less that of inner ones that run clockwise."""
    return sum(map(signed_km2, rings))


def centre_of(rings: Rings) -> tuple[float, float]:
    """Return the centre of gravity."""
    total, moment, origin = 0.0, np.zeros(2), rings[0][0]
    for ring in rings:
        x, y = (ring - origin).T
        turn = x[:-1] * y[1:] - x[1:] * y[:-1]
        total += float(turn.sum()) / 2.0
        moment += [float(((x[:-1] + x[1:]) * turn).sum()), float(((y[:-1] + y[1:]) * turn).sum())]
    x_km, y_km = origin + moment / (6.0 * total)
    return float(x_km), float(y_km)


def contains(rings: Rings, x_km: Floats, y_km: float) -> npt.NDArray[np.bool_]:
    """Return which points of one line from west to east lie inside.

    Parameters
    ----------
    rings : sequence of ndarray
        Of one area.
    x_km : ndarray
        Kilometres east of each point.
    y_km : float
        Kilometres north of the line.

    Examples
    --------
    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    >>> contains([square], np.array([-1.0, 1.0, 3.0]), 0.5).tolist()
    [False, True, False]
    """
    crossed = []
    for ring in rings:
        above = ring[:, 1] > y_km
        at = np.flatnonzero(above[:-1] != above[1:])
        (x0, y0), (x1, y1) = ring[at].T, ring[at + 1].T
        crossed.append(x0 + (y_km - y0) / (y1 - y0) * (x1 - x0))
    return np.asarray(np.searchsorted(np.sort(np.concatenate(crossed)), x_km) % 2 == 1)


def distance_km(rings: Rings, point: tuple[float, float]) -> float:
    """Return how far a point is from the nearest border."""
    nearest = np.inf
    for ring in rings:
        start, along = ring[:-1] - point, np.diff(ring, axis=0)
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(-(start * along).sum(axis=1) / length, 0.0, 1.0)
        nearest = min(nearest, float(np.hypot(*(start + share[:, None] * along).T).min()))
    return nearest


def self_crossings(ring: Floats) -> list[tuple[float, float, float]]:
    """Return where a ring crosses itself (kilometres), and the square kilometres of the smaller loop it makes there.

    Examples
    --------
    >>> self_crossings(np.array([[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0], [0.0, 0.0]]))
    [(1.0, 1.0, 1.0)]
    """
    start, end = ring[:-1], ring[1:]
    low, high = np.minimum(start, end), np.maximum(start, end)
    whole, crossings = signed_km2(ring), []
    for at in range(len(start) - 2):
        near = (
            at
            + 2
            + np.flatnonzero(
                (low[at + 2 :] <= high[at]).all(axis=1) & (high[at + 2 :] >= low[at]).all(axis=1)
            )
        )
        for other in near:
            point = _meeting(start[at], end[at], start[other], end[other])
            if point is not None:
                loop = signed_km2(np.vstack([point, ring[at + 1 : other + 1], point]))
                crossings.append((*point, min(abs(loop), abs(whole - loop))))
    return crossings


def _meeting(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[float, float] | None:
    """Return where two lines cross between their ends."""
    first, second = b - a, d - c
    turn = float(first[0] * second[1] - first[1] * second[0])
    if turn == 0.0:
        return None
    gap = c - a
    along = float(gap[0] * second[1] - gap[1] * second[0]) / turn
    across = float(gap[0] * first[1] - gap[1] * first[0]) / turn
    if not (0.0 < along < 1.0 and 0.0 < across < 1.0):
        return None
    x_km, y_km = a + along * first
    return float(x_km), float(y_km)
