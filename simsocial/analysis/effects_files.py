"""The effects table on disk: all rows for programs, and those that tell something for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.inert import inert_table

__all__ = ["ALL_ROWS", "READABLE", "read_all_rows", "telling", "write_effect_files"]

ALL_ROWS, READABLE = "effects.parquet", "effects.csv"


def telling(effects: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return the rows that a reader looks for, one in nine of a comparison of all kinds of service.

    Parameters
    ----------
    effects : DataFrame
        The effects table.

    Returns
    -------
    ndarray of bool
        True for what is declared, suspected or found (every year, area and group of it), for each indicator of the
        whole region over the horizon, differing or not, for its years in which any run differs, and for areas and
        groups in which enough runs differ for an interval.
    """
    whole = (effects["area"] == "region") & (effects["group_kind"] == "all")
    whole &= effects["period"].str.contains("-") | (effects["test"] != "untouched")
    named = (effects["role"] != "none") | (effects["suspected"] != "")
    estimated = effects["test"].isin(["t", "structural"])
    return (whole | named | estimated).to_numpy(dtype=bool)


def write_effect_files(effects: pd.DataFrame, folder: Path) -> Path:
    """Write ``effects.parquet`` and ``effects.csv``; return the latter's path."""
    texts = effects.select_dtypes(exclude="number").columns
    coded = effects.astype(dict.fromkeys(texts, "category"))
    coded.to_parquet(folder / ALL_ROWS, index=False, compression="zstd")
    path = folder / READABLE
    inert_table(effects[telling(effects)]).to_csv(path, index=False, float_format="%.10g")
    return path


def read_all_rows(path: Path) -> pd.DataFrame:
    """Return the effects table; its texts stay coded (categories), since a report chooses rows by them 2,000 times."""
    return pd.read_parquet(path)
