"""Money: what services cost in a month, who pays, and what measures book.

Amounts are integer cents. Costs split into components (per site, place, FTE, case, case elsewhere), each
with its payers; prices follow the kind's index. The ledger is the ``money`` cube of the counts.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ScenarioError, nearest
from simsocial.indicators.counts import BUDGETS, PAYERS, Counts
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import COST_COMPONENTS, ServiceKind

__all__ = ["Finance"]

Integers = npt.NDArray[np.int64]


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
    """

    def __init__(self, catalogue: Catalogue, parameters: Parameters, counts: Counts) -> None:
        self._kinds = {kind.id: (code, kind) for code, kind in enumerate(catalogue)}
        self._parameters, self._counts = parameters, counts
        self._prices: dict[tuple[str, int], npt.NDArray[np.float64]] = {}

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
        self._counts.money[PAYERS.index(payer), row, area, BUDGETS.index(budget)] += round(100 * amount_eur)

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
        by_site = np.zeros((len(PAYERS), len(site_area)), dtype=np.int64)
        for component, amount in zip(
            COST_COMPONENTS, (sites_open, places, staff_milli, served), strict=False
        ):
            by_site += np.rint(price[COST_COMPONENTS.index(component)][:, None] * amount / 1000.0).astype(
                np.int64
            )
        money = self._counts.money[:, code, :, 0]
        cell = np.arange(len(PAYERS))[:, None] * money.shape[1] + site_area
        by_area = np.bincount(cell.ravel(), by_site.ravel(), minlength=money.size)
        money += by_area.reshape(money.shape).astype(np.int64)
        elsewhere = price[COST_COMPONENTS.index("elsewhere_per_case")]
        money += np.rint(elsewhere[:, None] * elsewhere_by_area).astype(np.int64)
        return by_site

    def _price_cents(self, kind: ServiceKind, month: int) -> npt.NDArray[np.float64]:
        """Return monthly cents per unit by component and payer; prices change with the year."""
        key = (kind.id, month // 12)
        if key not in self._prices:
            table = np.zeros((len(COST_COMPONENTS), len(PAYERS)))
            for row, component in enumerate(COST_COMPONENTS):
                monthly = kind.cost_eur_per_year(self._parameters, component, month) * 100.0 / 12.0
                for payer, share in kind.payers_of(component).items():
                    table[row, PAYERS.index(payer)] = monthly * share
            self._prices[key] = table
        return self._prices[key]
