"""What is allowed but probably not meant: said before a run begins."""

from __future__ import annotations

from collections.abc import Mapping

from simsocial.core.calendar import month_label
from simsocial.experiment.setup import Setup
from simsocial.parameters import Parameters

__all__ = ["remarks"]


def remarks(setups: Mapping[str, Setup]) -> list[str]:
    """Return sentences about unlikely tables, measures too late to act, values out of range, figures known later.

    Parameters
    ----------
    setups : mapping
        What was built from the settings, by scenario.
    """
    found: list[str] = []
    for name, setup in setups.items():
        found += setup.region.warnings
        found += [
            f"{name}: measure '{measure.name}' starts {measure.start}, after the horizon "
            f"({month_label(setup.end)}): it changes nothing."
            for measure in setup.scenario.measures.values()
            if measure.first_month > setup.end
        ]
        for identifier, value in setup.parameters.overrides.items():
            parameter = setup.parameters[identifier]
            low, high = parameter.value_range
            if not low <= value <= high:
                what = "factor" if parameter.is_table else "value"
                found.append(
                    f"parameters.{identifier}={value:g} is outside the range of this {what}, {low:g} to {high:g} "
                    f"({parameter.source})."
                )
            if identifier.startswith("travel.") and setup.region.travel_rule is None:
                found.append(
                    f"parameters.{identifier} has no effect: the region brings its own travel times."
                )
    found += _known_later(next(iter(setups.values())).parameters)
    return list(dict.fromkeys(found))


def _known_later(parameters: Parameters) -> list[str]:
    """Return one sentence about all figures that a hindcast uses although they were not known in time."""
    late, until = parameters.fallbacks, parameters.known_until
    if until is None or not late:
        return []
    sentence = (
        f"{len(late)} of {len(parameters)} parameters rest on figures or assumptions of after {month_label(until)}, "
        f"such as {late[0]} ({parameters[late[0]].year}): manifest.json names all under fallbacks."
    )
    return [sentence]
