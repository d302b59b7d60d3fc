"""The report of a comparison: one HTML file that opens without network and prints on A4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from simsocial.analysis.budget import read_budget
from simsocial.analysis.futures import read_regret, titles_of
from simsocial.analysis.results import Results
from simsocial.analysis.thresholds import MIN_NONZERO
from simsocial.analysis.who import read_who
from simsocial.report.answer import answer_lines
from simsocial.report.area_tables import area_page
from simsocial.report.area_view import AreaView, area_views
from simsocial.report.catalog import Catalog
from simsocial.report.effect_table import effect_table, part_table, year_table
from simsocial.report.even_levels import even_levels
from simsocial.report.figures import begin_figures
from simsocial.report.first_page import first_page
from simsocial.report.gains import gains_table
from simsocial.report.html import render
from simsocial.report.laws import law_table
from simsocial.report.levels import runs_of, yearly_levels
from simsocial.report.lsz import lsz_table
from simsocial.report.numbers import Numbers
from simsocial.report.option_view import OptionView, option_view, overview_table
from simsocial.report.over_futures import FuturesView, futures_view
from simsocial.report.picture import Picture
from simsocial.report.prices import frames_table, price_table
from simsocial.report.providers import provider_groups, provider_table
from simsocial.report.run_view import assumption_counts, assumption_table, run_table, sign_table
from simsocial.report.selection import horizon_of, region_rows
from simsocial.report.since import since_view
from simsocial.report.table import Table
from simsocial.report.texts import Texts
from simsocial.report.trigger_table import trigger_table
from simsocial.report.who import who_view

__all__ = ["write_report"]

_GLANCES = 2
"""Pictures beside each other on the first page."""
_TOLD_ELSEWHERE = re.compile("effects_|supply_|map_")
"""Pictures that stay on the screen: on paper the tables of an option and the pages of the areas tell the same."""


def write_report(
    folder: Results | Path | str,
    language: str = "de",
    answer: Sequence[str] | None = None,
    since: Results | Path | str | None = None,
) -> Path:
    """Write ``report.html`` with its figures.

    Parameters
    ----------
    folder : Results or Path or str
        Stored results or their folder.
    language : str
        ``de`` or ``en``.
    answer : sequence of str, optional
        What :func:`simsocial.report.answer.answer` returns, if it is known already.
    since : Results or Path or str, optional
        An earlier comparison: the report then says what changed since.

    Returns
    -------
    Path
        The page.
    """
    results = _results(folder)
    catalog = Catalog(Texts(language), results.manifest)
    effects, people = results.effects, read_who(results)
    figures = begin_figures(results, language)
    options = [option_view(catalog, effects, name, results) for name in _compared(catalog, effects)]
    budget = read_budget(results)
    views = area_views(catalog, effects, [option.name for option in options])
    context = {
        **_head(catalog, results, effects, options),
        "footer": catalog.footer,
        "first": first_page(catalog, results, [option.name for option in options]) if options else None,
        "answer": () if options else answer or answer_lines(catalog, results),
        "since": None if since is None else since_view(catalog, results, _results(since)),
        "overview": overview_table(catalog, effects, options) if options else None,
        "lsz": lsz_table(catalog, options) if options else None,
        "options": options,
        "triggers": {option.name: trigger_table(catalog, results, option.name) for option in options},
        "who": {option.name: who_view(catalog, *people, option.name) for option in options},
        "futures": _futures(catalog, results, effects),
        "prices": {option.name: price_table(catalog, budget.prices, option.name) for option in options},
        "providers": _providers(catalog, results, [option.name for option in options]),
        "frames": frames_table(catalog, budget.frames) if len(budget.frames) else None,
        "tables": _tables(catalog, results, effects, options),
        "assumptions": assumption_table(catalog, results.parameters),
        "assumption_counts": assumption_counts(catalog, results.parameters),
        "laws": law_table(catalog),
        "draws": int(results.manifest.get("draws") or 0),
        "signs": sign_table(catalog),
        "official_region": catalog.official_region,
        "run": run_table(catalog, results),
        "folder": f"outputs/{results.folder.resolve().name}",
    }
    # Last: they are drawn while the tables are made.
    pictures = figures.pictures()
    context |= _pictures(catalog, [option.name for option in options], pictures, views)
    path = results.folder / "report.html"
    path.write_text(render("report.html.j2", catalog.texts, context), encoding="utf-8")
    return path


def _results(folder: Results | Path | str) -> Results:
    return folder if isinstance(folder, Results) else Results(folder)


def _pictures(
    catalog: Catalog, options: Sequence[str], pictures: Sequence[Picture], views: Sequence[AreaView]
) -> dict[str, Any]:
    """Return the pictures of the first page, the pages of the areas with theirs, and the other pictures."""
    wanted = ("standing", *(f"map_{name}" for name in options))
    glance = [one for one in pictures if one.name in wanted][:_GLANCES]
    purses = next((one for one in pictures if one.name == "purses"), None)
    areas = [area_page(catalog, view, pictures) for view in views]
    front = [*glance, *([] if purses is None else [purses])]
    elsewhere = [*front, *(page.picture for page in areas)]
    # Both maps of an option have the same figures.
    twice = {
        f"sites_{name}": f"numbers-map_{name}"
        for name in options
        if f"map_{name}" in {one.name for one in front}
    }
    return {
        "front": front,
        "told_at": {
            **{one.name: f"numbers-{one.name}" for one in front},
            **twice,
            "regret": "futures",
            **{f"effects_{name}": f"option-{name}" for name in options},
            **{view.picture: f"area-{view.area}" for view in views},
        },
        "glance": glance,
        "purses": purses,
        "areas": areas,
        "unpictured": _unpictured(catalog, pictures) if options else "",
        "pictures": [
            replace(one, numbers=None) if one.name in twice else one
            for one in pictures
            if one not in elsewhere
        ],
        "told_elsewhere": [one.name for one in pictures if _TOLD_ELSEWHERE.match(one.name)],
    }


def _unpictured(catalog: Catalog, pictures: Sequence[Picture]) -> str:
    """Return which services have no picture of their own."""
    shown = {picture.name for picture in pictures}
    others = [label for service, label in catalog.services.items() if f"supply_{service}" not in shown]
    return catalog.texts("supply-others", services=catalog.texts.join(others)) if others else ""


def _futures(catalog: Catalog, results: Results, effects: pd.DataFrame) -> FuturesView | None:
    """Return the section on futures if the options were run in several."""
    found = read_regret(results.folder)
    if found is None:
        return None
    return futures_view(catalog, found, titles_of(results.folder), horizon_of(effects))


def _providers(catalog: Catalog, results: Results, options: Sequence[str]) -> Table | None:
    """Return the table of providers if the results tell of any."""
    table = provider_table(catalog, results, options, provider_groups(catalog, results.effects, options))
    return table if options and any(not row.is_wide for row in table.rows) else None


def _compared(catalog: Catalog, effects: pd.DataFrame) -> list[str]:
    """Return the options that have effects, in the order of the manifest."""
    stored = set(effects["scenario"])
    return [name for name in catalog.options if name in stored]


def _head(
    catalog: Catalog, results: Results, effects: pd.DataFrame, options: list[OptionView]
) -> dict[str, Any]:
    """Return title, notices and how to read the figures."""
    texts, manifest = catalog.texts, results.manifest
    horizon = manifest.get("horizon") or {}
    years = f"{str(horizon.get('start', ''))[:4]}-{str(horizon.get('end', ''))[:4]}"
    period = texts.period(horizon_of(effects) or years)
    replicates = manifest.get("replicates") or {}
    draws = int(manifest.get("draws") or 0)
    # Rows that targets name take the runs of both stages.
    runs = int(effects.loc[effects["role"] != "target", "n"].max()) if len(effects) else 0
    region = catalog.area("region")
    if options:
        count = texts("option-count", count=len(options))
        subtitle = texts("report-subtitle", region=region, period=period, options=count)
    else:
        subtitle = texts(
            "report-subtitle-alone",
            region=region,
            period=period,
            scenario=catalog.scenario(results.reference),
        )
    words = {
        "explore": str(replicates.get("explore", "")),
        "confirm": str(replicates.get("confirm", "")),
        "draws": str(draws),
    }
    if draws > 1:
        found = texts("side-effects-text-draws", **words)
    elif replicates.get("confirm"):
        found = texts("side-effects-text", explore=words["explore"], confirm=words["confirm"])
    else:
        found = texts("side-effects-unconfirmed")
    failed = sum(run.get("state") == "failed" for run in manifest.get("runs") or [])
    future = manifest.get("future") or {}
    return {
        "subtitle": subtitle,
        "future": texts("report-future", title=texts.label(future["title"]), why=texts.label(future["why"]))
        if future
        else "",
        "period": period,
        "reading": texts("reading-help-draws" if draws > 1 else "reading-help", period=period),
        "few_runs": texts("few-runs", runs=str(runs)) if options and runs < MIN_NONZERO else "",
        "failed": texts("run-failed-note") if failed else "",
        "side_effects_text": found,
    }


def _tables(
    catalog: Catalog, results: Results, effects: pd.DataFrame, options: list[OptionView]
) -> list[Table]:
    """Return the tables behind the first pages."""
    texts = catalog.texts
    if not options:
        return [_levels_by_year(catalog, results)]
    tables = []
    for option in options:
        rows = region_rows(effects, option.name)
        touched = [row for row in rows if row.test != "untouched"]
        table = effect_table(catalog, touched, ranges=True)
        table.caption = texts("tables-all", option=option.title, region=catalog.area("region"))
        still = [catalog.meta(row.indicator).label for row in rows if row.test == "untouched"]
        if still:
            table.add([f"{texts('tables-untouched')} {', '.join(still)}."], kind="group")
        years = year_table(catalog, (row for line in option.lines for row in line.years))
        years.caption = texts("tables-years", option=option.title)
        parts = part_table(catalog, (row for line in option.lines for row in (*line.areas, *line.groups)))
        parts.caption = texts("tables-areas", option=option.title)
        gains = gains_table(catalog, effects, results.equity, option.name)
        gains.caption = texts("tables-gains", option=option.title)
        tables += [entry for entry in (table, years, parts, gains) if entry.rows]
    return tables


def _levels_by_year(catalog: Catalog, results: Results) -> Table:
    """Return the levels of a single scenario by year."""
    texts, numbers = catalog.texts, Numbers(catalog)
    levels = yearly_levels(results.region_years, catalog.ids, "region")
    years, runs = sorted(levels["period"].unique()), runs_of(results.region_years, results.reference)
    head = (texts("column-indicator"), texts("column-unit"), *years)
    table = Table(head, frozenset(range(2, len(years) + 2)))
    table.caption = texts(
        "tables-by-year", scenario=catalog.scenario(results.reference), region=catalog.area("region")
    )
    for name in catalog.ids:
        found = levels[levels["indicator"] == name].set_index("period").reindex(years)
        if found["mean"].notna().any():
            bounds = list(zip(found["low"], found["high"], strict=True))
            values = even_levels(numbers, name, found["mean"].tolist(), bounds, runs)
            table.add([catalog.meta(name).label, numbers.table_unit(name), *values])
    return table
