"""Complete a region: tables as given, documented defaults for the rest."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.compile import hash_files
from simsocial.parameters import Parameters
from simsocial.region.aims import expected_households, household_aims, household_figures
from simsocial.region.defaults import default_note
from simsocial.region.disadvantage import disadvantage_of_places
from simsocial.region.districts import districts_by_place
from simsocial.region.kreis_rates import LAND, kreis_values
from simsocial.region.parts import RegionParts
from simsocial.region.provision import DEFAULT_PROVIDERS, default_dwellings, default_sites
from simsocial.region.reception import guests_at, without_guests
from simsocial.region.region import Region
from simsocial.region.settlement import area_outlines, settle_areas
from simsocial.region.travel import TravelRule, assumed_travel, own_matrix
from simsocial.shapes.house import houses

__all__ = ["build_region"]

_DATA = Path(__file__).parent / "data"
_PLACE_COLUMNS = ["place", "name", "area", "inhabitants", "x_km", "y_km", "dwellings", "centrality"]
_SITE_COLUMNS = [
    "site", "name", "kind", "place", "provider", "licensed_places", "staff_fte", "opened", "closes",
]  # fmt: skip


def build_region(parts: RegionParts) -> Region:
    """Return the complete region; each default taken adds a note to `defaults_used`."""
    notes = parts.notes
    areas = parts.areas
    people = parts.population.sum(axis=(1, 2))
    places = parts.places
    if places is None:
        places = settle_areas(area_outlines(areas, people), people)
        notes.append(default_note("places_pattern"))
    places = _located(places, areas, people, notes).sort_values("place").reset_index(drop=True)
    area_code = {area: code for code, area in enumerate(areas["area"])}
    place_area = places["area"].map(area_code).to_numpy(np.int16)
    guests, guest_place = _guests(parts, places, place_area)
    residents = without_guests(parts.population, guests, place_area[guest_place])
    places["dwellings"] = _dwellings(parts, places, place_area, residents, notes)
    sites = _sites(parts, places, place_area, notes)
    providers = _providers(parts, sites, notes)
    districts = districts_by_place(parts.districts, places, sites, notes)
    disadvantage = disadvantage_of_places(parts.disadvantage, places, place_area)
    rule = TravelRule.of(Parameters.load())
    edges, minutes = _travel(parts, places, rule, notes)
    month = parts.day.year * 12 + parts.day.month
    region = Region(
        id=parts.id,
        title=parts.title,
        ags=parts.ags,
        reference_date=parts.day,
        first_month=month,
        areas=areas,
        places=places[_PLACE_COLUMNS],
        place_area=place_area,
        population=parts.population,
        minutes=minutes,
        edges=edges,
        sites=sites,
        providers=providers,
        districts=districts,
        place_population=parts.place_population,
        households=parts.households,
        defaults_used=tuple(notes),
        data_hash=_hash(
            parts,
            areas,
            places[_PLACE_COLUMNS],
            sites,
            providers,
            minutes,
            districts,
            guests,
            None if disadvantage is None else np.rint(1e6 * disadvantage),
        ),
        guests=guests,
        guest_place=guest_place,
        scope=parts.scope,
        travel_rule=rule if parts.minutes is None else None,
        disadvantage=disadvantage,
    )
    for array in (region.population, region.place_area, region.minutes):
        array.flags.writeable = False
    return region


def _located(
    places: pd.DataFrame, areas: pd.DataFrame, people: npt.NDArray[np.int64], notes: list[dict[str, str]]
) -> pd.DataFrame:
    """Give places without coordinates or centrality assumed ones."""
    frame = places.copy()
    if frame["x_km"].isna().any():
        notes.append(default_note("places_without_coordinates"))
        pattern = _pattern(frame, areas, people)
        frame["x_km"], frame["y_km"] = pattern["x_km"].to_numpy(), pattern["y_km"].to_numpy()
    unknown = frame["centrality"] < 0
    if unknown.any():
        notes.append(default_note("places_centrality"))
        largest = frame.groupby("area")["inhabitants"].transform("max") == frame["inhabitants"]
        guess = np.where(frame["inhabitants"] == frame["inhabitants"].max(), 2, np.where(largest, 1, 0))
        frame["centrality"] = np.where(unknown, guess, frame["centrality"])
    return frame


def _pattern(places: pd.DataFrame, areas: pd.DataFrame, people: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return coordinates for given places: the settlement pattern's, largest place first."""
    number = places["area"].value_counts()
    outlines = [
        replace(outline, places=int(number[outline.area])) for outline in area_outlines(areas, people)
    ]
    pattern = settle_areas(outlines, people)
    order = places.sort_values(["area", "inhabitants"], ascending=[True, False], kind="stable").index
    pattern.index = order
    return pattern.loc[places.index]


def _guests(
    parts: RegionParts, places: pd.DataFrame, place_area: npt.NDArray[np.int16]
) -> tuple[npt.NDArray[np.int32] | None, int]:
    """Return the guests of a reception centre, and the place where it lies: the largest."""
    if parts.scope != "kreis":
        return None, -1
    place = int(places["inhabitants"].to_numpy().argmax())
    people = parts.population[place_area[place]]
    if parts.place_population is not None:
        people = parts.place_population[place]
    month = parts.day.year * 12 + parts.day.month - 1
    guests = guests_at(Parameters.load(), parts.ags, month, people)
    return guests, -1 if guests is None else place


def _dwellings(
    parts: RegionParts,
    places: pd.DataFrame,
    place_area: npt.NDArray[np.int16],
    residents: npt.NDArray[np.int32],
    notes: list[dict[str, str]],
) -> npt.NDArray[np.int64]:
    if parts.dwellings is not None:
        return np.asarray(places["place"].map(parts.dwellings), dtype=np.int64)
    notes.append(default_note("dwellings"))
    vacant = kreis_values(
        Parameters.load(), "housing.vacancy_share", parts.areas["ags"].fillna("").astype(str)
    )
    return default_dwellings(places["inhabitants"], place_area, _households(parts, residents), vacant)


def _households(parts: RegionParts, people: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """Return the private households expected in each area at the base date."""
    month = parts.day.year * 12 + parts.day.month - 1
    figures = household_figures(Parameters.load(), month, LAND if parts.scope == "land" else parts.ags)
    shares, shape = household_aims(people.sum(axis=0), parts.households, figures)
    return expected_households(people, shares, shape)


def _sites(
    parts: RegionParts, places: pd.DataFrame, place_area: npt.NDArray[np.int16], notes: list[dict[str, str]]
) -> pd.DataFrame:
    code = {place: number for number, place in enumerate(places["place"])}
    given = parts.sites
    usual = tuple(kind for kind, house in houses().items() if house.provision is not None)
    missing = tuple(kind for kind in usual if given is None or kind not in set(given["kind"]))
    tables = []
    if given is not None:
        own = given.copy()
        own["place"] = own["place"].map(code)
        own["provider"] = own["provider"].where(own["provider"] != "", "gemeinnuetzig")
        tables.append(own)
    if missing:
        notes.append(default_note("sites", kinds=", ".join(missing)))
        derived = default_sites(missing, places, place_area, parts.population)
        tables.append(derived.assign(name=derived["site"], opened=0, closes=-1))
    sites = pd.concat([table for table in tables if len(table)] or tables, ignore_index=True)
    sites = sites.sort_values(["kind", "site"]).reset_index(drop=True)[_SITE_COLUMNS]
    return sites.astype(
        {
            "place": np.int16,
            "licensed_places": np.int32,
            "staff_fte": np.float64,
            "opened": int,
            "closes": int,
        }
    )


def _providers(parts: RegionParts, sites: pd.DataFrame, notes: list[dict[str, str]]) -> pd.DataFrame:
    given = parts.providers
    known = [] if given is None else [given]
    used = set(sites["provider"])
    if given is None:
        notes.append(default_note("providers"))
    names = set() if given is None else set(given["provider"])
    # A region too small for any site still has providers who may open one.
    needed = used - names if used or names else set(DEFAULT_PROVIDERS["provider"])
    known.append(DEFAULT_PROVIDERS[DEFAULT_PROVIDERS["provider"].isin(needed)])
    names |= set(known[-1]["provider"])
    unnamed = sorted(used - names)
    if unnamed:
        notes.append(default_note("providers_unnamed", names=", ".join(unnamed)))
        known.append(pd.DataFrame({"provider": unnamed, "name": unnamed, "ownership": "non_profit"}))
    providers = pd.concat([table for table in known if len(table)], ignore_index=True)
    return providers.sort_values("provider").reset_index(drop=True)


def _travel(
    parts: RegionParts, places: pd.DataFrame, rule: TravelRule, notes: list[dict[str, str]]
) -> tuple[pd.DataFrame, npt.NDArray[np.int16]]:
    if parts.minutes is not None:
        return own_matrix(parts.minutes, places["place"], rule)
    notes.append(default_note("travel_minutes"))
    return assumed_travel(places, rule)


def _hash(parts: RegionParts, *contents: pd.DataFrame | npt.NDArray[Any] | None) -> str:
    digest = hashlib.blake2b(digest_size=12)
    head = (parts.id, parts.ags, parts.scope, parts.day.isoformat(), _packaged_tables(_DATA))
    digest.update(repr(head).encode())
    arrays = [parts.population, *(content for content in contents if isinstance(content, np.ndarray))]
    if parts.place_population is not None:
        arrays.append(parts.place_population)
    for array in arrays:
        digest.update(np.ascontiguousarray(array, dtype="<i8").tobytes())
    frames = [content for content in contents if isinstance(content, pd.DataFrame)]
    for frame in [*frames, *([] if parts.households is None else [parts.households])]:
        digest.update(frame.to_csv(index=False, lineterminator="\n").encode())
    return digest.hexdigest()


@functools.cache
def _packaged_tables(folder: Path) -> str:
    """Return the hash of the tables that come with the package: people of any region are made with them."""
    return hash_files(folder.rglob("*.csv"), folder)
