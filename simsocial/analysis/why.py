"""Why an effect is what it is: its parts by mechanism, Shapley values over worlds in which some are switched off.

v(S) is the effect of an option where the mechanisms S act, and the others are off in both worlds. The part of a
mechanism is what it adds to v, averaged over all orders in which the mechanisms can be switched on; what is left where
all are off is the direct part. So direct part and parts sum to the effect, of every run and so of every mean.

References
----------
Shapley (1953): A value for n-person games; Shorrocks (2013): Decomposition procedures for distributional analysis,
Journal of Economic Inequality 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simsocial.analysis.cube import Cube, build_cube
from simsocial.analysis.effects import option_effects
from simsocial.analysis.figures import Figures
from simsocial.analysis.results import Results
from simsocial.analysis.stages import joined, split_stages
from simsocial.analysis.terms import ACTUAL, EXPECTED, Term, world_pair
from simsocial.core.errors import RunError
from simsocial.core.inert import inert_table
from simsocial.core.language import say
from simsocial.experiment.worlds import mechanisms_in, world_name

__all__ = [
    "DIRECT",
    "TOTAL",
    "WHY_COLUMNS",
    "compute_why",
    "option_in",
    "read_why",
    "shapley_terms",
    "write_why",
]

TOTAL, DIRECT = "total", "direct"
"""Parts that are no mechanism: the whole effect, and what is left of it where all mechanisms are off."""

_KEYS = ["indicator", "area", "group_kind", "group", "period"]
WHY_COLUMNS = [
    *_KEYS, "part", "effect", "share", "low", "high", "mean_low", "mean_high", "n", "n_nonzero", "test", "role",
    "relevance", "reference_mean", "scenario_mean", "relative", "chance_share", "share_same_sign",
]  # fmt: skip
"""Columns of why.csv, in this order."""


def option_in(manifest: Mapping[str, Any]) -> str:
    """Return the option that stored worlds explain.

    Raises
    ------
    RunError
        If the scenarios are not two with all subsets of some mechanisms off.
    """
    names = list(manifest["scenarios"])
    mechanisms = mechanisms_in(names)
    plain = [name for name in names if "~" not in name]
    worlds = {world_name(name, off) for name in plain for off in _subsets(mechanisms)}
    if len(plain) != 2 or not mechanisms or worlds != set(names):
        message = say("These results explain nothing. Valid: a folder written by 'simsocial why SCENARIO'.")
        raise RunError(message)
    return str(plain[1])


def shapley_terms(reference: str, option: str, mechanisms: list[str]) -> list[Term]:
    """Return whole effect, direct part, and the part of each mechanism, as sums of worlds.

    Examples
    --------
    >>> [term.factors[0] for term in shapley_terms("a", "b", ["staff"])]
    ['total', 'direct', 'staff']
    """

    def effect(on: Iterable[str], weight: float) -> dict[str, float]:
        off = set(mechanisms) - set(on)
        return {world_name(option, off): weight, world_name(reference, off): -weight}

    def term(part: str, *effects: dict[str, float]) -> Term:
        actual = {reference: 1.0}
        for entry in effects:
            for name, weight in entry.items():
                actual[name] = actual.get(name, 0.0) + weight
        return Term("why", (part,), actual, {reference: 1.0})

    parts = [term(TOTAL, effect(mechanisms, 1.0)), term(DIRECT, effect((), 1.0))]
    count = len(mechanisms)
    for name in mechanisms:
        others = [one for one in mechanisms if one != name]
        steps = []
        for before in _subsets(others):
            weight = 1.0 / (count * comb(count - 1, len(before)))
            steps += [effect((*before, name), weight), effect(before, -weight)]
        parts.append(term(name, *steps))
    return parts


def compute_why(
    indicators: pd.DataFrame | Iterable[pd.DataFrame], manifest: Mapping[str, Any]
) -> pd.DataFrame:
    """Return the parts of the effects of an option that are worth explaining.

    Parameters
    ----------
    indicators : DataFrame or iterable of DataFrame
        Indicator table of all worlds, whole or run by run.
    manifest : mapping
        Manifest of the results.

    Returns
    -------
    DataFrame
        `WHY_COLUMNS`: of each declared target and confirmed side effect (over the horizon, of the region and of areas
        that targets name) a line for the whole (``total``), the ``direct`` part and each mechanism; the largest
        effects in multiples of relevance first, targets before side effects. `effect` of the parts sums to that of the
        whole; `share`: of the whole. Intervals are those of :func:`~simsocial.analysis.effects.compute_effects`, of all
        replicates.

    Raises
    ------
    RunError
        If a world is missing.
    """
    option, reference = option_in(manifest), str(manifest["reference"])
    targets = manifest["scenarios"][option].get("targets") or ()
    areas = {"region", *(str(target.get("area") or "region") for target in targets)}
    tables = [indicators] if isinstance(indicators, pd.DataFrame) else indicators
    cube = build_cube(
        (table[(table["group_kind"] == "all") & table["area"].isin(areas)] for table in tables), manifest
    )
    for name in manifest["scenarios"]:
        if name not in cube.scenarios:
            message = say(
                "No finished run of the world '{name}': the parts of an effect take all of them.", name=name
            )
            raise RunError(message)
    cube = _explained(cube, option, reference, manifest)
    terms = shapley_terms(reference, option, mechanisms_in(list(manifest["scenarios"])))
    found = pd.concat([_part(cube, term, manifest) for term in terms], ignore_index=True)
    whole = found["part"].eq(TOTAL)
    effect = found[whole].set_index("row")["effect"]
    found["share"] = found["effect"] / found["row"].map(effect).replace(0.0, np.nan)
    return found.sort_values("row", kind="stable")[WHY_COLUMNS].reset_index(drop=True)


def _explained(cube: Cube, option: str, reference: str, manifest: Mapping[str, Any]) -> Cube:
    """Return the rows worth explaining in their order, with `role` and `relevance`, of runs that all worlds have."""
    whole = (cube.rows["period"] == cube.horizon).to_numpy()
    cube = replace(cube, rows=cube.rows[whole].reset_index(drop=True), values=cube.values[:, whole])
    effects = option_effects(cube, option, reference, manifest).iloc[: len(cube.rows)]
    wanted = (effects["role"] != "none") & (effects["effect"].abs() > 0.0)
    size = effects["effect"].abs() / effects["relevance"].clip(lower=1e-12)
    order = pd.DataFrame({"side": effects["role"] != "target", "size": -size})[wanted].sort_values(
        ["side", "size"]
    )
    rows = cube.rows.assign(role=effects["role"], relevance=effects["relevance"]).iloc[order.index]
    values = cube.values[:, order.index]
    values = np.where(np.isnan(values).any(axis=0), np.nan, values)
    return replace(cube, rows=rows.reset_index(drop=True), values=values)


def _part(cube: Cube, term: Term, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return one part of all effects, from all replicates."""
    first, second, chance = split_stages(world_pair(cube, term), ACTUAL, EXPECTED, manifest)
    every = np.arange(len(cube.rows))
    figures = Figures.of(joined(first, second, every), chance)
    return cube.rows.assign(part=term.factors[0], row=every, test=figures.printed.test, **figures.columns())


def _subsets(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return all subsets."""
    known = list(names)
    return [one for size in range(len(known) + 1) for one in combinations(known, size)]


def write_why(folder: Path | str) -> Path:
    """Compute the parts of the effects of stored worlds and write ``why.csv`` beside them; return its path."""
    results = Results(folder)
    path = results.folder / "why.csv"
    inert_table(compute_why(results.years_by_run(), results.manifest)).to_csv(
        path, index=False, float_format="%.12g"
    )
    return path


def read_why(results: Results) -> pd.DataFrame:
    """Return the parts as they were written, or compute them."""
    path = results.folder / "why.csv"
    if not path.is_file():
        return compute_why(results.years_by_run(), results.manifest)
    texts = {*_KEYS, "part", "test", "role"}
    numbers = {name: ["", "nan"] for name in WHY_COLUMNS if name not in texts}
    table = pd.read_csv(path, keep_default_na=False, na_values=numbers, dtype=dict.fromkeys(texts, str))
    return table[WHY_COLUMNS]
