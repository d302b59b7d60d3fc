"""Prices and rules of all kinds in a month as arrays: what one booking for all of them reads.

They are put together when a value or the year changes; a month does not ask kind by kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import away_of, charge_at_most_the_cost, charges_of, sums_for_sites
from simsocial.services.co_funding import GrantCap, grant_caps, grant_share, lost_share
from simsocial.services.kind import ServiceKind
from simsocial.services.kind_numbers import COST_COMPONENTS
from simsocial.services.offers import Offers

__all__ = ["OfferPrices", "Outside", "Prices", "by_area", "offer_prices", "outside_of", "prices_of"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Prices(NamedTuple):
    """Prices and rules of a month; see :class:`simsocial.services.charges.Charges` and ``Away`` for one kind.

    Attributes
    ----------
    gross : ndarray (kinds, components)
        Cents a month per site, place, FTE and case, and per FTE of each further member of a team.
    shares : ndarray (kinds, payers, components)
        Shares of them.
    flat_per_case, flat_per_place, flat_per_site, residual : ndarray (kinds, payers)
        Cents a month; shares of the rest.
    fixed_share, occupancy, recipients : ndarray (kinds,)
        Of a price: what an empty place costs too, and for which occupancy it is made; share with care aid.
    of_price : ndarray (kinds, payers)
        Shares of what a site's price is above, or below, the usual one.
    fixed_fte, fte_per_case : ndarray (kinds, members)
        Staff that an open site needs, and that a case binds.
    ratio : ndarray (kinds,)
        Of a case outside to what it would take here; 0 where it has a price of its own.
    away, away_by_payer, away_recipients : ndarray (kinds,), (kinds, payers), (kinds,)
        That price in cents a month, who pays it before flat sums and the rest, and the share with care aid; else 0.
    without : ndarray (kinds,)
        Cents a month for a case without a place; not a number where it costs as one outside.
    waiting : ndarray (kinds, payers)
        Shares of that; not a number where they are those of one outside.
    means_tested : ndarray (kinds,)
        Whether residents may need care aid.
    grant_lost : ndarray (kinds,)
        Share of the cost that grants paid before an option cut the local share beside them.
    grant_share : ndarray (kinds,)
        Share of the cost that is lost to grants beside a local share with what is cut: all that they pay, or paid.
    grant_caps : tuple of GrantCap
        The most that grants pay.
    """

    gross: Floats
    shares: Floats
    flat_per_case: Floats
    flat_per_place: Floats
    flat_per_site: Floats
    residual: Floats
    fixed_share: Floats
    occupancy: Floats
    recipients: Floats
    of_price: Floats
    fixed_fte: Floats
    fte_per_case: Floats
    ratio: Floats
    away: Floats
    away_by_payer: Floats
    away_recipients: Floats
    without: Floats
    waiting: Floats
    means_tested: npt.NDArray[np.bool_]
    grant_lost: Floats
    grant_share: Floats
    grant_caps: tuple[GrantCap, ...]

    @property
    def families_pay(self) -> npt.NDArray[np.bool_]:
        """Whether families pay anything for a kind (kinds,)."""
        families = PAYERS.index("families")
        flat = self.flat_per_case + self.flat_per_place + self.flat_per_site
        sums = (flat + self.residual)[:, families]
        pays: npt.NDArray[np.bool_] = self.shares[:, families].any(axis=1) | (sums > 0.0)
        return pays


class OfferPrices(NamedTuple):
    """Prices and rules of each kind at each site that offers it, and where their amounts belong; offers come last.

    Attributes
    ----------
    gross : ndarray (components, offers)
        Cents a month per site, place, FTE and case, and per FTE of each further member of a team.
    flat : ndarray (3, payers, offers)
        Cents a month per case, per place and per site.
    residual : ndarray (payers, offers)
        Shares of the rest.
    fixed_share, occupancy : ndarray (offers,)
        Of a price: what an empty place costs too, and for which occupancy it is made.
    of_price : ndarray (payers, offers)
        Shares of what a site's price is above, or below, the usual one.
    sites : int
        How many sites there are.
    of_components, of_payers : ndarray (components, offers), (payers, offers)
        Positions in flattened tables (kinds, components, sites) and (kinds, payers, sites).
    cell : ndarray (payers + 2, offers)
        Positions in a flattened table (payers + 2, kinds, areas).
    roundings : ndarray (kinds,)
        How many amounts of a kind are rounded: each component at each site.
    """

    gross: Floats
    flat: Floats
    residual: Floats
    fixed_share: Floats
    occupancy: Floats
    of_price: Floats
    sites: int
    of_components: Integers
    of_payers: Integers
    cell: Integers
    roundings: Integers


def offer_prices(prices: Prices, offers: Offers, areas: int) -> OfferPrices:
    """Return the prices of each kind at each site that offers it."""
    kind, kinds = offers.kind, len(prices.gross)
    payers, parts = prices.shares.shape[1:]

    def position(rows: int) -> Integers:
        return (kind * rows + np.arange(rows)[:, np.newaxis]) * offers.sites + offers.site

    flat = np.stack([prices.flat_per_case, prices.flat_per_place, prices.flat_per_site])
    return OfferPrices(
        np.ascontiguousarray(prices.gross[kind].T),
        np.ascontiguousarray(flat[:, kind].swapaxes(1, 2)),
        np.ascontiguousarray(prices.residual[kind].T),
        prices.fixed_share[kind],
        prices.occupancy[kind],
        np.ascontiguousarray(prices.of_price[kind].T),
        offers.sites,
        position(parts),
        position(payers),
        (np.arange(payers + 2)[:, np.newaxis] * kinds + kind) * areas + offers.area,
        parts * np.bincount(kind, minlength=kinds),
    )


class Outside(NamedTuple):
    """What a case bought outside, and one without a place, costs a month.

    Attributes
    ----------
    gross : ndarray (kinds, 2)
        Cents for a case bought outside, and for one without a place.
    by_payer : ndarray (kinds, 2, payers)
        The same by payer.
    recipients : ndarray (kinds,)
        Share of the cases bought outside with care aid.
    """

    gross: Floats
    by_payer: Floats
    recipients: Floats


def prices_of(
    catalogue: Catalogue, parameters: Parameters, month: int, of_residents: Parameters | None = None
) -> Prices:
    """Return prices and rules of all kinds in a month; cases elsewhere and without a place may have others."""
    kinds = tuple(catalogue)
    teams = [catalogue.teams[kind.site_kind] for kind in kinds]
    houses = [catalogue.house(kind.site_kind) for kind in kinds]
    charges = [
        charges_of(kind, house, parameters, month, team[1:])
        for kind, house, team in zip(kinds, houses, teams, strict=True)
    ]
    there = of_residents or parameters
    away = [away_of(kind, there, one, month) for kind, one in zip(kinds, charges, strict=True)]
    payers, members = len(PAYERS), catalogue.members
    parts = len(COST_COMPONENTS) + members - 1
    unknown = np.full(payers, np.nan)

    def table(rows: list[npt.ArrayLike], *shape: int) -> Floats:
        return np.array(rows, dtype=np.float64).reshape(len(kinds), *shape)

    def fte(of: list[ServiceKind], what: str) -> Floats:
        return table(
            [
                [one.fte(parameters, name, what, month) for name in team]
                for one, team in zip(of, teams, strict=True)
            ],
            members,
        )

    return Prices(
        table([one.gross for one in charges], parts),
        table([one.shares for one in charges], payers, parts),
        table([one.flat_per_case for one in charges], payers),
        table([one.flat_per_place for one in charges], payers),
        table([one.flat_per_site for one in charges], payers),
        table([one.residual for one in charges], payers),
        table([one.fixed_share for one in charges]),
        table([one.occupancy for one in charges]),
        table([one.recipients for one in charges]),
        table([one.of_price for one in charges], payers),
        fte(houses, "fte_fixed_per_site"),
        fte(list(kinds), "fte_per_case"),
        table([one.ratio or 0.0 for one in away]),
        table([one.gross for one in away]),
        table([one.by_payer for one in away], payers),
        table([one.recipients for one in away]),
        table([np.nan if one.without is None else one.without for one in away]),
        table([unknown if one.waiting is None else one.waiting for one in away], payers),
        np.array([kind.means_test is not None for kind in kinds], dtype=np.bool_),
        table([lost_share(parameters, kind.parameter_id("payers"), kind.payers, month) for kind in kinds]),
        table([grant_share(parameters, kind.parameter_id("payers"), kind.payers, month) for kind in kinds]),
        tuple(
            cap
            for code, kind in enumerate(kinds)
            for cap in grant_caps(code, kind.payers, kind.flat_eur_per_year(parameters, "grant_cap", month))
        ),
    )


def outside_of(prices: Prices, needs: Floats) -> Outside:
    """Return what a case costs that is served elsewhere, paid by the rules of a case and a place here.

    Parameters
    ----------
    prices : Prices
        Of the month.
    needs : ndarray (kinds, components)
        What one case takes of a site, a place, an FTE and a case, and of an FTE of each further member of the team.
    """
    # A case takes of what there is here, or has a price of its own: the other of the two is zero.
    taken = prices.ratio[:, None] * needs * prices.gross
    gross = prices.away + taken.sum(axis=1)
    by_payer = prices.away_by_payer + (prices.shares @ taken[:, :, None])[:, :, 0]
    flat = (prices.flat_per_case + prices.flat_per_place) * (gross > 0.0)[:, None]
    by_payer += flat
    charge_at_most_the_cost(by_payer.T, gross, flat[:, PAYERS.index("families")])
    by_payer += sums_for_sites((prices.flat_per_site * needs[:, :1]).T, gross - by_payer.sum(axis=1)).T
    by_payer += prices.residual * (gross - by_payer.sum(axis=1))[:, None]
    # A waiting claim is refunded or compensated at the price of a place elsewhere.
    without = np.where(np.isnan(prices.without), gross, prices.without)
    waiting = np.where(np.isnan(prices.waiting), by_payer, without[:, None] * prices.waiting)
    return Outside(
        np.stack((gross, without), axis=1), np.stack((by_payer, waiting), axis=1), prices.away_recipients
    )


def by_area(outside: Sequence[Outside]) -> Outside:
    """Return the same with a last axis of areas, or of one area for all."""
    return Outside(*(np.stack(parts, axis=-1) for parts in zip(*outside, strict=True)))
