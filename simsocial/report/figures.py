"""All figures of a folder of results, as SVG and PNG."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from simsocial.analysis.results import Results
from simsocial.analysis.synergy import read_synergy
from simsocial.analysis.why import read_why
from simsocial.core.errors import RunError, nearest
from simsocial.core.language import say
from simsocial.report.catalog import Catalog
from simsocial.report.drawing import Drawing, Drawings
from simsocial.report.main_service import main_area, main_service, touched_services
from simsocial.report.picture import Picture
from simsocial.report.texts import Texts

__all__ = ["begin_figures", "draw_figure", "write_figures"]


def write_figures(folder: Path | str, language: str = "de") -> list[Picture]:
    """Draw the figures of stored results into ``figures/``.

    Parameters
    ----------
    folder : Path or str
        Folder of results.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    list of Picture
        Effects of each option, waiting lists, cost by payer, places and demand of each service, population
        pyramid; only those for which tables are stored.
    """
    return begin_figures(Results(folder), language).pictures()


def draw_figure(folder: Path | str, name: str, language: str = "de") -> Picture:
    """Draw one figure of stored results into ``figures/``, as SVG and PNG.

    Parameters
    ----------
    folder : Path or str
        Folder of results.
    name : str
        As the report names it below the picture.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    Picture
        With its files, words and table.

    Raises
    ------
    RunError
        If the results have no such figure.
    """
    results = Results(folder)
    drawings = _of_other_pages(results, language) or _drawings(results, language)
    picture = drawings[name]() if name in drawings else None
    if picture is None:
        message = say(
            "'{name}' is no figure of these results. {valid}",
            name=name,
            valid=nearest(name, [one for one in drawings if one != name]),
        )
        raise RunError(message)
    return picture


def begin_figures(results: Results, language: str) -> Drawings:
    """Begin to draw what :func:`write_figures` returns, with as many processes as the runs were made by."""
    config = results.manifest["scenarios"][results.reference].get("config") or {}
    drawings = list(_drawings(results, language).values())
    return Drawings(drawings, min(int(config.get("workers") or 1), os.cpu_count() or 1))


def _drawings(results: Results, language: str) -> dict[str, Drawing]:
    """Return what draws each figure, by its name, in the order of the report."""
    from simsocial.report.figure_standing import standing_indicators
    from simsocial.report.figure_supply import supply_indicators
    from simsocial.report.figure_waiting import waiting_lists

    catalog = Catalog(Texts(language), results.manifest)
    target = results.folder / "figures"
    target.mkdir(parents=True, exist_ok=True)
    supply = {name for service in catalog.services for name in supply_indicators(catalog, service)}
    # All that pictures and the first page show of several runs is read here, once.
    service = main_service(catalog, results.options)
    supply.update(standing_indicators(catalog, service) if service else ())
    scenarios = (results.manifest["scenarios"][name] for name in results.options)
    supply.update(str(target["indicator"]) for one in scenarios for target in one.get("targets") or ())
    results.read_at_once(years_by_area=supply, months=waiting_lists(catalog))
    return {
        **(_glance(results, catalog, target, service, supply) if _options(results) else {}),
        **_effects(results, catalog, target),
        "regret": partial(_regret, results, catalog, target),
        "waiting_lists": partial(_waiting, results, catalog, target),
        "cost_by_payer": partial(_cost, results, catalog, target),
        **_supply(results, catalog, target, supply),
        "population_pyramid": partial(_pyramid, results, catalog, target),
        **_areas(results, catalog, target, supply),
    }


def _of_other_pages(results: Results, language: str) -> dict[str, Drawing]:
    """Return what draws the figures of a bundle, an explanation or a profile; nothing for a comparison."""
    from simsocial.report.area_supply import area_supplies
    from simsocial.report.explained import explained
    from simsocial.report.profile import profile_drawings
    from simsocial.report.synergy import synergy_picture
    from simsocial.report.why import why_picture

    catalog, folder = Catalog(Texts(language), results.manifest), results.folder
    if (folder / "synergy.csv").is_file():
        return {"synergy": partial(synergy_picture, catalog, results, read_synergy(results))}
    if (folder / "why.csv").is_file():
        return {"why": partial(why_picture, catalog, folder, explained(read_why(results)))}
    if (folder / "profile.html").is_file():
        return profile_drawings(catalog, results, area_supplies(catalog, results))
    return {}


def _scenarios(results: Results) -> list[str]:
    """Return the scenarios with runs, the reference first."""
    stored = set(results.region_years["scenario"].unique())
    return [name for name in (results.reference, *results.options) if name in stored]


def _options(results: Results) -> list[str]:
    """Return the options with runs."""
    return [name for name in _scenarios(results) if name != results.reference]


def _runs(results: Results) -> int:
    """Return the number of runs of the reference."""
    from simsocial.report.levels import runs_of

    return runs_of(results.region_years, results.reference)


def _glance(
    results: Results, catalog: Catalog, folder: Path, service: str | None, indicators: set[str]
) -> dict[str, Drawing]:
    """Return the pictures of the first page: where we stand, a map an option, who pays."""
    from simsocial.report.figure_map import draw_map, draw_map_pair
    from simsocial.report.figure_purses import draw_purses
    from simsocial.report.figure_standing import draw_standing

    options, effects = _options(results), results.effects
    drawings: dict[str, Drawing] = {"purses": partial(draw_purses, catalog, effects, options, folder)}
    if service is not None:
        area, yearly = main_area(catalog, options), results.years_by_area(indicators)
        standing = partial(draw_standing, catalog, yearly, service, area, _scenarios(results), folder)
        drawings["standing"] = partial(standing, _runs(results))
        for word, draw in (("map", draw_map), ("sites", draw_map_pair)):
            drawings |= {
                f"{word}_{name}": partial(draw, catalog, effects, name, service, folder) for name in options
            }
    return drawings


def _effects(results: Results, catalog: Catalog, folder: Path) -> dict[str, Drawing]:
    """Return a chart an option."""
    from simsocial.report.figure_effects import draw_effects
    from simsocial.report.selection import horizon_of, leading_rows

    effects = results.effects

    def draw(name: str) -> Picture | None:
        return draw_effects(catalog, name, leading_rows(catalog, effects, name), horizon_of(effects), folder)

    return {f"effects_{name}": partial(draw, name) for name in _options(results)}


def _regret(results: Results, catalog: Catalog, folder: Path) -> Picture | None:
    """Draw regret by future if the options were run in several."""
    from simsocial.analysis.futures import read_regret, titles_of
    from simsocial.report.figure_regret import draw_regret
    from simsocial.report.selection import horizon_of

    found = read_regret(results.folder)
    if found is None:
        return None
    return draw_regret(catalog, found.regret, titles_of(results.folder), horizon_of(results.effects), folder)


def _waiting(results: Results, catalog: Catalog, folder: Path) -> Picture | None:
    """Draw waiting lists over time."""
    from simsocial.report.figure_waiting import draw_waiting, waiting_lists

    monthly = results.months(waiting_lists(catalog))
    return draw_waiting(catalog, monthly, folder, _scenarios(results), _runs(results))


def _cost(results: Results, catalog: Catalog, folder: Path) -> Picture | None:
    """Draw cost by payer over time."""
    from simsocial.report.figure_cost import draw_cost
    from simsocial.report.selection import rows_of

    payers = list(catalog.payer_indicators().values())
    options = {name: rows_of(results.effects, name, payers, yearly=True) for name in _options(results)}
    return draw_cost(catalog, options, results.region_years, folder, _runs(results))


def _supply(results: Results, catalog: Catalog, folder: Path, indicators: set[str]) -> dict[str, Drawing]:
    """Return a picture a service: places, demand and unmet need."""
    from simsocial.report.figure_supply import draw_supply

    scenarios, runs = _scenarios(results), _runs(results)
    yearly = results.years_by_area(indicators)
    options = _options(results)
    touched = touched_services(catalog, results.effects, options) if options else list(catalog.services)
    return {
        f"supply_{service}": partial(draw_supply, catalog, yearly, service, folder, scenarios, runs)
        for service in touched
    }


def _areas(results: Results, catalog: Catalog, folder: Path, indicators: set[str]) -> dict[str, Drawing]:
    """Return a picture an area of which something can be said."""
    from simsocial.report.area_view import area_views
    from simsocial.report.figure_area import draw_area

    options = _options(results)
    views = area_views(catalog, results.effects, options) if options else []
    yearly = results.years_by_area(indicators)
    return {view.picture: partial(draw_area, catalog, yearly, view, folder) for view in views}


def _pyramid(results: Results, catalog: Catalog, folder: Path) -> Picture | None:
    """Draw the pyramid if the population by age was stored."""
    from simsocial.report.figure_pyramid import draw_pyramid, stored_structures

    start = str((results.manifest.get("horizon") or {}).get("start") or "9999")
    found = stored_structures(results.population, results.reference, start)
    return draw_pyramid(catalog, folder, found[:2], found[2]) if found else None
