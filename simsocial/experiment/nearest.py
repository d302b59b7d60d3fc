"""How far the nearest site of a kind is from each place, before and with the sites that an option closes and opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from simsocial.measures import Measure
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["nearest_minutes"]

Codes = npt.NDArray[np.int64]


def nearest_minutes(
    region: Region, catalogue: Catalogue, measures: Iterable[Measure], start: int
) -> dict[str, dict[str, list[int]]]:
    """Return the minutes by car to the nearest site, where closing and opening sites changes them.

    Parameters
    ----------
    region : Region
        Places, travel minutes and sites.
    catalogue : Catalogue
        Service kinds.
    measures : iterable of Measure
        Those of an option, each as at the earliest month in which it can begin.
    start : int
        First absolute month of the horizon: sites that are open then are the ones before.

    Returns
    -------
    dict
        Kind of site -> place -> minutes one way before and after; places that keep theirs are left out, and so is a
        kind of which no site is left or was there.
    """
    sites = region.sites
    is_open = (sites["opened"] <= start) & ((sites["closes"] < 0) | (sites["closes"] > start))
    codes = {place: code for code, place in enumerate(region.places["place"])}
    closed: set[str] = set()
    opened: dict[str, list[int]] = {}
    for measure in measures:
        closed |= {change.site for change in measure.site_changes(region, catalogue) if change.new == 0}
        for one in measure.planned_sites:
            opened.setdefault(one.site_kind, []).append(codes[one.place])
    kinds = {*opened, *sites.loc[sites["site"].isin(closed), "kind"]}
    found = {}
    for kind in sorted(kinds):
        today = sites[is_open & (sites["kind"] == kind)]
        left = today.loc[~today["site"].isin(closed), "place"].tolist()
        before, after = (
            _nearest(region, there) for there in (today["place"].tolist(), left + opened.get(kind, []))
        )
        if before is not None and after is not None:
            found[kind] = {
                str(place): [int(before[code]), int(after[code])]
                for place, code in codes.items()
                if before[code] != after[code]
            }
    return found


def _nearest(region: Region, there: Sequence[int]) -> Codes | None:
    """Return the minutes from each place to the nearest of some places; None of none."""
    if not there:
        return None
    found: Codes = region.minutes[:, sorted(set(there))].min(axis=1).astype(np.int64)
    return found
