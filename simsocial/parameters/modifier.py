"""Dated modifiers: what a measure changes of a registered value, from when until when, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say

__all__ = ["OPERATIONS", "Modifier", "check_combination"]

Floats = npt.NDArray[np.float64]
Operation = Literal["set", "add", "multiply", "cap"]
OPERATIONS: tuple[str, ...] = get_args(Operation)


@dataclass(frozen=True)
class Modifier:
    """A change of one value.

    Parameters
    ----------
    id : str
        Registered id of the value; of a table, its level: only ``multiply``.
    op : {"set", "add", "multiply", "cap"}
        What is done with `by`; a cap is the most the value may be.
    by : float
        New value, summand, factor or cap, in the unit of the value.
    start : int
        First absolute month.
    end : int, optional
        Last absolute month.
    ramp_months : int
        Months over which it grows to its full size, in equal steps.
    where : mapping of str to tuple of str
        Where it holds: names by axis (area, place, site, provider, kind); everywhere if empty.
    origin : str
        Who changes it, for messages and the assumption sheet, such as ``measures.more_staff``.
    order : int, optional
        Which of several acts first, where their order matters.
    not_before : int
        Absolute month before which it does not act, however long ago it started: the first of a horizon.
    ramp_step_months : int
        Months from one step to the next; 12 for what grows class by class.
    may_do_nothing : bool
        Whether it may leave the value as it is, since its number is uncertain and none is the best there is.
    key : str
        Where `by` is written, for messages: the key of a measure.
    """

    id: str
    op: Operation
    by: float
    start: int
    end: int | None = None
    ramp_months: int = 0
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    origin: str = "modifier"
    order: int | None = None
    not_before: int = 0
    ramp_step_months: int = 1
    may_do_nothing: bool = False
    key: str = "by"

    def __post_init__(self) -> None:
        """Refuse what is no change."""
        if self.op not in OPERATIONS:
            message = say(
                "{origin}: '{op}' is no operation. {valid}",
                origin=self.origin,
                op=self.op,
                valid=nearest(self.op, OPERATIONS),
            )
            raise ParameterError(message)
        if not np.isfinite(self.by):
            message = say("{origin}: by: {by} is not a finite number.", origin=self.origin, by=self.by)
            raise ParameterError(message)

    def strength(self, months: npt.NDArray[np.int64]) -> Floats:
        """Return by month how much of it acts: 0 before and after, 1 when complete, in between on the ramp.

        Examples
        --------
        >>> Modifier("staff.educators", "add", 2.0, start=10, end=13, ramp_months=2).strength(np.arange(9, 15))
        array([0. , 0.5, 1. , 1. , 1. , 0. ])
        >>> by_class = Modifier("finance.fee", "multiply", 0.5, start=0, ramp_months=37, ramp_step_months=12)
        >>> by_class.strength(np.array([-1, 0, 11, 12, 36])).tolist()
        [0.0, 0.25, 0.25, 0.5, 1.0]
        """
        steps = -(-max(self.ramp_months, 1) // self.ramp_step_months)
        grown = np.clip(((months - self.start) // self.ramp_step_months + 1) / steps, 0.0, 1.0)
        last = np.inf if self.end is None else self.end
        return np.where((months < self.not_before) | (months > last), 0.0, grown)

    def applied(self, values: Floats, months: npt.NDArray[np.int64]) -> Floats:
        """Return values by month with this change.

        Examples
        --------
        >>> half = Modifier("finance.fee", "multiply", 0.5, start=11)
        >>> half.applied(np.array([8.0, 8.0]), np.array([10, 11]))
        array([8., 4.])
        """
        full = {
            "set": np.full_like(values, self.by),
            "add": values + self.by,
            "multiply": values * self.by,
            "cap": np.minimum(values, self.by),
        }[self.op]
        strength = self.strength(months)
        # Where it does not act at all, not a bit may change; what is complete is what was asked for, to the bit.
        growing = np.where(strength > 0.0, values + strength * (full - values), values)
        return np.where(strength >= 1.0, full, growing)

    @property
    def is_none(self) -> bool:
        """Whether it leaves every value as it is."""
        return (self.op, self.by) in (("multiply", 1.0), ("add", 0.0))

    def holds_for(self, attributes: Mapping[str, str]) -> bool:
        """Whether it holds for something with these attributes, such as a site in its area."""
        return all(attributes.get(axis) in names for axis, names in self.where.items())

    def meets(self, other: Modifier) -> bool:
        """Whether both act on one value, at some place and time, together."""
        apart = any(
            not set(self.where[axis]) & set(other.where[axis]) for axis in set(self.where) & set(other.where)
        )
        before = self.end is not None and self.end < max(other.start, other.not_before)
        after = other.end is not None and other.end < max(self.start, self.not_before)
        return self.id == other.id and not (apart or before or after)

    def commutes_with(self, other: Modifier) -> bool:
        """Whether it does not matter which of the two acts first."""
        if self.op == other.op == "set":
            return self.by == other.by and not (self.ramp_months or other.ramp_months)
        if self.op == other.op == "cap":
            return not (self.ramp_months or other.ramp_months)
        return self.op == other.op


def check_combination(modifiers: Sequence[Modifier]) -> None:
    """Require that modifiers of one value commute or say which comes first.

    Raises
    ------
    ParameterError
        Naming both.

    Examples
    --------
    >>> one = Modifier("finance.fee", "set", 5.0, 24, origin="measures.a")
    >>> check_combination([one, Modifier("finance.fee", "add", 1.0, 30, origin="measures.b")])
    Traceback (most recent call last):
        ...
    simsocial.core.errors.ParameterError: measures.a and measures.b change 'finance.fee' at the same time...
    """
    for position, one in enumerate(modifiers):
        for other in modifiers[position + 1 :]:
            ordered = one.order is not None and other.order is not None and one.order != other.order
            if ordered or not one.meets(other) or one.commutes_with(other):
                continue
            message = say(
                "{origin} and {other_origin} change '{id}' at the same time ({op} {by:g} from "
                "{start}, {other_op} {other_by:g} from {other_start}), and what comes out "
                "depends on which comes first. Valid: 'order' in both, or in the measure beside a "
                "law's (the lower number first), other periods or places, or one of them.",
                origin=one.origin,
                other_origin=other.origin,
                id=one.id,
                op=one.op,
                by=one.by,
                start=month_label(one.start),
                other_op=other.op,
                other_by=other.by,
                other_start=month_label(other.start),
            )
            raise ParameterError(message)
