"""Indicators of providers: their margin, how long their reserves last, and among how many people may choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from simsocial.indicators.axes import OWNERSHIPS
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Count, Indicator, Integers
from simsocial.indicators.registry import register_indicator

COST, OWN, MEANS, RESERVE = range(4)
"""What is counted of providers in a month, in cents."""

_WORDS = {
    "": ("freie und private Träger", "non-profit and private providers"),
    "public": ("öffentliche Träger", "public providers"),
    "non_profit": ("freigemeinnützige Träger", "non-profit providers"),
    "private": ("private Träger", "private providers"),
}


def _of(ownership: str) -> list[int]:
    """Return the places of an ownership on its axis; without one, of all who are not public."""
    return [
        code
        for code, name in enumerate(OWNERSHIPS)
        if name == ownership or not (ownership or name == "public")
    ]


def _margin(owners: list[int]) -> Count:
    """Own means less own part, over the cost."""

    def count(counts: Counts) -> tuple[Integers, Integers]:
        found = counts.providers[owners].sum(axis=0)
        return found[:, MEANS] - found[:, OWN], found[:, COST]

    return count


def _reserve(owners: list[int]) -> Count:
    """Reserves over the cost of a month."""

    def count(counts: Counts) -> tuple[Integers, Integers]:
        found = counts.providers[owners].sum(axis=0)
        return found[:, RESERVE], found[:, COST]

    return count


def _both(ownership: str, de: str, en: str) -> Iterator[Indicator]:
    """Make margin and reserve of an ownership."""
    end = f"_{ownership}" if ownership else ""
    margin = Indicator(
        f"provider_margin{end}",
        "EUR per 100 EUR of cost",
        {"de": f"Eigenmittel über dem Eigenanteil: {de}", "en": f"own means beyond the own part: {en}"},
        "finance",
        "up",
        _margin(_of(ownership)),
        scale=100.0,
        sum_over_areas="ratio",
        relevance=0.5,
        relevance_kind="absolute",
        validation="none",
        decimals=1,
        concept=f"provider_margin{end}",
    )
    yield margin
    yield replace(
        margin,
        id=f"reserve_months{end}",
        unit="months",
        label={"de": f"Rücklage in Monatskosten: {de}", "en": f"reserve in months of cost: {en}"},
        count=_reserve(_of(ownership)),
        scale=1.0,
        sum_over_time="last",
        relevance=0.25,
        concept=f"reserve_months{end}",
        rests_on=("providers.reserve_months",),
    )


for _ownership, _words in _WORDS.items():
    for _indicator in _both(_ownership, *_words):
        register_indicator(_indicator)


def choice_of(code: int) -> Count:
    """Return the count of providers within half an hour, weighted by people."""

    def count(counts: Counts) -> tuple[Integers, Integers]:
        people = counts.population.sum(axis=(1, 2))
        return counts.choice[code] * people, np.asarray(people)

    return count
