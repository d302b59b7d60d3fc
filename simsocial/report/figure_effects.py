"""What an option changes, as points with intervals; each unit has its own axis, so nothing is mixed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.style import INK, MUTED, WIDTH, save, styled, tidy, write_ticks
from simsocial.report.wording import verdict_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_effects"]

_LOOK = {
    "with_target": ("o", INK, INK),
    "against": ("o", "white", INK),
    "neutral": ("D", MUTED, MUTED),
    "unclear": ("|", MUTED, MUTED),
    "unconfirmed": ("|", MUTED, MUTED),
    "assumptions": ("|", MUTED, MUTED),
    "small": ("|", MUTED, MUTED),
}
_ROW = 0.36
_MOST = 28


def draw_effects(
    catalog: Catalog, scenario: str, rows: Sequence[EffectRow], period: str, folder: Path
) -> Picture | None:
    """Draw the effects of one option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    scenario : str
        The option.
    rows : sequence of EffectRow
        Rows to show in this order: targets, side effects, suspected ones; rows without interval are left out.
        The caption counts those beyond the most that fit.
    period : str
        The horizon.
    folder : Path
        Where the files go.

    Returns
    -------
    Picture or None
        ``effects_<scenario>``; None without rows.
    """
    found = [row for row in rows if row.test in ("t", "structural") and row.effect != 0.0]
    drawn, more = found[:_MOST], len(found) - _MOST
    if not drawn:
        return None
    panels: dict[str, list[EffectRow]] = {}
    for row in drawn:
        panels.setdefault(catalog.meta(row.indicator).unit, []).append(row)
    from matplotlib.figure import Figure

    texts, name = catalog.texts, f"effects_{scenario}"
    with styled(name):
        heights = [_ROW * len(panel) + 0.42 for panel in panels.values()]
        total = sum(heights) + 0.3
        figure = Figure(figsize=(WIDTH, total))
        top = total - 0.08
        for (unit, panel), height in zip(panels.items(), heights, strict=True):
            bottom = (top - height + 0.36) / total
            axes = figure.add_axes((0.385, bottom, 0.305, (height - 0.42) / total))
            _panel(axes, panel, unit, catalog)
            top -= height
        title = texts("effects-title", option=catalog.scenario(scenario), period=texts.period(period))
        caption = texts("effects-caption", runs=str(max(row.n for row in drawn)))
        caption = f"{caption} {texts('effects-more', count=more)}" if more > 0 else caption
        return save(figure, folder, name, title, caption, texts("source-line"))


def _panel(axes: Axes, rows: Sequence[EffectRow], unit: str, catalog: Catalog) -> None:
    """Draw the rows of one unit around a common zero line."""
    texts, numbers = catalog.texts, Numbers(catalog)
    scale = numbers.scale(unit, max(max(abs(row.low), abs(row.high)) for row in rows), chart=True)
    factor = scale.factor
    axes.axvline(0.0, color=MUTED, lw=0.8)
    for height, row in enumerate(rows):
        marker, face, edge = _LOOK.get(verdict_of(row, texts).name, ("|", MUTED, MUTED))
        axes.plot([row.low * factor, row.high * factor], [height, height], color=edge, lw=1.6)
        axes.plot(row.effect * factor, height, marker=marker, ms=5.5, mfc=face, mec=edge, mew=1.2, ls="")
        shown = numbers.effect(row, scale)
        interval = f" [{shown.interval}]" if shown.interval else ""
        axes.text(
            1.04,
            height,
            f"{shown.value}{interval}",
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=8,
        )
    limit = max(max(abs(row.low), abs(row.high)) * factor for row in rows) * 1.12
    low = min(min(row.low for row in rows) * factor, 0.0)
    high = max(max(row.high for row in rows) * factor, 0.0)
    axes.set_xlim(low - 0.06 * limit, high + 0.06 * limit)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_yticks(range(len(rows)), [_name(row, catalog) for row in rows], color=INK)
    axes.spines["left"].set_visible(False)
    tidy(axes, grid="x")
    axes.locator_params(axis="x", nbins=5)
    write_ticks(axes.xaxis, texts.signed)
    axes.set_xlabel(numbers.unit_name(scale, "difference", 2.0, 0), labelpad=1.5, fontsize=7.5)


def _name(row: EffectRow, catalog: Catalog) -> str:
    """Return indicator, place, what stands for the years, and role in at most two lines."""
    texts = catalog.texts
    where = catalog.place(row.area, row.group_kind, row.group)
    # The title names the years.
    time = Numbers(catalog).time(row.indicator, row.period).removesuffix(texts.period(row.period)).strip()
    label = ", ".join(part for part in (catalog.meta(row.indicator).label, where, time or row.period) if part)
    mark = ""
    if row.role == "target":
        mark = texts("effects-mark-target")
    elif row.suspected:
        mark = texts("effects-mark-suspected")
    # The mark never stands on a line of its own.
    text = f"{label}\N{NO-BREAK SPACE}{mark}" if mark else label
    lines = textwrap.wrap(text, 40, max_lines=2, placeholder=" …")
    return "\n".join(lines)
