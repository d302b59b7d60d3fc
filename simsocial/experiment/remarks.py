"""What is allowed but probably not meant: said before a run begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simsocial.core.calendar import month_label
from simsocial.experiment.doubtful_changes import doubtful_changes
from simsocial.experiment.setup import Setup
from simsocial.parameters import Parameters
from simsocial.region.kreis_rates import has_own_moves
from simsocial.region.travel import TravelRule

__all__ = ["remarks"]

_OF_TRAVEL_RULE = {f"travel.{name}" for name in TravelRule._fields}
"""What travel times are made of where a region brings none."""

_FIELDS = {
    "allocation": "who is served first",
    "care_need": "need of care",
    "fertility": "births",
    "finance": "interest on investments",
    "household": "households",
    "housing": "dwellings",
    "informal_care": "care by relatives",
    "laws": "what laws change",
    "leaving_home": "leaving home",
    "migration": "moves over the border",
    "mortality": "deaths",
    "partnership": "couples and separations",
    "school_entry": "age at school entry",
    "services": "take-up, staff and cost of services",
    "shared_home": "shared homes",
    "social_states": "debts, loneliness, volunteering, origin and strained families",
    "staff": "the market for staff",
    "tenancy": "rented homes",
    "travel": "travel",
    "variation": "how much years and Kreise differ",
}
"""What parameters are about, by the first word of their id."""


def remarks(setups: Mapping[str, Setup]) -> list[str]:
    """Return sentences about unlikely tables, measures that act otherwise than meant, values out of range.

    Parameters
    ----------
    setups : mapping
        What was built from the settings, by scenario.
    """
    found: list[str] = []
    for name, setup in setups.items():
        found += setup.region.warnings
        found += [
            f"{name}: measure '{measure.name}' starts {measure.start}"
            f"{'' if measure.first_month > setup.end else f', acts from {month_label(measure.acts_from)} on'}, after "
            f"the horizon ({month_label(setup.end)}): it changes nothing."
            for measure in setup.measures_at_earliest
            if measure.acts_from > setup.end
        ]
        found += [
            f"{name}: {sentence}"
            for sentence in (*doubtful_changes(setup), *_laws(setup), *_stated_twice(setup))
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
            if identifier in _OF_TRAVEL_RULE and setup.region.travel_rule is None:
                found.append(
                    f"parameters.{identifier} has no effect: the region brings its own travel times."
                )
    first = next(iter(setups.values()))
    found += _unknown_moves(first) + _known_later(first.parameters)
    return list(dict.fromkeys(found))


def _laws(setup: Setup) -> Iterator[str]:
    """Iterate over switches without effect, and values that an own number or own dates hold already."""
    laws, parameters, horizon = (
        setup.laws,
        setup.parameters,
        (setup.region.first_month, setup.start, setup.end),
    )
    for name, on in laws.switches.items():
        without = laws.switched({other: state for other, state in laws.switches.items() if other != name})
        if laws.modifiers(parameters, *horizon) == without.modifiers(parameters, *horizon):
            law = laws[name]
            span = f"from {law.start}" + (f" to {law.end}" if law.end else "")
            yield f"laws.{name}={str(on).lower()} changes nothing in this run (status {law.status}, {span})."
        elif on and all(one.is_none for one in laws[name].modifiers(parameters)):
            numbers = ", ".join(f"legal_calendar.{name}.changes.{one}.by" for one in laws[name].changes)
            yield (
                f"laws.{name}=true changes nothing by its best value, which is none: its effect is contested. A run "
                f"with draws takes its range; or set {numbers}."
            )
    for name, law in laws.items():
        for identifier in law.overridden(parameters) if laws.acts(name) or law.status == "enacted" else ():
            yield (
                f"parameters.{identifier}={parameters.overrides[identifier]:g} holds for the whole run, so that the "
                f"law '{name}' does not change it."
            )


def _stated_twice(setup: Setup) -> Iterator[str]:
    """Iterate over values that a law changes in a month in which they have another figure of their own anyway."""
    for one in setup.plan.usual.modifiers:
        if one.start in setup.parameters[one.id].changes:
            law = one.origin.split(".")[1]
            yield (
                f"'{one.id}' has a figure of its own from {month_label(one.start)} on, and the law '{law}' changes it "
                f"in that month, too. If both are one and the same: take it out of the one, or laws.{law}=false."
            )


def _known_later(parameters: Parameters) -> list[str]:
    """Return one sentence about all figures that a hindcast uses although they were not known in time."""
    late, until = parameters.fallbacks, parameters.known_until
    if until is None or not late:
        return []
    fields = dict.fromkeys(_FIELDS.get(one.split(".")[0], one.split(".")[0]) for one in late)
    sentence = (
        f"Only figures or assumptions of after {month_label(until)} are there for {', '.join(fields)}: "
        "manifest.json names each with its year under fallbacks."
    )
    return [sentence]


def _unknown_moves(setup: Setup) -> list[str]:
    """Return a sentence if it is not known who moves to and from the region at which age."""
    region, parameters = setup.region, setup.parameters
    if region.scope != "kreis" or not region.ags or has_own_moves(parameters, region.ags, region.first_month):
        return []
    label = ", ".join(region.areas["name"]) if len(region.areas) == 1 else region.ags
    sentence = (
        f"No students move to or from {label} in this run, and no more families than elsewhere: who comes and goes at "
        "which age is known for Kreise of Thuringia, from 2015-12 on (migration.kreis_net_rate)."
    )
    return [sentence]
