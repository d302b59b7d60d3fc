"""Indicators of health care: who has a practice to go to."""

from __future__ import annotations

from collections.abc import Iterator

from simsocial.core.columns import ELSEWHERE, SERVED
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import GROUPED, Count, Indicator, Integers
from simsocial.indicators.registry import CatalogueLike, register_per_kind

_GP = "general_practitioner"


@register_per_kind
def registered_with_gp(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the share of regular patients who are registered with a practice, where practices are in the model."""
    for code, kind in enumerate(catalogue):
        if kind.id == _GP:
            yield Indicator(
                "registered_with_gp_share",
                "% of demand",
                {
                    "de": "Dauerpatienten mit Hausarztpraxis",
                    "en": "regular patients registered with a general practitioner",
                },
                kind.field,
                "up",
                _registered(code),
                scale=100.0,
                groups=GROUPED,
                sum_over_areas="ratio",
                relevance=1.0,
                relevance_kind="absolute",
                decimals=1,
                kind=kind.id,
            )


def _registered(code: int) -> Count:
    def count(counts: Counts) -> tuple[Integers, Integers]:
        cases = counts.cases[code]
        return cases[[SERVED, ELSEWHERE]].sum(axis=0), cases.sum(axis=0)

    return count
