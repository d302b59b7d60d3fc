"""What a month of all kinds costs; kinds that share sites share their fixed costs by cases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, GAVE_UP, WAITING
from simsocial.indicators.counts import Counts
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.elsewhere import Houses
from simsocial.services.finance import Finance, SiteUse
from simsocial.services.network_arrays import NetworkArrays
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
    counts: Counts,
    month: int,
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
    counts : Counts
        Cases of the month, and claims that wait.
    month : int
        Absolute month.

    Returns
    -------
    ndarray (payers, sites)
        Cents by payer and site, without cases bought outside.
    """
    cases, claims = counts.cases.sum(axis=-1), counts.claims.sum(axis=-1)
    # Claims that wait cost what a place elsewhere does; of other kinds everybody without the service costs something.
    unserved = np.where(entitled[:, None], claims, cases[:, WAITING] + cases[:, GAVE_UP])
    needs = houses.needs_of_a_case(finance.prices(month), cases.sum(axis=(1, 2)), month)
    away = np.stack((cases[:, ELSEWHERE], unserved), axis=1)
    return finance.book_services(month, tables.area, _site_use(tables, arrays, use), needs, away)


def _site_use(tables: SiteTables, arrays: NetworkArrays, use: CapacityUse) -> SiteUse:
    """Return the parts of each site's house and of its staff that each kind bears."""
    offered = tables.is_open & (tables.kind_code == tables.site_kind_of_kind[:, None])
    sharing = np.bincount(tables.site_kind_of_kind)[tables.site_kind_of_kind][:, None]
    total, bound = use.served_by_site, use.bound_milli
    share = np.where(total > 0, use.served / np.maximum(total, 1), 1.0 / sharing)
    by_staff = np.where(bound > 0, use.served * tables.need_milli[:, None] / np.maximum(bound, 1), share)
    return SiteUse(
        _whole(1000.0 * share * offered),
        _whole(1000.0 * share * offered * arrays.licensed_places),
        _whole(by_staff * offered * np.maximum(arrays.staff_milli, 0)),
        1000 * use.served * offered,
        _whole(1000.0 * share * offered * tables.capacity),
    )


def _whole(thousandths: Floats) -> Integers:
    """Return whole thousandths."""
    return np.rint(thousandths).astype(np.int64)
