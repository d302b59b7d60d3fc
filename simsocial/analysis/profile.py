"""Where a region stands and where the status quo leads it, beside the Land."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.projection import annual_change

__all__ = ["AGE_INDICATORS", "Components", "ProfileRow", "components", "profile_rows"]

FloatArray = npt.NDArray[np.float64]

AGE_INDICATORS: Mapping[str, tuple[int, int]] = {
    "population": (0, 100),
    "children_under_3": (0, 2),
    "children_under_6": (0, 5),
    "children_6_to_9": (6, 9),
    "young_people": (10, 17),
    "working_age": (18, 64),
    "aged_65_plus": (65, 100),
    "aged_80_plus": (80, 100),
}
"""Indicators that are age groups: first and last completed year of age."""

_OTHERS = ("care_dependent", "households", "living_alone")
_PER = {"living_alone": "households", "households": ""}


@dataclass(frozen=True)
class ProfileRow:
    """One indicator of a profile; levels in its unit, shares in per cent, NaN where unknown.

    Attributes
    ----------
    indicator : str
        Identifier.
    first_year, last_year : str
        First and last year of the horizon.
    base : float
        Level at the base date (age groups only).
    first, last : float
        Mean level in these years.
    change, low, high : float
        Mean change between both years and its 5-95 % range over runs.
    share, land_share : float
        Per cent of the inhabitants (living alone: of the households) at the base date and in the Land.
    """

    indicator: str
    first_year: str
    last_year: str
    base: float
    first: float
    last: float
    change: float
    low: float
    high: float
    share: float
    land_share: float


@dataclass(frozen=True)
class Components:
    """What moves the population of a run, as means over runs.

    Attributes
    ----------
    first_year, last_year : str
        Span.
    per_year, low, high : float
        Relative change per year and its 5-95 % range over runs.
    natural, migration : float
        Births minus deaths and net migration per 1,000 inhabitants and year; NaN if not counted.
    """

    first_year: str
    last_year: str
    per_year: float
    low: float
    high: float
    natural: float
    migration: float


def profile_rows(
    yearly: pd.DataFrame,
    scenario: str,
    base: FloatArray | None,
    land: FloatArray | None,
    land_figures: pd.DataFrame,
    demands: Sequence[str] = (),
) -> list[ProfileRow]:
    """Return the indicators of a profile.

    Parameters
    ----------
    yearly : DataFrame
        Rows of the indicator table by year.
    scenario : str
        The status quo.
    base, land : ndarray of shape (2, 101), optional
        Population of the region at the base date, and of the Land.
    land_figures : DataFrame
        Published figures of the Land; see :func:`simsocial.analysis.projection.land_figures`.
    demands : sequence of str
        Indicators of the demand for services.

    Returns
    -------
    list of ProfileRow
        Age groups first; indicators that the run does not count are left out.
    """
    names = [*AGE_INDICATORS, *_OTHERS, *demands]
    levels = _levels(yearly, scenario, names)
    published = {str(row.indicator): float(str(row.value)) for row in land_figures.itertuples(index=False)}
    rows = []
    for name in names:
        if name not in levels:
            continue
        table = levels[name]
        difference = (table.iloc[:, -1] - table.iloc[:, 0]).to_numpy()
        first, last = float(table.iloc[:, 0].mean()), float(table.iloc[:, -1].mean())
        at_base = _count(base, name)
        whole = _PER.get(name, "population")
        rows.append(
            ProfileRow(
                indicator=name,
                first_year=str(table.columns[0]),
                last_year=str(table.columns[-1]),
                base=at_base,
                first=first,
                last=last,
                change=last - first,
                low=float(np.quantile(difference, 0.05)),
                high=float(np.quantile(difference, 0.95)),
                share=_percent(at_base, _count(base, whole)),
                land_share=published.get(name, _percent(_count(land, name), _count(land, "population"))),
            )
        )
    return rows


def components(yearly: pd.DataFrame, scenario: str, indicator: str = "population") -> Components | None:
    """Return the yearly change of an indicator in a run and what moves the population.

    Parameters
    ----------
    yearly : DataFrame
        Rows of the indicator table by year.
    scenario : str
        The status quo.
    indicator : str
        ``population`` or another stock.

    Returns
    -------
    Components or None
        None if fewer than two years were stored.
    """
    levels = _levels(yearly, scenario, [indicator, "population", "natural_balance", "net_migration"])
    table = levels.get(indicator)
    if table is None or table.shape[1] < 2:
        return None
    years = table.shape[1] - 1
    rates = [annual_change(row.iloc[0], row.iloc[-1], years) for _, row in table.iterrows()]
    people = levels["population"].to_numpy() if "population" in levels else np.array([[np.nan]])

    def per_1000(name: str) -> float:
        return (
            float(levels[name].to_numpy().mean() / people.mean() * 1000.0) if name in levels else float("nan")
        )

    return Components(
        first_year=str(table.columns[0]),
        last_year=str(table.columns[-1]),
        per_year=float(np.mean(rates)),
        low=float(np.quantile(rates, 0.05)),
        high=float(np.quantile(rates, 0.95)),
        natural=per_1000("natural_balance"),
        migration=per_1000("net_migration"),
    )


def _levels(yearly: pd.DataFrame, scenario: str, names: list[str]) -> dict[str, pd.DataFrame]:
    """Return runs x years of each indicator for the whole region."""
    rows = yearly[
        (yearly["scenario"] == scenario)
        & (yearly["area"] == "region")
        & (yearly["group_kind"] == "all")
        & yearly["indicator"].isin(names)
    ].astype({"indicator": str, "period": str})
    return {
        str(name): part.pivot_table(index=["draw", "replicate"], columns="period", values="value")
        for name, part in rows.groupby("indicator")
    }


def _count(population: FloatArray | None, indicator: str) -> float:
    """Return the persons of an age indicator in a population, NaN for other indicators."""
    if population is None or indicator not in AGE_INDICATORS:
        return float("nan")
    first, last = AGE_INDICATORS[indicator]
    return float(population[:, first : last + 1].sum())


def _percent(part: float, whole: float) -> float:
    """Return part / whole in per cent, NaN where either is unknown."""
    return 100.0 * part / whole if whole and whole == whole else float("nan")
