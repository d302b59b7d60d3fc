"""A law: what it changes of registered values, from when, and whether it is in force, announced or open."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any, Literal, get_args

from pydantic import Field, field_validator, model_validator

from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier, Operation
from simsocial.parameters.parameter import Parameter
from simsocial.shapes.figure import OWN_SETTING, Figure, Provenance
from simsocial.shapes.month import Month
from simsocial.shapes.strict_model import Label, StrictModel

__all__ = ["STATUSES", "Law", "LawChange", "Status"]

Status = Literal["enacted", "announced", "open"]
STATUSES: tuple[str, ...] = get_args(Status)
_AXES = ("area", "place", "site", "provider")


class LawChange(StrictModel):
    """What a law changes of one value.

    Attributes
    ----------
    id : str
        Registered id of the value, in full.
    op : {"set", "add", "multiply", "cap"}
        What is done with `by`; of a table multiply only.
    by : Figure
        New value, summand, factor or cap, in the unit of the value; by date where the law comes in steps, of which
        each holds until the next.
    where : dict of str to list of str
        Where it holds: names by axis (area, place, site, provider); everywhere if not given.
    order : int
        Which of several changes of one value acts first where that matters, the lower number first. A measure says so
        with its own `order`: below it acts before the law, above it after.
    """

    id: str
    op: Operation
    by: Figure
    where: dict[str, list[str]] = Field(default_factory=dict)
    order: int = 0

    @field_validator("where", mode="before")
    @classmethod
    def _read_one_name(cls, value: object) -> object:
        """Read ``area: E`` as ``area: [E]``."""
        if not isinstance(value, dict):
            return value
        return {axis: [names] if isinstance(names, str) else names for axis, names in value.items()}

    @field_validator("where")
    @classmethod
    def _check_axes(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:
        """Require known axes with names."""
        for axis, names in value.items():
            if axis not in _AXES:
                message = say("'{axis}' is no axis. {valid}", axis=axis, valid=nearest(axis, _AXES))
                raise ValueError(message)
            if not names:
                message = say("{axis} needs at least one name", axis=axis)
                raise ValueError(message)
        return value


class Law(Provenance):
    """One entry of the legal calendar, read from ``conf/law/*.yaml``; its source is that of figures without their own.

    Attributes
    ----------
    id : str
        Name by which it is switched, the key of its entry.
    label : Label
        Name in German and English.
    law : str
        Which law it is, or would be.
    status : {"enacted", "announced", "open"}
        An enacted law acts in every scenario unless it is switched off; another one where it is switched on.
    start, end : str
        First month (key ``from``), and last month or None (key ``to``), ``YYYY-MM``.
    ramp_months : int
        Months over which it grows to its full size.
    ramp_step_months : int
        Months from one step of that growth to the next; 12 where a law comes class by class.
    sources : dict of str to str
        Short names of sources with their full text.
    changes : dict of str to LawChange
        What it changes, by a name for each. Where the effect is contested and none is the best there is, the number
        has a range beside none.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    law: str = Field(min_length=1)
    status: Status
    start: Month = Field(alias="from")
    end: Month | None = Field(default=None, alias="to")
    ramp_months: int = Field(default=0, ge=0, le=120)
    ramp_step_months: int = Field(default=1, ge=1, le=60)
    sources: dict[str, str] = Field(default_factory=dict)
    changes: dict[str, LawChange]

    @model_validator(mode="after")
    def _check_changes(self) -> Law:
        """Require a change, a sensible period, and steps within it."""
        if not self.changes:
            message = say(
                "changes: a law that changes no registered value has no effect. Valid: at least one change"
            )
            raise ValueError(message)
        if self.last_month is not None and self.last_month < self.first_month:
            message = say("to {end} lies before from {start}", end=self.end, start=self.start)
            raise ValueError(message)
        for name, change in self.changes.items():
            if name.startswith("_") or not name.isidentifier():
                message = say("changes.{name}: is no name. Valid: letters, digits and '_'", name=name)
                raise ValueError(message)
            if isinstance(change.by.value, dict):
                self._check_steps(name, change)
        return self

    def _check_steps(self, name: str, change: LawChange) -> None:
        if self.ramp_months:
            message = say(
                "changes.{name}.by: steps by date leave no room for ramp_months. Valid: one of the two",
                name=name,
            )
            raise ValueError(message)
        try:
            dates = [dated.holds_from for dated in self._parameter(name, change).history]
        except ParameterError as caught:
            raise ValueError(str(caught)) from None
        for date in dates:
            if date < self.first_month or (self.last_month is not None and date > self.last_month):
                span = (
                    say("{since} to {until}", since=self.start, until=self.end)
                    if self.end
                    else say("{since} or later", since=self.start)
                )
                message = say(
                    "changes.{name}.by: {month_label} is not within the law's period. Valid: {span}",
                    name=name,
                    month_label=month_label(date),
                    span=span,
                )
                raise ValueError(message)

    @property
    def first_month(self) -> int:
        """Absolute month of the start."""
        return month_index(self.start)

    @property
    def last_month(self) -> int | None:
        """Absolute last month, None without end."""
        return None if self.end is None else month_index(self.end)

    def parameters(self) -> tuple[Parameter, ...]:
        """Return what it changes values by as parameters ``laws.<id>.<change>.by``."""
        return tuple(self._by_change.values())

    @functools.cached_property
    def _by_change(self) -> dict[str, Parameter]:
        """The parameter of each change; every plan asks for them."""
        return {name: self._parameter(name, change) for name, change in self.changes.items()}

    def _parameter(self, name: str, change: LawChange) -> Parameter:
        sources = self.sources | {OWN_SETTING: self.sources.get(self.source, self.source)}
        unit = "factor on the changed value" if change.op == "multiply" else "unit of the changed value"
        made = change.by.parameter(f"laws.{self.id}.{name}.by", sources, unit)
        said = f"{self._told}: {change.op} {change.id} from {self.start}."
        return replace(made, note=f"{said} {made.note}".strip())

    @property
    def _told(self) -> str:
        """What the assumption sheet calls it."""
        return f"Law ({self.status}), {self.law}"

    def modifiers(self, parameters: Parameters) -> tuple[Modifier, ...]:
        """Return all changes, each step of one by date for itself; an own number of a whole run goes before a law.

        Parameters
        ----------
        parameters : Parameters
            The registry of the run; what is drawn or overridden of the law's own numbers is taken from it, and they
            are as stated where it does not have them.
        """
        return tuple(
            modifier
            for name, change in self.changes.items()
            if not self._is_overridden(change, parameters)
            for modifier in self._steps(name, change, parameters)
        )

    def overridden(self, parameters: Parameters) -> tuple[str, ...]:
        """Return the ids that it does not change since a number of the user's own holds for the whole run."""
        return tuple(one.id for one in self.changes.values() if self._is_overridden(one, parameters))

    @staticmethod
    def _is_overridden(change: LawChange, parameters: Parameters) -> bool:
        # An override of a table is a factor on it, whatever the law makes of it.
        return change.id in parameters.overrides and not (
            change.id in parameters and parameters[change.id].is_table
        )

    def _steps(self, name: str, change: LawChange, parameters: Parameters) -> list[Modifier]:
        own = self._by_change[name]
        common: dict[str, Any] = {
            "id": change.id,
            "op": change.op,
            "ramp_months": self.ramp_months,
            "ramp_step_months": self.ramp_step_months,
            "where": {axis: tuple(names) for axis, names in change.where.items()},
            "origin": f"laws.{self.id}.{name}",
            "order": change.order,
            "may_do_nothing": own.low < own.high,
        }
        starts = [max(dated.holds_from, self.first_month) for dated in own.history]
        ends = [*(start - 1 for start in starts[1:]), self.last_month]
        values = [
            parameters.value(own.id, start) if own.id in parameters else dated.number(None)
            for start, dated in zip(starts, own.history, strict=True)
        ]
        return [
            Modifier(start=start, end=end, by=by, **common)
            for start, end, by in zip(starts, ends, values, strict=True)
        ]
