"""Population from the files of planners: each sheet by its own layout, together one whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.importing.counts import ALL, Count
from simsocial.region.importing.crosstab import Crosstab, read_crosstab
from simsocial.region.importing.genesis_flat import read_flat
from simsocial.region.importing.grid_cells import sum_of_cells
from simsocial.region.importing.labels import Facts, facts_of, times_in
from simsocial.region.importing.naming import AreaNames, official_key, short_name
from simsocial.region.importing.population import People, settle_people
from simsocial.region.importing.register import needs_date, read_register, register_columns
from simsocial.region.importing.request import Imported, Request, SeveralTimesError
from simsocial.region.importing.sheets import SourceSheet, raise_faults, read_sheets
from simsocial.region.importing.understood import Understood
from simsocial.region.values import to_date

__all__ = ["import_population"]

_DATE_OF_AGES = re.compile(r"\d{1,2}\. ?(?:Jan|Feb|Mrz|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)\w*\.?")


def import_population(request: Request) -> Imported:
    """Return the tables ``areas`` and ``population`` of planners' files.

    Raises
    ------
    RegionError
        With file, sheet, row, column, value and what is valid, of everything that cannot be read.
    """
    notes = Understood()
    counts: list[Count] = []
    for path in request.files:
        counts += _counts_of_file(path, request, notes)
    if not counts:
        raise_faults(_no_ages(request))
    counts, time = _of_one_time(counts, request, notes)
    totals = request.mapping.get("totals") or ()
    if isinstance(totals, list | tuple):
        counts = [replace(count, subtotal=count.subtotal or count.area in totals) for count in counts]
    people = settle_people(counts, notes)
    return _tables(people, time, request, notes)


def _no_ages(request: Request) -> list[Fault]:
    """Say that there are no age groups, and where a spreadsheet may have made dates of them (3-5: 3 May)."""
    valid = say("age groups as columns or rows, such as 3-5")
    sheets = [sheet for path in request.files for sheet in read_sheets(path, request.sheets)]
    dates = [
        sheet.at(line, column).fault(
            text, say("an age group; a spreadsheet makes a date of 3-5: format the cells as text")
        )
        for sheet in sheets
        for line, cells in enumerate(sheet.lines[:20])
        for column, text in enumerate(cells)
        if _DATE_OF_AGES.fullmatch(text) or to_date(text) is not None
    ]
    return [
        Fault(", ".join(path.name for path in request.files), None, None, say("no age groups"), valid),
        *dates,
    ]


def _counts_of_file(path: Path, request: Request, notes: Understood) -> list[Count]:
    counts: list[Count] = []
    sheets = read_sheets(path, request.sheets)
    for sheet in [sum_of_cells(sheet, request.cells, notes) for sheet in sheets]:
        found = _flat(sheet)
        found = _register(sheet, request, notes) if found is None else found
        found = read_crosstab(sheet) if found is None else found
        if found is None:
            notes.left_out.append(say("{name}: no age groups", name=sheet.name))
            continue
        notes.layout.append(f"{sheet.name}: {found.layout}")
        notes.left_out += [
            say("{name}: column '{header}'", name=sheet.name, header=name) for name in found.left_out
        ]
        counts += _in_context(
            found.counts, sheet, found.titles, notes, alone=len(sheets) == len(request.files) == 1
        )
    return counts


def _flat(sheet: SourceSheet) -> Crosstab | None:
    counts = read_flat(sheet)
    return (
        None
        if counts is None
        else Crosstab(counts, say("flat file of GENESIS, {number:,} lines", number=len(counts)))
    )


def _register(sheet: SourceSheet, request: Request, notes: Understood) -> Crosstab | None:
    found = register_columns(sheet)
    if found is None:
        return None
    header, columns = found
    titles = [" ".join(cell for cell in line if cell) for line in sheet.lines[:header]]
    times = [time for text in (*titles, sheet.title, sheet.file) for time in times_in(text)]
    time = request.time or (times[0] if times else None)
    day = to_date(f"{time}-12-31" if time and len(time) == 4 else time or "")
    if needs_date(columns) and day is None:
        valid = say("a reference date, since ages follow from births: --year 2023, or --year 2023-06-30")
        raise RegionError(str(Fault(sheet.name, None, None, say("no date"), valid)))
    counts = read_register(sheet, header, columns, day)
    if needs_date(columns):
        notes.assumptions.append(say("{name}: ages are completed years on {day}", name=sheet.name, day=day))
    if "sex" in columns and any(count.sex == "d" for count in counts):
        notes.assumptions.append(
            say("{name}: people without a sex are counted half as women and half as men", name=sheet.name)
        )
    persons = sum(int(count.text) for count in counts)
    used = ", ".join(sheet.lines[header][column] for column in columns.values())
    return Crosstab(
        counts,
        say("register extract, {persons:,} persons by {used}", persons=persons, used=used),
        titles=titles,
    )


def _in_context(
    counts: Sequence[Count], sheet: SourceSheet, titles: Sequence[str], notes: Understood, *, alone: bool
) -> list[Count]:
    """Add what titles and the names of sheet and file say where the table itself does not."""
    stem = Path(sheet.file).stem.replace("_", " ").replace("-", " ")
    said = [*titles, sheet.title, stem]
    words = [facts_of(text) for title in said for text in (title, *title.replace(",", " ").split())]
    context = Facts(
        sex=_only({facts.sex for facts in words if facts.sex and len(facts.name) < 1}),
        origin=_only({facts.origin for facts in words if facts.origin and len(facts.name) < 1}),
        time=_only({time for text in said for time in times_in(text) if len(time) > len("2023")})
        or _only({time for text in said for time in times_in(text)}),
    )
    plain = all(count.sex == ALL for count in counts)
    of_all = all(count.origin == ALL for count in counts)
    timeless = not any(count.time for count in counts)
    unnamed = not any(count.area not in ("", ALL) for count in counts)
    area = "" if alone else facts_of(sheet.title or stem).name
    for dimension, value, applies in (
        (say("sex"), context.sex, plain),
        (say("nationality"), context.origin, of_all),
    ):
        if value and applies:
            notes.layout.append(
                say(
                    "{name}: one {dimension}, by its title: {value}",
                    name=sheet.name,
                    dimension=dimension,
                    value=value,
                )
            )
    return [
        replace(
            count,
            sex=context.sex if context.sex and plain else count.sex,
            origin=context.origin if context.origin and of_all else count.origin,
            time=(context.time or "") if timeless else count.time,
            area=area or "gesamt" if unnamed else count.area or "gesamt",
        )
        for count in counts
    ]


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _of_one_time(counts: list[Count], request: Request, notes: Understood) -> tuple[list[Count], str]:
    """Return the counts of one year, with its date."""
    times = sorted({count.time for count in counts if count.time})
    wanted = request.time
    if wanted is not None and times:
        chosen = [time for time in times if time == wanted or time[:4] == wanted]
        if len(chosen) != 1:
            raise RegionError(
                say(
                    "--year {wanted} is not in the files. Valid: {times}.",
                    wanted=wanted,
                    times=", ".join(times),
                )
            )
        time = chosen[0]
    elif len(times) > 1:
        raise SeveralTimesError(times)
    elif not times and wanted is None:
        raise RegionError(
            say("No file says of which year its numbers are. Valid: --year 2023, or --year 2023-06-30.")
        )
    else:
        time = times[0] if times else str(wanted)
    if len(times) > 1:
        notes.layout.append(say("of {times}: {time}", times=", ".join(times), time=time))
        counts = [count for count in counts if count.time == time]
    if len(time) == 4:
        notes.assumptions.append(
            say("Counted on 31 December {time}: the files name the year only", time=time)
        )
        time = f"{time}-12-31"
    notes.layout.append(say("reference date: {time}", time=time))
    return counts, time


def _tables(people: People, time: str, request: Request, notes: Understood) -> Imported:
    names = AreaNames(request.known, request.mapped("areas"))
    ids: dict[str, str] = {}
    keys: dict[str, str] = {}
    faults = []
    for name, written in people.areas.items():
        key, mended = official_key(written)
        keys[name] = key
        plain = key if name == written and key else name
        if mended:
            notes.assumptions.append(
                say(
                    "{name}: the key {written} has lost its leading zero: {key}",
                    name=name,
                    written=written,
                    key=key,
                )
            )
        found = names.find(name, key)
        if found is None and names.given:
            faults.append(Fault("areas", None, None, name, names.valid(name)))
        ids[name] = found or short_name(plain, [*ids.values(), *request.mapped("areas").values()])
    if not faults:
        faults = [
            Fault(
                "areas",
                None,
                None,
                area,
                say("an area of the files: one of {areas}", areas=", ".join(people.areas)),
            )
            for area in names.given
            if area not in ids.values()
        ]
    raise_faults(faults)
    notes.groups += [say("'{name}' is the area {area}", name=name, area=area) for name, area in ids.items()]
    population = pd.DataFrame(
        [
            (ids[name], sex, group.first, "" if group.last is None else group.last, persons, time)
            for name, sex, group, persons in people.rows
        ],
        columns=["area", "sex", "age_from", "age_to", "persons", "reference_date"],
    )
    tables = {"population": population}
    if not names.given:
        areas = pd.DataFrame(
            {"area": list(ids.values()), "name": list(ids), "ags": [keys[name] for name in ids]}
        )
        tables = {"areas": areas if any(keys.values()) else areas.drop(columns="ags"), **tables}
    mapping: dict[str, object] = {"as": "population", "areas": ids}
    if request.sheets:
        mapping["sheets"] = list(request.sheets)
    return Imported(tables, notes, mapping)
