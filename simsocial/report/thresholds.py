"""The thresholds of the traffic lights: what counts as better, from which change on, and who set that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.goals import Goal
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = ["Threshold", "cost_thresholds", "threshold_table", "thresholds_of"]

_DIGITS = 2
"""Digits of a share of the status quo's level."""


@dataclass(frozen=True)
class Threshold:
    """What an indicator is held against.

    Attributes
    ----------
    label, unit, aim, set_by : str
        What it is, in which unit, which level or direction is wanted, and who set that.
    value : float or None
        The wanted level, in `unit`.
    matters : float
        Smallest change that gets a verdict with a direction, in `unit`.
    of_level : float
        Which share of the status quo's level that is; 0 where it is a fixed size.
    """

    label: str
    unit: str
    aim: str
    set_by: str
    value: float | None
    matters: float
    of_level: float


def thresholds_of(catalog: Catalog, goals: Sequence[Goal], others: Sequence[EffectRow]) -> list[Threshold]:
    """Return what the targets of an option and other rows are held against.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    goals : sequence of Goal
        Targets: the scenario sets them.
    others : sequence of EffectRow
        Rows whose better direction is that of the indicator; those of targets are left out.
    """
    texts = catalog.texts
    found = [_threshold(catalog, goal.line.head, goal.aim, goal.set_by, goal.value) for goal in goals]
    targeted = {(goal.line.head.indicator, goal.line.head.area) for goal in goals}
    for row in others:
        if (row.indicator, row.area) in targeted:
            continue
        aim = texts.term("better", catalog.meta(row.indicator).direction)
        found.append(_threshold(catalog, row, aim, texts("set-by-default")))
    return found


def cost_thresholds(catalog: Catalog, rows: Sequence[EffectRow]) -> list[Threshold]:
    """Return what the costs of the payers are held against, under one name; all payers together get no verdict."""
    name = catalog.texts("thresholds-costs")
    rated = [row for row in rows if catalog.meta(row.indicator).direction != "neutral"]
    return [replace(one, label=name) for one in thresholds_of(catalog, (), rated)]


def _threshold(
    catalog: Catalog, row: EffectRow, aim: str, set_by: str, value: float | None = None
) -> Threshold:
    numbers = Numbers(catalog)
    factor = numbers.table_scale(row.indicator).factor
    return Threshold(
        label=", ".join(
            part for part in (catalog.meta(row.indicator).label, catalog.place(row.area)) if part
        ),
        unit=numbers.table_unit(row.indicator, row.period),
        aim=aim,
        set_by=set_by,
        value=None if value is None else value * factor,
        matters=row.relevance * factor,
        of_level=catalog.meta(row.indicator).relevance_share,
    )


def threshold_table(catalog: Catalog, thresholds: Sequence[Threshold]) -> Table:
    """Return the thresholds as a table; what is held against the same stands in one line."""
    texts = catalog.texts
    words = ("indicator", "aim", "set-by", "matters", "unit")
    table = Table(tuple(texts(f"column-{word}") for word in words), frozenset({3}))
    for labels, one in _alike(thresholds):
        matters = _number(catalog, one.matters)
        if one.of_level:
            matters = texts("matters-of-level", value=matters, share=texts.percent(one.of_level))
        table.add(["; ".join(dict.fromkeys(labels)), one.aim, one.set_by, matters, one.unit])
    return table


def _alike(thresholds: Sequence[Threshold]) -> Iterator[tuple[list[str], Threshold]]:
    """Put together what differs by its name alone."""
    together: dict[tuple[object, ...], tuple[list[str], Threshold]] = {}
    for one in thresholds:
        key = (one.unit, one.aim, one.set_by, one.matters, one.of_level)
        together.setdefault(key, ([], one))[0].append(one.label)
    yield from together.values()


def _number(catalog: Catalog, value: float) -> str:
    """Return a threshold to two digits, or to its whole number."""
    if not value:
        return "0"
    decimals = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    return catalog.texts.number(value, 0 if value == round(value) else max(decimals, 0))
