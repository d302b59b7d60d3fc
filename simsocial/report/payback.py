"""Payback: after how many years the saving in running cost has returned what a payer invested."""

from __future__ import annotations

import math

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.selection import rows_of

__all__ = ["paybacks"]


_YEARS_TOLD = 1.0, 50.0
"""Years within which the earliest return is told: below one, or beyond the life of a building, it tells nobody more."""


def paybacks(catalog: Catalog, effects: pd.DataFrame, name: str) -> list[str]:
    """Return a sentence for each payer who invests in an option, who invests most first.

    The investment of the horizon over the saving in its last year, without interest: the simple measure that
    committees know. Whether an option is cheaper is judged with interest, by the ``full_cost_*`` indicators.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects : DataFrame
        The effects table.
    name : str
        The option.
    """
    texts, capital = catalog.texts, catalog.payer_indicators("capital_cost")
    found: list[tuple[float, str]] = []
    for payer, running in catalog.payer_indicators().items():
        invested = rows_of(effects, name, [capital[payer]] if payer in capital else [])
        yearly = rows_of(effects, name, [running], yearly=True)
        if not invested or not yearly or not invested[0].effect > 0.0:
            continue
        last, amount = yearly[-1], invested[0].effect
        words = {"payer": catalog.payer(payer), "year": last.period}
        if math.isnan(last.low) or math.isnan(last.high):
            told = texts("payback-too-few", **words)
        elif last.high < 0.0:
            years = [texts.number(amount / -saved) for saved in (last.effect, last.low, last.high)]
            told = texts("payback", years=years[0], first=years[1], last=years[2], **words)
        elif last.low < 0.0:
            first = amount / -last.low
            key = "payback-unsure" if _YEARS_TOLD[0] <= first <= _YEARS_TOLD[1] else "payback-open"
            told = texts(key, first=texts.number(first), **words)
        else:
            told = texts("payback-none", **words)
        found.append((amount, told))
    return [told for _, told in sorted(found, key=lambda one: -one[0])]
