"""Money: what services cost in a month, who pays, and what measures book.

Amounts are integer cents. Costs split into components (per site, place, FTE, case), each with its payers;
prices follow the kind's index. A case elsewhere takes of each component what a case takes here, times a ratio,
or has a price of its own. The ledger is the ``money`` cube of the counts. What the month cost before anybody
paid is kept beside it, so that :mod:`simsocial.model.invariants` can compare.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ScenarioError, nearest
from simsocial.indicators.counts import BUDGETS, PAYERS, Counts
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import COST_COMPONENTS, ServiceKind

__all__ = ["Finance"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class _Prices(NamedTuple):
    """Monthly cents per unit: by component, and by component and payer."""

    gross: Floats
    by_payer: Floats


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
    """

    def __init__(self, catalogue: Catalogue, parameters: Parameters, counts: Counts) -> None:
        self._kinds = {kind.id: (code, kind) for code, kind in enumerate(catalogue)}
        self._catalogue, self._parameters, self._counts = catalogue, parameters, counts
        self._prices: dict[tuple[str, int], _Prices] = {}
        self._payers: dict[tuple[str, str], Floats] = {}
        self.gross_cents = np.zeros(len(self._kinds) + 1)
        self.cost_cents = np.zeros((len(self._kinds) + 1, len(counts.areas)), dtype=np.int64)
        self.roundings = np.zeros(len(self._kinds) + 1, dtype=np.int64)

    def begin_month(self) -> None:
        """Forget the costs of the month before; the counts are cleared by their owner."""
        for kept in (self.gross_cents, self.cost_cents, self.roundings):
            kept[...] = 0

    def book(self, payer: str, item: str, area: int, amount_eur: float, budget: str = "operating") -> None:
        """Book an amount of a measure.

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

    def book_services(
        self,
        month: int,
        kind_id: str,
        site_area: Integers,
        sites_open: Integers,
        places: Integers,
        staff_milli: Integers,
        served: Integers,
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
        sites_open, places, staff_milli, served : ndarray (sites,)
            Per site in thousandths of a site, of a place, of an FTE, and of a case: what this kind bears.
        needs : ndarray (components,)
            What one case takes of a site, of a place, of an FTE and of a case.
        away_by_area : ndarray (2, areas)
            Cases bought outside, and claims that wait.

        Returns
        -------
        ndarray (payers, sites)
            Cents by payer and site, without cases bought outside.
        """
        code, kind = self._kinds[kind_id]
        price = self._price_cents(kind, month)
        amounts = np.stack((sites_open, places, staff_milli, served))
        products = price.by_payer[:, :, None] * amounts[:, None, :] / 1000.0
        by_site: Integers = np.rint(products).astype(np.int64).sum(axis=0)
        money = self._counts.money[:, code, :, 0]
        cell = np.arange(len(PAYERS))[:, None] * money.shape[1] + site_area
        by_area = np.bincount(cell.ravel(), by_site.ravel(), minlength=money.size)
        money += by_area.reshape(money.shape).astype(np.int64)
        gross, by_payer = self._price_away(kind, month, needs)
        away = np.rint(by_payer[:, :, None] * away_by_area[:, None, :]).astype(np.int64).sum(axis=0)
        money += away
        self.gross_cents[code] += price.gross @ amounts.sum(axis=1) / 1000.0 + gross * away_by_area.sum()
        at_sites = np.bincount(site_area, by_site.sum(axis=0), minlength=money.shape[1])
        self.cost_cents[code] += at_sites.astype(np.int64) + away.sum(axis=0)
        self.roundings[code] += np.count_nonzero(price.by_payer) * len(site_area)
        self.roundings[code] += np.count_nonzero(by_payer) * money.shape[1]
        return by_site

    def _price_away(self, kind: ServiceKind, month: int, needs: Floats) -> tuple[float, Floats]:
        """Return monthly cents for a case bought outside or a waiting claim; and by which of both and payer."""
        if kind.has("cost.elsewhere_ratio"):
            price = self._price_cents(kind, month)
            taken = kind.number(self._parameters, "cost.elsewhere_ratio", month) * needs
            gross, outside = float(taken @ price.gross), taken @ price.by_payer
        else:
            gross = kind.cost_eur_per_year(self._parameters, "elsewhere_per_case", month) * 100.0 / 12.0
            outside = gross * self._shares(kind, "per_case")
        waiting = outside if kind.waiting_payers is None else gross * self._shares(kind, "waiting_per_case")
        return gross, np.stack((outside, waiting))

    def _price_cents(self, kind: ServiceKind, month: int) -> _Prices:
        """Return the prices of a kind in a month."""
        key = (kind.id, month)
        if key not in self._prices:
            house = self._catalogue.house(kind.site_kind)
            yearly = [
                (kind if part == "per_case" else house).cost_eur_per_year(self._parameters, part, month)
                for part in COST_COMPONENTS
            ]
            gross = np.array(yearly) * 100.0 / 12.0
            shares = np.array([self._shares(kind, part) for part in COST_COMPONENTS])
            self._prices[key] = _Prices(gross, gross[:, None] * shares)
        return self._prices[key]

    def _shares(self, kind: ServiceKind, component: str) -> Floats:
        """Return the shares of all payers in a component; they hold for the whole run."""
        key = (kind.id, component)
        if key not in self._payers:
            shares = kind.payers_of(self._parameters, component)
            self._payers[key] = np.array([shares.get(payer, 0.0) for payer in PAYERS])
        return self._payers[key]
