"""In what two scenarios differ, in figures with their units: measures, parameters, and values that measures change."""

from __future__ import annotations

from typing import NamedTuple

from simsocial.core.calendar import LAST_MONTH
from simsocial.core.roots import roots
from simsocial.model.arguments import Horizon, plan_of
from simsocial.parameters import Parameters
from simsocial.parameters.changed import changed_values
from simsocial.parameters.plan import Plan
from simsocial.scenario import Scenario, diff
from simsocial.services.catalogue import Catalogue, load_catalogue_from_dirs

__all__ = ["Difference", "differences"]


class Difference(NamedTuple):
    """One line; a value is None where a scenario has none, and a unit is empty where there is nothing to measure."""

    key: str
    first: object
    second: object
    unit: str


def differences(first: Scenario, second: Scenario) -> list[Difference]:
    """Return all lines, titles left out.

    Parameters stand with the value that holds where a scenario sets none. What measures change of a value stands
    below its id with the month from which it holds.

    Parameters
    ----------
    first, second : Scenario
        What is compared.
    """
    catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
    values = catalogue.register(Parameters.load())
    both = values.register(
        *{one.id: one for scenario in (first, second) for one in scenario.parameters()}.values()
    )
    found = [_with_unit(both, *row) for row in diff(first, second)]
    plans = [_plan(scenario, both, catalogue, (first, second)) for scenario in (first, second)]
    for one in changed_values(*plans):
        span = f"{one.since} to {one.until}" if one.until else f"from {one.since}"
        where = f" in {one.where}" if one.where else ""
        unit = "factor on the table" if one.kind == "factor" else one.unit
        found.append(Difference(f"values.{one.id} {span}{where}", _short(one.old), _short(one.new), unit))
    return found


def _plan(
    scenario: Scenario, values: Parameters, catalogue: Catalogue, scenarios: tuple[Scenario, ...]
) -> Plan:
    """Return the values by month under a scenario, from the first month in which a measure acts."""
    starts = [measure.first_month for one in scenarios for measure in one.measures.values()]
    first = min(starts, default=LAST_MONTH)
    registry = values.with_overrides(scenario.overrides)
    return plan_of(scenario.measures.values(), registry, catalogue, Horizon(first - 1, first, LAST_MONTH))


def _with_unit(values: Parameters, key: str, first: object, second: object) -> Difference:
    """Return a line with its unit; a parameter with the registered value where a scenario sets none."""
    identifier = key.removeprefix("parameters.")
    if key != identifier and identifier in values:
        one = values[identifier]
        usual = 1.0 if one.is_table else values.value(identifier)
        unit = "factor on the table" if one.is_table else one.unit
        sides = [_short(usual) if value is None else value for value in (first, second)]
        return Difference(key, sides[0], sides[1], unit)
    # A figure of a measure is one number, or several keys below it.
    figure, _, part = key.rpartition(".")
    name = figure if part in ("value", "low", "high") else key
    return Difference(key, first, second, values[name].unit if name in values else "")


def _short(value: float) -> float:
    return float(f"{value:.6g}")
