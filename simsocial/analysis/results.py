"""Stored results as Python code asks for them: tables as they are, and pairs, persons, arrays and plots of them.

Examples
--------
>>> Results("outputs/beispiel").options
['kita_netz', 'tagespflege']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from simsocial.analysis import explore
from simsocial.analysis.stored_results import StoredResults
from simsocial.core.errors import RunError, nearest
from simsocial.core.language import say

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

__all__ = ["Results"]


class Results(StoredResults):
    """The tables of ``outputs/<name>/``, one run or many alike.

    Parameters
    ----------
    folder : Path or str
        Folder that holds ``manifest.json``.

    Raises
    ------
    RunError
        If the folder holds no results.
    """

    def paired(self, indicator: str, area: str = "region") -> pd.DataFrame:
        """Return an indicator by year, run by run: scenario, draw, replicate, period, reference, value, effect.

        Raises
        ------
        RunError
            If there is no such indicator or area.
        """
        return explore.paired_rows(self._of_area(indicator, area), self.reference)

    def spread(self, indicator: str, area: str = "region") -> pd.DataFrame:
        """Return the effects on an indicator with their 5-95 % range and the share of chance in it, by year.

        `period` holds single years and the whole horizon; `mean_low`, `mean_high`: 90 % interval of the mean.
        """
        columns = [
            "scenario", "period", "effect", "low", "high", "mean_low", "mean_high", "chance_share", "n",
        ]  # fmt: skip
        rows = self.effects[(self.effects["indicator"] == indicator) & (self.effects["area"] == area)]
        return rows.loc[rows["group_kind"] == "all", columns].reset_index(drop=True)

    def draw_values(self) -> pd.DataFrame:
        """Return the drawn values: a row a draw, a column a parameter."""
        return explore.draw_values(self.draws)

    def persons(self, option: str) -> pd.DataFrame:
        """Return the persons of an option beside themselves in the reference's world (runs with ``twins``)."""
        return explore.joined_persons(self.folder, self.manifest, option)

    def to_pandas(self, indicators: Sequence[str]) -> pd.DataFrame:
        """Return indicators by year, region and areas, run by run, with label and unit."""
        metadata = explore.checked(indicators, self.manifest)
        return explore.with_words(self.years_by_area(indicators), metadata, self.language)

    def to_xarray(self, indicators: Sequence[str]) -> xr.Dataset:
        """Return indicators by year as arrays over scenario, replicate, period and area, with names and units."""
        metadata = explore.checked(indicators, self.manifest)
        return explore.as_xarray(self.years_by_area(indicators), metadata, self.language)

    def plot(self, indicator: str, area: str = "region", axes: Axes | None = None) -> Axes:
        """Draw an indicator over the years: mean and 5-95 % range of the runs of each scenario."""
        (metadata,) = explore.checked([indicator], self.manifest)
        return explore.plot_course(self._of_area(indicator, area), metadata, self.language, axes)

    def compare(self) -> pd.DataFrame:
        """Return the effects table: each yearly row of each option against the reference."""
        return self.effects

    def __repr__(self) -> str:
        runs = self.manifest.get("runs", ())
        done = sum(run["state"] == "finished" for run in runs)
        options = ", ".join(self.options) or "no options"
        return f"<Results {self.folder}: {self.reference}, {options}; {done} of {len(runs)} runs>"

    def _of_area(self, indicator: str, area: str) -> pd.DataFrame:
        """Return the rows by year of an indicator in an area, without groups."""
        explore.checked([indicator], self.manifest)
        rows = self.years_by_area([indicator])
        known = list(rows["area"].astype(str).unique())
        if area not in known:
            message = say(
                "'{indicator}' is not stored for '{area}'. {valid}",
                indicator=indicator,
                area=area,
                valid=nearest(area, known),
            )
            raise RunError(message)
        return rows[rows["area"] == area]
