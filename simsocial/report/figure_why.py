"""What effects are made of: one bar an effect, stacked by mechanism."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simsocial.report.catalog import Catalog
from simsocial.report.explained import Explained
from simsocial.report.meetings import name_of_row
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.style import INK, MUTED, WIDTH, name_rows, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes


__all__ = ["draw_why"]

_LOOKS = {
    "direct": ("#9aa3aa", ""),
    "staff": ("#0072B2", ""),
    "travel": ("#E69F00", "//"),
    "income": ("#009E73", ".."),
    "informal_care": ("#CC79A7", "\\\\"),
    "housing": ("#D55E00", "xx"),
}
"""Colour (after Okabe and Ito) and hatch of each part, so that each alone would do."""
_ROW = 0.5


def draw_why(catalog: Catalog, found: Sequence[Explained], folder: Path) -> Picture:
    """Draw the parts of effects in per cent of the whole; parts against it lie left of zero.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    found : sequence of Explained
        Effects in their order.
    folder : Path
        Where the files go.

    Returns
    -------
    Picture
        ``why``.
    """
    from matplotlib.figure import Figure

    texts = catalog.texts
    height = _ROW * len(found) + 1.15
    with styled("why"):
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.3, 0.72 / height, 0.46, _ROW * len(found) / height))
        for line, one in enumerate(found):
            _bar(axes, one, line)
            effect = Numbers(catalog).effect(one.whole)
            text = textwrap.fill(f"{effect.value} {effect.unit}".strip(), 24)
            axes.text(1.03, line, text, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
        axes.axvline(0.0, color=INK, lw=0.8)
        axes.axvline(100.0, color=MUTED, lw=0.8, ls=(0, (2.0, 2.0)))
        axes.set_ylim(len(found) - 0.4, -0.6)
        name_rows(axes, [name_of_row(catalog, one.whole) for one in found])
        tidy(axes, grid="x")
        write_ticks(axes.xaxis, texts.number)
        axes.set_xlabel(texts("why-axis"), fontsize=7.5)
        axes.spines["left"].set_visible(False)
        _legend(axes, catalog, list(found[0].parts))
        title = texts("why-figure-title", period=texts.period(found[0].whole.period))
        return save(figure, folder, "why", title, texts("why-figure-caption"), texts("source-line"))


def _bar(axes: Axes, one: Explained, line: int) -> None:
    """Stack the parts that go with the effect to the right of zero, those against it to the left."""
    ends = {True: 0.0, False: 0.0}
    for part in one.parts:
        share = 100.0 * one.share(part)
        color, hatch = _LOOKS.get(part, (MUTED, ""))
        axes.barh(
            line, share, 0.56, ends[share > 0.0], color=color, hatch=hatch, edgecolor="white", linewidth=0.6
        )
        ends[share > 0.0] += share


def _legend(axes: Axes, catalog: Catalog, parts: Sequence[str]) -> None:
    """Name the parts above the bars."""
    from matplotlib.patches import Patch

    looks = [(part, *_LOOKS.get(part, (MUTED, ""))) for part in parts]
    patches = [
        Patch(facecolor=color, hatch=hatch, edgecolor="white", label=catalog.texts.term("why-part", part))
        for part, color, hatch in looks
    ]
    figure = axes.get_figure()
    if figure is not None:
        figure.legend(handles=patches, loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=6, fontsize=7,
                      handlelength=1.2, columnspacing=1.0, bbox_transform=figure.transFigure)  # fmt: skip
