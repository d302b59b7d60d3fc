"""A fault in a region's tables: where it is, what stands there and what would be valid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from simsocial.core.errors import near
from simsocial.core.language import say

__all__ = ["CheckReport", "Fault", "among"]

_MOST_NAMES = 25
_LONGEST = 120


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
    doubt : bool
        The value is possible but unlikely: a warning, the region can be simulated.
    """

    table: str
    row: int | None
    column: str | None
    value: str
    valid: str
    doubt: bool = False

    @property
    def reason(self) -> str:
        """What was found and what would be valid, on one line of visible characters."""
        found = f"'{_shown(self.value)}' " if self.value else ""
        words = say("looks wrong. Usual:") if self.doubt else say("is not valid. Valid:")
        return f"{found}{words} {_visible(self.valid)}"

    def __str__(self) -> str:
        """Return one line for a message."""
        where = "".join(
            f", {word} {_shown(str(value))}"
            for word, value in ((say("row"), self.row), (say("column"), self.column))
            if value
        )
        return f"{_shown(self.table)}{where}: {self.reason}"


@dataclass(frozen=True)
class CheckReport:
    """All faults of a region.

    Attributes
    ----------
    source : str
        The region as it was asked for.
    faults : list of Fault
        In the order of tables and rows; empty if the region can be simulated.
    warnings : list of Fault
        What is possible but unlikely, by its magnitude.
    marked_copy : Path or None
        Copy of a workbook in which the cells with faults are marked and commented.
    unmarked : str or None
        Why there is no such copy of a workbook with faults.
    """

    source: str
    faults: list[Fault]
    warnings: list[Fault] = field(default_factory=list)
    marked_copy: Path | None = None
    unmarked: str | None = None

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
    names = sorted(set(valid))
    shown = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
    meant = near(value, names)
    if meant:
        return say("one of {names} (did you mean '{meant}'?)", names=shown, meant=meant)
    return say("one of {names}", names=shown or say("(none)"))


def _shown(text: str) -> str:
    """Return a text as it may stand in a message: invisible characters by their number, long ones cut."""
    return _visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
