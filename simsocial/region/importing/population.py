"""Counts of planners' tables as the tables ``areas`` and ``population`` of a region."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from simsocial.core.language import later, say
from simsocial.region.faults import Fault
from simsocial.region.importing.age_labels import AgeGroup, AgeLabel, settle_bounds
from simsocial.region.importing.age_parts import join_parts
from simsocial.region.importing.area_totals import area_totals
from simsocial.region.importing.counts import ALL, HIDDEN, Count, counted
from simsocial.region.importing.partition import finest_partition, within
from simsocial.region.importing.sheets import At, raise_faults
from simsocial.region.importing.sums import Sum, agreeing, solve
from simsocial.region.importing.understood import Understood, plural

__all__ = ["People", "settle_people"]

_EVERYBODY = AgeGroup(0, None)
_WORDS = {
    "m": later("men"),
    "f": later("women"),
    "d": later("divers"),
    "german": later("Germans"),
    "foreign": later("foreigners"),
    ALL: later("all"),
}
_SHOWN = 40
_SMALL = 3
"""Counts below stand in no protocol."""


@dataclass(frozen=True)
class _Key:
    """Whom a cell counts."""

    area: str
    sex: str
    origin: str
    group: AgeGroup

    def __str__(self) -> str:
        words = [
            say("all areas") if self.area == ALL else self.area,
            *(say(_WORDS[part]) for part in (self.sex, self.origin) if part != ALL),
            say("all ages") if self.group == _EVERYBODY else say("age {group}", group=self.group),
        ]
        return ", ".join(words)


@dataclass(frozen=True)
class People:
    """Persons by area, sex and age group.

    Attributes
    ----------
    areas : dict
        Official key of each area by its name; empty where none is known.
    rows : list of (str, str, AgeGroup, int)
        Name of the area, ``m``, ``f`` or ``t``, group, persons.
    """

    areas: dict[str, str]
    rows: list[tuple[str, str, AgeGroup, int]]


def settle_people(counts: Sequence[Count], notes: Understood) -> People:
    """Return persons by area, sex and age group, with totals used as checks.

    Parameters
    ----------
    counts : sequence of Count
        Of one reference date; no area without a name.
    notes : Understood
        Takes what was understood.

    Raises
    ------
    RegionError
        If a number cannot be read, is told twice or is hidden, or the age groups have holes.
    """
    table = _Table(join_parts(counts, notes), notes)
    table.use_totals()
    return table.people()


class _Table:
    """The cells of a table by whom they count, while totals are used up."""

    def __init__(self, counts: Sequence[Count], notes: Understood) -> None:
        self._notes = notes
        self._groups = _group_labels(counts, notes)
        self._cells: dict[Hashable, int | None] = {}
        self._at: dict[_Key, tuple[At, str]] = {}
        self._keys = {count.area: count.key for count in counts if count.key}
        raise_faults([fault for count in counts if (fault := self._take(count))])
        known = {key for key in self._at if key.area != ALL}
        self.parts = self._partition({key.group for key in known})
        self.totals = area_totals(counts, self._known)
        self.areas = [
            name for name in dict.fromkeys(count.area for count in counts) if name not in self.totals
        ]
        if not self.areas:
            raise_faults([counts[0].at.fault(counts[0].area, say("areas beside their total"))])

    def _take(self, count: Count) -> Fault | None:
        group = _EVERYBODY if count.age is None else self._groups[count.age]
        key = _Key(count.area, count.sex, count.origin, group)
        number = counted(count.text)
        if number is None and count.text not in HIDDEN:
            return count.at.fault(count.text, say("a whole number from 0 up, or a statistical sign"))
        if key in self._at and number is not None and self._cells[key] is not None:
            earlier = self._at[key][0]
            same_line = (earlier.sheet, earlier.row) == (count.at.sheet, count.at.row)
            if self._cells[key] == number and (same_line or key.area == ALL):
                return None
            valid = say(
                "each group once; {key} stands in {sheet}, row {row}, too",
                key=key,
                sheet=earlier.sheet,
                row=earlier.row,
            )
            return count.at.fault(count.text, valid)
        if key not in self._at or number is not None:
            self._at[key] = (count.at, count.text)
            self._cells[key] = number
        return None

    def _known(self, area: str) -> dict[object, int]:
        return {
            (key.sex, key.origin, key.group): number
            for key in self._at
            if key.area == area and (number := self._cells[key]) is not None
        }

    def _partition(self, groups: Iterable[AgeGroup]) -> list[AgeGroup]:
        named = [group for group in groups if group != _EVERYBODY]
        parts = finest_partition(named)
        if parts is None:
            found = ", ".join(
                map(str, sorted(named, key=lambda group: (group.first, group.last or 999))[:_SHOWN])
            )
            valid = say(
                "age groups that begin with 0, follow each other without holes and end with an open one (75+)"
            )
            at = next(iter(self._at.values()))[0]
            raise_faults([Fault(at.sheet, None, None, found, valid)])
        return parts or []

    def use_totals(self) -> None:
        """Tell what a sign hides where a total does, and compare all others."""
        sums = [entry for entry in self._sums() if all(part in self._cells for part in entry.parts)]
        for key, entry in solve(self._cells, sums).items():
            at, text = self._at[key]  # type: ignore[index]
            self._notes.assumptions.append(
                say(
                    "{sheet}, row {row}, column {column}: '{text}' is {told}, what {what} leaves",
                    sheet=at.sheet,
                    row=at.row,
                    column=at.column,
                    text=text,
                    told=_told(self._cells[key]),
                    what=entry.what,
                )
            )
        agree, differ = agreeing(self._cells, sums)
        if sums:
            self._notes.checked.append(
                say(
                    "{agree:,} of {total:,} totals are the sum of their parts",
                    agree=agree,
                    total=agree + len(differ),
                )
            )
        for entry, total, added in differ[:_SHOWN]:
            at = self._at[entry.total][0]  # type: ignore[index]
            place = say("{sheet}, row {row}, column {column}", sheet=at.sheet, row=at.row, column=at.column)
            self._notes.differences.append(
                say(
                    "{place}: {what} is {total:,}, its parts are {added:,}",
                    place=place,
                    what=entry.what,
                    total=total,
                    added=added,
                )
            )
        if len(differ) > _SHOWN:
            self._notes.differences.append(
                say("... and {plural}", plural=plural(len(differ) - _SHOWN, "more total"))
            )

    def _sums(self) -> Iterable[Sum]:
        for key in list(self._at):
            if key.group not in self.parts and (inside := within(key.group, self.parts)):
                yield Sum(key, tuple(replace(key, group=group) for group in inside), str(key))
            for dimension, values in (("sex", ("m", "f", "d")), ("origin", ("german", "foreign"))):
                if getattr(key, dimension) != ALL:
                    continue
                parts = [_with(key, dimension, value) for value in values]
                present = [part for part in parts if part in self._at]
                if len(present) < 2 and key.group == _EVERYBODY:
                    present = [
                        at
                        for part in parts
                        for group in self.parts
                        if (at := replace(part, group=group)) in self._at
                    ]
                if len(present) >= 2:
                    yield Sum(key, tuple(present), str(key))
            if key.area in self.totals:
                yield Sum(key, tuple(replace(key, area=area) for area in self.totals[key.area]), str(key))

    def people(self) -> People:
        """Return the persons, by sex where both are told."""
        by_sex = all(
            self._told(area, sex, group) for area in self.areas for sex in "mf" for group in self.parts
        )
        faults: list[Fault] = []
        rows = []
        for area in self.areas:
            for sex in "mf" if by_sex else "t":
                for group in self.parts:
                    number = self._persons(area, sex, group, faults)
                    rows.append((area, sex, group, number))
        raise_faults(faults)
        self._tell(rows, by_sex=by_sex)
        return People({area: self._keys.get(area, "") for area in self.areas}, rows)

    def _told(self, area: str, sex: str, group: AgeGroup) -> bool:
        return any(_Key(area, sex, origin, group) in self._at for origin in (ALL, "german", "foreign"))

    def _persons(self, area: str, sex: str, group: AgeGroup, faults: list[Fault]) -> int:
        if sex == "t":
            if not self._told(area, ALL, group) and self._told(area, "m", group):
                return sum(self._persons(area, one, group, faults) for one in "mf")
            return self._number(area, ALL, group, faults)
        divers = self._number(area, "d", group, faults) if self._told(area, "d", group) else 0
        return self._number(area, sex, group, faults) + (divers + (sex == "f")) // 2

    def _number(self, area: str, sex: str, group: AgeGroup, faults: list[Fault]) -> int:
        whole = _Key(area, sex, ALL, group)
        keys = [whole] if whole in self._at else [replace(whole, origin=one) for one in ("german", "foreign")]
        total = 0
        for key in keys:
            number = self._cells.get(key)
            if key not in self._at:
                first = next(at for other, (at, _) in self._at.items() if other.area in (area, ALL))
                faults.append(
                    Fault(first.sheet, None, None, say("no number"), say("persons of {key}", key=key))
                )
            elif number is None:
                at, text = self._at[key]
                faults.append(
                    at.fault(text or say("(empty)"), say("a number; no total tells what is hidden here"))
                )
            total += number or 0
        return total

    def _tell(self, rows: Sequence[tuple[str, str, AgeGroup, int]], *, by_sex: bool) -> None:
        notes = self._notes
        added = [
            words
            for words, there in (
                (say("men and women kept apart"), by_sex),
                (say("Germans and foreigners added up"), any(key.origin != ALL for key in self._at)),
            )
            if there
        ]
        notes.layout.append(
            say(
                "{areas}, {groups}, {persons:,} persons{added}",
                areas=plural(len(self.areas), "area"),
                groups=plural(len(self.parts), "age group"),
                persons=sum(row[3] for row in rows),
                added="".join(f"; {words}" for words in added),
            )
        )
        for name, parts in self.totals.items():
            title = say("the total of all areas") if name == ALL else f"'{name}'"
            notes.groups.append(
                say(
                    "{title} sums up {parts}{value}",
                    title=title,
                    parts=", ".join(parts[:8]),
                    value=", ..." if len(parts) > 8 else "",
                )
            )
        if by_sex and any(key.sex == "d" for key in self._at):
            notes.assumptions.append(say("Persons told as divers are counted half as women and half as men"))


def _told(number: int | None) -> str:
    """Return a number that an office has hidden; a small one stays hidden in what people read."""
    return (
        f"{number:,}"
        if number is not None and (number == 0 or number >= _SMALL)
        else say("less than {small}", small=_SMALL)
    )


def _with(key: _Key, dimension: str, value: str) -> _Key:
    return replace(key, sex=value) if dimension == "sex" else replace(key, origin=value)


def _group_labels(counts: Sequence[Count], notes: Understood) -> Mapping[AgeLabel, AgeGroup]:
    labels = list(dict.fromkeys(count.age for count in counts if count.age is not None))
    groups, exclusive = settle_bounds(labels)
    if exclusive:
        notes.assumptions.append(
            say(
                "Written ends of age groups do not belong to them (3-6 is 3 to under 6), since the "
                "next group begins there"
            )
        )
    in_order = sorted({groups[label] for label in labels}, key=lambda group: (group.first, group.last or 999))
    names = ", ".join(map(str, in_order))
    notes.groups.append(say("age groups, completed years: {names}", names=names))
    return groups
