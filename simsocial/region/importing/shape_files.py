"""Polygons with their properties from GeoJSON, or from a column of well-known text (WKT) in a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simsocial.core.errors import RegionError
from simsocial.core.language import later, say
from simsocial.region.csv_file import file_bytes
from simsocial.region.encoding import to_text
from simsocial.region.faults import Fault
from simsocial.region.importing.request import Request
from simsocial.region.importing.sheets import At, SourceSheet, read_sheets
from simsocial.region.raw_cells import UnreadableError

__all__ = ["Corners", "Shape", "is_geojson", "read_shapes"]

Corners = list[tuple[float, float]]

_WKT = re.compile(r"\s*(?:SRID=(\d+);)?\s*(MULTI)?POLYGON\s*Z?\s*(\(.*\))\s*", re.IGNORECASE | re.DOTALL)
_POLYGONS = later("POLYGON or MULTIPOLYGON with at least four corners a ring")
_HEADER_ALONE = later("a column with POLYGON ((...)) or MULTIPOLYGON (((...))) below a header")


@dataclass(frozen=True)
class Shape:
    """One feature: its properties as text, its polygons as lists of rings as written, its grid if it names one."""

    properties: dict[str, str]
    polygons: list[list[Corners]]
    at: At
    grid: int | None


def is_geojson(path: Path) -> bool:
    """Whether a file is GeoJSON, by its ending."""
    return path.suffix.lower() in {".geojson", ".json"}


def read_shapes(path: Path, request: Request) -> list[Shape]:
    """Return the features of a file.

    Raises
    ------
    RegionError
        If it holds no polygons, or a feature that is none.
    """
    found = list(_geojson(path) if is_geojson(path) else _tables(path, request))
    if not found:
        valid = say(
            "a GeoJSON FeatureCollection (.geojson), or {header_alone}", header_alone=say(_HEADER_ALONE)
        )
        raise RegionError(str(Fault(path.name, None, None, say("no polygons"), valid)))
    return found


def _geojson(path: Path) -> Iterator[Shape]:
    try:
        content = json.loads(to_text(file_bytes(path, say("a GeoJSON file"))))
        features = content["features"] if content["type"] == "FeatureCollection" else [content]
        grid = _grid(str(((content.get("crs") or {}).get("properties") or {}).get("name") or ""))
    except UnreadableError as error:
        raise RegionError(str(Fault(path.name, error.row, None, error.value, error.valid))) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        valid = say("a GeoJSON FeatureCollection")
        raise RegionError(str(Fault(path.name, None, None, say("no GeoJSON"), valid))) from error
    for number, feature in enumerate(features, 1):
        at = At(say("{name}, feature {number}", name=path.name, number=number), 0, "")
        if not isinstance(feature, dict):
            raise RegionError(str(at.fault(str(feature), say("a feature with properties and geometry"))))
        geometry = feature.get("geometry") or {}
        kind = str(geometry.get("type") or say("no geometry"))
        polygons = {"Polygon": [geometry.get("coordinates")], "MultiPolygon": geometry.get("coordinates")}
        properties = {
            key: str(int(value) if isinstance(value, float) and value.is_integer() else value)
            for key, value in (feature.get("properties") or {}).items()
            if value is not None and not isinstance(value, dict | list)
        }
        yield Shape(properties, _corners(polygons.get(kind), at, kind), at, grid)


def _grid(text: str) -> int | None:
    """Return the EPSG code that a text names last; CRS 84 is WGS 84."""
    codes = re.findall(r"\d{4,5}", text)
    return 4326 if "CRS84" in text else int(codes[-1]) if codes else None


def _tables(path: Path, request: Request) -> Iterator[Shape]:
    for sheet in read_sheets(path, request.sheets):
        column = _geometry_column(sheet)
        if column is None:
            continue
        first = next(line for line, cells in enumerate(sheet.lines) if _WKT.match(cells[column]))
        header = sheet.lines[first - 1] if first else [""] * sheet.width
        for line in range(first, len(sheet.lines)):
            text = sheet.lines[line][column]
            if not any(sheet.lines[line]):
                continue
            at = sheet.at(line, column, header[column])
            match = _WKT.fullmatch(text)
            polygons = _from_wkt(match[3], multi=bool(match[2])) if match else None
            properties = {
                name: value
                for place, (name, value) in enumerate(zip(header, sheet.lines[line], strict=True))
                if place != column and name and value
            }
            yield Shape(
                properties,
                _corners(polygons, at, text[:40] or say("(empty)")),
                at,
                int(match[1]) if match and match[1] else None,
            )


def _geometry_column(sheet: SourceSheet) -> int | None:
    columns = range(sheet.width)
    filled = {column: sum(bool(_WKT.match(cells[column])) for cells in sheet.lines) for column in columns}
    best = max(filled, key=lambda column: filled[column], default=None)
    return best if best is not None and filled[best] else None


def _from_wkt(text: str, *, multi: bool) -> Any:
    """Return the nested lists of corners of a well-known text."""
    pairs = re.sub(r"([-+.\deE]+)\s+([-+.\deE]+)(?:\s+[-+.\deE]+)?", r"[\1,\2]", text)
    try:
        nested = json.loads(pairs.replace("(", "[").replace(")", "]"))
    except ValueError:
        return None
    return nested if multi else [nested]


def _corners(polygons: Any, at: At, found: str) -> list[list[Corners]]:
    try:
        read = [[[(float(x), float(y)) for x, y, *_ in ring] for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError) as error:
        raise RegionError(str(at.fault(found, say(_POLYGONS)))) from error
    if not read or not all(read) or any(len(set(ring)) < 3 for polygon in read for ring in polygon):
        raise RegionError(str(at.fault(found, say(_POLYGONS))))
    return [[ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in polygon] for polygon in read]
