"""Which tables a region may hand in, and what their columns hold."""

from __future__ import annotations

from dataclasses import dataclass

from simsocial.core.language import later

__all__ = ["REQUIRED_TABLES", "TABLE_COLUMNS", "Column"]


@dataclass(frozen=True)
class Column:
    """One column of a table: whether it must be there and what it holds."""

    required: bool
    kind: str
    meaning: str


TABLE_COLUMNS: dict[str, dict[str, Column]] = {
    "areas": {
        "area": Column(True, "id", later("short name of the planning area")),
        "name": Column(False, "text", later("name shown to readers")),
        "ags": Column(False, "ags", later("official key, text of 5 or 8 digits")),
        "disadvantage_index": Column(False, "index", later("social disadvantage, more is worse; empty: 0")),
    },
    "places": {
        "place": Column(True, "id", later("short name of the settlement")),
        "name": Column(False, "text", later("name shown to readers")),
        "area": Column(True, "area", later("area it belongs to")),
        "inhabitants": Column(True, "count", later("persons living there")),
        "x_km": Column(False, "number", later("kilometres east of any origin")),
        "y_km": Column(False, "number", later("kilometres north of any origin")),
        "centrality": Column(False, "centrality", later("0 village, 1 basic centre, 2 main town")),
        "disadvantage_index": Column(False, "index", later("social disadvantage; empty: that of its area")),
    },
    "population": {
        "area": Column(False, "area", later("area counted (or place)")),
        "place": Column(False, "place", later("place counted (instead of area)")),
        "sex": Column(False, "sex", later("m, f, or t for both")),
        "age_from": Column(True, "age", later("first completed year of the group")),
        "age_to": Column(False, "age_open", later("last year of the group, empty for the open one")),
        "persons": Column(True, "count", later("persons")),
        "reference_date": Column(False, "date", later("day counted, YYYY-MM-DD")),
    },
    "households": {
        "size": Column(True, "size", later("persons in the household, the largest size is open")),
        "households": Column(True, "count", later("private households")),
    },
    "sites": {
        "site": Column(True, "id", later("short name of the site")),
        "name": Column(False, "text", later("name shown to readers")),
        "kind": Column(True, "kind", later("site kind")),
        "place": Column(True, "place", later("where it is")),
        "provider": Column(False, "provider", later("who runs it")),
        "licensed_places": Column(True, "count", later("places, beds or clients it may serve")),
        "staff_fte": Column(
            False, "number_open", later("full-time equivalents, empty: as the kind requires")
        ),
        "opened": Column(False, "month", later("first month, YYYY-MM; empty: before the start")),
        "closes": Column(False, "month", later("first month without it, YYYY-MM; empty: none known")),
    },
    "providers": {
        "provider": Column(True, "id", later("short name of the provider")),
        "name": Column(False, "text", later("name shown to readers")),
        "ownership": Column(True, "ownership", later("public, non_profit or private")),
    },
    "districts": {
        "site": Column(True, "site", later("site of a kind that has districts, such as a primary school")),
        "place": Column(False, "place_open", later("place that belongs to it (or area)")),
        "area": Column(False, "area_open", later("area whose places belong to it (instead of place)")),
    },
    "travel_minutes": {
        "from": Column(True, "place", later("place where the trip starts")),
        "to": Column(True, "place", later("place where it ends")),
        "minutes": Column(True, "minutes", later("minutes by car; one direction is enough")),
    },
    "dwellings": {
        "place": Column(True, "place", later("place")),
        "dwellings": Column(True, "count", later("dwellings, lived in or vacant")),
    },
}
"""Tables and columns of a region; ``docs/regions.md`` is the page about them."""

REQUIRED_TABLES = ("areas", "population")
