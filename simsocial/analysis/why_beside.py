"""Explained effects of the same option in a folder beside: what ``simsocial why`` measured, where it was run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.why import read_why
from simsocial.core.errors import RunError

__all__ = ["why_beside"]

_SAME = ("data_hash", "horizon")
_SAME_OPTION = ("measures", "laws")
_SAME_SETTINGS = ("future", "processes", "services", "staff")


def why_beside(results: Results, option: str) -> tuple[Path, pd.DataFrame] | None:
    """Return the newest folder that explains an option, with its parts of effects; None where there is none.

    Parameters
    ----------
    results : Results
        A comparison; folders beside its own are looked at.
    option : str
        One of its options.

    Returns
    -------
    tuple of Path and DataFrame, or None
        Of the same region's tables, parameters, horizon, measures, laws, services, processes and future, by whatever
        number of runs.
    """
    files = results.folder.resolve().parent.glob("*/why.csv")
    for path in sorted(files, key=lambda one: one.stat().st_mtime, reverse=True):
        try:
            other = Results(path.parent)
            if _explains(other.manifest, results.manifest, option):
                return path.parent, read_why(other)
        except (RunError, OSError):
            continue
    return None


def _explains(other: Mapping[str, Any], manifest: Mapping[str, Any], option: str) -> bool:
    """Return whether a manifest is about the same option in the same region, years and world around."""
    theirs, ours = (one["scenarios"].get(option) for one in (other, manifest))
    if theirs is None or other.get("reference") != manifest.get("reference"):
        return False
    settings, own = (one.get("config") or {} for one in (theirs, ours))
    return (
        all(other.get(key) == manifest.get(key) for key in _SAME)
        and all(theirs.get(key) == ours.get(key) for key in _SAME_OPTION)
        and all(settings.get(key) == own.get(key) for key in _SAME_SETTINGS)
    )
