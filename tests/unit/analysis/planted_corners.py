"""Synthetic tables of a factorial with known effects and interactions, as its runs would be stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simsocial.analysis.terms import terms_of
from simsocial.experiment.factorial import WITHOUT, corner_name
from tests.unit.analysis.planted import YEARS, cells, indicator, manifest, table

__all__ = ["corner_manifest", "corner_table"]


def corners_of(factors: str) -> list[str]:
    """All corners of factors that are single letters, the reference left out."""
    names = {name for term in terms_of(list(factors)) for name in (*term.actual, *term.expected)}
    return sorted(names - {WITHOUT}, key=lambda name: (name.count("+"), name))


def corner_manifest(
    factors: str, indicators: list[str] | list[dict[str, Any]], **options: Any
) -> dict[str, Any]:
    """Manifest of a factorial."""
    targets = options.pop("targets", [])
    known = [one if isinstance(one, dict) else indicator(one) for one in indicators]
    scenarios = {name: {"targets": targets} for name in corners_of(factors)}
    made = manifest(known, scenarios=scenarios, **options)
    named = {WITHOUT: made["scenarios"].pop("status_quo"), **made["scenarios"]}
    return made | {"scenarios": named, "reference": WITHOUT}


def corner_table(
    factors: str,
    effects: dict[str, np.ndarray],
    draws: np.ndarray | None = None,
    areas: tuple[str, ...] = ("region",),
) -> pd.DataFrame:
    """Indicator table of all corners.

    `effects` maps a measure ("a") or a pair ("a+b") to what it adds wherever it is switched on: an array of shape
    (indicators, replicates), the same in all years. Indicators are i0, i1, ...
    """
    count, runs = next(iter(effects.values())).shape
    where = cells([f"i{number}" for number in range(count)], areas)
    base = np.random.default_rng(3).normal(500.0, 20.0, (len(where), len(YEARS), runs))
    shifts = {}
    for corner in corners_of(factors):
        switched = set(corner.split("+"))
        added = sum(shift for name, shift in effects.items() if set(name.split("+")) <= switched)
        by_cell = np.repeat(np.broadcast_to(added, (count, runs)), len(areas), axis=0)
        shifts[corner] = np.broadcast_to(by_cell[:, None, :], base.shape)
    made = table(where, base, shifts, draws)
    return made.assign(scenario=made["scenario"].cat.rename_categories({"status_quo": corner_name([])}))
