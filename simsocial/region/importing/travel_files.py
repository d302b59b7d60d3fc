"""Travel times between the places of a region from planners' and routers' tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

import pandas as pd

from simsocial.core.errors import RegionError
from simsocial.core.language import later, say
from simsocial.region.faults import Fault
from simsocial.region.importing.area_outlines import read_outlines
from simsocial.region.importing.request import Imported, Request
from simsocial.region.importing.sheets import raise_faults, read_sheets
from simsocial.region.importing.site_list import ListedSite
from simsocial.region.importing.site_places import SitePlaces
from simsocial.region.importing.travel_list import TravelList, Trip, read_travel
from simsocial.region.importing.understood import Understood, plural
from simsocial.region.values import to_count, to_number

__all__ = ["import_travel"]

_Pair = tuple[str, str]
_SHOWN = 10
_USUAL = {later("minutes"): (1.0, 240.0), later("seconds"): (30.0, 14_400.0)}
"""Median trip between places of a region: a header that says otherwise is doubted."""
_MOST_MINUTES, _FEWEST_MINUTES = 200.0, 2.0
"""Without a word: above, seconds; below, hours."""
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


def import_travel(request: Request) -> Imported:
    """Return the table ``travel_minutes`` (and ``places``, one an area, where the region has none).

    Raises
    ------
    RegionError
        With file, sheet, row, column, value and what is valid, of everything that cannot be read.
    """
    request.require_areas()
    notes = Understood()
    places = SitePlaces(request.known, request.mapped("places"), notes, read_outlines(request))
    lists = []
    for path in request.files:
        for sheet in read_sheets(path, request.sheets):
            found = read_travel(sheet, request.mapped("columns"), places.knows)
            if found is None or not found.trips:
                notes.left_out.append(
                    say("{name}: no travel times between places of the region", name=sheet.name)
                )
                continue
            lists.append(found)
            notes.layout.append(f"{sheet.name}: {found.layout}, {plural(len(found.trips), 'time')}")
            notes.left_out += [
                say("{name}: column '{header}'", name=sheet.name, header=text) for text in found.left_out
            ]
    if not lists:
        names = ", ".join(path.name for path in request.files)
        valid = say(
            "columns such as von, nach, Minuten; or a matrix with places of the region as first row "
            "and column"
        )
        raise RegionError(str(Fault(names, None, None, say("no travel times"), valid)))
    trips = [trip for found in lists for trip in found.trips]
    given = str(request.mapping.get("unit") or "")
    minutes, units = [], set()
    for found in lists:
        numbers = _numbers(found, notes)
        unit = _unit(found, numbers, given, notes)
        units.add(unit)
        minutes += [round(number / 60, 2) if unit == "seconds" else number for number in numbers]
    by_pair = _by_pair(trips, minutes, places, request.mapped("places"), notes)
    table = _settled(by_pair, str(request.mapping.get("repeated") or ""), notes)
    _tell_pairs(table, places.keys, notes)
    tables = {"travel_minutes": table}
    if places.made:
        tables = {"places": places.table(), **tables}
    mapping: dict[str, object] = {"as": "travel"}
    if len(units) == 1:
        mapping["unit"] = units.pop()
    mapping["columns"] = request.mapped("columns") | {
        head: role for found in lists for head, role in found.columns.items()
    }
    mapping["places"] = request.mapped("places")
    if repeated := request.mapping.get("repeated"):
        mapping["repeated"] = repeated
    return Imported(tables, notes, mapping)


def _numbers(found: TravelList, notes: Understood) -> list[float]:
    """Return the times as numbers; points are thousands only where numbers below a thousand have none."""
    trips, texts = found.trips, [trip.text for trip in found.trips]
    pointed = [text for text in texts if "." in text]
    plain = [number for text in texts if "." not in text and (number := to_number(text)) is not None]
    thousands = bool(pointed and plain) and max(plain) < 1000 and all(map(_THOUSANDS.fullmatch, pointed))
    if thousands:
        notes.assumptions.append(
            say(
                "{sheet}: points are thousands, {pointed} is {to_count}",
                sheet=trips[0].at.sheet,
                pointed=pointed[0],
                to_count=to_count(pointed[0]),
            )
        )
    numbers = [float(to_count(text) or 0) if thousands and "." in text else to_number(text) for text in texts]
    raise_faults(
        [
            trip.at.fault(trip.text, say("minutes or seconds, a number from 0 up"))
            for trip, number in zip(trips, numbers, strict=True)
            if number is None or number < 0
        ]
    )
    return [number or 0.0 for number in numbers]


def _unit(found: TravelList, numbers: Sequence[float], given: str, notes: Understood) -> str:
    """Return ``minutes`` or ``seconds``: as the mapping or this sheet's header says, else by the magnitude."""
    between = [
        number
        for trip, number in zip(found.trips, numbers, strict=True)
        if number and trip.start.texts != trip.end.texts
    ]
    middle = median(between) if between else 0.0
    said, name = found.units, found.trips[0].at.sheet
    magnitude = say("half of the trips above {middle:g}", middle=middle)
    hint = say("; 'unit: minutes' or 'unit: seconds' in a mapping decides")
    if given:
        if given not in _USUAL:
            raise RegionError(str(Fault("mapping", None, "unit", given, say("minutes or seconds"))))
        notes.assumptions.append(say("{name}: times are {given}, by the mapping", name=name, given=given))
        return given
    if "hours" in said or (not said and 0 < middle < _FEWEST_MINUTES):
        valid = say("minutes or seconds; hours are too coarse for ways within a Kreis{hint}", hint=hint)
        raise RegionError(
            str(Fault(name, None, None, say("hours ({magnitude})", magnitude=magnitude), valid))
        )
    if len(said) == 1:
        unit = next(iter(said))
        low, high = _USUAL[unit]
        if between and not low <= middle <= high:
            valid = say(
                "{unit} with half of the trips above {low:g} to {high:g}{hint}",
                unit=say(unit),
                low=low,
                high=high,
                hint=hint,
            )
            raise RegionError(str(Fault(name, None, None, magnitude, valid)))
        notes.assumptions.append(
            say(
                "{name}: times are {unit}, as the header or title says ({magnitude})",
                name=name,
                unit=say(unit),
                magnitude=magnitude,
            )
        )
        return unit
    unit = "seconds" if middle > _MOST_MINUTES else "minutes"
    notes.assumptions.append(
        say(
            "{name}: times are {unit}, by their magnitude: {magnitude}",
            name=name,
            unit=say(unit),
            magnitude=magnitude,
        )
    )
    return unit


def _by_pair(
    trips: Sequence[Trip],
    minutes: Sequence[float],
    places: SitePlaces,
    mapped: dict[str, str],
    notes: Understood,
) -> dict[_Pair, list[tuple[Trip, float]]]:
    """Return the trips of each pair; ends outside are left out where the region is complete without them."""
    found: dict[_Pair, list[tuple[Trip, float]]] = {}
    known: dict[str, str] = {}
    outside: dict[str, Fault] = {}
    within = 0
    for trip, number in zip(trips, minutes, strict=True):
        ends = []
        for end in (trip.start, trip.end):
            written = _written(end)
            if written not in known and written not in outside:
                place, fault = ("", None) if mapped.get(written) == "ignore" else places.of(end)
                known[written] = place
                if fault:
                    hint = say(
                        "{valid}; or 'places: {{{written}: ignore}}' in a mapping",
                        valid=fault.valid,
                        written=written,
                    )
                    outside[written] = Fault(fault.table, fault.row, fault.column, fault.value, hint)
            ends.append(known.get(written, ""))
        if not all(ends):
            continue
        if ends[0] == ends[1] and number == 0:
            within += 1
            continue
        found.setdefault((ends[0], ends[1]), []).append((trip, number))
    if outside and _missing(found, places.keys):
        raise_faults(list(outside.values()))
    notes.outside += list(outside)
    if within:
        notes.left_out.append(
            say(
                "{plural} of 0 within a place: its own 4 minutes (travel.own_place_minutes) hold",
                plural=plural(within, "time"),
            )
        )
    return found


def _settled(
    by_pair: dict[_Pair, list[tuple[Trip, float]]], repeated: str, notes: Understood
) -> pd.DataFrame:
    """Return one time a pair: equal rows once, different rows of different points by their median."""
    if repeated not in {"", "median"}:
        raise RegionError(str(Fault("mapping", None, "repeated", repeated, say("median, or nothing"))))
    faults, rows, same, joined, medians = [], [], 0, 0, 0
    for (start, end), found in by_pair.items():
        times: dict[tuple[str, str], dict[float, Trip]] = {}
        for trip, number in found:
            here = times.setdefault((_written(trip.start), _written(trip.end)), {})
            same += number in here
            if here and number not in here and not repeated:
                first, earlier = next(iter(here.items()))
                valid = say(
                    "one time for {start} - {end}: row {row} says {first:g} minutes, this one "
                    "{number:g}; or 'repeated: median' in a mapping",
                    start=start,
                    end=end,
                    row=earlier.at.row,
                    first=first,
                    number=number,
                )
                faults.append(trip.at.fault(trip.text, valid))
            here.setdefault(number, trip)
        medians += sum(len(here) > 1 for here in times.values())
        joined += len(times) > 1
        rows.append((start, end, round(median(median(here) for here in times.values()), 2)))
    raise_faults(faults)
    if same:
        notes.left_out.append(say("{plural} told twice with the same time", plural=plural(same, "row")))
    if medians:
        notes.assumptions.append(
            say(
                "{plural} told twice with different times: their median (mapping)",
                plural=plural(medians, "pair"),
            )
        )
    if joined:
        notes.assumptions.append(
            say(
                "{plural} of places with times between several of their points: their median",
                plural=plural(joined, "pair"),
            )
        )
    return pd.DataFrame(rows, columns=["from", "to", "minutes"])


def _tell_pairs(table: pd.DataFrame, places: Sequence[str], notes: Understood) -> None:
    given = set(zip(table["from"], table["to"], strict=True))
    single = sum(start != end and (end, start) not in given for start, end in given)
    both = sum(start < end and (end, start) in given for start, end in given)
    notes.checked.append(
        say(
            "{both} in both directions, {single} in one direction",
            both=plural(both, "pair"),
            single=plural(single, "pair"),
        )
    )
    if single:
        notes.assumptions.append(
            say("{plural} in one direction only: taken for both", plural=plural(single, "pair"))
        )
    missing = _missing(given, places)
    if missing:
        shown = ", ".join(f"{one} - {other}" for one, other in missing[:_SHOWN])
        more = ", ..." if len(missing) > _SHOWN else ""
        notes.missing.append(
            say(
                "{plural} of places without a time: {shown}{more}. `simsocial check` refuses the table "
                "until each has a row in either direction",
                plural=plural(len(missing), "pair"),
                shown=shown,
                more=more,
            )
        )


def _missing(given: set[_Pair] | dict[_Pair, list[tuple[Trip, float]]], places: Sequence[str]) -> list[_Pair]:
    return [
        (one, other)
        for at, one in enumerate(places)
        for other in places[at + 1 :]
        if (one, other) not in given and (other, one) not in given
    ]


def _written(end: ListedSite) -> str:
    return " / ".join(text for part in end.texts.values() for text in part if text)
