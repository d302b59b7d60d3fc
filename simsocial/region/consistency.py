"""Rules across cells and tables: keys that must exist, be unique, and age groups that must fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from simsocial.core.calendar import FIRST_BASE_MONTH, LAST_MONTH, month_label
from simsocial.region.faults import Fault, among
from simsocial.region.tables import RawTable
from simsocial.region.values import to_age, to_count, to_date, to_sex

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
    ("travel_minutes", "from", "places", "place"),
    ("travel_minutes", "to", "places", "place"),
    ("dwellings", "place", "places", "place"),
)
_SHOWN_PAIRS = 20
_SEX_NAMES = ("m", "f", "t")


def consistency_faults(tables: _Tables) -> list[Fault]:
    """Return every fault that no single cell shows."""
    faults = [*_duplicates(tables), *_unknown_keys(tables)]
    if "population" in tables:
        faults += [*_population_units(tables), *_age_groups(tables), *_dates(tables["population"].cells)]
        faults += _people_without_grown_ups(tables)
    if "places" in tables:
        faults += [*_areas_without_places(tables), *_coordinates(tables["places"].cells)]
        faults += [*_missing_dwellings(tables), *_missing_pairs(tables)]
    return faults


def _column(tables: _Tables, table: str, column: str) -> pd.Series[str] | None:
    if table not in tables or column not in tables[table].cells.columns:
        return None
    return tables[table].cells[column]


def _duplicates(tables: _Tables) -> Iterator[Fault]:
    for name, columns in _KEYS.items():
        if name not in tables or not set(columns) <= set(tables[name].cells.columns):
            continue
        keys = tables[name].cells[list(columns)]
        lines = [int(line) for line in keys.index]
        first = {tuple(row): line for line, row in reversed(list(zip(lines, keys.to_numpy(), strict=True)))}
        for line in keys.index[keys.duplicated()]:
            key = tuple(keys.loc[line])
            if all(key):
                where = f"each {' and '.join(columns)} once; it stands in row {first[key]} already"
                yield Fault(name, int(line), columns[0], " - ".join(key), where)


def _unknown_keys(tables: _Tables) -> Iterator[Fault]:
    for table, column, target, key in _REFERENCES:
        used, known = _column(tables, table, column), _column(tables, target, key)
        if used is None:
            continue
        if known is None:
            if target == "places" and table != "population" and "places" not in tables:
                yield Fault(
                    table,
                    int(used.index[0]),
                    column,
                    used.iloc[0],
                    "needs a table places that names this place",
                )
            continue
        valid = set(known)
        for line, value in used.items():
            if value and value not in valid:
                yield Fault(table, int(str(line)), column, value, among(value, valid))


def _population_units(tables: _Tables) -> Iterator[Fault]:
    cells = tables["population"].cells
    has_area, has_place = "area" in cells.columns, "place" in cells.columns
    if has_area == has_place:
        found = "area and place" if has_area else "neither area nor place"
        yield Fault("population", None, "area", found, "one of the two columns area or place")
        return
    if has_place and "places" not in tables:
        yield Fault(
            "population", None, "place", "no table places", "a table places, or the column area instead"
        )
        return
    column, target = ("place", "places") if has_place else ("area", "areas")
    for line in cells.index[cells[column] == ""]:
        yield Fault("population", int(line), column, "", f"an entry of the table {target}")
    known = _column(tables, target, column)
    if known is not None:
        counted = set(cells[column])
        for line, value in known.items():
            if value and value not in counted:
                yield Fault(
                    target,
                    int(str(line)),
                    column,
                    value,
                    f"has rows in the table population ({column} {value})",
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
    known = _column(tables, f"{unit}s", unit)
    if known is not None:
        whole = whole[whole["unit"].isin(set(known))]
    for name, group in whole.groupby("unit", sort=False):
        sexes = sorted(int(sex) for sex in group["sex"].unique())
        if sexes not in ([0, 1], [2]):
            found = ", ".join(_SEX_NAMES[sex] for sex in sexes)
            line = int(group.index[0])
            yield Fault("population", line, "sex", found, f"{unit} {name} with both m and f, or with t only")
        for sex, rows in group.groupby("sex"):
            label = f"{unit} {name}, sex {_SEX_NAMES[int(str(sex))]}"
            yield from _gaps(rows.sort_values("first", kind="stable"), label)


def _ends(frame: pd.DataFrame) -> pd.Series[int]:
    """Return the last age of groups that name only their first one."""
    following = (
        frame.sort_values("first", kind="stable").groupby(["unit", "sex"], dropna=False)["first"].shift(-1)
    )
    return (following - 1).fillna(100).reindex(frame.index)


def _gaps(rows: pd.DataFrame, label: str) -> Iterator[Fault]:
    expected = 0
    for line, first, last in zip(
        rows.index, rows["first"].astype(int), rows["last"].astype(int), strict=True
    ):
        if last < first:
            yield Fault("population", int(line), "age_to", str(last), f"at least age_from {first}")
            return
        if first > expected:
            missing = f"{expected} to {first - 1}" if first - 1 > expected else str(expected)
            yield Fault(
                "population", int(line), "age_from", str(first), f"{expected}: {label} lacks age {missing}"
            )
        elif first < expected:
            yield Fault(
                "population",
                int(line),
                "age_from",
                str(first),
                f"{expected}: {label} counts age {first} twice",
            )
        expected = max(expected, last + 1)
    if expected <= 100:
        valid = f"empty (open) or 100: {label} lacks ages from {expected} up"
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
                "population", int(str(line)), "reference_date", text, f"one date for all rows: {first}"
            )
        elif not FIRST_BASE_MONTH <= day.year * 12 + day.month - 1 < LAST_MONTH:
            valid = f"a date from {month_label(FIRST_BASE_MONTH)} to {month_label(LAST_MONTH - 1)}"
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
            valid = "grown-up persons too: no child lives without"
            yield Fault("population", None, unit, str(name), valid)


def _areas_without_places(tables: _Tables) -> Iterator[Fault]:
    areas, used = _column(tables, "areas", "area"), _column(tables, "places", "area")
    if areas is None or used is None:
        return
    settled = set(used)
    for line, value in areas.items():
        if value and value not in settled:
            yield Fault("areas", int(str(line)), "area", value, "has at least one row in the table places")


def _coordinates(cells: pd.DataFrame) -> Iterator[Fault]:
    given = [name for name in ("x_km", "y_km") if name in cells.columns]
    if len(given) == 1:
        yield Fault("places", None, given[0], "without its partner", "both x_km and y_km, or neither")
    elif given and (cells[given] != "").any(axis=None):
        for name in given:
            for line in cells.index[cells[name] == ""]:
                yield Fault("places", int(line), name, "", "a number: other places have coordinates")


def _missing_dwellings(tables: _Tables) -> Iterator[Fault]:
    places, given = _column(tables, "places", "place"), _column(tables, "dwellings", "place")
    if places is None or given is None:
        return
    for place in [value for value in places if value not in set(given)]:
        yield Fault("dwellings", None, "place", place, "a row for every place")


def _missing_pairs(tables: _Tables) -> Iterator[Fault]:
    places = _column(tables, "places", "place")
    starts, ends = _column(tables, "travel_minutes", "from"), _column(tables, "travel_minutes", "to")
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
            "travel_minutes", None, "from", f"{one} - {other}", "a row for this pair in either direction"
        )
    if len(missing) > _SHOWN_PAIRS:
        more = f"{len(missing) - _SHOWN_PAIRS} more pairs are missing"
        yield Fault("travel_minutes", None, "from", more, "a row for every pair of places")
