"""What portfolios achieve, which frames they keep, and which of them no other one beats (the Pareto front)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.criteria import Criterion, criteria_of, years_of
from simsocial.analysis.frames import frames_of
from simsocial.analysis.unit_levels import levels_in
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.experiment.portfolios import Portfolio
from simsocial.experiment.search import Judgement

__all__ = ["front", "judge", "objectives_of", "portfolio_table"]

_COLUMNS = [
    "scenario", "period", "period_kind", "area", "group_kind", "group", "indicator", "draw", "replicate", "value",
]  # fmt: skip


def objectives_of(manifest: Mapping[str, Any]) -> list[Criterion]:
    """Return what is searched for: the targets of all scenarios and the cost of the Kreis."""
    found = criteria_of(manifest)
    if len(found) < 2:
        message = say(
            "A search needs a target beside the cost of the Kreis. Valid: scenarios that declare targets."
        )
        raise ConfigError(message)
    return found


def judge(
    folder: Path, manifest: Mapping[str, Any], keys: Mapping[str, Sequence[str]]
) -> dict[str, Judgement]:
    """Return what came of portfolios, from their stored runs; one with a failed run is left out.

    Parameters
    ----------
    folder : Path
        Folder of the search.
    manifest : mapping
        Of the search.
    keys : mapping
        Keys of the runs by portfolio, those of the reference first.
    """
    paths = {name: [folder / "runs" / f"{key}.parquet" for key in own] for name, own in keys.items()}
    whole = [name for name, own in paths.items() if all(path.is_file() for path in own)]
    reference = str(manifest["reference"])
    if reference not in whole:
        return {}
    criteria, frames = objectives_of(manifest), frames_of(manifest)
    cells = [*(one.cell for one in criteria), *(cell for frame in frames for cell in frame.cells)]
    tables = (pd.read_parquet(path, columns=_COLUMNS) for name in whole for path in paths[name])
    levels = levels_in(tables, {**manifest, "scenarios": dict.fromkeys(whole)}, cells)
    found = {}
    for name in levels.scenarios[1:]:
        gains = [
            one.sign
            * (levels.of(name, one.cell) - levels.of(reference, one.cell)).mean()
            / years_of(manifest, one.cell.indicator)
            if one.cell in levels.cells
            else 0.0
            for one in criteria
        ]
        beyond = [
            float(frame.beyond(levels, name).mean()) - frame.limit
            for frame in frames
            if set(frame.cells) <= set(levels.cells)
        ]
        found[name] = Judgement([float(gain) for gain in gains], beyond)
    return found


def front(gains: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which rows no other row beats: none is as good in all columns and better in one.

    Examples
    --------
    >>> front(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.5]])).tolist()
    [True, True, False]
    """
    as_good = (gains[:, np.newaxis, :] >= gains[np.newaxis, :, :]).all(axis=2)
    better = (gains[:, np.newaxis, :] > gains[np.newaxis, :, :]).any(axis=2)
    return np.asarray(~(as_good & better).any(axis=0))


def portfolio_table(
    tried: Mapping[str, tuple[Portfolio, Judgement]], manifest: Mapping[str, Any]
) -> pd.DataFrame:
    """Return one row a portfolio.

    Returns
    -------
    DataFrame
        portfolio, measures, one column an objective (``indicator@area``: gain in the wanted direction, of an average
        year), `within_frames`, `on_front` (of those within the frames), the front first.
    """
    criteria = objectives_of(manifest)
    names = [f"{one.cell.indicator}@{one.cell.area}" for one in criteria]
    rows = [
        {
            "portfolio": name,
            "measures": " ".join(portfolio.measures),
            **dict(zip(names, judgement.gains, strict=True)),
            "within_frames": all(value <= 0.0 for value in judgement.beyond),
        }
        for name, (portfolio, judgement) in tried.items()
    ]
    table = pd.DataFrame(rows, columns=["portfolio", "measures", *names, "within_frames"])
    inside = table["within_frames"].to_numpy(bool)
    table["on_front"] = False
    if inside.any():
        table.loc[inside, "on_front"] = front(table.loc[inside, names].to_numpy(float))
    return table.sort_values(["on_front", names[-1]], ascending=False, kind="stable").reset_index(drop=True)
