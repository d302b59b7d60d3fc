"""Write labels beside the marks of a map so that none lies over another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simsocial.report.label_placement import Box, Mark, place_labels
from simsocial.report.style import INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["annotate_apart"]

_LEADER = 7.0
"""Points between mark and label from which on a line joins them."""


_WIDER = 1.08
"""Readers' programmes set some letters wider than the one that draws."""


def annotate_apart(
    axes: Axes,
    points: Sequence[tuple[float, float]],
    sizes: Sequence[float],
    labels: Sequence[str],
    fontsize: float,
    bold: int = 0,
) -> None:
    """Label marks, the first ones choosing their place first.

    Parameters
    ----------
    axes : Axes
        Its limits are final.
    points : sequence of (x, y)
        Marks in data units.
    sizes : sequence of float
        Their areas in square points, as `Axes.scatter` takes them.
    labels : sequence of str
        One a mark; empty ones are left out, but their marks kept free.
    fontsize : float
        In points.
    bold : int
        So many of the first labels are in bold letters.
    """
    figure = axes.get_figure()
    if figure is None:
        return
    per_point = figure.dpi / 72.0
    marks = [
        Mark(float(x), float(y), math.sqrt(size) / 2.0 * per_point)
        for (x, y), size in zip(axes.transData.transform(points), sizes, strict=True)
    ]
    weights = ["bold"] * bold + ["normal"] * (len(labels) - bold)
    named = [one for one in zip(marks, points, labels, weights, strict=True) if one[2]]
    written = [
        axes.annotate(
            text, point, xytext=(0.0, 0.0), textcoords="offset points", ha="left", va="bottom",
            fontsize=fontsize, fontweight=weight, color=INK, linespacing=1.05, zorder=4,
        )
        for _, point, text, weight in named
    ]  # fmt: skip
    extents = [label.get_window_extent() for label in written]
    frame = axes.get_window_extent()
    boxes = place_labels(
        [mark for mark, *_ in named],
        [(_WIDER * extent.width, extent.height) for extent in extents],
        Box(frame.x0, frame.y0, frame.x1, frame.y1),
        [mark for mark, text in zip(marks, labels, strict=True) if not text],
    )
    for label, (mark, point, *_), box in zip(written, named, boxes, strict=True):
        label.set_position(((box.left - mark.x) / per_point, (box.bottom - mark.y) / per_point))
        near = min(max(mark.x, box.left), box.right), min(max(mark.y, box.bottom), box.top)
        if math.hypot(near[0] - mark.x, near[1] - mark.y) - mark.radius > _LEADER * per_point:
            end = axes.transData.inverted().transform(near)
            axes.plot([point[0], end[0]], [point[1], end[1]], color=MUTED, lw=0.4, zorder=0)
