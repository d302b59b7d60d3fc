"""Thuringia's Kreise from the packaged official tables: whom they count at which date.

31.12.2023 are the official age groups of each Kreis, single ages and sexes within them from the Zensus 2022
rolled forward (:mod:`.rollforward`); the year ends 2015 to 2018 are the Kreis tables by sex and age group (basis
Zensus 2011, with Eisenach added to the Wartburgkreis as since 2021), split by the Kreis's own ages (:mod:`.ages`).
Between 2022 and 2023 municipalities went from the Unstrut-Hainich-Kreis to Eichsfeld: each date has its own
boundaries, so the two can be compared over time only together. See ``data/population/sources.csv``.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.calendar import MAX_AGE
from simsocial.core.errors import RegionError, nearest
from simsocial.core.language import say
from simsocial.parameters import Parameters
from simsocial.region.ages import LAND_YEAR, age_profile, kreis_profiles, split_groups
from simsocial.region.kreis_rates import LAND, kreis_net_rate
from simsocial.region.rollforward import roll_forward
from simsocial.region.targets import land_population

__all__ = [
    "COUNTED_DATES",
    "KREIS_DATES",
    "former_kreis",
    "kreis_counts",
    "kreis_key",
    "kreis_population",
    "kreise",
]

Integers = npt.NDArray[np.int64]

_DATA = Path(__file__).parent / "data"
_GROUP_YEARS = (2015, 2016, 2017, 2018)
_MERGED = {"16056": "16063"}
"""Eisenach has been part of the Wartburgkreis since 1 July 2021."""

_FORMER = {"eisenach": "16056"}
"""Names of Kreise that are part of another one now."""

KREIS_DATES = tuple(date(year, 12, 31) for year in (*_GROUP_YEARS, LAND_YEAR))
"""Reference dates for which the packaged tables count every Kreis."""

_CENSUS_DAY = date(2022, 5, 15)

COUNTED_DATES = tuple(sorted((*KREIS_DATES, _CENSUS_DAY)))
"""Dates at which the packaged tables count every Kreis, the Zensus included."""


@cache
def kreise() -> pd.DataFrame:
    """Return ``ags, name, kind, area_km2, latitude, longitude`` of the 22 Kreise, by AGS."""
    names = pd.read_csv(_DATA / "population" / "kreise.csv", dtype={"ags": str})
    geography = pd.read_csv(_DATA / "kreise_geography.csv", dtype={"ags": str})
    return names.merge(geography, on="ags").sort_values("ags").reset_index(drop=True)


def kreis_key(text: str) -> str:
    """Return the AGS of a Kreis given by AGS or name, in any case, with or without ``Landkreis``.

    Raises
    ------
    RegionError
        If Thuringia has no such Kreis; names the nearest one.

    Examples
    --------
    >>> kreis_key("Landkreis Greiz")
    '16076'
    """
    known = kreise()
    wanted = str(text).strip()
    if wanted in set(known["ags"]):
        return wanted
    wanted = _FORMER.get(_plain(wanted), wanted)
    if wanted in _MERGED:
        return _MERGED[wanted]
    names = {_plain(name): ags for name, ags in zip(known["name"], known["ags"], strict=True)}
    if _plain(wanted) in names:
        return str(names[_plain(wanted)])
    valid = [*known["name"], *known["ags"]] if wanted.isdigit() else list(known["name"])
    message = say("region: Thuringia has no Kreis '{text}'. {valid}", text=text, valid=nearest(wanted, valid))
    raise RegionError(message)


def former_kreis(text: str) -> str | None:
    """Return the name and AGS of a former Kreis that a text names, None if it names no such.

    Examples
    --------
    >>> former_kreis("16056"), former_kreis("Greiz")
    ('Eisenach (16056)', None)
    """
    wanted = str(text).strip()
    for name, ags in _FORMER.items():
        if wanted == ags or _plain(wanted) == name:
            return f"{name.capitalize()} ({ags})"
    return None


def kreis_population(day: date) -> Integers:
    """Return persons of the 22 Kreise by sex and single age, shape (22, 2, 101).

    Parameters
    ----------
    day : date
        One of `KREIS_DATES`.

    Raises
    ------
    RegionError
        If the packaged tables do not count the Kreise at that date.
    """
    if day not in KREIS_DATES:
        valid = ", ".join(str(entry) for entry in KREIS_DATES)
        message = say("region: the Kreise are not counted at {day}. Valid: {valid}.", day=day, valid=valid)
        raise RegionError(message)
    return _rolled() if day.year == LAND_YEAR else _from_groups(day.year)


def kreis_counts(day: date) -> pd.DataFrame:
    """Return what was counted of the Kreise as it was published, in groups of age.

    Parameters
    ----------
    day : date
        One of `COUNTED_DATES`.

    Returns
    -------
    DataFrame
        ``ags, sex (m, f, all), age_from, age_to, persons``. The Zensus is put into the groups of the year ends before.
    """
    columns = ["ags", "sex", "age_from", "age_to", "persons"]
    if day == _CENSUS_DAY:
        people = _counted("kreise_2022_single_age.csv")
        groups = _groups()[["age_from", "age_to"]].drop_duplicates().sort_values("age_from")
        position = np.searchsorted(groups["age_from"], people["age"], side="right") - 1
        for name in ("age_from", "age_to"):
            people[name] = groups[name].to_numpy()[position]
        found = people.groupby(["ags", "age_from", "age_to"])["persons"].sum().reset_index()
        return found.assign(sex="all")[columns]
    if day.year == LAND_YEAR:
        return _counted("kreise_2023_age_groups.csv").assign(sex="all")[columns]
    return _groups_of(day.year)[columns].reset_index(drop=True)


def _counted(file: str) -> pd.DataFrame:
    return pd.read_csv(_DATA / "population" / file, dtype={"ags": str})


@cache
def _rolled() -> Integers:
    keys = _rows()
    groups = pd.read_csv(_DATA / "population" / "kreise_2023_age_groups.csv", dtype={"ags": str})
    official = groups.pivot_table(index="ags", columns="age_from", values="persons").loc[list(keys)]
    parameters, month = Parameters.load(), LAND_YEAR * 12
    land = kreis_net_rate(parameters, LAND, month).mean(axis=0)
    net_rate = np.array([kreis_net_rate(parameters, ags, month).mean(axis=0) - land for ags in keys])
    return roll_forward(
        _census(),
        land_population(),
        official,
        official.columns,
        _death_probability(LAND_YEAR),
        _male_odds(keys),
        net_rate,
    )


def _rows() -> dict[str, int]:
    """Return the row of each Kreis by its AGS."""
    return {ags: row for row, ags in enumerate(kreise()["ags"])}


def _census() -> npt.NDArray[np.float64]:
    """Return the people of the Zensus 2022 by Kreis and completed years, shape (22, 101)."""
    counted = pd.read_csv(_DATA / "population" / "kreise_2022_single_age.csv", dtype={"ags": str})
    result = np.zeros((len(_rows()), MAX_AGE + 1))
    result[counted["ags"].map(_rows()), counted["age"]] = counted["persons"]
    return result


@cache
def _groups() -> pd.DataFrame:
    table = pd.read_csv(_DATA / "population" / "kreise_2015_2018_age_groups.csv", dtype={"ags": str})
    table["ags"] = table["ags"].replace(_MERGED)
    keys = ["year", "ags", "sex", "age_from", "age_to"]
    return table.groupby(keys)["persons"].sum().reset_index()


def _groups_of(year: int) -> pd.DataFrame:
    table = _groups()
    return table[table["year"] == year]


def _from_groups(year: int) -> Integers:
    keys = _rows()
    table = _groups_of(year)
    profile = kreis_profiles(year, _census(), age_profile(year, _death_probability(year)))
    return split_groups(
        table["ags"].map(keys),
        table["sex"].map({"m": 0, "f": 1}),
        table["age_from"],
        table["age_to"],
        table["persons"],
        profile,
        len(keys),
    )


def _male_odds(keys: dict[str, int]) -> npt.NDArray[np.float64]:
    """Return the odds of being male by Kreis and age relative to the Land, from the latest groups."""
    table = _groups_of(_GROUP_YEARS[-1])
    persons = {
        sex: part.pivot_table(index="ags", columns="age_from", values="persons", aggfunc="sum")
        for sex, part in table.groupby("sex")
    }
    odds = persons["m"] / persons["f"]
    relative = (odds / (persons["m"].sum() / persons["f"].sum())).to_numpy(np.float64)
    starts = odds.columns.to_numpy(np.int64)
    group = np.searchsorted(starts, np.arange(MAX_AGE + 1), side="right") - 1
    result = np.ones((len(keys), MAX_AGE + 1))
    result[odds.index.map(keys).to_numpy(np.int64)] = relative[:, group]
    return result


@cache
def _death_probability(year: int) -> npt.NDArray[np.float64]:
    return Parameters.load().table("mortality.death_probability", year * 12 + 6)


def _plain(name: str) -> str:
    text = name.strip().casefold().removeprefix("landkreis ").removeprefix("stadt ")
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, letters)
    return text.replace(" ", "-").removesuffix("-kreis").removesuffix("kreis").strip("-")
