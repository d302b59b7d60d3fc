"""Register extracts, one line a person: age or birth, sex and area are counted, nothing else is looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.importing.age_labels import OLDEST, AgeLabel
from simsocial.region.importing.counts import Count, is_number
from simsocial.region.importing.labels import column_role, facts_of
from simsocial.region.importing.sheets import SourceSheet, raise_faults
from simsocial.region.values import to_count, to_date

__all__ = ["needs_date", "read_register", "register_columns"]

_BIRTH = re.compile(
    r"geb(?:urts|\.|oren)?[\s_-]*(?:dat(?:um)?|jahr|tag)?\.?(?:\s*am)?|birth.*", re.IGNORECASE
)
_NO_COUNT = re.compile(r"plz|postleitzahl|haus(?:nummer|nr\.?)|lfd.*|nr\.?|id|.*zusatz", re.IGNORECASE)
_OLDEST_PERSON = 130


def register_columns(sheet: SourceSheet) -> tuple[int, dict[str, int]] | None:
    """Return the header line and the columns of a register, None if the sheet is none.

    A register has births, or ages without any column of counts.
    """
    for at, cells in enumerate(sheet.lines[:20]):
        births = [column for column, text in enumerate(cells) if text and _BIRTH.fullmatch(text)]
        columns = {"birth": births[0]} if births else {}
        roles = {column: role for column, text in enumerate(cells) if text and (role := column_role(text))}
        for column, role in roles.items():
            if role in {"age", "sex", "name"}:
                columns[role] = column
        if ("birth" in columns and len(columns) > 1) or (
            "age" in columns and len(columns) > 1 and not _counts(sheet, at, columns)
        ):
            return at, columns
    return None


def _counts(sheet: SourceSheet, header: int, columns: Mapping[str, int]) -> bool:
    """Whether a column below the header holds numbers that may be counts, or an age is no number."""
    lines = sheet.lines[header + 1 :]
    if not lines or any(cells[columns["age"]] and not cells[columns["age"]].isdigit() for cells in lines):
        return True
    others = [
        column
        for column, text in enumerate(sheet.lines[header])
        if column not in columns.values() and not _NO_COUNT.fullmatch(text)
    ]
    return any(2 * sum(is_number(cells[column]) for cells in lines) > len(lines) for column in others)


def needs_date(columns: Mapping[str, int]) -> bool:
    """Whether ages follow from births."""
    return "age" not in columns


def read_register(
    sheet: SourceSheet, header: int, columns: Mapping[str, int], day: date | None
) -> list[Count]:
    """Return the persons by area, sex and single age, zeros too.

    Parameters
    ----------
    sheet : SourceSheet
        The register.
    header : int
        Its header line.
    columns : mapping
        Columns of ``age`` or ``birth``, ``sex``, ``name``.
    day : date or None
        Reference date, needed for births.
    """
    persons: Counter[tuple[str, str, int]] = Counter()
    faults: list[Fault] = []
    for line in range(header + 1, len(sheet.lines)):
        cells = sheet.lines[line]
        told = "age" if "age" in columns else "birth"
        age = to_count(cells[columns["age"]]) if told == "age" else _age(cells[columns["birth"]], day)
        if age is None or not 0 <= age <= _OLDEST_PERSON:
            valid = (
                say("completed years")
                if told == "age"
                else say("a birth before {day}, such as 31.12.1990 or 1990", day=day)
            )
            faults.append(sheet.at(line, columns[told]).fault(cells[columns[told]] or say("(empty)"), valid))
            continue
        area = cells[columns["name"]] if "name" in columns else ""
        if "name" in columns and not area:
            faults.append(sheet.at(line, columns["name"]).fault(say("(empty)"), say("an area")))
        sex = facts_of(cells[columns["sex"]]).sex or "d" if "sex" in columns else "*"
        persons[area, sex, min(age, OLDEST)] += 1
    raise_faults(faults)
    groups = sorted({(area, sex) for area, sex, _ in persons})
    return [
        Count(
            area,
            "",
            sex,
            "*",
            "",
            AgeLabel(age, None if age == OLDEST else age),
            str(persons[area, sex, age]),
            sheet.at(header, columns.get("name", 0)),
        )
        for area, sex in groups
        for age in range(OLDEST + 1)
    ]


def _age(text: str, day: date | None) -> int | None:
    """Return completed years; of a year alone those of the end of the year."""
    if day is None:
        return None
    born = to_date(text)
    if born is not None:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return day.year - int(text) if re.fullmatch(r"(?:18|19|20)\d\d", text) else None
