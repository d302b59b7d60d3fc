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
    "MeansTest",
    "Payers",
    "Priority",
    "ServicePayers",
    "SiteChoice",
    "Staff",
    "TakeUp",
    "Transport",
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
        Most that demand with a site at the door can be, relative to the use in `table`.
    trend_per_year, trend_half_life_years, trend_settled_share : Figure or None
        Relative growth a year of the odds of use at the same age and grade, around December of `year`, and how it
        fades (:mod:`simsocial.parameters.trend`): all three or none.
    """

    by: Literal["age_months", "age", "care_grade", "age_grade"]
    table: dict[int, Share | list[Share]]
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


class SiteChoice(StrictModel):
    """Which site a person comes to; see :mod:`simsocial.services.allocation`.

    Attributes
    ----------
    assignment : {"nearest", "district"}
        Near sites are chosen with a spread, or each place belongs to the district of a site.
    exception_share : Figure or None
        Share who go to another site than that of their district.
    transfer_gain_minutes, transfer_months : Figure or None
        From how many minutes saved on and after how many months on average who is served changes to a nearer site
        (0: in the same month); without them ``allocation.transfer_gain_minutes`` and ``allocation.transfer_months``.
    """

    assignment: Literal["nearest", "district"] = "nearest"
    exception_share: Figure | None = None
    transfer_gain_minutes: Figure | None = None
    transfer_months: Figure | None = None

    @model_validator(mode="after")
    def _check_exceptions(self) -> SiteChoice:
        """Require districts where there are exceptions from them."""
        if self.exception_share is not None and self.assignment != "district":
            message = "exception_share needs assignment: district"
            raise ValueError(message)
        return self


class Staff(StrictModel):
    """Staff a service needs, in full-time equivalents of one qualification.

    Attributes
    ----------
    qualification : str
        The staff market.
    shared_within : {"area", "kreis"}
        Sites of one provider in an area, or in the whole Kreis, share their staff, which follows the work.
    fte_per_case, fte_fixed_per_site : Figure
        FTE that a case binds, and that an open site needs before its first case.
    """

    qualification: str
    shared_within: Literal["area", "kreis"] = "area"
    fte_per_case: Figure
    fte_fixed_per_site: Figure | None = None


class Cost(StrictModel):
    """Operating cost in EUR a year, and capital cost a place, at the prices of `price_year` or of their own.

    A case served elsewhere costs `elsewhere_ratio` times what it takes here of staff, place, house and
    material, or the price `elsewhere_per_case_eur_per_year` where one is known. Who wants a service that is no
    claim and gets none costs `waiting_per_case_eur_per_year`: benefits drawn instead, help bought, hospital.

    Where users are charged a price (`per_case_eur_per_year`) calculated for a full house, `fixed_share` of it
    covers what an empty place costs as well, and `calculated_occupancy` is the share of the places that are
    taken in that calculation. The provider then bears what empty places cost beyond it, or keeps what they bring.
    """

    price_year: int = 2025
    fixed_per_site_eur_per_year: Price | None = None
    per_place_eur_per_year: Price | None = None
    per_fte_eur_per_year: Price | None = None
    per_case_eur_per_year: Price | None = None
    elsewhere_per_case_eur_per_year: Price | None = None
    waiting_per_case_eur_per_year: Price | None = None
    elsewhere_ratio: Figure | None = None
    capital_per_place_eur: Price | None = None
    fixed_share: Figure | None = None
    calculated_occupancy: Figure | None = None

    @model_validator(mode="after")
    def _check_calculation(self) -> Cost:
        """Require of a price both its fixed part and the occupancy it is made for."""
        if (self.fixed_share is None) != (self.calculated_occupancy is None):
            message = "give both fixed_share and calculated_occupancy, or neither"
            raise ValueError(message)
        if self.fixed_share is not None and self.per_case_eur_per_year is None:
            message = "fixed_share needs the price of which it is a share: per_case_eur_per_year"
            raise ValueError(message)
        return self


class MeansTest(StrictModel):
    """What the care fund pays of a home's price, and when residents need means-tested care aid.

    The price a month has a care part and a part for board and building (`board_share`). The care fund pays
    `benefit_eur_per_month` and, of the rest of the care part, a supplement that rises with each year of stay.
    Residents bear what is left; who has no more assets pays from the income (log-normal) beyond an allowance,
    and the Kreis the rest. Derivation in :mod:`simsocial.services.means_test`.
    """

    board_share: Figure
    benefit_eur_per_month: Figure
    supplement_year_1: Figure
    supplement_year_2: Figure
    supplement_year_3: Figure
    supplement_year_4: Figure
    mean_stay_months: Figure
    income_eur_per_month: Price
    income_variation: Figure
    income_growth_per_year: Figure
    allowance_eur_per_month: Price
    without_assets: Figure
    assets_eur: Figure


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
        """Require known payers, and shares that pay the whole."""
        _known(self.shares)
        self._check_sum()
        for payer, (low, high) in self.ranges.items():
            if payer not in self.shares or not 0.0 <= low <= self.shares[payer] <= high <= 1.0:
                message = f"ranges.{payer}: [{low}, {high}] must hold the share of '{payer}' within 0..1"
                raise ValueError(message)
        if self.grade == "D" and (set(self.ranges) != set(self.shares) or len(self.shares) == 1):
            message = "an own assumption (grade D) needs two payers or more, and ranges for all of them"
            raise ValueError(message)
        return self

    def _check_sum(self) -> None:
        """Require a sum of one."""
        _sum_to_one(self.shares, "the shares of the payers")


class ServicePayers(Payers):
    """Who pays what a service costs: each payer by one rule, and exactly one bears the rest.

    Attributes
    ----------
    shares : dict of str to float
        Payers of a share: of the cost, or of the price where users are charged one (`cost.fixed_share`).
        Without `residual` they sum to one.
    flat_per_case, flat_per_place : dict of str to Price
        Payers of an amount in EUR a year for each case served, or for each licensed place. It follows the
        price index of the service.
    residual : dict of str to float
        Who bears what the others leave, at each site; a single name, or several with shares that sum to one.
        A payer of the rest pays by no other rule.
    """

    shares: dict[str, Share] = Field(default_factory=dict)
    flat_per_case: dict[str, Price] = Field(default_factory=dict)
    flat_per_place: dict[str, Price] = Field(default_factory=dict)
    residual: dict[str, Share] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _accept_one_name(cls, data: object) -> object:
        """Read ``residual: municipality`` as all of the rest."""
        if isinstance(data, Mapping) and isinstance(data.get("residual"), str):
            return {**data, "residual": {data["residual"]: 1.0}}
        return data

    @model_validator(mode="after")
    def _check_rules(self) -> ServicePayers:
        """Require one payer of the rest where others pay flat sums, who pays by no other rule."""
        for payers in (self.flat_per_case, self.flat_per_place, self.residual):
            _known(payers)
        flat = {**self.flat_per_case, **self.flat_per_place}
        if flat and not self.residual:
            message = (
                f"flat sums ({', '.join(flat)}) never meet the cost exactly: name who bears the rest under "
                "'residual', for example residual: municipality"
            )
            raise ValueError(message)
        if self.residual:
            _sum_to_one(self.residual, "residual: the shares of the rest")
        twice = sorted(({*flat, *self.shares} & set(self.residual)) | (set(flat) & set(self.shares)))
        if twice:
            message = f"'{twice[0]}' pays by two rules. Valid: a share, flat sums or the residual"
            raise ValueError(message)
        return self

    def _check_sum(self) -> None:
        """Require a sum of one unless somebody bears the rest."""
        total = sum(self.shares.values())
        if not self.residual and not (self.flat_per_case or self.flat_per_place):
            super()._check_sum()
        elif min(self.shares.values(), default=0.0) < 0 or total > 1.0 + 1e-6:
            message = (
                f"the shares of the payers must be positive and at most 1 together, they sum to {total:.4f}"
            )
            raise ValueError(message)


def _known(payers: Mapping[str, object]) -> None:
    """Require names of payers."""
    for payer in payers:
        if payer not in PAYERS:
            message = f"'{payer}' is no payer. {nearest(payer, PAYERS)}"
            raise ValueError(message)


def _sum_to_one(shares: Mapping[str, float], what: str) -> None:
    """Require positive shares with a sum of one."""
    total = sum(shares.values())
    if abs(total - 1.0) > 1e-6 or min(shares.values(), default=0.0) < 0:
        message = f"{what} must be positive and sum to 1, they sum to {total:.4f}"
        raise ValueError(message)


class Transport(StrictModel):
    """What the way costs beyond its free part; see :mod:`simsocial.services.transport`.

    Attributes
    ----------
    per_minute_eur_per_year : Price
        EUR a case, year and minute of one way by car.
    free_minutes : Figure
        Minutes of one way that cost nobody here.
    payers : Payers
        Who pays.
    """

    per_minute_eur_per_year: Price
    free_minutes: Figure
    payers: Payers


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
