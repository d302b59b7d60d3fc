"""What sites can take in a month, before anybody is placed: by licence, and by the staff that they share."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.capacity_use import CapacityUse
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.placement import Room
from simsocial.services.site_tables import SiteTables

__all__ = ["room_of"]

_UNLIMITED = 1 << 40


def room_of(
    arrays: NetworkArrays,
    tables: SiteTables,
    use: CapacityUse,
    minutes: npt.NDArray[np.int16],
    *,
    started: bool,
) -> Room:
    """Return what sites can take; who sought a place in vain is counted anew.

    Parameters
    ----------
    arrays, tables, use : NetworkArrays, SiteTables, CapacityUse
        Sites, what holds for them in the month, and whom they serve, which the allocation keeps up to date.
    minutes : ndarray (places, places)
        One-way travel minutes.
    started : bool
        Whether sites have been staffed: at the very start staff is what the cases need.
    """
    group, places = tables.staff_group, tables.capacity - use.served_by_site
    staff = np.full(len(group), _UNLIMITED, dtype=np.int64)
    if started:
        unbound = np.where(tables.is_open, arrays.staff_milli - tables.fixed_milli - use.bound_milli, 0)
        staff = np.bincount(group, unbound).astype(np.int64)
    staff[group[~tables.staff_limits]] = _UNLIMITED
    arrays.missed_milli[:] = 0
    return Room(
        places,
        np.maximum(places, 0),
        staff,
        arrays.missed_milli,
        group,
        arrays.place,
        arrays.key,
        tables.capacity,
        minutes,
        use.served,
    )
