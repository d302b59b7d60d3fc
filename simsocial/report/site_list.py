"""Sites of a service with numbers: what a map of many sites has room for, and the table that tells their names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simsocial.region.defaults import default_note
from simsocial.report.catalog import Catalog
from simsocial.report.map_ground import located_places
from simsocial.report.table import Table

__all__ = ["NAMED", "NumberedSite", "assumed_sites", "invented_places", "numbered_sites", "site_table"]

NAMED = 12
"""So many sites have their names in a map; of more it has numbers."""
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class NumberedSite:
    """A site with its number in the map.

    Attributes
    ----------
    number : int
        From 1 on, area by area.
    name, full_name : str
        Its own, and with its place where that does not tell it.
    place, area : str
        Identifiers.
    """

    number: int
    name: str
    full_name: str
    place: str
    area: str


def numbered_sites(catalog: Catalog, service: str) -> list[NumberedSite]:
    """Return the sites of a service, numbered through area by area, in each the largest place first.

    Parameters
    ----------
    catalog : Catalog
        The manifest's region has sites and places with coordinates.
    service : str
        Their kind.
    """
    places = located_places(catalog)
    rank = {place: number for number, place in enumerate(places)}
    found = []
    for site in catalog.region.get("site_places") or ():
        place, name = str(site["place"]), catalog.site(str(site["site"]))
        if site["kind"] == service and place in places:
            digits_as_numbers = [part.zfill(9) for part in _DIGITS.split(name)]
            full_name = catalog.site_with_place(str(site["site"]))
            found.append((str(places[place]["area"]), rank[place], digits_as_numbers, name, full_name, place))
    return [
        NumberedSite(number, name, full_name, place, area)
        for number, (area, _, _, name, full_name, place) in enumerate(sorted(found), start=1)
    ]


def site_table(catalog: Catalog, service: str) -> Table:
    """Return the sites of a service by area, with their numbers in the map; no rows where that tells their names."""
    texts = catalog.texts
    table = Table((texts("column-area"), texts("area-sites")), caption=texts("occupancy-sites"))
    sites = numbered_sites(catalog, service)
    if len(sites) > NAMED and not assumed_sites(catalog, service):
        for area in dict.fromkeys(site.area for site in sites):
            own = [f"{site.number}\N{NO-BREAK SPACE}{site.full_name}" for site in sites if site.area == area]
            table.add([catalog.area(area), "; ".join(own)])
    return table


def assumed_sites(catalog: Catalog, service: str) -> bool:
    """Return whether the region's tables have no sites of a service, so that those of the run are assumed."""
    before, after = default_note("sites", kinds="|")["en"].split("|")
    notes = [str(note.get("en")) for note in catalog.region.get("defaults_used") or ()]
    kinds = [note.removeprefix(before).removesuffix(after) for note in notes if note.startswith(before)]
    return any(service in listed.split(", ") for listed in kinds)


def invented_places(catalog: Catalog) -> str:
    """Return what the region says of places that were made up for want of a table; '' where they are real."""
    notes = [default_note(name) for name in ("places_pattern", "places_no_municipalities")]
    found = next((one for one in catalog.region.get("defaults_used") or () if one in notes), None)
    return catalog.texts.label(found).partition(": ")[2]
