"""Which open sites are near a place: what demand and choice of a site look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["NearSites", "Nearby", "find_nearby", "near_sites"]

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


class NearSites(NamedTuple):
    """Open sites of all kinds near each place; kinds of the same sites and reach share a table.

    Attributes
    ----------
    table : int16 (kinds,)
        Number of each kind's table, the first axis of the others.
    sites, minutes, own : int16 (tables, places, most)
        See :class:`Nearby`; filled up with -1.
    stated : bool (tables, places)
        Whether the region's own table states the district.
    """

    table: npt.NDArray[np.int16]
    sites: npt.NDArray[np.int16]
    minutes: npt.NDArray[np.int16]
    own: npt.NDArray[np.int16]
    stated: npt.NDArray[np.bool_]


def near_sites(of_kinds: Sequence[Nearby]) -> NearSites:
    """Put the sites near each place of all kinds into tables side by side.

    Parameters
    ----------
    of_kinds : sequence of Nearby
        In the order of the kinds' codes; the same object for kinds that share a table.

    Examples
    --------
    >>> near = find_nearby(np.array([[20, 5]]), np.array([3, 4]), 60.0)
    >>> near_sites([near, near]).table.tolist()
    [0, 0]
    """
    different = list({id(nearby): nearby for nearby in of_kinds}.values())
    numbers = {id(nearby): number for number, nearby in enumerate(different)}
    sites = _side_by_side([nearby.sites for nearby in different])
    return NearSites(
        np.array([numbers[id(nearby)] for nearby in of_kinds], dtype=np.int16),
        sites,
        _side_by_side([nearby.minutes for nearby in different]),
        _side_by_side([nearby.own for nearby in different]),
        # A table also without any kind, so that no kernel is compiled for it.
        np.array([nearby.stated for nearby in different], dtype=np.bool_).reshape(sites.shape[:2]),
    )


def _side_by_side(tables: Sequence[npt.NDArray[np.int16]]) -> npt.NDArray[np.int16]:
    """Return tables (places, columns) as one array, narrower ones filled up with -1."""
    places, columns = (max((table.shape[axis] for table in tables), default=1) for axis in (0, 1))
    filled = np.full((len(tables), places, columns), -1, np.int16)
    for number, table in enumerate(tables):
        filled[number, :, : table.shape[1]] = table
    return filled
