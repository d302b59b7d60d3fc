"""Which share of the eligible wants a service: a table by age or care grade, with its range and trend."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from simsocial.core.calendar import MAX_AGE
from simsocial.shapes.figure import Figure, Provenance

__all__ = ["TakeUp"]


class TakeUp(Provenance):
    """Which share of the eligible persons wants the service.

    Eligible persons are those who meet :class:`Eligibility`, so the shares of a kind with
    ``not_while_served_in`` refer to persons not served there.

    Attributes
    ----------
    by : {"age_months", "age", "care_grade", "age_grade"}
        What the rows of `table` stand for.
    table : dict
        From an age in months (`age_months`), in years (`age`) or a care grade, to a share; or from
        an age in years to the shares of the care grades 0 to 5 (`age_grade`). A row holds until the next.
    low_factor, high_factor : float
        Range of one factor on the whole table.
    living_alone_ratio : Figure or None
        Take-up of people who live alone relative to others of the same age and care grade.
    living_alone_share : Figure or None
        Share of those living alone among the eligible, which keeps the mean take-up.
    demand_ratio : Figure or None
        Most that demand with a site at the door can be, relative to the use in `table`.
    trend_per_year, trend_half_life_years, trend_settled_share : Figure or None
        Relative growth a year of the odds of use at the same age and grade, around December of `year`, and how it
        fades (:mod:`simsocial.parameters.trend`): all three or none.
    """

    by: Literal["age_months", "age", "care_grade", "age_grade"]
    table: dict[int, float | list[float]]
    low_factor: float = Field(default=1.0, gt=0)
    high_factor: float = Field(default=1.0, gt=0)
    living_alone_ratio: Figure | None = None
    living_alone_share: Figure | None = None
    demand_ratio: Figure | None = None
    trend_per_year: Figure | None = None
    trend_half_life_years: Figure | None = None
    trend_settled_share: Figure | None = None

    @model_validator(mode="after")
    def _check_trend(self) -> TakeUp:
        """Require a trend with all its parts, and a year that it starts from."""
        parts = (self.trend_per_year, self.trend_half_life_years, self.trend_settled_share)
        if len({part is None for part in parts}) > 1:
            message = "trend_per_year, trend_half_life_years and trend_settled_share belong together"
            raise ValueError(message)
        if self.trend_per_year is not None and not str(self.year).isdigit():
            message = f"a trend needs the year of the table, such as 2023; found '{self.year}'"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_table(self) -> TakeUp:
        """Require shares between 0 and 1 in rows of the right length."""
        width = 6 if self.by == "age_grade" else 1
        if not self.table:
            message = "table needs at least one row"
            raise ValueError(message)
        for row, shares in self.table.items():
            values = shares if isinstance(shares, list) else [shares]
            if len(values) != width:
                message = f"table row {row} needs {width} share(s), found {len(values)}"
                raise ValueError(message)
            if not all(0.0 <= value <= 1.0 for value in values):
                message = f"table row {row} has a share outside 0..1: {shares}"
                raise ValueError(message)
        if not self.low_factor <= 1.0 <= self.high_factor:
            message = f"needs low_factor <= 1 <= high_factor, found {self.low_factor} and {self.high_factor}"
            raise ValueError(message)
        if self.grade == "D" and self.low_factor == self.high_factor:
            message = "an own assumption (grade D) needs low_factor and high_factor"
            raise ValueError(message)
        return self

    @property
    def rows(self) -> tuple[int, ...]:
        """Where the rows begin, ascending."""
        return tuple(sorted(self.table))

    def expanded(self) -> npt.NDArray[np.float64]:
        """Return the table as an array: one value a row, or a (101, 6) array for ages and grades."""
        if self.by == "age_months":
            return np.array([self.table[row] for row in self.rows], dtype=np.float64)
        full = np.zeros((MAX_AGE + 1, 6))
        for row in self.rows:
            if self.by == "care_grade":
                full[:, row] = np.asarray(self.table[row])
            else:
                full[row:] = np.asarray(self.table[row])
        return full
