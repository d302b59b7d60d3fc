"""Indicators of providers: margin, reserve, sites, cases and staff by ownership, and among how many one may choose."""

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


def _owned(code: int, column: int) -> Count:
    """Take sites, cases or staff of one ownership by area of the site."""
    return lambda counts: (counts.owned[code, :, column], None)


def _supply(ownership: str, de: str, en: str) -> Iterator[Indicator]:
    """Make sites, cases served and staff of an ownership, all kinds together."""
    code = OWNERSHIPS.index(ownership)
    for column, (name, unit, text, scale, relevance) in enumerate(
        (
            ("sites", "sites", ("Standorte", "sites"), 1.0, 0.5),
            ("served", "cases", ("versorgte Fälle aller Leistungen", "cases served, all services"), 1.0, 5.0),
            ("staff", "FTE", ("Personal", "staff"), 0.001, 1.0),
        )
    ):
        yield Indicator(
            f"provider_{name}_{ownership}",
            unit,
            {"de": f"{text[0]}: {de}", "en": f"{text[1]}: {en}"},
            "staff" if name == "staff" else "finance",
            "neutral",
            _owned(code, column),
            scale=scale,
            sum_over_time="last",
            relevance=relevance,
            relevance_kind="absolute",
            decimals=1 if name == "staff" else 0,
            set_by_measures=name == "sites",
            concept=f"provider_{name}_{ownership}",
        )


for _ownership, _words in _WORDS.items():
    for _indicator in _both(_ownership, *_words):
        register_indicator(_indicator)
    for _indicator in _supply(_ownership, *_words) if _ownership else ():
        register_indicator(_indicator)


def choice_of(code: int) -> Count:
    """Return the count of providers within half an hour, weighted by people."""

    def count(counts: Counts) -> tuple[Integers, Integers]:
        people = counts.population.sum(axis=(1, 2))
        return counts.choice[code] * people, np.asarray(people)

    return count
