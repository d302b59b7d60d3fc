"""A fault in a region's tables: where it is, what stands there and what would be valid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simsocial.core.errors import nearest

__all__ = ["CheckReport", "Fault", "among"]


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes
    ----------
    table : str
        Table name, or the file where no table is meant.
    row : int or None
        Line of the CSV file or row of the sheet, counted from 1 with the header; None: the whole table.
    column : str or None
        Column name; None: the whole row or table.
    value : str
        What was found.
    valid : str
        What would be valid.
    """

    table: str
    row: int | None
    column: str | None
    value: str
    valid: str

    def __str__(self) -> str:
        """Return one line for a message."""
        place = "".join(
            f", {word} {value}" for word, value in (("row", self.row), ("column", self.column)) if value
        )
        found = f" '{self.value}'" if self.value else ""
        return f"{self.table}{place}:{found} is not valid. Valid: {self.valid}"


@dataclass(frozen=True)
class CheckReport:
    """All faults of a region.

    Attributes
    ----------
    source : str
        The region as it was asked for.
    faults : list of Fault
        In the order of tables and rows; empty if the region can be simulated.
    marked_copy : Path or None
        Copy of a workbook in which the cells with faults are marked and commented.
    """

    source: str
    faults: list[Fault]
    marked_copy: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether the region can be simulated."""
        return not self.faults


def among(value: str, valid: Iterable[str]) -> str:
    """Phrase what would be valid as a choice, with the nearest name if one is near.

    Examples
    --------
    >>> among("kitta", ["kita", "nursing_home"])
    "one of kita, nursing_home (did you mean 'kita'?)"
    """
    hint, _, names = nearest(value, valid).rpartition("Valid: ")
    meant = hint.removeprefix("Did you mean ").strip()
    choice = f"one of {names.removesuffix('.')}"
    return f"{choice} (did you mean {meant})" if meant else choice
