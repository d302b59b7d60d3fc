"""Indicators of some months as integers: the region by month, areas and groups by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Indicator

__all__ = ["Tables", "evaluate"]

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


class Tables(NamedTuple):
    """Numerators and denominators (first axis) of all indicators, over some months and the years they touch.

    Attributes
    ----------
    by_month : ndarray (2, indicators, months)
        Of the whole region.
    by_area : ndarray (2, indicators, areas + 1, years)
        The region first.
    by_group : ndarray (2, indicators with groups, groups, years)
        Of the whole region, by the labels of all margins counted, then by those of key dates; those that an indicator
        does not name are void.
    """

    by_month: Integers
    by_area: Integers
    by_group: Integers

    @staticmethod
    def joined(parts: Sequence[Tables]) -> Tables:
        """Return tables one after the other, none of which begins within a year of another."""
        return Tables(*(np.concatenate(tables, axis=-1) for tables in zip(*parts, strict=True)))


def evaluate(counts: Counts, indicators: Sequence[Indicator], start: int) -> Tables:
    """Evaluate indicators on the counts of some months.

    Parameters
    ----------
    counts : Counts
        By slot, with the month as last axis, which the counting functions never touch.
    indicators : sequence of Indicator
        What is evaluated.
    start : int
        The first absolute month.
    """
    months = counts.population.shape[-1]
    areas = np.ones((2, len(indicators), len(counts.areas) + 1, months), dtype=np.int64)
    grouped = [indicator for indicator in indicators if indicator.groups]
    at_key_date = np.array([indicator.at_key_date for indicator in grouped], dtype=np.bool_)
    widths = len(counts.cells.labels), len(counts.cells.labels_at_key_dates)
    groups = [
        np.ones((2, int((at_key_date == which).sum()), widths[which], months), dtype=np.int64)
        for which in range(2)
    ]
    position, is_counted = [0, 0], np.zeros((2, len(indicators)), dtype=np.bool_)
    for number, indicator in enumerate(indicators):
        which = int(indicator.at_key_date)
        for side, values in enumerate(indicator.count(counts)):
            if values is None:
                continue
            is_counted[side, number] = True
            areas[side, number, 1:] = counts.in_areas(values)
            if indicator.groups:
                groups[which][side, position[which]] = values[len(counts.areas) :]
        position[which] += bool(indicator.groups)
    areas[is_counted, 0] = areas[is_counted, 1:].sum(axis=1)
    by_area = _years(areas, indicators, start)
    by_group = np.ones((2, len(grouped), sum(widths), by_area.shape[-1]), dtype=np.int64)
    with_groups = np.array([bool(indicator.groups) for indicator in indicators], dtype=np.bool_)
    for which, columns in enumerate((slice(widths[0]), slice(widths[0], None))):
        own = [indicator for indicator in grouped if indicator.at_key_date == which]
        rows = np.flatnonzero(with_groups)[at_key_date == which]
        _check_groups(counts, own, is_counted[:, rows], areas[:, rows, 0], groups[which])
        by_group[:, at_key_date == which, columns] = _years(groups[which], own, start)
    return Tables(areas[:, :, 0].copy(), by_area, by_group)


def _check_groups(
    counts: Counts, indicators: Sequence[Indicator], is_counted: Flags, whole: Integers, groups: Integers
) -> None:
    """Require of each margin that indicators name that its groups add up to the region."""
    for name in {name for indicator in indicators for name in indicator.groups}:
        rows = np.array([name in indicator.groups for indicator in indicators])
        cells = counts.cells.at_key_dates if indicators[0].at_key_date else counts.cells
        wrong = is_counted[:, rows]
        if cells is not None and name in cells.slots:
            sums = groups[:, rows, cells.slots[name]].sum(axis=2)
            wrong = wrong & (sums != whole[:, rows]).any(axis=-1)
        if wrong.any():
            first = np.flatnonzero(rows)[wrong.any(axis=0)][0]
            message = say(
                "Indicator '{id}' is not counted by margin '{name}': its groups do not add up to "
                "the region. Valid: of events, margins that sex and age decide; of what is counted "
                "at key dates, any.",
                id=indicators[first].id,
                name=name,
            )
            raise ConfigError(message)


def _years(values: Integers, indicators: Sequence[Indicator], start: int) -> Integers:
    """Make years of months (last axis) by the rule of each indicator (second axis).

    Flows keep a denominator of one; means add it up, so that the value is the mean month.
    """
    year_of = np.arange(start, start + values.shape[-1]) // 12
    rule = np.array([indicator.key_month or -1 for indicator in indicators], dtype=np.int64)
    how = np.array([indicator.sum_over_time for indicator in indicators], dtype="U4")
    years = []
    for year in np.unique(year_of):
        own = values[..., year_of == year]
        first = max(start, 12 * int(year))
        made = own.sum(axis=-1)
        flows = (how == "sum") & (rule < 0)
        made[1, flows] = own[1, flows, ..., -1]
        # A year that the horizon leaves before an indicator's key month counts at its last month.
        at = 12 * year + rule - 1 - first
        at = np.where((rule > 0) & (at >= 0) & (at < own.shape[-1]), at, own.shape[-1] - 1)
        stocks = np.flatnonzero((rule > 0) | (how == "last"))
        made[:, stocks] = own[:, stocks, :, at[stocks]].swapaxes(0, 1)
        years.append(made)
    return np.stack(years, axis=-1)
