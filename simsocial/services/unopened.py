"""New sites that serve nobody yet share no staff with those in use.

Sites of one employer share their staff by their work. But nobody takes the staff of a house that is in use to a new one
that cannot open yet, nor shares what one new site finds among five: until a new site serves its first case its staff is
its own, where its employer has another house.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["apart"]

Integers = npt.NDArray[np.int64]


def apart(
    unopened: npt.NDArray[np.bool_], is_open: npt.NDArray[np.bool_], employer: Integers
) -> npt.NDArray[np.bool_]:
    """Return for each site whether it is new and shares no staff yet: all but the first of an employer without others.

    Parameters
    ----------
    unopened, is_open : ndarray of bool (sites,)
        New sites that have served nobody, and those that are open.
    employer : ndarray (sites,)
        Code of who employs the staff, whose sites share it.

    Examples
    --------
    >>> new, is_open = np.array([False, True, True, True]), np.ones(4, dtype=np.bool_)
    >>> apart(new, is_open, np.array([0, 0, 1, 1])).tolist()
    [False, True, False, True]
    """
    found = unopened & is_open
    others = np.isin(employer, employer[is_open & ~unopened])
    alone = np.flatnonzero(found & ~others)
    found[alone[np.unique(employer[alone], return_index=True)[1]]] = False
    return found
