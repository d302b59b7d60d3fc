"""Trips of travel tables as planners and routers write them: one line a pair, or a matrix."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from simsocial.core.language import say
from simsocial.region.importing.coordinates import point_in
from simsocial.region.importing.counts import HIDDEN, is_number
from simsocial.region.importing.sheets import At, SourceSheet
from simsocial.region.importing.site_list import ListedSite
from simsocial.region.importing.site_words import site_column

__all__ = ["TravelList", "Trip", "read_travel"]

_ENDS = {
    "from": r"von|from|start\w*|quelle|quellort|origin\w*|ausgang\w*|abfahrt\w*",
    "to": r"nach|bis|to|ziel\w*|dest\w*|ende?|ankunft\w*",
}
_LABEL = r"|id|key|kennung|ags|place|ort|name|nr"
_TIME = (
    r".*(?:minut|\bmin\b|fahrt?zeit|reisezeit|dauer|duration|zeit\b|time\b|"
    r"^(?:pkw|auto|miv)$|sekund|second|\bse[kc]\b|stunde|hour|\bstd\b).*"
)
_CAR = r".*(?:pkw|auto|car\b|miv|driv).*"
_OTHER_MODE = r".*(?:öpnv|oepnv|bus|bahn|transit|fuß|fuss|foot|walk|rad\b|bike|cycl).*"
_UNITS = {
    "seconds": r"sekunden?|seconds?|seks?|secs?|s",
    "minutes": r"minuten?|minutes?|mins?",
    "hours": r"stunden?|hours?|std|h",
}
_FEWEST = 2


@dataclass(frozen=True)
class Trip:
    """One travel time: both ends as written, the time and where it stands."""

    start: ListedSite
    end: ListedSite
    text: str
    at: At


@dataclass
class TravelList:
    """The trips of a sheet.

    Attributes
    ----------
    layout : str
        How they stand there.
    trips : list of Trip
        Filled cells alone.
    units : set of str
        Units that headers and titles name.
    columns : dict
        What each used column holds, by its header.
    left_out : list of str
        Columns that are not used.
    """

    layout: str
    trips: list[Trip] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    columns: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def read_travel(
    sheet: SourceSheet, mapped: Mapping[str, str], knows: Callable[[str], bool]
) -> TravelList | None:
    """Return the trips of a sheet, None if it holds none.

    Parameters
    ----------
    sheet : SourceSheet
        The sheet.
    mapped : mapping
        What columns hold (``from``, ``to``, ``minutes``, ``ignore``), by their headers.
    knows : callable
        Whether a text names a place of the region.
    """
    for line, cells in enumerate(sheet.lines[:20]):
        roles = _roles(cells, mapped)
        held = set(roles.values())
        if "time" in held and all(any(role.startswith(end) for role in held) for end in _ENDS):
            return _long(sheet, line, roles)
    return _matrix(sheet, knows)


def _roles(cells: list[str], mapped: Mapping[str, str]) -> dict[int, str]:
    """Return what the columns hold: ``time``, or an end and what of it (``from area``, ``to lat``)."""
    given = {column: _role(text, mapped) for column, text in enumerate(cells) if text}
    roles = {column: role for column, role in given.items() if role}
    times = [column for column, role in roles.items() if role == "time"]
    by_car = [column for column in times if re.fullmatch(_CAR, cells[column].casefold())]
    others = [column for column in times if not re.fullmatch(_OTHER_MODE, cells[column].casefold())]
    used = (by_car or others or times)[:1]
    return {column: role for column, role in roles.items() if role != "time" or column in used}


def _role(header: str, mapped: Mapping[str, str]) -> str | None:
    if header in mapped:
        role = mapped[header]
        ends = {"from": "from area", "to": "to area", "minutes": "time"}
        return None if role == "ignore" else ends.get(role, role)
    text = re.sub(r"[_/()\[\].-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)).casefold()
    words = text.split()
    for end, pattern in _ENDS.items():
        for at in (0, -1):
            if words and re.fullmatch(pattern, words[at]):
                rest = " ".join(words[1:] if at == 0 else words[:-1])
                part = site_column(rest) if rest else "area"
                if part in {"lat", "lon", "east", "north"}:
                    return f"{end} {part}"
                if part in {"area", "name"} or re.fullmatch(_LABEL, rest):
                    return f"{end} area"
    return "time" if re.fullmatch(_TIME, text) else None


def _long(sheet: SourceSheet, header: int, roles: dict[int, str]) -> TravelList:
    found = TravelList(say("one line a pair"))
    heads = sheet.lines[header]
    found.columns = {
        heads[column]: role.removesuffix(" area").replace("time", "minutes")
        for column, role in roles.items()
        if role == "time" or role.endswith(" area")
    }
    found.left_out = [text for column, text in enumerate(heads) if text and column not in roles]
    time = next(column for column, role in roles.items() if role == "time")
    found.units = _units(sheet, header, heads[time])
    for line in range(header + 1, len(sheet.lines)):
        text = sheet.lines[line][time]
        ends = [_end(sheet, line, heads, roles, end) for end in _ENDS]
        if text and text not in HIDDEN and all(any(map(any, end.texts.values())) for end in ends):
            found.trips.append(Trip(ends[0], ends[1], text, sheet.at(line, time, heads[time])))
    return found


def _end(sheet: SourceSheet, line: int, heads: list[str], roles: dict[int, str], end: str) -> ListedSite:
    texts: dict[str, list[str]] = {}
    at: dict[str, At] = {}
    for column, role in roles.items():
        if role.startswith(f"{end} "):
            part = role.removeprefix(f"{end} ")
            texts.setdefault(part, []).append(sheet.lines[line][column])
            at.setdefault(part, sheet.at(line, column, heads[column]))
    return _located(ListedSite(texts, at, At(sheet.name, sheet.numbers[line], ""), ""))


def _located(end: ListedSite) -> ListedSite:
    """Return an end whose label is a pair of coordinates with these instead."""
    point = next((found for text in end.texts.get("area", []) if (found := point_in(text))), None)
    if point is None:
        return end
    at = end.place("area")
    texts = {"east": [f"{1000 * point[0]:.1f}"], "north": [f"{1000 * point[1]:.1f}"]}
    return ListedSite(texts, {"east": at, "north": at}, end.line, "")


def _matrix(sheet: SourceSheet, knows: Callable[[str], bool]) -> TravelList | None:
    lines = sheet.lines
    known = [[bool(text) and knows(text) for text in cells] for cells in lines]
    header = max(range(min(len(lines), 20)), key=lambda line: sum(known[line]), default=0)
    if not lines or sum(known[header]) < _FEWEST:
        return None
    first = known[header].index(True)
    labels = max(range(first), key=lambda column: sum(row[column] for row in known[header + 1 :]), default=-1)
    if labels < 0 or sum(row[labels] for row in known[header + 1 :]) < _FEWEST:
        return None
    found = TravelList(say("a matrix, from the rows to the columns"))
    found.left_out = [text for column, text in enumerate(lines[header][:first]) if text and column != labels]
    found.units = _units(sheet, header, lines[header][labels])
    for line in range(header + 1, len(lines)):
        start = lines[line][labels]
        if not start or not any(is_number(text) for text in lines[line][first:]):
            continue
        for column in range(first, sheet.width):
            end, text = lines[header][column], lines[line][column]
            if not end or not text or text in HIDDEN or text in "-–":
                continue
            at = sheet.at(line, column, end)
            ends = [
                _located(ListedSite({"area": [label]}, {"area": place}, place, ""))
                for label, place in ((start, sheet.at(line, labels)), (end, sheet.at(header, column)))
            ]
            found.trips.append(Trip(ends[0], ends[1], text, at))
    return found


def _units(sheet: SourceSheet, header: int, head: str) -> set[str]:
    """Return the units that a header names, else the titles and the name of sheet or file."""
    titles = [text for cells in sheet.lines[:header] for text in cells]
    for texts, shortest in (([head], 1), ([*titles, sheet.title, sheet.file], 3)):
        words = [word for text in texts for word in re.findall(r"[a-zäöü]+", text.casefold())]
        units = {
            unit
            for unit, pattern in _UNITS.items()
            if any(re.fullmatch(pattern, word) for word in words if len(word) >= shortest)
        }
        if units:
            return units
    return set()
