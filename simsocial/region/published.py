"""Published figures that a model is held against at their date: those of its Kreis, else of the Landkreise or the Land.

``data/published.csv`` has one row for a figure and a Kreis. What is known only of the 17 Landkreise together, or of
the Land, is scaled by the people it is about (`age_from` to `age_to`, at the end of 2023); rates are taken as they are.
Real Kreise get figures of their own alone, since nothing says that they are like the others: scaled ones are for the
fictional Musterkreis and regions of one's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simsocial.core.calendar import MAX_AGE
from simsocial.region.kreis_rates import LAND, RURAL
from simsocial.region.official import KREIS_DATES, kreis_population, kreise
from simsocial.region.region import Region

__all__ = ["Published", "published_by_kreis", "published_figures"]

_DATA = Path(__file__).parent / "data"
_LANDKREIS = "Landkreis"


@dataclass(frozen=True)
class Published:
    """One published figure as the model counts it.

    Attributes
    ----------
    indicator : str
        Id of an indicator, or of several joined by ``+``.
    period : str
        Month or year of the model that has the figure's date.
    value : float
        The figure, in the model's definition.
    unit : str
        Of the value.
    is_derived : bool
        Whether it is that of the Landkreise or the Land, scaled.
    is_rate : bool
        Whether it is no count, so that chance says nothing of it.
    is_money : bool
        Whether it is a sum of money.
    grade, source, note : str
        Evidence, source, and how the definitions differ.
    """

    indicator: str
    period: str
    value: float
    unit: str
    is_derived: bool
    is_rate: bool
    is_money: bool
    grade: str
    source: str
    note: str

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids that are added up."""
        return tuple(self.indicator.split("+"))


def published_figures(region: Region) -> tuple[Published, ...]:
    """Return what is published of a region, in the order of the table.

    Parameters
    ----------
    region : Region
        A Kreis, the Land, the Musterkreis or one's own.

    Examples
    --------
    >>> from simsocial.region import load_region
    >>> figures = {one.indicator: one for one in published_figures(load_region("Nordhausen"))}
    >>> figures["unemployment_rate"].value, round(figures["basic_support_people"].value)
    (8.2, 6318)
    """
    table = _table()
    known = region.ags is not None and region.ags in set(table["kreis"])
    found = []
    for _, rows in table.groupby("indicator", sort=False):
        by_kreis = {str(row["kreis"]): row for row in rows.to_dict("records")}
        whose = str(region.ags) if known else (RURAL if RURAL in by_kreis else LAND)
        if whose in by_kreis:
            row = by_kreis[whose]
            found.append(_figure(row, None if known else _share(region, whose, row)))
    return tuple(found)


def published_by_kreis(indicator: str) -> dict[str, float]:
    """Return a published figure of each Kreis that has one, by AGS.

    Examples
    --------
    >>> published_by_kreis("basic_support_people")["16052"]
    10328.0
    """
    rows = _table().loc[lambda table: table["indicator"] == indicator].set_index("kreis")["published"]
    return {str(ags): float(value) for ags, value in rows.items() if ags not in (LAND, RURAL)}


@cache
def _table() -> pd.DataFrame:
    text = {"kreis": str, "indicator": str, "period": str, "note": str}
    return pd.read_csv(_DATA / "published.csv", dtype=text).fillna({"note": ""})


def _share(region: Region, whose: str, row: Mapping[Hashable, Any]) -> float:
    """Return the region's people whom a figure is about, relative to those of the Landkreise or the Land."""
    if np.isnan(row["age_from"]):
        return 1.0
    ages = slice(int(row["age_from"]), min(int(row["age_to"]), MAX_AGE) + 1)
    chosen = np.ones(len(kreise()), dtype=bool)
    if whose == RURAL:
        chosen = (kreise()["kind"] == _LANDKREIS).to_numpy()
    others = kreis_population(KREIS_DATES[-1])[chosen][:, :, ages].sum()
    return float(region.population.sum(axis=(0, 1))[ages].sum() / others)


def _figure(row: Mapping[Hashable, Any], share: float | None) -> Published:
    is_rate = str(row["unit"]) == "%"
    return Published(
        indicator=str(row["indicator"]),
        period=str(row["period"]),
        value=float(row["published"]) * float(row["ratio"]) * (1.0 if share is None else share),
        unit=str(row["unit"]),
        is_derived=share is not None,
        is_rate=is_rate,
        is_money=str(row["unit"]).startswith("EUR"),
        grade=str(row["grade"]),
        source=str(row["source"]),
        note=str(row["note"]),
    )
