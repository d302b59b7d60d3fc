"""Synthetic tables of worlds with mechanisms on and off, with known parts of the effect."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from simsocial.experiment.worlds import world_name
from tests.unit.analysis.planted import PAIRS, YEARS, cells, manifest, table

__all__ = ["MECHANISMS", "world_manifest", "world_table"]

MECHANISMS = ["staff", "travel", "income"]
_SUBSETS = [one for size in range(4) for one in combinations(MECHANISMS, size)]


def effect_where(on: set[str]) -> float:
    """Planted: 2 directly, 8 by staff, 6 that take staff and travel together, nothing by income."""
    return 2.0 + 8.0 * ("staff" in on) + 6.0 * ({"staff", "travel"} <= on)


def world_table() -> pd.DataFrame:
    """Indicator table of all worlds; a mechanism that is off moves the level of both worlds, too."""
    rng = np.random.default_rng(4)
    where = cells(["i0", "still"])
    base = np.round(rng.normal(500.0, 20.0, (2, len(YEARS), PAIRS)))
    noise = rng.normal(1.0, 0.05, PAIRS)
    shifts = {}
    for off in _SUBSETS:
        level = np.full_like(base, 7.0 * len(off))
        change = np.zeros_like(base)
        change[0] = effect_where(set(MECHANISMS) - set(off)) * noise
        if off:
            shifts[world_name("status_quo", off)] = level
        shifts[world_name("option", off)] = level + change
    return table(where, base, shifts)


def world_manifest(indicators: list[dict[str, Any]]) -> dict[str, Any]:
    """Manifest of these worlds, with a target."""
    worlds = [world_name(name, off) for off in _SUBSETS for name in ("status_quo", "option")]
    target = {"targets": [{"indicator": "i0", "area": None, "direction": "down"}]}
    return manifest(indicators, scenarios=dict.fromkeys(worlds[1:], target))
