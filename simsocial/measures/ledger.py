"""On which service and area a measure books what it costs."""

from __future__ import annotations

from simsocial.measures.checks import site_row
from simsocial.measures.protocols import PlanApi

__all__ = ["area_of_place", "ledger_of_site"]


def area_of_place(model: PlanApi, place: str) -> int:
    """Return the code of the area in which a place lies."""
    code = list(model.region.places["place"]).index(place)
    return int(model.region.place_area[code])


def ledger_of_site(model: PlanApi, site: str) -> tuple[str, int] | None:
    """Return service kind and area code of a site of the region, None for a site of another measure."""
    row = site_row(site, model.region)
    if row is None:
        return None
    kind = str(model.region.sites.at[row, "kind"])
    place = int(str(model.region.sites.at[row, "place"]))
    return model.catalogue.house(kind).id, int(model.region.place_area[place])
