"""All figures of a folder of results, as SVG and PNG."""

from __future__ import annotations

from pathlib import Path

from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.picture import Picture
from simsocial.report.texts import Texts

__all__ = ["write_figures"]


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
    results = folder if isinstance(folder, Results) else Results(folder)
    catalog = Catalog(Texts(language), results.manifest)
    target = results.folder / "figures"
    target.mkdir(parents=True, exist_ok=True)
    pictures = [
        *_effects(results, catalog, target),
        *_courses(results, catalog, target),
        *_supply(results, catalog, target),
        *_pyramid(results, catalog, target),
    ]
    return [picture for picture in pictures if picture is not None]


def _scenarios(results: Results) -> list[str]:
    """Return the scenarios with runs, the reference first."""
    stored = set(results.region_years["scenario"].unique())
    return [name for name in (results.reference, *results.options) if name in stored]


def _runs(results: Results) -> int:
    """Return the number of runs of the reference."""
    from simsocial.report.levels import runs_of

    return runs_of(results.region_years, results.reference)


def _effects(results: Results, catalog: Catalog, folder: Path) -> list[Picture | None]:
    """Draw one chart an option."""
    from simsocial.report.figure_effects import draw_effects
    from simsocial.report.selection import horizon_of, leading_rows

    effects = results.effects
    return [
        draw_effects(catalog, name, leading_rows(catalog, effects, name), horizon_of(effects), folder)
        for name in _scenarios(results)
        if name != results.reference
    ]


def _courses(results: Results, catalog: Catalog, folder: Path) -> list[Picture | None]:
    """Draw waiting lists and cost over time."""
    from simsocial.report.figure_cost import draw_cost
    from simsocial.report.figure_waiting import draw_waiting, waiting_lists
    from simsocial.report.selection import rows_of

    scenarios, runs = _scenarios(results), _runs(results)
    payers = list(catalog.payer_indicators().values())
    options = {
        name: rows_of(results.effects, name, payers, yearly=True)
        for name in scenarios
        if name != results.reference
    }
    return [
        draw_waiting(catalog, results.months(waiting_lists(catalog)), folder, scenarios, runs),
        draw_cost(catalog, options, results.region_years, folder, runs),
    ]


def _supply(results: Results, catalog: Catalog, folder: Path) -> list[Picture | None]:
    """Draw places, demand and unmet need of each service."""
    from simsocial.report.figure_supply import draw_supply, supply_indicators

    scenarios, runs = _scenarios(results), _runs(results)
    # One reading of the table for all services.
    names = {name for service in catalog.services for name in supply_indicators(catalog, service)}
    yearly = results.years_by_area(names)
    return [draw_supply(catalog, yearly, service, folder, scenarios, runs) for service in catalog.services]


def _pyramid(results: Results, catalog: Catalog, folder: Path) -> list[Picture | None]:
    """Draw the pyramid if the population by age was stored."""
    from simsocial.report.figure_pyramid import draw_pyramid, stored_structures

    start = str((results.manifest.get("horizon") or {}).get("start") or "9999")
    found = stored_structures(results.population, results.reference, start)
    return [draw_pyramid(catalog, folder, found[:2], found[2])] if found else []
