"""In which coordinates polygons are written, and the same corners in degrees."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.importing.coordinates import DEGREES, METRES, degrees_of, utm32_km
from simsocial.region.importing.shape_files import Corners, Shape
from simsocial.region.importing.understood import Understood
from simsocial.region.official import kreise
from simsocial.region.tables import RawTable
from simsocial.region.values import to_number

__all__ = ["WGS84", "degrees", "grid_of", "region_centre"]

WGS84 = 4326
_ZONES = {25832: 32, 25833: 33, 32632: 32, 32633: 33, 4647: 32, 5650: 33}
"""UTM zones by EPSG code: ETRS 89, WGS 84, ETRS 89 with the zone in front."""
_GEOGRAPHIC = {WGS84, 4258}
_ZONE_IN_FRONT = 1_000_000
_SAME_KM = 150.0


def _valid() -> str:
    return say(
        "{degrees}; {metres}; or metres in UTM 33 (EPSG:25833)", degrees=say(DEGREES), metres=say(METRES)
    )


def grid_of(
    shapes: Sequence[Shape], given: str, centre: tuple[float, float] | None, notes: Understood
) -> int:
    """Return the EPSG code of the shapes: as the mapping or the file says, else by the magnitude of the corners.

    Parameters
    ----------
    shapes : sequence of Shape
        Of one import.
    given : str
        What the mapping says, empty: nothing.
    centre : (float, float) or None
        Kilometres of UTM 32 around which the region lies, where that is known: it tells UTM 32 from 33.
    notes : Understood
        Takes what was understood.

    Raises
    ------
    RegionError
        If the coordinates are none of Germany in a grid that is understood.
    """
    first = shapes[0]
    x, y = first.polygons[0][0][0]
    named = {shape.grid for shape in shapes if shape.grid is not None}
    codes = {int(given.rpartition(":")[2])} if given.rpartition(":")[2].isdigit() else named
    unknown = codes - _GEOGRAPHIC - set(_ZONES)
    if unknown or len(codes) > 1:
        raise RegionError(str(first.at.fault(", ".join(f"EPSG:{code}" for code in sorted(codes)), _valid())))
    if codes:
        code, why = next(iter(codes)), say("as the mapping says") if given else say("as the file says")
    elif max(abs(x), abs(y)) <= 180:
        code, why = WGS84, say("by their magnitude")
    elif x > _ZONE_IN_FRONT:
        code, why = (25833 if x > 33 * _ZONE_IN_FRONT else 25832), say("by the zone in front")
    else:
        code, why = _nearer_zone(x, y, centre)
    title = (
        say("degrees (WGS 84)") if code in _GEOGRAPHIC else say("metres of UTM {zones}", zones=_ZONES[code])
    )
    notes.assumptions.append(say("Coordinates are {title}, {why}", title=title, why=why))
    return code


def _nearer_zone(x: float, y: float, centre: tuple[float, float] | None) -> tuple[int, str]:
    away = {}
    for code in (25832, 25833):
        place = utm32_km(*degrees_of(x, y, _ZONES[code]), degrees=True)
        away[code] = math.inf if place is None or centre is None else math.dist(place, centre)
    nearest = min(away, key=lambda code: away[code])
    if away[nearest] <= _SAME_KM:
        return nearest, say("by where the region lies")
    return 25832, say("an assumption; 'crs: EPSG:25833' in a mapping says otherwise")


def degrees(shape: Shape, code: int) -> list[list[Corners]]:
    """Return the polygons of a shape with longitude and latitude in degrees.

    Raises
    ------
    RegionError
        If a corner does not lie in Germany.
    """
    return [[[_corner(shape, x, y, code) for x, y in ring] for ring in polygon] for polygon in shape.polygons]


def _corner(shape: Shape, x: float, y: float, code: int) -> tuple[float, float]:
    if code in _GEOGRAPHIC:
        longitude, latitude = (y, x) if 47 <= x <= 55.5 and 5.5 <= y <= 15.5 else (x, y)
    else:
        east = x % _ZONE_IN_FRONT if x > _ZONE_IN_FRONT else x
        latitude, longitude = degrees_of(east, y, _ZONES[code]) if 0 < y < 10_000_000 else (0.0, 0.0)
    if utm32_km(latitude, longitude, degrees=True) is None:
        raise RegionError(str(shape.at.fault(f"{x:g} {y:g}", _valid())))
    return longitude, latitude


def region_centre(known: Mapping[str, RawTable]) -> tuple[float, float] | None:
    """Return where a region lies in kilometres of UTM 32: by its places, else by the Kreis of its keys."""
    if "places" in known:
        cells = known["places"].cells
        numbers = [
            (to_number(x), to_number(y))
            for x, y in zip(cells.get("x_km", ()), cells.get("y_km", ()), strict=True)
        ]
        points = [
            found
            for x, y in numbers
            if x is not None
            and y is not None
            and (found := utm32_km(1000 * x, 1000 * y, degrees=False)) is not None
        ]
        if points:
            return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    if "areas" in known and "ags" in known["areas"].cells:
        table = kreise()
        rows = table[table["ags"].isin({key[:5] for key in known["areas"].cells["ags"]})]
        if len(rows):
            return utm32_km(float(rows["latitude"].mean()), float(rows["longitude"].mean()), degrees=True)
    return None
