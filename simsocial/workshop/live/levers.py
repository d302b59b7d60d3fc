"""The levers: what a slider does to the measures of an option.

A lever is an entry among the measures or a change of the option's own entries; what it does to a run, and whether it
fits, is up to the measures as in a file. At its neutral value it does nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from typing_extensions import override

from simsocial.experiment.delay import delayed

__all__ = ["Factor", "LaterStart", "Lever", "Measures", "OwnPlaces", "SitePlaces", "SitePosts"]

Measures = Mapping[str, Mapping[str, Any]]
"""Name of a measure to its entry, as in a scenario file."""


@dataclass(frozen=True)
class Lever(ABC):
    """One slider.

    Attributes
    ----------
    id : str
        ``places``, ``staff``, ``fee`` or ``start``.
    text : str
        Key of its name, of which ``-value`` and ``-hint`` are made.
    about : str
        Which service or site it turns, in the reader's language; empty where the option's measures say it.
    low, high, step, neutral : int
        Bounds, step and where the option has it, in the lever's unit.
    """

    unit: ClassVar[int] = 1
    """How many of the lever's steps of one make one of what a reader sees."""

    id: str
    text: str
    about: str
    low: int
    high: int
    step: int
    neutral: int

    @abstractmethod
    def turned(self, measures: Measures, value: int) -> Measures:
        """Return the measures with the lever at a value."""


@dataclass(frozen=True)
class OwnPlaces(Lever):
    """Places of the option's own new or resized sites together, in persons; each gets its share.

    Attributes
    ----------
    key : str
        ``licensed_places``, or ``change`` where the option says how many more or fewer.
    """

    key: str

    @override
    def turned(self, measures: Measures, value: int) -> Measures:
        """Return the measures with other places, and what they state of building costs in proportion."""
        own = {name: int(entry[self.key]) for name, entry in measures.items() if entry.get(self.key)}
        total, result = sum(own.values()), dict(measures)
        before = given = 0
        for name, places in own.items():
            # Whole places that add up to the value: each ends where its share of the whole ends.
            before += places
            share = round(value * before / total) - given
            given += share
            entry = {**measures[name], self.key: share}
            if entry.get("capital_cost_eur") is not None:
                entry["capital_cost_eur"] = _times(entry["capital_cost_eur"], share / places)
            result[name] = entry
        return result


def _times(price: Any, factor: float) -> Any:
    """Return a price, a number or an entry with a range, times a factor."""
    if isinstance(price, Mapping):
        amounts = ("low", "typical", "high", "value")
        return {key: one * factor if key in amounts else one for key, one in price.items()}
    return price * factor


@dataclass(frozen=True)
class _Added(Lever):
    """A lever that adds a measure.

    Attributes
    ----------
    entry : mapping
        Kind, start, who decides, where.
    """

    entry: Mapping[str, Any]

    @override
    def turned(self, measures: Measures, value: int) -> Measures:
        """Return the measures with one more."""
        return {**measures, f"live_{self.id}": {**self.entry, **self.amount(value)}}

    @abstractmethod
    def amount(self, value: int) -> dict[str, Any]:
        """Return what the measure does."""


@dataclass(frozen=True)
class SitePlaces(_Added):
    """Places more or fewer at one site, in persons."""

    @override
    def amount(self, value: int) -> dict[str, Any]:
        """Return by how many places."""
        return {"change": value}


@dataclass(frozen=True)
class SitePosts(_Added):
    """Posts more at one site, in tenths of a full-time equivalent."""

    unit: ClassVar[int] = 10

    @override
    def amount(self, value: int) -> dict[str, Any]:
        """Return how many posts."""
        return {"posts_fte": value / self.unit}


@dataclass(frozen=True)
class Factor(_Added):
    """A share of what holds in the status quo, in per cent.

    Attributes
    ----------
    key : str
        Key of the factor in the measure.
    """

    key: str

    @override
    def amount(self, value: int) -> dict[str, Any]:
        """Return the factor."""
        return {self.key: value / 100.0}


@dataclass(frozen=True)
class LaterStart(Lever):
    """By how many months all of the option's own measures begin later; events keep their months."""

    @override
    def turned(self, measures: Measures, value: int) -> Measures:
        """Return the measures some months later."""
        later: Measures = delayed(self.id, {"measures": measures}, value)["measures"]
        return later
