"""Population pyramid with two years laid over each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, save, styled, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["AGES", "age_structure", "draw_pyramid", "pyramid_years"]

FloatArray = npt.NDArray[np.float64]

AGES = 101
"""Single years 0..99 and 100+."""

_SEX = {"male": 0, "m": 0, "0": 0, "female": 1, "f": 1, "1": 1}


def pyramid_years(population: pd.DataFrame, manifest_start: str) -> tuple[str, str]:
    """Return the dates to compare: the last year end before the horizon (or the first) and the last.

    Parameters
    ----------
    population : DataFrame
        With `date`.
    manifest_start : str
        First month of the horizon, ``YYYY-MM``.
    """
    dates = sorted(population["date"].astype(str).unique())
    before = [date for date in dates if date[:7] < manifest_start]
    return (before[-1] if before else dates[0]), dates[-1]


def age_structure(population: pd.DataFrame, scenario: str, date: str) -> FloatArray:
    """Return mean persons by sex (male, female) and single age over all runs, shape (2, 101)."""
    rows = population[(population["scenario"] == scenario) & (population["date"].astype(str) == date)]
    runs = len(rows[["draw", "replicate"]].drop_duplicates())
    sex = rows["sex"].astype(str).map(_SEX).to_numpy(dtype=np.int64)
    age = np.minimum(rows["age"].to_numpy(dtype=np.int64), AGES - 1)
    result = np.zeros((2, AGES))
    np.add.at(result, (sex, age), rows["persons"].to_numpy(dtype=np.float64))
    return result / max(runs, 1)


def draw_pyramid(
    catalog: Catalog,
    population: pd.DataFrame,
    folder: Path,
    dates: tuple[str, str],
    land: tuple[FloatArray, str] | None = None,
) -> Picture:
    """Draw the status quo's population at two dates.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    population : DataFrame
        Persons by scenario, draw, replicate, date, area, sex, age.
    folder : Path
        Where the files go.
    dates : tuple of str
        Earlier (area) and later date (line).
    land : tuple of ndarray (2, 101) and str, optional
        Age structure of the Land and its year, drawn as a dotted line scaled to the same total.

    Returns
    -------
    Picture
        ``population_pyramid``.
    """
    from matplotlib.figure import Figure

    texts = catalog.texts
    reference = str(catalog.manifest["reference"])
    earlier, later = (age_structure(population, reference, date) for date in dates)
    years = (dates[0][:4], dates[1][:4])
    widest = max(earlier.max(), later.max())
    with styled("population_pyramid"):
        figure = Figure(figsize=(WIDTH, 5.6))
        left, right = figure.subplots(1, 2, sharey=True)
        figure.subplots_adjust(left=0.02, right=0.98, top=0.93, bottom=0.115, wspace=0.13)
        ages = np.arange(AGES)
        for axes, sex, word in ((left, 0, "pyramid-men"), (right, 1, "pyramid-women")):
            axes.barh(ages, earlier[sex], height=1.0, color=LIGHT, linewidth=0)
            axes.stairs(later[sex], np.arange(AGES + 1) - 0.5, orientation="horizontal", color=INK, lw=1.3)
            if land is not None:
                scaled = land[0][sex] * earlier.sum() / land[0].sum()
                axes.plot(scaled, ages, color="#0072B2", lw=1.1, ls=(0, (1.0, 1.2)))
                widest = max(widest, scaled.max())
            axes.set_title(texts(word), loc="center")
            tidy(axes)
            axes.spines["left"].set_visible(False)
            axes.set_xlabel(texts("pyramid-persons"))
            axes.xaxis.set_major_formatter(lambda value, _: texts.number(abs(value)))
        left.set_xlim(widest * 1.06, 0.0)
        right.set_xlim(0.0, widest * 1.06)
        right.set_ylim(-0.5, 100.5)
        left.set_yticks([])
        for age in range(0, 101, 10):
            word = str(age) if age < AGES - 1 else f"{age}+"
            figure.text(0.5, _height(right, age), word, ha="center", va="center", fontsize=8, color=MUTED)
        figure.text(0.5, 0.955, texts("pyramid-age"), ha="center", fontsize=7.5, color=MUTED)
        _key(right, years, widest)
        if land is not None:
            right.plot([0.60 * widest, 0.68 * widest], [91, 91], color="#0072B2", lw=1.1, ls=(0, (1.0, 1.2)))
            label = texts("pyramid-land", year=land[1])
            right.text(0.70 * widest, 91, label, fontsize=7.5, va="center", color="#005a8c")
        svg, png = save(figure, folder, "population_pyramid", texts("source-line"))
    runs = len(population[["draw", "replicate"]].drop_duplicates())
    return Picture(
        "population_pyramid",
        texts("pyramid-title", first=years[0], last=years[1]),
        texts(
            "pyramid-caption", region=catalog.area("region"), first=years[0], last=years[1], runs=str(runs)
        ),
        svg,
        png,
    )


def _height(axes: Axes, age: int) -> float:
    """Return the height of an age in figure coordinates."""
    box = axes.get_position()
    return float(box.y0 + (age + 0.5) / AGES * (box.y1 - box.y0))


def _key(axes: Axes, years: tuple[str, str], widest: float) -> None:
    """Write both years at the top right, where hardly anybody lives, with a sample of their look."""
    from matplotlib.patches import Rectangle

    x, width = 0.60 * widest, 0.08 * widest
    axes.add_patch(Rectangle((x, 97.5), width, 2.6, color=LIGHT, lw=0))
    axes.text(x + 0.1 * widest, 98.8, years[0], va="center", fontsize=8)
    axes.plot([x, x + width], [95, 95], color=INK, lw=1.3)
    axes.text(x + 0.1 * widest, 95, years[1], va="center", fontsize=8)
