"""The sheets of planners' files as rectangles of text, each cell with its place for messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.csv_file import read_csv
from simsocial.region.faults import Fault, among
from simsocial.region.raw_cells import RawCells, UnreadableError
from simsocial.region.workbook import read_workbook

__all__ = ["At", "SourceSheet", "raise_faults", "read_sheets"]

_SHOWN = 30


@dataclass(frozen=True)
class At:
    """Where a cell stands: sheet, row and name of the column."""

    sheet: str
    row: int
    column: str

    def fault(self, value: str, valid: str) -> Fault:
        """Return a fault of this cell."""
        return Fault(self.sheet, self.row, self.column, value, valid)


@dataclass(frozen=True)
class SourceSheet:
    """A sheet, or a CSV file.

    Attributes
    ----------
    file, title : str
        Name of the file; of the sheet, empty for a CSV file.
    numbers : list of int
        Row number of each line.
    lines : list of list of str
        Cells without outer blanks, all lines equally long.
    """

    file: str
    title: str
    numbers: list[int]
    lines: list[list[str]]

    @property
    def name(self) -> str:
        """The file, and the sheet in it."""
        return say("{file}, sheet {title}", file=self.file, title=self.title) if self.title else self.file

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.lines[0]) if self.lines else 0

    def at(self, line: int, column: int, header: str = "") -> At:
        """Return the place of a cell; a workbook's columns have letters."""
        label = _letters(column + 1) if self.title else str(column + 1)
        return At(self.name, self.numbers[line], f"{label} ({header})" if header else label)


def read_sheets(path: Path, wanted: Sequence[str] = ()) -> list[SourceSheet]:
    """Return the filled sheets of a workbook, or a CSV file as one sheet.

    Parameters
    ----------
    path : Path
        ``.xlsx``, ``.xlsm``, ``.csv``, ``.tsv`` or ``.txt``.
    wanted : sequence of str, optional
        Titles of the sheets to read; empty: all.

    Raises
    ------
    RegionError
        If the file cannot be read, with what would be valid.
    """
    try:
        titled = _cells(path, wanted)
    except UnreadableError as error:
        raise RegionError(str(Fault(path.name, error.row, None, error.value, error.valid))) from error
    return [sheet for title, cells in titled if (sheet := _sheet(path.name, title, cells)).lines]


def raise_faults(faults: Sequence[Fault]) -> None:
    """Raise all faults in one error; of very many the first are named."""
    if faults:
        lines = [str(fault) for fault in faults[:_SHOWN]]
        if len(faults) > _SHOWN:
            lines.append(say("... and {number:,} more", number=len(faults) - _SHOWN))
        raise RegionError("\n".join(lines))


def _cells(path: Path, wanted: Sequence[str]) -> Sequence[tuple[str, RawCells | UnreadableError]]:
    """Return the sheets of a file by their titles; a CSV file has one without a title."""
    ending = path.suffix.lower()
    if ending in {".csv", ".tsv", ".txt"}:
        return [("", read_csv(path, titled=True))]
    if ending not in {".xlsx", ".xlsm"}:
        raise UnreadableError(ending or say("no ending"), say("a .csv, .tsv, .txt or .xlsx file"))
    sheets = read_workbook(path, lambda title: not wanted or title in wanted)
    titles = [sheet.title for sheet in sheets]
    for title in wanted:
        if title not in titles:
            raise UnreadableError(title, say("the title of a sheet: {among}", among=among(title, titles)))
    return [(sheet.title, sheet.cells) for sheet in sheets if not wanted or sheet.title in wanted]


def _sheet(file: str, title: str, cells: RawCells | UnreadableError) -> SourceSheet:
    name = say("{file}, sheet {title}", file=file, title=title) if title else file
    if isinstance(cells, UnreadableError):
        raise RegionError(str(Fault(name, cells.row, None, cells.value, cells.valid)))
    raise_faults(
        [
            Fault(name, row, None if column is None else str(column), value, valid)
            for row, column, value, valid in cells.broken
        ]
    )
    width = max((len(row) for _, row in cells.rows), default=0)
    lines = [[cell.strip() for cell in row] + [""] * (width - len(row)) for _, row in cells.rows]
    return SourceSheet(file, title, [number for number, _ in cells.rows], lines)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
