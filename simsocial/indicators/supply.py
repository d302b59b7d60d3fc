"""Indicators of the sites of a kind: how many, how many places, what staff allows, how full."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Count, Indicator, Integers
from simsocial.indicators.providers import choice_of

__all__ = ["supply_indicators"]


def _occupancy(codes: list[int]) -> Count:
    """Cases served among those that licence or staff allow; kinds that share sites are counted once."""
    return lambda counts: (counts.sites[codes[0], :, 3], counts.sites[codes[0], :, 4])


def _site_count(code: int, column: int) -> Count:
    """Sites or licensed places by area of the site."""
    return lambda counts: (counts.sites[code, :, column], None)


def _usable(codes: list[int]) -> Count:
    """Cases that staff and places allow, at the region's mix of the kinds that share them."""

    def count(counts: Counts) -> tuple[Integers, None]:
        wanting = np.maximum(counts.cases[codes][:, :, : len(counts.areas)].sum(axis=(1, 2)), 1)
        mixed = (counts.sites[codes, :, 2] * wanting[:, None]).sum(axis=0)
        return mixed // wanting.sum(axis=0), None

    return count


def supply_indicators(
    name: str, label: Any, kind: Any, codes: list[int], base_year: Collection[str], *, by_staff: bool = False
) -> Iterator[Indicator]:
    """Make the indicators of the sites of one site kind; with `by_staff` the licence limits nothing.

    `kind` is the one that says what belongs to the house; indicators whose ending is in `base_year` were compared.
    """
    de, en, field, month = label["de"], label["en"], kind.field, kind.key_month
    size = (
        ("Größe laut Tabelle", "size by the table") if by_staff else ("genehmigte Plätze", "licensed places")
    )
    usable = ("mit Personal nutzbare Kapazität", "capacity usable with staff")
    for suffix, count, unit, text, relevance in (
        ("sites", _site_count(codes[0], 0), "sites", ("Standorte", "sites"), 0.5),
        ("places", _site_count(codes[0], 1), "cases" if by_staff else "places", size, 5.0),
        ("usable", _usable(codes), "cases", usable, 5.0),
    ):
        yield Indicator(
            f"{name}_{suffix}",
            unit,
            {"de": f"{de}: {text[0]}", "en": f"{en}: {text[1]}"},
            field,
            "neutral",
            count,
            sum_over_time="last",
            key_month=month,
            relevance=relevance,
            relevance_kind="absolute",
            validation="base_year" if suffix in base_year else "plausible",
            set_by_measures=suffix != "usable",
            kind=name,
            concept="supply" if suffix == "usable" else suffix,
        )
    yield Indicator(
        f"{name}_provider_choice",
        "providers",
        {
            "de": f"{de}: Träger in 30 Minuten (Wunsch- und Wahlrecht)",
            "en": f"{en}: providers within 30 minutes (right to choose)",
        },
        field,
        "up",
        choice_of(codes[0]),
        scale=0.001,
        sum_over_time="last",
        sum_over_areas="ratio",
        relevance=0.2,
        relevance_kind="absolute",
        decimals=1,
        kind=name,
        concept="provider_choice",
    )
    yield Indicator(
        f"{name}_occupancy",
        "% of capacity",
        {"de": f"{de}: Auslastung", "en": f"{en}: occupancy rate"},
        field,
        "neutral",
        _occupancy(codes),
        scale=100.0,
        sum_over_time="last",
        key_month=month,
        sum_over_areas="ratio",
        relevance=1.0,
        relevance_kind="absolute",
        validation="base_year" if "occupancy" in base_year else "plausible",
        decimals=1,
        kind=name,
        concept="occupancy",
    )
