"""Ages in months and half years, as Kita offices count them: ``0-11 Monate``, ``0,5 bis unter 1``."""

from __future__ import annotations

import re

__all__ = ["months_of"]

_MONTHS = r"mon(?:at(?:en?)?|\.)?"
_SIDE = rf"(\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*-?\s*({_MONTHS}|jahren?|jahr|j\.?)?"
_BELOW = r"(?:unter|u|b\s*u|<)\.?"
_RANGE = re.compile(rf"{_SIDE}\s*(?:bis|-|to|_)?\s*({_BELOW})?\s*(?<![\d.,]){_SIDE}")
_FIRST = re.compile(rf"({_BELOW}|bis)\s*{_SIDE}")
_HALF = 6


def months_of(label: str) -> tuple[int, int] | None:
    """Return the first month of an age group and the first after it, None if a label tells no months or fractions.

    A written last month belongs to the group (0-11) unless it ends a half year (0-12); a written fraction does not.

    Parameters
    ----------
    label : str
        In small letters, single blanks and ``-`` alone for dashes.

    Examples
    --------
    >>> months_of("0 bis unter 0,5"), months_of("0-11 monate"), months_of("12 bis unter 36 monate")
    ((0, 6), (0, 12), (12, 36))
    >>> months_of("6 monate bis unter 3 jahre"), months_of("3 bis unter 6 jahre")
    ((6, 36), None)
    """
    if match := _FIRST.fullmatch(label):
        below, first, unit = match[1] != "bis", "0", match[3]
        sides = [(first, unit), (match[2], unit)]
    elif match := _RANGE.fullmatch(label):
        below = match[3] is not None
        sides = [(match[1], match[2] or match[5]), (match[4], match[5] or match[2])]
    else:
        return None
    in_months = [bool(unit and re.fullmatch(_MONTHS, unit)) for _, unit in sides]
    if not any(in_months) and not any(sign in number for number, _ in sides for sign in ",."):
        return None
    start, end = (
        float(number.replace(",", ".")) * (1 if months else 12)
        for (number, _), months in zip(sides, in_months, strict=True)
    )
    if start != int(start) or end != int(end):
        return None
    last_belongs = not below and in_months[1] and (int(end) % _HALF != 0)
    found = int(start), int(end) + last_belongs
    return found if found[0] < found[1] else None
