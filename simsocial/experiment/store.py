"""The store: one file a run, written by rename, and the tables streamed from them."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from simsocial.experiment.design import Run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RunFiles", "clear_derived", "forget_other_runs", "stream_tables", "written_whole"]


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
        self, run: Run, indicators: pd.DataFrame, population: pd.DataFrame, persons: pd.DataFrame | None
    ) -> None:
        """Write all tables of a run, the indicators last."""
        if persons is not None:
            _write(self.persons, run, persons)
        _write(self.population, run, population)
        _write(self.indicators, run, indicators)


def _write(path: Path, run: Run, table: pd.DataFrame) -> None:
    """Write a table with the run's three keys in front, by rename."""
    import pandas as pd

    path.parent.mkdir(parents=True, exist_ok=True)
    keyed = table.copy(deep=False)
    keyed.insert(0, "scenario", pd.Series(run.scenario, index=table.index, dtype="category"))
    keyed.insert(1, "draw", run.draw)
    keyed.insert(2, "replicate", run.replicate)
    keyed = keyed.astype({"draw": "int32", "replicate": "int32"})
    with written_whole(path) as partial:
        pq.write_table(pa.Table.from_pandas(keyed, preserve_index=False), partial, compression="zstd")


def clear_derived(folder: Path) -> None:
    """Remove what was made from the runs of an earlier command: effects, pages and figures."""
    for name in ("effects.csv", "report.html", "profile.html"):
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


def forget_other_runs(folder: Path, keys: Collection[str]) -> int:
    """Remove the files of runs that are not part of this experiment; return how many runs those were."""
    stale = 0
    for place in ("runs", "runs/population", "persons"):
        for path in (folder / place).glob("*"):
            if path.is_file() and not (path.suffix == ".parquet" and path.stem in keys):
                path.unlink()
                stale += place == "runs"
    return stale


def stream_tables(folder: Path, runs: Sequence[Run]) -> None:
    """Put the tables of all finished runs together, one run in memory at a time."""
    _stream(folder / "indicators.parquet", [RunFiles(folder, run.key).indicators for run in runs])
    _stream(folder / "population.parquet", [RunFiles(folder, run.key).population for run in runs])


def _stream(target: Path, sources: Sequence[Path]) -> None:
    """Append files of one schema to one file; text columns become dictionaries again."""
    if not sources:
        target.unlink(missing_ok=True)
        return
    writer: pq.ParquetWriter | None = None
    with written_whole(target) as partial:
        try:
            for source in sources:
                table = pq.read_table(source)
                schema = pa.schema([_as_dictionary(field) for field in table.schema])
                if writer is None:
                    writer = pq.ParquetWriter(partial, schema, compression="zstd")
                writer.write_table(table.cast(schema))
        finally:
            if writer is not None:
                writer.close()


def _as_dictionary(field: pa.Field) -> pa.Field:
    """Return a field whose text, if it was a dictionary, has one code for all runs."""
    kind = field.type
    return pa.field(
        field.name, pa.dictionary(pa.int32(), pa.string()) if pa.types.is_dictionary(kind) else kind
    )
