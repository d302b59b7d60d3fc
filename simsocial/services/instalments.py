"""What is paid each month up to a last one: annuities of investments, and what closed places still cost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import LAST_MONTH
from simsocial.core.columns import NOBODY

__all__ = ["Instalment", "Instalments"]

Integers = npt.NDArray[np.int64]


class Instalment(NamedTuple):
    """What somebody pays each month: interest and redemption in equal parts, or for places that are no more.

    Attributes
    ----------
    payer, item, area : int
        Where it is booked in the ``money`` cube.
    cents : int
        A month.
    last_month : int
        Absolute month of the last payment.
    site : int
        Code of the site whose cost it is, -1: none's.
    """

    payer: int
    item: int
    area: int
    cents: int
    last_month: int
    site: int = NOBODY


class Instalments:
    """All that is still paid, and what it comes to a month.

    Parameters
    ----------
    payers, items, areas : int
        How many there are.

    Attributes
    ----------
    open : list of Instalment
        Those still paid, in the order in which they came.
    cents : ndarray (payers, items, areas)
        What all of them cost a month.

    Examples
    --------
    >>> owed = Instalments(1, 1, 1)
    >>> owed.add(Instalment(0, 0, 0, 500, 24_290))
    >>> owed.begin_month(24_290)
    >>> int(owed.cents.sum())
    500
    >>> owed.begin_month(24_291)
    >>> int(owed.cents.sum())
    0
    """

    def __init__(self, payers: int, items: int, areas: int) -> None:
        self.open: list[Instalment] = []
        self.cents = np.zeros((payers, items, areas), dtype=np.int64)
        # The last month before one of them ends.
        self._first_end = LAST_MONTH

    def add(self, one: Instalment) -> None:
        """Let one be paid."""
        self.open.append(one)
        self.cents[one.payer, one.item, one.area] += one.cents
        self._first_end = min(self._first_end, one.last_month)

    def lessen(self, site: int, cents: float) -> None:
        """Let so much less be paid a month for a site from now on, by all alike; nothing beyond what is paid."""
        paid = sum(one.cents for one in self.open if one.site == site)
        left = max(1.0 - cents / paid, 0.0) if paid else 0.0
        changed = [
            one._replace(cents=round(left * one.cents)) if one.site == site else one for one in self.open
        ]
        self.resume([one for one in changed if one.cents])

    def begin_month(self, month: int) -> None:
        """Leave out those whose last payment is over."""
        if month > self._first_end:
            self.resume([one for one in self.open if month <= one.last_month])

    def resume(self, instalments: Iterable[Instalment]) -> None:
        """Go on with these and no others."""
        self.open = []
        self.cents[...] = 0
        self._first_end = LAST_MONTH
        for one in instalments:
            self.add(one)

    @property
    def by_payer(self) -> Integers:
        """Cents (payers + 1, instalments) that each payer bears of each; last all of it."""
        table = np.array(self.open, dtype=np.int64).reshape(-1, len(Instalment._fields))
        cents = np.zeros((len(self.cents) + 1, len(table)), dtype=np.int64)
        cents[table[:, 0], np.arange(len(table))] = cents[-1] = table[:, 3]
        return cents
