"""Whether two stored tables hold the same rows, in whatever order and by whatever version of a library."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["same_table"]


def same_table(first: Path, second: Path) -> bool:
    """Return whether two files hold the same table, value by value.

    Parameters
    ----------
    first, second : Path
        Parquet files of the same number of row groups, each compared with its counterpart in the order of its rows'
        texts, or other files, which must be equal to the byte.
    """
    if first.suffix != ".parquet":
        return first.read_bytes() == second.read_bytes()
    with pq.ParquetFile(first) as one, pq.ParquetFile(second) as other:
        if one.num_row_groups != other.num_row_groups:
            return False
        return all(
            _same(
                one.read_row_group(number, use_threads=False), other.read_row_group(number, use_threads=False)
            )
            for number in range(one.num_row_groups)
        )


def _same(first: pa.Table, second: pa.Table) -> bool:
    if first.column_names != second.column_names or first.num_rows != second.num_rows:
        return False
    return _ordered(first).equals(_ordered(second))


def _ordered(table: pa.Table) -> pd.DataFrame:
    """Return the rows in the order of their texts, then of their numbers, texts as such whatever codes they have."""
    frame = table.to_pandas()
    coded = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    frame = frame.astype(dict.fromkeys(coded, str))
    texts = [name for name in frame if frame[name].dtype == object]
    ordered: pd.DataFrame = frame.sort_values(
        [*texts, *(name for name in frame if name not in texts)], ignore_index=True
    )
    return ordered
