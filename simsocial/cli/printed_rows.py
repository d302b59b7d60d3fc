"""Rows as a table on a terminal, as CSV elsewhere, and in Markdown."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simsocial.cli.headings import heading
from simsocial.core.language import say

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Row", "is_csv", "literal", "markdown_table", "print_rows", "short"]

Row = dict[str, Any]
"""One entry; all of a list have the same keys, the first of which names it."""


def is_csv(as_csv: bool) -> bool:
    """Return whether rows are written as CSV: when asked for, or where no terminal shows them."""
    return as_csv or not sys.stdout.isatty()


def print_rows(rows: Iterable[Row], *, as_csv: bool) -> None:
    """Print rows as a table on a terminal, as CSV elsewhere or when asked for."""
    entries = list(rows)
    header = list(entries[0]) if entries else []
    if is_csv(as_csv):
        writer = csv.DictWriter(sys.stdout, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(*map(heading, header), header_style="bold")
    for entry in entries:
        table.add_row(*(_text(entry[column]) for column in header))
    unbounded = console.options.update(max_width=100_000)
    if console.measure(table, options=unbounded).maximum <= console.width:
        console.print(table)
    else:
        for entry in entries:
            _print_entry(console, entry)


def markdown_table(rows: Iterable[Row], **headings: str) -> str:
    r"""Return columns of rows as a table in Markdown, the first column as code.

    Parameters
    ----------
    rows
        Entries.
    headings
        Keys of the columns to be shown, in their order, with what stands above them.

    Examples
    --------
    >>> print(markdown_table([{"id": "a_b", "low": 0.25, "note": "1 | 2"}], id="name", note="note"))
    | name | note |
    |---|---|
    | `a_b` | 1 \| 2 |
    """
    first, *others = headings
    lines = [
        f"| `{row[first]}` | " + " | ".join(literal(short(row[key])) for key in others) + " |" for row in rows
    ]
    return "\n".join([f"| {' | '.join(headings.values())} |", "|" + "---|" * len(headings), *lines])


def short(value: Any) -> str:
    """Return a value for readers: numbers with four digits that count, truth as a word.

    Examples
    --------
    >>> short(0.123456), short(66400.0), short(5.0), short(True), short(None)
    ('0.1235', '66,400', '5', 'yes', '')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == value:
        return f"{value:,.0f}" if abs(value) >= 10_000.0 else f"{value:.4g}"
    return _text(value)


def literal(text: str) -> str:
    r"""Return a text so that Markdown shows it as it is, in one line, with code left code.

    Examples
    --------
    >>> print(literal("a * b, [1]"))
    a \* b, \[1\]
    """
    return re.sub(r"([\\|*~$<\[\]])", r"\\\1", " ".join(text.split()))


def _print_entry(console: Console, entry: Row) -> None:
    """Print an entry that is too wide for a row of a table: its name, and below it all it has to say."""
    from rich.padding import Padding
    from rich.text import Text

    (_, name), *others = entry.items()
    console.print(Text(_text(name), style="bold"))
    said = [f"{heading(key)}: {_text(value)}" for key, value in others if _text(value)]
    console.print(Padding(Text(" · ".join(said)), (0, 0, 0, 4)))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return "" if value is None or value != value else str(value)
