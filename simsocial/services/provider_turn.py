"""The providers' turns of a month: what is booked on their sites, what they decide, among how many people choose."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.random import Stream
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.instalments import Instalments
from simsocial.services.ledger import Bookings
from simsocial.services.network import SiteNetwork
from simsocial.services.offers import Offers
from simsocial.services.provider_choice import ProviderChoice
from simsocial.services.provider_rule import act, close_underfunded, close_unvisited, rule_of
from simsocial.services.site_tables import SiteTables

__all__ = ["Providers"]

Integers = npt.NDArray[np.int64]


class Providers:
    """Acts for all providers of a model.

    Parameters
    ----------
    sites : SiteNetwork
        Sites, providers and their ledger.
    region : Region
        Places and travel minutes.
    catalogue : Catalogue
        Kinds of service, with the rise of their prices.
    plan : Plan
        Values ``providers.*``.
    seed : int
        Of the replicate.
    """

    def __init__(
        self, sites: SiteNetwork, region: Region, catalogue: Catalogue, plan: Plan, seed: int
    ) -> None:
        self._sites, self._choice = sites, ProviderChoice(region)
        self._rule = plan.held(lambda month: rule_of(plan, month), "providers", of="provider rule")
        self._closing = Stream.of(seed, "provider_closes_site")
        self._bearing = Stream.of(seed, "provider_bears_a_lost_grant")
        self._price_rise = {
            kind.site_kind: kind.number(plan, "price_index_per_year", plan.first_month, default=0.0)
            for kind in catalogue
        }
        self._ownership, self._first_month = sites.ownerships, plan.first_month

    def prepare(self, months: range) -> None:
        """Work out the rule of these months."""
        self._rule.prepare(months)

    def raised(self, offers: Offers) -> npt.NDArray[np.float64] | None:
        """Return the share of its cost (offers,) that each site's provider charges families; None if nobody does."""
        share = self._sites.ledger.fee_share
        return share[self._sites.provider_codes[offers.site]] if share.any() else None

    def book(
        self,
        offers: Offers,
        cents: Integers,
        served: Integers,
        remains: Instalments,
        counts: Counts,
        month: int,
    ) -> None:
        """Add a month to the ledger, and count it.

        Parameters
        ----------
        offers, cents : Offers, ndarray (payers + 1, offers)
            What open sites cost, and who pays it.
        served : ndarray (sites,)
            Cases that each site serves.
        remains : Instalments
            What closed sites and places still cost.
        counts : Counts
            Where the month is counted into.
        month : int
            Absolute month.
        """
        site, area = offers.site, offers.area
        if remains.open:
            site = np.append(site, [one.site for one in remains.open])
            area = np.append(area, [one.area for one in remains.open])
            cents = np.append(cents, remains.by_payer, axis=1)
        booked = Bookings(self._sites.provider_codes[site], site, area, cents, served)
        self._sites.ledger.book(booked, month, self._rule.at(month).reserve_months)
        self._sites.ledger.count(counts, self._ownership, booked)

    def close_underfunded(self, month: int) -> None:
        """Let sites close whose grants are gone: each January and July, on the months of the year that is booked."""
        rule = self._rule.at(month)
        if month % 6 == 0 and rule.underfunded_share < 1.0:
            price_rise = np.array([self._price_rise.get(site.kind, 0.0) for site in self._sites])
            bears = self._bearing.draws(self._sites.arrays.key)
            close_underfunded(rule, self._sites, price_rise, bears, month)

    def close_unvisited(self, tables: SiteTables, month: int) -> None:
        """Let sites close through whose doors nobody came last year, in a January before anything is booked.

        None does before a whole calendar year was simulated.
        """
        if month - 12 < self._first_month:
            return
        close_unvisited(
            self._rule.at(month),
            self._sites,
            tables,
            self._closing.draws(self._sites.arrays.key, month),
            month,
        )

    def may_decide(self, month: int) -> bool:
        """Whether the rule lets anybody act in a month: each January, if any of its shares and chances is above 0."""
        return month % 12 == 0 and self._rule.at(month).does_something

    def decide(self, tables: SiteTables, served: Integers, wanted_milli: Integers, month: int) -> None:
        """Let those short of money or staff act by their rule; `served` cases and wanted milli-FTE are by site."""
        act(
            self._rule.at(month),
            self._sites.ledger,
            self._sites,
            tables,
            served,
            wanted_milli,
            self._closing,
            month,
        )

    def count_choice(self, counts: Counts, tables: SiteTables) -> None:
        """Count among how many providers people may choose."""
        self._choice.count(counts, self._sites, tables)
