"""What is allowed but probably not meant: said before a run begins."""

from __future__ import annotations

from collections.abc import Mapping

from simsocial.core.calendar import month_label
from simsocial.experiment.setup import Setup

__all__ = ["remarks"]


def remarks(setups: Mapping[str, Setup]) -> list[str]:
    """Return a sentence for every measure that starts too late to act and every value outside its range.

    Parameters
    ----------
    setups : mapping
        What was built from the settings, by scenario.
    """
    found = []
    for name, setup in setups.items():
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
    return list(dict.fromkeys(found))
