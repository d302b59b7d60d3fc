"""Sites as arrays, one entry a site, which kernels read and agents look into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY
from simsocial.core.random import stream_id

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NetworkArrays"]

Integers = npt.NDArray[np.int64]
_OPEN_END = 1 << 30


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
        Places run at the end of last month (:mod:`simsocial.services.places_run`), 0 while closed.
    successor : ndarray
        Site that took over those served as the site closed, -1: none.
    stood_share : ndarray of float64
        Share of its running (`kept_share`) at the end of last month, 0 while closed.
    planned_milli : ndarray
        Milli-FTE that are planned, of the first member of the team (-1: staff follows demand); where no posts are
        planned, the most that would be filled since a cut began if there were none.
    extra_milli : ndarray
        Milli-FTE that measures add to those, or take away.
    kept_share : ndarray of float64
        Share of what it runs on (posts, fixed hours, cost of the site) that cuts leave; of several, each takes its
        part of what the others leave; 0 of sites that closed before the region's table says so.
    hours_share : ndarray of float64
        Share of its hours before the first case that a site keeps: what cuts leave, and after a cut what staff is there
        for.
    held_back : ndarray of bool
        Whether a decision made the site smaller, so that its provider adds no places of its own accord.
    unopened : ndarray of bool
        Whether a measure opened the site and it has served nobody yet.
    taken_months, room_months : ndarray
        Cases that the site served and had room for, added up over the months of the year; in January, before that month
        is booked, of the year that has ended.
    agreed_occupancy : ndarray of float64
        Share of the places taken for which the price of the year is made; 0: the usual one of the kind.
    idle_places : ndarray
        Places out of service, which do not count among the licensed ones.
    idle_rest : ndarray of float64
        Part of a place by which fewer (with a minus, more) would be in service if places had parts.
    new_places, new_since : ndarray
        Of the licensed places those that came when the site opened or a measure made it larger, and the absolute month
        in which the last of them came. Places of houses that merged are not new: less than none are those of a house
        that closed, as far as the other has not been made larger for them yet.
    cut_places : ndarray
        Licensed places that a cut took, and gives back as it ends.
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
    hours_share: npt.NDArray[np.float64]
    held_back: npt.NDArray[np.bool_]
    unopened: npt.NDArray[np.bool_]
    taken_months: Integers
    room_months: Integers
    agreed_occupancy: npt.NDArray[np.float64]
    idle_places: Integers
    idle_rest: npt.NDArray[np.float64]
    new_places: Integers
    new_since: Integers
    cut_places: Integers

    def copy(self) -> NetworkArrays:
        """Return an independent copy."""
        return NetworkArrays(*(getattr(self, name).copy() for name in self.__dataclass_fields__))

    @classmethod
    def of_table(cls, sites: pd.DataFrame, members: int, first_month: int) -> NetworkArrays:
        """Return the sites of a region's table; `members` is the size of the largest team."""
        closes = sites["closes"].to_numpy(dtype=np.int64)
        opened = sites["opened"].to_numpy(dtype=np.int64, copy=True)
        staff = sites["staff_fte"].to_numpy(dtype=np.float64)
        # A table says how many people work at a site; of which qualification is known once it serves cases.
        employed = np.full((len(sites), members), -1, dtype=np.int64)
        employed[:, 0] = np.where(np.isnan(staff), -1, np.rint(1000.0 * np.nan_to_num(staff)))
        # Who opens later has no staff before; it hires then.
        employed[opened > first_month] = 0
        return cls(
            np.array([stream_id(str(site)) for site in sites["site"]], dtype=np.uint64),
            sites["place"].to_numpy(dtype=np.int16, copy=True),
            sites["licensed_places"].to_numpy(dtype=np.int64, copy=True),
            employed,
            opened,
            np.where(closes >= 0, closes, _OPEN_END),
            np.zeros_like(employed),
            np.zeros(len(sites), dtype=np.int64),
            np.zeros(len(sites), dtype=np.int64),
            np.zeros(len(sites)),
            np.full(len(sites), NOBODY, dtype=np.int64),
            np.full(len(sites), -1, dtype=np.int64),
            np.zeros(len(sites), dtype=np.int64),
            np.ones(len(sites)),
            np.ones(len(sites)),
            np.zeros(len(sites), dtype=np.bool_),
            np.zeros(len(sites), dtype=np.bool_),
            np.zeros(len(sites), dtype=np.int64),
            np.zeros(len(sites), dtype=np.int64),
            np.zeros(len(sites)),
            np.zeros(len(sites), dtype=np.int64),
            np.zeros(len(sites)),
            np.where(opened > 0, sites["licensed_places"], 0),
            opened.copy(),
            np.zeros(len(sites), dtype=np.int64),
        )

    def with_site(self, key: int, place: int, licensed_places: int) -> NetworkArrays:
        """Return the same with one more site behind, that a measure opens: without staff, and not open yet."""
        nobody = np.zeros((1, self.staff_milli.shape[1]), dtype=np.int64)
        return NetworkArrays(
            np.append(self.key, np.uint64(key)),
            np.append(self.place, np.int16(place)),
            np.append(self.licensed_places, licensed_places),
            np.append(self.staff_milli, nobody, axis=0),
            np.append(self.opened, 0),
            np.append(self.closes, _OPEN_END),
            np.append(self.missed_milli, nobody, axis=0),
            np.append(self.added_places, 0),
            np.append(self.stood_places, 0),
            np.append(self.stood_share, 0.0),
            np.append(self.successor, NOBODY),
            np.append(self.planned_milli, -1),
            np.append(self.extra_milli, 0),
            np.append(self.kept_share, 1.0),
            np.append(self.hours_share, 1.0),
            np.append(self.held_back, False),
            np.append(self.unopened, True),
            np.append(self.taken_months, 0),
            np.append(self.room_months, 0),
            np.append(self.agreed_occupancy, 0.0),
            np.append(self.idle_places, 0),
            np.append(self.idle_rest, 0.0),
            np.append(self.new_places, licensed_places),
            np.append(self.new_since, 0),
            np.append(self.cut_places, 0),
        )
