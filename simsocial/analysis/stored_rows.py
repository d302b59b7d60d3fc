"""Rows of a stored indicator table: several selections in one reading, one run in memory at a time."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Selection", "read_runs", "read_selections"]


class Selection(NamedTuple):
    """Which rows are wanted; None takes all.

    Attributes
    ----------
    period_kind, area, group_kind : str or None
        The one value of these columns.
    indicators : frozenset of str or None
        Some indicators.
    """

    period_kind: str | None = None
    area: str | None = None
    group_kind: str | None = None
    indicators: frozenset[str] | None = None

    def holds(self, other: Selection) -> bool:
        """Return whether these are the other's rows with those of more indicators."""
        if self.indicators is None or other.indicators is None:
            return False
        return other.indicators <= self.indicators and other._replace(indicators=self.indicators) == self

    def of(self, table: pa.Table) -> pa.Table:
        """Return the rows of a table that are wanted."""
        import pyarrow.compute as pc

        one = {"period_kind": self.period_kind, "area": self.area, "group_kind": self.group_kind}
        wanted = {name: [value] for name, value in one.items() if value is not None}
        if self.indicators is not None:
            wanted["indicator"] = sorted(self.indicators)
        if not wanted:
            return table
        return table.filter(
            functools.reduce(pc.and_, (_among(table[name], values) for name, values in wanted.items()))
        )


def _among(column: pa.ChunkedArray, values: Sequence[str]) -> pa.Array:
    """Mark the rows with one of some values; the labels of a dictionary are looked at once, not in each row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = column.combine_chunks()
    labels = whole.dictionary if pa.types.is_dictionary(whole.type) else whole
    found = pc.is_in(labels.cast(pa.string()), value_set=pa.array(values, pa.string()))
    return found.take(whole.indices) if pa.types.is_dictionary(whole.type) else found


def read_runs(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """Iterate over the rows of a table in the pieces in which they were stored, as a rule one a run."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as stored:
        for number in range(stored.num_row_groups):
            # A run is too small for threads.
            yield stored.read_row_group(number, columns=columns, use_threads=False)


def read_selections(path: Path, selections: Sequence[Selection]) -> list[Any]:
    """Return the rows of each selection as a DataFrame; the table is read once for all of them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts: list[list[pa.Table]] = [
        [selection.of(pq.read_schema(path).empty_table())] for selection in selections
    ]
    for table in read_runs(path):
        for part, selection in zip(parts, selections, strict=True):
            part.append(selection.of(table))
    return [pa.concat_tables(part).unify_dictionaries().to_pandas() for part in parts]
