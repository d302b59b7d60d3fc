"""Population pyramid with two years laid over each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.figure_numbers import pyramid_numbers
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["AGES", "AgeStructure", "draw_pyramid", "stored_structures"]

FloatArray = npt.NDArray[np.float64]

AGES = 101
"""Single years 0..99 and 100+."""

_SEX = {"male": 0, "m": 0, "0": 0, "female": 1, "f": 1, "1": 1}


@dataclass(frozen=True)
class AgeStructure:
    """Persons by sex (male, female) and single age, shape (2, 101), at the end of a year."""

    persons: FloatArray
    year: str


def stored_structures(
    population: pd.DataFrame, scenario: str, start: str
) -> tuple[AgeStructure, AgeStructure, int] | None:
    """Return two mean age structures of a scenario and the runs behind them.

    Parameters
    ----------
    population : DataFrame
        Persons by scenario, draw, replicate, date, area, sex, age.
    scenario : str
        Scenario.
    start : str
        First month of the horizon: the first structure is the last one before it, if one was stored.

    Returns
    -------
    earlier, later, runs
        None if fewer than two dates were stored.
    """
    mine = population[population["scenario"] == scenario]
    dates = sorted(mine["date"].astype(str).unique())
    if len(dates) < 2:
        return None
    before = [date for date in dates if date[:7] < start]
    runs = max(len(mine[["draw", "replicate"]].drop_duplicates()), 1)
    earlier, later = (_mean(mine, date, runs) for date in (before[-1] if before else dates[0], dates[-1]))
    return earlier, later, runs


def _mean(population: pd.DataFrame, date: str, runs: int) -> AgeStructure:
    """Return the mean structure at a date."""
    rows = population[population["date"].astype(str) == date]
    sex = rows["sex"].astype(str).map(_SEX).to_numpy(dtype=np.int64)
    age = np.minimum(rows["age"].to_numpy(dtype=np.int64), AGES - 1)
    persons = np.zeros((2, AGES))
    np.add.at(persons, (sex, age), rows["persons"].to_numpy(dtype=np.float64))
    return AgeStructure(persons / runs, date[:4])


def draw_pyramid(
    catalog: Catalog,
    folder: Path,
    structures: tuple[AgeStructure, AgeStructure],
    runs: int,
    land: AgeStructure | None = None,
) -> Picture:
    """Draw the status quo's population in two years.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    folder : Path
        Where the files go.
    structures : tuple of AgeStructure
        Earlier (area) and later one (line).
    runs : int
        Runs behind the later one.
    land : AgeStructure, optional
        Age structure of the Land, drawn as a dotted line scaled to the same total.

    Returns
    -------
    Picture
        ``population_pyramid``.
    """
    from matplotlib.figure import Figure

    texts = catalog.texts
    earlier, later = (structure.persons for structure in structures)
    years = (structures[0].year, structures[1].year)
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
                scaled = land.persons[sex] * earlier.sum() / land.persons.sum()
                axes.plot(scaled, ages, color="#0072B2", lw=1.1, ls=(0, (1.0, 1.2)))
                widest = max(widest, scaled.max())
            axes.set_title(texts(word), loc="center")
            tidy(axes)
            axes.spines["left"].set_visible(False)
            axes.set_xlabel(texts("pyramid-persons"))
            write_ticks(axes.xaxis, texts.number)
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
            label = texts("pyramid-land", year=land.year)
            right.text(0.70 * widest, 91, label, fontsize=7.5, va="center", color="#005a8c")
        region = catalog.area("region")
        caption = texts("pyramid-caption", region=region, first=years[0], last=years[1], runs=str(runs))
        if land is not None:
            caption = f"{caption} {texts('pyramid-land-caption', year=land.year)}"
        title = texts("pyramid-title", first=years[0], last=years[1])
        numbers = pyramid_numbers(catalog, years, (earlier, later))
        return save(figure, folder, "population_pyramid", title, caption, texts("source-line"), numbers)


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
