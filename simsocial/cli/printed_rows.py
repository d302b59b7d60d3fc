"""Rows as a table on a terminal, and as CSV elsewhere."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Row", "print_rows"]

Row = dict[str, Any]
"""One entry; all of a list have the same keys, the first of which names it."""


def print_rows(rows: Iterable[Row], *, as_csv: bool) -> None:
    """Print rows as a table on a terminal, as CSV elsewhere or when asked for."""
    entries = list(rows)
    header = list(entries[0]) if entries else []
    if as_csv or not sys.stdout.isatty():
        writer = csv.DictWriter(sys.stdout, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(*header, header_style="bold")
    for entry in entries:
        table.add_row(*(_text(entry[column]) for column in header))
    unbounded = console.options.update(max_width=100_000)
    if console.measure(table, options=unbounded).maximum <= console.width:
        console.print(table)
    else:
        for entry in entries:
            _print_entry(console, entry)


def _print_entry(console: Console, entry: Row) -> None:
    """Print an entry that is too wide for a row of a table: its name, and below it all it has to say."""
    from rich.padding import Padding
    from rich.text import Text

    (_, name), *others = entry.items()
    console.print(Text(_text(name), style="bold"))
    said = [f"{key}: {_text(value)}" for key, value in others if _text(value)]
    console.print(Padding(Text(" · ".join(said)), (0, 0, 0, 4)))


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)
