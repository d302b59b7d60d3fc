"""Where a table of ages has its header, its labels and its numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from simsocial.region.importing.age_labels import parse_age
from simsocial.region.importing.counts import is_number
from simsocial.region.importing.labels import column_role, facts_of
from simsocial.region.importing.naming import official_key
from simsocial.region.importing.sheets import SourceSheet

__all__ = ["Frame", "find_frame"]

_GERMANY = "DG"
_SHORTEST_RUN = 4
"""Single ages 0, 1, 2, 3 beside each other are no counts."""


@dataclass(frozen=True)
class Frame:
    """The parts of a table, by line and column number from 0.

    Attributes
    ----------
    across : bool
        Ages are columns, otherwise rows.
    header, first : int
        First line of the header; first line below it.
    rows : list of int
        Lines with numbers.
    labels : dict
        Columns of labels with what they hold: ``name``, ``coarser`` (areas of areas), ``key``, ``sex``, ``origin``,
        ``time``, ``age`` or ``other``.
    data : list of int
        Columns of numbers.
    by_key : bool
        Keys tell more areas apart than names do.
    """

    across: bool
    header: int
    first: int
    rows: list[int]
    labels: dict[int, str]
    data: list[int]
    by_key: bool = False

    def roles_at(self, role: str) -> list[int]:
        """Return the columns of labels that hold this."""
        return [column for column, found in self.labels.items() if found == role]

    def header_lines(self, sheet: SourceSheet) -> list[list[str]]:
        """Return the header lines; a label over several columns of numbers stands over each of them."""
        lines = [list(sheet.lines[line]) for line in range(self.header, self.first)]
        for line in lines[:-1]:
            last = ""
            for column in self.data:
                last = line[column] = line[column] or last
        return lines

    def headers(self, sheet: SourceSheet, column: int) -> list[str]:
        """Return the labels above a column."""
        return [line[column] for line in self.header_lines(sheet) if line[column]]


def find_frame(sheet: SourceSheet) -> Frame | None:
    """Return the frame of a table, None if no line and no column names at least two age groups."""
    ages = _ages(sheet)
    if not ages:
        return None
    by_line = Counter(line for line, _ in ages)
    by_column = Counter(column for _, column in ages)
    line, most_across = max(by_line.items(), key=lambda entry: (entry[1], -entry[0]))
    column, most_down = max(by_column.items(), key=lambda entry: (entry[1], -entry[0]))
    if max(most_across, most_down) < 2:
        return None
    if most_across >= most_down:
        return _across(sheet, line, [place for at, place in sorted(ages) if at == line])
    return _down(sheet, column, {at for at, place in ages if place == column})


def _ages(sheet: SourceSheet) -> set[tuple[int, int]]:
    """Return the cells that name age groups; bare numbers only in a run, or below a word for age."""
    found: set[tuple[int, int]] = set()
    for line, cells in enumerate(sheet.lines):
        run: list[tuple[int, int]] = []
        for column, text in enumerate(cells):
            label = facts_of(text).age if text else None
            if label is None:
                continue
            if not label.bare:
                found.add((line, column))
            elif label.first == len(run):
                run.append((line, column))
        if len(run) >= _SHORTEST_RUN:
            found.update(run)
    for column in range(sheet.width):
        found |= _bare_ages(sheet, column)
    return found


def _bare_ages(sheet: SourceSheet, column: int) -> set[tuple[int, int]]:
    texts = [(line, cells[column]) for line, cells in enumerate(sheet.lines) if cells[column]]
    headed = next((line for line, text in texts if column_role(text) == "age"), None)
    labels = [
        (line, label)
        for line, text in texts
        if (headed is None or line > headed) and (label := parse_age(text)) is not None
    ]
    bare = [(line, label.first) for line, label in labels if label.bare]
    run = 0
    for _, age in bare:
        run += age == run
    # Below a word for age the second one follows the first, or repeats it (for the other sex).
    firsts = [label for _, label in labels[:2]]
    begun = len(firsts) == 2 and firsts[1].first in (firsts[0].first, (firsts[0].last or 0) + 1)
    if run < _SHORTEST_RUN and (headed is None or not begun):
        return set()
    return {(line, column) for line, _ in bare}


def _across(sheet: SourceSheet, at: int, columns: list[int]) -> Frame | None:
    rows = [
        line
        for line in range(at + 1, len(sheet.lines))
        if any(is_number(sheet.lines[line][column]) for column in columns)
        and not _numbering(sheet.lines[line], columns)
    ]
    if not rows:
        return None
    header = at
    while header and _is_header(sheet.lines[header - 1], columns[0]):
        header -= 1
    return _frame(
        sheet, across=True, header=header, first=_below(sheet, at, rows, columns), rows=rows, ages=None
    )


def _down(sheet: SourceSheet, column: int, ages: set[int]) -> Frame | None:
    first = min(ages)
    rows = [
        line
        for line in range(first, len(sheet.lines))
        if (line in ages or facts_of(sheet.lines[line][column]).total)
        and any(is_number(text) for at, text in enumerate(sheet.lines[line]) if at != column)
    ]
    # A total above the first age is a line of the table, too.
    while first and facts_of(sheet.lines[first - 1][column]).total and _numbers(sheet.lines[first - 1]):
        first -= 1
        rows.insert(0, first)
    if not rows:
        return None
    top = first
    while (
        top
        and not _numbers(sheet.lines[top - 1])
        and len([text for text in sheet.lines[top - 1] if text]) < 2
    ):
        top -= 1
    header = top
    while header and _is_header(sheet.lines[header - 1], 0):
        header -= 1
    return _frame(
        sheet, across=False, header=header, first=top if header < top else first, rows=rows, ages=column
    )


def _below(sheet: SourceSheet, at: int, rows: list[int], columns: list[int]) -> int:
    """Return the first line below the header: sexes and units below the ages are part of it."""
    first = at + 1
    while first < rows[0] and any(sheet.lines[first][column] for column in columns):
        first += 1
    return first


def _numbering(cells: list[str], columns: list[int]) -> bool:
    """Whether a line only numbers the columns: 1, 2, 3, ..."""
    texts = [text for text in cells if text]
    return len(columns) > 2 and texts == [
        str(number) for number in range(int(texts[0] == "1"), len(texts) + 1)
    ]


def _is_header(cells: list[str], from_column: int) -> bool:
    filled = [text for column, text in enumerate(cells) if text and column >= from_column]
    if len([text for text in cells if text]) < 2 and not (from_column and filled):
        return False
    return bool(filled)


def _numbers(cells: list[str]) -> bool:
    return any(is_number(text) for text in cells)


def _frame(
    sheet: SourceSheet, *, across: bool, header: int, first: int, rows: list[int], ages: int | None
) -> Frame:
    labels: dict[int, str] = {}
    data: list[int] = []
    for column in range(sheet.width):
        texts = [sheet.lines[line][column] for line in rows if sheet.lines[line][column]]
        heads = [sheet.lines[line][column] for line in range(header, first) if sheet.lines[line][column]]
        if not texts and not heads:
            continue
        role = "age" if column == ages else _role(heads, texts)
        if role:
            labels[column] = role
        elif texts:
            data.append(column)
    _refine(sheet, rows, labels)
    return Frame(across, header, first, rows, labels, data, by_key=_by_key(sheet, rows, labels))


def _role(heads: list[str], texts: list[str]) -> str | None:
    """Return what a column of labels holds, None for a column of numbers."""
    numbers = sum(is_number(text) for text in texts)
    named = next((role for head in reversed(heads) if (role := column_role(head))), None)
    if any(facts_of(head).age for head in heads):
        return None
    if not heads and texts and (role := _told_by_cells(texts)):
        return role
    if 2 * numbers > len(texts) and named not in {"key", "time", "age", "name"}:
        return None
    if named:
        return "other" if named == "age" else named
    told = Counter(
        role
        for text in texts
        for role in ("sex", "origin", "time")
        if getattr(facts_of(text), role) and not facts_of(text).name
    )
    return told.most_common(1)[0][0] if told else "name"


def _told_by_cells(texts: list[str]) -> str | None:
    """Return what a column without a header holds if its cells tell: official keys, or dates."""
    if all(text == _GERMANY or text.isdigit() for text in texts) and any(
        official_key(text)[0] for text in texts
    ):
        return "key"
    return "time" if all(facts_of(text).time for text in texts) else None


def _refine(sheet: SourceSheet, rows: list[int], labels: dict[int, str]) -> None:
    """Fill labels that stand for several lines, and let only the finest of several columns of areas count."""
    told = {line: {at for at in labels if sheet.lines[line][at]} for line in range(rows[0], rows[-1] + 1)}
    totals = {
        (line, at)
        for line, columns in told.items()
        for at in columns
        if labels[at] == "name" and facts_of(sheet.lines[line][at]).total
    }
    for column, role in labels.items():
        if role in {"age", "other"}:
            continue
        last = ""
        for line, columns in told.items():
            closed = any(at == line and (role == "key" or place < column) for at, place in totals)
            if column in columns:
                last = sheet.lines[line][column]
            elif line in rows and columns and not closed and not _begins(sheet, line, column, labels):
                sheet.lines[line][column] = last
    names = [column for column, role in labels.items() if role == "name"]
    if len(names) > 1:
        finest = max(names, key=lambda at: len({sheet.lines[line][at] for line in rows}))
        labels.update({column: "coarser" for column in names if column != finest})


def _by_key(sheet: SourceSheet, rows: list[int], labels: dict[int, str]) -> bool:
    def most(role: str) -> int:
        columns = [column for column, found in labels.items() if found == role]
        return max((len({sheet.lines[line][at] for line in rows}) for at in columns), default=0)

    return most("key") > most("name")


def _begins(sheet: SourceSheet, line: int, column: int, labels: dict[int, str]) -> bool:
    """Whether a label left of an empty one begins anew in this line: then the line sums up what follows."""
    return any(
        at < column
        and role == "name"
        and sheet.lines[line][at]
        and sheet.lines[line][at] != sheet.lines[line - 1][at]
        for at, role in labels.items()
    )
