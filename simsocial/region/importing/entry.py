"""Which import reads what."""

from __future__ import annotations

from simsocial.region.importing.area_files import import_areas
from simsocial.region.importing.household_files import import_households
from simsocial.region.importing.people_files import import_population
from simsocial.region.importing.request import Imported, Request
from simsocial.region.importing.site_files import import_sites
from simsocial.region.importing.travel_files import import_travel

__all__ = ["import_tables"]

_IMPORTS = {
    "population": import_population,
    "households": import_households,
    "sites": import_sites,
    "travel": import_travel,
    "areas": import_areas,
}


def import_tables(what: str, request: Request) -> Imported:
    """Return the tables of planners' files.

    Parameters
    ----------
    what : str
        ``population``, ``households``, ``sites``, ``travel`` or ``areas``.
    request : Request
        Files, region and choices.

    Raises
    ------
    RegionError
        With file, sheet, row, column, value and what is valid, of everything that cannot be read.
    """
    return _IMPORTS[what](request)
