"""Labels of a map beside their marks: none over another, the same in every run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Box", "Mark", "place_labels"]

_DIRECTIONS = (
    (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0),
    (0.5, 1.0), (-0.5, 1.0), (0.5, -1.0), (-0.5, -1.0), (1.0, 0.5), (1.0, -0.5), (-1.0, 0.5), (-1.0, -0.5),
)  # fmt: skip
"""Right and up: above first, where a reader looks for the name of a place; between two only if neither is free."""
_ROUNDS = 3
"""After the first, what still overlaps moves where the others leave it room."""
_CORNER = 0.75
"""At a corner a label may come closer to a round mark."""
_GAPS = (2.0, 6.0, 12.0, 20.0, 30.0, 44.0, 62.0, 84.0)
_ON_LABEL, _OUTSIDE, _ON_MARK, _PER_STEP = 200.0, 50.0, 4.0, 1.5
"""What a square of overlap costs; a step away costs as much as a few of them."""
_CROSSED = 8.0
"""What a line over a label costs, in sides of a label: more than some steps away."""
_NEAR = 7.0
"""A label no farther from its mark has no line to it."""


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

    def crossed(self, line: Line | None) -> bool:
        """Return whether a line goes through."""
        if line is None:
            return False
        first, last = 0.0, 1.0
        for begin, way, low, high in (
            (line.x, line.to_x - line.x, self.left, self.right),
            (line.y, line.to_y - line.y, self.bottom, self.top),
        ):
            if way == 0.0:
                if not low < begin < high:
                    return False
                continue
            ends = sorted(((low - begin) / way, (high - begin) / way))
            first, last = max(first, ends[0]), min(last, ends[1])
        return first < last


class Line(NamedTuple):
    """A line from a mark to its label."""

    x: float
    y: float
    to_x: float
    to_y: float


class Mark(NamedTuple):
    """A round mark: its centre and radius."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """Return the square around it."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)

    def line_to(self, box: Box) -> Line | None:
        """Return the line to a label; None where it is near enough to need none."""
        x, y = min(max(self.x, box.left), box.right), min(max(self.y, box.bottom), box.top)
        if math.hypot(x - self.x, y - self.y) - self.radius <= _NEAR:
            return None
        return Line(self.x, self.y, x, y)


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
            taken = [(box, marks[other].line_to(box)) for other, box in placed.items() if other != number]
            if number in placed and not _disturbed(mark, placed[number], taken):
                continue
            costs = [
                (_cost(step, mark, box, taken, obstacles, frame), box) for step, box in _tries(mark, size)
            ]
            placed[number] = min(costs, key=lambda tried: tried[0])[1]
    return [placed[number] for number in range(len(marks))]


def _tries(mark: Mark, size: tuple[float, float]) -> Iterator[tuple[int, Box]]:
    """Yield boxes around a mark, nearest first, with the number of steps away."""
    width, height = size
    for step, gap in enumerate(_GAPS):
        for right, up in _DIRECTIONS:
            reach = (mark.radius + gap) * (_CORNER if abs(right * up) == 1.0 else 1.0)
            x = mark.x + right * (reach + width / 2.0)
            y = mark.y + up * (reach + height / 2.0)
            yield step, Box(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0)


def _disturbed(mark: Mark, box: Box, placed: Sequence[tuple[Box, Line | None]]) -> bool:
    """Return whether a label overlaps others, or lines go through."""
    return any(box.shared(other) for other, _ in placed) or _crossings(mark, box, placed) > 0


def _crossings(mark: Mark, box: Box, placed: Sequence[tuple[Box, Line | None]]) -> int:
    """Return how many labels its line goes through, and how many lines through the label."""
    own = mark.line_to(box)
    return sum(other.crossed(own) + box.crossed(line) for other, line in placed)


def _cost(
    step: int,
    mark: Mark,
    box: Box,
    placed: Sequence[tuple[Box, Line | None]],
    marks: Sequence[Box],
    frame: Box,
) -> float:
    """Return how much a box covers that others need."""
    area = (box.right - box.left) * (box.top - box.bottom)
    return (
        _ON_LABEL * sum(box.shared(other) for other, _ in placed)
        + _ON_MARK * sum(map(box.shared, marks))
        + _OUTSIDE * (area - box.shared(frame))
        + (_PER_STEP * step + _CROSSED * _crossings(mark, box, placed)) * math.sqrt(area)
    )
