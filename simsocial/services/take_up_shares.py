"""Take-up of all kinds by age in months and care grade, as the months of a run need it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters.plan import Plan
from simsocial.parameters.trend import log_growth
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind

__all__ = ["AGES", "ShareTable", "TakeUpShares"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

AGES = 12 * (MAX_AGE + 1) + 1
"""Ages in months that are told apart; the last stands for all higher ones."""

_YEARS = np.minimum(np.arange(AGES) // 12, MAX_AGE)


class ShareTable:
    """Shares that want each kind, as long as no value changes.

    Attributes
    ----------
    shares : float64 (kinds, AGES, 6)
        By age in months and care grade, without trends.
    wanted : bool (2, kinds, AGES)
        Whether anybody of an age wants the kind: without care grade, with one.
    changes : bool (kinds, AGES)
        Whether the shares of an age differ from those of a month younger.
    number : int
        Which of the tables it is.
    """

    def __init__(self, shares: Floats, number: int) -> None:
        self.shares, self.number = shares, number
        positive = shares > 0.0
        self.wanted: Flags = np.stack([positive[..., 0], positive[..., 1:].any(axis=-1)])
        self.changes: Flags = np.zeros(shares.shape[:2], dtype=np.bool_)
        self.changes[:, 1:] = (shares[:, 1:] != shares[:, :-1]).any(axis=-1)


class TakeUpShares:
    """Shares of all kinds in the months of a run: tables that hold for long, and trends that move every month.

    Tables are large, and a value that grows makes one a month: only the last one is kept. Who goes through the months
    in their order, and takes of each table what it needs, meets each once.

    Parameters
    ----------
    catalogue : Catalogue
        The kinds.
    plan : Plan
        Their numbers by month.
    """

    def __init__(self, catalogue: Catalogue, plan: Plan) -> None:
        self._kinds, self._plan = tuple(catalogue), plan
        trending = [
            code
            for code, kind in enumerate(self._kinds)
            if kind.has("take_up.trend_per_year") and kind.take_up.by != "age_months"
        ]
        # Which of the trends is a kind's, -1 for none.
        self._trend_of = np.full(len(self._kinds), -1, dtype=np.int64)
        self._trend_of[trending] = np.arange(len(trending))
        self._trending, self._odds_in = trending, dict[int, Floats]()
        self._reach = plan.each_month(self._factors)
        self._numbers = plan.held(self._number, "services")
        self._last: ShareTable | None = None

    def prepare(self, months: Iterable[int]) -> None:
        """Work out what these months need."""
        self._reach.prepare(months)

    @property
    def trends(self) -> Flags:
        """Whether the shares of each kind have a trend."""
        return self._trend_of >= 0

    def number(self, month: int) -> int:
        """Return which table holds in a month: the same number as long as shares are the same."""
        return self._numbers.at(month)

    def table(self, month: int) -> ShareTable:
        """Return the table of a month."""
        number = self.number(month)
        if self._last is not None and self._last.number == number:
            return self._last
        return ShareTable(self._shares_in(month), number)

    def with_trend(self, shares: Floats, kind: npt.NDArray[np.int16], month: int) -> npt.NDArray[np.float32]:
        """Return shares (entries, 6: care grades) of kinds, taken from the table, as they are in a month."""
        trend, shares = self._trend_of[kind], shares.copy()
        rows = np.flatnonzero(trend >= 0)
        odds, before = self._odds(month)[trend[rows], np.newaxis], shares[rows]
        shares[rows] = np.minimum(before * odds / (1.0 - before + before * odds), 1.0)
        return shares.astype(np.float32)

    def reach(self, month: int) -> Floats:
        """Return the least and greatest factor (2, kinds) on a month's shares, from the last month to a year later."""
        return self._reach.at(month)

    def _number(self, month: int) -> int:
        """Make the table of a month, if the last one does not say the same, and return its number."""
        shares, last = self._shares_in(month), self._last
        if last is None or not np.array_equal(last.shares, shares):
            last = self._last = ShareTable(shares, 0 if last is None else last.number + 1)
        return last.number

    def _shares_in(self, month: int) -> Floats:
        return np.array([self._by_months(kind, month) for kind in self._kinds]).reshape(-1, AGES, 6)

    def _by_months(self, kind: ServiceKind, month: int) -> Floats:
        """Return the shares of a kind (AGES, 6) without its trend."""
        if kind.take_up.by != "age_months":
            return kind.take_up_table(self._plan, month, with_trend=False)[_YEARS]
        steps = np.array(kind.take_up_by_age_months(self._plan, month))
        # Nobody below the first step.
        shares = np.append(0.0, steps[:, 1])[np.searchsorted(steps[:, 0], np.arange(AGES), side="right")]
        grades, limits = np.arange(6), kind.eligibility
        by_grade: Floats = shares[:, np.newaxis] * (
            (grades >= limits.care_grade_from) & (grades <= limits.care_grade_to)
        )
        return by_grade

    def _odds(self, month: int) -> Floats:
        """Return what the trend of each kind that has one has made of the odds of its table by a month."""
        if month not in self._odds_in:
            self._odds_in[month] = np.array([self._odds_of(code, month) for code in self._trending])
        return self._odds_in[month]

    def _factors(self, month: int) -> Floats:
        """Return the factors on odds: a share never moves by a larger one."""
        factors = np.ones((2, len(self._kinds)))
        year = np.array([self._odds(other) / self._odds(month) for other in range(month - 1, month + 13)])
        factors[:, self._trending] = year.min(axis=0), year.max(axis=0)
        # Shares are rounded.
        factors *= np.array([[1.0 - 1e-6], [1.0 + 1e-6]])
        return factors

    def _odds_of(self, code: int, month: int) -> float:
        kind = self._kinds[code]
        counted = 12 * int(kind.take_up.year) + 12
        growth = log_growth(self._plan, kind.parameter_id("take_up.trend"), counted, month)
        return float(np.exp(growth))
