"""Borders of planning areas from ``areas.geojson`` beside the tables: for maps alone, no result depends on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from simsocial.core.language import say
from simsocial.region.faults import Fault, among
from simsocial.region.importing.coordinates import DEGREES, METRES, utm32_km
from simsocial.region.spec import borders_file

__all__ = ["Ring", "read_borders"]

Ring = tuple[tuple[float, float], ...]
"""Corners in kilometres of UTM 32, the first one again at the end."""

_STEPS = 300.0
"""A map shows no more detail than this part of the region's extent."""
_NAMED_BY = ("area", "name", "ags")


def read_borders(region: Path, areas: pd.DataFrame) -> tuple[dict[str, tuple[Ring, ...]], list[Fault]]:
    """Return the rings of each area and what is doubtful in the file; nothing without the file.

    Parameters
    ----------
    region : Path
        Folder or workbook of the region. Its file is a FeatureCollection of polygons, each with ``area``, ``name`` or
        ``ags`` of an area among its properties; corners in degrees (WGS 84) or metres (UTM 32).
    areas : DataFrame
        The region's areas: ``area, name, ags``.
    """
    path = borders_file(region)
    if not path.is_file():
        return {}, []
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        parts = [(feature.get("properties") or {}, feature.get("geometry") or {}) for feature in features]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, [_doubt(path, None, "", say("a GeoJSON FeatureCollection in UTF-8"))]
    found: dict[str, list[list[tuple[float, float]]]] = {}
    doubts: list[Fault] = []
    for number, (properties, geometry) in enumerate(parts, 1):
        area = _area(properties, areas)
        if area is None:
            named = next((str(properties[key]) for key in _NAMED_BY if properties.get(key)), "")
            doubts.append(_doubt(path, number, named, among(named, list(areas["area"]))))
            continue
        try:
            found.setdefault(area, []).extend([_located(ring) for ring in _rings(geometry)])
        except (LookupError, TypeError, ValueError):
            valid = say(
                "a Polygon or MultiPolygon with corners in {degrees}, or in {metres}",
                degrees=say(DEGREES),
                metres=say(METRES),
            )
            doubts.append(_doubt(path, number, str(geometry.get("type") or ""), valid))
    return _simplified({area: rings for area, rings in found.items() if rings}), doubts


def _doubt(path: Path, number: int | None, value: str, valid: str) -> Fault:
    return Fault(path.name, number, None, value, valid, doubt=True)


def _area(properties: Mapping[str, Any], areas: pd.DataFrame) -> str | None:
    """Return the area that a feature names by short name, name or official key."""
    for key in _NAMED_BY:
        known = dict(zip(areas[key].astype(str), areas["area"], strict=True))
        named = str(properties.get(key) or "")
        if named and named in known:
            return str(known[named])
    return None


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Yield all rings of a geometry."""
    shapes = {"Polygon": [geometry.get("coordinates")], "MultiPolygon": geometry.get("coordinates")}
    for polygon in shapes[geometry["type"]] or ():
        yield from polygon or ()


def _located(ring: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Return the corners of a ring in kilometres."""
    degrees = all(abs(float(x)) <= 180.0 for x, *_ in ring)
    corners = []
    for x, y, *_ in ring:
        corner = utm32_km(y, x, degrees=True) if degrees else utm32_km(x, y, degrees=False)
        if corner is None:
            raise ValueError(x, y)
        corners.append(corner)
    if len(corners) < 4:
        raise ValueError(ring)
    return corners


def _simplified(found: Mapping[str, list[list[tuple[float, float]]]]) -> dict[str, tuple[Ring, ...]]:
    """Leave out corners that no map shows."""
    corners = [corner for rings in found.values() for ring in rings for corner in ring]
    if not corners:
        return {}
    extent = max(max(part) - min(part) for part in zip(*corners, strict=True))
    return {area: tuple(_thinned(ring, extent / _STEPS) for ring in rings) for area, rings in found.items()}


def _thinned(ring: list[tuple[float, float]], step: float) -> Ring:
    """Keep corners at least a step from the one kept before, and at least a triangle."""
    kept = [ring[0]]
    for corner in ring[1:-1]:
        if max(abs(corner[0] - kept[-1][0]), abs(corner[1] - kept[-1][1])) >= step:
            kept.append(corner)
    chosen = kept if len(kept) > 2 else ring[:-1]
    return tuple((round(x, 3), round(y, 3)) for x, y in (*chosen, chosen[0]))
