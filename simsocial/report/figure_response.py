"""Response curves of a sweep: for each chosen indicator a picture, a panel for each factor."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simsocial.analysis.response import curve_of, point_means
from simsocial.analysis.sweep_table import read_sweep_table
from simsocial.report.catalog import Catalog, Meta
from simsocial.report.picture import Picture
from simsocial.report.style import MUTED, SERIES, WIDTH, save, styled, tidy, write_ticks
from simsocial.report.texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chosen_indicators", "draw_responses"]

_COLUMNS = 3
_MOST_TICKS = 4


def chosen_indicators(manifest: Mapping[str, Any]) -> list[str]:
    """Return the indicators that are drawn: `curves`, else `indicators`, else what options are meant to change."""
    file = manifest["sweep"]
    targets = [entry["indicator"] for one in manifest["scenarios"].values() for entry in one["targets"]]
    return list(dict.fromkeys(file.get("curves") or file.get("indicators") or targets))


def draw_responses(folder: Path, language: str) -> list[Picture]:
    """Draw the response of each chosen indicator to each factor, for the whole region.

    Parameters
    ----------
    folder : Path
        Of a sweep with its table.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    list of Picture
        ``response_<indicator>`` in ``figures/``; none for an indicator without values.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    catalog = Catalog(Texts(language), manifest)
    names, factors = chosen_indicators(manifest), list(manifest["points"][0])
    table = read_sweep_table(folder, names)
    target = folder / "figures"
    target.mkdir(exist_ok=True)
    value = "effect" if len(manifest["scenarios"]) > 1 else "value"
    pictures = []
    for name in names:
        meta = catalog.meta(name)
        points = point_means(
            table[table["indicator"] == name], factors, value, last=meta.sum_over_time == "last"
        )
        if len(points):
            pictures.append(_draw(catalog, meta, points, factors, target, effect=value == "effect"))
    return pictures


def _draw(
    catalog: Catalog, meta: Meta, points: pd.DataFrame, factors: Sequence[str], folder: Path, *, effect: bool
) -> Picture:
    """Draw one indicator."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    texts, name = catalog.texts, f"response_{meta.id}"
    scenarios = list(points["scenario"].unique())
    columns = min(len(factors), _COLUMNS)
    rows = -(-len(factors) // columns)
    with styled(name):
        figure = Figure(
            figsize=(WIDTH, 2.7 * rows + 0.3), layout=ConstrainedLayoutEngine(rect=(0.0, 0.06, 1.0, 0.94))
        )
        panels = figure.subplots(rows, columns, sharey=True, squeeze=False)
        for panel, factor in zip(panels.flat, factors, strict=False):
            _panel(panel, points, factor, scenarios, texts)
            if effect:
                panel.axhline(0.0, color=MUTED, lw=0.8, zorder=0)
        for panel in panels.flat[len(factors) :]:
            panel.set_axis_off()
        panels[0, 0].set_ylabel(texts.term("unit", meta.unit, count=0))
        if len(scenarios) > 1:
            panels[0, 0].legend(loc="best", fontsize=7.0)
        title = texts("sweep-title-effect" if effect else "sweep-title", label=meta.label)
        caption = texts("sweep-caption", points=texts.number(points["point"].nunique()))
        return save(figure, folder, name, title, caption, texts("source-line"))


def _panel(axes: Axes, points: pd.DataFrame, factor: str, scenarios: Sequence[str], texts: Texts) -> None:
    """Draw the points and the curve through them against one factor."""
    places, labels = _places(points[factor])
    placed = points.assign(**{factor: places})
    for look, scenario in zip(SERIES[1:] * len(scenarios), scenarios, strict=False):
        own = placed[placed["scenario"] == scenario]
        curve = curve_of(own, factor)
        axes.plot(own[factor], own["value"], look.marker, color=look.color, ms=2.5, alpha=0.45, lw=0)
        axes.plot(curve["at"], curve["value"], color=look.color, ls=look.dash, lw=1.6, label=scenario)
    if labels is None:
        axes.locator_params(axis="x", nbins=_MOST_TICKS)
        write_ticks(axes.xaxis, texts.number)
    else:
        axes.set_xticks(
            range(len(labels))[:: -(-len(labels) // _MOST_TICKS)], labels[:: -(-len(labels) // _MOST_TICKS)]
        )
    write_ticks(axes.yaxis, texts.number)
    tidy(axes, grid="y")
    axes.set_title(_short(factor))


def _places(values: pd.Series) -> tuple[pd.Series, list[str] | None]:
    """Return where values stand on an axis: numbers as they are, others in their order with labels."""
    if pd.api.types.is_numeric_dtype(values) and values.dtype != bool:
        return values, None
    texts = values.astype(str)
    labels = list(np.unique(texts))
    return texts.map({label: place for place, label in enumerate(labels)}), labels


def _short(factor: str) -> str:
    """Return the last two parts of a key."""
    return ".".join(factor.split(".")[-2:])
