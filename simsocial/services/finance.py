"""Money: what services cost in a month, who pays, and what measures book.

Amounts are integer cents. Costs split into components (per site, place, FTE, case, case elsewhere), each
with its payers; prices follow the kind's index. The ledger is the ``money`` cube of the counts. What the
month cost before anybody paid is kept beside it, so that :mod:`simsocial.model.invariants` can compare.
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
    """Monthly cents per unit: by component, by component and payer; and how many pay each component."""

    gross: Floats
    by_payer: Floats
    paid: Integers


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
        self._parameters, self._counts = parameters, counts
        self._prices: dict[tuple[str, int], _Prices] = {}
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
        elsewhere_by_area: Integers,
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
        elsewhere_by_area : ndarray (areas,)
            Cases bought outside.

        Returns
        -------
        ndarray (payers, sites)
            Cents by payer and site, without cases elsewhere.
        """
        code, kind = self._kinds[kind_id]
        price = self._price_cents(kind, month)
        amounts = np.stack((sites_open, places, staff_milli, served))
        products = price.by_payer[:-1, :, None] * amounts[:, None, :] / 1000.0
        by_site: Integers = np.rint(products).astype(np.int64).sum(axis=0)
        money = self._counts.money[:, code, :, 0]
        cell = np.arange(len(PAYERS))[:, None] * money.shape[1] + site_area
        by_area = np.bincount(cell.ravel(), by_site.ravel(), minlength=money.size)
        money += by_area.reshape(money.shape).astype(np.int64)
        elsewhere = np.rint(price.by_payer[-1][:, None] * elsewhere_by_area).astype(np.int64)
        money += elsewhere
        self.gross_cents[code] += price.gross[:-1] @ amounts.sum(axis=1) / 1000.0
        self.gross_cents[code] += price.gross[-1] * elsewhere_by_area.sum()
        at_sites = np.bincount(site_area, by_site.sum(axis=0), minlength=money.shape[1])
        self.cost_cents[code] += at_sites.astype(np.int64) + elsewhere.sum(axis=0)
        self.roundings[code] += price.paid[:-1].sum() * len(site_area) + price.paid[-1] * money.shape[1]
        return by_site

    def _price_cents(self, kind: ServiceKind, month: int) -> _Prices:
        """Return the prices of a kind in a month."""
        key = (kind.id, month)
        if key not in self._prices:
            gross = np.zeros(len(COST_COMPONENTS))
            by_payer = np.zeros((len(COST_COMPONENTS), len(PAYERS)))
            for row, component in enumerate(COST_COMPONENTS):
                gross[row] = kind.cost_eur_per_year(self._parameters, component, month) * 100.0 / 12.0
                for payer, share in kind.payers_of(component).items():
                    by_payer[row, PAYERS.index(payer)] = gross[row] * share
            self._prices[key] = _Prices(gross, by_payer, np.count_nonzero(by_payer, axis=1))
        return self._prices[key]
