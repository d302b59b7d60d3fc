"""One folder of stored results: the tables and the manifest, read when they are first asked for.

Analysis and report see a run only through these tables, so they also work on somebody else's results.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from simsocial.analysis.effects_files import ALL_ROWS, READABLE, read_all_rows
from simsocial.analysis.stored_rows import Selection, read_runs, read_selections
from simsocial.core.errors import RunError
from simsocial.core.inert import restored
from simsocial.core.language import say

__all__ = ["StoredResults"]

_KEYS = ["scenario", "period", "period_kind", "area", "group_kind", "group", "indicator"]
_YEARS = Selection("year")
_REGION_YEARS = Selection("year", area="region", group_kind="all")


def _years_by_area(indicators: Collection[str]) -> Selection:
    return Selection("year", group_kind="all", indicators=frozenset(indicators))


def _months(indicators: Collection[str]) -> Selection:
    return Selection("month", indicators=frozenset(indicators))


class StoredResults:
    """The tables of ``outputs/<name>/``, one run or many alike.

    Parameters
    ----------
    folder : Path or str
        Folder that holds ``manifest.json``.

    Raises
    ------
    RunError
        If the folder holds no results.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._kept: dict[Selection, pd.DataFrame] = {}
        if not (self.folder / "manifest.json").is_file():
            raise RunError(
                say(
                    "{folder}: no manifest.json found. Valid: a folder written by 'simsocial run' or "
                    "'simsocial compare', for example outputs/beispiel.",
                    folder=self.folder,
                )
            )

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What was run: scenarios, seeds, versions, indicators, state of each run."""
        path = self.folder / "manifest.json"
        with _readable(path):
            content = json.loads(path.read_text(encoding="utf-8"))
            if (
                not isinstance(content, dict)
                or content.get("reference", "status_quo") not in content["scenarios"]
            ):
                message = say("no scenarios with their reference")
                raise TypeError(message)
            return content

    @property
    def reference(self) -> str:
        """Name of the scenario that the options are compared with."""
        return str(self.manifest.get("reference", "status_quo"))

    @property
    def language(self) -> str:
        """Language (``de`` or ``en``) that the settings asked for."""
        return str(self.manifest["scenarios"][self.reference]["config"]["report"]["language"])

    @property
    def options(self) -> list[str]:
        """Names of the scenarios other than the reference, in the order of the manifest."""
        return [name for name in self.manifest["scenarios"] if name != self.reference]

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """All rows of the indicator table (design 11), months and years."""
        return self._rows(Selection())

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """All rows by year; where runs are many, read :meth:`years_by_run` or what is needed of them."""
        return self._rows(_YEARS)

    @cached_property
    def region_years(self) -> pd.DataFrame:
        """The rows by year of the whole region without groups: levels and courses."""
        return self._rows(_REGION_YEARS)

    def years_by_area(self, indicators: Collection[str]) -> pd.DataFrame:
        """Return the rows by year of some indicators for the region and its areas, without groups."""
        return self._rows(_years_by_area(indicators))

    def months(self, indicators: Collection[str]) -> pd.DataFrame:
        """Return the rows by month of some indicators, for courses over time."""
        return self._rows(_months(indicators))

    def read_at_once(self, years_by_area: Collection[str], months: Collection[str]) -> None:
        """Read what pictures show of some indicators, and the region by year, in one go; keep it to be asked for."""
        wanted = (_REGION_YEARS, _years_by_area(years_by_area), _months(months))
        self._kept.update(zip(wanted, self._read(wanted), strict=True))

    @cached_property
    def effects(self) -> pd.DataFrame:
        """The effects table, computed if it has not been written yet; without all rows the readable ones."""
        from simsocial.analysis.effects import COLUMNS, compute_effects

        whole, readable = self.folder / ALL_ROWS, self.folder / READABLE
        if whole.is_file():
            with _readable(whole):
                return read_all_rows(whole)[COLUMNS]
        if readable.is_file():
            return _effects_of(readable, COLUMNS)
        return compute_effects(self.years_by_run(), self.manifest)

    @cached_property
    def equity(self) -> pd.DataFrame:
        """The effects on equity ratios as they were written; without rows where none were."""
        from simsocial.analysis.effects import COLUMNS

        path = self.folder / "equity.csv"
        return _effects_of(path, COLUMNS) if path.is_file() else pd.DataFrame(columns=COLUMNS)

    @cached_property
    def population(self) -> pd.DataFrame:
        """Persons by scenario, draw, replicate, date, area, sex and age at year ends; empty if not stored."""
        path = self.folder / "population.parquet"
        if not path.is_file():
            columns = ["scenario", "draw", "replicate", "date", "area", "sex", "age", "persons"]
            return pd.DataFrame(columns=columns)
        with _readable(path):
            return pd.read_parquet(path)

    @cached_property
    def triggers(self) -> pd.DataFrame:
        """Triggers that fired: scenario, draw, replicate, measure, event, month, acts and why; empty without any."""
        path = self.folder / "triggers.parquet"
        if not path.is_file():
            return pd.DataFrame(
                columns=["scenario", "draw", "replicate", "measure", "event", "month", "acts"]
            )
        with _readable(path):
            return pd.read_parquet(path)

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Drawn values: draw, scenario ('' for all), parameter, kind (value, factor), value; empty without draws."""
        path = self.folder / "draws.parquet"
        if not path.is_file():
            return pd.DataFrame(columns=["draw", "scenario", "parameter", "kind", "value"])
        with _readable(path):
            return pd.read_parquet(path)

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """The assumption sheet of the run; empty if not stored."""
        path = self.folder / "parameters.csv"
        if not path.is_file():
            return pd.DataFrame(columns=["id", "value", "unit", "range", "source", "year", "grade", "note"])
        with _readable(path):
            return pd.read_csv(path, dtype=str, keep_default_na=False).map(restored)

    @property
    def has_indicators(self) -> bool:
        """Whether the indicator table is stored: a folder that was handed on may hold effects only."""
        return (self.folder / "indicators.parquet").is_file()

    def years_by_run(self) -> Iterator[pd.DataFrame]:
        """Iterate over the values by year, as a rule one run after the other: memory holds no more of them."""
        path = self._stored()
        with _readable(path):
            for table in read_runs(path, [*_KEYS, "draw", "replicate", "value"]):
                yield _YEARS.of(table).to_pandas()

    def _rows(self, wanted: Selection) -> pd.DataFrame:
        """Return rows that were read before, with others or alone, or read them."""
        for known, table in self._kept.items():
            if known == wanted:
                return table
            if known.holds(wanted):
                return table[table["indicator"].isin(wanted.indicators or ())]
        return self._read([wanted])[0]

    def _read(self, wanted: Sequence[Selection]) -> list[pd.DataFrame]:
        """Read rows of the indicator table; single runs below it may be those of other settings."""
        path = self._stored()
        with _readable(path):
            tables = read_selections(path, wanted)
            return [table.astype(dict.fromkeys(_KEYS, "category")) for table in tables]

    def _stored(self) -> Path:
        """Return the indicator table, or say why there is none."""
        path = self.folder / "indicators.parquet"
        if not path.is_file():
            raise RunError(
                say(
                    "{path} is missing: no run was finished, or the table was not copied along. The "
                    "manifest's command writes it, from the finished runs if they are there.",
                    path=path,
                )
            )
        return path


def _effects_of(path: Path, columns: list[str]) -> pd.DataFrame:
    """Return a table of effects as it was written."""
    with _readable(path):
        table = pd.read_csv(path, dtype=_TEXT, keep_default_na=False, na_values=_MISSING)
        return table[columns].assign(scenario=table["scenario"].map(restored))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Say which file is damaged, whatever its reader raises."""
    try:
        yield
    except (ValueError, KeyError, TypeError, OSError) as error:
        told = " ".join(str(error).split())
        message = say(
            "{path}: damaged, or changed by another program ({told}). The manifest's command writes it anew.",
            path=path,
            told=told,
        )
        raise RunError(message) from error


_TEXT = dict.fromkeys(
    (
        "scenario",
        "indicator",
        "area",
        "group_kind",
        "group",
        "period",
        "test",
        "role",
        "suspected",
        "verdict",
        "identified",
    ),
    str,
)
_NUMBERS = (
    "reference_mean", "scenario_mean", "effect", "low", "high", "mean_low", "mean_high", "chance_share",
    "share_same_sign", "runs_needed", "low_outcome", "high_outcome", "low_reference", "high_reference", "relative",
    "relevance", "share_better", "n", "n_nonzero", "q_value",
)  # fmt: skip
_MISSING = {name: ["", "nan", "NaN"] for name in _NUMBERS}
