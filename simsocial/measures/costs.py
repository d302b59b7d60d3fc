"""What measures cost, worked out before the first month: who pays how much in which month, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from simsocial.shapes.figure import Figure

__all__ = ["Booking", "Cost", "StatedCost"]


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


class StatedCost(NamedTuple):
    """What a measure says itself that it costs, before anything is run.

    Attributes
    ----------
    budget : {"capital", "operating"}
        Once, or a year.
    low, typical, high : float
        EUR, at the prices for which it is stated.
    """

    budget: Literal["capital", "operating"]
    low: float
    typical: float
    high: float

    @classmethod
    def of(cls, figure: Figure, budget: Literal["capital", "operating"], times: int = 1) -> StatedCost:
        """Return a figure, taken some times."""
        low, high = figure.limits
        return cls(budget, times * low, times * figure.latest, times * high)


class Booking(NamedTuple):
    """What one payer pays; the arguments of :meth:`simsocial.services.finance.Finance.book`."""

    payer: str
    item: str
    area: int
    amount_eur: float
    budget: str
