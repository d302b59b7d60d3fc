"""Checks of a measure against a region; each error names the measure's key, the value and what is valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import later, say
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.legal_calendar import LegalCalendar

__all__ = [
    "NO_SITES",
    "check_known",
    "check_laws",
    "check_new_site",
    "check_place",
    "check_provider",
    "check_site",
    "check_site_kind",
    "check_where",
    "kind_of_site",
    "name_of_site",
    "places_of_site",
    "site_row",
    "sites_of_kind",
]

NO_SITES: Mapping[str, str] = MappingProxyType({})
"""No site by its kind."""


def check_known(where: str, what: str, value: str, valid: Iterable[str]) -> None:
    """Require that `value` is one of `valid`."""
    names = list(valid)
    if value not in names:
        message = say(
            "{where}: '{value}' is no {what} of this region. {valid}",
            where=where,
            value=value,
            what=say(what),
            valid=nearest(value, names),
        )
        raise ScenarioError(message)


def check_where(
    where: str,
    names_by_axis: Mapping[str, Iterable[str]],
    region: Region,
    new_sites: Mapping[str, str] = NO_SITES,
) -> None:
    """Require areas, places, sites and providers that exist; other axes are not looked at."""
    valid: dict[str, Iterable[str]] = {
        later("area"): region.areas["area"],
        "place": region.places["place"],
        "site": [*region.sites["site"], *new_sites],
        "provider": region.providers["provider"],
    }
    for axis in set(valid) & set(names_by_axis):
        for name in names_by_axis[axis]:
            check_known(f"{where}.{axis}", axis, name, valid[axis])


def check_laws(laws: LegalCalendar, region: Region) -> None:
    """Require that laws that act name areas, places, sites and providers of the region."""
    for name in filter(laws.acts, laws):
        for word, change in laws[name].changes.items():
            check_where(f"laws.{name}.changes.{word}.where", change.where, region)


def check_place(where: str, place: str, region: Region) -> None:
    """Require a place of the region."""
    check_known(where, later("place"), place, region.places["place"])


def check_provider(where: str, provider: str, region: Region) -> None:
    """Require a provider of the region."""
    check_known(where, later("provider"), provider, region.providers["provider"])


def check_site(where: str, site: str, region: Region, new_sites: Mapping[str, str]) -> None:
    """Require a site of the region or of another measure."""
    check_known(where, later("site"), site, [*region.sites["site"], *new_sites])


def check_site_kind(where: str, site_kind: str, catalogue: Catalogue) -> None:
    """Require a kind of site that some service uses."""
    valid = [name for name in catalogue.site_kinds if not catalogue.house(name).in_cash]
    if site_kind not in valid:
        message = say(
            "{where}: '{site_kind}' is no kind of site. {valid}",
            where=where,
            site_kind=site_kind,
            valid=nearest(site_kind, valid),
        )
        raise ScenarioError(message)


def check_new_site(where: str, site: str, region: Region) -> None:
    """Require that a site does not exist yet."""
    if site in set(region.sites["site"]):
        message = say(
            "{where}: site '{site}' exists already. Valid: a new name, or resize_site to change it.",
            where=where,
            site=site,
        )
        raise ScenarioError(message)


def kind_of_site(site: str, region: Region, new_sites: Mapping[str, str]) -> str:
    """Return the kind of a site of another measure or of the region's table."""
    if site in new_sites:
        return new_sites[site]
    return str(region.sites.loc[region.sites["site"] == site, "kind"].iloc[0])


def site_row(site: str, region: Region) -> int | None:
    """Return the row of a site in the region's table, or None."""
    rows = region.sites.index[region.sites["site"] == site]
    return int(rows[0]) if len(rows) else None


def sites_of_kind(site_kind: str, region: Region) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Iterate over the region's sites of a kind: names by axis (site, provider, place, area), and the table's row."""
    for row in region.sites[region.sites["kind"] == site_kind].to_dict("records"):
        place = int(row["place"])
        yield (
            {
                "site": str(row["site"]),
                "provider": str(row["provider"]),
                "place": str(region.places["place"].iloc[place]),
                "area": str(region.areas["area"].iloc[region.place_area[place]]),
            },
            {str(name): value for name, value in row.items()},
        )


def name_of_site(site: str, region: Region) -> str:
    """Return what people call a site: its name in the region's table, else its id."""
    row = site_row(site, region)
    return site if row is None else str(region.sites.at[row, "name"])


def places_of_site(site: str, region: Region) -> int | None:
    """Return the licensed places of the region's table, None for a site of another measure."""
    row = site_row(site, region)
    return None if row is None else int(str(region.sites.at[row, "licensed_places"]))
