"""The matrix of a bundle: how each two of its measures meet."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simsocial.report.catalog import Catalog
from simsocial.report.meetings import Meeting, factor_title, name_of_row, size_of
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, save, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_synergy"]

_TINTS = {
    "help": "#d9e8f3", "hinder": "#f6e0d0", "mixed": "#ebe4ef", "told": "#eceff1", "nothing": "white", "few": "white"
}  # fmt: skip
_CELL = 1.12
"""Height of a cell in inches."""
_NAMES = 0.21
"""Share of the width for the names of the rows."""


def draw_synergy(
    catalog: Catalog, factors: Sequence[str], meetings: Sequence[Meeting], period: str, folder: Path
) -> Picture:
    """Draw one cell for each two measures: what they do to each other, and where it shows most.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    factors : sequence of str
        Measures of the bundle.
    meetings : sequence of Meeting
        All pairs.
    period : str
        The horizon.
    folder : Path
        Where the files go.

    Returns
    -------
    Picture
        ``synergy``.
    """
    from matplotlib.figure import Figure

    texts, count = catalog.texts, len(factors) - 1
    height = _CELL * count + 0.66
    with styled("synergy"):
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((_NAMES, 0.3 / height, 0.985 - _NAMES, _CELL * count / height))
        axes.set_xlim(0, count)
        axes.set_ylim(count, 0)
        for meeting in meetings:
            column, row = (factors.index(name) for name in meeting.factors)
            _cell(axes, catalog, meeting, column, row - 1, 92 // count)
        columns = [textwrap.fill(factor_title(catalog, name), 100 // count) for name in factors[:-1]]
        rows = [textwrap.fill(factor_title(catalog, name), 22) for name in factors[1:]]
        axes.set_xticks([place + 0.5 for place in range(count)], columns, color=INK, fontsize=7.5)
        axes.set_yticks([place + 0.5 for place in range(count)], rows, color=INK, fontsize=7.5)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        title = texts("synergy-figure-title", period=texts.period(period))
        return save(figure, folder, "synergy", title, texts("synergy-figure-caption"), texts("source-line"))


def _cell(axes: Axes, catalog: Catalog, meeting: Meeting, column: int, row: int, signs: int) -> None:
    """Draw how two measures meet, with the indicator that shows it most."""
    from matplotlib.patches import Rectangle

    corner = (column + 0.02, row + 0.03)
    axes.add_patch(
        Rectangle(corner, 0.96, 0.94, facecolor=_TINTS[meeting.name], edgecolor=LIGHT, linewidth=0.8)
    )
    word = textwrap.fill(f"{meeting.mark} {meeting.word}", signs)
    axes.text(column + 0.06, row + 0.1, word, va="top", fontsize=8, fontweight="bold", color=INK)
    texts = [
        textwrap.wrap(line, signs + 6, max_lines=2, placeholder=" …") for line in _below(catalog, meeting)
    ]
    lines = [line for text in texts for line in text]
    axes.text(column + 0.06, row + 0.93, "\n".join(lines), va="bottom", fontsize=7, color=MUTED)


def _below(catalog: Catalog, meeting: Meeting) -> list[str]:
    """Return what stands below the word: where it shows most, or most may have stayed unseen."""
    texts = catalog.texts
    if meeting.name == "few":
        return []
    if not meeting.shown and not meeting.unseen:
        return [texts("synergy-unseen-small")]
    if not meeting.shown:
        row, size = meeting.unseen[0]
        return [
            texts("synergy-unseen-most"),
            name_of_row(catalog, row),
            f"± {size_of(catalog, row.indicator, size)}",
        ]
    row, _ = meeting.shown[0]
    shown = Numbers(catalog).effect(row)
    more = len(meeting.shown) - 1
    lines = [name_of_row(catalog, row), f"{shown.value} {shown.unit}".strip()]
    return [*lines, texts("answer-more", count=more)] if more else lines
