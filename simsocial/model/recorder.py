"""The recorder: turns each month's counts into the indicator table of a run.

Kept are: the whole region in each of the first 60 months and in every year; every area and every group margin in
the first five years, then in every fifth year and in the last, in every tenth (twentieth, ...) where a run would
have more than 40,000 rows otherwise, and at last in every second of the first five. A planning period of five years
is kept whole. Numerators and denominators are integers, so that nothing depends on the order of adding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.indicators.counts import AGE_GROUPS, Counts
from simsocial.indicators.indicator import Indicator

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GROUP_LABELS", "MONTHS_KEPT", "ROW_LIMIT", "Recorded", "Recorder", "detailed_years"]

Integers = npt.NDArray[np.int64]

GROUP_LABELS = (("sex", "m"), ("sex", "f"), *(("age_group", group) for group in AGE_GROUPS))
"""Group margins in the order in which they are recorded."""

ROW_LIMIT = 40_000
"""Most rows of a run."""

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
        five, keeps every second of them and the last.

    Examples
    --------
    >>> detailed_years(19, 100, 10_000)
    [0, 1, 2, 3, 4, 9, 14, 18]
    >>> detailed_years(19, 100, 700)
    [0, 1, 2, 3, 4, 14, 18]
    >>> detailed_years(19, 100, 500)
    [0, 2, 4, 18]
    """
    step = _STEP
    while True:
        later = range(_DETAILED_YEARS - 1 + step, years - 1, step)
        kept = sorted({*range(min(years, _DETAILED_YEARS)), *later, years - 1})
        if len(kept) * rows_a_year <= room or years <= _DETAILED_YEARS:
            return kept
        if not later:
            return sorted({*range(0, _DETAILED_YEARS, 2), years - 1})
        step *= 2


class Recorded(NamedTuple):
    """Counts of the first months of a horizon: its first absolute month, and cubes with the month as first axis."""

    start: int
    cubes: dict[str, Integers]


class Recorder:
    """Collects the counts over the horizon of one run and evaluates indicators on them.

    Counts are kept as they are, month by month, and indicators are evaluated once for all months: every
    cube then has the month as its last axis, which the counting functions never touch.

    Parameters
    ----------
    counts : Counts
        Cubes the model fills.
    indicators : sequence of Indicator
        What is recorded.
    start, end : int
        First and last absolute month of the horizon.
    """

    def __init__(self, counts: Counts, indicators: Sequence[Indicator], start: int, end: int) -> None:
        self._counts, self.indicators = counts, tuple(indicators)
        self.ids = tuple(indicator.id for indicator in indicators)
        self._position = {name: place for place, name in enumerate(self.ids)}
        self._start, self._months = start, end - start + 1
        self._cubes: dict[str, Integers] = {
            name: np.zeros((self._months, *cube.shape), dtype=np.int64) for name, cube in counts.cubes()
        }
        self._done = 0

    def record(self, month: int) -> None:
        """Keep the counts of a month."""
        self._done = month - self._start + 1
        for name, cube in self._counts.cubes():
            self._cubes[name][self._done - 1] = cube

    def recorded(self) -> Recorded:
        """Return a copy of what is recorded so far, for options that go on from here."""
        return Recorded(self._start, {name: cube[: self._done].copy() for name, cube in self._cubes.items()})

    def resume(self, recorded: Recorded) -> None:
        """Go on with what another recorder of the same horizon has recorded."""
        for name, cube in recorded.cubes.items():
            self._done = len(cube)
            self._cubes[name][: self._done] = cube

    def latest(self, name: str) -> float:
        """Return an indicator's value for the whole region in the month recorded last."""
        indicator = self.indicators[self._position[name]]
        numerator, denominator = self._evaluate(indicator, slice(self._done - 1, self._done))
        over = numerator.reshape(-1).sum()
        under = 1 if denominator is None else denominator.reshape(-1).sum()
        return float(over) / float(under) * indicator.scale if under else float("nan")

    def _evaluate(self, indicator: Indicator, months: slice) -> tuple[Integers, Integers | None]:
        """Return numerator and denominator with the month as last axis."""
        view = self._counts.stand_in(
            {name: np.moveaxis(cube[months], 0, -1) for name, cube in self._cubes.items()}
        )
        return indicator.count(view)

    def _tables(self) -> tuple[Integers, Integers, Integers]:
        """Return pairs by indicator and month; year and area; year and group."""
        number, areas = len(self.ids), len(self._counts.areas)
        years = self._year_of_month()[-1] + 1
        by_month = np.zeros((2, number, self._done), dtype=np.int64)
        by_area = np.zeros((2, number, years, areas + 1), dtype=np.int64)
        by_group = np.zeros((2, number, years, len(GROUP_LABELS)), dtype=np.int64)
        for place, indicator in enumerate(self.indicators):
            numerator, denominator = self._evaluate(indicator, slice(0, self._done))
            top, groups_top = _margins(numerator)
            bottom, groups_bottom = np.ones_like(top), np.ones_like(groups_top)
            if denominator is not None:
                bottom, groups_bottom = _margins(denominator)
            by_month[:, place] = top[0], bottom[0]
            by_area[:, place] = self._years(indicator, np.stack([top, bottom]))
            if indicator.groups:
                by_group[:, place] = self._years(indicator, np.stack([groups_top, groups_bottom]))
        return by_month, by_area, by_group

    def _year_of_month(self) -> Integers:
        """Return the number of the year, from 0, of every recorded month."""
        return np.arange(self._start, self._start + self._done) // 12 - self._start // 12

    def _years(self, indicator: Indicator, pair: Integers) -> Integers:
        """Make years from months (last axis) by the indicator's rule; years become the axis before the last.

        Flows keep a denominator of one; means add it up, so that the value is the mean month.
        """
        year = self._year_of_month()
        found = []
        for number in range(year[-1] + 1):
            months = np.flatnonzero(year == number)
            own = pair[..., months]
            if indicator.key_month is not None:
                # A year that the horizon leaves before its key month counts at its last month.
                wanted = (self._start + months) % 12 + 1 == indicator.key_month
                found.append(own[..., np.flatnonzero(wanted)[0] if wanted.any() else -1])
            elif indicator.sum_over_time == "last":
                found.append(own[..., -1])
            else:
                total = own.sum(axis=-1)
                if indicator.sum_over_time == "sum":
                    total[1] = own[1, ..., -1]
                found.append(total)
        return np.stack(found, axis=1)

    def frame(self) -> pd.DataFrame:
        """Return the tidy table: period, area, group, indicator, numerator, denominator, value."""
        import pandas as pd

        by_month, by_area, by_group = self._tables()
        parts = [self._rows_by_month(by_month), self._rows_by_area(by_area), self._rows_by_group(by_group)]
        table = pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)
        scale = np.array([indicator.scale for indicator in self.indicators])[table["indicator"].to_numpy()]
        with np.errstate(divide="ignore", invalid="ignore"):
            value = table["numerator"].to_numpy() / table["denominator"].to_numpy() * scale
        table["value"] = np.where(table["denominator"].to_numpy() == 0, np.nan, value)
        names = np.array(self.ids)[table["indicator"].to_numpy()]
        table["indicator"] = pd.Categorical(names, categories=list(self.ids))
        for name in ("period", "period_kind", "area", "group_kind", "group"):
            table[name] = table[name].astype("category")
        order = ["period", "period_kind", "area", "group_kind", "group", "indicator", "numerator"]
        return table[[*order, "denominator", "value"]]

    def population_frame(self, before: Mapping[int, Integers]) -> pd.DataFrame:
        """Return the population at every year's end: date, area, sex, age, persons.

        Parameters
        ----------
        before : mapping
            Population cubes by absolute month for year ends before the horizon.
        """
        import pandas as pd

        frames = []
        recorded = {self._start + place: self._cubes["population"][place] for place in range(self._done)}
        for month, cube in sorted({**before, **recorded}.items()):
            if month % 12 != 11:
                continue
            areas, sexes, ages = np.indices(cube.shape)
            frames.append(
                pd.DataFrame(
                    {
                        "date": f"{month // 12}-12-31",
                        "area": np.array(self._counts.areas)[areas.ravel()],
                        "sex": np.array(["m", "f"])[sexes.ravel()],
                        "age": ages.ravel().astype(np.int16),
                        "persons": cube.ravel(),
                    }
                )
            )
        columns = ["date", "area", "sex", "age", "persons"]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)

    def _detailed_years(self) -> list[int]:
        """Return the years, counted from 0, in which areas and groups have rows."""
        years = int(self._year_of_month()[-1]) + 1
        grouped = sum(bool(indicator.groups) for indicator in self.indicators)
        a_year = len(self.ids) * len(self._counts.areas) + grouped * len(GROUP_LABELS)
        of_region = len(self.ids) * (min(self._done, MONTHS_KEPT) + years)
        return detailed_years(years, a_year, ROW_LIMIT - of_region)

    def _rows_by_month(self, table: Integers) -> dict[str, object]:
        """Rows of the whole region by month."""
        number, months = table.shape[1:]
        months = min(months, MONTHS_KEPT)
        labels = np.array([month_label(self._start + offset) for offset in range(months)])
        return _rows(
            np.tile(labels, number),
            "month",
            "region",
            "all",
            "all",
            np.repeat(np.arange(number), months),
            table[:, :, :months].reshape(2, -1),
        )

    def _rows_by_area(self, table: Integers) -> dict[str, object]:
        """Rows of the region in every year and of areas in detailed years."""
        place, year, area = (index.ravel() for index in np.indices(table.shape[1:]))
        kept = (area == 0) | np.isin(year, self._detailed_years())
        place, year, area = place[kept], year[kept], area[kept]
        names = np.array(["region", *self._counts.areas])
        return _rows(
            (self._start // 12 + year).astype(str),
            "year",
            names[area],
            "all",
            "all",
            place,
            table.reshape(2, -1)[:, kept],
        )

    def _rows_by_group(self, pairs: Integers) -> dict[str, object]:
        """Rows of group margins in detailed years, for indicators that declare groups."""
        chosen = np.array([place for place, one in enumerate(self.indicators) if one.groups], dtype=np.int64)
        years = np.array(self._detailed_years())
        table = pairs[:, chosen][:, :, years]
        place, year, group = (index.ravel() for index in np.indices(table.shape[1:]))
        kinds = np.array([kind for kind, _ in GROUP_LABELS])
        labels = np.array([label for _, label in GROUP_LABELS])
        return _rows(
            (self._start // 12 + years[year]).astype(str),
            "year",
            "region",
            kinds[group],
            labels[group],
            chosen[place],
            table.reshape(2, -1),
        )


def _rows(
    period: object,
    kind: str,
    area: object,
    group_kind: object,
    group: object,
    indicator: object,
    pair: Integers,
) -> dict[str, object]:
    """Return the columns of one block of rows."""
    return {
        "period": period,
        "period_kind": kind,
        "area": area,
        "group_kind": group_kind,
        "group": group,
        "indicator": indicator,
        "numerator": pair[0],
        "denominator": pair[1],
    }


def _margins(values: Integers) -> tuple[Integers, Integers]:
    """Return region and areas, and the group margins (zeros without groups); months stay the last axis."""
    if values.ndim == 2:
        groups = np.zeros((len(GROUP_LABELS), values.shape[-1]), dtype=np.int64)
        return np.concatenate([values.sum(axis=0)[None], values]), groups
    by_area = values.sum(axis=(1, 2))
    groups = np.concatenate([values.sum(axis=(0, 2)), values.sum(axis=(0, 1))])
    return np.concatenate([by_area.sum(axis=0)[None], by_area]), groups
