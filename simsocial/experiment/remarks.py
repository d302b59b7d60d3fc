"""What is allowed but probably not meant: said before a run begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simsocial.core.calendar import month_label
from simsocial.core.language import later, say
from simsocial.experiment.doubtful_changes import doubtful_changes
from simsocial.experiment.setup import Setup
from simsocial.parameters import Parameters
from simsocial.region.kreis_rates import has_own_moves
from simsocial.region.travel import TravelRule

__all__ = ["remarks"]

_OF_TRAVEL_RULE = {f"travel.{name}" for name in TravelRule._fields}
"""What travel times are made of where a region brings none."""

_FIELDS = {
    "allocation": later("who is served first"),
    "care_need": later("need of care"),
    "fertility": later("births"),
    "finance": later("interest on investments"),
    "household": later("households"),
    "housing": later("dwellings"),
    "informal_care": later("care by relatives"),
    "laws": later("what laws change"),
    "leaving_home": later("leaving home"),
    "migration": later("moves over the border"),
    "mortality": later("deaths"),
    "partnership": later("couples and separations"),
    "school_entry": later("age at school entry"),
    "services": later("take-up, staff and cost of services"),
    "shared_home": later("shared homes"),
    "social_states": later("debts, loneliness, volunteering, origin and strained families"),
    "staff": later("the market for staff"),
    "tenancy": later("rented homes"),
    "travel": later("travel"),
    "variation": later("how much years and Kreise differ"),
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
            say(
                "{name}: measure '{measure}' starts {start}{acts}, after the horizon ({end}): it changes nothing.",
                name=name,
                measure=measure.name,
                start=measure.start,
                acts=""
                if measure.first_month > setup.end
                else ", " + say("acts from {month} on", month=month_label(measure.acts_from)),
                end=month_label(setup.end),
            )
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
                what = say("factor") if parameter.is_table else say("value")
                found.append(
                    say(
                        "parameters.{identifier}={value:g} is outside the range of this {what}, "
                        "{low:g} to {high:g} ({source}).",
                        identifier=identifier,
                        value=value,
                        what=what,
                        low=low,
                        high=high,
                        source=parameter.source,
                    )
                )
            if identifier in _OF_TRAVEL_RULE and setup.region.travel_rule is None:
                found.append(
                    say(
                        "parameters.{identifier} has no effect: the region brings its own travel times.",
                        identifier=identifier,
                    )
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
            span = say("from {start}", start=law.start) + (
                " " + say("to {end}", end=law.end) if law.end else ""
            )
            yield say(
                "laws.{name}={on} changes nothing in this run (status {status}, {span}).",
                name=name,
                on=str(on).lower(),
                status=law.status,
                span=span,
            )
        elif on and all(one.is_none for one in laws[name].modifiers(parameters)):
            numbers = ", ".join(f"legal_calendar.{name}.changes.{one}.by" for one in laws[name].changes)
            yield (
                say(
                    "laws.{name}=true changes nothing by its best value, which is none: its effect is "
                    "contested. A run with draws takes its range; or set {numbers}.",
                    name=name,
                    numbers=numbers,
                )
            )
    for name, law in laws.items():
        for identifier in law.overridden(parameters) if laws.acts(name) or law.status == "enacted" else ():
            yield (
                say(
                    "parameters.{identifier}={value:g} holds for the whole run, so that the law "
                    "'{name}' does not change it.",
                    identifier=identifier,
                    value=parameters.overrides[identifier],
                    name=name,
                )
            )


def _stated_twice(setup: Setup) -> Iterator[str]:
    """Iterate over values that a law changes in a month in which they have another figure of their own anyway."""
    for one in setup.plan.usual.modifiers:
        if one.start in setup.parameters[one.id].changes:
            law = one.origin.split(".")[1]
            yield (
                say(
                    "'{id}' has a figure of its own from {month_label} on, and the law '{law}' changes "
                    "it in that month, too. If both are one and the same: take it out of the one, or "
                    "laws.{law}=false.",
                    id=one.id,
                    month_label=month_label(one.start),
                    law=law,
                )
            )


def _known_later(parameters: Parameters) -> list[str]:
    """Return one sentence about all figures that a hindcast uses although they were not known in time."""
    late, until = parameters.fallbacks, parameters.known_until
    if until is None or not late:
        return []
    fields = dict.fromkeys(say(_FIELDS.get(one.split(".")[0], one.split(".")[0])) for one in late)
    sentence = say(
        "Only figures or assumptions of after {month_label} are there for {fields}: manifest.json "
        "names each with its year under fallbacks.",
        month_label=month_label(until),
        fields=", ".join(fields),
    )
    return [sentence]


def _unknown_moves(setup: Setup) -> list[str]:
    """Return a sentence if it is not known who moves to and from the region at which age."""
    region, parameters = setup.region, setup.parameters
    if region.scope != "kreis" or not region.ags or has_own_moves(parameters, region.ags, region.first_month):
        return []
    label = ", ".join(region.areas["name"]) if len(region.areas) == 1 else region.ags
    sentence = say(
        "No students move to or from {label} in this run, and no more families than elsewhere: who "
        "comes and goes at which age is known for Kreise of Thuringia, from 2015-12 on "
        "(migration.kreis_net_rate).",
        label=label,
    )
    return [sentence]
