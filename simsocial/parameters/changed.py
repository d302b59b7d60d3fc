"""What an option changes of registered values: the difference of two plans, old beside new."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simsocial.core.calendar import month_label
from simsocial.parameters.modifier import Modifier
from simsocial.parameters.plan import Plan

__all__ = ["ChangedValue", "changed_values", "level_in"]


class ChangedValue(NamedTuple):
    """One change of one value.

    Attributes
    ----------
    id, unit : str
        The value and its unit.
    kind : str
        ``value``, or ``factor`` for a table.
    old, new : float
        Without and with the option, once the change is complete or, if it never is, at its end.
    since, until : str
        First month and last one, ``YYYY-MM``; `until` is empty where it stays.
    where : str
        Names of areas, places, sites or providers; empty: everywhere.
    """

    id: str
    unit: str
    kind: str
    old: float
    new: float
    since: str
    until: str
    where: str


def changed_values(before: Plan, after: Plan) -> list[ChangedValue]:
    """Return what one plan changes that the other does not, by id and month.

    Parameters
    ----------
    before, after : Plan
        Of the reference and of the option.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> values, start = Parameters.load(), 2028 * 12
    >>> usual = Plan(values, 2027 * 12, 2031 * 12)
    >>> higher = Modifier("finance.interest_rate", "add", 0.01, start, ramp_months=6)
    >>> (change,) = changed_values(usual, Plan(values, 2027 * 12, 2031 * 12, [higher]))
    >>> change.id, round(change.old, 3), round(change.new, 3), change.since
    ('finance.interest_rate', 0.03, 0.04, '2028-01')
    """
    found = {}
    for one in (*before.modifiers, *after.modifiers):
        if one in before.modifiers and one in after.modifiers:
            continue
        change = _change(one, before, after)
        found[change.id, change.since, change.until, change.where] = change
    return [found[key] for key in sorted(found)]


def _change(one: Modifier, before: Plan, after: Plan) -> ChangedValue:
    last = after.last_month if one.end is None else min(one.end, after.last_month)
    since = max(one.start, one.not_before)
    month = min(max(one.start + max(one.ramp_months, 1) - 1, since), last)
    somewhere = {axis: names[0] for axis, names in one.where.items()}
    parameter = after[one.id] if one.id in after else before[one.id]
    old, new = (level_in(plan.local(**somewhere), one.id, month) for plan in (before, after))
    return ChangedValue(
        one.id,
        parameter.unit,
        "factor" if parameter.is_table else "value",
        old,
        new,
        month_label(since),
        "" if one.end is None else month_label(one.end),
        ", ".join(name for names in one.where.values() for name in names),
    )


def level_in(plan: Plan, identifier: str, month: int) -> float:
    """Return the value of a number, or the factor on a table; not a number where a plan does not have it."""
    if identifier not in plan:
        return float("nan")
    if not plan[identifier].is_table:
        return plan.value(identifier, month)
    registered = float(np.sum(plan.registered.table(identifier, month)))
    changed = float(np.sum(plan.table(identifier, month))) / registered if registered else 1.0
    return plan.overrides.get(identifier, 1.0) * changed
