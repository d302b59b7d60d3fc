"""Rules across cells and tables: keys that must exist and be unique, and what belongs together.

Those about people are in :mod:`.people_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from simsocial.core.language import say
from simsocial.region.districts import district_faults
from simsocial.region.faults import Fault, among
from simsocial.region.people_rules import people_faults
from simsocial.region.tables import RawTable, column_of
from simsocial.region.values import to_month

__all__ = ["consistency_faults"]

_Tables = Mapping[str, RawTable]

_KEYS: dict[str, tuple[str, ...]] = {
    "areas": ("area",),
    "places": ("place",),
    "households": ("size",),
    "sites": ("site",),
    "providers": ("provider",),
    "travel_minutes": ("from", "to"),
    "dwellings": ("place",),
}
_REFERENCES = (
    ("places", "area", "areas", "area"),
    ("population", "area", "areas", "area"),
    ("population", "place", "places", "place"),
    ("sites", "place", "places", "place"),
    ("sites", "provider", "providers", "provider"),
    ("districts", "site", "sites", "site"),
    ("districts", "place", "places", "place"),
    ("districts", "area", "areas", "area"),
    ("travel_minutes", "from", "places", "place"),
    ("travel_minutes", "to", "places", "place"),
    ("dwellings", "place", "places", "place"),
)
_SHOWN_PAIRS = 20
_HINTS = 50
_WHOLE_REGION = "region"
"""What tables of results call the sum over all areas."""


def consistency_faults(tables: _Tables) -> list[Fault]:
    """Return every fault that no single cell shows."""
    faults = [*_duplicates(tables), *_unknown_keys(tables), *_reserved(tables), *_closed_before_open(tables)]
    faults += [*people_faults(tables), *district_faults(tables)]
    if "places" in tables:
        faults += [*_areas_without_places(tables), *_coordinates(tables["places"].cells)]
        faults += [*_missing_dwellings(tables), *_missing_pairs(tables)]
    return faults


def _duplicates(tables: _Tables) -> Iterator[Fault]:
    for name, columns in _KEYS.items():
        if name not in tables or not set(columns) <= set(tables[name].cells.columns):
            continue
        keys = tables[name].cells[list(columns)]
        first: dict[tuple[str, ...], int] = {}
        for line, *key in keys.itertuples(name=None):
            stands = first.setdefault(tuple(key), int(line))
            if stands != line and all(key):
                where = say(
                    "each {columns} once; it stands in row {stands} already",
                    columns=f" {say('and')} ".join(columns),
                    stands=stands,
                )
                yield Fault(name, int(line), columns[0], " - ".join(key), where)


def _unknown_keys(tables: _Tables) -> Iterator[Fault]:
    for table, column, target, key in _REFERENCES:
        used, known = column_of(tables, table, column), column_of(tables, target, key)
        if used is None:
            continue
        if known is None:
            if target == "places" and table != "population" and "places" not in tables:
                yield Fault(
                    table,
                    int(used.index[0]),
                    column,
                    used.iloc[0],
                    say("needs a table places that names this place"),
                )
            continue
        valid = set(known)
        hints: dict[str, str] = {}
        for line, value in used.items():
            if not value or value in valid:
                continue
            if value not in hints:
                # Searching the nearest name takes long among many.
                many = len(hints) >= _HINTS
                hints[value] = (
                    say("an entry of the table {target}", target=target) if many else among(value, valid)
                )
            yield Fault(table, int(str(line)), column, value, hints[value])


def _reserved(tables: _Tables) -> Iterator[Fault]:
    areas = column_of(tables, "areas", "area")
    for line, value in () if areas is None else areas.items():
        if value.casefold() == _WHOLE_REGION:
            valid = say(
                "another short name: results call the sum over all areas {whole_region}",
                whole_region=_WHOLE_REGION,
            )
            yield Fault("areas", int(str(line)), "area", value, valid)


def _closed_before_open(tables: _Tables) -> Iterator[Fault]:
    opened, closes = column_of(tables, "sites", "opened"), column_of(tables, "sites", "closes")
    if opened is None or closes is None:
        return
    for line, first, end in zip(opened.index, opened, closes, strict=True):
        start, stop = to_month(first), to_month(end)
        if start is not None and stop is not None and stop <= start:
            yield Fault(
                "sites",
                int(line),
                "closes",
                end,
                say("a month after {first}, in which the site opens", first=first),
            )


def _areas_without_places(tables: _Tables) -> Iterator[Fault]:
    areas, used = column_of(tables, "areas", "area"), column_of(tables, "places", "area")
    if areas is None or used is None:
        return
    settled = set(used)
    for line, value in areas.items():
        if value and value not in settled:
            yield Fault(
                "areas", int(str(line)), "area", value, say("has at least one row in the table places")
            )


def _coordinates(cells: pd.DataFrame) -> Iterator[Fault]:
    given = [name for name in ("x_km", "y_km") if name in cells.columns]
    if len(given) == 1:
        yield Fault(
            "places", None, given[0], say("without its partner"), say("both x_km and y_km, or neither")
        )
    elif given and (cells[given] != "").any(axis=None):
        for name in given:
            for line in cells.index[cells[name] == ""]:
                yield Fault("places", int(line), name, "", say("a number: other places have coordinates"))


def _missing_dwellings(tables: _Tables) -> Iterator[Fault]:
    places, given = column_of(tables, "places", "place"), column_of(tables, "dwellings", "place")
    if places is None or given is None:
        return
    known = set(given)
    for place in [value for value in places if value not in known]:
        yield Fault("dwellings", None, "place", place, say("a row for every place"))


def _missing_pairs(tables: _Tables) -> Iterator[Fault]:
    places = column_of(tables, "places", "place")
    starts, ends = column_of(tables, "travel_minutes", "from"), column_of(tables, "travel_minutes", "to")
    if places is None or starts is None or ends is None:
        return
    given = {frozenset(pair) for pair in zip(starts, ends, strict=True)}
    names = list(dict.fromkeys(places))
    missing = [
        (one, other)
        for position, one in enumerate(names)
        for other in names[position + 1 :]
        if frozenset((one, other)) not in given
    ]
    for one, other in missing[:_SHOWN_PAIRS]:
        yield Fault(
            "travel_minutes", None, "from", f"{one} - {other}", say("a row for this pair in either direction")
        )
    if len(missing) > _SHOWN_PAIRS:
        more = say("{number} more pairs are missing", number=len(missing) - _SHOWN_PAIRS)
        yield Fault("travel_minutes", None, "from", more, say("a row for every pair of places"))
