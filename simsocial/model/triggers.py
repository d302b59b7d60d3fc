"""Triggers of an adaptive plan: looked at after every month, they date the measures that wait for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

from simsocial.core.calendar import month_label
from simsocial.shapes.trigger import Trigger

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Change", "Spell", "Triggers", "Waiting"]


class Dateable(Protocol):
    """What is asked of a measure; see :class:`simsocial.measures.decision.Decision`."""

    @property
    def trigger(self) -> Trigger | None:
        """What it waits for."""

    @property
    def delay(self) -> int:
        """Months from the trigger to the begin."""

    @property
    def last_month(self) -> int | None:
        """Its own end, if it has one."""

    def differs_from(self, horizon_start: int) -> int:
        """Return the absolute month from which its trigger is looked at."""

    def dated(self, first: int, last: int | None) -> Self:
        """Return it with a first and a last month."""


class Spell(NamedTuple):
    """First and last absolute month of a measure that its trigger has dated; the last is None while it stays."""

    first: int
    last: int | None


class Change(NamedTuple):
    """A trigger that fired, or a measure that its trigger ends: when, what begins or ends when, and the value seen."""

    what: str
    month: int
    acts: int
    value: float


class Waiting(NamedTuple):
    """Where a measure with a trigger stands: months held in a row, what was dated so far, and why."""

    held: int = 0
    spells: tuple[Spell, ...] = ()
    changes: tuple[Change, ...] = ()


class Triggers:
    """The measures of a scenario as their triggers date them.

    Parameters
    ----------
    measures : mapping of str to Measure
        All of the scenario, by name.
    start : int
        First absolute month of the horizon.

    Attributes
    ----------
    waiting : dict of str to Waiting
        Where each measure with a trigger stands, by name.
    """

    def __init__(self, measures: Mapping[str, Dateable], start: int) -> None:
        self._measures, self._start = dict(sorted(measures.items())), start
        self.waiting = {name: Waiting() for name, one in self._measures.items() if one.trigger is not None}

    def resume(self, waiting: Mapping[str, Waiting]) -> None:
        """Go on where another run of the same triggers stood."""
        self.waiting = {name: waiting.get(name, Waiting()) for name in self.waiting}

    def measures(self) -> tuple[Any, ...]:
        """Return the measures that have dates, by name: those without a trigger, and each spell of the others."""
        return tuple(
            dated
            for name, one in self._measures.items()
            for dated in (
                [one]
                if name not in self.waiting
                else [one.dated(spell.first, spell.last) for spell in self.waiting[name].spells]
            )
        )

    def look(self, seen: Callable[[Trigger], float], month: int) -> bool:
        """Look at what was counted in a month, known in the next one; return whether a measure has other dates now.

        Parameters
        ----------
        seen : callable
            Returns the value that a trigger looks at.
        month : int
            Absolute month simulated last.
        """
        before = {name: one.spells for name, one in self.waiting.items()}
        for name, waiting in self.waiting.items():
            measure = self._measures[name]
            if measure.trigger is not None and month >= measure.differs_from(self._start):
                self.waiting[name] = _after(measure, measure.trigger, waiting, seen(measure.trigger), month)
        return any(one.spells != before[name] for name, one in self.waiting.items())

    def frame(self) -> pd.DataFrame | None:
        """Return a row for each begin and end that a trigger caused; None without triggers.

        Returns
        -------
        DataFrame or None
            measure, event (``begins``, ``ends``), month (in which the trigger fired), acts (first month with the
            measure, or without it), indicator and area, or site, value (in the month before), threshold, months (in
            a row).
        """
        import pandas as pd

        if not self.waiting:
            return None
        rows = [
            (name, change, trigger)
            for name, waiting in self.waiting.items()
            if (trigger := self._measures[name].trigger) is not None
            for change in waiting.changes
        ]
        words = {
            "measure": [name for name, _, _ in rows],
            "event": [change.what for _, change, _ in rows],
            "month": [month_label(change.month) for _, change, _ in rows],
            "acts": [month_label(change.acts) for _, change, _ in rows],
            "indicator": [trigger.indicator or "" for _, _, trigger in rows],
            "area": [trigger.area or ("" if trigger.site else "region") for _, _, trigger in rows],
            "site": [trigger.site or "" for _, _, trigger in rows],
        }
        numbers = {
            "value": [change.value for _, change, _ in rows],
            "threshold": [trigger.threshold for _, _, trigger in rows],
        }
        months = pd.Series([trigger.months for _, _, trigger in rows], dtype="int64")
        return pd.DataFrame(words, dtype="string").join(
            pd.DataFrame(numbers, dtype="float64").assign(months=months)
        )


def _after(measure: Dateable, trigger: Trigger, waiting: Waiting, value: float, month: int) -> Waiting:
    """Return where a measure stands after its indicator had a value in a month."""
    held, spells, changes = waiting
    acting = spells[-1] if spells and spells[-1].last is None else None
    over = measure.last_month is not None and month >= measure.last_month
    if over or (acting is not None and (trigger.hysteresis is None or month < acting.first)):
        return waiting
    seen = trigger.is_beyond(value) if acting is None else trigger.is_back(value)
    held = held + 1 if seen else 0
    if held < trigger.months:
        return waiting._replace(held=held)
    if acting is not None:
        ended = *spells[:-1], Spell(acting.first, month)
        return Waiting(0, ended, (*changes, Change("ends", month + 1, month + 1, value)))
    begins = month + 1 + measure.delay
    if measure.last_month is not None and begins > measure.last_month:
        return waiting._replace(held=held)
    return Waiting(0, (*spells, Spell(begins, None)), (*changes, Change("begins", month + 1, begins, value)))
