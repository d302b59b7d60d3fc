"""Cells of office tables as numbers, dates, sexes and keys; None where a cell holds something else.

Digits are those of ASCII. What could mean two numbers (``1,000``: one, or a thousand) is none.
"""

from __future__ import annotations

import re
from datetime import date

__all__ = [
    "OPEN_AGE",
    "is_ags",
    "lost_zero",
    "to_age",
    "to_count",
    "to_date",
    "to_month",
    "to_number",
    "to_sex",
]

OPEN_AGE = 1000
"""Last age of a group without end."""

_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$", re.ASCII)
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}([. \u00a0\u202f']\d{3})+(,\d+)?$", re.ASCII)
_TWO_MEANINGS = re.compile(r"^[+-]?\d{1,3},000$", re.ASCII)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?$", re.ASCII)
_GERMAN = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$", re.ASCII)
_MONTH = re.compile(r"^(\d{4})-(\d{1,2})(?:-01)?$", re.ASCII)
_AGS = re.compile(r"^(\d{5}|\d{8})$", re.ASCII)
_OPEN = {"", "open", "offen", "und mehr", "+", "max"}
_SEX = {
    **dict.fromkeys(("m", "male", "männlich", "maennlich", "mann"), 0),
    **dict.fromkeys(("f", "w", "female", "weiblich", "frau"), 1),
    **dict.fromkeys(("t", "both", "total", "insgesamt", "zusammen", ""), 2),
}


def to_number(text: str) -> float | None:
    """Return a number written with decimal point or comma.

    Examples
    --------
    >>> to_number("1.234,5"), to_number("0,75"), to_number("2.5"), to_number("x")
    (1234.5, 0.75, 2.5, None)
    """
    cell = text.strip()
    if "," in cell and _THOUSANDS.match(cell):
        cell = re.sub(r"[. \u00a0\u202f']", "", cell)
    cell = cell.replace(",", ".", 1)
    return float(cell) if _NUMBER.match(cell) else None


def to_count(text: str) -> int | None:
    """Return a whole number; ``1.234`` and ``1 234`` are thousands, ``-`` is the statistical zero.

    Examples
    --------
    >>> to_count("1.234"), to_count("-"), to_count("12,0"), to_count("12,5"), to_count("."), to_count("1,000")
    (1234, 0, 12, None, None, None)
    """
    cell = text.strip()
    if cell in {"-", "–"}:
        return 0
    if _THOUSANDS.match(cell) and "," not in cell:
        return int(re.sub(r"[. \u00a0\u202f']", "", cell))
    number = None if _TWO_MEANINGS.match(cell) else to_number(cell)
    return int(number) if number is not None and number == int(number) else None


def to_age(text: str) -> int | None:
    """Return completed years; an empty or open end is :data:`OPEN_AGE`.

    Examples
    --------
    >>> to_age("17"), to_age("open"), to_age("104"), to_age("-3")
    (17, 1000, 104, None)
    """
    cell = text.strip().casefold()
    if cell in _OPEN:
        return OPEN_AGE
    number = to_count(cell) if cell != "-" else None
    return min(number, OPEN_AGE) if number is not None and number >= 0 else None


def to_date(text: str) -> date | None:
    """Return a date written as 2023-12-31 or 31.12.2023."""
    cell = text.strip()
    iso, german = _ISO.match(cell), _GERMAN.match(cell)
    parts = iso.groups() if iso else german.groups()[::-1] if german else None
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def to_month(text: str) -> int | None:
    """Return the absolute month of 2027-08 or of a date that is the first of a month."""
    match = _MONTH.match(text.strip())
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return int(match[1]) * 12 + int(match[2]) - 1


def to_sex(text: str) -> int | None:
    """Return 0 for male, 1 for female, 2 for both.

    Examples
    --------
    >>> to_sex("w"), to_sex("männlich"), to_sex("insgesamt"), to_sex("d")
    (1, 0, 2, None)
    """
    return _SEX.get(text.strip().casefold())


def is_ags(text: str) -> bool:
    """Whether a key has 5 (Kreis) or 8 (municipality) digits."""
    return bool(_AGS.match(text.strip()))


def lost_zero(text: str) -> str | None:
    """Return the key with its leading zero if a spreadsheet has dropped it.

    Examples
    --------
    >>> lost_zero("1051"), lost_zero("16077")
    ('01051', None)
    """
    cell = text.strip()
    return f"0{cell}" if cell.isascii() and cell.isdigit() and len(cell) in {4, 7} else None
