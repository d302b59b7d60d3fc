"""How often and when the triggers of an adaptive plan fired, over the runs of a scenario."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from simsocial.analysis.results import Results

__all__ = ["Triggered", "triggered"]


class Triggered(NamedTuple):
    """How often the trigger of a measure fired.

    Attributes
    ----------
    measure : str
        Its name.
    runs, fired, ended : int
        Runs of the scenario, those in which it fired, and those in which it ended the measure at least once.
    earliest, median : str
        Month in which it first fired, ``YYYY-MM``: the earliest one of all runs, and the middle one (the earlier of
        two) of those in which it fired; empty if it never did.
    """

    measure: str
    runs: int
    fired: int
    ended: int
    earliest: str
    median: str


def triggered(results: Results, scenario: str) -> list[Triggered]:
    """Return how often each trigger of a scenario fired, by the measures' names; empty without triggers.

    Parameters
    ----------
    results : Results
        Stored results.
    scenario : str
        Name of the scenario.
    """
    measures = results.manifest["scenarios"][scenario].get("measures") or {}
    waiting = sorted(name for name, entry in measures.items() if entry.get("trigger"))
    if not waiting:
        return []
    states = (run["state"] for run in results.manifest.get("runs") or () if run["scenario"] == scenario)
    runs = sum(state == "finished" for state in states)
    rows = results.triggers[results.triggers["scenario"] == scenario]
    return [_triggered(name, runs, rows[rows["measure"] == name]) for name in waiting]


def _triggered(name: str, runs: int, rows: pd.DataFrame) -> Triggered:
    """Return how often one fired, from its rows."""
    begins, ends = (rows[rows["event"] == event] for event in ("begins", "ends"))
    first = sorted(begins.groupby(["draw", "replicate"])["month"].min().astype(str))
    ended = len(ends.drop_duplicates(["draw", "replicate"]))
    if not first:
        return Triggered(name, runs, 0, ended, "", "")
    return Triggered(name, runs, len(first), ended, first[0], first[(len(first) - 1) // 2])
