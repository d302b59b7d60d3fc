"""How sure the answer is: what of its spread is chance and what not knowing, and which assumptions it hangs on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.overturning import leverages
from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.parameter_words import parameter_words

__all__ = ["Sureness", "sureness_of"]

_SHOWN = 3


@dataclass(frozen=True)
class Sureness:
    """How sure the effect on a target is.

    Attributes
    ----------
    chance, assumptions : int or None
        Per cent of the variance of the effect; None where chance alone was drawn.
    same_sign : str
        In how many draws the effect has the sign of its mean, in words.
    hangs_on : tuple of str
        Assumptions, the strongest first, marked where the effect turns with them.
    """

    chance: int | None
    assumptions: int | None
    same_sign: str
    hangs_on: tuple[str, ...]


def sureness_of(catalog: Catalog, results: Results, option: str, row: EffectRow) -> Sureness:
    """Return how sure an effect is.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results, with their indicator table and draws where both are stored.
    option : str
        The option.
    row : EffectRow
        The effect.
    """
    texts = catalog.texts
    known = not math.isnan(row.chance_share)
    chance = round(100.0 * row.chance_share) if known else None
    hangs_on: tuple[str, ...] = ()
    if results.has_indicators and not results.draws.empty:
        found = leverages(results.draws[results.draws["scenario"] == ""], _by_draw(results, option, row))
        sheet = results.parameters.set_index("id") if "id" in results.parameters else pd.DataFrame()
        hangs_on = tuple(
            texts(
                "first-hangs-on",
                parameter=parameter_words(catalog, one.parameter),
                unit=str(sheet["unit"].get(one.parameter, "")) if "unit" in sheet else "",
                grade=str(sheet["grade"].get(one.parameter, "")) if "grade" in sheet else "",
                turns=str(one.turns).lower(),
            )
            for one in found[:_SHOWN]
        )
    share = row.share_same_sign
    return Sureness(
        chance=chance,
        assumptions=None if chance is None else 100 - chance,
        same_sign="" if math.isnan(share) else texts("first-same-sign", share=texts.percent(share)),
        hangs_on=hangs_on,
    )


def _by_draw(results: Results, option: str, row: EffectRow) -> pd.Series:
    """Return the effect in each draw: the mean over its replicates and over the years that the row covers."""
    table = results.years_by_area([row.indicator])
    table = table[table["area"].astype(str) == row.area].astype({"scenario": str, "period": str})
    first, _, last = row.period.partition("-")
    years = table["period"].between(first, last or first)
    keys = ["draw", "replicate", "period"]
    values = table[years].pivot_table(index=keys, columns="scenario", values="value", observed=True)
    if option not in values or results.reference not in values:
        return pd.Series(dtype=float)
    return (values[option] - values[results.reference]).groupby(level="draw").mean()
