"""What providers do when money or staff run short, by one stated rule.

A site for which others paid far less than when it began (:attr:`ProviderRule.underfunded_share`), in the last year or,
seen in July, half-year, closes whatever else the provider has: nobody goes on for long with a service whose grant is
gone. How much is too much differs between sites, by a lasting draw from half of that share to one and a half.

Each January, a site closes that had its staff and served nobody in the whole year before: nobody gives money for doors
through which nobody comes.

Each January, a provider whose reserve falls below some months of its cost, and who bore more of last year's cost than
its own means pay, (1) bears more for good, (2) charges families more where they pay fees, (3) gives up part of its
empty places. Who has no reserve left may close a site that cost it more than its own means; and whoever cannot staff
a site may close it. A site that is merely half empty closes for neither reason, and what rounding leaves of a cost
(:data:`NOTICED_SHARE`) is no loss. What public providers do is decided by councils: measures say so.

How large the rest is has not been estimated anywhere, so every other share and chance is 0 unless set.
Who closes is drawn by the site's key and year, the same in every option.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.random import Stream
from simsocial.parameters import Parameters
from simsocial.services.ledger import OWN_PART, ProviderLedger
from simsocial.services.network import SiteNetwork
from simsocial.services.site_tables import SiteTables

__all__ = ["NOTICED_SHARE", "ProviderRule", "act", "close_underfunded", "close_unvisited", "rule_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

NOTICED_SHARE = 0.001
"""Share of its cost from which on what a provider bears beyond its own means counts as short."""


class ProviderRule(NamedTuple):
    """The rule in numbers; see ``providers.*`` of the parameters.

    Attributes
    ----------
    reserve_months : float
        What is put by at the start, and at most.
    acts_below_months : float
        Months of reserve below which a provider acts.
    own_rise_share, fee_rise_share : float
        Of what was short last year: shares that the provider bears for good, and charges families.
    fee_limit_share : float
        Most of its cost that it charges families in its own stead.
    shrinking_share : float
        Of its empty places: given up a year.
    closing_without_reserve, closing_without_staff : float
        Chance a year that a site closes whose provider has no reserve left, or whose posts are vacant.
    closing_without_cases : float
        Chance that a site closes that served nobody in a year.
    unstaffed_below_share : float
        Share of the posts of a qualification filled below which posts count as vacant.
    underfunded_share : float
        Share by which others pay less for a site than in its first twelve months above which a middling one closes;
        1: never (:meth:`simsocial.services.ledger.ProviderLedger.underfunded`).
    closing_lead_months : float
        Months from the decision to the last day.
    """

    reserve_months: float
    acts_below_months: float
    own_rise_share: float
    fee_rise_share: float
    fee_limit_share: float
    shrinking_share: float
    closing_without_reserve: float
    closing_without_staff: float
    closing_without_cases: float
    unstaffed_below_share: float
    underfunded_share: float
    closing_lead_months: float

    @property
    def does_something(self) -> bool:
        """Whether anybody may act by it in January, besides those whose grants or visitors are gone."""
        money = self.own_rise_share, self.fee_rise_share, self.shrinking_share, self.closing_without_reserve
        return max(*money, self.closing_without_staff) > 0.0


def rule_of(parameters: Parameters, month: int) -> ProviderRule:
    """Return the rule of a month."""
    return ProviderRule(*(parameters.value(f"providers.{name}", month) for name in ProviderRule._fields))


def close_underfunded(
    rule: ProviderRule, sites: SiteNetwork, price_rise: Floats, bears: Floats, month: int
) -> None:
    """Let sites close whose grants are gone, but those of public providers.

    Parameters
    ----------
    rule : ProviderRule
        The rule of the month.
    sites : SiteNetwork
        Sites, and the ledger of their providers.
    price_rise : ndarray (sites,)
        Relative rise of the prices of each site in a year.
    bears : ndarray (sites,)
        Draws that tell how much of a loss each site bears.
    month : int
        Absolute month.
    """
    lost = sites.ledger.underfunded(month, price_rise)
    for site in sites:
        if site.code >= len(lost) or sites.providers[site.provider_id].ownership == "public":
            continue
        if lost[site.code] > rule.underfunded_share * (0.5 + bears[site.code]):
            sites.close(site.site_id, month + round(rule.closing_lead_months))


def close_unvisited(
    rule: ProviderRule, sites: SiteNetwork, tables: SiteTables, draws: Floats, month: int
) -> None:
    """Let sites close that had their staff and served nobody all last year, but those of public providers.

    Parameters
    ----------
    rule, sites, tables : ProviderRule, SiteNetwork, SiteTables
        The rule, sites, and what holds for them in the month.
    draws : ndarray (sites,)
        Draws that tell who closes.
    month : int
        Absolute month, a January in which nothing is booked yet.
    """
    arrays = sites.arrays
    unstaffed = (tables.staff_limits & (arrays.staff_milli < tables.fixed_milli)).any(axis=1)
    unvisited = tables.is_open & (arrays.opened <= month - 12) & (arrays.room_months > 0) & ~unstaffed
    unvisited &= (arrays.taken_months == 0) & (draws < rule.closing_without_cases)
    for site in sites:
        if unvisited[site.code] and sites.providers[site.provider_id].ownership != "public":
            sites.close(site.site_id, month + round(rule.closing_lead_months))


def act(
    rule: ProviderRule,
    ledger: ProviderLedger,
    sites: SiteNetwork,
    tables: SiteTables,
    served: Integers,
    wanted_milli: Integers,
    stream: Stream,
    month: int,
) -> None:
    """Let every provider that is not public act on the ledger of the year that has ended.

    Parameters
    ----------
    rule, ledger : ProviderRule, ProviderLedger
        The rule, and what was booked.
    sites, tables : SiteNetwork, SiteTables
        Sites, and what holds for them in the month.
    served, wanted_milli : ndarray (sites,)
        Cases served now, and milli-FTE wanted (with a second axis of members).
    stream : Stream
        Of the draws who closes.
    month : int
        Absolute month, a January.
    """
    arrays = sites.arrays
    draws = stream.draws(arrays.key, month)
    cost, own, _ = ledger.site_sums
    of_site = sites.provider_codes
    closing = np.zeros(len(sites), dtype=np.bool_)
    for code, provider in enumerate(sites.providers.values()):
        if provider.ownership == "public" or not ledger.known[code]:
            continue
        of_provider = np.flatnonzero(tables.is_open & (of_site == code))
        employed = np.maximum(arrays.staff_milli[of_provider], 0)
        unstaffed = employed < rule.unstaffed_below_share * wanted_milli[of_provider]
        unstaffed &= tables.staff_limits[of_provider]
        closing[of_provider] = unstaffed.any(axis=1) & (draws[of_provider] < rule.closing_without_staff)
        last_year = ledger.year_cents[code]
        yearly = int(last_year.sum())
        short = int(last_year[OWN_PART]) - ledger.own_share[code] * yearly
        months_left = 12.0 * ledger.reserve_cents[code] / yearly if yearly else np.inf
        if short <= NOTICED_SHARE * yearly or months_left >= rule.acts_below_months:
            continue
        ledger.own_share[code] += rule.own_rise_share * short / yearly
        fees = ledger.fee_share[code] + rule.fee_rise_share * short / yearly
        ledger.fee_share[code] = max(min(fees, rule.fee_limit_share), ledger.fee_share[code])
        if rule.shrinking_share:
            parts = _given_up(rule, sites, tables, served)[of_provider]
            sites.sizes.give_up(of_provider, sites.sizes.rounded(of_provider, parts))
        if months_left <= 0.0:
            known = of_provider[of_provider < len(cost)]
            in_deficit = known[own[known] > (ledger.own_share[code] + NOTICED_SHARE) * cost[known]]
            closing[in_deficit] |= draws[in_deficit] < rule.closing_without_reserve
    for site in sites:
        if closing[site.code]:
            sites.close(site.site_id, month + round(rule.closing_lead_months))


def _given_up(rule: ProviderRule, sites: SiteNetwork, tables: SiteTables, served: Integers) -> Floats:
    """Return the places, in parts too, that each site gives up if its provider does: a share of the empty ones."""
    rest = sites.arrays.idle_rest
    places = sites.arrays.licensed_places - rest
    taken = served / np.maximum(tables.capacity, 1)
    empty = np.where(tables.by_staff, 0.0, places * np.clip(1.0 - taken, 0.0, 1.0))
    return rest + np.minimum(rule.shrinking_share * empty, np.maximum(places - 1.0, 0.0))
