"""When an option fails: the corner of the drawn assumptions in which its target is missed more often (PRIM).

From the stored draws of a comparison; nothing is run. Among hundreds of assumptions a box that fits some draws is
always found, so each is held against what the same search finds after the outcomes were shuffled.

References
----------
Friedman and Fisher (1999): Bump hunting in high-dimensional data, Statistics and Computing 9(2).
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from simsocial.analysis.criteria import own_criteria
from simsocial.analysis.flips import correlations, values_by_draw
from simsocial.analysis.results import Results
from simsocial.analysis.thresholds import LEVEL, MIN_NONZERO
from simsocial.analysis.unit_levels import unit_levels
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.random import uniform_array

__all__ = ["failing_table"]

_COLUMNS = [
    "scenario", "indicator", "area", "state", "failing", "n", "parameter", "low", "high", "coverage", "density",
    "p_value",
]  # fmt: skip
_MOST_PARAMETERS = 12
"""Assumptions that go together most with the effect; PRIM looks at no others."""
_SHUFFLES = 39
_LEAST_MASS = 0.1
"""Share of the draws that a box must hold."""


def failing_table(results: Results) -> pd.DataFrame:
    """Return for each target of each option in which box of assumptions it fails.

    Returns
    -------
    DataFrame
        A target fails in a draw if its value is missed, or without one if it is no better than the reference.
        `failing`: share of the `n` draws. `state`:

        - ``always``, ``never``: nothing to tell apart.
        - ``too_few``: fewer than ten draws fail, or fewer than ten do not.
        - ``not_shown``: the box tells failures apart no better than one of twenty boxes of shuffled outcomes does.
        - ``shown``: one row a `parameter` of the box with its bounds (`low`, `high`; the value, or the factor on a
          table), `coverage` (share of the failures inside), `density` (share of failures inside), `p_value`.

    Raises
    ------
    ConfigError
        If the comparison has no draws, or ema-workbench is not installed.
    """
    if results.draws.empty:
        message = say(
            "{folder}: no draws of assumptions are stored. Valid: a comparison without draws=0.",
            folder=results.folder,
        )
        raise ConfigError(message)
    wanted = {name: own_criteria(results.manifest, name) for name in results.options}
    levels = unit_levels(results, [one.cell for own in wanted.values() for one in own])
    rows: list[dict[str, Any]] = []
    for scenario, own in wanted.items():
        for criterion in own:
            if criterion.cell not in levels.cells or scenario not in levels.scenarios:
                continue
            level, reference = (levels.of(name, criterion.cell) for name in (scenario, levels.scenarios[0]))
            known = ~(np.isnan(level) | np.isnan(reference))
            fails = ~criterion.reached(level[known], reference[known])
            place = {
                "scenario": scenario,
                **criterion.cell._asdict(),
                "failing": fails.mean(),
                "n": len(fails),
            }
            values = values_by_draw(results.draws, levels.draw[known], scenario)
            rows += [
                place | row
                for row in _box(values, fails, (level - reference)[known], results.manifest["seed"])
            ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _box(
    values: pd.DataFrame, fails: npt.NDArray[np.bool_], effect: npt.NDArray[np.float64], seed: int
) -> list[dict[str, Any]]:
    """Return the box that tells failures apart best, one row a bounded parameter."""
    if fails.all() or not fails.any():
        return [{"state": "always" if fails.all() else "never"}]
    if min(fails.sum(), (~fails).sum()) < MIN_NONZERO or values.empty:
        return [{"state": "too_few"}]
    fit, found = _best_box(values, fails, effect)
    as_good = 0
    for number in range(_SHUFFLES):
        keys = np.arange(len(fails), dtype=np.uint64) + np.uint64(number * len(fails))
        order = np.argsort(uniform_array(seed, "analysis.shuffled_failures", keys), kind="stable")
        as_good += _best_box(values, fails[order], effect[order])[0] >= fit
    p_value = (1 + as_good) / (1 + _SHUFFLES)
    if p_value > LEVEL or not found:
        return [{"state": "not_shown", "p_value": p_value}]
    return [{"state": "shown", "p_value": p_value, **row} for row in found]


def _best_box(
    values: pd.DataFrame, fails: npt.NDArray[np.bool_], effect: npt.NDArray[np.float64]
) -> tuple[float, list[dict[str, Any]]]:
    """Return how well PRIM's best box tells failures apart, and its bounds.

    Best along the path of boxes: the harmonic mean of coverage and density, since a box of few draws is easily dense.
    """
    prim = _prim()
    ranks = stats.rankdata(values.to_numpy(), axis=1)
    together = np.abs(np.nan_to_num(correlations(ranks, stats.rankdata(effect))))
    chosen = values.iloc[np.sort(np.argsort(-together, kind="stable")[:_MOST_PARAMETERS])]
    table = chosen.T.reset_index(drop=True)
    search = prim.Prim(table, fails.astype(int), threshold=0.0, peel_alpha=0.1, mass_min=_LEAST_MASS)
    box = search.find_box()
    if box is None:
        return 0.0, []
    tried = box.peeling_trajectory
    # Worked out from mean and number: the library's own columns count every draw as a failure under pandas 3.
    density = tried["mean"].to_numpy(float)
    coverage = density * tried["n"].to_numpy(float) / fails.sum()
    fit = 2.0 * coverage * density / np.maximum(coverage + density, 1e-12)
    best = int(fit.argmax())
    box.select(best)
    limits, outer = box.box_lims[best], table.agg(["min", "max"])
    rows = [
        {
            "parameter": name,
            "low": limits[name].iloc[0],
            "high": limits[name].iloc[1],
            "coverage": float(coverage[best]),
            "density": float(density[best]),
        }
        for name in table
        if tuple(limits[name]) != tuple(outer[name])
    ]
    return float(fit[best]), rows


def _prim() -> Any:
    """Return the library's PRIM, or say how it is installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import prim
    except ImportError as error:
        message = say("PRIM needs ema-workbench. Valid: pip install 'simsocial[research]'.")
        raise ConfigError(message) from error
    return prim
