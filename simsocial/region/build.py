"""Complete a region: tables as given, documented defaults for the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.parameters import Parameters
from simsocial.region.ages import LAND_YEAR, age_profile, split_groups
from simsocial.region.provision import DEFAULT_PROVIDERS, default_dwellings, default_sites
from simsocial.region.region import SITE_KINDS, Region
from simsocial.region.settlement import area_outlines, settle_areas
from simsocial.region.tables import RawTable
from simsocial.region.travel import neighbour_edges, own_matrix, travel_matrix
from simsocial.region.values import to_age, to_count, to_date, to_month, to_number, to_sex

__all__ = ["RegionParts", "build_region", "from_tables"]

_PLACE_COLUMNS = ["place", "name", "area", "inhabitants", "x_km", "y_km", "dwellings", "centrality"]
_SITE_COLUMNS = [
    "site", "kind", "place", "provider", "licensed_places", "staff_fte", "opened", "closes",
]  # fmt: skip


@dataclass
class RegionParts:
    """What is known of a region before defaults fill the rest; None means not given.

    Tables are typed: ``places`` with its area as text, ``sites`` with its place as text, ``minutes`` as
    a frame ``from, to, minutes``. `place_population` is given where people are counted by place.
    """

    id: str
    title: dict[str, str]
    ags: str | None
    day: date
    areas: pd.DataFrame
    population: npt.NDArray[np.int32]
    scope: str
    places: pd.DataFrame | None = None
    place_population: npt.NDArray[np.int32] | None = None
    sites: pd.DataFrame | None = None
    providers: pd.DataFrame | None = None
    households: pd.DataFrame | None = None
    dwellings: pd.Series[int] | None = None
    minutes: pd.DataFrame | None = None
    notes: list[str] = field(default_factory=list)


def build_region(parts: RegionParts) -> Region:
    """Return the complete region; each default taken adds a sentence to `defaults_used`."""
    notes = parts.notes
    areas = parts.areas
    people = parts.population.sum(axis=(1, 2))
    places = parts.places
    if places is None:
        places = settle_areas(area_outlines(areas, people), people)
        notes.append("places: synthetic rank-size settlement pattern by inhabitants (grade D)")
    places = _located(places, areas, people, notes).sort_values("place").reset_index(drop=True)
    area_code = {area: code for code, area in enumerate(areas["area"])}
    place_area = places["area"].map(area_code).to_numpy(np.int16)
    places["dwellings"] = _dwellings(parts, places, notes)
    sites = _sites(parts, places, place_area, notes)
    providers = _providers(parts, sites, notes)
    edges, minutes = _travel(parts, places, notes)
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
        place_population=parts.place_population,
        households=parts.households,
        defaults_used=tuple(notes),
        data_hash=_hash(parts, areas, places[_PLACE_COLUMNS], sites, providers, minutes),
        scope=parts.scope,
    )
    for array in (region.population, region.place_area, region.minutes):
        array.flags.writeable = False
    return region


def from_tables(
    tables: Mapping[str, RawTable], identifier: str, title: dict[str, str], scope: str
) -> RegionParts:
    """Return the parts of a region from tables without faults (see :mod:`.check`)."""
    notes: list[str] = []
    areas = _text(tables["areas"], ("area", "name", "ags")).sort_values("area").reset_index(drop=True)
    areas["name"] = areas["name"].where(areas["name"] != "", areas["area"])
    people = tables["population"].cells
    dates = [day for day in map(to_date, people.get("reference_date", pd.Series(dtype=object))) if day]
    day = dates[0] if dates else date(LAND_YEAR, 12, 31)
    if not dates:
        notes.append(f"population: no reference date given, taken as {day}")
    places = _places(tables["places"]) if "places" in tables else None
    population, by_place = _population(people, areas, places, day, notes)
    return RegionParts(
        id=identifier,
        title=title,
        ags=None,
        day=day,
        areas=areas,
        population=population,
        scope=scope,
        places=places,
        place_population=by_place,
        sites=_site_table(tables["sites"]) if "sites" in tables else None,
        providers=_provider_table(tables["providers"]) if "providers" in tables else None,
        households=_counts(tables["households"], "size", "households") if "households" in tables else None,
        dwellings=_counts(tables["dwellings"], "place", "dwellings").set_index("place")["dwellings"]
        if "dwellings" in tables
        else None,
        minutes=_minutes(tables["travel_minutes"]) if "travel_minutes" in tables else None,
        notes=notes,
    )


def _text(table: RawTable, columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({name: table.cells.get(name, "") for name in columns}, index=table.cells.index).astype(str)


def _places(table: RawTable) -> pd.DataFrame:
    frame = _text(table, ("place", "name", "area")).reset_index(drop=True)
    frame["name"] = frame["name"].where(frame["name"] != "", frame["place"])
    frame["inhabitants"] = [to_count(text) for text in table.cells["inhabitants"]]
    for name in ("x_km", "y_km"):
        given = table.cells.get(name, pd.Series("", index=table.cells.index))
        frame[name] = np.array([to_number(text) if text else np.nan for text in given], dtype=np.float64)
    given = table.cells.get("centrality", pd.Series("", index=table.cells.index))
    frame["centrality"] = [int(text) if text else -1 for text in given]
    return frame.sort_values("place").reset_index(drop=True)


def _population(
    cells: pd.DataFrame, areas: pd.DataFrame, places: pd.DataFrame | None, day: date, notes: list[str]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32] | None]:
    by_place = "place" in cells.columns and places is not None
    units = places["place"] if by_place and places is not None else areas["area"]
    codes = {unit: code for code, unit in enumerate(units)}
    first = np.array([to_age(text) for text in cells["age_from"]])
    unit = cells["place" if by_place else "area"].map(codes).to_numpy(np.int64)
    sex = np.array([to_sex(text) for text in cells["sex"]] if "sex" in cells.columns else [2] * len(cells))
    last = _last_ages(cells, unit, sex, first)
    year = day.year if day.month > 6 else day.year - 1
    wide = (first != last).any() or (sex == 2).any()
    profile = np.ones((2, 101))
    if wide:
        death = Parameters.load().table("mortality.death_probability", day.year * 12 + day.month - 1)
        profile = age_profile(year, death)
    persons = np.array([to_count(text) for text in cells["persons"]])
    counts = split_groups(unit, sex, first, last, persons, profile, len(codes)).astype(np.int32)
    if (last - first)[first < 75].max(initial=0) > 0 or (sex == 2).any():
        notes.append(f"population: age groups split to single years like Thuringia's cohorts in {year}")
    elif wide and first.max() < 90:
        notes.append(f"population: ages from {first.max()} split to single years like Thuringia's cohorts in {year}")
    if not by_place or places is None:
        return counts, None
    area_of = places["area"].map({area: code for code, area in enumerate(areas["area"])}).to_numpy(np.int64)
    total = np.zeros((len(areas), 2, 101), dtype=np.int32)
    np.add.at(total, area_of, counts)
    return total, counts


def _last_ages(
    cells: pd.DataFrame, unit: npt.NDArray[np.int64], sex: npt.NDArray[np.int64], first: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the last age of each group: as given, else up to the next group, else open."""
    if "age_to" in cells.columns:
        return np.array([to_age(text) for text in cells["age_to"]])
    frame = pd.DataFrame({"unit": unit, "sex": sex, "first": first}).sort_values("first", kind="stable")
    following = frame.groupby(["unit", "sex"])["first"].shift(-1)
    return np.asarray((following - 1).fillna(100).sort_index().to_numpy(np.int64))


def _counts(table: RawTable, key: str, value: str) -> pd.DataFrame:
    frame = _text(table, (key,)).reset_index(drop=True)
    if key == "size":
        frame[key] = [to_count(text) for text in table.cells[key]]
    frame[value] = [to_count(text) for text in table.cells[value]]
    return frame


def _site_table(table: RawTable) -> pd.DataFrame:
    frame = _text(table, ("site", "kind", "place", "provider")).reset_index(drop=True)
    frame["licensed_places"] = [to_count(text) for text in table.cells["licensed_places"]]
    staff = table.cells.get("staff_fte", pd.Series("", index=table.cells.index))
    frame["staff_fte"] = np.array([to_number(text) if text else np.nan for text in staff], dtype=np.float64)
    for name, missing in (("opened", 0), ("closes", -1)):
        given = table.cells.get(name, pd.Series("", index=table.cells.index))
        frame[name] = [missing if (month := to_month(text)) is None else month for text in given]
    return frame


def _provider_table(table: RawTable) -> pd.DataFrame:
    frame = _text(table, ("provider", "name", "ownership")).reset_index(drop=True)
    frame["name"] = frame["name"].where(frame["name"] != "", frame["provider"])
    reserve = table.cells.get("reserve_months", pd.Series("", index=table.cells.index))
    frame["reserve_months"] = np.array([to_number(text) if text else 3.0 for text in reserve], dtype=np.float64)
    return frame


def _minutes(table: RawTable) -> pd.DataFrame:
    frame = _text(table, ("from", "to")).reset_index(drop=True)
    frame["minutes"] = [to_number(text) for text in table.cells["minutes"]]
    return frame


def _located(
    places: pd.DataFrame, areas: pd.DataFrame, people: npt.NDArray[np.int64], notes: list[str]
) -> pd.DataFrame:
    """Give places without coordinates or centrality assumed ones."""
    frame = places.copy()
    if frame["x_km"].isna().any():
        notes.append("places: no coordinates given, places spread over their area by a stated pattern (grade D)")
        pattern = _pattern(frame, areas, people)
        frame["x_km"], frame["y_km"] = pattern["x_km"].to_numpy(), pattern["y_km"].to_numpy()
    unknown = frame["centrality"] < 0
    if unknown.any():
        notes.append("places: centrality by rank: the largest place of the region 2, of an area 1 (grade D)")
        largest = frame.groupby("area")["inhabitants"].transform("max") == frame["inhabitants"]
        guess = np.where(frame["inhabitants"] == frame["inhabitants"].max(), 2, np.where(largest, 1, 0))
        frame["centrality"] = np.where(unknown, guess, frame["centrality"])
    return frame


def _pattern(places: pd.DataFrame, areas: pd.DataFrame, people: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return coordinates for given places: the settlement pattern's, largest place first."""
    from dataclasses import replace

    number = places["area"].value_counts()
    outlines = [
        replace(outline, places=int(number[outline.area])) for outline in area_outlines(areas, people)
    ]
    pattern = settle_areas(outlines, people)
    order = places.sort_values(["area", "inhabitants"], ascending=[True, False], kind="stable").index
    pattern.index = order
    return pattern.loc[places.index]


def _dwellings(parts: RegionParts, places: pd.DataFrame, notes: list[str]) -> npt.NDArray[np.int64]:
    if parts.dwellings is not None:
        return places["place"].map(parts.dwellings).to_numpy(np.int64)
    notes.append("dwellings: households at 1.93 persons and 7.8 % more dwellings, like Thuringia 2022 (grade B)")
    return default_dwellings(places["inhabitants"])


def _sites(
    parts: RegionParts, places: pd.DataFrame, place_area: npt.NDArray[np.int16], notes: list[str]
) -> pd.DataFrame:
    code = {place: number for number, place in enumerate(places["place"])}
    given = parts.sites
    missing = tuple(kind for kind in SITE_KINDS if given is None or kind not in set(given["kind"]))
    tables = []
    if given is not None:
        own = given.copy()
        own["place"] = own["place"].map(code)
        own["provider"] = own["provider"].where(own["provider"] != "", "gemeinnuetzig")
        tables.append(own)
    if missing:
        notes.append(f"sites: {', '.join(missing)} at Thuringian rates of places per person they are for (grade D by site)")
        derived = default_sites(missing, places, place_area, parts.population)
        tables.append(derived.assign(opened=0, closes=-1))
    sites = pd.concat([table for table in tables if len(table)] or tables, ignore_index=True)
    sites = sites.sort_values(["kind", "site"]).reset_index(drop=True)[_SITE_COLUMNS]
    return sites.astype(
        {"place": np.int16, "licensed_places": np.int32, "staff_fte": np.float64, "opened": int, "closes": int}
    )


def _providers(parts: RegionParts, sites: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    given = parts.providers
    known = [] if given is None else [given]
    used = set(sites["provider"])
    if given is None:
        notes.append("providers: one for each kind of ownership in the Land's mix (grade D)")
    names = set() if given is None else set(given["provider"])
    known.append(DEFAULT_PROVIDERS[DEFAULT_PROVIDERS["provider"].isin(used - names)])
    names |= set(known[-1]["provider"])
    unnamed = sorted(used - names)
    if unnamed:
        notes.append(f"providers: {', '.join(unnamed)} taken as non-profit with 4 months of reserves (grade D)")
        known.append(
            pd.DataFrame({"provider": unnamed, "name": unnamed, "ownership": "non_profit", "reserve_months": 4.0})
        )
    providers = pd.concat([table for table in known if len(table)], ignore_index=True)
    return providers.sort_values("provider").reset_index(drop=True)


def _travel(
    parts: RegionParts, places: pd.DataFrame, notes: list[str]
) -> tuple[pd.DataFrame, npt.NDArray[np.int16]]:
    if parts.minutes is not None:
        return own_matrix(parts.minutes, places["place"])
    notes.append("travel_minutes: straight line x 1.3 at a speed by distance, plus 3 minutes (grade D)")
    edges = neighbour_edges(places["x_km"], places["y_km"], places["centrality"])
    return edges, travel_matrix(edges, len(places))


def _hash(parts: RegionParts, *contents: pd.DataFrame | npt.NDArray[np.int16]) -> str:
    digest = hashlib.blake2b(digest_size=12)
    digest.update(repr((parts.id, parts.scope, parts.day.isoformat())).encode())
    arrays = [parts.population, *(content for content in contents if isinstance(content, np.ndarray))]
    if parts.place_population is not None:
        arrays.append(parts.place_population)
    for array in arrays:
        digest.update(np.ascontiguousarray(array, dtype="<i8").tobytes())
    frames = [content for content in contents if isinstance(content, pd.DataFrame)]
    for frame in [*frames, *([] if parts.households is None else [parts.households])]:
        digest.update(frame.to_csv(index=False, lineterminator="\n").encode())
    return digest.hexdigest()
