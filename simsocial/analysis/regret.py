"""Regret over futures: by how much an option falls short of the best one in each future.

What comes is not known and has no probability here: futures count alike. An option is robust if it is never far from
the best; which one is best on average is a different question.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.criteria import Criterion, own_criteria
from simsocial.analysis.frames import Frame, frames_of, kept
from simsocial.analysis.paired import paired_statistics
from simsocial.analysis.results import Results
from simsocial.analysis.unit_levels import UnitLevels, unit_levels

__all__ = [
    "EXPECTED",
    "clear_differences",
    "futures_of",
    "levels_by_future",
    "regret_table",
    "robustness_table",
]

EXPECTED = "none"
"""Name of the comparison as expected, beside the futures."""


def futures_of(folder: Path | str) -> dict[str, Results]:
    """Return the comparison as expected and the same in futures below it, by id, without what other commands left."""
    root = Results(folder)
    found = {EXPECTED: root}
    for path in sorted((root.folder / "futures").glob("*/manifest.json")):
        other = Results(path.parent)
        if _same(other.manifest) == _same(root.manifest):
            found[str(other.manifest["future"]["id"])] = other
    return found


def _same(manifest: Mapping[str, Any]) -> list[Any]:
    """Return what all futures of a comparison have in common."""
    shared = ("seed", "horizon", "reference", "source_hash")
    region = (manifest.get("region") or {}).get("id")
    return [sorted(manifest["scenarios"]), region, *(manifest.get(key) for key in shared)]


def levels_by_future(futures: Mapping[str, Results], criteria: Sequence[Criterion]) -> dict[str, UnitLevels]:
    """Return the levels of all criteria in each future."""
    cells = [one.cell for one in criteria]
    return {name: unit_levels(results, cells) for name, results in futures.items()}


def regret_table(levels: Mapping[str, UnitLevels], criteria: Sequence[Criterion]) -> pd.DataFrame:
    """Compare each option with the best one in each future.

    Parameters
    ----------
    levels : mapping
        Future to levels; the first scenario of each is the reference.
    criteria : sequence of Criterion
        What shall be high or low.

    Returns
    -------
    DataFrame
        One row a criterion, future and option, the reference among them: `level` (mean over the draws), `effect`
        (against the reference), `regret` (how much worse than the best of the future in the mean, in units of the
        indicator), `share_best` (share of the draws in which no option is better) and `n` draws.
    """
    rows = []
    for criterion, (future, found) in itertools.product(criteria, levels.items()):
        if criterion.cell not in found.cells:
            continue
        values = found.values[:, found.cells.index(criterion.cell)]
        values = values[:, ~np.isnan(values).any(axis=0)]
        if not values.size:
            continue
        mean, score = values.mean(axis=1), criterion.sign * values
        best = (score == score.max(axis=0)).mean(axis=1)
        for number, scenario in enumerate(found.scenarios):
            rows.append(
                {
                    **criterion.cell._asdict(),
                    "direction": "up" if criterion.sign > 0 else "down",
                    "future": future,
                    "scenario": scenario,
                    "level": mean[number],
                    "effect": mean[number] - mean[0],
                    "regret": float((criterion.sign * mean).max() - criterion.sign * mean[number]),
                    "share_best": best[number],
                    "n": values.shape[1],
                }
            )
    return pd.DataFrame(rows, columns=_REGRET)


_REGRET = [
    "indicator",
    "area",
    "direction",
    "future",
    "scenario",
    "level",
    "effect",
    "regret",
    "share_best",
    "n",
]


def robustness_table(
    regret: pd.DataFrame,
    levels: Mapping[str, UnitLevels],
    criteria: Sequence[Criterion],
    manifest: Mapping[str, Any],
) -> pd.DataFrame:
    """Say of each option how it stands over all futures.

    Returns
    -------
    DataFrame
        One row a criterion and option: `max_regret` and the future of it, `mean_regret`; `share_reached`, the share of
        futures and draws (each future with the same weight) in which the wanted level is reached, or without one what
        is better than the reference (NaN for the reference); `share_satisficed`, the same for all own targets of the
        option together within all frames that are set; `dominated_by`, the option that dominates it.
    """
    dominated = _dominated(levels, criteria)
    satisficed = {name: _satisficed(levels, manifest, name) for name in regret["scenario"].unique()}
    rows = []
    for (indicator, area, direction, scenario), own in regret.groupby([*_REGRET[:3], "scenario"], sort=False):
        worst = own.iloc[int(own["regret"].to_numpy().argmax())]
        (criterion,) = (
            one for one in criteria if one.cell == (indicator, area) and (one.sign > 0) == (direction == "up")
        )
        rows.append(
            {
                "indicator": indicator,
                "area": area,
                "direction": direction,
                "wanted": criterion.value,
                "scenario": scenario,
                "max_regret": worst["regret"],
                "worst_future": worst["future"] if worst["regret"] > 0.0 else "",
                "mean_regret": own["regret"].mean(),
                "share_reached": _share_reached(levels, [criterion], str(scenario)),
                "share_satisficed": satisficed[scenario],
                "dominated_by": dominated.get(str(scenario), ""),
            }
        )
    return pd.DataFrame(rows)


def clear_differences(
    levels: UnitLevels, criterion: Criterion, first: str, second: str
) -> tuple[float, bool]:
    """Return by how much the first option is better in the mean, and whether that is clear and matters.

    Clear: the 95 % interval of the mean of the paired differences excludes zero. It matters beyond the relevance of the
    indicator.
    """
    number = levels.cells.index(criterion.cell)
    one, other = (levels.of(name, criterion.cell) for name in (first, second))
    found = paired_statistics(criterion.sign * (one - other)[np.newaxis])
    mean = float(found.effect[0])
    clear = bool(found.low[0] * found.high[0] > 0.0) and abs(mean) > levels.relevance[number]
    return mean, clear


def _dominated(levels: Mapping[str, UnitLevels], criteria: Sequence[Criterion]) -> dict[str, str]:
    """Return the options that another one dominates: nowhere better by what matters, and somewhere clearly worse."""
    scenarios = next(iter(levels.values())).scenarios
    found: dict[str, str] = {}
    for option, other in itertools.permutations(scenarios, 2):
        better, worse = False, False
        for criterion, one in itertools.product(criteria, levels.values()):
            if criterion.cell not in one.cells or not {option, other} <= set(one.scenarios):
                continue
            mean, clear = clear_differences(one, criterion, other, option)
            better |= mean < -one.relevance[one.cells.index(criterion.cell)]
            worse |= clear and mean > 0.0
        if worse and not better:
            found.setdefault(option, other)
    return found


def _satisficed(levels: Mapping[str, UnitLevels], manifest: Mapping[str, Any], scenario: str) -> float:
    """Return the share of futures and draws in which an option reaches all of its own targets within the frames."""
    own = own_criteria(manifest, scenario)
    return _share_reached(levels, own, scenario, frames_of(manifest)) if own else float("nan")


def _share_reached(
    levels: Mapping[str, UnitLevels],
    criteria: Sequence[Criterion],
    scenario: str,
    frames: Sequence[Frame] = (),
) -> float:
    shares = []
    for one in levels.values():
        reference = one.scenarios[0]
        compared = [entry for entry in criteria if entry.cell in one.cells]
        if not compared or scenario not in one.scenarios:
            continue
        if scenario == reference and any(entry.value is None for entry in compared):
            return float("nan")
        together: npt.NDArray[np.bool_] = np.logical_and.reduce(
            [
                kept(frames, one, scenario),
                *(
                    entry.reached(one.of(scenario, entry.cell), one.of(reference, entry.cell))
                    for entry in compared
                ),
            ]
        )
        shares.append(float(together.mean()))
    return float(np.mean(shares)) if shares else float("nan")
