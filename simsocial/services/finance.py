"""Money: what services cost in a month, who pays, and what measures book.

Amounts are integer cents. Costs split into components (per site, place, FTE of each qualification, case); what sites
cost stands in :mod:`simsocial.services.site_cost`, who pays by which rule in :mod:`simsocial.services.charges`. A case
elsewhere takes of each component what a case takes here, times a ratio, or has a price of its own. The ledger is the
``money`` cube of the counts. What the month cost before anybody paid is kept beside it, so that
:mod:`simsocial.model.invariants` can compare.

An investment is booked once, and as an annuity from the month after it: so it can be laid beside what it saves.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.indicators.axes import BUDGETS, PAYERS, QUANTITIES
from simsocial.indicators.counts import Counts
from simsocial.parameters.by_month import Held
from simsocial.parameters.plan import Plan
from simsocial.services.at_sites import PlannedSite
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import charge_families, with_rest
from simsocial.services.co_funding import cap_grants
from simsocial.services.instalments import Instalment, Instalments
from simsocial.services.ledger import OWN_PART
from simsocial.services.local_prices import LocalPrices
from simsocial.services.offers import Offers
from simsocial.services.prices import OfferPrices, Prices, by_area, offer_prices, outside_of, prices_of
from simsocial.services.site_cost import at_sites

__all__ = ["Finance"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


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
    annuities : Instalments
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
        self._operating = self._budgets["operating"]
        self._prices = plan.held(
            lambda month: prices_of(catalogue, plan, month), "services", of=("prices", catalogue, *PAYERS)
        )
        # By area in which people live, where a measure changes anything in some of them.
        areas = counts.areas if plan.differs("area") else ()
        self._of_residents = [self._held_of(catalogue, plan, plan.local(area=area)) for area in areas]
        self._interest_rate, self._life_years = (
            plan.number(f"finance.{name}") for name in ("interest_rate", "capital_life_years")
        )
        # Users pay interest and redemption of these houses month by month: they are no further cost.
        self._building_in_price = {
            code for code, kind in enumerate(catalogue) if kind.cost.fixed_share is not None
        }
        self.local: LocalPrices | None = None
        self._by_offer: tuple[Prices, Offers, OfferPrices] | None = None
        self._month = 0
        # Of an investment of this month: the part paid each year, and the last month of its life.
        self._yearly: tuple[float, int] | None = None
        self.annuities = Instalments(*counts.money.shape[:-1])
        self.gross_cents = np.zeros(len(self._kinds) + 1)
        self.cost_cents = np.zeros((len(self._kinds) + 1, len(counts.areas)), dtype=np.int64)
        self.roundings = np.zeros(len(self._kinds) + 1, dtype=np.int64)

    @staticmethod
    def _held_of(catalogue: Catalogue, plan: Plan, there: Plan) -> Held[Prices]:
        """Return prices by month where the residents of an area have values of theirs."""
        return plan.held(lambda month: prices_of(catalogue, plan, month, there), "services")

    def begin_month(self, month: int) -> None:
        """Forget the costs of the month before and book annuities; the counts are cleared by their owner."""
        self._month, self._yearly = month, None
        for kept in (self.gross_cents, self.cost_cents, self.roundings):
            kept[...] = 0
        self.annuities.begin_month(month)
        self._counts.money[..., self._budgets["annuity"]] += self.annuities.cents

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
            message = say("'{payer}' is no payer. {valid}", payer=payer, valid=nearest(payer, self._payers))
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
        amounts_eur : ndarray (parts, kinds, payers, areas)
            EUR; each part is rounded.
        """
        exact = 100.0 * amounts_eur
        cents = np.rint(exact).sum(axis=0).astype(np.int64)
        operating = self._counts.money[..., self._operating]
        operating[:, kinds] += cents.transpose(1, 0, 2)
        self.gross_cents[kinds] += exact.sum(axis=(0, 2, 3))
        self.cost_cents[kinds] += cents.sum(axis=1)
        self.roundings[kinds] += np.count_nonzero(exact, axis=(0, 2, 3))

    def _spread_over_life(self, payer: int, item: int, area: int, cents: int) -> None:
        """Spread an investment over its life in equal monthly parts with interest."""
        if self._yearly is None:
            rate, years = self._interest_rate.at(self._month), self._life_years.at(self._month)
            part = rate / -np.expm1(-years * np.log1p(rate)) if rate else 1.0 / years
            self._yearly = part, self._month + round(12 * years)
        part, last = self._yearly
        self.annuities.add(Instalment(payer, item, area, round(cents * part / 12.0), last))

    def book_services(
        self,
        month: int,
        offers: Offers,
        use: Floats,
        needs: Floats,
        away_by_area: Integers,
        raised: Floats | None,
        bearers: Integers | None,
        agreed: Floats | None = None,
    ) -> Integers:
        """Book a month's cost of all kinds and return the cents by site.

        Parameters
        ----------
        month : int
            Absolute month.
        offers : Offers
            Which site offers which kind.
        use : ndarray (components + 1, offers)
            What each kind bears of each site in whole thousandths: of a site, of a licensed place, of an FTE and of a
            case, and of an FTE of each further member of the team; last of the cases that the places have room for.
        needs : ndarray (kinds, components)
            What one case takes of the same.
        away_by_area : ndarray (kinds, 2, areas)
            Cases bought outside, and cases without a place.
        raised : ndarray (offers,) or None
            Share of the cost that families pay in the provider's stead, where they pay fees.
        bearers : ndarray (offers,) or None
            Payer on whom the provider's part is booked; None: the provider everywhere.
        agreed : ndarray (offers,) or None
            Occupancy for which the price of each is made, 0 for the usual one; None: that one everywhere.

        Returns
        -------
        ndarray (payers + 1, offers)
            Cents that each payer bears of what each kind costs at each site that offers it, without cases bought
            outside; last all of them. The provider's part is the provider's here.
        """
        prices, (kinds, _, areas) = self.prices(month), away_by_area.shape
        own = self._of_offers(prices, offers, areas)
        extra = None if self.local is None else self.local.beyond_usual(month)
        cost, amounts = at_sites(prices, own, use, None if extra is None else extra.of(offers), agreed)
        if raised is not None:
            charge_families(amounts, prices.families_pay[offers.kind] * raised)
        if prices.grant_caps:
            cap_grants(amounts, offers.kind, prices.grant_caps, int(self._counts.population.sum()))
        total = np.bincount(own.cell.ravel(), amounts.ravel(), minlength=len(amounts) * kinds * areas)
        total = total.astype(np.int64).reshape(len(amounts), kinds, areas)
        here = total[:-2]
        there = [held.at(month) for held in self._of_residents] or [prices]
        outside = by_area([outside_of(one, needs) for one in there])
        by_payer = outside.by_payer.transpose(2, 0, 1, 3)
        away_cents = np.rint(outside.gross * away_by_area)
        away_paid = with_rest(np.rint(by_payer * away_by_area), away_cents, by_payer).astype(np.int64)
        self._counts.money[:, :-1, :, self._operating] += here + away_paid.sum(axis=2)
        self.gross_cents[:-1] += np.bincount(offers.kind, cost, minlength=kinds)
        self.gross_cents[:-1] += (outside.gross * away_by_area).sum(axis=(1, 2))
        self.cost_cents[:-1] += total[-2] + away_cents.sum(axis=1).astype(np.int64)
        self.roundings[:-1] += own.roundings + 2 * areas
        lost = np.rint(prices.grant_lost[:, np.newaxis] * total[-2]).astype(np.int64).sum(axis=0)
        self._counts.quantity("grant_lost")[:] += lost
        tested, kreis = prices.means_tested, self._payers["kreis"]
        self._count_care_aid(
            prices.recipients[tested, np.newaxis] * total[-1, tested],
            1000.0 * outside.recipients[tested] * away_by_area[tested, 0],
            here[kreis, tested] + away_paid[kreis, tested, 0],
        )
        by_site = amounts[:-1].astype(np.int64)
        if bearers is not None:
            self._pass_on(by_site[OWN_PART], bearers, offers)
        return by_site

    def _pass_on(self, own_cents: Integers, bearers: Integers, offers: Offers) -> None:
        """Book the provider's part (offers,) on those who bear it."""
        money, passed = self._counts.money[..., self._operating], np.flatnonzero(bearers != OWN_PART)
        for payer in np.unique(bearers[passed]).tolist():
            to = passed[bearers[passed] == payer]
            cell = offers.kind[to] * money.shape[2] + offers.area[to]
            cents = (
                np.bincount(cell, own_cents[to], money[payer].size).astype(np.int64).reshape(money.shape[1:])
            )
            money[OWN_PART] -= cents
            money[payer] += cents

    def _of_offers(self, prices: Prices, offers: Offers, areas: int) -> OfferPrices:
        """Return prices by offer; the same object as long as prices and offers are the same."""
        kept = self._by_offer
        if kept is None or kept[0] is not prices or kept[1] is not offers:
            kept = self._by_offer = prices, offers, offer_prices(prices, offers, areas)
        return kept[2]

    def _count_care_aid(self, here: Floats, away: Floats, cents: Integers) -> None:
        """Count for how many residents (kinds, areas), in thousandths, care aid pays here and away, and the cents."""
        quantities = self._counts.quantities
        quantities[QUANTITIES.index("care_aid_recipients")] += (
            np.rint(here + away).astype(np.int64).sum(axis=0)
        )
        quantities[QUANTITIES.index("care_aid")] += cents.sum(axis=0)

    def gross_at(self, kind: int, site: int, month: int) -> Floats:
        """Return what each component of a kind costs at a site, in cents a month (components,)."""
        beyond = None if self.local is None else self.local.beyond_usual(month)
        usual: Floats = self.prices(month).gross[kind]
        return usual if beyond is None else usual + beyond.gross[kind, :, site]

    def prices(self, month: int) -> Prices:
        """Return prices and rules of a month."""
        return self._prices.at(month)

    def prepare(self, months: range, planned: Iterable[PlannedSite] = ()) -> None:
        """Work out prices and rules of these months, at sites that are planned too."""
        for held in (self._prices, *self._of_residents):
            held.prepare(months)
        if self.local is not None:
            self.local.prepare(months, planned)
