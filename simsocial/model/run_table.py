"""The indicator table of a run: which rows it has, and the tidy frame of them.

Kept are: the whole region in each of the first 60 months and in every year (of what is counted at key dates, in years
alone); every area and every group margin in
the first five years, then in every fifth year and in the last, in every tenth (twentieth, ...) where a run would
have more than 40,000 rows otherwise, and at last in every second of the first five, the first and last of these, or
the last of these alone. A planning period of five years is kept whole, however many rows it has: 40 service kinds in
22 areas make 150,000, a file of 1 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.indicators.cells import Cells
from simsocial.indicators.indicator import Indicator
from simsocial.model.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MONTHS_KEPT", "ROW_LIMIT", "detailed_years", "tidy"]

Codes = npt.NDArray[np.int16]
Integers = npt.NDArray[np.int64]

ROW_LIMIT = 40_000
"""Most rows of a run that is longer than a planning period."""

MONTHS_KEPT = 60
"""First months of the horizon that have rows of their own."""

_DETAILED_YEARS, _STEP = 5, 5


def detailed_years(years: int, rows_a_year: int, room: int) -> list[int]:
    """Return the years, counted from 0, for which areas and groups are kept.

    Parameters
    ----------
    years : int
        Calendar years the run touches.
    rows_a_year : int
        Rows of areas and groups in a year.
    room : int
        Rows there is room for. A run of five years is kept whole; a longer one, if there is no room for its first
        five, keeps every second of them, the first and the fifth, or the fifth alone, and the last.

    Examples
    --------
    >>> detailed_years(19, 100, 10_000)
    [0, 1, 2, 3, 4, 9, 14, 18]
    >>> detailed_years(19, 100, 700)
    [0, 1, 2, 3, 4, 14, 18]
    >>> detailed_years(19, 100, 500), detailed_years(19, 100, 300), detailed_years(19, 100, 200)
    ([0, 2, 4, 18], [0, 4, 18], [4, 18])
    """
    step = _STEP
    while True:
        later = range(_DETAILED_YEARS - 1 + step, years - 1, step)
        kept = sorted({*range(min(years, _DETAILED_YEARS)), *later, years - 1})
        if len(kept) * rows_a_year <= room or years <= _DETAILED_YEARS:
            return kept
        if not later:
            fewer = [*range(0, _DETAILED_YEARS, 2)], [0, _DETAILED_YEARS - 1], [_DETAILED_YEARS - 1]
            fitting = (some for some in fewer if (len(some) + 1) * rows_a_year <= room)
            return sorted({*next(fitting, fewer[-1]), years - 1})
        step *= 2


def tidy(
    tables: Tables,
    indicators: Sequence[Indicator],
    areas: Sequence[str],
    cells: Cells,
    start: int,
) -> pd.DataFrame:
    """Return the tidy table: period, area, group, indicator, and value = numerator / denominator x scale.

    Parameters
    ----------
    tables : Tables
        Of all months recorded.
    indicators : sequence of Indicator
        Their order in the tables.
    areas : sequence of str
        Identifiers of the areas.
    cells : Cells
        With margin and label of each group in the tables.
    start : int
        The first absolute month.
    """
    import pandas as pd

    number, months = tables.by_month.shape[1:]
    years = tables.by_area.shape[-1]
    months = min(months, MONTHS_KEPT)
    monthly = np.flatnonzero([not indicator.at_key_date for indicator in indicators]).astype(np.int16)
    grouped = np.flatnonzero([bool(indicator.groups) for indicator in indicators]).astype(np.int16)
    labels = (*cells.labels, *cells.labels_at_key_dates)
    of_date = np.arange(len(labels)) >= len(cells.labels)
    declared = np.array(
        [[kind in indicators[int(one)].groups for kind, _ in labels] for one in grouped], dtype=bool
    )
    declared &= np.array([indicators[int(one)].at_key_date for one in grouped])[:, None] == of_date
    a_year = number * len(areas) + int(declared.sum())
    kept = np.array(
        detailed_years(years, a_year, ROW_LIMIT - len(monthly) * months - number * years), dtype=np.int16
    )
    # Codes of indicator, period (months, then years), area (the region first) and group (all first), block by block.
    position, month = _codes(np.ones((len(monthly), months), dtype=np.bool_))
    blocks = [(monthly[position], month, 0 * month, 0 * month, tables.by_month[:, monthly, :months])]
    by_area = tables.by_area.swapaxes(2, 3)
    shown = np.zeros(by_area.shape[1:], dtype=np.bool_)
    shown[:, :, 0] = shown[:, kept] = True
    indicator, year, area = _codes(shown)
    blocks.append((indicator, months + year, area, 0 * area, by_area[:, shown]))
    by_group = tables.by_group.swapaxes(2, 3)[:, :, kept]
    shown = np.repeat(declared.reshape(len(grouped), 1, len(labels)), len(kept), axis=1)
    position, year, group = _codes(shown)
    blocks.append((grouped[position], months + kept[year], 0 * group, 1 + group, by_group[:, shown]))
    indicator, period, area, group = (
        np.concatenate([block[column] for block in blocks]) for column in range(4)
    )
    numerator, denominator = np.concatenate([block[4].reshape(2, -1) for block in blocks], axis=1)
    scale = np.array([one.scale for one in indicators])[indicator]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(denominator == 0, np.nan, numerator / denominator * scale)
    periods = [month_label(start + offset) for offset in range(months)]
    periods += [str(start // 12 + year) for year in range(years)]
    groups = (("all", "all"), *labels)
    return pd.DataFrame(
        {
            "period": _category(period, periods),
            "period_kind": _category((period >= months).astype(np.int16), ["month", "year"]),
            "area": _category(area, ["region", *areas]),
            "group_kind": _category(group, [kind for kind, _ in groups]),
            "group": _category(group, [label for _, label in groups]),
            "indicator": pd.Categorical.from_codes(indicator, pd.Index([one.id for one in indicators])),
            "numerator": numerator,
            "denominator": denominator,
            "scale": scale,
            "value": value,
        },
        copy=False,
    )


def _codes(shown: npt.NDArray[np.bool_]) -> tuple[Codes, ...]:
    """Return the places along each axis of what is shown, in order: at most thousands, so in 16 bits."""
    places: npt.NDArray[np.int16] = np.indices(shown.shape, dtype=np.int16)
    return tuple(place[shown] for place in places)


def _category(codes: Codes, labels: Sequence[str]) -> Any:
    """Return a column of labels by their codes; its categories are those that occur, sorted."""
    import pandas as pd

    used = np.flatnonzero(np.bincount(codes, minlength=len(labels)))
    names, position = np.unique(np.array(labels, dtype=object)[used], return_inverse=True)
    lookup = np.zeros(len(labels), dtype=np.int16)
    lookup[used] = position
    return pd.Categorical.from_codes(lookup[codes], names.tolist())
