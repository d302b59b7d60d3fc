"""Names of curves, written at their right ends instead of in a legend."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from simsocial.report.catalog import Catalog
from simsocial.report.style import INK, SERIES, direct_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["name_ends", "short_title"]

_SIGNS = 14
"""A line of a label that would not end before the edge of the picture."""


def name_ends(
    axes: Axes,
    ends: dict[str, float],
    catalog: Catalog,
    scenarios: list[str],
    highest: float,
    same: dict[str, list[str]] | None = None,
) -> None:
    """Label the right ends of curves.

    Parameters
    ----------
    axes : Axes
        Panel whose x limits are final.
    ends : dict of str to float
        Height of the last point of each drawn scenario.
    catalog : Catalog
        Titles of the scenarios.
    scenarios : list of str
        All scenarios, in the order of their looks.
    highest : float
        Height of the panel, in data units.
    same : dict of str to list of str, optional
        Scenarios whose curves lie on a drawn one and share its label.
    """
    if not ends:
        return
    groups = [[name, *(same or {}).get(name, [])] for name in ends]
    right = axes.get_xlim()[1]
    labels = [
        axes.annotate(
            _words(group, catalog, len(scenarios)), (right, ends[group[0]]), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=7.5, annotation_clip=False,
            color=SERIES[scenarios.index(group[0]) % len(SERIES)].color if len(group) == 1 else INK,
        )
        for group in groups
    ]  # fmt: skip
    figure = axes.get_figure()
    for label in labels:
        if figure is not None and label.get_window_extent().x1 > figure.bbox.x1:
            lines = label.get_text().split("\n")
            label.set_text("\n".join(textwrap.fill(line, _SIGNS) for line in lines))
    lines_of_one = max(label.get_text().count("\n") + 1 for label in labels)
    heights = direct_labels([ends[group[0]] for group in groups], (0.04 + 0.09 * lines_of_one) * highest)
    for label, height in zip(labels, heights, strict=True):
        label.xy = (right, height)


def short_title(title: str) -> str:
    """Return a title up to its colon or bracket: enough to tell options apart in a picture.

    Examples
    --------
    >>> short_title("Kita-Netz: drei Häuser in E werden eines")
    'Kita-Netz'
    """
    for sign in (":", " ("):
        title = title.partition(sign)[0]
    return title if len(title) <= 18 else title[:17] + "…"


def _words(group: list[str], catalog: Catalog, count: int) -> str:
    """Return the label of scenarios that coincide."""
    if len(group) == count > 1:
        return catalog.texts("all-scenarios")
    return "\n= ".join(short_title(catalog.scenario(name)) for name in group)
