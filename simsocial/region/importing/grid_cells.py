"""Grid cells of the Zensus summed to areas, by a table that names the area of each cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.importing.counts import counted
from simsocial.region.importing.sheets import SourceSheet, raise_faults, read_sheets
from simsocial.region.importing.understood import Understood

__all__ = ["sum_of_cells"]

_DAY = "Zensus 15.05.2022"
_SUPPRESSED = {"–", "-", ""}


def sum_of_cells(sheet: SourceSheet, areas: Path | None, notes: Understood) -> SourceSheet:
    """Return a sheet with a line an area, as it is if it has no grid cells.

    Suppressed figures add nothing, and are told; cells without an area are left out, and told.

    Parameters
    ----------
    sheet : SourceSheet
        Perhaps of grid cells.
    areas : Path or None
        Table with the columns of cells and of areas.
    notes : Understood
        Takes what was left out.
    """
    at, column = _cell_column(sheet)
    if column is None:
        return sheet
    if areas is None:
        valid = say("--cells TABLE: a file with the columns GITTER_ID_100m and area")
        raise RegionError(
            str(Fault(sheet.name, sheet.numbers[at], sheet.lines[at][column], say("cells alone"), valid))
        )
    area_of = _areas(areas)
    header = sheet.lines[at]
    kept = [
        number
        for number, text in enumerate(header)
        if text and number != column and not text.casefold().startswith(("x_mp", "y_mp", "werterl"))
    ]
    sums: dict[str, list[int]] = {}
    first: dict[str, int] = {}
    faults: list[Fault] = []
    suppressed = outside = 0
    for line in range(at + 1, len(sheet.lines)):
        cells = sheet.lines[line]
        area = area_of.get(cells[column])
        if area is None:
            outside += 1
            continue
        total = sums.setdefault(area, [0] * len(kept))
        first.setdefault(area, sheet.numbers[line])
        for place, number in enumerate(kept):
            if cells[number] in _SUPPRESSED:
                suppressed += 1
                continue
            value = counted(cells[number])
            if value is None:
                faults.append(
                    sheet.at(line, number, header[number]).fault(cells[number], say("a whole number, or –"))
                )
            total[place] += value or 0
    raise_faults(faults)
    if not sums:
        raise RegionError(
            str(
                Fault(
                    areas.name,
                    None,
                    None,
                    say("no cell of the file"),
                    say("cells of {name}", name=sheet.name),
                )
            )
        )
    notes.layout.append(
        say(
            "{name}: grid cells, summed to {number} areas by {areas_name}",
            name=sheet.name,
            number=len(sums),
            areas_name=areas.name,
        )
    )
    if suppressed:
        notes.assumptions.append(
            say(
                "{name}: {suppressed:,} suppressed figures of cells (–) add nothing",
                name=sheet.name,
                suppressed=suppressed,
            )
        )
    if outside:
        notes.left_out.append(
            say(
                "{name}: {outside:,} cells without an area in {areas_name}",
                name=sheet.name,
                outside=outside,
                areas_name=areas.name,
            )
        )
    lines = [[_DAY, *[""] * len(kept)], ["Gebiet", *(header[number] for number in kept)]]
    lines += [[area, *map(str, total)] for area, total in sums.items()]
    return replace(sheet, numbers=[1, sheet.numbers[at], *first.values()], lines=lines)


def _cell_column(sheet: SourceSheet) -> tuple[int, int | None]:
    for at, cells in enumerate(sheet.lines[:10]):
        for column, text in enumerate(cells):
            if text.casefold().startswith("gitter_id"):
                return at, column
    return 0, None


def _areas(path: Path) -> dict[str, str]:
    for sheet in read_sheets(path):
        at, column = _cell_column(sheet)
        if column is None:
            continue
        other = next(
            (number for number, text in enumerate(sheet.lines[at]) if text and number != column), None
        )
        if other is not None:
            return {cells[column]: cells[other] for cells in sheet.lines[at + 1 :] if cells[other]}
    raise RegionError(
        str(
            Fault(path.name, None, None, say("no table of cells"), say("the columns GITTER_ID_100m and area"))
        )
    )
