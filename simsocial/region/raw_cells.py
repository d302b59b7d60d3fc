"""What reading a file or sheet of cells gives, and how much of it is read at most.

The limits keep a damaged or hostile file from filling the memory; each is said when it is met.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from simsocial.core.language import say

__all__ = [
    "MOST_BYTES",
    "MOST_CELLS",
    "MOST_CHARACTERS",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "BrokenCell",
    "RawCells",
    "UnreadableError",
]

MOST_BYTES = 200_000_000
"""Size of a file, and of each part of a workbook once unpacked."""
MOST_ROWS = 1_000_000
"""Row number of the last row: all pairs of 1,400 places."""
MOST_COLUMNS = 200
MOST_CELLS = 5_000_000
MOST_CHARACTERS = 32_767
"""Characters of a cell, as in spreadsheets."""

_MOST_BROKEN = 200


class UnreadableError(Exception):
    """A file or sheet cannot be read as a table.

    Attributes
    ----------
    value, valid : str
        What was found and what would be valid.
    row : int or None
        Line or row where reading ended.
    """

    def __init__(self, value: str, valid: str, row: int | None = None) -> None:
        super().__init__(value)
        self.value, self.valid, self.row = value, valid, row


class BrokenCell(NamedTuple):
    """A cell that holds no value: row and column number (from 1; None: the whole row) and what was found."""

    row: int
    column: int | None
    value: str
    valid: str


@dataclass
class RawCells:
    """Text cells of a file or sheet.

    Attributes
    ----------
    rows : list
        Line or row number and its cells, for each row with a filled cell.
    broken : list of BrokenCell
        Cells whose value the file does not hold.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    broken: list[BrokenCell] = field(default_factory=list)
    _unnamed: int = 0

    def complain(self, row: int, column: int | None, value: str, valid: str) -> None:
        """Note a broken cell; of very many only the first are named and the others counted."""
        if len(self.broken) < _MOST_BROKEN:
            self.broken.append(BrokenCell(row, column, value, valid))
            return
        self._unnamed += 1
        more = say("{unnamed} more cells cannot be read", unnamed=self._unnamed)
        last = BrokenCell(self.broken[-1].row, None, more, say("see the faults above"))
        if self._unnamed > 1:
            self.broken.pop()
        self.broken.append(last)
