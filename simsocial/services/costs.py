"""What a month of all kinds costs; kinds that share sites share their fixed costs by cases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, GAVE_UP, WAITING
from simsocial.indicators.counts import PAYERS, Counts
from simsocial.parameters import Parameters
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.catalogue import Catalogue
from simsocial.services.elsewhere import Houses, needs_of_a_case
from simsocial.services.finance import Finance, SiteUse
from simsocial.services.kind import ServiceKind
from simsocial.services.network import NetworkArrays
from simsocial.services.site_tables import SiteTables

__all__ = ["book_costs"]

Integers = npt.NDArray[np.int64]


def book_costs(
    finance: Finance,
    catalogue: Catalogue,
    parameters: Parameters,
    houses: Houses,
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
    catalogue, parameters, houses : Catalogue, Parameters, Houses
        The kinds, their numbers, and the region's own houses.
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
    cases, claims = counts.cases.sum(axis=(3, 4)), counts.claims.sum(axis=(2, 3))
    by_site = np.zeros((len(PAYERS), len(arrays.place)), dtype=np.int64)
    for code, kind in enumerate(catalogue):
        sharing = tables.site_kind_of_kind == tables.site_kind_of_kind[code]
        own = tables.offering(code)
        share, by_staff = _shares(use, tables.need_milli, code, sharing)
        by_site += finance.book_services(
            month,
            kind.id,
            tables.area,
            SiteUse(
                _whole(1000.0 * share * own),
                _whole(1000.0 * share * own * arrays.licensed_places),
                _whole(by_staff * own * np.maximum(arrays.staff_milli, 0)),
                1000 * use.served[code] * own,
                _whole(1000.0 * share * own * tables.capacity),
            ),
            needs_of_a_case(kind, parameters, houses, int(cases[sharing].sum()), month),
            np.stack((cases[code, ELSEWHERE], _unserved(kind, cases[code], claims[code]))),
        )
    return by_site


def _unserved(kind: ServiceKind, cases: Integers, claims: Integers) -> Integers:
    """Return by area who has no place and costs all the same: claims that wait, else all without the service."""
    if kind.access == "entitlement":
        return claims
    unserved: Integers = cases[WAITING] + cases[GAVE_UP]
    return unserved


def _whole(thousandths: npt.NDArray[np.float64]) -> Integers:
    """Return whole thousandths."""
    return np.rint(thousandths).astype(np.int64)


def _shares(
    use: CapacityUse, need_milli: Integers, code: int, sharing: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the parts of each site's house and of its staff that one kind bears."""
    served, total = use.served[code], use.served[sharing].sum(axis=0)
    share = np.where(total > 0, served / np.maximum(total, 1), 1.0 / sharing.sum())
    bound = use.bound_milli
    by_staff = np.where(bound > 0, served * need_milli[code] / np.maximum(bound, 1), share)
    return share, by_staff
