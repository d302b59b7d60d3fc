"""How many staff each site would employ: for its cases, and for those who found a place there but no staff."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.capacity_use import CapacityUse
from simsocial.services.site_tables import SiteTables

__all__ = ["staff_wanted"]

Integers = npt.NDArray[np.int64]


def staff_wanted(tables: SiteTables, use: CapacityUse, missed_milli: Integers) -> Integers:
    """Return the milli-FTE each site would employ.

    A site seeks staff for those who would come: who asks for a place and gets none, or one farther from home, for
    want of staff alone. So staff follows people to the sites near them; places that nobody asks for seek none, and
    nobody is hired for those whom another site serves. Where more are kept than cases bind, nobody is turned away for
    want of the others. Where posts are planned, all of them are to be filled; where a cut leaves a grant for so many,
    no more of them.

    Parameters
    ----------
    tables : SiteTables
        Sites and kinds of the month.
    use : CapacityUse
        Who is served where.
    missed_milli : ndarray (sites, members)
        Milli-FTE that those would bind who found a place but no staff.

    Returns
    -------
    ndarray (sites, members)
        Milli-FTE; 0 for closed sites.
    """
    needed = use.bound_milli + _above_minimum(tables, use) + tables.fixed_milli + missed_milli
    wanted = np.where(tables.is_open[:, np.newaxis], needed, 0)
    wanted[:, 0] = tables.filled(wanted[:, 0])
    return wanted


def _above_minimum(tables: SiteTables, use: CapacityUse) -> Integers | int:
    """Return the milli-FTE (sites, members) kept beyond what cases bind."""
    kinds = np.flatnonzero(tables.above_minimum)
    if not len(kinds):
        return 0
    share, served = tables.above_minimum[kinds], use.served[kinds]
    beyond = np.einsum("ksm,ks,k->sm", use.need_micro[kinds], served, share) / 1000.0
    milli: Integers = np.rint(beyond).astype(np.int64)
    return milli
