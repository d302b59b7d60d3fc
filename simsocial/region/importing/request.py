"""What is asked of an import, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.importing.understood import Understood
from simsocial.region.tables import RawTable

__all__ = ["Imported", "Request", "SeveralTimesError"]


@dataclass(frozen=True)
class Request:
    """An import.

    Attributes
    ----------
    files : tuple of Path
        What planners have; several are parts of one whole.
    target : Path
        Folder or workbook of the region.
    known : mapping
        Tables that the region has.
    mapping : mapping
        What an earlier import has understood, or a planner has written down.
    time : str, optional
        Year or date to take of several.
    sheets : tuple of str, optional
        Titles of the sheets to read; empty: all.
    cells : Path, optional
        Table of Zensus grid cells and the area of each.
    kind_names : mapping
        What kinds of sites are called in the reader's language; one without a name is told by its identifier.
    """

    files: tuple[Path, ...]
    target: Path
    known: Mapping[str, RawTable] = field(default_factory=dict)
    mapping: Mapping[str, object] = field(default_factory=dict)
    time: str | None = None
    sheets: tuple[str, ...] = ()
    cells: Path | None = None
    kind_names: Mapping[str, str] = field(default_factory=dict)

    def require_areas(self) -> None:
        """Refuse what belongs to areas as long as the region has none."""
        if "areas" not in self.known:
            raise RegionError(
                say(
                    "{target}: has no areas. Valid: import the population first (--as population).",
                    target=self.target,
                )
            )

    def mapped(self, part: str) -> dict[str, str]:
        """Return a part of the mapping: what stands in the files, and what it is."""
        entries = self.mapping.get(part) or {}
        if not isinstance(entries, Mapping):
            raise RegionError(
                say(
                    "mapping, {part}: '{entries}' is not valid. Valid: one 'text: meaning' a line.",
                    part=part,
                    entries=entries,
                )
            )
        return {str(text): str(meaning) for text, meaning in entries.items()}


@dataclass(frozen=True)
class Imported:
    """Tables ready to be written.

    Attributes
    ----------
    tables : dict of str to DataFrame
        Text and whole numbers by name of the table.
    notes : Understood
        What was understood and assumed.
    mapping : dict
        For next year's files.
    files : dict of str to str
        Texts of further files by name, beside the tables.
    """

    tables: dict[str, pd.DataFrame]
    notes: Understood
    mapping: dict[str, object]
    files: Mapping[str, str] = field(default_factory=dict)


class SeveralTimesError(RegionError):
    """The files hold several years; `times` are they."""

    def __init__(self, times: list[str]) -> None:
        super().__init__(
            say(
                "The files hold {times}: name one (--year {year}).",
                times=", ".join(times),
                year=times[-1],
            )
        )
        self.times = times
