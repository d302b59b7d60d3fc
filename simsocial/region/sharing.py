"""Those who live with others without being family: shared flats, or one more person with a couple."""

from __future__ import annotations

import numpy as np

from simsocial.region.draft import ALONE, CHILD, COUPLE, LONE, OTHER, RESIDENT, Draft, order_by, rank_by

__all__ = ["house_others", "house_singles"]

_HOST_AGE = 55.0
"""A couple with somebody else in the household is most likely of this age (grade D)."""


def house_singles(draft: Draft) -> None:
    """Give those living alone and residents of institutions a household each."""
    rows = np.flatnonzero((draft.role == ALONE) | (draft.role == RESIDENT))
    draft.household[rows] = rows


def house_others(draft: Draft, shared_share: float) -> None:
    """Give those who live with others a household: the older ones live with a couple, the rest share.

    Parameters
    ----------
    draft : Draft
        All others have their household already.
    shared_share : float
        Share that lives in shared households of two (three where the number is odd).
    """
    rows = np.flatnonzero(draft.role == OTHER)
    if len(rows) == 0:
        return
    area = draft.area[rows]
    count = np.bincount(area, minlength=draft.areas)
    hosts = _hosts(draft)
    host_count = np.bincount(draft.area[hosts], minlength=draft.areas)
    attached = np.minimum(np.rint(count * (1.0 - shared_share)).astype(np.int64), host_count)
    single = (count - attached == 1) & (attached < host_count)
    attached += single
    rank = rank_by(area, -(draft.age[rows] + 40.0 * draft.draw("attached", rows)))
    is_attached = rank < attached[area]
    guests = rows[is_attached]
    host_rank = rank_by(draft.area[hosts], np.arange(len(hosts), dtype=np.float64))
    chosen = hosts[host_rank < attached[draft.area[hosts]]]
    guests = guests[order_by(draft.area[guests], draft.draw("guest", guests))]
    chosen = chosen[order_by(draft.area[chosen], draft.draw("host", chosen))]
    draft.household[guests] = draft.household[chosen]
    _share(draft, rows[~is_attached])


def _hosts(draft: Draft) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return women in couples, childless ones near the likely age first; then lone parents."""
    with_children = np.zeros(len(draft), dtype=bool)
    with_children[draft.household[draft.role == CHILD]] = True
    rows = np.flatnonzero(((draft.role == COUPLE) & (draft.sex == 1)) | (draft.role == LONE))
    distance = np.abs(draft.age[rows] - _HOST_AGE) / 100.0 + draft.draw("host_age", rows) * 0.3
    busy = with_children[rows] + 2.0 * (draft.role[rows] == LONE)
    return rows[order_by(draft.area[rows], busy * 10.0 + distance)]


def _share(draft: Draft, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Pair persons of similar age; the last of an odd number joins the pair before."""
    if len(rows) == 0:
        return
    score = draft.age[rows] + 6.0 * draft.draw("flat_mate", rows)
    ordered = rows[order_by(draft.area[rows], score)]
    area = draft.area[ordered]
    start = np.searchsorted(area, area, side="left")
    size = np.searchsorted(area, area, side="right") - start
    rank = np.arange(len(ordered)) - start
    first = np.minimum(rank // 2 * 2, np.maximum(size // 2 * 2 - 2, 0))
    draft.household[ordered] = ordered[start + first]
