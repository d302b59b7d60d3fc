"""Money: what services cost in a month, who pays, and what measures book.

Amounts are integer cents. Costs split into components (per site, place, FTE, case); who pays them by which rule
stands in :mod:`simsocial.services.charges`. A case elsewhere takes of each component what a case takes here, times
a ratio, or has a price of its own. The ledger is the ``money`` cube of the counts. What the month cost before
anybody paid is kept beside it, so that :mod:`simsocial.model.invariants` can compare.

An investment is booked once, and as an annuity from the month after it: so it can be laid beside what it saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ScenarioError, nearest
from simsocial.indicators.axes import BUDGETS, PAYERS, QUANTITIES
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import split, with_rest
from simsocial.services.local_prices import LocalPrices, PlannedSite
from simsocial.services.prices import Prices, outside_of, prices_of

__all__ = ["Annuity", "Finance", "SiteUse"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Annuity(NamedTuple):
    """What an investment costs a payer each month: interest and redemption in equal parts.

    Attributes
    ----------
    payer, item, area : int
        Where it is booked in the ``money`` cube.
    cents : int
        A month.
    last_month : int
        Absolute month of the last payment.
    """

    payer: int
    item: int
    area: int
    cents: int
    last_month: int


class SiteUse(NamedTuple):
    """What each kind bears of each site, in thousandths.

    Attributes
    ----------
    sites_open, places, staff, served : ndarray (kinds, sites)
        Of a site, of a licensed place, of an FTE, and of a case.
    room : ndarray (kinds, sites)
        Of a case: what the licensed places have room for.
    """

    sites_open: Integers
    places: Integers
    staff: Integers
    served: Integers
    room: Integers


class Finance:
    """Books the monthly cost of all services and the amounts of measures.

    Parameters
    ----------
    catalogue : Catalogue
        Service kinds with costs and payers.
    plan : Plan
        The kinds' numbers by month.
    counts : Counts
        Cubes of the month; `money` is written here.

    Attributes
    ----------
    gross_cents : ndarray of float (kinds + 1,)
        What the month cost by service kind (the last: other), computed without payers.
    cost_cents : ndarray (kinds + 1, areas)
        What sites, cases elsewhere and measures cost by kind and area.
    roundings : ndarray (kinds + 1,)
        How many amounts were rounded to cents, each by half a cent at most.
    annuities : list of Annuity
        Those of the investments so far.
    local : LocalPrices or None
        What some sites cost more or less than others.
    """

    def __init__(self, catalogue: Catalogue, plan: Plan, counts: Counts) -> None:
        self._kinds = {kind.id: (code, kind) for code, kind in enumerate(catalogue)}
        self._counts = counts
        self._payers, self._budgets = (
            {name: code for code, name in enumerate(axis)} for axis in (PAYERS, BUDGETS)
        )
        self._prices = plan.held(
            lambda month: prices_of(catalogue, plan, month), "services", of=("prices", catalogue, *PAYERS)
        )
        self._interest_rate, self._life_years = (
            plan.number(f"finance.{name}") for name in ("interest_rate", "capital_life_years")
        )
        # Users pay interest and redemption of these houses month by month: they are no further cost.
        self._building_in_price = {
            code for code, kind in enumerate(catalogue) if kind.cost.fixed_share is not None
        }
        self.local: LocalPrices | None = None
        self._month = 0
        # Of an investment of this month: the part paid each year, and the last month of its life.
        self._yearly: tuple[float, int] | None = None
        self.annuities: list[Annuity] = []
        self.gross_cents = np.zeros(len(self._kinds) + 1)
        self.cost_cents = np.zeros((len(self._kinds) + 1, len(counts.areas)), dtype=np.int64)
        self.roundings = np.zeros(len(self._kinds) + 1, dtype=np.int64)

    def begin_month(self, month: int) -> None:
        """Forget the costs of the month before and book annuities; the counts are cleared by their owner."""
        self._month, self._yearly = month, None
        for kept in (self.gross_cents, self.cost_cents, self.roundings):
            kept[...] = 0
        self.annuities = [one for one in self.annuities if month <= one.last_month]
        annuity = self._counts.money[..., BUDGETS.index("annuity")]
        for one in self.annuities:
            annuity[one.payer, one.item, one.area] += one.cents

    def resume(self, annuities: Sequence[Annuity]) -> None:
        """Go on with the annuities of a snapshot."""
        self.annuities = list(annuities)

    def book(self, payer: str, item: str, area: int, amount_eur: float, budget: str = "operating") -> None:
        """Book an amount of a measure; a capital amount also as an annuity from the next month on.

        A provider's own capital has no annuity where the price that users are charged pays for the building.

        Parameters
        ----------
        payer : str
            One of :data:`simsocial.indicators.axes.PAYERS`.
        item : str
            A service kind; anything else counts as other.
        area : int
            Area code.
        amount_eur : float
            EUR; negative for a saving.
        budget : str
            ``operating`` or ``capital``.
        """
        if payer not in self._payers:
            message = f"'{payer}' is no payer. {nearest(payer, self._payers)}"
            raise ScenarioError(message)
        row = self._kinds[item][0] if item in self._kinds else len(self._kinds)
        cents, who = round(100 * amount_eur), self._payers[payer]
        self._counts.money[who, row, area, self._budgets[budget]] += cents
        self.gross_cents[row] += 100.0 * amount_eur
        self.cost_cents[row, area] += cents
        self.roundings[row] += 1
        if budget == "capital" and not (payer == "provider" and row in self._building_in_price):
            self._spread_over_life(who, row, area, cents)

    def book_by_area(self, kinds: Integers, amounts_eur: Floats) -> None:
        """Book running cost of some kinds beside what their sites and cases cost.

        Parameters
        ----------
        kinds : ndarray
            Codes of the service kinds, each once.
        amounts_eur : ndarray (kinds, payers, areas)
            EUR.
        """
        cents = np.rint(100.0 * amounts_eur).astype(np.int64)
        operating = self._counts.money[..., BUDGETS.index("operating")]
        operating[:, kinds] += cents.transpose(1, 0, 2)
        self.gross_cents[kinds] += 100.0 * amounts_eur.sum(axis=(1, 2))
        self.cost_cents[kinds] += cents.sum(axis=1)
        self.roundings[kinds] += np.count_nonzero(amounts_eur, axis=(1, 2))

    def _spread_over_life(self, payer: int, item: int, area: int, cents: int) -> None:
        """Spread an investment over its life in equal monthly parts with interest."""
        if self._yearly is None:
            rate, years = self._interest_rate.at(self._month), self._life_years.at(self._month)
            part = rate / -np.expm1(-years * np.log1p(rate)) if rate else 1.0 / years
            self._yearly = part, self._month + round(12 * years)
        part, last = self._yearly
        self.annuities.append(Annuity(payer, item, area, round(cents * part / 12.0), last))

    def book_services(
        self, month: int, site_area: Integers, use: SiteUse, needs: Floats, away_by_area: Integers
    ) -> Integers:
        """Book a month's cost of all kinds and return the cents by payer and site.

        Parameters
        ----------
        month : int
            Absolute month.
        site_area : ndarray (sites,)
            Area of each site.
        use : SiteUse
            What each kind bears of each site.
        needs : ndarray (kinds, components)
            What one case takes of a site, of a place, of an FTE and of a case.
        away_by_area : ndarray (kinds, 2, areas)
            Cases bought outside, and cases without a place.

        Returns
        -------
        ndarray (payers, sites)
            Cents by payer and site, without cases bought outside.
        """
        prices, areas = self.prices(month), away_by_area.shape[-1]
        gross = prices.gross[:, :, None]
        extra = None if self.local is None else self.local.beyond_usual(month)
        if extra is not None:
            gross = gross + extra.gross
        charged = gross * np.stack(use[:4], axis=1) / 1000.0
        cost = _cost_at_sites(prices, gross[:, 3], use, charged)
        cents = np.rint(cost).astype(np.int64).sum(axis=1)
        by_shares = prices.shares @ charged
        if extra is not None:
            by_shares = by_shares + (extra.shares * charged[:, None]).sum(axis=2)
        by_site = _paid_at_sites(prices, use, by_shares, cents)
        here = _by_area(by_site, site_area, areas)
        outside = outside_of(prices, needs)
        away_cents = np.rint(outside.gross[:, :, None] * away_by_area).astype(np.int64)
        paid = np.rint(outside.by_payer[..., None] * away_by_area[:, :, None]).astype(np.int64)
        paid = with_rest(paid, away_cents, outside.by_payer)
        self._counts.money[:, :-1, :, BUDGETS.index("operating")] += (here + paid.sum(axis=1)).swapaxes(0, 1)
        self.gross_cents[:-1] += cost.sum(axis=(1, 2)) + (outside.gross * away_by_area.sum(axis=2)).sum(
            axis=1
        )
        self.cost_cents[:-1] += _by_area(cents[:, None], site_area, areas)[:, 0] + away_cents.sum(axis=1)
        self.roundings[:-1] += cost.shape[1] * cost.shape[2] + away_by_area.shape[1] * areas
        served = _by_area(use.served[:, None], site_area, areas)[:, 0]
        self._count_care_aid(prices, served, here, paid, away_by_area)
        by_payer: Integers = by_site.sum(axis=0)
        return by_payer

    def _count_care_aid(
        self, prices: Prices, served: Integers, here: Integers, paid: Integers, away_by_area: Integers
    ) -> None:
        """Count what is paid for residents by care aid, and for how many of them."""
        tested, kreis = prices.means_tested, PAYERS.index("kreis")
        helped = prices.recipients[:, None] * served
        helped = helped + 1000.0 * prices.away_recipients[:, None] * away_by_area[:, 0]
        quantities = self._counts.quantities
        quantities[QUANTITIES.index("care_aid_recipients")] += (
            np.rint(helped[tested]).astype(np.int64).sum(axis=0)
        )
        quantities[QUANTITIES.index("care_aid")] += (here[:, kreis] + paid[:, 0, kreis])[tested].sum(axis=0)

    def prices(self, month: int) -> Prices:
        """Return prices and rules of a month."""
        return self._prices.at(month)

    def prepare(self, months: range, planned: Iterable[PlannedSite] = ()) -> None:
        """Work out prices and rules of these months, at sites that are planned too."""
        self._prices.prepare(months)
        if self.local is not None:
            self.local.prepare(months, planned)


def _cost_at_sites(prices: Prices, per_case: Floats, use: SiteUse, charged: Floats) -> Floats:
    """Return cents by kind, component and site: what is charged, and what a price leaves uncovered.

    A price covers a full house as it was calculated; what it does not cover then is the provider's. Who stays
    beyond a smaller licence still lives in the house that was built for them.
    """
    cost = charged.copy()
    taken = prices.occupancy[:, None] * np.maximum(use.room, use.served) - use.served
    cost[:, 3] += per_case * prices.fixed_share[:, None] * taken / 1000.0
    return cost


def _paid_at_sites(prices: Prices, use: SiteUse, by_shares: Floats, cents: Integers) -> Integers:
    """Return cents by kind, payer and site: shares and flat sums of what is charged, and the rest."""
    paid = np.rint(by_shares).astype(np.int64)
    for flat, number in ((prices.flat_per_case, use.served), (prices.flat_per_place, use.places)):
        paid += np.rint(flat[:, :, None] * (number / 1000.0)[:, None]).astype(np.int64)
    rest: Integers = split(cents - paid.sum(axis=1), prices.residual)
    return paid + rest


def _by_area(by_site: Integers, site_area: Integers, areas: int) -> Integers:
    """Add up amounts (kinds, rows, sites) by area."""
    rows = by_site.reshape(by_site.shape[0] * by_site.shape[1], by_site.shape[2])
    cell = np.arange(len(rows))[:, None] * areas + site_area
    total = np.bincount(cell.ravel(), rows.ravel(), minlength=len(rows) * areas)
    return np.rint(total).astype(np.int64).reshape(*by_site.shape[:-1], areas)
