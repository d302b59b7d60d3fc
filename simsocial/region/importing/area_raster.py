"""What areas share and what they leave free, on a raster of points: overlaps, holes, neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simsocial.region.importing.polygons import Rings, contains

__all__ = ["Mosaic", "mosaic_of"]

_STEPS = 400
"""Points along the longer side of the region: what is narrower than two of them is not seen."""
_FEWEST_POINTS = 4


@dataclass(frozen=True)
class Mosaic:
    """How areas lie together.

    Attributes
    ----------
    overlaps : dict
        Square kilometres that two areas both have.
    holes : list of (float, tuple of str)
        Square kilometres of what is surrounded and belongs to none, and the areas around it.
    neighbours : dict
        Areas that each borders on.
    """

    overlaps: dict[tuple[str, str], float]
    holes: list[tuple[float, tuple[str, ...]]]
    neighbours: dict[str, list[str]]


def mosaic_of(shapes: Mapping[str, Rings]) -> Mosaic:
    """Return how areas lie together, to the width of a point (a 400th of the region's extent)."""
    corners = np.concatenate([ring for rings in shapes.values() for ring in rings])
    low, high = corners.min(axis=0), corners.max(axis=0)
    step = float((high - low).max()) / _STEPS
    # A free margin, so that everything outside is connected.
    x = np.arange(low[0] - 1.5 * step, high[0] + 2 * step, step)
    y = np.arange(low[1] - 1.5 * step, high[1] + 2 * step, step)
    owner = np.full((len(y), len(x)), -1, dtype=np.int32)
    names = list(shapes)
    overlaps: dict[tuple[str, str], float] = {}
    for code, rings in enumerate(shapes.values()):
        ends = np.concatenate(list(rings))[:, 1]
        first, last = np.searchsorted(y, [ends.min(), ends.max()])
        for line in range(first, last):
            inside = contains(rings, x, float(y[line]))
            for other, points in zip(*np.unique(owner[line][inside], return_counts=True), strict=True):
                if other >= 0:
                    pair = (names[other], names[code])
                    overlaps[pair] = overlaps.get(pair, 0.0) + float(points) * step**2
            owner[line][inside] = np.where(owner[line][inside] < 0, code, owner[line][inside])
    least = _FEWEST_POINTS * step**2
    return Mosaic(
        {pair: km2 for pair, km2 in overlaps.items() if km2 >= least},
        _holes(owner, names, step),
        _neighbours(owner, names),
    )


def _holes(owner: np.ndarray, names: list[str], step: float) -> list[tuple[float, tuple[str, ...]]]:
    from scipy.ndimage import binary_dilation, label

    parts, number = label(owner < 0)
    found = []
    for part in range(1, number + 1):
        here = parts == part
        points = int(here.sum())
        if here[0, 0] or points < _FEWEST_POINTS:
            continue
        around = owner[binary_dilation(here) & ~here]
        found.append((points * step**2, tuple(names[code] for code in np.unique(around[around >= 0]))))
    return found


def _neighbours(owner: np.ndarray, names: list[str]) -> dict[str, list[str]]:
    pairs: dict[tuple[int, int], int] = {}
    for one, other in ((owner[:, :-1], owner[:, 1:]), (owner[:-1], owner[1:])):
        apart = (one != other) & (one >= 0) & (other >= 0)
        borders = np.sort(np.stack([one[apart], other[apart]]), axis=0)
        for first, second, points in zip(*(part.tolist() for part in _counted(borders)), strict=True):
            pairs[first, second] = pairs.get((first, second), 0) + points
    found: dict[str, list[str]] = {name: [] for name in names}
    for (first, second), points in sorted(pairs.items()):
        if points > 1:
            found[names[first]].append(names[second])
            found[names[second]].append(names[first])
    return found


def _counted(borders: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    (first, second), points = np.unique(borders, axis=1, return_counts=True)
    return first, second, points
