"""The profile of a region: where it stands, where the status quo leads, beside the Land and its projection."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from simsocial.analysis.precision import rounding_place
from simsocial.analysis.profile import Components, ProfileRow, components, profile_rows
from simsocial.analysis.projection import Projection, land_figures, projections_for
from simsocial.analysis.results import Results
from simsocial.core.errors import SimsocialError
from simsocial.report.area_supply import AreaSupply, area_supplies, even_cells, mapped_services
from simsocial.report.catalog import Catalog
from simsocial.report.drawing import Drawing
from simsocial.report.figure_courses import draw_courses
from simsocial.report.figure_occupancy import draw_occupancy
from simsocial.report.figure_pyramid import AgeStructure, draw_pyramid, stored_structures
from simsocial.report.html import render
from simsocial.report.laws import law_table
from simsocial.report.levels import runs_of
from simsocial.report.numbers import Numbers
from simsocial.report.run_view import assumption_counts, assumption_table, run_table
from simsocial.report.site_list import invented_places
from simsocial.report.table import Table
from simsocial.report.texts import Texts

__all__ = ["profile_drawings", "profile_view", "write_profile"]

_LAND_YEAR = "2023"


def write_profile(folder: Path | str, language: str = "de") -> Path:
    """Write ``profile.html`` with its figures for a run of the status quo.

    Parameters
    ----------
    folder : Path or str
        Folder of results.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    Path
        The page.
    """
    results = Results(folder)
    catalog = Catalog(Texts(language), results.manifest)
    path = results.folder / "profile.html"
    path.write_text(
        render("profile.html.j2", catalog.texts, profile_view(catalog, results)), encoding="utf-8"
    )
    return path


def profile_view(catalog: Catalog, results: Results) -> dict[str, Any]:
    """Return what the profile says: tables, pictures and notes by name."""
    base, land = _base_and_land(results)
    rows = profile_rows(
        results.region_years,
        results.reference,
        None if base is None else base.persons,
        None if land is None else land.persons,
        land_figures(),
        catalog.demands,
    )
    found = components(results.region_years, results.reference)
    care = components(results.region_years, results.reference, "care_dependent")
    supplies = area_supplies(catalog, results)
    drawn = {name: draw() for name, draw in profile_drawings(catalog, results, supplies).items()}
    maps = {service: drawn.pop(f"occupancy_{service}") for service in _mapped(catalog, supplies)}
    ags = (results.manifest.get("region") or {}).get("ags")
    official = projections_for(None if ags is None else str(ags))
    return {
        "footer": catalog.footer,
        "region": catalog.area("region"),
        "pictures": [one for one in drawn.values() if one is not None],
        "supplies": supplies,
        "maps": {service: one for service, one in maps.items() if one is not None},
        "levels": _level_table(catalog, rows, base),
        "projection": _projection_table(catalog, official, found, care),
        "reasons": _reasons(catalog, official, found, str(ags or ""), _has_own_tables(results)),
        "sources": list(dict.fromkeys(entry.source for entry in official)),
        "assumptions": assumption_table(catalog, results.parameters),
        "assumption_counts": assumption_counts(catalog, results.parameters),
        "laws": law_table(catalog),
        "run": run_table(catalog, results),
        "folder": f"outputs/{results.folder.resolve().name}",
    }


def _base_and_land(results: Results) -> tuple[AgeStructure | None, AgeStructure | None]:
    """Return the population that the run started from, and the Land's where it is of the same year."""
    base = _base(results)
    return base, None if base is not None and base.year != _LAND_YEAR else _land()


def _base(results: Results) -> AgeStructure | None:
    """Return the population the run started from, read again from the region's tables."""
    from simsocial.region import load_region

    config: Mapping[str, Any] = results.manifest["scenarios"][results.reference].get("config") or {}
    if not config.get("region"):
        return None
    try:
        region = load_region(config["region"])
    except (SimsocialError, OSError):
        # Somebody else's results: their region tables need not be here.
        return None
    return AgeStructure(region.population.sum(axis=0).astype(np.float64), str(region.reference_date.year))


def _has_own_tables(results: Results) -> bool:
    """Whether the region is one of the user's own tables, not of the packaged ones."""
    config = results.manifest["scenarios"][results.reference].get("config") or {}
    return bool((config.get("region") or {}).get("kind") == "folder")


def _land() -> AgeStructure:
    """Return the population of the Land."""
    from simsocial.region.targets import land_population

    return AgeStructure(land_population().astype(np.float64), _LAND_YEAR)


def profile_drawings(
    catalog: Catalog, results: Results, supplies: Sequence[AreaSupply]
) -> dict[str, Drawing]:
    """Return what draws pyramid, courses and a map of the main services each, by name."""
    base, land = _base_and_land(results)
    folder = results.folder / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    start = str((results.manifest.get("horizon") or {}).get("start") or "9999")
    stored = stored_structures(results.population, results.reference, start)
    drawings: dict[str, Drawing] = {}
    if stored:
        whole_land = (results.manifest.get("region") or {}).get("ags") == "16"
        beside = None if whole_land else land
        pair = (base or stored[0], stored[1])
        drawings["population_pyramid"] = partial(draw_pyramid, catalog, folder, pair, stored[2], beside)
    runs = runs_of(results.region_years, results.reference)
    drawings["courses"] = partial(draw_courses, catalog, results.region_years, folder, runs)
    mapped = _mapped(catalog, supplies)
    for supply in supplies:
        if supply.service in mapped:
            (cells,) = even_cells(catalog, supply)
            name = f"occupancy_{supply.service}"
            drawings[name] = partial(draw_occupancy, catalog, supply, cells, folder)
    return drawings


def _mapped(catalog: Catalog, supplies: Sequence[AreaSupply]) -> list[str]:
    """Return the services that have a map: one alone where it shows places that were made up."""
    services = mapped_services(supplies)
    return services[:1] if invented_places(catalog) else services


def _level_table(catalog: Catalog, rows: list[ProfileRow], base: AgeStructure | None) -> Table:
    """Return levels now and at the end of the horizon, beside the Land."""
    texts, numbers = catalog.texts, Numbers(catalog)
    horizon = catalog.manifest.get("horizon") or {}
    first, last = (str(horizon.get(key, ""))[:4] for key in ("start", "end"))
    head = (
        texts("column-indicator"),
        "" if base is None else texts("profile-year-end", year=base.year),
        first,
        last,
        ""
        if base is None
        else texts("profile-change", first=texts("profile-year-end", year=base.year), last=last),
        texts("profile-change", first=first, last=last),
        texts("profile-runs"),
        texts("profile-share"),
        texts("profile-land", year=_LAND_YEAR),
    )
    table = Table(head, frozenset(range(1, len(head))))
    for row in rows:
        width = (row.high - row.low) / 2.0
        digit = min(rounding_place(width) or 0, 0)
        levels = [
            numbers.plain_level(value, row.indicator) if value == value else "" for value in (row.base,)
        ]
        levels += [texts.number(value, digit) for value in (row.first, row.last)]
        table.add(
            [
                catalog.meta(row.indicator).label,
                *levels,
                _relative(texts, row.last - row.base, row.base),
                _relative(texts, row.change, row.first),
                _range(texts, row),
                _percent(texts, row.share),
                _percent(texts, row.land_share),
            ]
        )
    return table.without_empty_columns()


def _relative(texts: Texts, change: float, level: float) -> str:
    """Return a change relative to a level, '' where that is unknown or zero."""
    if not level or math.isnan(level):
        return ""
    return f"{texts.signed(100.0 * change / level, 1)}\N{NO-BREAK SPACE}%"


def _range(texts: Texts, row: ProfileRow) -> str:
    """Return the range of the relative change over single runs, '' where there is but one, or all are the same."""
    if not row.first or row.low == row.high:
        return ""
    low, high = (texts.signed(100.0 * bound / row.first, 1) for bound in (row.low, row.high))
    return f"{texts('interval', low=low, high=high)}\N{NO-BREAK SPACE}%"


def _percent(texts: Texts, value: float) -> str:
    """Return a share in per cent, '' if unknown."""
    return "" if math.isnan(value) else f"{texts.number(value, 1)}\N{NO-BREAK SPACE}%"


def _projection_table(
    catalog: Catalog, official: list[Projection], found: Components | None, care: Components | None
) -> Table:
    """Return yearly changes of this run and of the official projections."""
    texts = catalog.texts
    words = (
        "projection-what",
        "projection-span",
        "projection-total",
        "projection-year",
        "projection-natural",
        "projection-migration",
    )
    head = tuple(texts(word) for word in words)
    table = Table(head, frozenset({2, 3, 4, 5}))
    for subject, own in (("population", found), ("care_dependent", care)):
        label = texts("projection-population" if subject == "population" else "projection-care")
        if own is not None:
            table.add([label], kind="group")
            years = int(own.last_year) - int(own.first_year)
            rate = _rate(texts, own.per_year)
            if own.low != own.high:
                rate += f" [{texts('interval', low=_rate(texts, own.low), high=_rate(texts, own.high))}]"
            table.add(
                [
                    texts("projection-own", region=catalog.area("region")),
                    f"{own.first_year}–{own.last_year}",
                    _rate(texts, (1.0 + own.per_year) ** years - 1.0),
                    rate,
                    *(_per_1000(texts, v) for v in ((own.natural, own.migration) if own is found else ())),
                ]
            )
        for entry in official:
            if entry.subject == subject and own is not None:
                table.add(
                    [
                        texts("projection-official", region=entry.name),
                        f"{entry.from_year}–{entry.to_year}",
                        _rate(texts, entry.change),
                        _rate(texts, entry.per_year),
                        *(_per_1000(texts, value) for value in (entry.natural, entry.migration)),
                    ]
                )
    return table.without_empty_columns()


def _rate(texts: Texts, share: float) -> str:
    """Return a relative change in per cent."""
    return f"{texts.signed(100.0 * share, 1 if abs(share) >= 0.02 else 2)}\N{NO-BREAK SPACE}%"


def _per_1000(texts: Texts, value: float) -> str:
    """Return a rate per 1,000, '' if unknown."""
    return "" if math.isnan(value) else texts.signed(value, 1)


def _reasons(
    catalog: Catalog, official: list[Projection], found: Components | None, ags: str, own_tables: bool
) -> list[str]:
    """Return why this run and the official projection differ, with the figures that show it."""
    texts = catalog.texts
    land = next((entry for entry in official if entry.subject == "population" and entry.ags == "16"), None)
    if land is None or found is None:
        return []
    reasons = []
    if ags != "16" and all(entry.ags == "16" for entry in official):
        reasons.append(texts("reason-no-own", region=catalog.area("region")))
    reasons.append(texts("reason-base-own" if own_tables else "reason-base"))
    if not math.isnan(found.natural):
        reasons.append(
            texts(
                "reason-natural", own=_per_1000(texts, found.natural), official=_per_1000(texts, land.natural)
            )
        )
        reasons.append(
            texts(
                "reason-migration",
                own=_per_1000(texts, found.migration),
                official=_per_1000(texts, land.migration),
            )
        )
    years = texts.number(land.to_year - land.from_year)
    reasons += [texts("reason-span", years=years, last=found.last_year), texts("reason-care")]
    return reasons
