"""Sites as arrays, one entry a site, which kernels read and agents look into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["NetworkArrays"]

Integers = npt.NDArray[np.int64]


@dataclass
class NetworkArrays:
    """What kernels read of all sites; one entry a site, closed ones included.

    Attributes
    ----------
    key : ndarray of uint64
        Identity, a hash of the site's id: keyed tastes do not depend on what other sites there are.
    place, licensed_places : ndarray
        Place code, licensed places.
    staff_milli : ndarray (sites, members)
        Milli-FTE employed of each member of the team (-1: not known until the first allocation).
    opened, closes : ndarray
        Absolute months: open in ``opened <= month < closes``.
    missed_milli : ndarray (sites, members)
        Milli-FTE that those would have bound last month who found a place there but no staff, as far as it is sought.
    added_places : ndarray
        Those of the licensed places that the provider added of its own accord.
    stood_places : ndarray
        Licensed places at the end of last month, 0 while closed.
    successor : ndarray
        Site that took over those served as the site closed, -1: none.
    stood_share : ndarray of float64
        Share of its running (`kept_share`) at the end of last month, 0 while closed.
    planned_milli : ndarray
        Milli-FTE that are planned, of the first member of the team (-1: staff follows demand); where no posts are
        planned, those that were filled when a cut began.
    extra_milli : ndarray
        Milli-FTE that measures add to those, or take away.
    kept_share : ndarray of float64
        Share of what it runs on (posts, fixed hours, cost of the site) that cuts leave; of several, each takes its
        part of what the others leave.
    held_back : ndarray of bool
        Whether a decision made the site smaller, so that its provider adds no places of its own accord.
    unopened : ndarray of bool
        Whether a measure opened the site and it has served nobody yet.
    """

    key: npt.NDArray[np.uint64]
    place: npt.NDArray[np.int16]
    licensed_places: Integers
    staff_milli: Integers
    opened: Integers
    closes: Integers
    missed_milli: Integers
    added_places: Integers
    stood_places: Integers
    stood_share: npt.NDArray[np.float64]
    successor: Integers
    planned_milli: Integers
    extra_milli: Integers
    kept_share: npt.NDArray[np.float64]
    held_back: npt.NDArray[np.bool_]
    unopened: npt.NDArray[np.bool_]

    def copy(self) -> NetworkArrays:
        """Return an independent copy."""
        return NetworkArrays(*(getattr(self, name).copy() for name in self.__dataclass_fields__))
