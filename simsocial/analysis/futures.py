"""What a comparison in several futures tells: regret, robustness and flips, computed and written beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from simsocial.analysis.criteria import criteria_of
from simsocial.analysis.flips import flip_table
from simsocial.analysis.regret import (
    EXPECTED,
    futures_of,
    levels_by_future,
    regret_table,
    robustness_table,
)
from simsocial.core.inert import inert_table, restored

__all__ = ["OverFutures", "over_futures", "read_regret", "titles_of", "write_regret"]

_NAMES = ("scenario", "first", "second", "dominated_by")


class OverFutures(NamedTuple):
    """The three tables; see the functions that make them."""

    regret: pd.DataFrame
    robustness: pd.DataFrame
    flips: pd.DataFrame


def over_futures(folder: Path | str) -> OverFutures | None:
    """Compare the options of stored results over all futures in which they were run.

    Returns
    -------
    OverFutures or None
        None if they were run as expected only, or nothing is declared that could be better or worse.
    """
    futures = futures_of(folder)
    manifest = futures[EXPECTED].manifest
    criteria = criteria_of(manifest)
    if len(futures) == 1 or not criteria:
        return None
    levels = levels_by_future(futures, criteria)
    regret = regret_table(levels, criteria)
    return OverFutures(
        regret,
        robustness_table(regret, levels, criteria, manifest),
        flip_table(levels, criteria, futures[EXPECTED].draws),
    )


def write_regret(folder: Path | str) -> list[Path]:
    """Write ``regret.csv``, ``robustness.csv`` and ``flips.csv`` beside stored results; none without futures."""
    found = over_futures(folder)
    if found is None:
        return []
    paths = []
    for name, table in found._asdict().items():
        paths.append(Path(folder) / f"{name}.csv")
        inert_table(table).to_csv(paths[-1], index=False, float_format="%.10g")
    return paths


def read_regret(folder: Path | str) -> OverFutures | None:
    """Return what :func:`write_regret` wrote, None if it did not."""
    paths = [Path(folder) / f"{name}.csv" for name in OverFutures._fields]
    if not all(path.is_file() for path in paths):
        return None
    tables = [pd.read_csv(path, keep_default_na=False, na_values=_MISSING) for path in paths]
    for table in tables:
        for name in set(_NAMES) & set(table):
            table[name] = table[name].astype(str).map(restored)
    return OverFutures(*tables)


_MISSING = {name: [""] for name in ("level", "wanted", "share_reached", "share_satisficed", "threshold")}


def titles_of(folder: Path | str) -> dict[str, dict[str, Any]]:
    """Return id, title and reason of each future that was run below a folder, by id."""
    found = {name: one.manifest["future"] for name, one in futures_of(folder).items()}
    return {name: one for name, one in found.items() if name != EXPECTED}
