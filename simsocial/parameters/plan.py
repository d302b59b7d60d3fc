"""The plan: what every registered value is in each month of a run, worked out before the first one.

A plan knows figures by date, law, overrides and the draw (through the registry) and the modifiers of an option. A
step reads row ``month - first_month``; nothing is looked up by name or date while months pass.

Examples
--------
>>> from simsocial.parameters import Parameters
>>> plan = Plan(Parameters.load(), 2024 * 12, 2025 * 12 - 1)
>>> plan.series("fertility.male_share").shape
(12,)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.core.errors import ParameterError, nearest
from simsocial.parameters.modifier import Modifier, check_combination
from simsocial.parameters.parameter import Parameter
from simsocial.parameters.registry import Parameters

__all__ = ["Plan", "Tables"]

Floats = npt.NDArray[np.float64]


class Tables(NamedTuple):
    """A table over the months of a run, each version kept once.

    Attributes
    ----------
    versions : tuple of ndarray
        Read-only tables.
    version : ndarray (months,)
        Which of them holds in each month.
    first_month : int
        Absolute month of the first row.
    """

    versions: tuple[Floats, ...]
    version: npt.NDArray[np.int64]
    first_month: int

    def at(self, month: int) -> Floats:
        """Return the table as it holds in an absolute month; the same object while nothing changes."""
        table: Floats = self.versions[self.version[month - self.first_month]]
        return table


class Plan:
    """Values by month.

    Parameters
    ----------
    parameters : Parameters
        The registry of the run.
    first_month, last_month : int
        Absolute months, both included.
    modifiers : sequence of Modifier
        What an option changes.

    Raises
    ------
    ParameterError
        If a modifier names no value, does not fit it, changes nothing, or contradicts another.
    """

    def __init__(
        self, parameters: Parameters, first_month: int, last_month: int, modifiers: Sequence[Modifier] = ()
    ) -> None:
        self.parameters = parameters
        self.first_month, self.last_month = first_month, last_month
        self.months = np.arange(first_month, last_month + 1)
        self._series: dict[tuple[str, tuple[int, ...]], Floats] = {}
        self._tables: dict[str, Tables] = {}
        check_combination(modifiers)
        # The order of their names does not matter: those that do not commute say which comes first.
        self.modifiers = tuple(sorted(modifiers, key=lambda one: (one.order or 0, one.origin)))
        for modifier in self.modifiers:
            self._check(modifier)

    def with_modifiers(self, modifiers: Sequence[Modifier]) -> Plan:
        """Return the plan of an option: the same figures with these changes."""
        return Plan(self.parameters, self.first_month, self.last_month, modifiers)

    def series(self, identifier: str, **attributes: str) -> Floats:
        """Return a single number by month, read-only.

        Parameters
        ----------
        identifier : str
            Registered id.
        **attributes : str
            What it is asked for, by axis: ``area="E", site="K1"``; modifiers elsewhere do not count.
        """
        acting = tuple(
            number
            for number, one in enumerate(self.modifiers)
            if one.id == identifier and one.holds_for(attributes)
        )
        key = (identifier, acting)
        if key not in self._series:
            values = self._unmodified(identifier)
            for number in acting:
                values = self.modifiers[number].applied(values, self.months)
            values.flags.writeable = False
            self._series[key] = values
        return self._series[key]

    def tables(self, identifier: str) -> Tables:
        """Return a table by month."""
        if identifier not in self._tables:
            self._tables[identifier] = self._compile_tables(identifier)
        return self._tables[identifier]

    def value(self, identifier: str, month: int) -> float:
        """Return a single number in one month; where months pass, take the :meth:`series`."""
        return float(self.series(identifier)[self.row(month)])

    def row(self, month: int) -> int:
        """Return the row of an absolute month.

        Raises
        ------
        ParameterError
            If the run does not reach it.
        """
        if not self.first_month <= month <= self.last_month:
            span = f"{month_label(self.first_month)} to {month_label(self.last_month)}"
            message = f"The plan has no month {month_label(month)}. Valid: {span}."
            raise ParameterError(message)
        return month - self.first_month

    def changed(self) -> tuple[str, ...]:
        """Return the ids that an option changes."""
        return tuple(sorted({one.id for one in self.modifiers}))

    def _starts(self, parameter: Parameter) -> npt.NDArray[np.int64]:
        """Return the rows from which another value may hold; the first is 0."""
        dates = {entry.holds_from for entry in parameter.history}
        # An outlook takes over in the month after the value's last.
        dates |= {entry.known_from + 1 for entry in parameter.history if entry.outlook is not None}
        inside = sorted(
            date - self.first_month for date in dates if self.first_month < date <= self.last_month
        )
        return np.array([0, *inside])

    def _unmodified(self, identifier: str) -> Floats:
        """Return a number by month as the registry has it."""
        starts = self._starts(self.parameters[identifier])
        values = [self.parameters.value(identifier, self.first_month + int(start)) for start in starts]
        return np.repeat(values, np.diff(np.append(starts, len(self.months))))

    def _compile_tables(self, identifier: str) -> Tables:
        starts = self._starts(self.parameters[identifier])
        tables = [self.parameters.table(identifier, self.first_month + int(start)) for start in starts]
        version = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(self.months))))
        acting = [one for one in self.modifiers if one.id == identifier]
        if not acting:
            return Tables(tuple(tables), version, self.first_month)
        factor = np.ones(len(self.months))
        for modifier in acting:
            factor = modifier.applied(factor, self.months)
        pairs, which = np.unique(np.stack([version, factor]), axis=1, return_inverse=True)
        made = [tables[int(kept)] * by if by != 1.0 else tables[int(kept)] for kept, by in pairs.T]
        for table in made:
            table.flags.writeable = False
        return Tables(tuple(made), which.ravel(), self.first_month)

    def _check(self, modifier: Modifier) -> None:
        """Refuse a modifier that does not fit its value, or changes nothing."""
        where = modifier.origin
        if modifier.id not in self.parameters:
            message = f"{where}: '{modifier.id}' is no registered value. {nearest(modifier.id, self.parameters.ids())}"
            raise ParameterError(message)
        parameter = self.parameters[modifier.id]
        if parameter.is_table and modifier.op != "multiply":
            message = (
                f"{where}: '{modifier.id}' is a table over {', '.join(parameter.dims)}. Valid: op: multiply."
            )
            raise ParameterError(message)
        for axis in modifier.where:
            if axis not in parameter.per:
                valid = ", ".join(parameter.per) or "no 'where': it is one for the whole region"
                message = f"{where}: '{modifier.id}' cannot differ by {axis}. Valid: {valid}."
                raise ParameterError(message)
        if modifier.start > self.last_month:
            message = (
                f"{where}: starts in {month_label(modifier.start)}, after the run's last month "
                f"{month_label(self.last_month)}: it changes nothing."
            )
            raise ParameterError(message)
        before = np.ones(len(self.months)) if parameter.is_table else self._unmodified(modifier.id)
        self._check_values(modifier, parameter, before, modifier.applied(before, self.months))

    def _check_values(self, modifier: Modifier, parameter: Parameter, before: Floats, after: Floats) -> None:
        """Require that something changes, and that what comes out makes sense."""
        if np.array_equal(before, after) and not any(
            one is not modifier and one.meets(modifier) for one in self.modifiers
        ):
            message = (
                f"{modifier.origin}: {modifier.op} {modifier.by:g} changes nothing: '{modifier.id}' is "
                f"{before[-1]:g} {parameter.unit} anyway."
            )
            raise ParameterError(message)
        low, high = parameter.bounds
        wrong = (after != before) & ((after < low) | (after > high))
        if wrong.any():
            first = int(np.flatnonzero(wrong)[0])
            message = (
                f"{modifier.origin}: '{modifier.id}' would be {after[first]:g} in "
                f"{month_label(self.first_month + first)}, which makes no sense. Valid: from {low:g} to {high:g} "
                f"({parameter.unit})."
            )
            raise ParameterError(message)
