"""What measures cost, worked out before the first month: who pays how much in which month, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Booking", "Cost"]


class Cost(NamedTuple):
    """What a measure costs in a month.

    Attributes
    ----------
    month : int
        Absolute month.
    amount_eur : float
        EUR.
    shares : mapping of str to float
        Shares of the payers.
    budget : str
        ``operating`` or ``capital``.
    """

    month: int
    amount_eur: float
    shares: Mapping[str, float]
    budget: str


class Booking(NamedTuple):
    """What one payer pays; the arguments of :meth:`simsocial.services.finance.Finance.book`."""

    payer: str
    item: str
    area: int
    amount_eur: float
    budget: str
