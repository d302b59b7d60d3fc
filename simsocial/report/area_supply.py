"""Places, demand, occupancy and unmet need of each service by planning area: what tables and maps of a plan share.

Counts of people are whole, and per cents of one service have the same decimals in all areas and years.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.even_levels import even_levels
from simsocial.report.levels import runs_of, yearly_levels
from simsocial.report.numbers import SMALL_COUNT, Numbers

__all__ = ["CONCEPTS", "AreaSupply", "area_supplies", "even_cells", "mapped_services"]

CONCEPTS = ("places", "demand", "occupancy", "unmet")
_MAPS = 6
"""Beyond these a chapter is an atlas."""

Cell = tuple[str, str, str]
"""Concept, area, year."""


@dataclass(frozen=True)
class AreaSupply:
    """One service with places under the status quo.

    Attributes
    ----------
    service, label, field : str
        Identifier, name in the reader's language, and field of the catalogue.
    indicators : mapping
        Indicator of each concept that is counted.
    years : tuple of str
        The first and the last that are stored.
    areas : tuple of str
        Planning areas, the region last.
    levels : mapping
        Mean and 5-95 % range over runs by concept, area and year; no occupancy by fewer people than may be told.
    runs : int
        Runs behind each mean.
    in_places : bool
        Whether people come to a place at its sites; others are visited, or come for an hour.
    """

    service: str
    label: str
    field: str
    indicators: Mapping[str, str]
    years: tuple[str, ...]
    areas: tuple[str, ...]
    levels: Mapping[Cell, tuple[float, float, float]]
    runs: int
    in_places: bool

    @property
    def housed(self) -> list[str]:
        """Planning areas that have places."""
        return [area for area in self.areas if area != "region" and self.mean("places", area) > 0.0]

    def mean(self, concept: str, area: str, year: str | None = None) -> float:
        """Return the mean level of a concept, by default in the first year; NaN where there is none."""
        return self.levels.get((concept, area, year or self.years[0]), (math.nan,))[0]

    @cached_property
    def cells(self) -> list[Cell]:
        """Return all cells of its table, area by area."""
        return [
            (concept, area, year) for area in self.areas for concept in self.indicators for year in self.years
        ]


def area_supplies(catalog: Catalog, results: Results) -> list[AreaSupply]:
    """Return the services with places of their own, in the order of the catalogue.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results of the status quo.
    """
    found = {
        service: {concept: name for concept in CONCEPTS if (name := catalog.concept(service, concept))}
        for service in catalog.services
    }
    found = {service: names for service, names in found.items() if "places" in names}
    wanted = [name for names in found.values() for name in names.values()]
    yearly = results.years_by_area(wanted)
    yearly = yearly[(yearly["scenario"] == results.reference) & (yearly["group_kind"] == "all")]
    levels = yearly_levels(yearly, wanted)
    few = _few_people(yearly)
    supplies = []
    for service, label in catalog.services.items():
        own = levels[levels["indicator"].isin(found.get(service, {}).values())]
        if own.empty:
            continue
        concept_of = {name: concept for concept, name in found[service].items()}
        keys = zip(own["indicator"], own["area"], own["period"], strict=True)
        values = own[["mean", "low", "high"]].to_numpy(float)
        years = sorted(own["period"].unique())
        supplies.append(
            AreaSupply(
                service=service,
                label=label,
                field=catalog.meta(found[service]["places"]).field,
                indicators=found[service],
                years=tuple(dict.fromkeys((years[0], years[-1]))),
                areas=tuple(sorted(own["area"].unique(), key=lambda area: (area == "region", area))),
                levels={
                    (concept_of[key[0]], *key[1:]): (float(mean), float(low), float(high))
                    for key, (mean, low, high) in zip(keys, values, strict=True)
                    if concept_of[key[0]] != "occupancy" or key not in few
                },
                runs=runs_of(yearly, results.reference),
                in_places=catalog.meta(found[service]["places"]).unit == "places",
            )
        )
    return supplies


def _few_people(yearly: pd.DataFrame) -> set[tuple[str, str, str]]:
    """Return indicator, area and year of shares of so few people that readers would take them for real ones."""
    people = yearly.groupby(["indicator", "area", "period"], observed=True)["numerator"].mean()
    return set(people[(people > 0.0) & (people < SMALL_COUNT)].index)


def even_cells(catalog: Catalog, *supplies: AreaSupply) -> list[dict[Cell, str]]:
    """Write levels for one table: people and places whole, per cents with the same decimals in all of it.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    *supplies : AreaSupply
        Services of the table.

    Returns
    -------
    list of dict
        What stands in the cells of each service; ``.`` where nothing is known or may be told.
    """
    numbers = Numbers(catalog)
    written = [dict.fromkeys(supply.cells, ".") for supply in supplies]
    shares: list[tuple[int, Cell]] = []
    for number, supply in enumerate(supplies):
        for cell in filter(supply.levels.__contains__, supply.cells):
            indicator = supply.indicators[cell[0]]
            if numbers.table_scale(indicator).unit == "percent":
                shares.append((number, cell))
            else:
                mean, low, high = supply.levels[cell]
                written[number][cell] = numbers.whole_level(mean, indicator, low, high, supply.runs)
    if shares:
        levels = [supplies[number].levels[cell] for number, cell in shares]
        bounds = [(low, high) for _, low, high in levels]
        first = supplies[shares[0][0]]
        means = [mean for mean, _, _ in levels]
        texts = even_levels(numbers, first.indicators["occupancy"], means, bounds, first.runs)
        for (number, cell), text in zip(shares, texts, strict=True):
            written[number][cell] = text
    return written


def mapped_services(supplies: Sequence[AreaSupply]) -> list[str]:
    """Return the services that a map is worth: of each field the one with the most places near to people.

    Near is what at least half of the areas have; what only the largest town has, its table tells as well.
    """
    near = [one for one in supplies if one.in_places and "occupancy" in one.indicators and _is_near(one)]
    largest: dict[str, AreaSupply] = {}
    for one in near:
        known = largest.get(one.field)
        if known is None or one.mean("places", "region") > known.mean("places", "region"):
            largest[one.field] = one
    return [one.service for one in largest.values()][:_MAPS]


def _is_near(supply: AreaSupply) -> bool:
    return 2 * len(supply.housed) >= len(supply.areas) - 1 > 0
