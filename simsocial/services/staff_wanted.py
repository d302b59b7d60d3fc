"""How many staff each site would employ: for its cases, and for those who found a place there but no staff."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.site_tables import SiteTables

__all__ = ["staff_wanted"]

Integers = npt.NDArray[np.int64]


def staff_wanted(tables: SiteTables, bound_milli: Integers, missed_milli: Integers) -> Integers:
    """Return the milli-FTE each site would employ.

    A site seeks staff for those who would come: who asks for a place and gets none, or one farther from home, for
    want of staff alone. So staff follows people to the sites near them; places that nobody asks for seek none, and
    nobody is hired for those whom another site serves. Where posts are planned, all of them are to be filled; where
    a cut leaves a grant for so many, no more of them.

    Parameters
    ----------
    tables : SiteTables
        Sites and kinds of the month.
    bound_milli, missed_milli : ndarray (sites, members)
        Milli-FTE that the cases served bind, and that those would bind who found a place but no staff.

    Returns
    -------
    ndarray (sites, members)
        Milli-FTE; 0 for closed sites.
    """
    wanted = np.where(tables.is_open[:, np.newaxis], bound_milli + tables.fixed_milli + missed_milli, 0)
    posts, first = tables.posts_milli, wanted[:, 0]
    wanted[:, 0] = np.where(posts < 0, first, np.where(tables.by_staff, posts, np.minimum(posts, first)))
    return wanted
