"""The ledger of each provider: who paid what its sites cost, what it can bear itself, and what it has put by.

What others pay are fees (families), grants (Land, Kreis, municipalities, Bund) and what funds pay. The rest is the
provider's own part. How much of it a provider can bear for good is not known of any; what it bore of its cost in its
first twelve months is taken for it, so that nothing is short at the start by an error of level. What it bears beyond
that comes out of its reserve. What it bears less fills the reserve up again, to so many months of its present cost as
were put by at the start; of a reserve that is higher, since its cost fell, nothing is taken. A surplus in the first
twelve months is no own means: from then on all that it bears counts. The same is noted of each site, since nobody
makes up for a lost grant out of what other sites earn.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import OWNERSHIPS, PAYERS
from simsocial.indicators.counts import Counts

__all__ = ["FIRST_MONTHS", "OWN_PART", "Bookings", "ProviderLedger"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FIRST_MONTHS = 12
"""Months with cost after which a provider's own means and reserve are known."""

OWN_PART = PAYERS.index("provider")
"""Place of the provider's own part among the payers."""


class Bookings(NamedTuple):
    """What a month's services cost at sites, and who pays it.

    Attributes
    ----------
    provider, site, area : ndarray (bookings,)
        Codes of whose cost it is, of the site and of its area.
    cents : ndarray (payers + 1, bookings)
        Who pays how much; last the cost.
    served : ndarray (sites,)
        Cases that each of all sites serves.
    """

    provider: Integers
    site: Integers
    area: Integers
    cents: Integers
    served: Integers


@dataclass
class ProviderLedger:
    """What has been booked on the sites of all providers.

    Attributes
    ----------
    paid_cents : ndarray (providers, payers)
        In all months so far; together they are the cost.
    year_cents : ndarray (providers, payers)
        The same of the calendar year so far; in January, before that month is booked, of the year that has ended.
    site_sums : ndarray (3, sites)
        Cost of each site and the provider's part of it, likewise, and the months in which cases were served.
    first_site_sums, month_site_sums : ndarray (3, sites)
        The same of its first twelve months, and of the month booked last.
    site_months, site_since : ndarray (sites,)
        Months in which the site cost something, up to twelve, and the first of them (absolute).
    months : ndarray (providers,)
        Months in which its sites cost something.
    own_share, fee_share : ndarray (providers,)
        Share of its cost that a provider can bear itself, and that it charges families in its own stead.
    reserve_cents : ndarray (providers,)
        What it has put by; negative for debts. 0 until own means and reserve are known.
    """

    paid_cents: Integers
    year_cents: Integers
    site_sums: Integers
    first_site_sums: Integers
    month_site_sums: Integers
    site_months: Integers
    site_since: Integers
    months: Integers
    own_share: Floats
    fee_share: Floats
    reserve_cents: Integers

    @classmethod
    def empty(cls, providers: int) -> ProviderLedger:
        """Return a ledger in which nothing is booked."""
        paid, year = (np.zeros((providers, len(PAYERS)), dtype=np.int64) for _ in range(2))
        months, reserve = (np.zeros(providers, dtype=np.int64) for _ in range(2))
        own, fees = (np.zeros(providers) for _ in range(2))
        site, first, last = (np.zeros((3, 0), dtype=np.int64) for _ in range(3))
        since = months[:0].copy()
        return cls(paid, year, site, first, last, months[:0].copy(), since, months, own, fees, reserve)

    def copy(self) -> ProviderLedger:
        """Return an independent copy."""
        return ProviderLedger(*(getattr(self, one.name).copy() for one in fields(self)))

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Whether a provider's own means and reserve are known."""
        return self.months >= FIRST_MONTHS

    def book(self, booked: Bookings, month: int, reserve_months: float) -> None:
        """Add a month.

        Parameters
        ----------
        booked : Bookings
            What sites cost in it.
        month : int
            Absolute month.
        reserve_months : float
            Months of its cost that a provider has put by when its first twelve months are over, and up to which the
            reserve fills up again.
        """
        cents = booked.cents
        if month % 12 == 0:
            self.year_cents[:] = 0
            self.site_sums[:] = 0
        self._book_sites(booked, month)
        providers, payers = self.paid_cents.shape
        cell = booked.provider * payers + np.arange(payers)[:, np.newaxis]
        paid = np.bincount(cell.ravel(), cents[:-1].ravel(), providers * payers).astype(np.int64)
        paid = paid.reshape(providers, payers)
        cost, was_known = paid.sum(axis=1), self.known
        self.paid_cents += paid
        self.year_cents += paid
        self.months += cost != 0
        self._settle(was_known, cost, paid[:, OWN_PART], reserve_months)
        self._open(self.known & ~was_known, reserve_months)

    def _book_sites(self, booked: Bookings, month: int) -> None:
        """Add a month to the accounts of all sites, new ones among them."""
        cents = [np.bincount(booked.site, booked.cents[row], len(booked.served)) for row in (-1, OWN_PART)]
        now = np.stack([*cents, booked.served]).astype(np.int64)
        more = len(booked.served) - len(self.site_months)
        self.site_sums = np.pad(self.site_sums, ((0, 0), (0, more))) + now
        self.month_site_sums = now
        self.site_months = np.pad(self.site_months, (0, more))
        self.site_since = np.pad(self.site_since, (0, more))
        self.site_since[(self.site_months == 0) & (now[0] != 0)] = month
        is_first = (self.site_months < FIRST_MONTHS) & (now[0] != 0)
        self.first_site_sums = np.pad(self.first_site_sums, ((0, 0), (0, more))) + now * is_first
        self.site_months += is_first

    def underfunded(self, month: int, price_rise: Floats) -> Floats:
        """Return by site how far others paid less for it this year, and still do, than in its first twelve months.

        As a share of its cost that the provider bore beyond that of those months, or of what others pay for a case at
        the prices of then, whichever fell less: neither an empty house nor more cases at the same price are a lost
        grant. Of the calendar year so far, in January of the last one, or of the last month, whichever lost less: a
        grant that has come back is none that is gone. 0 for sites of fewer months, or without cases.

        Parameters
        ----------
        month : int
            Absolute month.
        price_rise : ndarray (sites,)
            Relative rise of the prices of each site in a year.
        """
        years = np.maximum(month - self.site_since - FIRST_MONTHS, 0) / 12.0
        lost = [_lost(self.first_site_sums, one, (1.0 + price_rise[: len(years)]) ** years)
                for one in (self.site_sums, self.month_site_sums)]  # fmt: skip
        return np.where(self.site_months >= FIRST_MONTHS, np.minimum(*lost), 0.0)

    def _settle(self, known: npt.NDArray[np.bool_], cost: Integers, own: Integers, most: float) -> None:
        """Let reserves bear what own means do not, and fill them up to so many months of the present cost."""
        change = np.where(known, np.rint(self.own_share * cost).astype(np.int64) - own, 0)
        full = np.maximum(self.reserve_cents, np.rint(most * cost).astype(np.int64))
        self.reserve_cents = np.where(
            change > 0, np.minimum(self.reserve_cents + change, full), self.reserve_cents + change
        )

    def _open(self, new: npt.NDArray[np.bool_], reserve_months: float) -> None:
        """Set own means and reserve of those whose first twelve months are over."""
        cost = self.paid_cents[new].sum(axis=1)
        self.own_share[new] = np.maximum(self.paid_cents[new, OWN_PART] / np.maximum(cost, 1), 0.0)
        self.reserve_cents[new] = np.rint(reserve_months * cost / FIRST_MONTHS).astype(np.int64)

    def count(self, counts: Counts, ownership: Integers, booked: Bookings) -> None:
        """Count cost, own part, own means and reserves by ownership and area, of providers that are known.

        A reserve is counted where the provider's sites are, in proportion to their cost of the month.

        Parameters
        ----------
        counts : Counts
            Where the month is counted into.
        ownership : ndarray (providers,)
            Place of each provider's ownership in :data:`simsocial.indicators.axes.OWNERSHIPS`.
        booked : Bookings
            As :meth:`book` takes them.
        """
        areas, providers = len(counts.areas), len(self.months)
        cell = booked.provider * areas + booked.area
        cost, own = (
            np.where(self.known[:, np.newaxis], found.reshape(providers, areas), 0.0)
            for found in (np.bincount(cell, booked.cents[row], providers * areas) for row in (-1, OWN_PART))
        )
        part = cost / np.maximum(cost.sum(axis=1, keepdims=True), 1.0)
        means, reserve = self.own_share[:, np.newaxis] * cost, part * self.reserve_cents[:, np.newaxis]
        figures = np.stack(
            [np.rint(figure).astype(np.int64) for figure in (cost, own, means, reserve)], axis=2
        )
        for code in range(len(OWNERSHIPS)):
            counts.providers[code] = figures[ownership == code].sum(axis=0)


def _lost(first: Integers, last: Integers, dearer: Floats) -> Floats:
    """Return by site the share of its cost that others pay less than at first; prices are `dearer` by a factor."""
    lost = np.zeros(first.shape[1])
    known = np.flatnonzero((np.stack([first, last])[:, [0, 2]] > 0).all(axis=(0, 1)))
    (cost, own, cases), (cost_now, own_now, cases_now) = first[:, known] / 1.0, last[:, known] / 1.0
    # Where prices fell, or a fuller house made a case cheaper, what others pay for one may fall as much.
    level = np.minimum(dearer[known], (cost_now / cases_now) / (cost / cases))
    of_case = 1.0 - (cost_now - own_now) / cases_now / level / np.maximum((cost - own) / cases, 1e-9)
    of_cost = own_now / cost_now - np.maximum(own / cost, 0.0)
    lost[known] = np.maximum(np.minimum(of_cost, of_case), 0.0)
    return lost
