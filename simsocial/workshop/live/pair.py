"""One replicate of a setting beside the same replicate of the status quo: what the worker process does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from simsocial.analysis.stored_rows import Selection, read_runs
from simsocial.experiment.design import Block, Run
from simsocial.experiment.kept_starts import keep_start, table_of_run
from simsocial.experiment.store import RunFiles

__all__ = ["Pairs"]

_COLUMNS = [
    "scenario", "draw", "replicate", "period", "period_kind", "area", "group_kind", "group", "indicator", "value",
]  # fmt: skip

_references: dict[str, pd.DataFrame] = {}


@dataclass(frozen=True)
class Pairs:
    """Where stored runs of the status quo lie, and what is wanted of each pair of runs.

    Attributes
    ----------
    folder : Path
        Of the finished comparison.
    indicators : frozenset of str
        Indicators of the criteria.
    """

    folder: Path
    indicators: frozenset[str]

    def warm(self, block: Block, configs: Mapping[str, Mapping[str, Any]]) -> None:
        """Load or compile what a run needs and spin the status quo up, before anybody waits for it."""
        keep_start(block, configs)

    def simulate(self, block: Block, configs: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
        """Return the rows by year of the reference, stored if it is there, and of the option, simulated now.

        Parameters
        ----------
        block : Block
            Draw and replicate; two runs, that of the reference first.
        configs : mapping
            Settings of both.
        """
        reference, option = block.runs
        tables = [self._reference(reference, block, configs), table_of_run(option, block, configs)]
        return pd.concat([self._wanted(table) for table in tables], ignore_index=True)

    def stored(self, run: Run) -> bool:
        """Whether a run was kept that is the same to the bit: of these settings, tables and sources."""
        return RunFiles(self.folder, run.key).finished

    def _reference(self, run: Run, block: Block, configs: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
        if not self.stored(run):
            # Simulated once, for all settings.
            if run.key not in _references:
                _references[run.key] = self._wanted(table_of_run(run, block, configs))
            return _references[run.key]
        path = RunFiles(self.folder, run.key).indicators
        chosen = Selection("year", group_kind="all", indicators=self.indicators)
        stored: pd.DataFrame = pd.concat(
            [chosen.of(table).to_pandas() for table in read_runs(path, _COLUMNS)]
        )
        return stored

    def _wanted(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows by year of the criteria's indicators without groups, names as plain texts."""
        wanted = (table["period_kind"] == "year") & (table["group_kind"] == "all")
        rows: pd.DataFrame = table.loc[wanted & table["indicator"].isin(self.indicators), _COLUMNS]
        texts = ["scenario", "period", "period_kind", "area", "group_kind", "group", "indicator"]
        return rows.astype(dict.fromkeys(texts, "object"))
