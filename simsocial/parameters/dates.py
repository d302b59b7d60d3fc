"""Dates of parameter values: a year (2023), a month (2023-07) or a span of years (2022/24)."""

from __future__ import annotations

import re

from simsocial.core.calendar import month_index
from simsocial.core.errors import ParameterError
from simsocial.core.language import say

__all__ = ["latest_year", "parse_date"]

_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_YEAR = re.compile(r"^([0-9]{4})$")
_MONTH = re.compile(r"^[0-9]{4}-(0[1-9]|1[0-2])$")
_SPAN = re.compile(r"^([0-9]{2})([0-9]{2})/([0-9]{2})$")
_ANY_YEAR = re.compile(r"\b(\d{2})(\d{2})(?:/(\d{2})\b)?")


def parse_date(text: str | int, where: str) -> tuple[int, int]:
    """Return from which month a value holds and at the end of which month it is known.

    A year's figure holds from January and is known at the end of December; a month's figure holds
    and is known in that month; the figure of a span of years holds from January of the middle year
    and is known at the end of the last one.

    Parameters
    ----------
    text : str or int
        ``2023``, ``2023-07`` or ``2022/24``.
    where : str
        File and key, for the error message.

    Examples
    --------
    >>> parse_date(2023, "example") == (2023 * 12, 2023 * 12 + 11)
    True
    >>> parse_date("2022/24", "example") == (2023 * 12, 2024 * 12 + 11)
    True
    """
    label = str(text).strip()
    if _MONTH.match(label):
        month = month_index(label)
        return month, month
    first, last = _years(label)
    if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
        message = say(
            "{where}: '{label}' is no date between {first_year} and {last_year}. Valid: a year "
            "(2023), a month (2023-07) or a span of years (2022/24).",
            where=where,
            label=label,
            first_year=_FIRST_YEAR,
            last_year=_LAST_YEAR,
        )
        raise ParameterError(message)
    return (first + last) // 2 * 12, last * 12 + 11


def _years(label: str) -> tuple[int, int]:
    """Return first and last year of a label; (0, 0) if it is neither a year nor a span."""
    year = _YEAR.match(label)
    if year:
        return int(label), int(label)
    span = _SPAN.match(label)
    return (int(span[1] + span[2]), int(span[1] + span[3])) if span else (0, 0)


def latest_year(text: str) -> int | None:
    """Return the latest year that a source's year names, None if it names none.

    Examples
    --------
    >>> latest_year("2022/24"), latest_year("2015-2018"), latest_year("in force")
    (2024, 2018, None)
    """
    return max(
        (int(century + (last or year)) for century, year, last in _ANY_YEAR.findall(text)), default=None
    )
