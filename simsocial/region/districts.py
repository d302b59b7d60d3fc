"""Districts of schools and other sites that statutes give each place: what the table must hold, and places by site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from simsocial.core.language import say
from simsocial.region.defaults import default_note
from simsocial.region.faults import Fault
from simsocial.region.tables import RawTable

__all__ = ["district_faults", "districts_by_place"]


def district_faults(tables: Mapping[str, RawTable]) -> Iterator[Fault]:
    """Return the rows that name both a place and an area or neither, or stand there twice."""
    if "districts" not in tables:
        return
    cells = tables["districts"].cells
    if "sites" not in tables:
        yield Fault(
            "districts", None, "site", say("no table sites"), say("a table sites that names the sites")
        )
    columns = [cells.get(name, pd.Series("", index=cells.index)) for name in ("site", "place", "area")]
    seen: dict[tuple[str, str, str], int] = {}
    for line, site, place, area in zip(cells.index, *columns, strict=True):
        if bool(place) == bool(area):
            found = f"{place} - {area}" if place else say("neither place nor area")
            yield Fault("districts", int(line), "place", found, say("one of the two: a place, or an area"))
            continue
        stands = seen.setdefault((site, place, area), int(line))
        if stands != line:
            where = say("each site and place once; it stands in row {stands} already", stands=stands)
            yield Fault("districts", int(line), "site", f"{site} - {place or area}", where)


def districts_by_place(
    given: pd.DataFrame | None, places: pd.DataFrame, sites: pd.DataFrame, notes: list[dict[str, str]]
) -> pd.DataFrame | None:
    """Return ``place`` (code) and ``site`` of all districts; rows of an area stand for its places without own ones.

    Parameters
    ----------
    given : DataFrame or None
        ``site, place, area`` as text, one of place and area empty.
    places, sites : DataFrame
        Places with their area, and sites with their kind.
    notes : list of dict
        What is said about defaults is added here.
    """
    if given is None:
        notes.append(default_note("districts"))
        return None
    code = {place: number for number, place in enumerate(places["place"])}
    kind = dict(zip(sites["site"], sites["kind"], strict=True))
    rows = [(code[place], site) for site, place in zip(given["site"], given["place"], strict=True) if place]
    own = {(place, kind[site]) for place, site in rows}
    for site, area in zip(given["site"], given["area"], strict=True):
        within = places.loc[places["area"] == area, "place"].map(code).tolist() if area else []
        rows += [(place, site) for place in within if (place, kind[site]) not in own]
    stated = {(place, kind[site]) for place, site in rows}
    for name in sorted({kind[site] for site in given["site"]}):
        without = [place for place, number in code.items() if (number, name) not in stated]
        if without:
            shown = ", ".join(without[:5]) + (" ..." if len(without) > 5 else "")
            notes.append(default_note("districts_partly", kind=name, places=shown))
    return pd.DataFrame(sorted(rows), columns=["place", "site"])
