"""What places cost that are no more: a house that closes, and places given up, go on costing their owner for a while.

Rent, insurance, heating against frost, contracts and administration end later than the service (Kostenremanenz). Of
what site and places cost without staff a share stays for some months, then nothing; who paid for the building bears it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import in_order_of_payers, split
from simsocial.services.finance import Annuity, Finance
from simsocial.services.network import SiteNetwork
from simsocial.services.site_tables import SiteTables

__all__ = ["StickyCost"]

Integers = npt.NDArray[np.int64]


class StickyCost:
    """Books what closed sites and places still cost.

    Parameters
    ----------
    catalogue, plan : Catalogue, Plan
        The kinds, and the values ``finance.sticky_*``.

    Attributes
    ----------
    remains : tuple of Annuity
        What is still paid each month, by whom and until when.
    """

    def __init__(self, catalogue: Catalogue, plan: Plan) -> None:
        def owners(month: int) -> npt.NDArray[np.float64]:
            houses = (catalogue.house(name) for name in catalogue.site_kinds)
            shares = [in_order_of_payers(one.payers_of(plan, "capital_per_place", month)) for one in houses]
            return np.array(shares).reshape(-1, len(PAYERS))

        self._owners = plan.held(owners, "services", of=("owners of houses", catalogue, *PAYERS))
        self._share, self._months = (plan.number(f"finance.sticky_{name}") for name in ("share", "months"))
        codes = {kind.id: code for code, kind in enumerate(catalogue)}
        self._item_of_house = [codes[catalogue.house(name).id] for name in catalogue.site_kinds]
        self.remains: tuple[Annuity, ...] = ()

    def prepare(self, months: range) -> None:
        """Work out who owns houses in these months."""
        self._owners.prepare(months)

    def book(
        self, finance: Finance, counts: Counts, sites: SiteNetwork, tables: SiteTables, month: int
    ) -> None:
        """Note what has closed since the month before, and book what remains of it and of what closed earlier."""
        stood, stands = sites.arrays.stood_places, np.where(tables.is_open, sites.arrays.licensed_places, 0)
        for site in np.flatnonzero(stands < stood).tolist():
            self.remains += self._of_site(finance, site, int(stood[site] - stands[site]), tables, month)
        sites.arrays.stood_places[:] = stands
        self.remains = tuple(one for one in self.remains if month <= one.last_month)
        if not self.remains:
            return
        items = sorted({one.item for one in self.remains})
        amounts = np.zeros((1, len(items), len(PAYERS), len(counts.areas)))
        for one in self.remains:
            amounts[0, items.index(one.item), one.payer, one.area] += one.cents / 100.0
        finance.book_by_area(np.array(items), amounts)
        counts.quantity("sticky_cost")[:] += np.rint(100.0 * amounts.sum(axis=(0, 1, 2))).astype(np.int64)

    def _of_site(
        self, finance: Finance, site: int, gone: int, tables: SiteTables, month: int
    ) -> tuple[Annuity, ...]:
        """Return what remains of the places that a site lost, and of the site if it closed."""
        house = int(tables.kind_code[site])
        item = self._item_of_house[house]
        per_site, per_place = finance.prices(month).gross[item, :2]
        cents = self._share.at(month) * (per_place * gone + per_site * (not tables.is_open[site]))
        paid = split(np.rint(np.array(cents)), self._owners.at(month)[house])
        last = month + round(self._months.at(month)) - 1
        return tuple(
            Annuity(payer, item, int(tables.area[site]), int(paid[payer]), last)
            for payer in np.flatnonzero(paid).tolist()
        )
