"""What a unit of a target costs, and which frames an option keeps: tables of the page."""

from __future__ import annotations

import math

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = ["frames_table", "price_table"]


def price_table(catalog: Catalog, prices: pd.DataFrame, option: str) -> Table:
    """Return one line a target and payer of an option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    prices : DataFrame
        See :func:`simsocial.analysis.cost_per_unit.cost_per_unit`.
    option : str
        The option.
    """
    texts, numbers = catalog.texts, Numbers(catalog)
    words = ("target", "unit", "cost", "extra", "price", "interval")
    table = Table(tuple(texts(f"price-{word}") for word in words), frozenset({3, 4, 5}))
    for row in prices[prices["scenario"] == option].to_dict("records"):
        target = ", ".join(
            part for part in (catalog.meta(row["indicator"]).label, catalog.place(row["area"])) if part
        )
        interval = ""
        if row["state"] not in ("determined", "saves"):
            price = texts(f"price-{row['state'].replace('_', '-')}")
        else:
            digits = _digits(row["high"] - row["low"])
            price = texts.number(row["ratio"], digits)
            interval = texts(
                "interval", low=texts.number(row["low"], digits), high=texts.number(row["high"], digits)
            )
        scale = numbers.table_scale(row["indicator"])
        # A share counts as percentage points.
        unit = numbers.unit_name(scale, "difference", 1.0, 0)
        extra = "." if math.isnan(row["extra_cost"]) else texts.signed(row["extra_cost"], -3)
        table.add([target, unit, catalog.meta(row["cost"]).label, extra, price, interval])
    return table


def _digits(width: float) -> int:
    """Return the decimals that an interval supports: two digits of its width, at most cents."""
    return 0 if not width or math.isnan(width) else min(1 - math.floor(math.log10(abs(width))), 2)


def frames_table(catalog: Catalog, frames: pd.DataFrame) -> Table:
    """Return one line an option and frame, and one for all frames together.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    frames : DataFrame
        See :func:`simsocial.analysis.frames.frame_table`.
    """
    texts = catalog.texts
    table = Table(
        tuple(texts(f"frame-{word}") for word in ("option", "name", "limit", "extra", "kept")),
        frozenset({2, 3, 4}),
    )
    together = frames.groupby("scenario")["frame"].transform("size") == 2
    for row in frames[~(together & (frames["frame"] == "all"))].to_dict("records"):
        money = row["frame"] == "kreis_eur_per_year"
        limit, extra = "", ""
        if row["frame"] != "all":
            limit = texts.number(row["limit"], 0 if money else 1)
            mean, *ends = (texts.signed(row[key], -3 if money else 1) for key in ("extra", "low", "high"))
            extra = f"{mean} [{texts('interval', low=ends[0], high=ends[1])}]"
        table.add(
            [
                catalog.scenario(row["scenario"]),
                _frame(catalog, row["frame"]),
                limit,
                extra,
                texts.percent(row["share_kept"]),
            ]
        )
    return table


def _frame(catalog: Catalog, frame: str) -> str:
    """Return the words for a frame as settings name it: ``kreis_eur_per_year``, ``fte.educator``."""
    what, _, qualification = frame.partition(".")
    if qualification:
        label = catalog.meta(f"staff_{qualification}_fte").label.rpartition(":")[0] or qualification
        return catalog.texts("frame-fte", qualification=label)
    return catalog.texts(f"frame-{what.replace('_', '-')}")
