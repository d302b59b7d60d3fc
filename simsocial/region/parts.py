"""What a region's own tables say, typed: text of offices turned into numbers, dates and keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters import Parameters
from simsocial.region.ages import LAND_YEAR, age_profile, split_groups
from simsocial.region.defaults import default_note
from simsocial.region.people_rules import USUAL_FACTOR, inhabitants, people_in_households
from simsocial.region.tables import RawTable
from simsocial.region.values import OPEN_AGE, to_age, to_count, to_date, to_month, to_number, to_sex

__all__ = ["RegionParts", "from_tables"]


@dataclass
class RegionParts:
    """What is known of a region before defaults fill the rest; None means not given.

    Tables are typed: ``places`` with its area as text, ``sites`` with its place as text, ``districts`` as text,
    ``minutes`` as a frame ``from, to, minutes``. `place_population` is given where people are counted by place.
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
    districts: pd.DataFrame | None = None
    disadvantage: npt.NDArray[np.float64] | None = None
    notes: list[dict[str, str]] = field(default_factory=list)


def from_tables(
    tables: Mapping[str, RawTable], identifier: str, title: dict[str, str], scope: str
) -> RegionParts:
    """Return the parts of a region from tables without faults (see :mod:`.check`)."""
    notes: list[dict[str, str]] = []
    areas = _text(tables["areas"], ("area", "name", "ags")).sort_values("area").reset_index(drop=True)
    areas["name"] = areas["name"].where(areas["name"] != "", areas["area"])
    people = tables["population"].cells
    dates = [day for day in map(to_date, people.get("reference_date", pd.Series(dtype=object))) if day]
    day = dates[0] if dates else date(LAND_YEAR, 12, 31)
    if not dates:
        notes.append(default_note("population_undated", day=day))
    within, counted = people_in_households(tables), inhabitants(tables)
    if within and counted and not 1 / USUAL_FACTOR <= within / counted <= USUAL_FACTOR:
        notes.append(default_note("households_shares", people=within, inhabitants=counted))
    places = _places(tables["places"]) if "places" in tables else None
    population, by_place = _population(people, areas, places, day, notes)
    return RegionParts(
        id=identifier,
        title=title,
        ags=_common_kreis(areas["ags"]),
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
        districts=_text(tables["districts"], ("site", "place", "area")) if "districts" in tables else None,
        disadvantage=_disadvantage(tables["areas"]),
        notes=notes,
    )


def _text(table: RawTable, columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: table.cells.get(name, "") for name in columns}, index=table.cells.index
    ).astype(str)


def _numbers(table: RawTable, column: str) -> npt.NDArray[np.float64]:
    """Return a column of numbers by row, NaN where nothing is stated."""
    given = table.cells.get(column, pd.Series("", index=table.cells.index))
    return np.array([to_number(text) if text else np.nan for text in given], dtype=np.float64)


def _disadvantage(areas: RawTable) -> npt.NDArray[np.float64] | None:
    """Return the index of the areas in their order, 0 where nothing is stated; None without the column."""
    if "disadvantage_index" not in areas.cells.columns:
        return None
    by_area = pd.Series(_numbers(areas, "disadvantage_index"), index=areas.cells["area"]).fillna(0.0)
    return np.asarray(by_area.sort_index(), dtype=np.float64)


def _common_kreis(ags: pd.Series[str]) -> str | None:
    """Return the five digits of the Kreis that all areas lie in, None if there is no such."""
    kreise = set(ags.str[:5])
    return kreise.pop() if len(kreise) == 1 and "" not in kreise else None


def _places(table: RawTable) -> pd.DataFrame:
    frame = _text(table, ("place", "name", "area")).reset_index(drop=True)
    frame["name"] = frame["name"].where(frame["name"] != "", frame["place"])
    frame["inhabitants"] = [to_count(text) for text in table.cells["inhabitants"]]
    for name in ("x_km", "y_km", "disadvantage_index"):
        frame[name] = _numbers(table, name)
    given = table.cells.get("centrality", pd.Series("", index=table.cells.index))
    frame["centrality"] = [int(text) if text else -1 for text in given]
    return frame.sort_values("place").reset_index(drop=True)


def _population(
    cells: pd.DataFrame,
    areas: pd.DataFrame,
    places: pd.DataFrame | None,
    day: date,
    notes: list[dict[str, str]],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32] | None]:
    by_place = "place" in cells.columns and places is not None
    units = places["place"] if by_place and places is not None else areas["area"]
    codes = {unit: code for code, unit in enumerate(units)}
    first = np.array([to_age(text) for text in cells["age_from"]])
    unit = cells["place" if by_place else "area"].map(codes).to_numpy(np.int64)
    sex = np.array([to_sex(text) for text in cells["sex"]] if "sex" in cells.columns else [2] * len(cells))
    # Single years above the model's open group are added up in it.
    last = np.minimum(_last_ages(cells, unit, sex, first), MAX_AGE)
    first = np.minimum(first, MAX_AGE)
    year = day.year if day.month > 6 else day.year - 1
    wide = (first != last).any() or (sex == 2).any()
    profile = np.ones((2, 101))
    if wide:
        death = Parameters.load().table("mortality.death_probability", day.year * 12 + day.month - 1)
        profile = age_profile(year, death)
    persons = np.array([to_count(text) for text in cells["persons"]])
    counts = split_groups(unit, sex, first, last, persons, profile, len(codes)).astype(np.int32)
    if (last - first)[first < 75].max(initial=0) > 0 or (sex == 2).any():
        notes.append(default_note("population_groups_split", year=year))
    elif wide and first.max() < 90:
        notes.append(default_note("population_old_split", first=first.max(), year=year))
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
    return np.asarray((following - 1).fillna(OPEN_AGE).sort_index().to_numpy(np.int64))


def _counts(table: RawTable, key: str, value: str) -> pd.DataFrame:
    frame = _text(table, (key,)).reset_index(drop=True)
    if key == "size":
        frame[key] = [to_count(text) for text in table.cells[key]]
    frame[value] = [to_count(text) for text in table.cells[value]]
    return frame


def _site_table(table: RawTable) -> pd.DataFrame:
    frame = _text(table, ("site", "name", "kind", "place", "provider")).reset_index(drop=True)
    frame["name"] = frame["name"].where(frame["name"] != "", frame["site"])
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
    return frame


def _minutes(table: RawTable) -> pd.DataFrame:
    frame = _text(table, ("from", "to")).reset_index(drop=True)
    frame["minutes"] = [to_number(text) for text in table.cells["minutes"]]
    return frame
