"""A number as it stands in a planner's table: whom it counts, by the labels around it, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simsocial.region.importing.age_labels import AgeLabel
from simsocial.region.importing.sheets import At
from simsocial.region.values import to_count

__all__ = ["ALL", "HIDDEN", "Count", "counted", "is_number"]

ALL = "*"
"""The label of a total."""

HIDDEN = frozenset({"", ".", "/", "x", "X", "...", "…", "•"})
"""Signs of statistical offices for a number that is not told, and nothing at all."""

_MARK = re.compile(r"^\((.*)\)$|^(.*\d)\s?[rp]$")


@dataclass(frozen=True)
class Count:
    """One number.

    Attributes
    ----------
    area, key : str
        Name and official key of the area; :data:`ALL`: of all areas; empty: not said.
    sex, origin : str
        ``m``, ``f``, ``d``; ``german``, ``foreign``; :data:`ALL`.
    time : str
        Year or date, empty: not said.
    age : AgeLabel or None
        Age group, None: all ages.
    text : str
        The number as it is written.
    at : At
        Where.
    subtotal : bool
        Its label says that it sums up other areas.
    """

    area: str
    key: str
    sex: str
    origin: str
    time: str
    age: AgeLabel | None
    text: str
    at: At
    subtotal: bool = False


def counted(text: str) -> int | None:
    """Return the number, None if it is none; marks of limited, revised and provisional figures are taken off.

    Examples
    --------
    >>> counted(" 1 675 "), counted("(12)"), counted("230 r"), counted("-"), counted(".")
    (1675, 12, 230, 0, None)
    """
    match = _MARK.match(text.strip())
    number = to_count((match[1] or match[2]) if match else text)
    return number if number is not None and number >= 0 else None


def is_number(text: str) -> bool:
    """Whether a cell holds a number, or a sign instead of one."""
    return bool(text) and (
        text in HIDDEN or bool(re.fullmatch(r"[(]?[-+–]?\d[\d.,\s\u00a0\u202f']*[)]?\s?[rp]?|[-–]", text))
    )
