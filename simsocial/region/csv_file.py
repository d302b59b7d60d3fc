"""Read a CSV file as text cells, whatever program wrote it, without losing a line."""

from __future__ import annotations

import csv
import io
import re
import stat
from pathlib import Path

from simsocial.core.language import say
from simsocial.region.encoding import to_text
from simsocial.region.raw_cells import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    RawCells,
    UnreadableError,
)

__all__ = ["file_bytes", "read_csv"]

_LONE_RETURN = re.compile(r"\r(?!\n)")
_SEPARATOR_LINE = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)


def file_bytes(file: Path, valid: str) -> bytes:
    """Return the content of an ordinary file.

    Raises
    ------
    UnreadableError
        If it is a folder, a pipe, a broken or endless link, too large, or not to be opened.
    """
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(say("a folder"), valid)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(say("a pipe or device"), valid)
        if status.st_size > MOST_BYTES:
            raise UnreadableError(
                say("{size:,} bytes", size=status.st_size),
                say("a file of at most {most_bytes:,} bytes", most_bytes=MOST_BYTES),
            )
        return file.read_bytes()
    except OSError as error:
        found = say("a link to nothing") if file.is_symlink() else say("cannot be opened")
        raise UnreadableError(f"{found} ({error.strerror or error})", valid) from error


def read_csv(file: Path, *, titled: bool = False) -> RawCells:
    """Return the cells of a CSV file that ``,`` ``;`` or tab separates.

    Parameters
    ----------
    file : Path
        The file.
    titled : bool
        Its first lines may be titles: the separator is what most lines have, instead of the first one.

    Raises
    ------
    UnreadableError
        If no line of it can be trusted: no text, a quote that does not close, lines that end in two ways.
    """
    text = _one_line_end(to_text(file_bytes(file, say("a CSV file"))))
    if "\x00" in text:
        raise UnreadableError(
            say("a NUL character"), say("text without NUL characters"), _line(text, text.index("\x00"))
        )
    named, skipped = _SEPARATOR_LINE.match(text), 0
    if named:
        text, skipped = text[named.end() :], 1
    lines = [line for line in text.split("\n") if line.strip()]
    separator = named[1] if named else _usual(lines) if titled else max(";,\t", key="".join(lines[:1]).count)
    return _rows(text, separator, skipped)


def _usual(lines: list[str]) -> str:
    """Return the separator that half of the lines have; a comma is also a decimal one and stands in titles."""
    return next((sign for sign in ";\t" if 2 * sum(sign in line for line in lines) >= len(lines)), ",")


def _one_line_end(text: str) -> str:
    found = _LONE_RETURN.search(text)
    if found is None:
        return text
    if "\n" not in text:
        return text.replace("\r", "\n")
    valid = say("lines that all end in the same way (line feed, with or without a carriage return before it)")
    raise UnreadableError(say("a lone carriage return"), valid, _line(text, found.start()))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _rows(text: str, separator: str, skipped: int) -> RawCells:
    cells = RawCells()
    # Strict: a quote that is left open would swallow the lines up to the next one.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = skipped
    try:
        for row in reader:
            start, line = line + 1, reader.line_num + skipped
            if start > MOST_ROWS:
                raise UnreadableError(
                    say("too many lines"), say("at most {most_rows:,} lines", most_rows=MOST_ROWS), start
                )
            if any(cell.strip() for cell in row):
                cells.rows.append((start, _bounded(row, start, cells)))
    except csv.Error as error:
        found = say("no CSV: {error}", error=error)
        valid = say(
            "cells of at most {most_characters:,} characters, and a closing quote for each opening one",
            most_characters=MOST_CHARACTERS,
        )
        raise UnreadableError(found, valid, line + 1) from error
    return cells


def _bounded(row: list[str], line: int, cells: RawCells) -> list[str]:
    for column, cell in enumerate(row, start=1):
        if len(cell) > MOST_CHARACTERS:
            valid = say("at most {most_characters:,} characters", most_characters=MOST_CHARACTERS)
            found = say("{number:,} characters", number=len(cell))
            cells.complain(line, min(column, MOST_COLUMNS), found, valid)
    row = [cell if len(cell) <= MOST_CHARACTERS else "" for cell in row]
    if any(cell.strip() for cell in row[MOST_COLUMNS:]):
        cells.complain(
            line,
            None,
            say("{number:,} cells", number=len(row)),
            say("at most {most_columns} cells", most_columns=MOST_COLUMNS),
        )
    return row[:MOST_COLUMNS]
