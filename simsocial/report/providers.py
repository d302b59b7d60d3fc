"""Providers by type: their money, reserves, sites, cases and staff, and among how many people may choose."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import EffectRow
from simsocial.indicators.axes import OWNERSHIPS
from simsocial.report.catalog import Catalog
from simsocial.report.change_words import change_in_words
from simsocial.report.even_levels import even_levels
from simsocial.report.levels import yearly_levels
from simsocial.report.main_service import touched_services
from simsocial.report.numbers import Numbers
from simsocial.report.selection import rows_of
from simsocial.report.table import Table

__all__ = ["ProviderGroup", "provider_groups", "provider_rows", "provider_table"]

_OF_TYPE = ("provider_margin", "reserve_months", "provider_sites", "provider_served", "provider_staff")
"""What is counted of each type of provider, by concept."""


@dataclass(frozen=True)
class ProviderGroup:
    """Indicators that stand together: of a type of provider, of what providers bear, or of the choice among them.

    Attributes
    ----------
    title : str
        In the reader's language.
    indicators : tuple of str
        Identifiers.
    """

    title: str
    indicators: tuple[str, ...]


def provider_groups(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> list[ProviderGroup]:
    """Return what is told of providers: by type, what they bear themselves, and the choice among them.

    Deficits and choice are told of services that a target or a confirmed side effect is about.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects : DataFrame
        Effects table.
    options : sequence of str
        Options that are compared.
    """
    texts = catalog.texts
    touched = touched_services(catalog, effects, options) if options else ()
    found = [
        (texts.term("providers", name), [f"{concept}_{name}" for concept in _OF_TYPE]) for name in OWNERSHIPS
    ]
    own = [
        catalog.payer_indicators(concept).get("provider", "")
        for concept in ("operating_cost", "capital_cost")
    ]
    deficits = [catalog.concept(service, "deficit") or "" for service in touched]
    choice = [catalog.concept(service, "provider_choice") or "" for service in touched]
    found += [(texts("providers-own"), [*own, *deficits]), (texts("providers-choice"), choice)]
    known = set(catalog.ids)
    groups = (ProviderGroup(title, tuple(one for one in names if one in known)) for title, names in found)
    return [group for group in groups if group.indicators]


def provider_table(
    catalog: Catalog, results: Results, options: Sequence[str], groups: Sequence[ProviderGroup]
) -> Table:
    """Return the status quo in its first year and over the horizon, and what each option changes, with interval.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results; without their indicator table the first year is left out.
    options : sequence of str
        Options that are compared.
    groups : sequence of ProviderGroup
        What is told.
    """
    texts, numbers = catalog.texts, Numbers(catalog)
    first = _first_year(catalog, results, groups)
    year = str((results.manifest.get("horizon") or {}).get("start", ""))[:4]
    head = (
        texts("column-indicator"),
        texts("column-unit"),
        texts("column-reference-year", year=year),
        texts("column-reference"),
        *(catalog.scenario(name) for name in options),
    )
    table = Table(head, frozenset({2, 3}))
    for group in groups:
        table.add([group.title], kind="group")
        for indicator in group.indicators:
            rows = [_row(results.effects, name, indicator) for name in options]
            told = next((row for row in rows if row is not None), None)
            if told is None:
                continue
            levels = _levels(numbers, told, first.get(indicator, math.nan))
            cells = [numbers.table_unit(indicator, told.period), *levels]
            label = catalog.meta(indicator).label.removesuffix(f": {group.title}")
            table.add([label, *cells, *(change_in_words(catalog, row) for row in rows)])
    return table.without_empty_columns()


def _levels(numbers: Numbers, told: EffectRow, first: float) -> list[str]:
    """Return the status quo in the first year, '' if unknown, and over the horizon."""
    values = [first, told.reference_mean]
    bounds = [(told.low_reference, told.high_reference)]
    found = even_levels(numbers, told.indicator, values, bounds, told.n)
    return found if first == first else ["", found[1]]


def _row(effects: pd.DataFrame, option: str, indicator: str) -> EffectRow | None:
    return next(iter(rows_of(effects, option, [indicator])), None)


def _first_year(catalog: Catalog, results: Results, groups: Sequence[ProviderGroup]) -> dict[str, float]:
    """Return the mean of the status quo in the first year, but of sums over the years."""
    if not results.has_indicators:
        return {}
    names = [name for group in groups for name in group.indicators]
    names = [name for name in names if catalog.meta(name).sum_over_time != "sum"]
    levels = yearly_levels(results.region_years, names, "region")
    mine = levels[(levels["scenario"] == results.reference) & (levels["period"] == levels["period"].min())]
    return dict(zip(mine["indicator"], mine["mean"], strict=True))


def provider_rows(
    effects: pd.DataFrame, options: Sequence[str], groups: Sequence[ProviderGroup]
) -> Iterator[EffectRow]:
    """Iterate over the rows of the table, option by option; what no run touches is among them."""
    for option in options:
        for group in groups:
            yield from rows_of(effects, option, group.indicators)
