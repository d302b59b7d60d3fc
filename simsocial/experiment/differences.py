"""In what two scenarios differ, in figures with units: measures, laws, parameters, and values that these change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simsocial.core.calendar import LAST_MONTH
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.experiment.usual_horizon import usual_start
from simsocial.model.arguments import Horizon, plan_of
from simsocial.parameters import Parameters
from simsocial.parameters.changed import changed_values
from simsocial.scenario import Scenario, diff
from simsocial.services.catalogue import load_catalogue_from_dirs
from simsocial.shapes.legal_calendar import LegalCalendar, load_legal_calendar

__all__ = ["Difference", "differences"]

_LAW = "laws."
"""Beginning of the key of a law."""


class Difference(NamedTuple):
    """One line; a value is None where a scenario has none, and a unit is empty where there is nothing to measure."""

    key: str
    first: object
    second: object
    unit: str


def differences(first: Scenario, second: Scenario) -> list[Difference]:
    """Return all lines, titles left out.

    Parameters stand with the value that holds where a scenario sets none, and laws with what their status says. What
    measures and laws change of a value stands below its id with the month from which it holds.

    Parameters
    ----------
    first, second : Scenario
        What is compared.
    """
    catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
    values = catalogue.register(Parameters.load())
    calendars = [load_legal_calendar().switched(scenario.laws) for scenario in (first, second)]
    own = [
        (*scenario.parameters(), *laws.parameters())
        for scenario, laws in zip((first, second), calendars, strict=True)
    ]
    both = values.register(*{one.id: one for ones in own for one in ones}.values())
    found = [_with_unit(both, *row) for row in diff(first, second) if not row.key.startswith(_LAW)]
    found += _laws(*calendars)
    begin = _usual_start((first, second), calendars)
    start = _first_month((first, second), calendars, begin)
    plans = [
        plan_of(
            [one.at_earliest(begin) for one in scenario.measures.values()],
            # Of one name, both may have measures with other figures.
            values.register(*ones).with_overrides(scenario.overrides),
            catalogue,
            Horizon(start - 1, start, LAST_MONTH),
            laws,
        )
        for scenario, laws, ones in zip((first, second), calendars, own, strict=True)
    ]
    for one in changed_values(*plans):
        span = (
            say("{since} to {until}", since=one.since, until=one.until)
            if one.until
            else say("from {start}", start=one.since)
        )
        where = " " + say("in {around}", around=one.where) if one.where else ""
        unit = say("factor on the table") if one.kind == "factor" else one.unit
        found.append(Difference(f"values.{one.id} {span}{where}", _short(one.old), _short(one.new), unit))
    return found


def _laws(first: LegalCalendar, second: LegalCalendar) -> list[Difference]:
    """Return the laws that act in one of them only."""
    return [
        Difference(f"{_LAW}{name}", first.acts(name), second.acts(name), "")
        for name in first
        if first.acts(name) != second.acts(name)
    ]


def _usual_start(scenarios: Sequence[Scenario], calendars: Sequence[LegalCalendar]) -> int:
    """Return the first month of the usual horizon, where something hangs on it: a scenario has none of its own.

    Laws are switched, and triggers looked at, from that month on.
    """
    waits = any(measure.trigger for one in scenarios for measure in one.measures.values())
    if not waits and not _laws(*calendars):
        return 0
    return usual_start()


def _first_month(scenarios: Sequence[Scenario], calendars: Sequence[LegalCalendar], begin: int) -> int:
    """Return the first month in which a measure acts, or one of the laws that only some scenario has."""
    starts = [one.at_earliest(begin).first_month for each in scenarios for one in each.measures.values()]
    switched = [row.key.removeprefix(_LAW) for row in _laws(*calendars)]
    starts += [max(calendars[0][name].first_month, begin) for name in switched]
    return min(starts, default=LAST_MONTH)


def _with_unit(values: Parameters, key: str, first: object, second: object) -> Difference:
    """Return a line with its unit; a parameter with the registered value where a scenario sets none."""
    identifier = key.removeprefix("parameters.")
    if key != identifier and identifier in values:
        one = values[identifier]
        usual = 1.0 if one.is_table else values.value(identifier)
        unit = say("factor on the table") if one.is_table else one.unit
        sides = [_short(usual) if value is None else value for value in (first, second)]
        return Difference(key, sides[0], sides[1], unit)
    # A figure of a measure is one number, or several keys below it.
    figure, _, part = key.rpartition(".")
    name = figure if part in ("value", "low", "high") else key
    return Difference(key, first, second, values[name].unit if name in values else "")


def _short(value: float) -> float:
    return float(f"{value:.6g}")
