"""Load a region by name, key, folder, workbook or configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.errors import RegionError, nearest
from simsocial.core.language import say
from simsocial.region.borders import read_borders
from simsocial.region.build import build_region
from simsocial.region.defaults import default_note
from simsocial.region.disadvantage import standardised
from simsocial.region.faults import Fault
from simsocial.region.official import KREIS_DATES, former_kreis, kreis_key, kreis_population, kreise
from simsocial.region.parts import RegionParts, from_tables
from simsocial.region.plausibility import doubts
from simsocial.region.published import published_by_kreis
from simsocial.region.region import Region
from simsocial.region.settlement import kreis_outlines, settle_areas
from simsocial.region.spec import EMBEDDED, own_tables
from simsocial.region.table_faults import table_faults
from simsocial.region.tables import RawTable, read_tables
from simsocial.region.values import to_date

__all__ = ["load_region", "own_region"]

_DATA = Path(__file__).parent / "data"
_KINDS = ("musterkreis", "kreis", "thueringen", "folder")
_SHOWN_FAULTS = 30


def load_region(spec: str | Path | Mapping[str, Any]) -> Region:
    """Return a complete region.

    Parameters
    ----------
    spec : str, Path or mapping
        ``musterkreis``, ``thueringen``, an AGS or name of a Thuringian Kreis, a folder, an ``.xlsx``
        file, or a mapping with ``kind`` (musterkreis, kreis, thueringen, folder) and ``ags`` or ``name``
        (kreis), ``path`` (folder), ``reference_date`` (kreis and thueringen: 2023-12-31, or a year end
        2015 to 2018).

    Raises
    ------
    RegionError
        If the region is unknown or its tables have faults; the message names them all.

    Examples
    --------
    >>> load_region("musterkreis").inhabitants
    92000
    """
    path = own_tables(spec)
    if path is not None:
        return _own_region(path)
    settings = dict(spec) if isinstance(spec, Mapping) else _settings(str(spec))
    kind = str(settings.get("kind"))
    if kind not in _KINDS:
        message = say("region.kind: '{kind}' is unknown. {valid}", kind=kind, valid=nearest(kind, _KINDS))
        raise RegionError(message)
    if kind == "musterkreis":
        return _musterkreis()
    day = _day(settings.get("reference_date"))
    if kind == "thueringen":
        return _kreise(None, day)
    given = settings.get("ags") or settings.get("name")
    if not given:
        message = say("region=kreis needs region.ags=... or region.name=..., for example region.name=Greiz.")
        raise RegionError(message)
    return _kreise(kreis_key(str(given)), day, former_kreis(str(given)))


def _settings(text: str) -> dict[str, Any]:
    if text in EMBEDDED:
        return {"kind": text}
    try:
        kreis_key(text)
    except RegionError as error:
        message = say(
            "Region '{text}' is unknown. {valid} A folder of tables or an .xlsx workbook is a region too.",
            text=text,
            valid=nearest(text, [*EMBEDDED, *kreise()["name"]]),
        )
        raise RegionError(message) from error
    return {"kind": "kreis", "ags": text}


def _day(value: object) -> date:
    if value is None:
        return KREIS_DATES[-1]
    day = to_date(str(value))
    if day is None:
        message = say(
            "region.reference_date: '{value}' is not a date. Valid: {kreis_dates}.",
            value=value,
            kreis_dates=", ".join(map(str, KREIS_DATES)),
        )
        raise RegionError(message)
    return day


def _musterkreis() -> Region:
    tables, _ = read_tables(_DATA / "musterkreis")
    title = {"de": "Musterkreis (fiktiv)", "en": "Musterkreis (fictional)"}
    parts = from_tables(tables, "musterkreis", title, scope="kreis")
    parts.notes.insert(0, default_note("population_fictional"))
    return build_region(parts)


def _own_region(path: Path) -> Region:
    tables, unread = read_tables(path)
    faults = table_faults(tables, unread)
    if faults:
        lines = [str(fault) for fault in faults[:_SHOWN_FAULTS]]
        if len(faults) > _SHOWN_FAULTS:
            lines.append(say("... and {number:,} more", number=len(faults) - _SHOWN_FAULTS))
        counted = (
            say("{number} fault", number=1)
            if len(faults) == 1
            else say("{number} faults", number=len(faults))
        )
        raise RegionError(
            say("Region {path}: {counted}:", path=path, counted=counted) + "\n  " + "\n  ".join(lines)
        )
    region, warnings = own_region(path, tables)
    return replace(region, warnings=tuple(map(str, warnings)))


def own_region(path: Path, tables: Mapping[str, RawTable]) -> tuple[Region, list[Fault]]:
    """Return the region of own tables without faults, and what in it is unlikely."""
    name = path.stem
    region = build_region(from_tables(tables, name, {"de": name, "en": name}, scope="kreis"))
    borders, unlocated = read_borders(path, region.areas)
    return replace(region, borders=borders), [*doubts(tables, region), *unlocated]


def _kreise(ags: str | None, day: date, former: str | None = None) -> Region:
    """Return one Kreis, or all of them as areas of the Land; `former` is the part of it that was asked for."""
    table, population = kreise(), kreis_population(day)
    if ags is not None:
        chosen = (table["ags"] == ags).to_numpy()
        table, population = table[chosen].reset_index(drop=True), population[chosen]
    people = population.sum(axis=(1, 2))
    name = "Thüringen" if ags is None else str(table["name"].iat[0])
    basis = (
        default_note("population_official")
        if day == KREIS_DATES[-1]
        else default_note("population_kreis_tables", day=day)
    )
    notes = [basis, default_note("places_no_municipalities")]
    if former is not None:
        notes.insert(0, default_note("region_merged", former=former, whole=f"{name} ({ags})"))
    areas = table[["ags", "name"]].copy()
    areas.insert(0, "area", areas["ags"])
    return build_region(
        RegionParts(
            id="thueringen" if ags is None else f"kreis_{ags}",
            title={"de": name, "en": "Thuringia" if ags is None else name},
            ags="16" if ags is None else ags,
            day=day,
            areas=areas[["area", "name", "ags"]],
            population=population.astype(np.int32),
            places=settle_areas(kreis_outlines(table, people), people),
            scope="land" if ags is None else "kreis",
            disadvantage=_disadvantage(table["ags"]) if ags is None else None,
            notes=notes,
        )
    )


def _disadvantage(keys: pd.Series[str]) -> npt.NDArray[np.float64]:
    """Return how far the share of people on basic income support in each Kreis lies from that of the Land."""
    on_support = published_by_kreis("basic_support_people")
    people = kreis_population(KREIS_DATES[-1]).sum(axis=(1, 2))
    return standardised(np.array([on_support[key] for key in keys]) / people, people)
