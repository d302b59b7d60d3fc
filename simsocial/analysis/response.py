"""How an indicator responds to a factor of a sweep: a mean for each point, and a curve through them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["curve_of", "point_means"]

_STEPS = 8
"""Different values of a factor up to which each is one place of the curve; of more, as many neighbours go together."""


def point_means(rows: pd.DataFrame, factors: Sequence[str], value: str, *, last: bool) -> pd.DataFrame:
    """Return an indicator at each point: mean over its runs and years.

    Parameters
    ----------
    rows : DataFrame
        Of one indicator and area (:func:`simsocial.analysis.sweep_table.read_sweep_table`).
    factors : sequence of str
        Columns of the factors.
    value : {"effect", "value"}
        Which column; rows without it are left out.
    last : bool
        Take the last year instead of the mean of all.

    Returns
    -------
    DataFrame
        scenario, point, the factors, and `value`.

    Examples
    --------
    >>> rows = pd.DataFrame({"scenario": "a", "point": 0, "x": 1, "period": ["2027", "2028"], "value": [1.0, 3.0]})
    >>> point_means(rows, ["x"], "value", last=False)["value"].tolist()
    [2.0]
    """
    kept = rows[rows[value].notna()]
    if last and len(kept):
        kept = kept[kept["period"] == kept["period"].max()]
    grouped = kept.groupby(["scenario", "point", *factors], sort=False, observed=True)
    return grouped[value].mean().rename("value").reset_index()


def curve_of(points: pd.DataFrame, factor: str) -> pd.DataFrame:
    """Return the curve through the points of one scenario.

    Parameters
    ----------
    points : DataFrame
        Of :func:`point_means`, with numbers as values of the factor.
    factor : str
        Column of the factor.

    Returns
    -------
    DataFrame
        `at` (value of the factor; mean of those that go together) and `value` (mean over all other factors), in the
        order of `at`.

    Examples
    --------
    >>> curve_of(pd.DataFrame({"x": [1, 1, 2], "value": [0.0, 2.0, 5.0]}), "x").to_numpy().tolist()
    [[1.0, 1.0], [2.0, 5.0]]
    """
    ordered = points.sort_values(factor, kind="stable")
    at = ordered[factor].to_numpy(dtype=np.float64)
    different, place = np.unique(at, return_inverse=True)
    if len(different) > _STEPS:
        place = place * _STEPS // len(different)
    return (
        pd.DataFrame({"at": at, "value": ordered["value"].to_numpy(), "place": place})
        .groupby("place")[["at", "value"]]
        .mean()
        .reset_index(drop=True)
    )
