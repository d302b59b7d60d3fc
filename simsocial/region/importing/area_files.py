"""Planning areas from polygons: names, neighbours, distances, and ``areas.geojson`` for maps and sites."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.faults import Fault, among
from simsocial.region.importing.area_outlines import geojson_of, rings_of
from simsocial.region.importing.area_raster import mosaic_of
from simsocial.region.importing.labels import column_role
from simsocial.region.importing.map_grid import degrees, grid_of, region_centre
from simsocial.region.importing.naming import AreaNames, official_key, short_name
from simsocial.region.importing.polygons import Rings, centre_of, self_crossings, size_km2
from simsocial.region.importing.request import Imported, Request
from simsocial.region.importing.shape_files import Corners, Shape, read_shapes
from simsocial.region.importing.sheets import raise_faults
from simsocial.region.importing.site_words import site_column
from simsocial.region.importing.understood import Understood, plural
from simsocial.region.spec import borders_file

__all__ = ["import_areas"]

_ROLES = ("name", "key", "ignore")
_NAMES = {"gen", "titel", "title", "label", "bezeichnung", "plr", "bzr"}
_LARGEST_LOOP = 0.01
"""Of an area: a digitised border slips now and then."""
_LARGEST_OVERLAP = 0.05
"""Of the smaller area: digitised borders never fit exactly."""


def import_areas(request: Request) -> Imported:
    """Return ``areas.geojson``, and the table ``areas`` where the region has none.

    Raises
    ------
    RegionError
        With file, feature or row, value and what is valid: what is no polygon, crosses itself, overlaps another,
        lies outside of Germany or names no area.
    """
    notes = Understood()
    shapes = []
    for path in request.files:
        found = read_shapes(path, request)
        notes.layout.append(f"{path.name}: {plural(len(found), 'polygon')}")
        shapes += found
    code = grid_of(shapes, str(request.mapping.get("crs") or ""), region_centre(request.known), notes)
    names = AreaNames(request.known, request.mapped("areas"))
    roles = _roles(shapes, request.mapped("columns"), names, notes)
    areas = _named(shapes, roles, names, request.mapped("areas"))
    polygons: dict[str, list[list[Corners]]] = {}
    keys: dict[str, str] = {}
    titles: dict[str, str] = {}
    for shape, (area, title, key) in zip(shapes, areas, strict=True):
        if area:
            polygons.setdefault(area, []).extend(degrees(shape, code))
            titles.setdefault(area, title)
            keys.setdefault(area, key)
    _check(polygons, shapes, areas, notes)
    notes.missing += [
        say("area {area} has no polygon", area=area) for area in names.given if area not in polygons
    ]
    tables = {}
    if not names.given:
        table = pd.DataFrame(
            {"area": list(titles), "name": list(titles.values()), "ags": list(keys.values())}
        )
        tables["areas"] = table if any(keys.values()) else table.drop(columns="ags")
    mapping: dict[str, object] = {"as": "areas", "columns": request.mapped("columns") | roles}
    mapping["areas"] = request.mapped("areas") | {titles[area]: area for area in titles}
    if given := request.mapping.get("crs"):
        mapping["crs"] = given
    files = {borders_file(request.target).name: geojson_of(polygons, titles)}
    return Imported(tables, notes, mapping, files)


def _roles(
    shapes: Sequence[Shape], mapped: Mapping[str, str], names: AreaNames, notes: Understood
) -> dict[str, str]:
    """Return which properties are ``name`` and ``key``: what names areas of the region, else by their words."""
    headers = list(dict.fromkeys(header for shape in shapes for header in shape.properties))
    for header, role in mapped.items():
        if role not in _ROLES:
            raise RegionError(str(Fault(say("mapping, columns"), None, header, role, among(role, _ROLES))))
    roles = {header: role for header, role in mapped.items() if header in headers}
    if not roles and names.given:
        hits = {header: _hits(shapes, header, names) for header in headers}
        best = max(headers, key=lambda header: hits[header], default="")
        if best and hits[best]:
            roles = {best: "name"}
    if not roles:
        words = {header: _word(header) for header in headers}
        for role in ("name", "key"):
            chosen = next((header for header, found in words.items() if found == role), None)
            roles |= {chosen: role} if chosen else {}
    used = {header: role for header, role in roles.items() if role != "ignore"}
    if not used:
        valid = say(
            "a property or column with the names of the areas, such as name, or 'columns: {{GEN: "
            "name}}' in a mapping"
        )
        raise RegionError(str(shapes[0].at.fault(", ".join(headers) or say("no properties"), valid)))
    notes.layout.append("; ".join(f"{role} = {header}" for header, role in used.items()))
    notes.left_out += [say("property '{header}'", header=header) for header in headers if header not in used]
    return used


def _hits(shapes: Sequence[Shape], header: str, names: AreaNames) -> int:
    return sum(_found(names, shape.properties.get(header, "")) is not None for shape in shapes)


def _found(names: AreaNames, text: str) -> str | None:
    return names.find(text, official_key(text)[0])


def _word(header: str) -> str | None:
    text = header.casefold().replace("_", " ").split()
    if header.casefold() in _NAMES or (site_column(header) in {"area", "name"} and "ags" not in text):
        return "name"
    return "key" if "ags" in text or "id" in text else column_role(header)


def _named(
    shapes: Sequence[Shape], roles: Mapping[str, str], names: AreaNames, mapped: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return short name, name and official key of each shape; without a short name it is left out."""
    faults, found = [], []
    made: dict[str, str] = {}
    for shape in shapes:
        told = {role: shape.properties.get(header, "") for header, role in roles.items()}
        key = official_key(told.get("key", ""))[0]
        title = " ".join((told.get("name") or told.get("key", "")).split())
        area = "" if mapped.get(title) == "ignore" else _found(names, title) or names.find(key)
        if not title:
            faults.append(shape.at.fault(say("no name"), say("a text in {roles}", roles=", ".join(roles))))
        elif area is None and names.given:
            valid = say(
                "{valid}, or 'areas: {{{title}: nord}}' (or ignore) in a mapping",
                valid=names.valid(title),
                title=title,
            )
            faults.append(shape.at.fault(title, valid))
        elif area is None:
            area = made.setdefault(title, made.get(title) or short_name(title, list(made.values())))
        found.append((area or "", title, key))
    raise_faults(faults)
    return found


def _check(
    polygons: Mapping[str, list[list[Corners]]],
    shapes: Sequence[Shape],
    areas: Sequence[tuple[str, str, str]],
    notes: Understood,
) -> None:
    """Tell neighbours, sizes, distances and holes; refuse rings that cross themselves and areas that overlap."""
    at = {area: shape.at for (area, _, _), shape in zip(areas, shapes, strict=True)}
    rings = {area: rings_of(parts) for area, parts in polygons.items()}
    faults = []
    for area, found in rings.items():
        for ring in found:
            for x_km, y_km, loop in self_crossings(ring):
                told = say("crosses itself at {x_km:.3f} / {y_km:.3f} km (UTM 32)", x_km=x_km, y_km=y_km)
                if loop > _LARGEST_LOOP * abs(size_km2(found)):
                    faults.append(at[area].fault(told, say("a border that does not cross itself")))
                else:
                    notes.assumptions.append(
                        say(
                            "the border of {area} {told}, in a loop too small to matter", area=area, told=told
                        )
                    )
    raise_faults(faults)
    mosaic = mosaic_of(rings)
    for (one, other), shared in mosaic.overlaps.items():
        told = say("{one} and {other} overlap by about {shared:.2g} km²", one=one, other=other, shared=shared)
        if shared > _LARGEST_OVERLAP * min(size_km2(rings[one]), size_km2(rings[other])):
            faults.append(at[other].fault(told, say("areas that do not overlap")))
        notes.assumptions.append(say("{told}: what lies there belongs to {one}", told=told, one=one))
    raise_faults(faults)
    notes.missing += [
        say(
            "a hole of about {size:.2g} km² between {around} belongs to no area",
            size=size,
            around=", ".join(around),
        )
        for size, around in mosaic.holes
    ]
    notes.groups += [_told(area, rings, mosaic.neighbours[area]) for area in rings]


def _told(area: str, rings: Mapping[str, Rings], neighbours: Sequence[str]) -> str:
    middle = centre_of(rings[area])
    near = ", ".join(
        say("{other} ({distance:.1f} km)", other=other, distance=math.dist(middle, centre_of(rings[other])))
        for other in neighbours
    )
    borders = say("borders on {near}", near=near) if near else say("borders on none")
    where = say("middle {x_km:.1f} / {y_km:.1f} km (UTM 32)", x_km=middle[0], y_km=middle[1])
    return say(
        "area {area}: {size_km2:.1f} km², {where}, {borders}",
        area=area,
        size_km2=size_km2(rings[area]),
        where=where,
        borders=borders,
    )
