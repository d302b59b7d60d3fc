"""What moves the staff of each qualification, by month: yearly rates of the registry as monthly chances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.parameters.plan import Plan

__all__ = ["LONGEST_LAG_MONTHS", "MonthlyRates", "StaffRates", "whole_months"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LONGEST_LAG_MONTHS = 60
"""Most months that training for work from elsewhere takes."""


def whole_months(lag: Floats) -> Integers:
    """Return months of training as whole ones, no more than are kept."""
    return np.clip(np.rint(lag), 0, LONGEST_LAG_MONTHS).astype(np.int64)


class MonthlyRates(NamedTuple):
    """What moves the staff of each qualification in a month; arrays (qualifications,).

    Attributes
    ----------
    vacancy_share, released_stay_share, hired_share : ndarray
        Shares: of posts vacant at the start, of those released who look for work here, of those looking who are hired.
    retirement, turnover, graduates, moves_in, lateral_entry, pool_leaving : ndarray
        Monthly probabilities.
    lateral_lag_months : ndarray
        Months of training before who comes from other work can fill a post.
    """

    vacancy_share: Floats
    released_stay_share: Floats
    hired_share: Floats
    retirement: Floats
    turnover: Floats
    graduates: Floats
    moves_in: Floats
    lateral_entry: Floats
    pool_leaving: Floats
    lateral_lag_months: Floats


class StaffRates:
    """What moves the staff of each qualification, by month.

    Parameters
    ----------
    plan : Plan
        Values ``staff.<qualification>.*``.
    qualifications : sequence of str
        Their names.

    Attributes
    ----------
    seeking_share : ndarray (qualifications,)
        Of the staff at the start: how many look for work then.
    fte_per_head : ndarray (qualifications,)
        Full-time posts of a person employed.
    follow : Number
        How closely those who come follow the number of people: 0 not at all, 1 in proportion.
    """

    def __init__(self, plan: Plan, qualifications: Sequence[str]) -> None:
        def by_month(name: str) -> Floats:
            as_is = name.endswith(("_share", "_months"))
            parts = [f"staff.{one}.{name if as_is else f'{name}_rate'}" for one in qualifications]
            columns = _columns(plan, parts)
            if name == "retirement":
                columns = columns * _columns(plan, [_wave(plan, one) for one in qualifications])
            return columns if as_is else monthly_chance(columns)

        self.seeking_share = np.array([plan.value(f"staff.{one}.seeking_share") for one in qualifications])
        self.fte_per_head = np.array([plan.value(f"staff.{one}.fte_per_head") for one in qualifications])
        self._rates = np.stack([by_month(name) for name in MonthlyRates._fields], axis=1)
        self._moves = np.zeros((len(plan.months), len(qualifications), len(qualifications)))
        for row, one in enumerate(qualifications):
            for column, other in enumerate(qualifications):
                if f"staff.{one}.moves_to.{other}" in plan:
                    moves = plan.number(f"staff.{one}.moves_to.{other}").values
                    self._moves[:, row, column] = monthly_chance(moves)
        self.follow = plan.number("staff.entrants_follow_people")
        self._full_draw = plan.number("staff.full_draw_vacancy_share")
        self._first_month = plan.first_month

    def at(self, month: int) -> MonthlyRates:
        """Return the rates of an absolute month."""
        return MonthlyRates(*self._rates[month - self._first_month])

    def drawn(self, vacant_share: Floats, month: int) -> Floats:
        """Return which share of those who could come from elsewhere do so while this share of posts is vacant."""
        share: Floats = np.clip(vacant_share / max(self._full_draw.at(month), 1e-9), 0.0, 1.0)
        return share

    def moves_at(self, month: int) -> Floats:
        """Return the share of those searching (from, to) who go over to another qualification in a month."""
        moves: Floats = self._moves[month - self._first_month]
        return moves


def _columns(plan: Plan, identifiers: Sequence[str]) -> Floats:
    """Return values by month (months, identifiers)."""
    of = [plan.number(one).values for one in identifiers]
    return np.stack(of, axis=1) if of else np.zeros((len(plan.months), 0))


def _wave(plan: Plan, qualification: str) -> str:
    """Return which value tells how many more or fewer retire than on average: by the ages of the staff, if known."""
    own = f"staff.{qualification}.retirement_wave"
    return own if own in plan else "staff.retirement_wave"
