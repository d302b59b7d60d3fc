"""Flat files of GENESIS and Regionalstatistik, one line a number, in the old (wide) and the new (long) dialect."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simsocial.region.importing.counts import ALL, Count
from simsocial.region.importing.labels import Facts, facts_of, times_in
from simsocial.region.importing.naming import official_key
from simsocial.region.importing.sheets import SourceSheet

__all__ = ["read_flat"]

_CODE = re.compile(r"(\d+)_(?:auspraegung_code|variable_attribute_code)")
_LABEL = {"auspraegung_code": "auspraegung_label", "variable_attribute_code": "variable_attribute_label"}
_VARIABLE = {"auspraegung_code": "merkmal_code", "variable_attribute_code": "variable_code"}
_PLACES = {"dinsg", "dg", "dland", "dlandx", "regbez", "kreise", "kreisex", "gemein", "gemeind", "gemeinx"}
_FOOTER = "__"
_GERMANY = "DG"


def read_flat(sheet: SourceSheet) -> list[Count] | None:
    """Return the counts of a flat file, None if it is none.

    Lines of other variables (marital status, ...) count only where they are totals.
    """
    header = next(
        (at for at, cells in enumerate(sheet.lines) if any(map(_CODE.fullmatch, _lower(cells)))), None
    )
    if header is None:
        return None
    columns = {name: at for at, name in enumerate(_lower(sheet.lines[header])) if name}
    time = columns.get("zeit", columns.get("time"))
    value = columns.get("value", next((at for name, at in columns.items() if name.count("__") >= 2), None))
    if value is None:
        return None
    counts = []
    for line in range(header + 1, len(sheet.lines)):
        cells = sheet.lines[line]
        if cells[0].startswith(_FOOTER):
            break
        said = _said(cells, columns)
        if said is None or not any(cells):
            continue
        facts, key = said
        times = times_in(cells[time]) if time is not None else []
        quality = columns.get("value_q")
        counts.append(
            Count(
                area=facts.name,
                key=key,
                sex=facts.sex or ALL,
                origin=facts.origin or ALL,
                time=times[0] if times else "",
                age=facts.age,
                text=cells[value] or (cells[quality] if quality is not None else ""),
                at=sheet.at(line, value, "value"),
                subtotal=facts.name == ALL,
            )
        )
    return counts


def _lower(cells: list[str]) -> list[str]:
    return [cell.casefold() for cell in cells]


def _said(cells: list[str], columns: Mapping[str, int]) -> tuple[Facts, str] | None:
    """Return what the variables of a line say and the key of its area; None for a part of an unknown variable."""
    found, key = Facts(), ""
    for name, at in columns.items():
        match = _CODE.fullmatch(name)
        if match is None:
            continue
        form = name.removeprefix(f"{match[1]}_")
        label = cells[columns[f"{match[1]}_{_LABEL[form]}"]]
        variable = cells[columns[f"{match[1]}_{_VARIABLE[form]}"]].casefold()
        code = cells[at]
        if variable in _PLACES:
            key = official_key(code)[0] or (code if code.isdigit() else "")
            found = Facts(ALL if code == _GERMANY else label, found.age, found.sex, found.origin)
            continue
        facts = next(
            (said for text in (code, label) if (said := facts_of(text)) != Facts(said.name)), Facts()
        )
        if facts == Facts() and (code or label):
            return None
        found = Facts(
            found.name, facts.age or found.age, facts.sex or found.sex, facts.origin or found.origin
        )
    return found, key
