"""What tables hold is possible, but of a magnitude that mistakes have: wrong units, totals among parts.

Each rule is a warning, never a fault: a region may be unusual. The bounds are wide (own assumptions, grade D).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.faults import Fault
from simsocial.region.official import kreis_key
from simsocial.region.people_rules import USUAL_FACTOR, people_in_households
from simsocial.region.provision import expected_places
from simsocial.region.region import Region
from simsocial.region.tables import RawTable, column_of

__all__ = ["doubts"]

_Tables = Mapping[str, RawTable]
Floats = npt.NDArray[np.float64]

_DEGREES = ((4.0, 17.0), (46.0, 56.0))
"""Longitude and latitude of Central Europe."""
_LARGEST_EXTENT_KM = 400.0
_PERSONS_PER_KM2 = 20_000.0
"""Denser than any town: the square of a region's extent holds fewer."""
_SPEED_KMH = (8.0, 150.0)
"""Median speed between places along the straight line."""
_USUAL_MINUTES = (1.0, 150.0)
"""Median minutes between places of a region."""
_PLACES_FACTOR = 4.0
"""Places over those of the Land at its rates, above or below."""
_FEW_PLACES = 10.0
_INHABITANTS_FACTOR = 2.0
_DWELLINGS = (0.2, 1.5)
"""Dwellings per inhabitant (Thuringia 2022: 0.55)."""


def doubts(tables: _Tables, region: Region) -> list[Fault]:
    """Return a warning for each magnitude that looks like a mistake.

    Parameters
    ----------
    tables : mapping
        Tables without faults.
    region : Region
        What they make.
    """
    found = [*_coordinates(tables, region), *_travel(tables, region), *_totals(region), *_keys(region)]
    found += [*_supply(tables, region), *_dates_of_sites(region), *_empty_areas(region)]
    found += [*_households(tables, region), *_weights(tables, region), *_dwellings(tables, region)]
    return found


def _doubt(table: str, column: str | None, value: str, usual: str, row: int | None = None) -> Fault:
    return Fault(table, row, column, value, usual, doubt=True)


def _coordinates(tables: _Tables, region: Region) -> Iterator[Fault]:
    given = column_of(tables, "places", "x_km")
    if given is None or not (given != "").all() or len(given) < 2:
        return
    points = region.places[["x_km", "y_km"]].to_numpy(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    found = say(
        "{x_low:g} to {x_high:g}, {y_low:g} to {y_high:g}",
        x_low=low[0],
        x_high=high[0],
        y_low=low[1],
        y_high=high[1],
    )
    inside = [
        all(
            first <= low[axis] and high[axis] <= last
            for axis, (first, last) in zip(order, _DEGREES, strict=True)
        )
        for order in ((0, 1), (1, 0))
    ]
    if any(inside):
        usual = say("kilometres from any origin; these look like degrees of longitude and latitude")
    elif extent > _LARGEST_EXTENT_KM:
        usual = say(
            "kilometres, places within {largest_extent_km:g} km; these look like metres",
            largest_extent_km=_LARGEST_EXTENT_KM,
        )
    elif region.inhabitants > _PERSONS_PER_KM2 * extent**2:
        usual = say("kilometres from any origin; the places lie nearer to each other than people can live")
    else:
        return
    yield _doubt("places", "x_km", found, usual)


def _travel(tables: _Tables, region: Region) -> Iterator[Fault]:
    if "travel_minutes" not in tables or len(region.places) < 2:
        return
    apart = ~np.eye(len(region.places), dtype=bool)
    median = float(np.median(region.minutes[apart]))
    located = column_of(tables, "places", "x_km")
    speed = np.nan
    if located is not None and (located != "").all():
        points = region.places[["x_km", "y_km"]].to_numpy(np.float64)
        length = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))[apart]
        speed = float(np.median(length / np.maximum(region.minutes[apart], 0.5) * 60.0))
    if median > _USUAL_MINUTES[1] or speed < _SPEED_KMH[0]:
        usual = say("minutes by car between places; these look like seconds")
    elif median < _USUAL_MINUTES[0] or speed > _SPEED_KMH[1]:
        usual = say("minutes by car between places; these look like hours, or places too far apart")
    else:
        return
    shown = "" if np.isnan(speed) else say(", {speed:.0f} km an hour", speed=speed)
    yield _doubt(
        "travel_minutes",
        "minutes",
        say("half of the trips above {median:g}{shown}", median=median, shown=shown),
        usual,
    )


def _totals(region: Region) -> Iterator[Fault]:
    """Name an area or place that counts as many as all others together: the line of the total."""
    people = region.population.sum(axis=(1, 2))
    for table, column, names, counts in (
        ("areas", "area", region.areas["area"], people),
        ("places", "place", region.places["place"], region.places["inhabitants"].to_numpy(np.int64)),
    ):
        total = int(counts.sum())
        if len(counts) < 3 or total == 0:
            continue
        for at in np.flatnonzero(2 * counts == total):
            usual = say(
                "parts only: it counts {counts} people, as many as all other {table} together",
                counts=counts[at],
                table=table,
            )
            yield _doubt(table, column, str(names.iloc[at]), usual)


def _keys(region: Region) -> Iterator[Fault]:
    for ags in sorted({str(key)[:5] for key in region.areas["ags"] if key}):
        if not "01" <= ags[:2] <= "16":
            yield _doubt("areas", "ags", ags, say("a key that begins with one of the Länder, 01 to 16"))
        elif ags[:2] == "16":
            try:
                known = kreis_key(ags)
            except RegionError as error:
                yield _doubt("areas", "ags", ags, str(error).removeprefix("region: "))
                continue
            if known != ags:
                yield _doubt(
                    "areas", "ags", ags, say("{known}: the Kreis has become part of it", known=known)
                )


def _supply(tables: _Tables, region: Region) -> Iterator[Fault]:
    if "sites" not in tables:
        return
    own = set(tables["sites"].cells["kind"])
    given = region.sites.groupby("kind")["licensed_places"].sum()
    for kind, usual in expected_places(region.population).items():
        places = int(given.get(kind, 0))
        if kind not in own or places == 0:
            continue
        far = places * _PLACES_FACTOR < usual or places > usual * _PLACES_FACTOR
        if far and max(places, usual) >= _FEW_PLACES:
            words = say("about {usual:.0f} for the people here at Thuringian rates", usual=usual)
            yield _doubt(
                "sites",
                "licensed_places",
                say("{places} places in all of kind {kind}", places=places, kind=kind),
                words,
            )


def _dates_of_sites(region: Region) -> Iterator[Fault]:
    gone = region.sites[(region.sites["closes"] >= 0) & (region.sites["closes"] <= region.first_month)]
    for site in gone["site"]:
        yield _doubt(
            "sites", "closes", str(site), say("a site that is open at the reference date, or opens later")
        )


def _empty_areas(region: Region) -> Iterator[Fault]:
    for name in region.areas["area"][region.population.sum(axis=(1, 2)) == 0]:
        yield _doubt("population", "area", str(name), say("at least one person in each area"))


def _households(tables: _Tables, region: Region) -> Iterator[Fault]:
    people = people_in_households(tables)
    if people is not None and not 1 / USUAL_FACTOR <= people / region.inhabitants <= USUAL_FACTOR:
        usual = say(
            "the households of {inhabitants} inhabitants; only the shares of sizes are used",
            inhabitants=region.inhabitants,
        )
        yield _doubt("households", "households", say("households of {people} people", people=people), usual)


def _weights(tables: _Tables, region: Region) -> Iterator[Fault]:
    if "places" not in tables:
        return
    counted = float(region.places["inhabitants"].sum())
    if not 1 / _INHABITANTS_FACTOR <= counted / region.inhabitants <= _INHABITANTS_FACTOR:
        usual = say(
            "about {inhabitants} as in the table population; only the shares of places are used",
            inhabitants=region.inhabitants,
        )
        yield _doubt("places", "inhabitants", say("{counted:.0f} in all", counted=counted), usual)


def _dwellings(tables: _Tables, region: Region) -> Iterator[Fault]:
    if "dwellings" not in tables:
        return
    number = float(pd.Series(region.places["dwellings"]).sum())
    if not _DWELLINGS[0] <= number / region.inhabitants <= _DWELLINGS[1]:
        usual = say(
            "{least:g} to {most:g} for each of {inhabitants} inhabitants",
            least=_DWELLINGS[0],
            most=_DWELLINGS[1],
            inhabitants=region.inhabitants,
        )
        yield _doubt("dwellings", "dwellings", say("{number:.0f} in all", number=number), usual)
