"""New sites open one after another: whom they find for all of them goes to the one that lacks least.

A site that has half of the staff it needs before its first case serves nobody, and five such sites serve nobody for as
long as it takes to staff all five. Whoever opens several at once does not do that: the first is staffed, and opens.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables

__all__ = ["line_of_new"]

Integers = npt.NDArray[np.int64]


def line_of_new(
    arrays: NetworkArrays, tables: SiteTables, served: Integers, start_month: int
) -> Integers | None:
    """Return the places in line (posts,) of sites that measures opened and that serve nobody yet, others -1.

    First who has most staff, of equals who opened first, then by lot. None where fewer than two stand in line.

    Parameters
    ----------
    arrays, tables : NetworkArrays, SiteTables
        Sites of the month.
    served : ndarray (sites,)
        Cases that each serves.
    start_month : int
        First absolute month of the horizon; who was there before has staff.
    """
    new = np.flatnonzero(tables.is_open & (arrays.opened >= start_month) & (served == 0))
    if len(new) < 2:
        return None
    staff = arrays.staff_milli[new].sum(axis=1)
    line = np.full(len(served), -1, dtype=np.int64)
    line[new[np.lexsort((arrays.key[new], arrays.opened[new], -staff))]] = np.arange(len(new))
    return tables.of_posts(line)
