"""Places: every household settles in a place of its area, in proportion to the inhabitants."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.region.draft import RESIDENT, Draft
from simsocial.region.rounding import round_columns

__all__ = ["settle"]

Integers = npt.NDArray[np.int64]


def settle(draft: Draft, inhabitants: Integers, place_area: Integers, beds: Integers) -> Integers:
    """Return the place of each person.

    Parameters
    ----------
    draft : Draft
        Every person has a household.
    inhabitants : ndarray of shape (places,)
        Weights of the places within their area.
    place_area : ndarray of shape (places,)
        Area of each place.
    beds : ndarray of shape (places,)
        Beds of nursing homes: residents live there; without beds by inhabitants.
    """
    place = np.zeros(len(draft), dtype=np.int64)
    residents = np.flatnonzero(draft.role == RESIDENT)
    living_in = np.zeros(len(inhabitants), dtype=np.int64)
    weight = np.maximum(inhabitants.astype(np.float64), 0.0)
    by_area = np.bincount(place_area, weights=weight, minlength=draft.areas)
    weight = np.where(by_area[place_area] > 0, weight, 1.0)
    if len(residents):
        place[residents] = _by_weight(
            draft, residents, _or(beds, weight, place_area, draft.areas), place_area
        )
        living_in = np.bincount(place[residents], minlength=len(inhabitants))
    founders, number, size = np.unique(draft.household, return_inverse=True, return_counts=True)
    private = np.flatnonzero(draft.role[founders] != RESIDENT)
    target = _targets(draft, weight, place_area, living_in)
    home = np.zeros(len(founders), dtype=np.int64)
    home[private] = _fill(draft, founders[private], size[private], target, place_area)
    is_private = draft.role != RESIDENT
    place[is_private] = home[number[is_private]]
    return place


def _or(
    beds: Integers, weight: npt.NDArray[np.float64], place_area: Integers, areas: int
) -> npt.NDArray[np.float64]:
    has_beds = np.bincount(place_area, weights=beds, minlength=areas) > 0
    return np.where(has_beds[place_area], beds.astype(np.float64), weight)


def _by_weight(
    draft: Draft, rows: Integers, weight: npt.NDArray[np.float64], place_area: Integers
) -> Integers:
    """Spread persons over the places of their area by weight, whole persons and evenly by age."""
    result = np.zeros(len(rows), dtype=np.int64)
    for area in np.unique(draft.area[rows]):
        here = np.flatnonzero(draft.area[rows] == area)
        places = np.flatnonzero(place_area == area)
        counts = round_columns(weight[places][:, None], [len(here)])[:, 0]
        order = np.argsort(draft.draw("home_of_resident", rows[here]), kind="stable")
        result[here[order]] = np.repeat(places, counts)
    return result


def _targets(
    draft: Draft, weight: npt.NDArray[np.float64], place_area: Integers, living_in: Integers
) -> npt.NDArray[np.float64]:
    """Return persons in private households each place should have."""
    persons = np.bincount(draft.area, minlength=draft.areas)
    total = np.bincount(place_area, weights=weight, minlength=draft.areas)
    target = persons[place_area] * weight / np.maximum(total[place_area], 1e-12) - living_in
    return np.asarray(np.maximum(target, weight / np.maximum(total[place_area], 1e-12) * 1e-3))


def _fill(
    draft: Draft, founders: Integers, size: Integers, target: npt.NDArray[np.float64], place_area: Integers
) -> Integers:
    """Fill the places one after the other with households in keyed order."""
    area = draft.area[founders]
    order = np.lexsort((draft.draw("place", founders), area))
    by_place = np.argsort(place_area, kind="stable")
    sums = np.bincount(place_area, weights=target, minlength=draft.areas)
    ends = np.cumsum(target[by_place]) - np.concatenate([[0.0], np.cumsum(sums)])[place_area[by_place]]
    bounds = place_area[by_place] + np.minimum(ends / np.maximum(sums[place_area[by_place]], 1e-12), 1.0)
    persons = np.bincount(area, weights=size, minlength=draft.areas)
    running = np.cumsum(size[order]) - size[order] / 2.0
    running -= np.concatenate([[0.0], np.cumsum(persons)])[area[order]]
    share = np.clip(running / np.maximum(persons[area[order]], 1), 0.0, 1.0 - 1e-9)
    position = np.searchsorted(bounds, area[order] + share, side="right")
    result = np.zeros(len(founders), dtype=np.int64)
    result[order] = by_place[np.minimum(position, len(by_place) - 1)]
    return result
