"""Where a household moves to: a race of places, by keyed draws.

Each place waits an exponential time whose rate is its weight, drawn by household and place, and the first wins: places
win as often as they weigh (a logit choice). Weight = dwellings * exp(- travel minutes from the old home / decay). First
the area is chosen, then the place within it, which is a nested logit and costs tens instead of hundreds of draws.
Places without a free dwelling are not chosen. Since draws belong to (household, place), a change in one place moves
only those who now prefer it.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY
from simsocial.core.compile import helper
from simsocial.core.random import mix, uniform
from simsocial.region import Region

__all__ = [
    "AGE_BANDS",
    "ANYWHERE",
    "OTHER_AREA",
    "OTHER_PLACE",
    "OTHER_PLACE_OF_AREA",
    "Destinations",
    "balanced_flows",
    "choose_place",
]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

ANYWHERE, OTHER_PLACE, OTHER_PLACE_OF_AREA, OTHER_AREA = 0, 1, 2, 3
"""Which places come into question for somebody who lives in one; from the last on, by an age band's own flows."""

_BALANCING_ROUNDS = 500

AGE_BANDS = np.array([25, 38])
"""Ages that part those who go to train and study, those who found families, and all others."""


class Destinations:
    """Tables for the choice of a place, fixed for a region.

    Parameters
    ----------
    region : Region
        Places, their areas, dwellings and travel minutes.
    decay_minutes : float
        Travel minutes over which the appeal of an area falls to 1/e.

    Attributes
    ----------
    place_weight : ndarray (places,)
        Dwellings.
    area_weight : ndarray (areas + 1, areas)
        Weight of an area seen from an area; the last row is the view from outside.
    minutes : ndarray (areas, areas)
        Travel minutes between the areas' largest places; 0 within an area.
    area_start, area_places : ndarray
        Places of area a are ``area_places[area_start[a]:area_start[a + 1]]``.
    """

    def __init__(self, region: Region, decay_minutes: float) -> None:
        dwellings = np.maximum(region.places["dwellings"].to_numpy(dtype=np.float64), 1.0)
        areas = len(region.areas)
        self.place_weight: Floats = dwellings
        self.area_places: Integers = np.argsort(region.place_area, kind="stable").astype(np.int64)
        counts = np.bincount(region.place_area, minlength=areas)
        self.area_start: Integers = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        size = np.bincount(region.place_area, weights=dwellings, minlength=areas)
        # From the centre of one area (its largest place) to that of the other.
        centres = np.array(
            [
                members[np.argmax(dwellings[members])] if len(members) else 0
                for members in np.split(self.area_places, self.area_start[1:-1])
            ]
        )
        self.minutes: Floats = region.minutes[np.ix_(centres, centres)].astype(np.float64)
        np.fill_diagonal(self.minutes, 0.0)
        weight = np.maximum(size, 1e-9)
        self.area_weight: Floats = np.vstack([weight * np.exp(-self.minutes / decay_minutes), weight])


def balanced_flows(minutes: Floats, leaving: Floats, arriving: Floats, decay_minutes: float) -> Floats:
    """Return the share of each other area among those who leave an area.

    Flows fall with distance and are balanced so that as many leave and arrive as given (Furness). Without
    that, areas at the edge would lose people to those in the middle, which nobody observes.

    Parameters
    ----------
    minutes : ndarray (areas, areas)
        Travel minutes.
    leaving, arriving : ndarray (areas,)
        People who leave to another area and who come from one; only their relations matter.
    decay_minutes : float
        Travel minutes over which a flow falls to 1/e.

    Returns
    -------
    ndarray (areas, areas)
        From row to column; very small on the diagonal.

    Examples
    --------
    >>> minutes = np.array([[0.0, 20.0, 60.0], [20.0, 0.0, 40.0], [60.0, 40.0, 0.0]])
    >>> share = balanced_flows(minutes, np.array([5.0, 8.0, 5.0]), np.array([5.0, 8.0, 5.0]), 20.0)
    >>> (np.array([5.0, 8.0, 5.0]) @ share).round(2)
    array([5., 8., 5.])
    """
    flows = np.exp(-minutes / decay_minutes)
    np.fill_diagonal(flows, 0.0)
    out, into = np.maximum(leaving, 1e-9), np.maximum(arriving, 1e-9)
    into = into * out.sum() / into.sum()
    for _ in range(_BALANCING_ROUNDS):
        flows *= (into / np.maximum(flows.sum(axis=0), 1e-300))[None, :]
        flows *= (out / np.maximum(flows.sum(axis=1), 1e-300))[:, None]
    return np.asarray(np.maximum(flows / out[:, None], 1e-300))


@helper
def _has_free(places: Integers, free: Integers, left: int) -> bool:
    """Tell whether one of the places, other than the one that is left, has a free dwelling."""
    for place in places:  # noqa: SIM110 - kernels know no generators
        if free[place] > 0 and place != left:
            return True
    return False


@helper
def _wait(draw: float, weight: float, shortest: float) -> float:
    """Return the exponential wait of a draw at a rate, or the shortest one so far if it is no shorter.

    As -log(draw) is at least 1 - draw, most alternatives that do not win are known without a logarithm.
    """
    if 1.0 - draw >= shortest * weight:
        return shortest
    return -math.log(draw + 1e-300) / weight


@helper
def choose_place(
    key: np.uint64,
    salt: np.uint64,
    origin_area: int,
    area_weight: Floats,
    place_weight: Floats,
    area_start: Integers,
    area_places: Integers,
    free: Integers,
    origin_place: int,
    reach: int,
) -> int:
    """Return the place a household chooses, or -1 if none that comes into question has a free dwelling."""
    left = NOBODY if reach == ANYWHERE else origin_place
    best_area, chosen = -1, -1
    shortest = math.inf
    for area in range(len(area_start) - 1):
        is_own = area == origin_area
        if (reach >= OTHER_AREA and is_own) or (reach == OTHER_PLACE_OF_AREA and not is_own):
            continue
        draw = uniform(salt, mix(key + np.uint64(1000003) * np.uint64(area + 1)))
        wait = _wait(draw, area_weight[origin_area, area], shortest)
        places = area_places[area_start[area] : area_start[area + 1]]
        if wait < shortest and _has_free(places, free, left):
            shortest, best_area = wait, area
    if best_area < 0:
        return -1
    shortest = math.inf
    for place in area_places[area_start[best_area] : area_start[best_area + 1]]:
        if free[place] <= 0 or place == left:
            continue
        draw = uniform(salt, mix(key ^ (np.uint64(7919) * np.uint64(place + 1))))
        wait = _wait(draw, place_weight[place], shortest)
        if wait < shortest:
            shortest, chosen = wait, place
    return chosen
