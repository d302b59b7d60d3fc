"""Whom sites serve now, counted from the cases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY, SERVED
from simsocial.core.state import TOP, State

__all__ = ["served_by_site"]

Integers = npt.NDArray[np.int64]


def served_by_site(state: State, sites: int) -> Integers:
    """Count the cases that each of so many sites serves now, all kinds together, whatever was counted before."""
    cases, top = state.cases, int(state.counters[2, TOP])
    is_served = (cases.state[:top] == SERVED) & (cases.person[:top] != NOBODY)
    return np.bincount(cases.site[:top][is_served], minlength=sites)
