"""On which assumptions an effect hangs: one panel a criterion, the strongest factors first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.over_futures import criterion_name
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, name_rows, save, styled, tidy, write_ticks
from simsocial.report.texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_sensitivity"]

_FACTORS = 8
_PANELS = 6
_ROW = 0.25


def draw_sensitivity(folder: Path, language: str) -> Picture | None:
    """Draw the factors of one analysis.

    Parameters
    ----------
    folder : Path
        With ``manifest.json`` and ``morris.csv`` or ``sobol.csv``.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    Picture or None
        ``morris`` or ``sobol`` in ``figures/``; None where no factor moves anything.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    method, catalog = str(manifest["method"]), Catalog(Texts(language), manifest)
    table = pd.read_csv(folder / f"{method}.csv")
    strength = "mu_star" if method == "morris" else "total"
    panels = [
        own.head(_FACTORS) for _, own in table.groupby("criterion", sort=False) if own[strength].max() > 0.0
    ]
    if not panels:
        return None
    from matplotlib.figure import Figure

    target = folder / "figures"
    target.mkdir(exist_ok=True)
    texts, shown = catalog.texts, panels[:_PANELS]
    with styled(method):
        heights = [_ROW * len(own) + 0.78 for own in shown]
        total = sum(heights) + 0.25
        figure = Figure(figsize=(WIDTH, total))
        top = total
        for own, height in zip(shown, heights, strict=True):
            axes = figure.add_axes((0.34, (top - height + 0.5) / total, 0.62, (height - 0.78) / total))
            _panel(axes, own, catalog, method)
            top -= height
        option = catalog.scenario(catalog.options[0])
        title = texts(f"sensitivity-title-{method}", option=option)
        caption = texts(f"sensitivity-caption-{method}", more=len(panels) - len(shown))
        return save(figure, target, method, title, caption, texts("source-line"))


def _panel(axes: Axes, own: pd.DataFrame, catalog: Catalog, method: str) -> None:
    """Draw the factors of one criterion."""
    texts = catalog.texts
    indicator, _, area = str(own["criterion"].iloc[0]).rpartition("@")
    rows: list[dict[str, Any]] = own.to_dict("records")  # type: ignore[assignment]
    if method == "morris":
        numbers = Numbers(catalog)
        scale = numbers.scale(catalog.meta(indicator).unit, float(own["mu_star"].max()), chart=True)
        for height, row in enumerate(rows):
            value, half = (row[key] * scale.factor for key in ("mu_star", "mu_star_conf"))
            axes.barh(height, value, height=0.62, color=LIGHT)
            axes.plot([max(value - half, 0.0), value + half], [height, height], color=INK, lw=1.2)
        axes.set_xlabel(numbers.unit_name(scale, "difference", 2.0, 0), labelpad=1.5, fontsize=7.5)
    else:
        for height, row in enumerate(rows):
            axes.barh(height, max(row["total"], 0.0), height=0.62, color=LIGHT)
            ends = [row["total"] - row["total_conf"], row["total"] + row["total_conf"]]
            axes.plot(ends, [height, height], color=INK, lw=1.2)
            axes.plot(row["first"], height, ls="", marker="o", ms=4.5, mfc="white", mec=MUTED)
        axes.set_xlabel(texts("sensitivity-share"), labelpad=1.5, fontsize=7.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=0.0)
    name_rows(axes, [str(row["factor"]) for row in rows])
    axes.spines["left"].set_visible(False)
    tidy(axes, grid="x")
    axes.locator_params(axis="x", nbins=5)
    write_ticks(axes.xaxis, texts.number)
    axes.set_title(criterion_name(catalog, indicator, area), fontsize=8.0, loc="left")
