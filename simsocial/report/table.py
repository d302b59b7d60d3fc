"""A table as the pages print it: head, rows, and rows that belong below another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Table", "TableRow"]


_WIDE = ("group", "note")


@dataclass(frozen=True)
class TableRow:
    """One line of a table.

    Attributes
    ----------
    cells : tuple of str
        Texts, one a column.
    kind : str
        ``""`` for a line of its own, ``"below"`` for a part of the line above, ``"group"`` for a heading line,
        ``"note"`` for words on the line above.
    """

    cells: tuple[str, ...]
    kind: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether its one text goes over all columns."""
        return self.kind in _WIDE


@dataclass
class Table:
    """A table with its caption.

    Attributes
    ----------
    columns : tuple of str
        Head.
    numeric : frozenset of int
        Columns aligned to the right.
    rows : list of TableRow
        Lines.
    caption : str
        Text above it; may be empty.
    """

    columns: tuple[str, ...]
    numeric: frozenset[int] = frozenset()
    rows: list[TableRow] = field(default_factory=list)
    caption: str = ""

    def add(self, cells: Sequence[str], kind: str = "") -> None:
        """Append a line; missing cells at its end are empty."""
        missing = 0 if kind in _WIDE else len(self.columns) - len(cells)
        self.rows.append(TableRow((*cells, *[""] * missing), kind))

    def without_empty_columns(self) -> Table:
        """Return the table without columns in which every line is empty."""
        lines = [row for row in self.rows if not row.is_wide]
        keep = [index for index in range(len(self.columns)) if any(row.cells[index] for row in lines)]
        return Table(
            columns=tuple(self.columns[index] for index in keep),
            numeric=frozenset(new for new, old in enumerate(keep) if old in self.numeric),
            rows=[
                row if row.is_wide else TableRow(tuple(row.cells[index] for index in keep), row.kind)
                for row in self.rows
            ],
            caption=self.caption,
        )
