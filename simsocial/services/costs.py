"""What a month of all kinds costs; kinds that share sites share their fixed costs by cases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import DETERRED, ELSEWHERE, GAVE_UP, WAITING
from simsocial.indicators.counts import Counts
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.elsewhere import Houses
from simsocial.services.finance import Finance
from simsocial.services.grants_gone import grants_lost
from simsocial.services.kind_numbers import COST_COMPONENTS
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.places_run import places_run
from simsocial.services.planned_posts import cut_milli
from simsocial.services.site_tables import SiteTables

__all__ = ["book_costs"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def book_costs(
    finance: Finance,
    houses: Houses,
    entitled: npt.NDArray[np.bool_],
    tables: SiteTables,
    arrays: NetworkArrays,
    use: CapacityUse,
    fewer_places: Integers,
    counts: Counts,
    month: int,
    raised: Floats | None,
    bearers: Integers,
) -> Integers:
    """Book a month's costs of all kinds.

    Parameters
    ----------
    finance : Finance
        Where they are booked.
    houses : Houses
        The region's own houses.
    entitled : ndarray of bool (kinds,)
        Whether the law gives a claim.
    tables, arrays, use : SiteTables, NetworkArrays, CapacityUse
        Sites of the month, and whom they serve.
    fewer_places : ndarray (sites,)
        Licensed places that cuts and closings took of sites that live on grants; with a minus, those of new sites.
    counts : Counts
        Cases of the month, and claims that wait.
    month : int
        Absolute month.
    raised : ndarray (offers,) or None
        Share of the cost that families pay in the provider's stead.
    bearers : ndarray (offers,)
        Payer on whom the provider's part is booked.

    Returns
    -------
    ndarray (payers + 1, offers)
        Cents that each payer bears of what each site costs by the kinds that it offers, and all together; see
        :attr:`simsocial.services.site_tables.SiteTables.offers`.
    """
    cases, claims = counts.cases.sum(axis=-1), counts.claims.sum(axis=-1)
    # Claims that wait cost what a place elsewhere does; of other kinds everybody without the service costs something.
    unserved = np.where(entitled[:, None], claims, cases[:, [WAITING, GAVE_UP, DETERRED]].sum(axis=1))
    needs = houses.needs_of_a_case(finance.prices(month), cases.sum(axis=(1, 2)), month)
    away = np.stack((cases[:, ELSEWHERE], unserved), axis=1)
    cut: Floats = np.array([1.0 - arrays.kept_share, fewer_places, cut_milli(tables, arrays)])
    if (cut > 0.0).any():
        opened = np.array([-arrays.kept_share, fewer_places, -arrays.staff_milli[:, 0]])
        lost, gone = counts.quantity("grant_lost"), np.where(fewer_places < 0, opened, cut)
        lost[:] += grants_lost(finance.prices(month), tables, gone, len(lost))
    used = site_use(tables, arrays, use)
    agreed = arrays.agreed_occupancy[tables.offers.site]
    return finance.book_services(month, tables.offers, used, needs, away, raised, bearers, agreed)


def site_use(tables: SiteTables, arrays: NetworkArrays, use: CapacityUse) -> Floats:
    """Return what each kind bears of each site that offers it and of its staff, as :class:`Finance` books it."""
    kind, site, _, part, _ = tables.offers
    served, total, bound = use.served[kind, site], use.served_by_site[site], use.bound_micro[site]
    share = np.where(total > 0, served / np.maximum(total, 1), part)
    needed = served[:, np.newaxis] * tables.need_micro[kind, site]
    by_staff = np.where(bound > 0, needed / np.maximum(bound, 1), share[:, np.newaxis])
    staff = by_staff * np.maximum(arrays.staff_milli[site], 0)
    amounts = np.empty((len(COST_COMPONENTS) + staff.shape[1], len(kind)))
    share *= 1000.0
    amounts[0] = share * arrays.kept_share[site]
    amounts[1] = share * places_run(tables, arrays, use)[site]
    amounts[2] = staff[:, 0]
    amounts[3] = 1000 * served
    amounts[4:-1] = staff[:, 1:].T
    amounts[-1] = share * tables.capacity[site]
    return np.rint(amounts, out=amounts)
