"""Synthetic indicator tables with known effects, as a stored comparison would hold them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simsocial.analysis.effects import compute_effects

YEARS = ("2027", "2028", "2029", "2030", "2031")

PAIRS = 60
"""Replicates of both stages together."""

KEYS = ["indicator", "area", "group_kind", "group"]


def indicator(name: str, **changes: Any) -> dict[str, Any]:
    """Metadata of one indicator as the manifest holds it."""
    return {
        "id": name,
        "unit": "persons",
        "label": {"de": f"Kennzahl {name}", "en": f"Indicator {name}"},
        "field": "population",
        "direction": "down",
        "groups": [],
        "sum_over_time": "mean",
        "sum_over_areas": "sum",
        "relevance": 0.0,
        "relevance_kind": "absolute",
        "validation": "plausible",
    } | changes


def manifest(
    indicators: list[dict[str, Any]],
    replicates: int = 30,
    draws: int = 0,
    scenarios: dict[str, dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Manifest of a comparison with a status quo."""
    options = scenarios if scenarios is not None else {"option": {}}
    title = {"de": "Option", "en": "Option"}
    empty: dict[str, Any] = {"title": title, "targets": [], "suspected": [], "measures": {}}
    return {
        "name": "planted",
        "reference": "status_quo",
        "replicates": {"explore": replicates, "confirm": replicates},
        "draws": draws,
        "horizon": {"start": "2027-01", "end": "2031-12", "spin_up": 36},
        "indicators": indicators,
        "scenarios": {"status_quo": empty, **{name: empty | entry for name, entry in options.items()}},
    }


def cells(
    indicators: list[str], areas: tuple[str, ...] = ("region",), groups: tuple[tuple[str, str], ...] = ()
) -> pd.DataFrame:
    """All cells: each indicator in each area, and for the region in each group."""
    rows = [(i, a, "all", "all") for i in indicators for a in areas]
    rows += [(i, "region", kind, group) for i in indicators for kind, group in groups]
    return pd.DataFrame(rows, columns=KEYS)


def table(
    where: pd.DataFrame,
    base: np.ndarray,
    differences: dict[str, np.ndarray],
    draws: np.ndarray | None = None,
    years: tuple[str, ...] = YEARS,
) -> pd.DataFrame:
    """Indicator table of a status quo and of options that differ from it by known amounts.

    base and each difference have shape (cells, years, replicates). draws gives the draw of each replicate.
    """
    n_pairs = base.shape[2]
    if draws is None:
        draw, replicate = np.zeros(n_pairs, dtype=int), np.arange(n_pairs)
    else:
        draw, replicate = draws, np.zeros(n_pairs, dtype=int)
        for value in np.unique(draws):
            replicate[draws == value] = np.arange((draws == value).sum())
    cell, year, pair = (axis.ravel() for axis in np.indices(base.shape))
    frames = []
    for name, shift in {"status_quo": np.zeros_like(base), **differences}.items():
        frames.append(
            pd.DataFrame(
                {
                    "scenario": pd.Categorical([name] * base.size),
                    "draw": draw[pair].astype(np.int16),
                    "replicate": replicate[pair].astype(np.int16),
                    "period": pd.Categorical.from_codes(year, categories=list(years)),
                    "period_kind": pd.Categorical(["year"] * base.size),
                    **{key: pd.Categorical(where[key].to_numpy()[cell]) for key in KEYS},
                    "numerator": np.round(np.nan_to_num(base + shift).ravel()).astype(np.int64),
                    "denominator": np.ones(base.size, dtype=np.int64),
                    "value": (base + shift).ravel(),
                }
            )
        )
    joined = pd.concat(frames, ignore_index=True)
    return joined.astype(dict.fromkeys(("scenario", *KEYS, "period", "period_kind"), "category"))


def effects_of(kinds: dict[str, np.ndarray], **options: Any) -> pd.DataFrame:
    """Effects of an option on one region-level cell an indicator; each difference is constant over the years."""
    where = cells(list(kinds))
    rng = np.random.default_rng(11)
    base = np.round(rng.normal(500.0, 20.0, (len(kinds), len(YEARS), PAIRS)))
    shift = np.stack([np.broadcast_to(d, (len(YEARS), PAIRS)) for d in kinds.values()])
    metadata = options.pop("metadata", None) or [indicator(name) for name in kinds]
    return compute_effects(table(where, base, {"option": shift}), manifest(metadata, **options))


def one(effects: pd.DataFrame, name: str, period: str = "2027-2031", area: str = "region") -> pd.Series:
    """The one row of an indicator, all groups."""
    rows = effects[(effects["indicator"] == name) & (effects["period"] == period) & (effects["area"] == area)]
    assert len(rows) == 1
    return rows.iloc[0]
