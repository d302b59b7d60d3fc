"""Payback: after how many years the saving in running cost has returned what a payer invested."""

from __future__ import annotations

import math

import pandas as pd

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.selection import rows_of

__all__ = ["paybacks"]


_YEARS_TOLD = 1.0, 50.0
"""Years within which the earliest return is told: below one, or beyond the life of a building, it tells nobody more."""


def paybacks(catalog: Catalog, effects: pd.DataFrame, name: str) -> list[str]:
    """Return who gets an investment back when, who invests most first; payers of whom the same holds share a sentence.

    The investment of the horizon over the saving in its last year, without interest: the simple measure that
    committees know. Of a payer whose investments differ by chance alone nothing is told. Whether an option is cheaper
    is judged with interest, by the ``full_cost_*`` indicators.

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
    found: dict[tuple[tuple[str, str], ...], tuple[float, list[str]]] = {}
    for payer, running in catalog.payer_indicators().items():
        invested = rows_of(effects, name, [capital[payer]] if payer in capital else [])
        yearly = rows_of(effects, name, [running], yearly=True)
        if not invested or not yearly or not (invested[0].clear and invested[0].effect > 0.0):
            continue
        told = tuple(_told(catalog, invested[0].effect, yearly[-1]).items())
        most, payers = found.get(told, (0.0, []))
        found[told] = (max(most, invested[0].effect), [*payers, catalog.payer(payer)])
    said = []
    for told, (_, payers) in sorted(found.items(), key=lambda one: -one[1][0]):
        words = dict(told)
        said.append(texts(words.pop("key"), payer=texts.join(payers), **words))
    return said


def _told(catalog: Catalog, amount: float, last: EffectRow) -> dict[str, str]:
    """Return the sentence on an investment and the change of the last year, by its key and words."""
    texts, words = catalog.texts, {"year": last.period}
    if math.isnan(last.low) or math.isnan(last.high):
        return {"key": "payback-too-few", **words}
    if last.high < 0.0:
        years = [texts.number(amount / -saved) for saved in (last.effect, last.low, last.high)]
        return {"key": "payback", "years": years[0], "first": years[1], "last": years[2], **words}
    if last.low < 0.0:
        first = amount / -last.low
        if _YEARS_TOLD[0] <= first <= _YEARS_TOLD[1]:
            return {"key": "payback-unsure", "first": texts.number(first), **words}
        return {"key": "payback-open", **words}
    return {"key": "payback-none", **words}
