"""Suspected side effects end in one of five states; none is left open.

``found``: confirmed (the row of a target: by its interval) and larger than its relevance.
``not_found``: tested with runs enough to find what matters, and too small or not confirmed. ``too_few``: not found, but
so few runs would probably have missed it. ``excluded``: no replicate differs anywhere, because the
assumptions of the run leave no way from the measures to it. ``not_in_model``: nothing in the model counts it.

The state is computed. What an author states beforehand (`state: excluded`) never overrides it: the report says
where the two differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["STATES", "missing_rows", "named_rows", "overall_state", "suspected_states"]

STATES = ("found", "too_few", "not_found", "excluded", "not_in_model")


def suspected_states(
    frame: pd.DataFrame,
    scenario: Mapping[str, Any],
    found: npt.NDArray[np.bool_],
    few: npt.NDArray[np.bool_],
) -> npt.NDArray[np.str_]:
    """Return the state for each row that a scenario names, '' for all others.

    Parameters
    ----------
    frame : DataFrame
        Effects of one option with `test`.
    scenario : mapping
        Entry of the manifest; `suspected` is a list of {indicator, area?, ...}. A `state` in it does not count.
    found : ndarray of bool
        Rows whose difference counts as found.
    few : ndarray of bool
        Rows with fewer runs than it takes to find a difference that matters.

    Returns
    -------
    ndarray of str
        One entry a row. A row that no replicate touches is ``excluded`` only if all rows of the suspicion
        are; otherwise it was tested and is ``not_found``.
    """
    state = np.full(len(frame), "", dtype="<U12")
    untouched = (frame["test"] == "untouched").to_numpy()
    for entry in scenario.get("suspected") or ():
        named = named_rows(frame, entry)
        if named.any() and untouched[named].all():
            state[named] = "excluded"
        else:
            state[named] = np.select([found[named], few[named]], ["found", "too_few"], "not_found")
    return state


def missing_rows(frame: pd.DataFrame, name: str, scenario: Mapping[str, Any], horizon: str) -> pd.DataFrame:
    """Return one empty row for each suspicion about something that the model does not count.

    Parameters
    ----------
    frame : DataFrame
        Effects of one option.
    name : str
        Name of the option.
    scenario : mapping
        Entry of the manifest.
    horizon : str
        Period of the rows.

    Returns
    -------
    DataFrame
        Rows without figures, state ``not_in_model``; columns as in `frame`.
    """
    rows = [
        {
            "scenario": name,
            "indicator": str(entry["indicator"]),
            "area": str(entry.get("area") or "region"),
            "group_kind": "all",
            "group": "all",
            "period": horizon,
            "n": 0,
            "n_nonzero": 0,
            "test": "untouched",
            "role": "none",
            "suspected": "not_in_model",
            "verdict": "neutral",
        }
        for entry in scenario.get("suspected") or ()
        if not named_rows(frame, entry).any()
    ]
    if not rows:
        return frame.iloc[:0]
    return pd.DataFrame(rows, columns=frame.columns).astype(frame.dtypes.to_dict())


def overall_state(effects: pd.DataFrame, entry: Mapping[str, Any]) -> str:
    """Return the one state of a suspicion over all its rows.

    Parameters
    ----------
    effects : DataFrame
        Effects of one option.
    entry : mapping
        The suspicion: indicator, area?.

    Returns
    -------
    str
        One of `STATES`; ``found`` if any row was found, else that of the row named itself (its area or the region,
        all groups, the horizon).
    """
    mine = effects[named_rows(effects, entry)]
    states = set(mine["suspected"])
    if "found" not in states:
        head = (mine["area"] == (entry.get("area") or "region")) & (mine["group_kind"] == "all")
        states = set(mine.loc[head & mine["period"].str.contains("-"), "suspected"]) or states
    return next((state for state in STATES if state in states), "not_in_model")


def named_rows(frame: pd.DataFrame, entry: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    """Mark the rows that a suspicion is about: all of its indicator, or those of its area."""
    named = frame["indicator"] == entry["indicator"]
    if entry.get("area"):
        named &= frame["area"] == entry["area"]
    return np.asarray(named, dtype=bool)
