"""The plan: what every registered value is in each month of a run, worked out before the first one.

A plan knows figures by date, law, overrides and the draw, as the registry does, and beside them the modifiers of an
option. What a month needs is asked for once, when a model is built, and read by row while months pass: nothing is
looked up by name or date then.

Examples
--------
>>> from simsocial.parameters import Parameters
>>> plan = Plan(Parameters.load(), 2024 * 12, 2025 * 12 - 1)
>>> boys = plan.number("fertility.male_share")
>>> round(boys.at(2024 * 12 + 5), 3)
0.514
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, TypeVar, cast

import numpy as np
import numpy.typing as npt
from typing_extensions import override

from simsocial.parameters.by_month import Held, Number, Tables
from simsocial.parameters.fitting import check_modifier
from simsocial.parameters.modifier import Modifier, check_combination
from simsocial.parameters.parameter import Parameter
from simsocial.parameters.registry import Parameters

__all__ = ["Plan"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Made = TypeVar("Made")
Reading = Literal["monthly", "yearly", "steady"]

_KEPT = 16
"""Options of which a registry keeps plans: five megabytes each, which a search among thousands would add up."""


class Plan(Parameters):
    """The registry of one run with its values by month; it answers whatever the registry answers.

    Parameters
    ----------
    registry : Parameters
        Complete, with overrides, draw and what may be known.
    first_month, last_month : int
        Absolute months of the run, both included.
    modifiers : sequence of Modifier
        What an option changes.
    reading : {"monthly", "yearly", "steady"}
        Of which month the registry's figures are taken: the month itself, the middle of its year, or the first one.
        What an option changes holds by month in any case.
    at : mapping of str to str
        For what its values are asked, by axis, such as ``{"area": "E"}``; modifiers elsewhere do not count.
    law : sequence of Modifier
        What laws change, which is no doing of the option: :attr:`usual` keeps it.

    Attributes
    ----------
    modifiers : tuple of Modifier
        Those of laws and option, in the order in which they act.

    Raises
    ------
    ParameterError
        If a modifier names no value, does not fit it, changes nothing, or contradicts another. Drawn values are not
        checked: best values are, before any run.
    """

    def __init__(
        self,
        registry: Parameters,
        first_month: int,
        last_month: int,
        modifiers: Sequence[Modifier] = (),
        reading: Reading = "monthly",
        at: Mapping[str, str] = MappingProxyType({}),
        law: Sequence[Modifier] = (),
    ) -> None:
        super().__init__(
            registry,
            overrides=registry.overrides,
            draw=registry.draw,
            seed=registry.seed,
            known_until=registry.known_until,
        )
        self._registry = registry
        self.first_month, self.last_month = first_month, last_month
        self.months = np.arange(first_month, last_month + 1)
        self._reading, self._at = reading, at
        self._numbers: dict[str, Number] = {}
        self._by_month: dict[str, Tables] = {}
        # The order of their names does not matter: those that do not commute say which comes first.
        self.modifiers = _in_order((*law, *modifiers))
        self._law, self._option = tuple(law), tuple(modifiers)
        if reading == "monthly" and not at and registry.draw is None:
            self._check()

    @classmethod
    def of(
        cls,
        registry: Parameters,
        first_month: int,
        last_month: int,
        modifiers: Sequence[Modifier] = (),
        reading: Reading = "monthly",
        at: Mapping[str, str] = MappingProxyType({}),
        law: Sequence[Modifier] = (),
    ) -> Plan:
        """Return the plan of a registry with what was made of it before: all runs of an option share it.

        A registry keeps those of the options last asked for; of the others all is made anew.
        """
        option = tuple(law), tuple(modifiers)
        what = first_month, last_month, reading, tuple(sorted(at.items()))
        plans = _of_option(registry._plans, option)
        if what not in plans:
            plan = cls(registry, first_month, last_month, modifiers, reading, at, law)
            # Plans of options that only add numbers of their own share what is made of all others.
            plan._made = _of_option(registry._made_of_plans, option).setdefault(what, {})
            plans[what] = plan
        return cast("Plan", plans[what])

    # --- other readings of the same figures ----------------------------------------------------------

    def _with(
        self, modifiers: Sequence[Modifier], reading: Reading, at: Mapping[str, str] = MappingProxyType({})
    ) -> Plan:
        return Plan.of(self._registry, self.first_month, self.last_month, modifiers, reading, at, self._law)

    def _check(self) -> None:
        """Refuse changes that do not fit their values, change nothing or contradict each other."""
        check_combination(self.modifiers)
        # A law may stand although a measure goes beyond it, or another law that comes after it.
        law = _in_order(self._law)
        for position, modifier in enumerate(law):
            check_modifier(modifier, law[: position + 1], self._registry, self.months, self._unmodified)
        for modifier in _in_order(self._option):
            check_modifier(modifier, self.modifiers, self._registry, self.months, self._unmodified)

    @property
    def yearly(self) -> Plan:
        """The plan with the figures of the middle of each year, for what is worked out once a year."""
        return self._with(self._option, "yearly", self._at)

    @property
    def steady(self) -> Plan:
        """The plan with the figures of the first month, for what moves with an option alone."""
        return self._with(self._option, "steady", self._at)

    @property
    def usual(self) -> Plan:
        """The plan without what an option changes."""
        return self._with((), self._reading) if self._option else self

    @property
    def registered(self) -> Plan:
        """The plan as it is without laws and without what an option changes."""
        if not self.modifiers:
            return self
        return Plan.of(self._registry, self.first_month, self.last_month, (), self._reading)

    # --- what a step reads ---------------------------------------------------------------------------

    def differs(self, *axes: str) -> bool:
        """Whether an option or a law changes any value along one of these axes only somewhere."""
        return any(set(axes) & set(one.where) for one in self.modifiers)

    def local(self, **at: str) -> Plan:
        """Return the plan as it holds for something with these attributes, such as ``area="E", site="K1"``."""
        return self._with(self._option, self._reading, at)

    def number(self, identifier: str) -> Number:
        """Return a single number by month."""
        if identifier not in self._numbers:
            usual = values = self._unmodified(identifier)
            for modifier in self.modifiers:
                if modifier.id == identifier and modifier.holds_for(self._at):
                    values = modifier.applied(values, self.months)
            if self.draw is not None and values is not usual:
                # What makes sense of the best value may lead a drawn one too far.
                values = np.where(values == usual, usual, np.clip(values, *self[identifier].bounds))
            values.flags.writeable = False
            self._numbers[identifier] = Number(values, self.first_month)
        return self._numbers[identifier]

    def tables(self, identifier: str) -> Tables:
        """Return a table by month."""
        if identifier not in self._by_month:
            self._by_month[identifier] = self._compile_tables(identifier)
        return self._by_month[identifier]

    def factor(self, identifier: str, **at: str) -> Number:
        """Return by month what laws and an option make of a table, at a place if one is named; 1 for nothing."""
        factor = np.ones(len(self.months))
        for modifier in self.modifiers:
            if modifier.id == identifier and modifier.holds_for(at or self._at):
                factor = modifier.applied(factor, self.months)
        return Number(factor, self.first_month)

    def held(
        self,
        make: Callable[[int], Made],
        *fields: str,
        of: Hashable = None,
        alike: Callable[[Made, Made], bool] | None = None,
        every: int = 0,
    ) -> Held[Made]:
        """Return what follows from the values of some fields, made anew when one of them or the year changes.

        Parameters
        ----------
        make : callable
            Takes an absolute month.
        *fields : str
            First words of the ids that it reads; none: all.
        of : hashable, optional
            Its name and what else than values it is made from, such as the region. Then all runs of the plan share
            what is made, and all options do that change none of the fields.
        alike : callable, optional
            As :class:`simsocial.parameters.by_month.Held` takes it.
        every : int
            Months of the year after which it is made anew whatever the values are; 0 for none.
        """
        if of is None:
            return Held(make, self._versions(fields, every), self.first_month, alike=alike)
        changes = any(not fields or one.id.split(".")[0] in fields for one in self._option)
        plan = self if changes else self.usual
        version = plan.once(("versions", fields, every), lambda: plan._versions(fields, every))
        kept: dict[int, Made] = plan.once(("held", fields, of), dict)
        return Held(make, version, self.first_month, kept, alike)

    def each_month(self, make: Callable[[int], Made], of: Hashable = None) -> Held[Made]:
        """Return what is another in every month; with `of`, as :meth:`held` takes it, made for all runs of the plan."""
        kept: dict[int, Made] | None = None if of is None else self.once(("each month", of), dict)
        return Held(make, np.arange(len(self.months)), self.first_month, kept)

    @override
    def value(self, identifier: str, month: int | None = None) -> float:
        """Return a single number as it holds in a month; where months pass, take :meth:`number`.

        Without month, and outside the run, it is the registry's.
        """
        if month is None or not self.first_month <= month <= self.last_month:
            return self._registry.value(identifier, month)
        return self.number(identifier).at(month)

    @override
    def table(self, identifier: str, month: int | None = None) -> Floats:
        """Return a table as it holds in a month, read-only; where months pass, take :meth:`tables`."""
        if month is None or not self.first_month <= month <= self.last_month:
            return self._registry.table(identifier, month)
        return self.tables(identifier).at(month)

    @property
    @override
    def fallbacks(self) -> tuple[str, ...]:
        """As of the registry."""
        return self._registry.fallbacks

    # --- compiling -----------------------------------------------------------------------------------

    def _versions(self, fields: Sequence[str], every: int = 0) -> Integers:
        """Return by month a number that grows where a value of the fields, or the year, becomes another."""
        starts = self.months % every == 0 if every else np.zeros(len(self.months), dtype=np.bool_)
        if self._reading == "monthly":
            starts[0] |= not fields or not self._registry.first_words.isdisjoint(fields)
            for parameter in self._registry.with_dates:
                if not fields or parameter.first_word in fields:
                    starts[self._starts(parameter)] = True
        if self._reading != "steady":
            starts |= self.months % 12 == 0
        for modifier in self.modifiers:
            if not fields or modifier.id.split(".")[0] in fields:
                strength = modifier.strength(self.months)
                starts[1:] |= strength[1:] != strength[:-1]
        return np.cumsum(starts, dtype=np.int64)

    def _starts(self, parameter: Parameter) -> list[int]:
        """Return the rows from which another value may hold; the first is 0."""
        first, months = self.first_month, len(self.months)
        return [0, *(row for date in parameter.changes if 0 < (row := date - first) < months)]

    def _read_at(self, parameter: Parameter) -> tuple[Integers | list[int], Integers]:
        """Return the rows from which another of the registry's figures may hold, and the months to ask it for."""
        if self._reading == "steady":
            return [0], self.months[:1]
        if self._reading == "yearly":
            rows = np.flatnonzero((self.months % 12 == 0) | (self.months == self.first_month))
            return rows, self.months[rows] // 12 * 12 + 6
        starts = self._starts(parameter)
        return starts, self.months[starts]

    def _unmodified(self, identifier: str) -> Floats:
        """Return a number by month as the registry has it."""
        rows, months = self._read_at(self[identifier])
        values = [self._registry.value(identifier, int(month)) for month in months]
        if len(values) == 1:
            return np.full(len(self.months), values[0])
        return np.repeat(values, np.diff(np.append(rows, len(self.months))))

    def _compile_tables(self, identifier: str) -> Tables:
        rows, months = self._read_at(self[identifier])
        tables = [self._registry.table(identifier, int(month)) for month in months]
        version = np.repeat(np.arange(len(rows)), np.diff(np.append(rows, len(self.months))))
        factor = self.factor(identifier).values
        if (factor == 1.0).all():
            return Tables(tuple(tables), version, self.first_month)
        pairs, which = np.unique(np.stack([version, factor]), axis=1, return_inverse=True)
        made = [tables[int(kept)] * by if by != 1.0 else tables[int(kept)] for kept, by in pairs.T]
        for table in made:
            table.flags.writeable = False
        return Tables(tuple(made), which.ravel(), self.first_month)


def _in_order(modifiers: Sequence[Modifier]) -> tuple[Modifier, ...]:
    """Return modifiers in the order in which they act."""
    return tuple(sorted(modifiers, key=lambda one: (one.order or 0, one.origin, one.start, one.not_before)))


def _of_option(kept: dict[Hashable, dict[Hashable, Made]], option: Hashable) -> dict[Hashable, Made]:
    """Return what is kept of an option; if they are too many now, the one not asked for longest has gone."""
    own = kept[option] = kept.pop(option, {})
    if len(kept) > _KEPT:
        del kept[next(iter(kept))]
    return own
