"""The recorder: turns each month's counts into the indicator table of a run.

Kept are: the whole region by month; region, every area and every group margin by year. Numerators and
denominators are integers, so that nothing depends on the order of adding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.indicators.counts import AGE_GROUPS, Counts
from simsocial.indicators.indicator import Indicator

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GROUP_LABELS", "Recorder"]

Integers = npt.NDArray[np.int64]

GROUP_LABELS = (("sex", "m"), ("sex", "f"), *(("age_group", group) for group in AGE_GROUPS))
"""Group margins in the order in which they are recorded."""


class Recorder:
    """Collects indicators over the horizon of one run.

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
        self._first_year, self._years = start // 12, end // 12 - start // 12 + 1
        number, areas, groups = len(self.ids), len(counts.areas), len(GROUP_LABELS)
        self._by_month = np.zeros((2, number, self._months), dtype=np.int64)
        self._by_area = np.zeros((2, number, self._years, areas + 1), dtype=np.int64)
        self._by_group = np.zeros((2, number, self._years, groups), dtype=np.int64)
        self._seen = np.zeros((number, self._years), dtype=bool)
        self._population: list[tuple[int, Integers]] = []
        self._done = 0

    def latest(self, name: str) -> float:
        """Return an indicator's value for the whole region in the month recorded last."""
        place = self._position[name]
        numerator, denominator = self._by_month[:, place, max(self._done - 1, 0)]
        scale = self.indicators[place].scale
        return float(numerator) / float(denominator) * scale if denominator else float("nan")

    def record(self, month: int) -> None:
        """Count all indicators at a month's end."""
        offset, year = month - self._start, month // 12 - self._first_year
        for place, indicator in enumerate(self.indicators):
            numerator, denominator = indicator.count(self._counts)
            top, groups_top = _margins(numerator)
            bottom, groups_bottom = _ones(len(top)), _ones(len(GROUP_LABELS))
            if denominator is not None:
                bottom, groups_bottom = _margins(denominator)
            self._by_month[:, place, offset] = top[0], bottom[0]
            self._add_to_year(place, indicator, year, month, np.stack([top, bottom]), self._by_area)
            if indicator.groups:
                groups = np.stack([groups_top, groups_bottom])
                self._add_to_year(place, indicator, year, month, groups, self._by_group)
            self._seen[place, year] = True
        self._done = offset + 1
        if month % 12 == 11:
            self._population.append((month, self._counts.population.copy()))

    def _add_to_year(
        self, place: int, indicator: Indicator, year: int, month: int, pair: Integers, table: Integers
    ) -> None:
        """Add a month to its year by the indicator's rule.

        Flows with a denominator of one keep it; means add it up, so that the value is the mean month.
        """
        if indicator.key_month is not None:
            # Until the key month has come (a horizon may begin after it), the last month stands in.
            passed = month % 12 + 1 > indicator.key_month
            if not (passed and month - self._start > month % 12 + 1 - indicator.key_month - 1):
                table[:, place, year] = pair
        elif indicator.sum_over_time == "last":
            table[:, place, year] = pair
        else:
            table[:, place, year] += pair
            if indicator.sum_over_time == "sum":
                table[1, place, year] = pair[1]

    def frame(self) -> pd.DataFrame:
        """Return the tidy table: period, area, group, indicator, numerator, denominator, value."""
        import pandas as pd

        parts = [self._rows_by_month(), self._rows_by_area(), self._rows_by_group()]
        table = pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)
        scale = np.array([indicator.scale for indicator in self.indicators])[table["indicator"].to_numpy()]
        with np.errstate(divide="ignore", invalid="ignore"):
            value = table["numerator"].to_numpy() / table["denominator"].to_numpy() * scale
        table["value"] = np.where(table["denominator"].to_numpy() == 0, np.nan, value)
        table["indicator"] = pd.Categorical.from_codes(table["indicator"].to_numpy(), list(self.ids))
        for name in ("period", "period_kind", "area", "group_kind", "group"):
            table[name] = table[name].astype("category")
        order = ["period", "period_kind", "area", "group_kind", "group", "indicator", "numerator"]
        return table[[*order, "denominator", "value"]]

    def population_frame(self) -> pd.DataFrame:
        """Return the population at every year's end: date, area, sex, age, persons."""
        import pandas as pd

        frames = []
        for month, cube in self._population:
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

    def _rows_by_month(self) -> dict[str, object]:
        """Rows of the whole region by month."""
        number, months = len(self.ids), self._months
        labels = np.array([month_label(self._start + offset) for offset in range(months)])
        return _rows(
            np.tile(labels, number),
            "month",
            "region",
            "all",
            "all",
            np.repeat(np.arange(number), months),
            self._by_month.reshape(2, -1),
        )

    def _rows_by_area(self) -> dict[str, object]:
        """Rows of region and areas by year."""
        number, years, areas = self._by_area.shape[1:]
        place, year, area = (index.ravel() for index in np.indices((number, years, areas)))
        names = np.array(["region", *self._counts.areas])
        return _rows(
            (self._first_year + year).astype(str),
            "year",
            names[area],
            "all",
            "all",
            place,
            self._by_area.reshape(2, -1),
        )

    def _rows_by_group(self) -> dict[str, object]:
        """Rows of group margins by year, for indicators that declare groups."""
        chosen = np.array([place for place, one in enumerate(self.indicators) if one.groups], dtype=np.int64)
        table = self._by_group[:, chosen]
        place, year, group = (index.ravel() for index in np.indices(table.shape[1:]))
        kinds = np.array([kind for kind, _ in GROUP_LABELS])
        labels = np.array([label for _, label in GROUP_LABELS])
        return _rows(
            (self._first_year + year).astype(str),
            "year",
            "region",
            kinds[group],
            labels[group],
            chosen[place],
            table.reshape(2, -1),
        )


def _rows(
    period: object, kind: str, area: object, group_kind: object, group: object, indicator: object, pair: Integers
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


def _ones(length: int) -> Integers:
    return np.ones(length, dtype=np.int64)


def _margins(values: Integers) -> tuple[Integers, Integers]:
    """Return region and areas, and the group margins (zeros for values without groups)."""
    if values.ndim == 1:
        return np.concatenate([[values.sum()], values]), np.zeros(len(GROUP_LABELS), dtype=np.int64)
    by_area = values.sum(axis=(1, 2))
    groups = np.concatenate([values.sum(axis=(0, 2)), values.sum(axis=(0, 1))])
    return np.concatenate([[by_area.sum()], by_area]), groups
