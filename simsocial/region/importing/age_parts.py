"""Counts of parts of years (under six months, six to eleven months) added up to whole years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.importing.age_labels import AgeLabel
from simsocial.region.importing.counts import HIDDEN, Count, counted
from simsocial.region.importing.sheets import raise_faults
from simsocial.region.importing.understood import Understood

__all__ = ["join_parts"]

_Part = tuple[int, int]


def join_parts(counts: Sequence[Count], notes: Understood) -> list[Count]:
    """Return the counts with those of parts of years summed to whole years.

    Parameters
    ----------
    counts : sequence of Count
        Some may be of parts of years (:attr:`AgeLabel.months`).
    notes : Understood
        Takes what was added up.

    Raises
    ------
    RegionError
        If parts do not fill whole years, or one is told twice.
    """
    parts = {count.age.months for count in counts if count.age and count.age.months}
    if not parts:
        return list(counts)
    whole = _whole_years(parts)
    _refuse(counts, whole)
    for years in dict.fromkeys(whole.values()):
        pieces = sorted(part for part, label in whole.items() if label == years)
        told = ", ".join(f"{start}-{end - 1}" for start, end in pieces)
        ages = str(years.first) if years.first == years.last else f"{years.first}-{years.last}"
        notes.assumptions.append(
            say("Age {ages} is the sum of the groups of {told} months", ages=ages, told=told)
        )
    joined: dict[Count, dict[_Part, Count]] = {}
    plain = []
    for count in counts:
        if count.age is None or count.age.months is None:
            plain.append(count)
            continue
        part = count.age.months
        key = replace(count, age=whole[part], text="", at=counts[0].at)
        here = joined.setdefault(key, {})
        if part in here and here[part].text != count.text:
            first = here[part].at
            raise_faults(
                [
                    count.at.fault(
                        count.text, say("each group once; it stands in row {row}, too", row=first.row)
                    )
                ]
            )
        here.setdefault(part, count)
    needed = {years: sum(label == years for label in whole.values()) for years in whole.values()}
    return [*plain, *(_sum(key, list(found.values()), needed) for key, found in joined.items())]


def _whole_years(parts: Iterable[_Part]) -> dict[_Part, AgeLabel]:
    """Return the whole years that each part belongs to, where parts follow each other from year to year."""
    ends = dict(sorted(parts, reverse=True))
    found: dict[_Part, AgeLabel] = {}
    for start in sorted(ends):
        if start % 12:
            continue
        reached = start
        pieces: list[_Part] = []
        while reached in ends and (not pieces or reached % 12):
            pieces.append((reached, ends[reached]))
            reached = ends[reached]
        if reached % 12 == 0:
            found |= dict.fromkeys(pieces, AgeLabel(start // 12, reached // 12 - 1))
    return found


def _refuse(counts: Sequence[Count], whole: Mapping[_Part, AgeLabel]) -> None:
    faults: dict[_Part, Fault] = {}
    for count in counts:
        part = count.age.months if count.age else None
        if part and part not in whole:
            valid = say(
                "parts that fill whole years: people are counted by completed years, and nothing "
                "tells the rest of these; leave the columns out, or add the one that is missing"
            )
            faults.setdefault(
                part,
                Fault(
                    count.at.sheet,
                    None,
                    count.at.column,
                    say("age {first} to {last} months", first=part[0], last=part[1] - 1),
                    valid,
                ),
            )
    raise_faults(list(faults.values()))


def _sum(key: Count, found: Sequence[Count], needed: Mapping[AgeLabel, int]) -> Count:
    """Return one count of whole years; hidden if one of its parts is."""
    numbers = [counted(count.text) for count in found]
    odd = [count for count, number in zip(found, numbers, strict=True) if number is None]
    broken = next((count for count in odd if count.text not in HIDDEN), None)
    if broken is not None:
        return replace(key, text=broken.text, at=broken.at)
    hidden = odd or key.age is None or len(found) < needed[key.age]
    text = "." if hidden else str(sum(number or 0 for number in numbers))
    return replace(key, text=text, at=found[0].at)
