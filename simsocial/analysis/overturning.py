"""Which assumptions an effect hangs on: the drawn values that go along with it over the draws of a comparison.

Needs no further run: each draw of the assumptions has its effect. A rank correlation with each drawn value is tested,
and of hundreds of them only those are told that chance alone would not show (Holm, five per cent for all together).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from simsocial.analysis.thresholds import LEVEL

__all__ = ["Leverage", "leverages"]

_LEAST_DRAWS = 10


@dataclass(frozen=True)
class Leverage:
    """An assumption that an effect hangs on.

    Attributes
    ----------
    parameter : str
        Identifier.
    correlation : float
        Spearman's rank correlation of its drawn value with the effect, -1 to 1.
    turns : bool
        Whether the effect changes its sign between the lower and the upper third of its values.
    """

    parameter: str
    correlation: float
    turns: bool


def leverages(draws: pd.DataFrame, effects: pd.Series) -> list[Leverage]:
    """Return the assumptions that an effect hangs on, the strongest first.

    Parameters
    ----------
    draws : DataFrame
        Drawn values: draw, scenario ('' for all), parameter, kind, value.
    effects : Series
        Effect by draw, in units of the indicator.

    Returns
    -------
    list of Leverage
        None where fewer than ten draws have an effect or nothing stands out.

    Examples
    --------
    >>> draw = np.repeat(np.arange(30), 2)
    >>> value = np.where(np.arange(60) % 2, (draw * 17) % 30, draw)
    >>> draws = pd.DataFrame(
    ...     {"draw": draw, "scenario": "", "parameter": ["a", "b"] * 30, "kind": "value", "value": value}
    ... )
    >>> [one.parameter for one in leverages(draws, pd.Series(np.arange(30) - 15.0))]
    ['a']
    """
    known = effects.dropna()
    wide = draws.pivot_table(index="draw", columns=["parameter", "kind", "scenario"], values="value")
    wide = wide.reindex(known.index).dropna(axis=1)
    wide = wide.loc[:, wide.nunique() > 1]
    if len(wide) < _LEAST_DRAWS or wide.empty or known.nunique() < 2:
        return []
    ranks = wide.rank().to_numpy()
    outcome = known.rank().to_numpy()
    correlation = np.array([np.corrcoef(column, outcome)[0, 1] for column in ranks.T])
    found: list[Leverage] = []
    p_value = _p_values(correlation, len(wide))
    order = np.argsort(p_value)
    for rank, column in enumerate(order):
        if p_value[column] * (len(order) - rank) > LEVEL:
            break
        parameter = str(wide.columns[column][0])
        if parameter not in (one.parameter for one in found):
            turns = _turns(wide.iloc[:, column].to_numpy(), known.to_numpy())
            found.append(Leverage(parameter, float(correlation[column]), turns))
    return found


def _p_values(correlation: np.ndarray, count: int) -> np.ndarray:
    """Return two-sided p-values of rank correlations by the usual t approximation."""
    bounded = np.clip(np.abs(correlation), 0.0, 1.0 - 1e-12)
    statistic = bounded * np.sqrt((count - 2) / (1.0 - bounded**2))
    return np.asarray(2.0 * stats.t.sf(statistic, count - 2))


def _turns(values: np.ndarray, effects: np.ndarray) -> bool:
    """Return whether the mean effect has another sign where the value is low than where it is high."""
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    return bool(effects[values <= low].mean() * effects[values >= high].mean() < 0.0)
