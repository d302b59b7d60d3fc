"""Which replicates explore and which confirm, and what the unit of every test is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.analysis.cube import Cube
from simsocial.analysis.spread import Chance, chance_of

__all__ = ["Stage", "joined", "split_stages"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stage:
    """Values of both worlds over the units of one stage.

    Attributes
    ----------
    reference, scenario : ndarray of float64, shape (n_rows, n_units)
        A unit is a replicate; with parameter draws it is a draw (mean over its replicates).
    difference : ndarray of float64, shape (n_rows, n_units)
        Mean over the unit's replicates of option minus reference.
    runs : ndarray of int64, shape (n_units,)
        Replicates of each unit.
    """

    reference: FloatArray
    scenario: FloatArray
    difference: FloatArray
    runs: npt.NDArray[np.int64]


def joined(first: Stage, second: Stage, rows: npt.NDArray[np.int64]) -> Stage:
    """Return some rows over the units of both stages together, for what needs no search."""
    both = (first, second)
    return Stage(
        reference=np.hstack([stage.reference[rows] for stage in both]),
        scenario=np.hstack([stage.scenario[rows] for stage in both]),
        difference=np.hstack([stage.difference[rows] for stage in both]),
        runs=np.concatenate([stage.runs for stage in both]),
    )


def split_stages(
    cube: Cube, scenario: str, reference: str, manifest: Mapping[str, Any]
) -> tuple[Stage, Stage, Chance | None]:
    """Pair an option with the reference and split the pairs into exploration and confirmation.

    Parameters
    ----------
    cube : Cube
        Yearly rows.
    scenario, reference : str
        The two worlds.
    manifest : mapping
        `replicates.explore`; replicates 0..explore-1 explore, the rest confirm. A parameter draw must not
        serve both stages, since it would carry its luck from one into the other: where the replicates do
        not keep draws apart, the first half of the draws explores and the second confirms.

    Returns
    -------
    explore, confirm : Stage
        Only pairs with both runs finished; a stage may be empty.
    chance : Chance or None
        With draws, what chance alone does under one draw, from both stages; None where the unit is the replicate.
    """
    here, there = cube.scenarios.index(scenario), cube.scenarios.index(reference)
    both = cube.present[here] & cube.present[there]
    draws = np.unique(cube.draw)
    by_draw = len(draws) > 1
    first = cube.replicate < int(manifest["replicates"]["explore"])
    if by_draw and (first.all() or np.intersect1d(cube.draw[first], cube.draw[~first]).size):
        first = cube.draw < draws[(len(draws) + 1) // 2]
    unit = cube.draw if by_draw else np.arange(len(cube.replicate))
    stages = []
    for chosen in (both & first, both & ~first):
        scenario_values, reference_values = cube.values[here][:, chosen], cube.values[there][:, chosen]
        stages.append(
            Stage(
                reference=_by_unit(reference_values, unit[chosen]),
                scenario=_by_unit(scenario_values, unit[chosen]),
                difference=_by_unit(scenario_values - reference_values, unit[chosen]),
                runs=np.unique(unit[chosen], return_counts=True)[1].astype(np.int64),
            )
        )
    chance = (
        chance_of(cube.values[here][:, both] - cube.values[there][:, both], unit[both]) if by_draw else None
    )
    return stages[0], stages[1], chance


def _by_unit(values: FloatArray, unit: npt.NDArray[np.int64]) -> FloatArray:
    """Average the replicates of each unit, leaving out undefined ones."""
    names, position = np.unique(unit, return_inverse=True)
    if len(names) == len(unit):
        return values
    membership = np.zeros((len(unit), len(names)))
    membership[np.arange(len(unit)), position] = 1.0
    valid = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(
            (np.where(valid, values, 0.0) @ membership) / (valid.astype(np.float64) @ membership)
        )
