"""Indicators of target quotas: what planning wants to offer, and what is missing of it.

A target quota is set by planners as a share of the eligible, apart from what people demand and use. What is
missing is counted area by area: places left over in one area do not make up for those missing in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Count, Indicator, Integers
from simsocial.indicators.registry import CatalogueLike, register_per_kind
from simsocial.indicators.services import house_label, kind_label


def _target(code: int) -> Count:
    """Thousandths of cases at the target quota."""
    return lambda counts: (counts.target[code], None)


def _gap(codes: list[int]) -> Count:
    """Thousandths of cases by which licensed capacity falls short of the quotas of kinds that share it."""

    def count(counts: Counts) -> tuple[Integers, None]:
        return np.maximum(counts.target[codes].sum(axis=0) - 1000 * counts.sites[codes[0], :, 4], 0), None

    return count


@register_per_kind
def target_indicators(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the target of every kind that has a quota, and what is missing where all that share sites have one."""
    kinds = list(catalogue)

    def make(name: str, label: dict[str, str], kind: Any, count: Count, *, gap: bool) -> Indicator:
        text = (
            ("fehlt zur Zielquote", "missing to the target quota") if gap else ("Zielquote", "target quota")
        )
        month = kind.key_month
        return Indicator(
            f"{name}_target_gap" if gap else f"{name}_target",
            "cases",
            {"de": f"{label['de']}: {text[0]}", "en": f"{label['en']}: {text[1]}"},
            kind.field,
            "down" if gap else "neutral",
            count,
            scale=0.001,
            sum_over_time="last" if month else "mean",
            key_month=month,
            relevance=3.0,
            relevance_kind="absolute",
            kind=name,
            concept="target_gap" if gap else "target",
        )

    for code, kind in enumerate(kinds):
        if kind.target_quota is not None:
            yield make(kind.id, kind_label(kind), kind, _target(code), gap=False)
    for site_kind in dict.fromkeys(kind.site_kind for kind in kinds):
        codes = [code for code, kind in enumerate(kinds) if kind.site_kind == site_kind]
        if all(kinds[code].target_quota is not None for code in codes):
            first = kinds[codes[0]]
            label = house_label([kinds[code] for code in codes])
            yield make(site_kind if len(codes) > 1 else first.id, label, first, _gap(codes), gap=True)
