"""Tables with ages across or down: every number stands under labels, each label says what it says anywhere.

The ages give the table its frame: the line or column that names most of them. Labels above it and beside it may be
areas, sexes, nationalities and years in any order; lines before and after are titles and notes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from simsocial.core.language import say
from simsocial.region.importing.bound_columns import join_bounds
from simsocial.region.importing.counts import ALL, Count
from simsocial.region.importing.frame import Frame, find_frame
from simsocial.region.importing.labels import Facts, facts_of
from simsocial.region.importing.sheets import SourceSheet

__all__ = ["Crosstab", "read_crosstab"]

_DIMENSIONS = ("age", "sex", "origin", "time", "name")


@dataclass
class Crosstab:
    """What a sheet holds.

    Attributes
    ----------
    counts : list of Count
        Its numbers.
    layout : str
        How it is laid out, in words.
    left_out : list of str
        Columns that hold no counts by age, sex, nationality or area.
    titles : list of str
        Lines before the table.
    """

    counts: list[Count] = field(default_factory=list)
    layout: str = ""
    left_out: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def read_crosstab(sheet: SourceSheet) -> Crosstab | None:
    """Return the counts of a sheet, None if it names no age groups."""
    sheet = join_bounds(sheet)
    frame = find_frame(sheet)
    if frame is None:
        return None
    above = _column_facts(sheet, frame)
    found = Crosstab(layout=_layout(frame), titles=_titles(sheet, frame))
    for column in frame.data:
        facts = above[column]
        if frame.across and facts.age is None and facts.name and not facts.total:
            found.left_out.append(" ".join(frame.headers(sheet, column)))
    names_of_columns = _names(frame, above)
    heading = Facts()
    key_of_heading = last_name = ""
    for line in range(frame.first, len(sheet.lines)):
        cells = sheet.lines[line]
        if line not in frame.rows:
            if line < max(frame.rows):
                heading, key_of_heading = _heading(frame, cells)
            continue
        beside, key = _row_facts(frame, cells, heading)
        # "männlich" and "weiblich" below an area, in the same column.
        if not beside.name and (beside.sex or beside.origin) and frame.roles_at("name"):
            beside = replace(beside, name=last_name)
        last_name = beside.name
        for column in frame.data:
            facts = above[column]
            if frame.across and facts.age is None and facts.name and not facts.total:
                continue
            if not names_of_columns:
                facts = replace(facts, name="")
            count = _count(sheet, frame, line, column, facts, beside, key or key_of_heading)
            found.counts.append(count)
    return found


def _column_facts(sheet: SourceSheet, frame: Frame) -> dict[int, Facts]:
    """Return what the header lines say of each column of numbers, totals by what their line divides."""
    found = {column: Facts() for column in frame.data}
    headers = frame.header_lines(sheet)
    for header in headers:
        told = {column: facts_of(header[column]) for column in frame.data if header[column]}
        names = {facts.name for facts in told.values() if facts.name}
        divides = _divides(list(told.values()))
        last = header is headers[-1]
        for column, facts in told.items():
            # One name alone is a title or a word for what is counted; in the line of ages it is another figure.
            known = facts if len(names) > 1 or (frame.across and last) else replace(facts, name="")
            found[column] = _merged(found[column], _of_total(known, divides))
    return found


def _divides(line: list[Facts]) -> str:
    """Return what a line of labels divides: most of its labels say something of it."""
    said = Counter(
        dimension
        for facts in line
        for dimension in _DIMENSIONS
        if getattr(facts, dimension) not in (None, "")
    )
    return said.most_common(1)[0][0] if said else "age"


def _of_total(facts: Facts, divides: str) -> Facts:
    """Turn a bare total into a total of what its line divides; all ages is what no age means anyway."""
    if not facts.total or facts.name:
        return facts
    if divides in {"sex", "origin"} and getattr(facts, divides) is None:
        sex, origin = (ALL, facts.origin) if divides == "sex" else (facts.sex, ALL)
        return replace(facts, total=False, sex=sex, origin=origin)
    return replace(facts, name=ALL, total=False) if divides == "name" else replace(facts, total=False)


def _merged(first: Facts, second: Facts) -> Facts:
    return Facts(
        second.name or first.name,
        second.age or first.age,
        second.sex or first.sex,
        second.origin or first.origin,
        second.time or first.time,
        first.total or second.total,
    )


def _names(frame: Frame, above: dict[int, Facts]) -> bool:
    """Whether headers are areas."""
    return len({facts.name for facts in above.values() if facts.name and (facts.age or not frame.across)}) > 0


def _heading(frame: Frame, cells: list[str]) -> tuple[Facts, str]:
    """Return what a line without numbers says of those below it."""
    said = Facts()
    for column in frame.labels:
        if cells[column]:
            said = _merged(said, facts_of(cells[column]))
    key = next((cells[column] for column in frame.roles_at("key") if cells[column]), "")
    return said, key


def _row_facts(frame: Frame, cells: list[str], heading: Facts) -> tuple[Facts, str]:
    """Return what the labels beside a line of numbers say; the finest area counts."""
    if not heading.name and frame.roles_at("name") and not any(cells[column] for column in frame.labels):
        return Facts(name=ALL), ""
    said = heading
    for column in frame.labels:
        role = frame.labels[column]
        text = cells[column]
        if not text or role in {"key", "coarser", "other"}:
            continue
        facts = facts_of(text)
        if role == "name" and not facts.total and (facts.name or (facts.age and facts.age.bare)):
            facts = Facts(name=text)
        if role == "time" and facts.time is None and facts.age is None:
            facts = Facts()
        if role == "age" and facts.age is None and not facts.total:
            facts = Facts()
        said = _merged(said, _of_total(facts, role))
    if not said.name:
        coarser = next((cells[column] for column in frame.roles_at("coarser") if cells[column]), "")
        if coarser:
            facts = _of_total(facts_of(coarser), "name")
            said = _merged(said, facts if facts.name else Facts(name=coarser))
            said = replace(said, total=said.name != ALL)
    key = next((cells[column] for column in frame.roles_at("key") if cells[column]), "")
    if frame.by_key and key and said.name != ALL and not said.total:
        named = said.name if not said.name.isdigit() else ""
        said = replace(said, name=f"{named} ({key})" if named else key)
    return said, key


def _count(
    sheet: SourceSheet, frame: Frame, line: int, column: int, above: Facts, beside: Facts, key: str
) -> Count:
    said = _merged(above, beside)
    if above.name and beside.name and ALL in (above.name, beside.name):
        said = replace(said, name=above.name if beside.name == ALL else beside.name)
    header = " ".join(frame.headers(sheet, column))
    return Count(
        area=said.name,
        key="" if said.name == ALL else key,
        sex=said.sex or ALL,
        origin=said.origin or ALL,
        time=said.time or "",
        age=said.age,
        text=sheet.lines[line][column],
        at=sheet.at(line, column, header),
        subtotal=said.total or said.name == ALL,
    )


def _layout(frame: Frame) -> str:
    ages = say("age groups as columns") if frame.across else say("age groups as rows")
    headers = (
        say("{first} header lines", first=frame.first - frame.header)
        if frame.first - frame.header > 1
        else say("one header line")
    )
    return say(
        "{ages}, {headers}, lines of numbers: {number}", ages=ages, headers=headers, number=len(frame.rows)
    )


def _titles(sheet: SourceSheet, frame: Frame) -> list[str]:
    return [" ".join(cell for cell in line if cell) for line in sheet.lines[: frame.header]]
