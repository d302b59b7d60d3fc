"""Labels of a map beside their marks: none over another, the same in every run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Box", "Mark", "place_labels"]

_DIRECTIONS = ((0, 1), (1, 0), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Right and up: above first, where a reader looks for the name of a place."""
_ROUNDS = 3
"""After the first, what still overlaps moves where the others leave it room."""
_CORNER = 0.75
"""At a corner a label may come closer to a round mark."""
_GAPS = (2.0, 6.0, 12.0, 20.0, 30.0, 44.0, 62.0, 84.0)
_ON_LABEL, _OUTSIDE, _ON_MARK, _PER_STEP = 200.0, 50.0, 4.0, 1.5
"""What a square of overlap costs; a step away costs as much as a few of them."""


class Box(NamedTuple):
    """A rectangle: left, bottom, right and top."""

    left: float
    bottom: float
    right: float
    top: float

    def shared(self, other: Box) -> float:
        """Return the area that two rectangles share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return width * height if width > 0.0 and height > 0.0 else 0.0


class Mark(NamedTuple):
    """A round mark: its centre and radius."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """Return the square around it."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


def place_labels(
    marks: Sequence[Mark], sizes: Sequence[tuple[float, float]], frame: Box, others: Sequence[Mark] = ()
) -> list[Box]:
    """Return where the labels of marks go, the first ones choosing first.

    Parameters
    ----------
    marks : sequence of Mark
        What is labelled; the same units throughout.
    sizes : sequence of (float, float)
        Width and height of each label.
    frame : Box
        Where labels have to stay if they can.
    others : sequence of Mark
        Marks without a label, to be left free.

    Examples
    --------
    >>> marks = [Mark(50, 50, 5), Mark(50, 58, 5)]
    >>> first, second = place_labels(marks, [(40, 10), (40, 10)], Box(0, 0, 100, 100))
    >>> first.shared(second)
    0.0
    """
    obstacles = [mark.box for mark in (*marks, *others)]
    placed: dict[int, Box] = {}
    for _ in range(_ROUNDS):
        for number, (mark, size) in enumerate(zip(marks, sizes, strict=True)):
            taken = [box for other, box in placed.items() if other != number]
            if number in placed and not any(map(placed[number].shared, taken)):
                continue
            costs = [(_cost(step, box, taken, obstacles, frame), box) for step, box in _tries(mark, size)]
            placed[number] = min(costs, key=lambda tried: tried[0])[1]
    return [placed[number] for number in range(len(marks))]


def _tries(mark: Mark, size: tuple[float, float]) -> Iterator[tuple[int, Box]]:
    """Yield boxes around a mark, nearest first, with the number of steps away."""
    width, height = size
    for step, gap in enumerate(_GAPS):
        for right, up in _DIRECTIONS:
            reach = (mark.radius + gap) * (_CORNER if right and up else 1.0)
            x = mark.x + right * (reach + width / 2.0)
            y = mark.y + up * (reach + height / 2.0)
            yield step, Box(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0)


def _cost(step: int, box: Box, placed: Sequence[Box], marks: Sequence[Box], frame: Box) -> float:
    """Return how much a box covers that others need."""
    area = (box.right - box.left) * (box.top - box.bottom)
    return (
        _ON_LABEL * sum(map(box.shared, placed))
        + _ON_MARK * sum(map(box.shared, marks))
        + _OUTSIDE * (area - box.shared(frame))
        + _PER_STEP * step * math.sqrt(area)
    )
