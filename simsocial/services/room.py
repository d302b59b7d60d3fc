"""What sites can take in a month, before anybody is placed: by licence, and by the staff that they share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.compile import helper
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables

__all__ = ["Room", "has_staff", "miss_staff", "room_of", "take_staff"]

Integers = npt.NDArray[np.int64]

_UNLIMITED = 1 << 40


class Room(NamedTuple):
    """What sites can still take in a month, and where they are; one entry a site.

    Attributes
    ----------
    places : int64
        Cases that may be added by the licence. Changed in place.
    sought : int64
        The same, less those who would come if there were staff. Changed in place.
    staff : int64 (staff groups,)
        Millionths of an FTE not yet bound among sites that share their staff of a qualification. Changed in place.
    missed_micro, beside_micro : int64 (sites, members)
        The same that those would bind who found a place there but no staff: of the scarce members of the team, and of
        those of whom enough are free for one more. Changed in place.
    group : int64 (sites, members)
        Staff group of each site.
    place, key : int16, uint64
        Place code, and identity for keyed tastes.
    size : int64
        Cases the licence allows.
    minutes : int16 (places, places)
        One-way travel minutes.
    need : int64 (kinds, sites, members)
        Millionths of an FTE that a case binds.
    served : int64 (kinds, sites)
        Cases that each site serves now. Changed in place.
    """

    places: Integers
    sought: Integers
    staff: Integers
    missed_micro: Integers
    beside_micro: Integers
    group: Integers
    place: npt.NDArray[np.int16]
    key: npt.NDArray[np.uint64]
    size: Integers
    minutes: npt.NDArray[np.int16]
    need: Integers
    served: Integers


def room_of(
    arrays: NetworkArrays,
    tables: SiteTables,
    use: CapacityUse,
    minutes: npt.NDArray[np.int16],
    *,
    started: bool,
) -> Room:
    """Return what sites can take.

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
    staff = np.full(group.size, _UNLIMITED, dtype=np.int64)
    if started:
        unbound = 1000 * (arrays.staff_milli - tables.hours_milli) - use.bound_micro
        unbound[~tables.is_open] = 0
        staff = np.bincount(group.ravel(), unbound.ravel()).astype(np.int64)
    staff[group[~tables.staff_limits]] = _UNLIMITED
    return Room(
        places,
        np.maximum(places, 0),
        staff,
        np.zeros_like(arrays.staff_milli),
        np.zeros_like(arrays.staff_milli),
        group,
        arrays.place,
        arrays.key,
        tables.capacity,
        minutes,
        tables.need_micro,
        use.served,
    )


@helper
def has_staff(room: Room, kind: int, site: int) -> bool:
    """Tell whether a site has what a case of a kind needs of every member of the team."""
    enough = True
    for member in range(room.need.shape[2]):
        need = room.need[kind, site, member]
        enough &= (need == 0) | (room.staff[np.uint64(room.group[site, member])] >= need)
    return enough


@helper
def take_staff(room: Room, kind: int, site: int, cases: int) -> None:
    """Bind what so many cases of a kind need of the staff of a site, or set it free (less than none)."""
    for member in range(room.need.shape[2]):
        room.staff[room.group[site, member]] -= room.need[kind, site, member] * cases


@helper
def miss_staff(room: Room, kind: int, site: int) -> None:
    """Note what a case of a kind would bind at a site: of the scarce members of the team, and of the others."""
    for member in range(room.need.shape[2]):
        need = room.need[kind, site, member]
        scarce = room.staff[room.group[site, member]] < need
        (room.missed_micro if scarce else room.beside_micro)[site, member] += need
