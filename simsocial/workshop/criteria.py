"""The criteria of a workshop: five to seven questions on which the options differ, with value and points of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from simsocial.analysis.side_effects import EffectRow, effect_rows
from simsocial.analysis.thresholds import MIN_NONZERO
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.selection import horizon_of
from simsocial.workshop.asked import Asked, asked, more_asked
from simsocial.workshop.scale import Points, Scale, bounds_of, scale_of

__all__ = ["Criteria", "Criterion", "Value", "criteria_of"]

_LEAST, _MOST = 5, 7


@dataclass(frozen=True)
class Value:
    """What an option does to a criterion.

    Attributes
    ----------
    text : str
        Change with its range, or the level as it is for "as now".
    points : Points
        Between 0 (worst end of the scale) and 1.
    """

    text: str
    points: Points


@dataclass(frozen=True)
class Criterion:
    """One question to weigh.

    Attributes
    ----------
    indicator, area : str
        What is counted, and where.
    label : str
        Plain name.
    measured : str
        Which figure stands behind it, where, over which time, and whether more or less is better.
    values : dict
        By name of the scenario, the reference too.
    scale : Scale
        Ends on which its points stand.
    """

    indicator: str
    area: str
    label: str
    measured: str
    values: dict[str, Value]
    scale: Scale

    @property
    def id(self) -> str:
        """Indicator and area as one word."""
        return f"{self.indicator}.{self.area}"


@dataclass(frozen=True)
class Criteria:
    """Criteria, and what was asked without a difference that matters."""

    differing: tuple[Criterion, ...]
    alike: tuple[str, ...]


def criteria_of(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> Criteria:
    """Return what a workshop can weigh.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects : DataFrame
        Effects table.
    options : sequence of str
        Options that are weighed, without the reference.
    """
    found: dict[tuple[str, str], Criterion] = {}
    alike: dict[tuple[str, str], str] = {}
    first = [(one, _MOST) for one in asked(catalog, effects, options)]
    further = [(one, _LEAST) for one in more_asked(catalog, effects, options)]
    for one, most in chain(first, further):
        key = (one.indicator, one.area)
        if len(found) >= most or key in found or key in alike:
            continue
        rows = _rows(effects, options, one)
        if rows is None:
            continue
        scale = scale_of(rows, one.direction)
        if scale is None:
            alike[key] = _label(catalog, one)
        else:
            found[key] = _criterion(catalog, one, rows, scale)
    return Criteria(tuple(found.values()), tuple(dict.fromkeys(alike.values())))


def _rows(effects: pd.DataFrame, options: Sequence[str], one: Asked) -> dict[str, EffectRow] | None:
    """Return the row of each option over the horizon; None unless all have a figure."""
    chosen = effects[(effects["indicator"] == one.indicator) & (effects["area"] == one.area)]
    chosen = chosen[(chosen["group_kind"] == "all") & (chosen["period"] == horizon_of(effects))]
    rows = {row.scenario: row for row in effect_rows(chosen[chosen["n"] > 0])}
    known = all(name in rows and not math.isnan(rows[name].effect) for name in options)
    return {name: rows[name] for name in options} if known else None


def _criterion(catalog: Catalog, one: Asked, rows: dict[str, EffectRow], scale: Scale) -> Criterion:
    numbers, first = Numbers(catalog), next(iter(rows.values()))
    values = {str(catalog.manifest["reference"]): Value(_as_now(catalog, first), scale.points(0.0, 0.0, 0.0))}
    values |= {
        name: Value(_change(catalog, row), scale.points(*bounds_of(row))) for name, row in rows.items()
    }
    place = catalog.place(one.area) or catalog.area("region")
    measured = catalog.texts(
        "workshop-measured",
        label=catalog.meta(one.indicator).label,
        place=place,
        time=numbers.time(one.indicator, first.period),
        better=catalog.texts(f"workshop-better-{one.direction}"),
    )
    return Criterion(one.indicator, one.area, _label(catalog, one), measured, values, scale)


def _label(catalog: Catalog, one: Asked) -> str:
    parts = (one.name or catalog.meta(one.indicator).label, catalog.place(one.area))
    return ", ".join(part for part in parts if part)


def _change(catalog: Catalog, row: EffectRow) -> str:
    """Return a change with its range; where few of the runs differ, that it hardly changes.

    Of a comparison that has too few runs for any range it tells how many differ.
    """
    few_differ = row.test == "rare" and row.n >= MIN_NONZERO
    return catalog.texts("workshop-hardly") if few_differ else Numbers(catalog).effect(row).text


def _as_now(catalog: Catalog, row: EffectRow) -> str:
    """Return the level without any option, where figures can tell it."""
    if row.level_unknown:
        return catalog.texts("workshop-as-now")
    level = Numbers(catalog).level(
        row.reference_mean, row.indicator, row.low_reference, row.high_reference, row.n
    )
    return catalog.texts("workshop-as-now-level", level=level)
