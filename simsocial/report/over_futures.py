"""The options over several futures: how far each falls short of the best, and where their ranking flips."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simsocial.analysis.futures import OverFutures
from simsocial.analysis.regret import EXPECTED
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = ["FuturesView", "criterion_name", "future_name", "futures_view"]

_CRITERION = ["indicator", "area", "direction"]


@dataclass(frozen=True)
class FuturesView:
    """What the page shows.

    Attributes
    ----------
    futures : Table
        Title and reason of each future.
    regret : list of Table
        One a criterion.
    flips : list of str
        Sentences; dominated options first.
    """

    futures: Table
    regret: list[Table]
    flips: list[str]


def future_name(catalog: Catalog, futures: dict[str, dict[str, Any]], future: str) -> str:
    """Return the title of a future."""
    if future == EXPECTED:
        return catalog.texts("futures-expected")
    return catalog.texts.label(futures[future].get("title"), future)


def criterion_name(catalog: Catalog, indicator: str, area: str) -> str:
    """Return indicator and place."""
    return ", ".join(part for part in (catalog.meta(indicator).label, catalog.place(area)) if part)


def futures_view(
    catalog: Catalog, found: OverFutures, futures: dict[str, dict[str, Any]], period: str
) -> FuturesView:
    """Return the tables and sentences of the section on futures.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    found : OverFutures
        Tables of the analysis.
    futures : dict
        Title and reason by id, without the expected one.
    period : str
        The horizon.
    """
    texts = catalog.texts
    listed = Table((texts("futures-name"), texts("futures-why"), texts("futures-draws")), frozenset({2}))
    counts = found.regret.groupby("future", sort=False)["n"].max()
    for future, count in counts.items():
        why = futures.get(str(future), {}).get("why")
        listed.add([future_name(catalog, futures, str(future)), texts.label(why), texts.number(count)])
    tables = [
        _regret(catalog, own, found.robustness, futures, period)
        for _, own in found.regret.groupby(_CRITERION, sort=False)
    ]
    return FuturesView(
        listed, tables, [*_dominated(catalog, found.robustness), *_flips(catalog, found.flips, futures)]
    )


def _regret(
    catalog: Catalog,
    own: pd.DataFrame,
    robustness: pd.DataFrame,
    futures: dict[str, dict[str, Any]],
    period: str,
) -> Table:
    """Return one line an option: level in each future, largest and mean regret, share reached."""
    texts, numbers = catalog.texts, Numbers(catalog)
    indicator, area, direction = (str(own[key].iloc[0]) for key in _CRITERION)
    names = list(own["future"].unique())
    head = [texts("futures-option"), *(future_name(catalog, futures, name) for name in names)]
    head += [texts(f"futures-{word}") for word in ("max-regret", "mean-regret", "reached")]
    table = Table(tuple(head), frozenset(range(1, len(head))))
    unit = numbers.table_unit(indicator, period)
    table.caption = texts(
        "futures-caption", criterion=criterion_name(catalog, indicator, area), unit=unit, direction=direction
    )
    same = (robustness[_CRITERION] == [indicator, area, direction]).all(axis=1)
    for scenario, rows in own.groupby("scenario", sort=False):
        level = dict(zip(rows["future"], rows["level"], strict=True))
        (stands,) = robustness[same & (robustness["scenario"] == scenario)].to_dict("records")
        worst = stands["worst_future"]
        largest = numbers.plain_level(stands["max_regret"], indicator)
        reached = stands["share_reached"]
        table.add(
            [
                catalog.scenario(str(scenario)),
                *(numbers.plain_level(level.get(name, math.nan), indicator) for name in names),
                f"{largest} ({future_name(catalog, futures, worst)})" if worst else largest,
                numbers.plain_level(stands["mean_regret"], indicator),
                "." if math.isnan(reached) else texts.percent(reached),
            ]
        )
    return table


def _dominated(catalog: Catalog, robustness: pd.DataFrame) -> list[str]:
    """Return a sentence an option that another one dominates."""
    pairs = robustness.drop_duplicates("scenario")[["scenario", "dominated_by"]]
    return [
        catalog.texts("futures-dominated", option=catalog.scenario(option), other=catalog.scenario(other))
        for option, other in pairs.itertuples(index=False)
        if other
    ]


def _flips(catalog: Catalog, flips: pd.DataFrame, futures: dict[str, dict[str, Any]]) -> list[str]:
    """Return a sentence a flip, or one that says there is none."""
    texts, found = catalog.texts, []
    for row in flips.to_dict("records"):
        words = {
            "criterion": criterion_name(catalog, row["indicator"], row["area"]),
            "first": catalog.scenario(row["first"]),
            "second": catalog.scenario(row["second"]),
        }
        if row["kind"] == "future":
            for word, side in (("in_first", row["first_better"]), ("in_second", row["second_better"])):
                words[word] = texts.join([future_name(catalog, futures, one) for one in side.split()])
        elif row["kind"] == "price":
            words["price"] = texts.number(row["threshold"], _digits(row["threshold"]))
            words["unit"] = Numbers(catalog).table_unit(row["indicator"])
        else:
            words["side"] = texts(f"futures-{row['first_better']}")
            words["parameter"] = row["parameter"]
            words["threshold"] = texts.number(row["threshold"], max(_digits(row["threshold"]), 0))
        found.append(texts(f"futures-flip-{row['kind']}", **words))
    return found or [texts("futures-no-flip")]


def _digits(value: float) -> int:
    """Return the decimals that show two digits of a value."""
    return 1 - math.floor(math.log10(abs(value))) if value else 0
