"""The store: one file a run, written by rename, and the tables streamed from them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from simsocial.experiment.design import Block, Run

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "RunFiles", "appended", "clear_derived", "forget_other_runs", "stored_runs", "stream_tables", "written_whole",
]  # fmt: skip

_PLACES = ("runs", "runs/population", "runs/triggers", "persons")
_DERIVED = (
    "effects.csv", "effects.parquet", "equity.csv", "synergy.csv", "why.csv", "who.csv", "who_stories.csv",
    "report.html", "profile.html", "synergy.html", "why.html", "regret.csv", "robustness.csv", "flips.csv",
    "cost_per_unit.csv", "frames.csv",
)  # fmt: skip


@dataclass(frozen=True)
class RunFiles:
    """The files of one run below the folder of its experiment."""

    folder: Path
    key: str

    @property
    def indicators(self) -> Path:
        """Indicator table; it is written last, so that its presence means a finished run."""
        return self.folder / "runs" / f"{self.key}.parquet"

    @property
    def population(self) -> Path:
        """Population at year ends."""
        return self.folder / "runs" / "population" / f"{self.key}.parquet"

    @property
    def triggers(self) -> Path:
        """Triggers that fired; without measures that wait for one there is none."""
        return self.folder / "runs" / "triggers" / f"{self.key}.parquet"

    @property
    def persons(self) -> Path:
        """Person table of a twin run."""
        return self.folder / "persons" / f"{self.key}.parquet"

    @property
    def finished(self) -> bool:
        """Whether the run is stored."""
        return self.indicators.is_file()

    def complete(self, twin: bool) -> bool:
        """Whether the run is stored with all that is wanted of it: a twin run with its person table."""
        return self.finished and (not twin or self.persons.is_file())

    def write(
        self,
        run: Run,
        indicators: pd.DataFrame,
        population: pd.DataFrame,
        persons: pd.DataFrame | None,
        triggers: pd.DataFrame | None = None,
    ) -> None:
        """Write all tables of a run, the indicators last."""
        if persons is not None:
            _write(self.persons, run, persons)
        if triggers is not None:
            _write(self.triggers, run, triggers)
        _write(self.population, run, population)
        _write(self.indicators, run, indicators)


def _write(path: Path, run: Run, table: pd.DataFrame) -> None:
    """Write a table with the run's three keys in front, by rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keyed = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
    keys = (
        ("scenario", pa.DictionaryArray.from_arrays(_repeated(0, pa.int8(), keyed), [run.scenario])),
        ("draw", _repeated(run.draw, pa.int32(), keyed)),
        ("replicate", _repeated(run.replicate, pa.int32(), keyed)),
    )
    for position, (name, values) in enumerate(keys):
        keyed = keyed.add_column(position, name, values)
    with written_whole(path) as partial:
        pq.write_table(keyed, partial, compression="zstd", use_dictionary=_coded(keyed.schema))


def _repeated(value: int, dtype: pa.DataType, table: pa.Table) -> pa.Array:
    """Return a column of one value for a table."""
    return pa.repeat(pa.scalar(value, dtype), table.num_rows)


def _coded(schema: pa.Schema) -> list[str]:
    """Return the columns stored by a dictionary: not counts, of which it takes more time and room than they do."""
    counts = {field.name for field in schema if field.type in (pa.int64(), pa.uint64(), pa.float64())} - {
        "scale"
    }
    return [field.name for field in schema if field.name not in counts]


def clear_derived(folder: Path) -> None:
    """Remove what was made from the runs of an earlier command: effects, pages and figures."""
    for name in _DERIVED:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "figures", ignore_errors=True)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a name to write to, and rename it to `path` at the end; after a fault, a full disk say, nothing stays.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "table.csv"
    >>> with written_whole(target) as partial:
    ...     _ = partial.write_text("a,b")
    >>> target.read_text(), partial.exists()
    ('a,b', False)
    """
    partial = path.with_suffix(".partial")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def forget_other_runs(folder: Path, blocks: Iterable[Block]) -> int:
    """Remove the files of runs that are not part of this experiment; return how many runs those were."""
    files = [path for part in _PLACES for path in (folder / part).glob("*") if path.is_file()]
    other = {path.stem for path in files}
    for block in blocks:
        if not other:
            break
        other.difference_update(run.key for run in block.runs)
    stale = [path for path in files if path.suffix != ".parquet" or path.stem in other]
    for path in stale:
        path.unlink()
    return sum(path.parent.name == "runs" for path in stale)


def stored_runs(folder: Path, blocks: Iterable[Block]) -> Iterator[Run]:
    """Iterate over the finished runs of an experiment in its order, no further than the last of them."""
    left = {path.stem for path in (folder / "runs").glob("*.parquet")}
    for block in blocks if left else ():
        for run in block.runs:
            if run.key in left:
                left.discard(run.key)
                yield run
        if not left:
            return


def stream_tables(folder: Path, runs: Iterable[Run]) -> None:
    """Put the tables of finished runs together, one run in memory at a time."""
    with (
        appended(folder / "indicators.parquet") as add_indicators,
        appended(folder / "population.parquet") as add_population,
        appended(folder / "triggers.parquet") as add_triggers,
    ):
        for run in runs:
            files = RunFiles(folder, run.key)
            add_indicators(_with_dictionaries(_read(files.indicators)))
            add_population(_with_dictionaries(_read(files.population)))
            if files.triggers.is_file():
                add_triggers(_with_dictionaries(_read(files.triggers)))


def _read(path: Path) -> pa.Table:
    """Return a table of a run; it is too small for threads."""
    with pq.ParquetFile(path) as stored:
        return stored.read(use_threads=False)


@contextmanager
def appended(target: Path) -> Iterator[Callable[[pa.Table], None]]:
    """Give a function that appends tables of one schema to a file, which is there at the end if there was a table.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "table.parquet"
    >>> with appended(target) as add:
    ...     add(pa.table({"a": [1]}))
    ...     add(pa.table({"a": [2]}))
    >>> pq.read_table(target)["a"].to_pylist()
    [1, 2]
    """
    writer: pq.ParquetWriter | None = None
    partial = target.with_suffix(".partial")

    def add(table: pa.Table) -> None:
        nonlocal writer
        if writer is None:
            writer = pq.ParquetWriter(
                partial, table.schema, compression="zstd", use_dictionary=_coded(table.schema)
            )
        writer.write_table(table)

    try:
        try:
            yield add
        finally:
            if writer is not None:
                writer.close()
        target.unlink(missing_ok=True)
        if writer is not None:
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _with_dictionaries(table: pa.Table) -> pa.Table:
    """Return a table whose text columns that were dictionaries have the same codes for all runs."""
    return table.cast(pa.schema([_as_dictionary(field) for field in table.schema]))


def _as_dictionary(field: pa.Field) -> pa.Field:
    """Return a field whose text, if it was a dictionary, has one code for all runs."""
    dtype = field.type
    return pa.field(
        field.name, pa.dictionary(pa.int32(), pa.string()) if pa.types.is_dictionary(dtype) else dtype
    )
