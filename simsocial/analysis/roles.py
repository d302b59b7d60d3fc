"""What a row means for a scenario: declared target, suspected side effect, or neither; and its verdict.

A target with an area covers that area's rows. A target without one covers the region's row and those of areas
and groups that move the wanted way; an area moving the other way is a side effect, not the target. Declared or not:
a change that is no larger than the indicator's relevance has no direction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "DIRECTIONS",
    "Roles",
    "assign_roles",
    "directions",
    "judging_rows",
    "relevance_thresholds",
    "set_by_measures",
    "verdicts",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

DIRECTIONS: Mapping[str, int] = {"up": 1, "down": -1, "neutral": 0}
"""Sign of a change that counts as better."""


@dataclass(frozen=True)
class Roles:
    """Roles of the rows of one scenario.

    Attributes
    ----------
    target : ndarray of bool
        Rows named by a declared target.
    spread : ndarray of bool
        Rows of areas and groups below a target for the whole region.
    direction : ndarray of int64
        +1 up is better, -1 down is better, 0 neutral; a target's own direction goes before the registry's.
    suspected : ndarray of bool
        Rows named as suspected.
    head : ndarray of bool
        The one row that each target names: its area or the region, all groups, the horizon.
    """

    target: BoolArray
    spread: BoolArray
    direction: npt.NDArray[np.int64]
    suspected: BoolArray
    head: BoolArray


def directions(rows: pd.DataFrame, indicators: Sequence[Mapping[str, Any]]) -> npt.NDArray[np.int64]:
    """Return the sign of a better change for each row, from the registry's metadata."""
    sign = {str(entry["id"]): DIRECTIONS.get(str(entry.get("direction")), 0) for entry in indicators}
    return np.array([sign.get(name, 0) for name in rows["indicator"]], dtype=np.int64)


def assign_roles(
    rows: pd.DataFrame, scenario: Mapping[str, Any], indicators: Sequence[Mapping[str, Any]], horizon: str
) -> Roles:
    """Mark the rows that a scenario declares as targets or names as suspected.

    Parameters
    ----------
    rows : DataFrame
        indicator, area, group_kind, group, period.
    scenario : mapping
        Entry of the manifest: `targets` and `suspected`, each a list of {indicator, area?, ...}.
    indicators : sequence of mapping
        Metadata of the registry.
    horizon : str
        Period of the rows over the whole horizon.

    Returns
    -------
    Roles
        One entry a row.
    """
    direction = directions(rows, indicators)
    target, spread, suspected, head = (np.zeros(len(rows), dtype=bool) for _ in range(4))
    everybody = (rows["group_kind"] == "all").to_numpy()
    whole = everybody & (rows["period"] == horizon).to_numpy()
    for entry in scenario.get("targets") or ():
        named = (rows["indicator"] == entry["indicator"]).to_numpy()
        area = entry.get("area")
        covered = named & (rows["area"] == area).to_numpy() if area and area != "region" else named
        if entry.get("direction") in DIRECTIONS:
            direction[covered] = DIRECTIONS[entry["direction"]]
        if area and area != "region":
            target |= covered
        else:
            of_region = everybody & (rows["area"] == "region").to_numpy()
            target |= covered & of_region
            spread |= covered & ~of_region
        head |= named & whole & (rows["area"] == (area or "region")).to_numpy()
    for entry in scenario.get("suspected") or ():
        named = (rows["indicator"] == entry["indicator"]).to_numpy()
        area = entry.get("area")
        suspected |= named & (rows["area"] == area).to_numpy() if area else named
    return Roles(target, spread & ~target, direction, suspected, head)


def relevance_thresholds(
    rows: pd.DataFrame, reference_mean: FloatArray, indicators: Sequence[Mapping[str, Any]]
) -> FloatArray:
    """Return the smallest effect of each row that matters, in units of the indicator.

    Absolute thresholds are per year: a row that sums several years needs as many times the threshold.
    Relative ones are shares of the reference's level.
    """
    size = {str(entry["id"]): float(entry.get("relevance") or 0.0) for entry in indicators}
    relative = {str(entry["id"]): entry.get("relevance_kind") == "relative" for entry in indicators}
    value = np.array([size.get(name, 0.0) for name in rows["indicator"]])
    is_relative = np.array([relative.get(name, False) for name in rows["indicator"]], dtype=bool)
    level = np.where(np.isnan(reference_mean), 0.0, np.abs(reference_mean))
    return np.where(is_relative, value * level, value * rows["years"].to_numpy(dtype=np.float64))


def set_by_measures(rows: pd.DataFrame, indicators: Sequence[Mapping[str, Any]]) -> BoolArray:
    """Return which rows measures set themselves (sites, licensed places): the act, not an effect of it."""
    acts = {str(entry["id"]) for entry in indicators if entry.get("set_by_measures")}
    return rows["indicator"].isin(acts).to_numpy(dtype=bool)


def judging_rows(rows: pd.DataFrame, indicators: Sequence[Mapping[str, Any]]) -> npt.NDArray[np.int64]:
    """Return for each row the row that decides its verdict: itself, or the same place and time of another indicator.

    So a cut of operating cost is no gain where interest and redemption of what was built for it cost more.
    """
    others = {str(entry["id"]): str(entry["judged_by"]) for entry in indicators if entry.get("judged_by")}
    own = np.arange(len(rows))
    keys = ["area", "group_kind", "group", "period"]
    wanted = pd.MultiIndex.from_frame(
        rows[keys].assign(indicator=rows["indicator"].astype(str).replace(others))
    )
    stored = pd.MultiIndex.from_frame(rows[keys].assign(indicator=rows["indicator"].astype(str)))
    found = stored.get_indexer(wanted)
    return np.where(found >= 0, found, own)


def verdicts(effect: FloatArray, direction: npt.NDArray[np.int64], found: BoolArray) -> npt.NDArray[np.str_]:
    """Return ``with_target``, ``against`` or ``neutral``; neutral also where none is found that matters."""
    sign = np.sign(np.where(np.isnan(effect), 0.0, effect)).astype(np.int64) * direction * found
    return np.select([sign > 0, sign < 0], ["with_target", "against"], "neutral").astype(np.str_)
