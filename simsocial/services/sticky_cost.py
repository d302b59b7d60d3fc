"""What places cost that are no more: a house that closes, and places given up, go on costing their owner for a while.

Rent, insurance, heating against frost, contracts and administration end later than the service (Kostenremanenz). Of
what site and places cost without staff a share stays for some months, then nothing; who paid for the building bears it.
A place whose licence is cut is given up as who stays in it has left (:mod:`simsocial.services.places_run`).
A cut that leaves a part of a site's running leaves the same of the other part. What comes back is paid as a place in
use, and remains no more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.services.agents import Site
from simsocial.services.buildings import Buildings
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import in_order_of_payers, split
from simsocial.services.finance import Finance
from simsocial.services.instalments import Instalment, Instalments
from simsocial.services.network import SiteNetwork
from simsocial.services.public_owners import at_public, owner_of
from simsocial.services.site_tables import SiteTables

__all__ = ["StickyCost"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class StickyCost:
    """Books what closed sites and places still cost.

    Parameters
    ----------
    catalogue, plan : Catalogue, Plan
        The kinds, and the values ``finance.sticky_*``.
    buildings : Buildings
        Who owns each house.
    areas : int
        How many there are.

    Attributes
    ----------
    remains : Instalments
        What is still paid each month, by whom and until when.
    """

    def __init__(self, catalogue: Catalogue, plan: Plan, buildings: Buildings, areas: int) -> None:
        self._buildings = buildings
        self._share, self._months = (plan.number(f"finance.sticky_{name}") for name in ("share", "months"))
        codes = {kind.id: code for code, kind in enumerate(catalogue)}
        self._item_of_house = [codes[catalogue.house(name).id] for name in catalogue.site_kinds]
        self._public_owner = {name: owner_of(catalogue.house(name)) for name in catalogue.site_kinds}
        self.remains = Instalments(len(PAYERS), len(codes), areas)

    def book(
        self,
        finance: Finance,
        counts: Counts,
        sites: SiteNetwork,
        tables: SiteTables,
        places: Integers,
        month: int,
    ) -> None:
        """Note what has closed since the month before, and book what remains of it and of what closed earlier.

        `places` are those that each site runs.
        """
        self.remains.begin_month(month)
        arrays = sites.arrays
        # Rooms that another service has taken over (`rooms_reused`) do not stand empty as who stayed there leaves.
        places = np.minimum(places, np.maximum(arrays.stood_places, arrays.licensed_places))
        share = np.where(tables.is_open, arrays.kept_share, 0.0)
        gone = np.maximum([arrays.stood_share - share, arrays.stood_places - places], 0.0)
        if gone.any():
            for site in sites:
                if gone[:, site.code].any():
                    is_public = sites.providers[site.provider_id].ownership == "public"
                    self._close(finance, site, gone[:, site.code], tables, month, is_public=is_public)
        for code in {one.site for one in self.remains.open}:
            back = np.maximum(
                [share[code] - arrays.stood_share[code], places[code] - arrays.stood_places[code]], 0
            )
            if back.any():
                self.remains.lessen(code, self._cents(finance, code, back, tables, month))
        arrays.stood_places[:], arrays.stood_share[:] = places, share
        owed = self.remains.cents
        items = np.flatnonzero(owed.any(axis=(0, 2)))
        if len(items):
            finance.book_by_area(items, owed[np.newaxis, :, items].swapaxes(1, 2) / 100.0)
            counts.quantity("sticky_cost")[:] += owed.sum(axis=(0, 1))

    def _close(
        self, finance: Finance, house: Site, gone: Floats, tables: SiteTables, month: int, *, is_public: bool
    ) -> None:
        """Let be paid what remains of the share of its running that a site lost, and of the places."""
        site = house.code
        item = self._item_of_house[int(tables.kind_code[site])]
        cents = self._cents(finance, site, gone, tables, month)
        payers = dict(self._buildings.of(house, month).payers)
        if is_public:
            payers = at_public(payers, self._public_owner[house.kind])
        owners = in_order_of_payers(payers)
        paid = split(np.rint(np.array(cents)), owners)
        last = month + round(self._months.at(month)) - 1
        if month <= last:
            for payer in np.flatnonzero(paid).tolist():
                self.remains.add(
                    Instalment(payer, item, int(tables.area[site]), int(paid[payer]), last, site)
                )

    def _cents(self, finance: Finance, site: int, part: Floats, tables: SiteTables, month: int) -> float:
        """Return what remains a month of a share of the running of a site and of places there."""
        item = self._item_of_house[int(tables.kind_code[site])]
        return float(self._share.at(month) * (finance.gross_at(item, site, month)[:2] @ part))
