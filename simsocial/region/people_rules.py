"""Rules for the tables ``population`` and ``households``: who is counted, and age groups that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from simsocial.core.calendar import FIRST_BASE_MONTH, LAST_MONTH, MAX_AGE, month_label
from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.tables import RawTable, column_of
from simsocial.region.values import OPEN_AGE, to_age, to_count, to_date, to_sex

__all__ = ["USUAL_FACTOR", "inhabitants", "people_faults", "people_in_households"]

_Tables = Mapping[str, RawTable]

_SEX_NAMES = ("m", "f", "t")
_MOST_PEOPLE = 100_000_000
"""As many as a large computer holds."""
_HOUSEHOLD_BOUNDS = (0.5, 2.0)
"""People in the households over inhabitants: beyond, the table is of another region, date or unit."""


USUAL_FACTOR = 1.25
"""Nearer than this, those who live in homes and the larger open sizes explain the difference."""


def people_faults(tables: _Tables) -> list[Fault]:
    """Return what is wrong with people and households beyond single cells."""
    faults: list[Fault] = []
    if "population" in tables:
        faults += [*_population_units(tables), *_age_groups(tables), *_dates(tables["population"].cells)]
        faults += [*_people_without_grown_ups(tables), *_nobody(tables)]
    if "households" in tables:
        faults += _households(tables)
    return faults


def inhabitants(tables: _Tables) -> int | None:
    """Return all persons counted, None if a number is missing."""
    persons = column_of(tables, "population", "persons")
    counts = [None] if persons is None else [to_count(text) for text in persons]
    return None if None in counts else sum(count or 0 for count in counts)


def people_in_households(tables: _Tables) -> int | None:
    """Return the least number of people that the households hold, None if a number is missing."""
    size, number = column_of(tables, "households", "size"), column_of(tables, "households", "households")
    if size is None or number is None:
        return None
    pairs = [(to_count(one), to_count(other)) for one, other in zip(size, number, strict=True)]
    if any(one is None or other is None or one < 1 or other < 0 for one, other in pairs):
        return None
    return sum((one or 0) * (other or 0) for one, other in pairs)


def _population_units(tables: _Tables) -> Iterator[Fault]:
    cells = tables["population"].cells
    has_area, has_place = "area" in cells.columns, "place" in cells.columns
    if has_area == has_place:
        found = say("area and place") if has_area else say("neither area nor place")
        yield Fault("population", None, "area", found, say("one of the two columns area or place"))
        return
    if has_place and "places" not in tables:
        yield Fault(
            "population",
            None,
            "place",
            say("no table places"),
            say("a table places, or the column area instead"),
        )
        return
    column, target = ("place", "places") if has_place else ("area", "areas")
    for line in cells.index[cells[column] == ""]:
        yield Fault("population", int(line), column, "", say("an entry of the table {target}", target=target))
    known = column_of(tables, target, column)
    if known is not None:
        counted = set(cells[column])
        for line, value in known.items():
            if value and value not in counted:
                yield Fault(
                    target,
                    int(str(line)),
                    column,
                    value,
                    say("has rows in the table population ({column} {value})", column=column, value=value),
                )


def _age_groups(tables: _Tables) -> Iterator[Fault]:
    cells = tables["population"].cells
    unit = "place" if "place" in cells.columns else "area"
    if unit not in cells.columns or "age_from" not in cells.columns:
        return
    frame = pd.DataFrame(
        {
            "unit": cells[unit],
            "sex": [to_sex(text) for text in cells["sex"]] if "sex" in cells.columns else 2,
            "first": [to_age(text) if text else None for text in cells["age_from"]],
            "last": [to_age(text) for text in cells["age_to"]] if "age_to" in cells.columns else None,
        },
        index=cells.index,
    )
    if "age_to" not in cells.columns:
        frame["last"] = _ends(frame)
    broken = frame[frame.isna().any(axis=1)]["unit"]
    whole = frame[~frame["unit"].isin(set(broken))].astype({"sex": int, "first": int, "last": int})
    known = column_of(tables, f"{unit}s", unit)
    if known is not None:
        whole = whole[whole["unit"].isin(set(known))]
    for name, group in whole.groupby("unit", sort=False):
        sexes = sorted(int(sex) for sex in group["sex"].unique())
        if sexes not in ([0, 1], [2]):
            found = ", ".join(_SEX_NAMES[sex] for sex in sexes)
            line = int(group.index[0])
            yield Fault(
                "population",
                line,
                "sex",
                found,
                say("{unit} {name} with both m and f, or with t only", unit=unit, name=name),
            )
        for sex, rows in group.groupby("sex"):
            label = say(
                "{unit} {name}, sex {sex_names}", unit=unit, name=name, sex_names=_SEX_NAMES[int(str(sex))]
            )
            yield from _gaps(rows.sort_values("first", kind="stable"), label)


def _ends(frame: pd.DataFrame) -> pd.Series[int]:
    """Return the last age of groups that name only their first one."""
    following = (
        frame.sort_values("first", kind="stable").groupby(["unit", "sex"], dropna=False)["first"].shift(-1)
    )
    return (following - 1).fillna(OPEN_AGE).reindex(frame.index)


def _gaps(rows: pd.DataFrame, label: str) -> Iterator[Fault]:
    expected = 0
    for line, first, last in zip(
        rows.index, rows["first"].astype(int), rows["last"].astype(int), strict=True
    ):
        if last < first:
            yield Fault(
                "population", int(line), "age_to", str(last), say("at least age_from {first}", first=first)
            )
            return
        if first > expected:
            missing = (
                say("{expected} to {first}", expected=expected, first=first - 1)
                if first - 1 > expected
                else str(expected)
            )
            yield Fault(
                "population",
                int(line),
                "age_from",
                str(first),
                say(
                    "{expected}: {label} lacks age {missing}", expected=expected, label=label, missing=missing
                ),
            )
        elif first < expected:
            yield Fault(
                "population",
                int(line),
                "age_from",
                str(first),
                say(
                    "{expected}: {label} counts age {first} twice",
                    expected=expected,
                    label=label,
                    first=first,
                ),
            )
        expected = max(expected, last + 1)
    if expected <= MAX_AGE:
        valid = say(
            "empty (open) or {max_age}: {label} lacks ages from {expected} up",
            max_age=MAX_AGE,
            label=label,
            expected=expected,
        )
        yield Fault("population", int(rows.index[-1]), "age_to", str(expected - 1), valid)


def _dates(cells: pd.DataFrame) -> Iterator[Fault]:
    if "reference_date" not in cells.columns:
        return
    first: str | None = None
    for line, text in cells["reference_date"].items():
        day = to_date(text)
        if day is None:
            continue
        first = first or text
        if day != to_date(first):
            yield Fault(
                "population",
                int(str(line)),
                "reference_date",
                text,
                say("one date for all rows: {first}", first=first),
            )
        elif not FIRST_BASE_MONTH <= day.year * 12 + day.month - 1 < LAST_MONTH:
            valid = say(
                "a date from {first} to {last}",
                first=month_label(FIRST_BASE_MONTH),
                last=month_label(LAST_MONTH - 1),
            )
            yield Fault("population", int(str(line)), "reference_date", text, valid)


def _people_without_grown_ups(tables: _Tables) -> Iterator[Fault]:
    cells = tables["population"].cells
    unit = "place" if "place" in cells.columns else "area"
    if not {unit, "age_from", "persons"} <= set(cells.columns):
        return
    minors: dict[str, int] = {}
    adults: dict[str, int] = {}
    last = cells["age_to"] if "age_to" in cells.columns else pd.Series("", index=cells.index)
    for name, first, end, persons in zip(cells[unit], cells["age_from"], last, cells["persons"], strict=True):
        number, until, start = to_count(persons) or 0, to_age(end), to_age(first)
        if until is None or start is None:
            return
        if until >= 18:
            adults[name] = adults.get(name, 0) + number
        else:
            minors[name] = minors.get(name, 0) + number
    for name, number in minors.items():
        if number > 0 and not adults.get(name):
            valid = say("grown-up persons too: no child lives without")
            yield Fault("population", None, unit, str(name), valid)


def _nobody(tables: _Tables) -> Iterator[Fault]:
    number = inhabitants(tables)
    if number == 0:
        yield Fault("population", None, "persons", say("0 in all rows"), say("at least one person"))
    elif number is not None and number > _MOST_PEOPLE:
        yield Fault(
            "population",
            None,
            "persons",
            say("{number:,} in all", number=number),
            say("at most {most_people:,} persons", most_people=_MOST_PEOPLE),
        )


def _households(tables: _Tables) -> Iterator[Fault]:
    people, counted = people_in_households(tables), inhabitants(tables)
    if people is None:
        return
    if people == 0:
        yield Fault("households", None, "households", say("0 in all rows"), say("at least one household"))
        return
    sizes = {to_count(text) for text in tables["households"].cells["size"]}
    largest = max(size for size in sizes if size is not None)
    missing = sorted(set(range(1, min(largest, MAX_AGE) + 1)) - sizes)
    if missing:
        found = say("size {missing} is missing", missing=", ".join(map(str, missing)))
        valid = say(
            "a row for each size from 1 to {largest}, the largest; 0 where there is no such household",
            largest=largest,
        )
        yield Fault("households", None, "size", found, valid)
    low, high = _HOUSEHOLD_BOUNDS
    if counted and not low * counted <= people <= high * counted:
        valid = say(
            "the private households of the region, whose {counted} inhabitants they hold nearly all",
            counted=counted,
        )
        yield Fault(
            "households", None, "households", say("households of {people} people", people=people), valid
        )
