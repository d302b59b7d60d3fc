"""A hindcast in one picture and a few lines: errors, beside those of simpler answers, and how often intervals hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from simsocial.analysis.hindcast import METHODS, Hindcast
from simsocial.report.style import INK, LIGHT, MUTED, SERIES, WIDTH, save, styled, tidy
from simsocial.report.texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_hindcast", "hindcast_lines"]

_WORDS = {
    "model": "hindcast-model",
    "no_change": "hindcast-no-change",
    "without_migration": "hindcast-without-migration",
    "with_migration": "hindcast-with-migration",
    "cells": "hindcast-cells",
    "totals": "hindcast-totals",
    "care": "hindcast-care",
    "care_land": "hindcast-care-land",
}

_ERROR = {
    "cells": "weighted_error",
    "totals": "mean_error",
    "care": "mean_error",
    "care_land": "mean_error",
}
"""Cells count by their people: chance alone moves the smallest by several per cent. Kreise count alike."""


def hindcast_lines(found: Hindcast, language: str) -> list[str]:
    """Return what is said on the screen.

    Parameters
    ----------
    found : Hindcast
        Result of :func:`simsocial.analysis.hindcast.evaluate`.
    language : str
        ``de`` or ``en``.
    """
    texts = Texts(language)
    lines = [
        texts(
            "hindcast-head",
            first=found.first,
            last=found.last,
            kreise=texts.number(len(found.totals)),
            runs=texts.number(found.runs),
        )
    ]
    for what, part in found.scores.groupby("what", sort=False):
        number = texts.number(int(part["n"].iloc[0]))
        kind, error = texts(_WORDS[str(what)]), _ERROR[str(what)]
        lines.append(texts("hindcast-line", what=kind, n=number, errors=_listed(part, error, texts)))
        if part[f"{error}_at_sum"].notna().any():
            lines.append(texts("hindcast-at-sum", errors=_listed(part, f"{error}_at_sum", texts)))
    whole = found.coverage[found.coverage["group"] == "all"]
    held = [
        texts("hindcast-error", method=texts(_WORDS[what]), percent=texts.number(share))
        for what, share in zip(whole["what"], whole["share"], strict=True)
    ]
    if held:
        lines.append(texts("hindcast-held", shares="; ".join(held)))
    return lines


def _listed(scores: pd.DataFrame, column: str, texts: Texts) -> str:
    """Return the errors of all methods in one line."""
    return "; ".join(
        texts("hindcast-error", method=texts(_WORDS[method]), percent=texts.number(error, 2))
        for method, error in zip(scores["method"], scores[column], strict=True)
    )


def draw_hindcast(found: Hindcast, folder: Path, language: str) -> Path:
    """Draw errors by method and coverage by age group; return the path of the SVG (a PNG lies beside it)."""
    texts = Texts(language)
    with styled("hindcast"):
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        figure = Figure(figsize=(WIDTH, 3.4), layout=ConstrainedLayoutEngine(rect=(0.0, 0.05, 1.0, 0.95)))
        errors, held = figure.subplots(1, 2, width_ratios=(1.0, 1.15))
        _errors(errors, found.scores, texts)
        _coverage(held, found.coverage, texts)
        dates = {"first": found.first, "last": found.last}
        title, source = texts("hindcast-title", **dates), texts("hindcast-source")
        picture = save(figure, folder, "hindcast", title, "", source)
    return picture.svg


def _errors(axes: Axes, scores: pd.DataFrame, texts: Texts) -> None:
    """Draw the mean error of cells and totals by method."""
    kinds = ("cells", "totals")
    for position, method in enumerate(METHODS):
        for kind, name in enumerate(kinds):
            row = scores[(scores["what"] == name) & (scores["method"] == method)]
            value = float(row[_ERROR[name]].iloc[0])
            at = position + 0.38 * kind
            axes.barh(at, value, height=0.34, color=SERIES[kind].color, alpha=0.85, lw=0)
            axes.text(value, at, f" {texts.number(value, 2)}", va="center", ha="left", fontsize=7.0)
    axes.set_yticks(
        [position + 0.19 for position in range(len(METHODS))], [texts(_WORDS[name]) for name in METHODS]
    )
    axes.invert_yaxis()
    axes.set_xlim(0.0, max(float(scores[scores["what"] == name][_ERROR[name]].max()) for name in kinds) * 1.2)
    tidy(axes)
    axes.set_xlabel(texts("hindcast-error-axis"))
    axes.set_title(texts("hindcast-error-title"))
    for kind, name in enumerate(kinds):
        axes.plot([], [], color=SERIES[kind].color, lw=5, label=texts(_WORDS[name]))
    axes.legend(loc="lower right", frameon=False, fontsize=7.0)


def _coverage(axes: Axes, coverage: pd.DataFrame, texts: Texts) -> None:
    """Draw how often the interval of a cell holds what was counted, by age group."""
    part = coverage[(coverage["what"] == "cells") & (coverage["group"] != "all")]
    places = range(len(part))
    axes.bar(places, part["share"], color=LIGHT, lw=0)
    axes.axhline(90.0, color=INK, lw=0.9)
    names = [
        f"{name.removesuffix('-100')}+" if name.endswith("-100") else name.replace("-", "\N{EN DASH}")
        for name in part["group"]
    ]
    axes.set_xticks(list(places), names, rotation=90, fontsize=7.0)
    axes.set_ylim(0.0, 100.0)
    tidy(axes, grid="y")
    axes.set_xlabel(texts("hindcast-age-axis"), color=MUTED)
    axes.set_title(texts("hindcast-held-title"))
