"""Polygons of a region's areas as ``areas.geojson``, written in one form and read in any that planners have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np

from simsocial.region.importing.coordinates import utm32_km
from simsocial.region.importing.map_grid import degrees, grid_of, region_centre
from simsocial.region.importing.naming import AreaNames
from simsocial.region.importing.polygons import Rings, signed_km2
from simsocial.region.importing.request import Request
from simsocial.region.importing.shape_files import Corners, read_shapes
from simsocial.region.importing.understood import Understood
from simsocial.region.spec import borders_file

__all__ = ["geojson_of", "read_outlines", "rings_of"]

_METRE = 6
"""Decimals of degrees that tell a tenth of a metre."""


def read_outlines(request: Request) -> dict[str, Rings]:
    """Return the polygons of the areas of a region by short name, none where it has no file of them."""
    path = borders_file(request.target)
    if not path.is_file():
        return {}
    names = AreaNames(request.known, {})
    found: dict[str, list[list[Corners]]] = {}
    shapes = read_shapes(path, request)
    code = grid_of(shapes, "", region_centre(request.known), Understood())
    for shape in shapes:
        area = names.find(*(shape.properties.get(key, "") for key in ("area", "name", "ags")))
        if area is not None:
            found.setdefault(area, []).extend(degrees(shape, code))
    return {area: rings_of(polygons) for area, polygons in found.items()}


def rings_of(polygons: Sequence[Sequence[Corners]]) -> Rings:
    """Return the rings of polygons in degrees as kilometres of UTM 32, outer ones counterclockwise."""
    found = []
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            corners = [utm32_km(latitude, longitude, degrees=True) for longitude, latitude in ring]
            kilometres = np.array(corners, dtype=np.float64)
            found.append(kilometres if (signed_km2(kilometres) > 0) == (number == 0) else kilometres[::-1])
    return found


def geojson_of(polygons: Mapping[str, Sequence[Sequence[Corners]]], names: Mapping[str, str]) -> str:
    """Return a FeatureCollection with ``area`` and ``name`` in degrees (WGS 84), outer rings counterclockwise.

    Parameters
    ----------
    polygons : mapping
        Polygons in degrees (longitude, latitude) by area.
    names : mapping
        Names shown to readers.
    """
    lines = []
    for area, parts in polygons.items():
        turned = [
            [_turned(ring, outer=number == 0) for number, ring in enumerate(polygon)] for polygon in parts
        ]
        single = len(turned) == 1
        geometry = {
            "type": "Polygon" if single else "MultiPolygon",
            "coordinates": turned[0] if single else turned,
        }
        properties = {"area": area, "name": names[area]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _turned(ring: Corners, *, outer: bool) -> list[list[float]]:
    corners = [[round(part, _METRE) for part in corner] for corner in ring]
    return corners if (signed_km2(np.array(corners)) > 0) == outer else corners[::-1]
