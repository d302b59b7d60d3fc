"""Places that a decision takes away take staff with them, as far as even a full house does not need it.

Who works in a house that people leave is not dismissed (:mod:`simsocial.services.staff`): they may come again. Where
places are given up they do not: a Kita of a tenth of its places keeps the staff of a full small Kita, or of the
children who are still there, whichever is more. Else the places would be paid twice, here and where people go.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.capacity_use import CapacityUse
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables
from simsocial.services.staff_shares import spare_of_moved
from simsocial.services.staff_wanted import staff_wanted

__all__ = ["staff_beyond_places"]


def staff_beyond_places(tables: SiteTables, arrays: NetworkArrays, use: CapacityUse) -> npt.NDArray[np.int64]:
    """Return the milli-FTE (sites, members) that no house needs since measures made some of an employer's smaller.

    An employer whose other houses have room keeps its staff. Planned posts say themselves whom they pay.
    """
    beyond = np.zeros_like(arrays.staff_milli)
    smaller = tables.is_open & arrays.held_back & (tables.posts_milli < 0)
    if not smaller.any():
        return beyond
    group = tables.staff_group
    sites = np.flatnonzero(tables.is_open & np.isin(group[:, 0], group[smaller, 0]))
    offered = tables.site_kind_of_kind[:, np.newaxis] == tables.kind_code[sites]
    kept = offered * (1.0 + tables.above_minimum[:, np.newaxis])
    a_case = np.rint(tables.need_micro[:, sites] * kept[:, :, np.newaxis]).astype(np.int64).max(axis=0)
    of_places = tables.fixed_milli[sites] - (-tables.capacity[sites, np.newaxis] * a_case // 1000)
    needed = np.maximum(of_places, staff_wanted(tables, use, np.zeros_like(arrays.missed_milli))[sites])
    staff, own = arrays.staff_milli[sites].ravel(), group[sites].ravel()
    excess = np.bincount(own, staff - needed.ravel()).astype(np.int64)
    released = spare_of_moved(staff, needed.ravel(), np.maximum(excess, 0), own)
    beyond[sites] = released.reshape(-1, group.shape[1])
    return beyond
