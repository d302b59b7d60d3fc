"""On which assumptions the effect of an option hangs: Morris' elementary effects, then Sobol's shares (SALib).

Analysed is the effect itself, option minus reference under the same dice and the same assumptions, not a level: what
moves both worlds alike is no reason to doubt a choice.

References
----------
Campolongo, Cariboni and Saltelli (2007): An effective screening design for sensitivity analysis of large models,
Environmental Modelling & Software 22(10).
Saltelli et al. (2010): Variance based sensitivity analysis of model output, Computer Physics Communications 181(2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.criteria import criteria_of
from simsocial.analysis.unit_levels import levels_in
from simsocial.core.errors import RunError
from simsocial.core.language import say
from simsocial.experiment.salib_design import problem_of

__all__ = ["analyse_points", "effects_by_point", "morris_table", "sobol_table", "strongest"]

FloatArray = npt.NDArray[np.float64]

_COLUMNS = [
    "scenario",
    "period",
    "period_kind",
    "area",
    "group_kind",
    "group",
    "indicator",
    "draw",
    "replicate",
    "value",
]


def effects_by_point(folder: Path, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return the effect on each criterion at each point, mean over the replicates.

    Parameters
    ----------
    folder : Path
        Folder of the analysis.
    manifest : mapping
        With `points`: keys of the stored runs by scenario.

    Returns
    -------
    DataFrame
        One row a point, one column a criterion (``indicator@area``).

    Raises
    ------
    RunError
        If a run is missing: a design with holes has no indices.
    """
    criteria = criteria_of(manifest)
    rows = []
    for number, keys in enumerate(manifest["points"]):
        paths = [folder / "runs" / f"{key}.parquet" for own in keys.values() for key in own]
        missing = [path for path in paths if not path.is_file()]
        if missing:
            message = say(
                "{missing} is missing (point {number}). The same command goes on where it stopped.",
                missing=missing[0],
                number=number,
            )
            raise RunError(message)
        tables = (pd.read_parquet(path, columns=_COLUMNS) for path in paths)
        levels = levels_in(tables, manifest, [one.cell for one in criteria])
        effect = (levels.values[1] - levels.values[0]).mean(axis=1)
        rows.append({_name(cell): value for cell, value in zip(levels.cells, effect, strict=True)})
    return pd.DataFrame(rows)


def _name(cell: Any) -> str:
    return f"{cell.indicator}@{cell.area}"


def morris_table(
    problem: Mapping[str, Any], design: FloatArray, effects: pd.DataFrame, levels: int
) -> pd.DataFrame:
    """Return how much each factor moves each effect.

    Returns
    -------
    DataFrame
        criterion, factor, `mu_star` (mean absolute change of the effect when the factor crosses its whole range, in
        units of the indicator), `mu_star_conf` (half of its 95 % interval, bootstrap over trajectories), `sigma`
        (spread: interaction or bend; NaN for fields), largest first within a criterion.
    """
    from SALib.analyze import morris

    frames = []
    for criterion, values in effects.items():
        found = morris.analyze(dict(problem), design, values.to_numpy(float), num_levels=levels, seed=1)
        frames.append(
            pd.DataFrame(
                {
                    "criterion": criterion,
                    "factor": list(found["names"]),
                    "mu_star": np.asarray(found["mu_star"], dtype=float),
                    "mu_star_conf": np.asarray(found["mu_star_conf"], dtype=float),
                    "sigma": np.ma.filled(np.ma.asarray(found["sigma"], dtype=float), np.nan),
                }
            ).sort_values("mu_star", ascending=False, kind="stable")
        )
    return pd.concat(frames, ignore_index=True)


def sobol_table(problem: Mapping[str, Any], effects: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each effect's variance that each factor makes.

    Returns
    -------
    DataFrame
        criterion, factor, `first` (by itself) and `total` (with all its interactions), each with half of its 95 %
        interval (``_conf``), largest total first. An effect that never varies has no shares.
    """
    from SALib.analyze import sobol

    frames = []
    for criterion, values in effects.items():
        if not np.ptp(values.to_numpy(float)):
            continue
        found = sobol.analyze(dict(problem), values.to_numpy(float), calc_second_order=False, seed=1)
        names = list(dict.fromkeys(problem.get("groups") or problem["names"]))
        columns = {"first": "S1", "first_conf": "S1_conf", "total": "ST", "total_conf": "ST_conf"}
        shares = {name: np.asarray(found[key], dtype=float) for name, key in columns.items()}
        frames.append(
            pd.DataFrame({"criterion": criterion, "factor": names, **shares}).sort_values(
                "total", ascending=False, kind="stable"
            )
        )
    columns_of = ["criterion", "factor", "first", "first_conf", "total", "total_conf"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns_of)


def strongest(table: pd.DataFrame, count: int) -> list[str]:
    """Return the factors that move the effects most: by their largest share of the strongest factor of a criterion.

    Examples
    --------
    >>> rows = [("x", "a", 10.0), ("x", "b", 1.0), ("y", "b", 0.2), ("y", "a", 0.0)]
    >>> strongest(pd.DataFrame(rows, columns=["criterion", "factor", "mu_star"]), 1)
    ['a']
    """
    largest = table.groupby("criterion")["mu_star"].transform("max")
    share = (table["mu_star"] / largest.where(largest > 0.0)).fillna(0.0)
    ranked = share.groupby(table["factor"]).max().sort_values(ascending=False, kind="stable")
    return [str(name) for name in ranked.index[:count]]


def analyse_points(folder: Path | str) -> pd.DataFrame:
    """Analyse what was simulated in a folder and write ``effects.csv`` by point and ``morris.csv`` or ``sobol.csv``."""
    folder = Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    problem = problem_of(manifest["factors"])
    effects = effects_by_point(folder, manifest)
    effects.to_csv(folder / "effects.csv", index_label="point", float_format="%.10g")
    if manifest["method"] == "morris":
        design = pd.read_parquet(folder / "design.parquet").to_numpy(float)
        table = morris_table(problem, design, effects, int(manifest["levels"]))
    else:
        table = sobol_table(problem, effects)
    table.to_csv(folder / f"{manifest['method']}.csv", index=False, float_format="%.10g")
    return table
