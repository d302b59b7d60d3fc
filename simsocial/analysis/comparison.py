"""The comparison of stored results: effects of every option, computed and written beside them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.results import Results
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
    """Compute the effects of stored results and write ``effects.csv`` beside them.

    Returns
    -------
    Path
        The file written.
    """
    path = Path(folder) / "effects.csv"
    inert_table(compare(folder)).to_csv(path, index=False, float_format="%.10g")
    return path
