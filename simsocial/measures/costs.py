"""What measures cost, worked out before the first month: who pays how much in which month, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from simsocial.shapes.figure import Figure

__all__ = ["Booking", "Cost", "StatedCost", "moved"]


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


def moved(payer: str, relieved: str, item: str, by_area_eur: Iterable[float]) -> list[Booking]:
    """Return what one payer pays more and another one less, by area; nothing where nothing moves.

    Examples
    --------
    >>> [(one.payer, one.area, one.amount_eur) for one in moved("land", "kreis", "home_care", [0.0, 5.0])]
    [('land', 1, 5.0), ('kreis', 1, -5.0)]
    """
    return [
        Booking(who, item, area, sign * amount, "operating")
        for area, amount in enumerate(map(float, by_area_eur))
        if amount
        for who, sign in ((payer, 1.0), (relieved, -1.0))
    ]
