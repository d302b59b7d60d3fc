"""Which open sites are near a place: what demand and choice of a site look at."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Nearby", "find_nearby"]

Integers = npt.NDArray[np.int64]


class Nearby(NamedTuple):
    """Open sites of one kind near each place, nearest first.

    Attributes
    ----------
    sites : int16 (places, most sites near one)
        Site codes, -1 where there are fewer.
    minutes : int16 (places, most sites near one)
        One-way travel minutes.
    own : int16 (places, most sites of a district)
        Sites of the district each place lies in, -1 where there are fewer: the nearest, or those stated.
    stated : bool (places,)
        Whether the region's own table states the district.
    """

    sites: npt.NDArray[np.int16]
    minutes: npt.NDArray[np.int16]
    own: npt.NDArray[np.int16]
    stated: npt.NDArray[np.bool_]


def find_nearby(minutes: npt.NDArray[np.integer], codes: Integers, maximum_minutes: float) -> Nearby:
    """Sort sites by minutes for every place; equal minutes by code.

    Parameters
    ----------
    minutes : ndarray (places, sites)
        One-way travel minutes to each of the sites.
    codes : ndarray (sites,)
        Their codes.
    maximum_minutes : float
        Farther sites do not count.

    Examples
    --------
    >>> find_nearby(np.array([[20, 5, 90]]), np.array([3, 4, 5]), 60.0).sites
    array([[4, 3]], dtype=int16)
    """
    stated = np.zeros(len(minutes), dtype=np.bool_)
    if not len(codes):
        none = np.full((len(minutes), 1), -1, np.int16)
        return Nearby(none, np.zeros((len(minutes), 1), np.int16), none, stated)
    ways = minutes.astype(np.int64)
    most = max(int((ways <= maximum_minutes).sum(axis=1).max()), 1)
    order = np.argsort(ways * 65536 + codes, axis=1)[:, :most]
    near = np.take_along_axis(ways, order, axis=1)
    sites = np.where(near <= maximum_minutes, codes[order], -1).astype(np.int16)
    nearest = near == near[:, :1]
    own = np.where(nearest, sites, -1)[:, : max(int(nearest.sum(axis=1).max()), 1)]
    return Nearby(
        np.ascontiguousarray(sites),
        np.ascontiguousarray(near.astype(np.int16)),
        np.ascontiguousarray(own),
        stated,
    )
