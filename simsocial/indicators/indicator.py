"""What an indicator is: a number with a unit, a direction and a rule for adding it up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from simsocial.indicators.counts import Counts

__all__ = [
    "GROUPED",
    "UNGROUPED",
    "Count",
    "Direction",
    "Indicator",
    "of_event",
    "of_quantity",
    "ratio_of",
]

Integers = npt.NDArray[np.int64]
Count = Callable[[Counts], tuple[Integers, Integers | None]]

Direction = Literal["up", "down", "neutral"]

GROUPED = ("sex", "age_group")
UNGROUPED: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One indicator and how it is counted.

    Attributes
    ----------
    id : str
        Name in tables and settings.
    unit : str
        Unit of the value.
    label : mapping
        Name by language, ``de`` and ``en``.
    field : str
        Planning field.
    direction : {"up", "down", "neutral"}
        Which way is better; neutral where more is neither.
    count : callable
        Takes the counts of a month by slot (:meth:`~simsocial.indicators.counts.Counts.by_slot`); returns numerator
        and denominator as integers of shape (areas,), or (slots,) for indicators with groups. None as denominator
        stands for one. A run is evaluated once for all its months: every cube then has the month as one more axis
        at the end, so count axes from the front.
    scale : float
        The value is numerator / denominator x scale.
    groups : tuple of str
        Margins that are recorded (:mod:`simsocial.indicators.margins`); of events those that sex and age decide.
    at_key_date : bool
        Whether it is counted at the end of its key month only, by whatever margins it names: other months have no
        value, and no rows.
    sum_over_time : {"sum", "mean", "last"}
        How months make a year: flows add up, stocks are averaged or taken at the year's end.
    key_month : int or None
        Month of the year (1-12) whose end gives the year's value instead: the date official figures have.
    sum_over_areas : {"sum", "ratio"}
        Whether areas add up, or numerators and denominators do.
    relevance : float
        Smallest effect a planner cares about.
    relevance_kind : {"absolute", "relative"}
        Whether `relevance` is in the unit or a share of the reference.
    validation : {"hindcast", "base_year", "plausible", "none"}
        How far the model was compared with observed figures for this indicator.
    decimals : int
        Decimals that make sense.
    set_by_measures : bool
        Whether measures set it themselves (sites, licensed places): a change is the act, no side effect.
    judged_by : str
        Indicator whose change decides whether this one changes for better or worse, '' for its own: operating
        cost is judged with interest and redemption of what was built to lower it.
    kind, concept, payer : str
        What it is about, '' for nothing in particular: service kind or kind of site; what is counted of it,
        such as "demand" or "unmet"; who pays. Whoever reads results looks here, never into the id.
    rests_on : tuple of str
        Parameters that set the level. Where figures cannot tell them (``identified: false``), the level is printed as
        not identified, with its range over draws.
    """

    id: str
    unit: str
    label: Mapping[str, str]
    field: str
    direction: Direction
    count: Count
    scale: float = 1.0
    groups: tuple[str, ...] = UNGROUPED
    at_key_date: bool = False
    sum_over_time: Literal["sum", "mean", "last"] = "mean"
    key_month: int | None = None
    sum_over_areas: Literal["sum", "ratio"] = "sum"
    relevance: float = 0.01
    relevance_kind: Literal["absolute", "relative"] = "relative"
    validation: Literal["hindcast", "base_year", "plausible", "none"] = "plausible"
    decimals: int = 0
    set_by_measures: bool = False
    judged_by: str = ""
    kind: str = ""
    concept: str = ""
    payer: str = ""
    rests_on: tuple[str, ...] = ()

    def metadata(self) -> dict[str, Any]:
        """Return everything but the counting, as the manifest and lists show it."""
        # Not ``asdict``, which copies every word of hundreds of indicators deeply.
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "count"}
        values["label"] = dict(self.label)
        values["groups"] = list(self.groups)
        values["rests_on"] = list(self.rests_on)
        return values


def of_quantity(*names: str) -> Count:
    """Count one of :data:`simsocial.indicators.axes.QUANTITIES`, or the sum of several."""

    def count(counts: Counts) -> tuple[Integers, None]:
        return np.sum([counts.quantity(name) for name in names], axis=0), None

    return count


def ratio_of(part: str, whole: str) -> Count:
    """Relate one quantity to another one."""
    return lambda counts: (counts.quantity(part), counts.quantity(whole))


def of_event(name: str) -> Count:
    """Count one of :data:`simsocial.indicators.axes.EVENTS` of the month."""
    return lambda counts: (counts.event(name), None)
