"""Which share of the eligible wants a service: a table by age, care grade or another trait, with range and trend."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pydantic import field_validator, model_validator

from simsocial.core.calendar import MAX_AGE
from simsocial.core.errors import nearest
from simsocial.core.language import say
from simsocial.people.traits import TRAITS
from simsocial.services.by_predicates import ByPredicates
from simsocial.shapes.figure import Figure

__all__ = ["TakeUp"]

_BY_AGE_OR_GRADE = ("age_months", "age", "care_grade", "age_grade")


class TakeUp(ByPredicates):
    """Which share of the eligible persons wants the service.

    Eligible persons are those who meet :class:`Eligibility`, so the shares of a kind with
    ``not_while_served_in`` refer to persons not served there.

    Attributes
    ----------
    by : str
        What the rows of `table` stand for: ``age_months``, ``age``, ``care_grade``, ``age_grade``, or another trait
        with levels (``simsocial list people``).
    table : dict
        From an age in months (`age_months`), in years (`age`) or a care grade, to a share; or from
        an age in years to the shares of the care grades 0 to 5 (`age_grade`). A row holds until the next. Of another
        trait, from each of its levels.
    low_factor, high_factor, <predicate>_ratio, <predicate>_share
        Of take-up, see :class:`ByPredicates`.
    demand_ratio : Figure or None
        Most that demand with a site at the door can be, relative to the use in `table`.
    trend_per_year, trend_half_life_years, trend_settled_share : Figure or None
        Relative growth a year of the odds of use at the same age and grade, around December of `year`, and how it
        fades (:mod:`simsocial.parameters.trend`): all three or none.
    """

    by: str
    table: dict[int | str, float | list[float]]
    demand_ratio: Figure | None = None
    trend_per_year: Figure | None = None
    trend_half_life_years: Figure | None = None
    trend_settled_share: Figure | None = None

    @field_validator("by")
    @classmethod
    def _check_by(cls, by: str) -> str:
        """Require a trait with levels."""
        valid = [*_BY_AGE_OR_GRADE, *(trait.id for trait in TRAITS.values() if trait.levels)]
        if by not in valid:
            message = say(
                "'{by}' is no trait with levels. {valid}", by=by, valid=nearest(by, sorted(set(valid)))
            )
            raise ValueError(message)
        return by

    @model_validator(mode="after")
    def _check_trend(self) -> TakeUp:
        """Require a trend with all its parts, and a year that it starts from."""
        parts = (self.trend_per_year, self.trend_half_life_years, self.trend_settled_share)
        if len({part is None for part in parts}) > 1:
            message = say("trend_per_year, trend_half_life_years and trend_settled_share belong together")
            raise ValueError(message)
        if self.trend_per_year is not None and not str(self.year).isdigit():
            message = say("a trend needs the year of the table, such as 2023; found '{year}'", year=self.year)
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_table(self) -> TakeUp:
        """Require shares between 0 and 1 in rows of the right length."""
        width = 6 if self.by == "age_grade" else 1
        self._check_rows()
        for row, shares in self.table.items():
            values = shares if isinstance(shares, list) else [shares]
            if len(values) != width:
                message = say(
                    "table row {row} needs {width} share(s), found {number}",
                    row=row,
                    width=width,
                    number=len(values),
                )
                raise ValueError(message)
            if not all(0.0 <= value <= 1.0 for value in values):
                message = say("table row {row} has a share outside 0..1: {shares}", row=row, shares=shares)
                raise ValueError(message)
        return self

    def _check_rows(self) -> None:
        """Require rows that fit what they stand for."""
        if not self.table:
            message = say("table needs at least one row")
            raise ValueError(message)
        if self.trait:
            levels = TRAITS[self.trait].levels
            unknown = [str(row) for row in self.table if row not in levels]
            missing = [level for level in levels if level not in self.table]
            if unknown or missing:
                found = ", ".join(map(str, self.table))
                message = say(
                    "table by {by} needs a row for each of {levels}, found {found}",
                    by=self.by,
                    levels=", ".join(levels),
                    found=found,
                )
                raise ValueError(message)
            return
        for row in self.table:
            if not isinstance(row, int):
                message = say(
                    "table row '{row}' is no whole number: by {by} rows begin with one", row=row, by=self.by
                )
                raise ValueError(message)  # noqa: TRY004 - pydantic names the key of a ValueError only

    @property
    def trait(self) -> str:
        """The trait that the rows stand for, other than age and care grade; empty if it is one of these."""
        return "" if self.by in _BY_AGE_OR_GRADE else self.by

    @property
    def rows(self) -> tuple[int | str, ...]:
        """Where the rows begin, ascending; of a trait its levels."""
        return TRAITS[self.trait].levels if self.trait else tuple(sorted(self.table, key=int))

    def expanded(self) -> npt.NDArray[np.float64]:
        """Return the table as an array: one value a row, or a (101, 6) array for ages and grades."""
        if self.by == "age_months" or self.trait:
            return np.array([self.table[row] for row in self.rows], dtype=np.float64)
        full = np.zeros((MAX_AGE + 1, 6))
        for row in map(int, self.rows):
            if self.by == "care_grade":
                full[:, row] = np.asarray(self.table[row])
            else:
                full[row:] = np.asarray(self.table[row])
        return full
