"""The official projections beside a run, brought to the same measure: change per year and its two sources.

Another model is no truth. What can be compared is the mean change a year, and from where it comes: births minus
deaths, and migration. The table with its sources lies in ``data/projections.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

__all__ = ["Projection", "annual_change", "land_figures", "projections_for"]

_DATA = Path(__file__).parent / "data"
LAND = "16"


@dataclass(frozen=True)
class Projection:
    """One official projection.

    Attributes
    ----------
    ags, name : str
        Region.
    subject : str
        ``population`` or ``care_dependent``.
    from_year, to_year : int
        Span.
    change : float
        Relative change over the span (-0.087 = -8.7 %).
    natural, migration : float
        Births minus deaths and net migration per 1,000 inhabitants and year; NaN where not published.
    source : str
        Where it stands.
    """

    ags: str
    name: str
    subject: str
    from_year: int
    to_year: int
    change: float
    natural: float
    migration: float
    source: str

    @property
    def per_year(self) -> float:
        """Relative change per year."""
        return annual_change(1.0, 1.0 + self.change, self.to_year - self.from_year)


def annual_change(first: float, last: float, years: float) -> float:
    """Return the constant relative change per year that leads from one level to another.

    Examples
    --------
    >>> round(annual_change(100.0, 121.0, 2), 6)
    0.1
    """
    return float((last / first) ** (1.0 / years) - 1.0)


def projections_for(ags: str | None) -> list[Projection]:
    """Return the official projections for a Kreis, if there are any, and for the Land.

    Parameters
    ----------
    ags : str or None
        Official key of the region; None for a fictional one.

    Returns
    -------
    list of Projection
        Those of the region itself first.
    """
    table = pd.read_csv(_DATA / "projections.csv", dtype={"ags": str})
    wanted = table[table["ags"].isin([LAND, ags or LAND])]
    found = [
        Projection(
            ags=str(row.ags),
            name=str(row.name),
            subject=str(row.subject),
            from_year=int(str(row.from_year)),
            to_year=int(str(row.to_year)),
            change=float(str(row.change_percent)) / 100.0,
            natural=float(str(row.natural_per_1000_per_year)),
            migration=float(str(row.migration_per_1000_per_year)),
            source=str(row.source),
        )
        for row in wanted.itertuples(index=False)
    ]
    return sorted(found, key=lambda entry: (entry.subject != "population", entry.ags != ags))


def land_figures() -> pd.DataFrame:
    """Return published figures of the Land that cannot be counted from its population.

    Returns
    -------
    DataFrame
        indicator, per (the indicator it is a share of), value (per cent), date, source, year, grade.
    """
    return pd.read_csv(_DATA / "land_figures.csv", dtype={"date": str})
