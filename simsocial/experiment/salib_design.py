"""Designs of SALib over ranks: one column a parameter, those of one factor moving together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["morris_points", "problem_of", "sobol_points"]

Floats = npt.NDArray[np.float64]


def problem_of(factors: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the ranks of all parameters as SALib's problem; those of one factor form a group.

    Examples
    --------
    >>> problem_of({"a": ["a.x", "a.y"], "b": ["b.z"]})["groups"]
    ['a', 'a', 'b']
    >>> "groups" in problem_of({"a.x": ["a.x"], "b.z": ["b.z"]})
    False
    """
    names = [identifier for ids in factors.values() for identifier in ids]
    problem: dict[str, Any] = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    if names != list(factors):
        problem["groups"] = [factor for factor, ids in factors.items() for _ in ids]
    return problem


def morris_points(factors: Mapping[str, list[str]], trajectories: int, levels: int, seed: int) -> Floats:
    """Return trajectories in which one factor moves at a time."""
    from SALib.sample import morris

    return np.asarray(morris.sample(problem_of(factors), trajectories, num_levels=levels, seed=seed))


def sobol_points(factors: Mapping[str, list[str]], size: int, seed: int) -> Floats:
    """Return Saltelli's points for first and total shares."""
    from SALib.sample import sobol

    return np.asarray(sobol.sample(problem_of(factors), size, calc_second_order=False, seed=seed))
