"""Money: what services cost in a month, who pays, and what measures book.

Amounts are integer cents. Costs split into components (per site, place, FTE, case); who pays them by which rule
stands in :mod:`simsocial.services.charges`. A case elsewhere takes of each component what a case takes here, times
a ratio, or has a price of its own. The ledger is the ``money`` cube of the counts. What the month cost before
anybody paid is kept beside it, so that :mod:`simsocial.model.invariants` can compare.

An investment is booked once, and as an annuity from the month after it: so it can be laid beside what it saves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ScenarioError, nearest
from simsocial.indicators.counts import BUDGETS, PAYERS, QUANTITIES, Counts
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import Away, Charges, away_of, charges_of, outside_of, split
from simsocial.services.kind import ServiceKind

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
    """What one kind bears of each site, in thousandths.

    Attributes
    ----------
    sites_open, places, staff, served : ndarray (sites,)
        Of a site, of a licensed place, of an FTE, and of a case.
    room : ndarray (sites,)
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
    parameters : Parameters
        Registry with the kinds' numbers.
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
    """

    def __init__(self, catalogue: Catalogue, parameters: Parameters, counts: Counts) -> None:
        self._kinds = {kind.id: (code, kind) for code, kind in enumerate(catalogue)}
        self._catalogue, self._parameters, self._counts = catalogue, parameters, counts
        self._prices: dict[str, tuple[tuple[int, int], Charges, Away]] = {}
        # Users pay interest and redemption of these houses month by month: they are no further cost.
        self._building_in_price = {
            code for code, kind in enumerate(catalogue) if kind.cost.fixed_share is not None
        }
        self._month = 0
        self.annuities: list[Annuity] = []
        self.gross_cents = np.zeros(len(self._kinds) + 1)
        self.cost_cents = np.zeros((len(self._kinds) + 1, len(counts.areas)), dtype=np.int64)
        self.roundings = np.zeros(len(self._kinds) + 1, dtype=np.int64)

    def begin_month(self, month: int) -> None:
        """Forget the costs of the month before and book annuities; the counts are cleared by their owner."""
        self._month = month
        for kept in (self.gross_cents, self.cost_cents, self.roundings):
            kept[...] = 0
        self.annuities = [one for one in self.annuities if month <= one.last_month]
        for one in self.annuities:
            self._counts.money[one.payer, one.item, one.area, BUDGETS.index("annuity")] += one.cents

    def resume(self, annuities: Sequence[Annuity]) -> None:
        """Go on with the annuities of a snapshot."""
        self.annuities = list(annuities)

    def book(self, payer: str, item: str, area: int, amount_eur: float, budget: str = "operating") -> None:
        """Book an amount of a measure; a capital amount also as an annuity from the next month on.

        A provider's own capital has no annuity where the price that users are charged pays for the building.

        Parameters
        ----------
        payer : str
            One of :data:`simsocial.indicators.counts.PAYERS`.
        item : str
            A service kind; anything else counts as other.
        area : int
            Area code.
        amount_eur : float
            EUR; negative for a saving.
        budget : str
            ``operating`` or ``capital``.
        """
        if payer not in PAYERS:
            message = f"'{payer}' is no payer. {nearest(payer, PAYERS)}"
            raise ScenarioError(message)
        row = self._kinds[item][0] if item in self._kinds else len(self._kinds)
        cents = round(100 * amount_eur)
        self._counts.money[PAYERS.index(payer), row, area, BUDGETS.index(budget)] += cents
        self.gross_cents[row] += 100.0 * amount_eur
        self.cost_cents[row, area] += cents
        self.roundings[row] += 1
        if budget == "capital" and not (payer == "provider" and row in self._building_in_price):
            self._spread_over_life(PAYERS.index(payer), row, area, cents)

    def book_by_area(self, kind_id: str, amounts_eur: Floats) -> None:
        """Book running cost of a kind beside what its sites and cases cost.

        Parameters
        ----------
        kind_id : str
            Service kind.
        amounts_eur : ndarray (payers, areas)
            EUR.
        """
        row, cents = self._kinds[kind_id][0], np.rint(100.0 * amounts_eur).astype(np.int64)
        self._counts.money[:, row, :, BUDGETS.index("operating")] += cents
        self.gross_cents[row] += 100.0 * amounts_eur.sum()
        self.cost_cents[row] += cents.sum(axis=0)
        self.roundings[row] += np.count_nonzero(amounts_eur)

    def _spread_over_life(self, payer: int, item: int, area: int, cents: int) -> None:
        """Spread an investment over its life in equal monthly parts with interest."""
        rate = self._parameters.value("finance.interest_rate", self._month)
        years = self._parameters.value("finance.capital_life_years", self._month)
        yearly = cents * (rate / -np.expm1(-years * np.log1p(rate)) if rate else 1.0 / years)
        last = self._month + round(12 * years)
        self.annuities.append(Annuity(payer, item, area, round(yearly / 12.0), last))

    def book_services(
        self,
        month: int,
        kind_id: str,
        site_area: Integers,
        use: SiteUse,
        needs: Floats,
        away_by_area: Integers,
    ) -> Integers:
        """Book one kind's cost of a month and return the cents by payer and site.

        Parameters
        ----------
        month : int
            Absolute month.
        kind_id : str
            Service kind.
        site_area : ndarray (sites,)
            Area of each site.
        use : SiteUse
            What this kind bears of each site.
        needs : ndarray (components,)
            What one case takes of a site, of a place, of an FTE and of a case.
        away_by_area : ndarray (2, areas)
            Cases bought outside, and cases without a place.

        Returns
        -------
        ndarray (payers, sites)
            Cents by payer and site, without cases bought outside.
        """
        code, kind = self._kinds[kind_id]
        charges, away = self._prices_of(kind, month)
        charged = charges.gross[:, None] * np.stack(use[:4]) / 1000.0
        cost = charged.copy()
        # A price covers a full house as it was calculated; what it does not cover then is the provider's.
        # Who stays beyond a smaller licence still lives in the house that was built for them.
        taken = charges.occupancy * np.maximum(use.room, use.served) - use.served
        cost[3] += charges.gross[3] * charges.fixed_share * taken / 1000.0
        cents = np.rint(cost).astype(np.int64).sum(axis=0)
        by_site = np.rint(charges.shares @ charged).astype(np.int64)
        by_site += np.rint(np.outer(charges.flat_per_case, use.served / 1000.0)).astype(np.int64)
        by_site += np.rint(np.outer(charges.flat_per_place, use.places / 1000.0)).astype(np.int64)
        by_site += split(cents - by_site.sum(axis=0), charges.residual)
        money = self._counts.money[:, code, :, 0]
        cell = np.arange(len(PAYERS))[:, None] * money.shape[1] + site_area
        by_area = np.bincount(cell.ravel(), by_site.ravel(), minlength=money.size)
        money += by_area.reshape(money.shape).astype(np.int64)
        outside = outside_of(away, charges, needs)
        away_cents = np.rint(outside.gross[:, None] * away_by_area).astype(np.int64)
        for by_payer, number, total in zip(outside.by_payer, away_by_area, away_cents, strict=True):
            paid = np.rint(np.outer(by_payer, number)).astype(np.int64)
            paid[by_payer.argmax()] += total - paid.sum(axis=0)
            money += paid
        self.gross_cents[code] += cost.sum() + outside.gross @ away_by_area.sum(axis=1)
        at_sites = np.bincount(site_area, cents, minlength=money.shape[1]).astype(np.int64)
        self.cost_cents[code] += at_sites + away_cents.sum(axis=0)
        self.roundings[code] += cost.size + away_by_area.size
        if kind.means_test is not None:
            kreis = PAYERS.index("kreis")
            aid = self._counts.quantities[QUANTITIES.index("care_aid")]
            aid += money[kreis] - np.rint(outside.by_payer[1, kreis] * away_by_area[1]).astype(np.int64)
            served = np.bincount(site_area, use.served, minlength=money.shape[1])
            helped = charges.recipients * served + 1000.0 * outside.recipients * away_by_area[0]
            aided = self._counts.quantities[QUANTITIES.index("care_aid_recipients")]
            aided += np.rint(helped).astype(np.int64)
        return by_site

    def _prices_of(self, kind: ServiceKind, month: int) -> tuple[Charges, Away]:
        """Return prices and rules of a kind in a month; made anew when a value or the year changes."""
        period = self._parameters.period(month)
        if self._prices.get(kind.id, (None,))[0] != period:
            charges = charges_of(kind, self._catalogue.house(kind.site_kind), self._parameters, month)
            self._prices[kind.id] = period, charges, away_of(kind, self._parameters, charges, month)
        return self._prices[kind.id][1:]
