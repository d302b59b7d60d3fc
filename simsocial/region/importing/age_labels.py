"""Names of age groups as offices write them: first and last completed year, and whether the last one belongs to it.

``3 - 6`` may end with six or below six. Only the next group tells: :func:`settle_bounds` looks at all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simsocial.region.importing.month_labels import months_of

__all__ = ["OLDEST", "AgeGroup", "AgeLabel", "parse_age", "settle_bounds"]

OLDEST = 100
"""A group that reaches this age is open."""

_AGE = r"(\d{1,3})"
_YEARS = r"(?:\s*-?\s*(?:jährigen?r?|jahren?|jahr|j|years?|yrs?|y))?"
_BELOW = r"(?:unter|u|under|b\s*u|bis\s*unter|bis\s*u|<)"
_AND_MORE = (
    r"(?:(?:und|u|and)\s*)?(?:älter(?:e[rn]?)?|ält|aelter|mehr|darüber|höher|older|over|more|plus|ä|m)"
    r"|um|open|offen"
)
_SHORT_FORMS = (
    # GENESIS: ALT000B03, ALT090UM, ALT000; Berlin: E_E03_05, E_EU1, E_E1U6, E_E95_110.
    (re.compile(r"alt(\d{3})b(\d{2,3})"), "below"),
    (re.compile(r"alt(\d{3})um"), "open"),
    (re.compile(r"alt(\d{3})"), "single"),
    (re.compile(r"e_e[mw]?(\d{1,2})_(\d{1,3})"), "written"),
    (re.compile(r"e_e[mw]?(\d{1,2})u(\d{1,3})"), "below"),
    (re.compile(r"e_e[mw]?u(\d{1,2})"), "first"),
)
_FORMS = (
    (re.compile(rf"{_AGE}{_YEARS}\s*(?:bis|-|to|_)?\s*{_BELOW}\s*{_AGE}{_YEARS}"), "below"),
    (re.compile(rf"{_AGE}{_YEARS}\s*(?:bis|-|to|_|\s)\s*{_AGE}{_YEARS}"), "written"),
    (re.compile(rf"{_AGE}{_YEARS}\s*\+|(?:ab|>=|≥|from)\s*{_AGE}{_YEARS}"), "open"),
    (re.compile(rf"{_AGE}{_YEARS}\s*(?:{_AND_MORE}){_YEARS}"), "open"),
    (re.compile(rf"(?:über|>|over|older than)\s*{_AGE}{_YEARS}"), "above"),
    (re.compile(rf"{_BELOW}\s*{_AGE}{_YEARS}"), "first"),
    (re.compile(rf"bis\s*(?:zu\s*)?{_AGE}{_YEARS}"), "up_to"),
    (re.compile(rf"{_AGE}\s*-?\s*(?:jährigen?r?|jahren?|jahr|j|years?)"), "single"),
)
_BARE = re.compile(_AGE)
_FILLER = re.compile(
    r"^(?:im\s+)?(?:alters?gruppen?|alter|age|kinder|personen|a(?=\d)|von)[\s_:]*(?:von\s+)?(?=.)"
)


@dataclass(frozen=True, order=True)
class AgeGroup:
    """Completed years from `first` to `last`, both belong to it; `last` None: open."""

    first: int
    last: int | None

    def __str__(self) -> str:
        """Return 3-5 or 75+."""
        if self.last is None:
            return f"{self.first}+"
        return str(self.first) if self.last == self.first else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class AgeLabel:
    """An age group as it is written.

    Attributes
    ----------
    first : int
        First completed year.
    last : int or None
        Last year as written; None: open.
    doubtful : bool
        The last year may or may not belong to the group.
    bare : bool
        A number without a word: an age only beside others.
    months : (int, int), optional
        First month, and the first after the group, where it is a part of the years.
    """

    first: int
    last: int | None
    doubtful: bool = False
    bare: bool = False
    months: tuple[int, int] | None = field(default=None, repr=False)


def parse_age(text: str) -> AgeLabel | None:
    """Return the age group that a text names, None if it names none.

    Examples
    --------
    >>> [parse_age(text).last for text in ("unter 3 Jahre", "3 bis unter 6 Jahre", "0_bis_unter_1", "ALT003B06")]
    [2, 5, 0, 5]
    >>> parse_age("80 u. älter"), parse_age("Fläche in km²")
    (AgeLabel(first=80, last=None, doubtful=False, bare=False), None)
    """
    cell = " ".join(re.sub(r"(?<=[^\W\d])\.", " ", text).split()).casefold().strip(" _:")
    for sign in "–—‐−":
        cell = cell.replace(sign, "-")
    for pattern, form in _SHORT_FORMS:
        if match := pattern.fullmatch(cell):
            return _label(form, match)
    worded = bool(re.match(r"alter|age", cell))
    cell = _FILLER.sub("", cell).replace("_", " ").strip()
    # "Unter18", "a18bis29", "65undaelter": words and figures without a blank between them.
    cell = " ".join(re.sub(r"(?<=[a-zäöü])(?=\d)|(?<=\d)(?=[a-zäöü])", " ", cell).split())
    cell = re.sub(r"\s(?:kinder|personen|alt)$", "", cell)
    cell = re.sub(r"\bund(?=aelter|älter|mehr)", "und ", cell)
    if months := months_of(cell):
        start, end = months
        whole = start % 12 == end % 12 == 0
        return AgeLabel(start // 12, (end - 1) // 12, months=None if whole else months)
    if match := _BARE.fullmatch(cell):
        age = int(match[1])
        return AgeLabel(age, age, bare=not worded) if age <= 130 else None
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(cell):
            return _label(form, match)
    return None


def _label(form: str, match: re.Match[str]) -> AgeLabel | None:
    ages = [int(group) for group in match.groups() if group is not None]
    if max(ages) > 130 or (len(ages) == 2 and ages[1] < ages[0]):
        return None
    first = ages[0]
    if form in {"open", "above"}:
        return AgeLabel(first + (form == "above"), None)
    if form in {"first", "up_to"}:
        last = first - (form == "first")
        return AgeLabel(0, last) if last >= 0 else None
    if form == "single":
        return AgeLabel(first, first)
    last = ages[1] - (form == "below")
    return AgeLabel(first, last, doubtful=form == "written" and last > first) if last >= first else None


def settle_bounds(labels: Iterable[AgeLabel]) -> tuple[Mapping[AgeLabel, AgeGroup], bool]:
    """Return the group of each label, and whether written ends were found not to belong to their groups.

    They do not if more groups begin with such an end than in the year after it: single years of age, which begin
    with every end, do not tell.

    Examples
    --------
    >>> labels = [parse_age(text) for text in ("0 - 3", "3 - 6", "6 und mehr")]
    >>> groups, exclusive = settle_bounds(labels)
    >>> [str(groups[label]) for label in labels], exclusive
    (['0-2', '3-5', '6+'], True)
    """
    known = list(dict.fromkeys(labels))
    firsts = {label.first for label in known if label.last != label.first}
    written = [label.last for label in known if label.doubtful and label.last is not None]
    exclusive = sum(last in firsts for last in written) > sum(last + 1 in firsts for last in written)
    return {label: _group(label, exclusive) for label in known}, exclusive


def _group(label: AgeLabel, exclusive: bool) -> AgeGroup:
    last = label.last
    if last is None or last >= OLDEST:
        return AgeGroup(label.first, None)
    return AgeGroup(label.first, last - 1 if label.doubtful and exclusive else last)
