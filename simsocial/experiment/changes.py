"""What an option changes in the registered parameters: part of its description, and beside what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simsocial.core.calendar import month_label
from simsocial.experiment.setup import Setup
from simsocial.parameters import Parameters
from simsocial.parameters.changed import ChangedValue, changed_values, level_in
from simsocial.parameters.sheet import assumption_sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["assumption_sheet_of", "parameter_changes"]


def parameter_changes(reference: Setup, setup: Setup) -> list[dict[str, Any]]:
    """Return the parameters that an option sets otherwise than the reference, and what its measures change, by id.

    Returns
    -------
    list of dict
        id, unit, kind (``value``, or ``factor`` for a table), old and new, low and high of the registered range,
        outside: whether the new one leaves it, and of what measures change from a month on: since (``≥ 2028-08``
        where a trigger dates it, as early as it can), until and where.
    """
    before, after = reference.parameters, setup.parameters
    found = []
    for identifier in sorted({*before.overrides, *after.overrides}):
        if before.overrides.get(identifier) == after.overrides.get(identifier):
            continue
        parameter = after[identifier]
        home = before if identifier in before else after.with_overrides({})
        old, new = (_level(one, identifier) for one in (home, after))
        kind = "factor" if parameter.is_table else "value"
        found.append(ChangedValue(identifier, parameter.unit, kind, old, new, "", "", ""))
    dated = set(changed_values(reference.plan_of_dates, setup.plan_of_dates))
    found += [
        one if one in dated else one._replace(since=f"≥ {one.since}")
        for one in changed_values(reference.plan, setup.plan)
    ]
    return [_entry(one, after if one.id in after else before) for one in sorted(found)]


def _entry(change: ChangedValue, parameters: Parameters) -> dict[str, Any]:
    """Return a change with the registered range."""
    low, high = parameters[change.id].value_range
    return {**change._asdict(), "low": low, "high": high, "outside": not low <= change.new <= high}


def _level(parameters: Any, identifier: str) -> float:
    """Return the value of a number, or the factor on a table."""
    if parameters[identifier].is_table:
        return float(parameters.overrides.get(identifier, 1.0))
    return float(parameters.value(identifier))


def _by_law(setup: Setup) -> dict[str, list[str]]:
    """Return by id what each law makes of a value in the end, and the month of its last step."""
    plan = setup.plan.usual
    found: dict[str, dict[str, str]] = {}
    for one in sorted(plan.modifiers, key=lambda one: one.start):
        last = plan.last_month if one.end is None else min(one.end, plan.last_month)
        if last >= setup.start:
            somewhere = {axis: names[0] for axis, names in one.where.items()}
            value = level_in(plan.local(**somewhere), one.id, last)
            law = one.origin.split(".")[1]
            found.setdefault(one.id, {})[law] = f"{law}={value:.10g} from {month_label(one.start)}"
    return {identifier: list(by_law.values()) for identifier, by_law in found.items()}


def assumption_sheet_of(setups: Mapping[str, Setup]) -> pd.DataFrame:
    """Return the assumption sheet of a comparison.

    Parameters
    ----------
    setups : mapping
        What was built from the settings, by scenario; the first is the reference.

    Returns
    -------
    DataFrame
        The sheet of the reference, the parameters that only an option has (its costs) below; `only_in` names that
        option, `changed_in` is ``option=value`` for each option that sets another value, and ``from`` which month on
        and where if a measure does; `by_law` in the same way what each law makes of it in the reference.
    """
    import pandas as pd

    reference, *options = setups
    sheets = [assumption_sheet(setups[reference].parameters).assign(only_in="")]
    for name in options:
        own = assumption_sheet(setups[name].parameters)
        sheets.append(
            own[[one not in setups[reference].parameters for one in own["id"]]].assign(only_in=name)
        )
    changed: dict[str, list[str]] = {}
    for name in options:
        for entry in parameter_changes(setups[reference], setups[name]):
            when = " ".join(filter(None, (entry["since"] and f" from {entry['since']}", entry["where"])))
            changed.setdefault(entry["id"], []).append(f"{name}={entry['new']:.10g}{when}")
    sheet = pd.concat([one for one in sheets if len(one)], ignore_index=True)
    by_law = _by_law(setups[reference])
    sheet["by_law"] = ["; ".join(by_law.get(one, [])) for one in sheet["id"]]
    sheet["changed_in"] = ["; ".join(changed.get(one, [])) for one in sheet["id"]]
    return sheet
