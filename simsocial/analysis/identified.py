"""Which levels no figure can tell: they rest on parameters of which only a range is known.

How many go without a service is what demand leaves of staff: a small difference of large numbers, which rates of the
staff market decide that nobody counts. The effect of an option has its range; the level is said to be not identified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["IDENTIFIED", "NOT_IDENTIFIED", "identified_rows"]

IDENTIFIED, NOT_IDENTIFIED = "yes", "not identified"

_WIDE = 0.5
"""Part of the level that its range over draws must exceed."""


def identified_rows(
    rows: pd.DataFrame,
    level: npt.NDArray[np.float64],
    width: npt.NDArray[np.float64],
    relevance: npt.NDArray[np.float64],
    indicators: Sequence[Mapping[str, Any]],
    *,
    draws: bool,
) -> npt.NDArray[np.str_]:
    """Return ``yes`` or ``not identified`` for each row.

    Parameters
    ----------
    rows : DataFrame
        With the indicator of each row.
    level, width : ndarray
        The reference's level, and its 5-95 % range over draws.
    relevance : ndarray
        Size that matters.
    indicators : sequence of mapping
        Metadata, with the parameters in question (``not_identified``).
    draws : bool
        Whether parameters were drawn: then a level that hardly differs between draws counts as identified after all.

    Examples
    --------
    >>> rows = pd.DataFrame({"indicator": ["unmet", "unmet", "served"]})
    >>> metadata = [{"id": "unmet", "not_identified": ["staff.turnover_rate"]}, {"id": "served"}]
    >>> level, width = np.array([100.0, 2.0, 100.0]), np.array([300.0, 1.0, 300.0])
    >>> identified_rows(rows, level, width, np.full(3, 3.0), metadata, draws=True).tolist()
    ['not identified', 'yes', 'yes']
    """
    resting = {str(entry["id"]) for entry in indicators if entry.get("not_identified")}
    unknown = rows["indicator"].isin(resting).to_numpy(dtype=bool)
    if draws:
        unknown = unknown & (
            np.nan_to_num(width) > np.maximum(relevance, _WIDE * np.abs(np.nan_to_num(level)))
        )
    return np.where(unknown, NOT_IDENTIFIED, IDENTIFIED)
