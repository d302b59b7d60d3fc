"""In which place of the region a listed site lies: by the name of a place or area, else by its coordinates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.importing.coordinates import DEGREES, METRES, point_in, utm32_km
from simsocial.region.importing.naming import AreaNames
from simsocial.region.importing.polygons import Rings, centre_of, contains, distance_km
from simsocial.region.importing.site_list import ListedSite
from simsocial.region.importing.understood import Understood
from simsocial.region.tables import RawTable
from simsocial.region.values import to_count, to_number

__all__ = ["SitePlaces"]

_Point = tuple[float, float]


@dataclass
class _Place:
    area: str
    inhabitants: int
    at: _Point | None = None
    sites_at: list[_Point] = field(default_factory=list)


class SitePlaces:
    """The places of a region; one an area where it has no table of them.

    Parameters
    ----------
    known : mapping
        Tables of the region.
    mapped : mapping
        Areas or places by the names in the files.
    notes : Understood
        Takes what is assumed.
    outlines : mapping
        Polygons of areas, where the region has them.
    """

    def __init__(
        self,
        known: Mapping[str, RawTable],
        mapped: Mapping[str, str],
        notes: Understood,
        outlines: Mapping[str, Rings],
    ) -> None:
        self._notes, self._outlines = notes, outlines
        self._areas = AreaNames(known, mapped)
        self.made = "places" not in known
        self._mapped = mapped
        self._names: dict[str, str] = {}
        self._places = (
            _one_an_area(known, self._areas.given) if self.made else self._read(known["places"].cells)
        )

    def _read(self, cells: pd.DataFrame) -> dict[str, _Place]:
        places: dict[str, _Place] = {}
        for row in cells.to_dict("records"):
            key = str(row["place"])
            x, y = to_number(str(row.get("x_km", ""))), to_number(str(row.get("y_km", "")))
            point = (x, y) if x is not None and y is not None else None
            in_grid = point is not None and utm32_km(1000 * point[0], 1000 * point[1], degrees=False)
            places[key] = _Place(
                str(row["area"]), to_count(str(row["inhabitants"])) or 0, point if in_grid else None
            )
            self._names |= {str(row.get("name") or key).casefold(): key, key.casefold(): key}
        return places

    @property
    def keys(self) -> list[str]:
        """Short names of all places."""
        return list(self._places)

    def knows(self, text: str) -> bool:
        """Whether a text names a place or area of the region, or is a pair of coordinates."""
        place = self._mapped.get(text, text)
        return place.casefold() in self._names or bool(self._areas.find(place)) or point_in(text) is not None

    def of(self, site: ListedSite) -> tuple[str, Fault | None]:
        """Return the place of a site, and a fault if none is found."""
        point, fault = _point(site)
        if fault:
            return "", fault
        names = [text for text in [*reversed(site.texts.get("area", [])), site.heading] if text]
        for name in names:
            place = self._mapped.get(name, name)
            if found := self._names.get(place.casefold()):
                return found, None
        area = self._areas.find(*names)
        if point is not None and self._outlines:
            area, fault = self._by_polygon(site, area, point)
            if fault:
                return "", fault
        if area is None and point is None:
            named = names[0] if names else say("(no area)")
            valid = say("{valid}; or coordinates beside it", valid=self._areas.valid(named))
            return "", site.place("area").fault(named, valid)
        near = [key for key, place in self._places.items() if area in (None, place.area)]
        if point is not None:
            for key in near if len(near) == 1 else []:
                self._places[key].sites_at.append(point)
            located = {key: at for key in near if (at := self._places[key].at)}
            if located:
                return min(located, key=lambda key: math.dist(located[key], point)), None
            if area is None:
                valid = say(
                    "an area; or places of the region with x_km and y_km in UTM 32, to find the nearest"
                )
                return "", site.line.fault(say("coordinates alone"), valid)
        largest = max(near, key=lambda key: self._places[key].inhabitants)
        if len(near) > 1:
            self._notes.assumptions.append(
                say(
                    "Of area {area} the list tells no more: {largest}, its largest place, is taken",
                    area=area,
                    largest=largest,
                )
            )
        return largest, None

    def _by_polygon(
        self, site: ListedSite, named: str | None, point: _Point
    ) -> tuple[str | None, Fault | None]:
        """Return the area that a site is said to lie in, else the one around its coordinates."""
        around = [
            area
            for area, rings in self._outlines.items()
            if contains(rings, np.array([point[0]]), point[1])[0]
        ]
        if named in around or (named is not None and named not in self._outlines):
            return named, None
        away = {area: distance_km(rings, point) for area, rings in self._outlines.items()}
        nearest = min(away, key=lambda area: away[area])
        lies = (
            say("in {around}", around=around[0])
            if around
            else say("outside all areas, {away:.1f} km from {nearest}", away=away[nearest], nearest=nearest)
        )
        if named is not None:
            self._notes.differences.append(
                say(
                    "{sheet}, row {row}: area {named} is named, the coordinates lie {lies}; {named} is taken",
                    sheet=site.line.sheet,
                    row=site.line.row,
                    named=named,
                    lies=lies,
                )
            )
        elif not around:
            valid = say(
                "coordinates in an area (the nearest is {nearest}, {away:.1f} km away), or its name",
                nearest=nearest,
                away=away[nearest],
            )
            return None, site.line.fault(say("coordinates outside all areas"), valid)
        return named or around[0], None

    def table(self) -> pd.DataFrame:
        """Return the places that were made, one an area."""
        table = pd.DataFrame(
            [(key, place.area, place.inhabitants) for key, place in self._places.items()],
            columns=["place", "area", "inhabitants"],
        )
        self._notes.assumptions.append(
            say(
                "The region had no table of places: each area is one place now, and travel within it "
                "is 4 minutes. A table of places of your own makes ways better"
            )
        )
        if all(place.area in self._outlines for place in self._places.values()):
            middles = [centre_of(self._outlines[place.area]) for place in self._places.values()]
            table["x_km"], table["y_km"] = (
                [round(part, 2) for part in axis] for axis in zip(*middles, strict=True)
            )
            self._notes.assumptions.append(
                say("Each place lies in the middle of its area (kilometres of UTM 32)")
            )
        elif all(place.sites_at for place in self._places.values()):
            for number, column in enumerate(("x_km", "y_km")):
                table[column] = [
                    round(sum(at[number] for at in place.sites_at) / len(place.sites_at), 2)
                    for place in self._places.values()
                ]
            self._notes.assumptions.append(
                say("Each place lies in the middle of the points listed in it (kilometres of UTM 32)")
            )
        return table


def _one_an_area(known: Mapping[str, RawTable], areas: list[str]) -> dict[str, _Place]:
    people = dict.fromkeys(areas, 0)
    if "population" in known and "area" in (cells := known["population"].cells):
        for area, persons in zip(cells["area"], cells["persons"], strict=True):
            people[area] = people.get(area, 0) + (to_count(persons) or 0)
    return {area: _Place(area, people[area]) for area in areas}


def _point(site: ListedSite) -> tuple[_Point | None, Fault | None]:
    for first, second, degrees, valid in (
        ("lat", "lon", True, say(DEGREES)),
        ("east", "north", False, say(METRES)),
    ):
        texts = site.text(first), site.text(second)
        if not all(texts):
            continue
        numbers = [_coordinate(text) for text in texts]
        point = None
        if numbers[0] is not None and numbers[1] is not None:
            point = utm32_km(numbers[0], numbers[1], degrees=degrees)
        if point is None:
            return None, site.place(first).fault(" / ".join(texts), valid)
        return point, None
    return None, None


def _coordinate(text: str) -> float | None:
    whole = to_count(text)
    return float(whole) if whole is not None and abs(whole) > 1000 else to_number(text)
