"""The parts of a service kind: eligibility, take-up, priority, distance, staff, cost, payers, effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from simsocial.core.calendar import MAX_AGE
from simsocial.core.errors import nearest
from simsocial.indicators.counts import PAYERS
from simsocial.services.figure import OWN_SETTING, Figure, Price, Provenance
from simsocial.services.schema import StrictModel

__all__ = [
    "EFFECT_TARGETS",
    "Cost",
    "Distance",
    "Effect",
    "Eligibility",
    "Label",
    "Payers",
    "Priority",
    "Staff",
    "TakeUp",
]

EFFECT_TARGETS: Mapping[str, tuple[str, str]] = {
    "informal_care_hours": ("multiply", "factor on weekly hours of informal care for the person"),
    "mortality": ("multiply", "factor on the person's hazard of dying"),
    "care_progression": (
        "multiply",
        "factor on the person's hazard of a change of care grade, nearly always to a higher one",
    ),
    "parent_hours": ("add", "hours of paid work a week that the parents of the child lose"),
}
"""Named quantities that being served or waiting may change: how, and in which unit."""

Share = float


class Label(StrictModel):
    """A name in German and English."""

    de: str
    en: str


class Eligibility(StrictModel):
    """Who may use a service.

    Attributes
    ----------
    from_months, until_months : int or None
        Age in months from which and until which (exclusive).
    claim_from_months : int or None
        Age in months from which an entitlement is a claim, if later than it opens; who waits before has none.
    from_event, until_event : str or None
        ``from: school_entry`` and ``until: school_entry | school_exit`` in YAML. School begins in the
        August of the year in which the child is six on 1 August.
    school_years : int
        Years from school entry to school exit.
    care_grade_from, care_grade_to : int
        Care grades that may use it, both inclusive; 0 is nobody's grade.
    household : {"any", "private", "institution"}
        Where the person lives.
    not_while_served_in : tuple of str
        Kinds that exclude this one while they serve the person.
    """

    from_months: int | None = Field(default=None, ge=0)
    until_months: int | None = Field(default=None, gt=0)
    claim_from_months: int | None = Field(default=None, ge=0)
    from_event: Literal["school_entry"] | None = Field(default=None, alias="from")
    until_event: Literal["school_entry", "school_exit"] | None = Field(default=None, alias="until")
    school_years: int = Field(default=4, ge=1, le=13)
    care_grade_from: int = Field(default=0, ge=0, le=5)
    care_grade_to: int = Field(default=5, ge=0, le=5)
    household: Literal["any", "private", "institution"] = "any"
    not_while_served_in: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check_order(self) -> Eligibility:
        """Require one start, one end and ascending limits."""
        if self.from_months is not None and self.from_event is not None:
            message = "give either from_months or from, not both"
            raise ValueError(message)
        if self.until_months is not None and self.until_event is not None:
            message = "give either until_months or until, not both"
            raise ValueError(message)
        if (self.from_months or 0) >= (self.until_months or 12 * (MAX_AGE + 51)):
            message = f"from_months {self.from_months} must be below until_months {self.until_months}"
            raise ValueError(message)
        if self.care_grade_from > self.care_grade_to:
            message = (
                f"care_grade_from {self.care_grade_from} must not exceed care_grade_to {self.care_grade_to}"
            )
            raise ValueError(message)
        return self


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
        Demand with a site at the door, relative to the use in `table`: what distance and lack of
        places hold back today.
    """

    by: Literal["age_months", "age", "care_grade", "age_grade"]
    table: dict[int, Share | list[Share]]
    low_factor: float = Field(default=1.0, gt=0)
    high_factor: float = Field(default=1.0, gt=0)
    living_alone_ratio: Figure | None = None
    living_alone_share: Figure | None = None
    demand_ratio: Figure | None = None

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


class Priority(StrictModel):
    """Who comes first when places are short."""

    rule: Literal["longest_waiting", "highest_grade", "oldest", "youngest"] = "longest_waiting"
    displaced_first: bool = True


class Distance(StrictModel):
    """How travel time holds demand back.

    The factor on demand is one up to `free_minutes`, then exp(-(minutes - free) / decay), and zero
    beyond `maximum_minutes`. Without a figure, that part does not act. Farther sites than
    `maximum_minutes` are not chosen either. An entitlement has no `decay_minutes`.
    """

    free_minutes: Figure | None = None
    decay_minutes: Figure | None = None
    maximum_minutes: Figure | None = None


class Staff(StrictModel):
    """Staff a service needs, in full-time equivalents of one qualification."""

    qualification: str
    fte_per_case: Figure
    fte_fixed_per_site: Figure | None = None


class Cost(StrictModel):
    """Operating cost in EUR a year, and capital cost a place, at the prices of `price_year` or of their own.

    A case served elsewhere costs `elsewhere_ratio` times what it takes here of staff, place, house and
    material, or the price `elsewhere_per_case_eur_per_year` where one is known.
    """

    price_year: int = 2025
    fixed_per_site_eur_per_year: Price | None = None
    per_place_eur_per_year: Price | None = None
    per_fte_eur_per_year: Price | None = None
    per_case_eur_per_year: Price | None = None
    elsewhere_per_case_eur_per_year: Price | None = None
    elsewhere_ratio: Figure | None = None
    capital_per_place_eur: Price | None = None


class Payers(Provenance):
    """Shares of a cost by payer, which sum to one.

    Attributes
    ----------
    shares : dict of str to float
        Share of each payer.
    ranges : dict of str to (float, float)
        Lowest and highest share, for payers whose share is uncertain; an own assumption (grade D) needs one for
        each. Drawn or overridden shares are brought back to a sum of one.
    """

    shares: dict[str, Share]
    ranges: dict[str, tuple[Share, Share]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _accept_plain_shares(cls, data: object) -> object:
        """Read a plain mapping of payers to shares."""
        if isinstance(data, Mapping) and "shares" not in data and set(data) <= set(PAYERS):
            return {"shares": dict(data), "source": OWN_SETTING}
        return data

    @model_validator(mode="after")
    def _check_shares(self) -> Payers:
        """Require known payers and a sum of one."""
        for payer in self.shares:
            if payer not in PAYERS:
                message = f"'{payer}' is no payer. {nearest(payer, PAYERS)}"
                raise ValueError(message)
        total = sum(self.shares.values())
        if abs(total - 1.0) > 1e-6 or min(self.shares.values()) < 0:
            message = f"the shares of the payers must be positive and sum to 1, they sum to {total:.4f}"
            raise ValueError(message)
        for payer, (low, high) in self.ranges.items():
            if payer not in self.shares or not 0.0 <= low <= self.shares[payer] <= high <= 1.0:
                message = f"ranges.{payer}: [{low}, {high}] must hold the share of '{payer}' within 0..1"
                raise ValueError(message)
        if self.grade == "D" and (set(self.ranges) != set(self.shares) or len(self.shares) == 1):
            message = "an own assumption (grade D) needs two payers or more, and ranges for all of them"
            raise ValueError(message)
        return self


class Effect(StrictModel):
    """What being served, or left without, does to a person from the next month on.

    Attributes
    ----------
    when : {"served", "waiting"}
        State of the case; ``waiting`` is everybody who wants the service and is not served.
    target : str
        One of :data:`EFFECT_TARGETS`.
    factor : Figure
        Factor on the target, or its amount where the target says so. Contested ones include no effect.
    """

    when: Literal["served", "waiting"]
    target: str
    factor: Figure

    @model_validator(mode="after")
    def _check_target(self) -> Effect:
        """Require a known target."""
        if self.target not in EFFECT_TARGETS:
            message = (
                f"'{self.target}' is no quantity a service can change. {nearest(self.target, EFFECT_TARGETS)}"
            )
            raise ValueError(message)
        return self
