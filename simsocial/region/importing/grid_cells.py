"""Grid cells of the Zensus summed to areas, by a table that names the area of each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    header = sheet.lines[at]
    kept = [
        number
        for number, text in enumerate(header)
        if text and number != column and not text.casefold().startswith(("x_mp", "y_mp", "werterl"))
    ]
    sums = _summed(sheet, at, column, kept, _areas(areas))
    if not sums.of_area:
        valid = say("cells of {name}", name=sheet.name)
        raise RegionError(str(Fault(areas.name, None, None, say("no cell of the file"), valid)))
    _tell(sheet, areas, sums, notes)
    lines = [[_DAY, *[""] * len(kept)], ["Gebiet", *(header[number] for number in kept)]]
    lines += [[area, *map(str, total)] for area, total in sums.of_area.items()]
    return replace(sheet, numbers=[1, sheet.numbers[at], *sums.first.values()], lines=lines)


@dataclass
class _Sums:
    """Sums of the columns kept and the number of the first line, by area; figures and cells that add nothing."""

    of_area: dict[str, list[int]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    suppressed: int = 0
    outside: int = 0


def _summed(
    sheet: SourceSheet, at: int, column: int, kept: Sequence[int], area_of: Mapping[str, str]
) -> _Sums:
    """Add up the columns kept of the lines below the header, by the area of the cell."""
    found, faults = _Sums(), list[Fault]()
    for line, cells in enumerate(sheet.lines[at + 1 :], at + 1):
        area = area_of.get(cells[column])
        if area is None:
            found.outside += 1
            continue
        total = found.of_area.setdefault(area, [0] * len(kept))
        found.first.setdefault(area, sheet.numbers[line])
        for place, number in enumerate(kept):
            if cells[number] in _SUPPRESSED:
                found.suppressed += 1
                continue
            value = counted(cells[number])
            if value is None:
                where = sheet.at(line, number, sheet.lines[at][number])
                faults.append(where.fault(cells[number], say("a whole number, or –")))
            total[place] += value or 0
    raise_faults(faults)
    return found


def _tell(sheet: SourceSheet, areas: Path, sums: _Sums, notes: Understood) -> None:
    """Note what was summed, and what adds nothing."""
    message = say(
        "{name}: grid cells, summed to {number} areas by {areas_name}",
        name=sheet.name,
        number=len(sums.of_area),
        areas_name=areas.name,
    )
    notes.layout.append(message)
    if sums.suppressed:
        message = say(
            "{name}: {suppressed:,} suppressed figures of cells (–) add nothing",
            name=sheet.name,
            suppressed=sums.suppressed,
        )
        notes.assumptions.append(message)
    if sums.outside:
        message = say(
            "{name}: {outside:,} cells without an area in {areas_name}",
            name=sheet.name,
            outside=sums.outside,
            areas_name=areas.name,
        )
        notes.left_out.append(message)


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
