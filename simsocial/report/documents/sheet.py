"""One sheet of a workbook, written from top to bottom: title, texts, a frozen head, rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

__all__ = ["Sheet", "Styles"]

_MOST_DECIMALS = 6
_DECIMALS = 2
_LINE_POINTS = 15
"""Height of a line of text."""


class Styles:
    """The formats of a workbook: one calm look, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}
        self.title: Any = book.add_format({"bold": True, "font_size": 14})
        self.head: Any = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF2", "bottom": 1}
        )
        self.text: Any = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain: Any = book.add_format({"valign": "top"})
        self.sign: Any = book.add_format({"align": "right", "valign": "top"})

    def number(self, decimals: int | None, *, percent: bool = False) -> Any:
        """Return the format of a number: fixed decimals, or as many as it has up to two."""
        if percent:
            code = "0.0%"
        elif decimals is None:
            code = "#,##0.##"
        else:
            code = "#,##0" + ("." + "0" * min(decimals, _MOST_DECIMALS) if decimals > 0 else "")
        if code not in self._numbers:
            self._numbers[code] = self._book.add_format({"num_format": code, "valign": "top"})
        return self._numbers[code]


class Sheet:
    """A sheet that is filled line by line.

    Parameters
    ----------
    book : Workbook
        Where it is added.
    styles : Styles
        Formats.
    name : str
        Its name.
    widths : sequence of int
        Width of each column in characters.

    Attributes
    ----------
    line : int
        The next line, counted from zero.
    """

    def __init__(self, book: Workbook, styles: Styles, name: str, widths: Sequence[int]) -> None:
        self.sheet: Any = book.add_worksheet(name)
        self._styles = styles
        self._widths = widths
        self._head = 0
        self.line = 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R&P / &N")

    def title(self, text: str) -> None:
        """Write a title."""
        self.sheet.write_string(self.line, 0, text, self._styles.title)
        self.line += 1

    def text(self, text: str) -> None:
        """Write a text over the width of the sheet."""
        self.sheet.merge_range(self.line, 0, self.line, len(self._widths) - 1, text, self._styles.text)
        self.sheet.set_row(self.line, _LINE_POINTS * math.ceil(len(text) / sum(self._widths)))
        self.line += 1

    def skip(self) -> None:
        """Leave a line free."""
        self.line += 1

    def head(self, words: Sequence[str], frozen_columns: int = 0) -> None:
        """Write the head; it stays in view, and so do the first columns."""
        for column, word in enumerate(words):
            self.sheet.write_string(self.line, column, word, self._styles.head)
        self._head = self.line
        self.line += 1
        self.sheet.freeze_panes(self.line, frozen_columns)
        self.sheet.repeat_rows(self._head)

    def row(self, words: Sequence[str]) -> None:
        """Write a row of texts of one line each, before numbers that are read down the column."""
        self.cells(self.line, 0, words)
        self.line += 1

    def paragraphs(self, words: Sequence[str]) -> None:
        """Write a row of texts that are read: broken into lines, high enough for the longest."""
        for column, word in enumerate(words):
            self.sheet.write_string(self.line, column, word, self._styles.text)
        lines = max(
            math.ceil(1.1 * len(word) / width) for word, width in zip(words, self._widths, strict=False)
        )
        self.sheet.set_row(self.line, _LINE_POINTS * max(lines, 1))
        self.line += 1

    def cells(self, line: int, column: int, words: Sequence[str]) -> None:
        """Write texts into a line from a column on."""
        for offset, word in enumerate(words):
            self.sheet.write_string(line, column + offset, word, self._styles.plain)

    def number(self, line: int, column: int, value: float | str, decimals: int | None = None) -> None:
        """Write a number, or the sign that stands for it."""
        if isinstance(value, str):
            self.sheet.write_string(line, column, value, self._styles.sign)
        else:
            whole = decimals is None and value == int(value)
            self.sheet.write_number(line, column, value, self._styles.number(0 if whole else decimals))

    def figure(self, line: int, column: int, value: float) -> None:
        """Write a number as it is: a year, or one with as many decimals as it has."""
        self.sheet.write_number(line, column, value, self._styles.plain)

    def formula(
        self,
        line: int,
        column: int,
        formula: str,
        value: float | str,
        decimals: int = _DECIMALS,
        *,
        percent: bool = False,
    ) -> None:
        """Write a formula with the value that readers without computing see."""
        style = self._styles.number(decimals, percent=percent)
        self.sheet.write_formula(line, column, formula, style, value)

    def filtered(self) -> None:
        """Let readers filter the rows below the head."""
        self.sheet.autofilter(self._head, 0, max(self.line - 1, self._head), len(self._widths) - 1)
