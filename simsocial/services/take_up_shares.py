"""Take-up of all kinds by age in months and care grade, as the months of a run need it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters import Parameters
from simsocial.parameters.trend import log_growth
from simsocial.services.kind import ServiceKind

__all__ = ["AGES", "TakeUpShares"]

Flags = npt.NDArray[np.bool_]

AGES = 12 * (MAX_AGE + 1) + 1
"""Ages in months that are told apart; the last stands for all higher ones."""

_YEARS = np.minimum(np.arange(AGES) // 12, MAX_AGE)


class TakeUpShares:
    """Shares that want each kind; made anew when a value changes, and each month where they have a trend.

    Parameters
    ----------
    kinds : sequence of ServiceKind
        In the order of their codes.
    parameters : Parameters
        Registry with their numbers.

    Attributes
    ----------
    wanted : bool (2, kinds, AGES)
        Whether anybody of an age wants the kind: without care grade, with one.
    changes : bool (kinds, AGES)
        Whether the shares of an age differ from those of a month younger.
    """

    def __init__(self, kinds: Sequence[ServiceKind], parameters: Parameters) -> None:
        self._kinds, self._parameters = kinds, parameters
        self._trending = [
            code
            for code, kind in enumerate(kinds)
            if kind.has("take_up.trend_per_year") and kind.take_up.by != "age_months"
        ]
        # Which of the tables with a trend is a kind's, -1 for none.
        self._table_of = np.full(len(kinds), -1, dtype=np.int64)
        self._table_of[self._trending] = np.arange(len(self._trending))
        self._period: tuple[int, int] | None = None
        self._odds = np.zeros((12, len(self._trending)))
        self._shares = np.zeros((len(kinds), AGES, 6))
        self.wanted: Flags = np.zeros((2, len(kinds), AGES), dtype=np.bool_)
        self.changes: Flags = np.zeros((len(kinds), AGES), dtype=np.bool_)

    def update(self, month: int) -> bool:
        """Take over the values that hold in a month; return whether any has changed, but for the trends."""
        period, before = self._parameters.period(month), self._shares
        if period == self._period:
            return False
        self._period = period
        year = month - month % 12
        odds = [[self._odds_of(code, year + of_year) for code in self._trending] for of_year in range(12)]
        self._odds = np.array(odds).reshape(12, -1)
        self._shares = np.array([self._by_months(kind, month) for kind in self._kinds]).reshape(before.shape)
        if np.array_equal(before, self._shares):
            return False
        positive = self._shares > 0.0
        self.wanted = np.stack([positive[..., 0], positive[..., 1:].any(axis=-1)])
        self.changes[:, 1:] = (self._shares[:, 1:] != self._shares[:, :-1]).any(axis=-1)
        return True

    def of(
        self, kind: npt.NDArray[np.int16], age: npt.NDArray[np.int64], month: int
    ) -> npt.NDArray[np.float32]:
        """Return the shares (entries, 6: care grades) of kinds at ages in months, as they are in a month."""
        shares = self._shares[kind, age]
        table = self._table_of[kind]
        rows = table >= 0
        odds, before = self._odds[month % 12, table[rows], np.newaxis], shares[rows]
        shares[rows] = np.minimum(before * odds / (1.0 - before + before * odds), 1.0)
        return shares.astype(np.float32)

    def _by_months(self, kind: ServiceKind, month: int) -> npt.NDArray[np.float64]:
        """Return the shares of a kind (AGES, 6) without its trend."""
        if kind.take_up.by != "age_months":
            return kind.take_up_table(self._parameters, month, with_trend=False)[_YEARS]
        steps = np.array(kind.take_up_by_age_months(self._parameters, month))
        # Nobody below the first step.
        shares = np.append(0.0, steps[:, 1])[np.searchsorted(steps[:, 0], np.arange(AGES), side="right")]
        grades, limits = np.arange(6), kind.eligibility
        open_to = (grades >= limits.care_grade_from) & (grades <= limits.care_grade_to)
        by_grade: npt.NDArray[np.float64] = shares[:, np.newaxis] * open_to
        return by_grade

    def _odds_of(self, code: int, month: int) -> float:
        """Return what the trend of a kind has made of the odds of its table by a month."""
        kind = self._kinds[code]
        counted = 12 * int(kind.take_up.year) + 12
        growth = log_growth(self._parameters, kind.parameter_id("take_up.trend"), counted, month)
        return float(np.exp(growth))
