"""The comparison of stored results: effects of every option and on equity, computed and written beside them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from simsocial.analysis.budget import write_budget
from simsocial.analysis.effects import compute_effects
from simsocial.analysis.effects_files import write_effect_files
from simsocial.analysis.equity import compute_equity
from simsocial.analysis.results import Results
from simsocial.analysis.who import write_who
from simsocial.core.inert import inert_table

__all__ = ["compare", "write_effects"]


def compare(results: Results | Path | str) -> pd.DataFrame:
    """Compare every option of stored results with the status quo.

    Parameters
    ----------
    results : Results or Path or str
        Stored results or their folder.

    Returns
    -------
    DataFrame
        See :func:`compute_effects`.
    """
    found = results if isinstance(results, Results) else Results(results)
    return compute_effects(found.years_by_run(), found.manifest)


def write_effects(folder: Path | str) -> Path:
    """Compute the effects of stored results and write tables of them, equity, people, prices and frames.

    Returns
    -------
    Path
        The readable file of the effects, ``effects.csv``; ``effects.parquet`` beside it has all rows.
    """
    results = Results(folder)
    path, beside = write_effect_files(compare(results), results.folder), results.folder / "equity.csv"
    beside.unlink(missing_ok=True)
    equity = compute_equity(results.years_by_run(), results.manifest)
    if len(equity):
        inert_table(equity).to_csv(beside, index=False, float_format="%.10g")
    write_who(results)
    write_budget(results)
    return path
