"""New sites open one after another: several of a kind compete for staff as one of them does.

A site that has half of the staff it needs before its first case serves nobody, and five such sites serve nobody for as
long as it takes to staff all five. Whoever opens several at once does not do that: the first is staffed, and opens. So
sites of a kind that measures opened and that serve nobody yet stand in line. For those who are hired they compete with
sites in use by as many posts as the one that lacks least needs in all, and it gets whom they find. Their other posts
take whom all these leave over, and let people come from elsewhere as vacant posts do. If they competed with all their
posts, ten new houses, most of them without a visitor for a year, would take most of those hired from houses in use,
which would lose whom they cannot replace.

That a house is staffed before the next is an assumption: how those who open several houses go about it was not found.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables

__all__ = ["Line", "line_of_new"]

Integers = npt.NDArray[np.int64]


class Line(NamedTuple):
    """Which posts stand in line; arrays (posts,).

    Attributes
    ----------
    place : ndarray
        Place in the line of its kind, 0 for the next to open; -1 for posts that stand in none.
    kind : ndarray
        Code of the kind of site.
    """

    place: Integers
    kind: Integers


def line_of_new(
    arrays: NetworkArrays, tables: SiteTables, served: Integers, wanted: Integers, start_month: int
) -> Line | None:
    """Return the lines of sites that measures opened, that serve nobody yet and lack staff.

    First who has most staff, of equals who opened first, then by lot. None where fewer than two of a kind do.

    Parameters
    ----------
    arrays, tables : NetworkArrays, SiteTables
        Sites of the month.
    served : ndarray (sites,)
        Cases that each serves.
    wanted : ndarray (sites, members)
        Milli-FTE that each would employ.
    start_month : int
        First absolute month of the horizon; who was there before has staff.
    """
    new = tables.is_open & (arrays.opened >= start_month) & (served == 0)
    new = np.flatnonzero(new & (wanted > arrays.staff_milli).any(axis=1))
    kind, staff = tables.kind_code[new], arrays.staff_milli[new].sum(axis=1)
    order = np.lexsort((arrays.key[new], arrays.opened[new], -staff, kind))
    new, kind = new[order], kind[order]
    place = np.full(len(served), -1, dtype=np.int64)
    place[new] = np.arange(len(new)) - np.searchsorted(kind, kind)
    if place.max(initial=0) < 1:
        return None
    return Line(tables.of_posts(place), tables.of_posts(tables.kind_code))
