"""The second way to need a service: a need that begins and ends, as a family's crisis or a debt does.

An episode begins at a rate by age, higher for some (:class:`simsocial.services.by_predicates.ByPredicates`), and for
those prone to it again and again. Some become known, some claims are refused; who then comes waits and is served until
the need ends: at a rate while served, and at another one while not.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from simsocial.core.calendar import MAX_AGE
from simsocial.core.language import say
from simsocial.services.by_predicates import ByPredicates
from simsocial.shapes.figure import Figure

__all__ = ["Need", "proneness"]


class Need(ByPredicates):
    """How often a need begins, how it becomes known, and how long it lasts.

    Attributes
    ----------
    way : {"episodes"}
        Needs begin and end; a lasting share is said by ``take_up``.
    unit : {"person", "household"}
        Whose need it is. That of a household is carried by an adult who heads it, of two by each half the time; none
        begins while another goes on.
    onset_per_1000 : dict
        From an age in years to needs that begin a year among 1,000 of the eligible of that age (of a household:
        households by the age of who heads it), known or not. A row holds until the next.
    detected_share : Figure
        Share of needs that become known to somebody who helps, times the factor by distance; the others are counted as
        felt only.
    demand_ratio : Figure or None
        Most that more become known with a site at the door, relative to the mean; with it `detected_share` is that
        mean, at the sites of today, without it that of those next door (:mod:`simsocial.services.access`).
    refused_share : Figure or None
        Share of the known ones to which the claim is refused: they are counted and open no case.
    months_served, months_unserved : Figure
        Mean months that a need lasts while served, and while waiting or given up, each month with the same chance to
        end.
    again_ratio : Figure or None
        Rate of those who had an episode before relative to the mean. It needs no history: a lasting draw makes some
        people prone, and who had an episode is more often one of them.
    prone_share : Figure or None
        Share of the eligible who are prone, with `again_ratio`.
    low_factor, high_factor, <predicate>_ratio, <predicate>_share
        Of the onset, see :class:`ByPredicates`.
    """

    way: Literal["episodes"]
    unit: Literal["person", "household"] = "person"
    onset_per_1000: dict[int, float] = Field(min_length=1)
    detected_share: Figure
    demand_ratio: Figure | None = None
    refused_share: Figure | None = None
    months_served: Figure
    months_unserved: Figure
    again_ratio: Figure | None = None
    prone_share: Figure | None = None

    @model_validator(mode="after")
    def _check_onset(self) -> Need:
        """Require rates of ages."""
        for age, rate in self.onset_per_1000.items():
            if not (0 <= age <= MAX_AGE and rate >= 0.0):
                message = say(
                    "onset_per_1000 has a row {age}: {rate}. Valid: ages of 0 to {max_age}, rates from 0 on.",
                    age=age,
                    rate=rate,
                    max_age=MAX_AGE,
                )
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_again(self) -> Need:
        """Require of those prone that they are few enough to make up the ratio."""
        if (self.again_ratio is None) != (self.prone_share is None):
            message = say("give both again_ratio and prone_share, or neither")
            raise ValueError(message)
        if self.again_ratio is not None and self.prone_share is not None:
            ratio, share = self.again_ratio.limits[1], self.prone_share.limits[1]
            if self.again_ratio.limits[0] < 1.0 or ratio * share > 1.0:
                message = say(
                    "again_ratio is at least 1, and times prone_share at most 1 (with their "
                    "ranges), found {low} to {high} and a share of up to {share}",
                    low=self.again_ratio.limits[0],
                    high=ratio,
                    share=share,
                )
                raise ValueError(message)
        return self

    def expanded(self) -> npt.NDArray[np.float64]:
        """Return needs a year among 1,000 by completed years (101,)."""
        rates = np.zeros(MAX_AGE + 1)
        for age in sorted(self.onset_per_1000):
            rates[age:] = self.onset_per_1000[age]
        return rates


def proneness(again_ratio: float, prone_share: float) -> npt.NDArray[np.float64]:
    """Return the factors on the rate of those who are not prone and of those who are; their mean is one.

    Who had an episode has the rate E[f^2] / E[f] on average, which is to be `again_ratio` times the mean, as far as so
    many who are prone allow it: at most one over their share, then the others have no episodes.

    Examples
    --------
    >>> factors = proneness(3.0, 0.2)
    >>> shares = np.array([0.8, 0.2])
    >>> factors.round(2).tolist(), round(float(shares @ factors), 9), round(float(shares @ factors**2), 9)
    ([0.29, 3.83], 1.0, 3.0)
    >>> proneness(3.0, 0.5).tolist(), proneness(3.0, 1.0).tolist()
    ([0.0, 2.0], [1.0, 1.0])
    """
    if again_ratio <= 1.0 or not 0.0 < prone_share < 1.0:
        return np.ones(2)
    apart = np.sqrt((again_ratio - 1.0) / (prone_share * (1.0 - prone_share)))
    others = 1.0 - prone_share * apart
    return np.array([others, others + apart] if others > 0.0 else [0.0, 1.0 / prone_share])
