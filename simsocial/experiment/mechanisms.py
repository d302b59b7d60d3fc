"""The mechanisms by which a measure acts on from field to field, and what switches each of them off.

A mechanism that is off is so in both worlds, from the horizon's first month on: what a measure then changes less is
what the mechanism carries. Effects on its own indicators (vacancies, hours of relatives) are part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from math import inf
from typing import Any

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.parameters.parameter import Parameter

__all__ = ["MECHANISMS", "Mechanism", "mechanisms_named", "switched_off"]


@dataclass(frozen=True)
class Mechanism:
    """One mechanism and its switch.

    Attributes
    ----------
    id : str
        Name.
    values : mapping of str to float
        Values that make it neutral, by id of the parameter; ``*`` stands for every kind or qualification, and
        infinity for the highest value that makes sense.
    processes : tuple of str
        Processes that do nothing while it is off.
    """

    id: str
    values: Mapping[str, float] = field(default_factory=dict)
    processes: tuple[str, ...] = ()


MECHANISMS: tuple[Mechanism, ...] = (
    # Nobody leaves or retires, many enter, and who seeks work is hired at once: after a few months places alone limit.
    Mechanism(
        "staff",
        {
            "staff.*.turnover_rate": 0.0,
            "staff.*.retirement_rate": 0.0,
            "staff.*.pool_leaving_rate": 0.0,
            "staff.*.lateral_entry_rate": inf,
            "staff.*.lateral_lag_months": 0.0,
            "staff.*.moves_in_rate": inf,
            "staff.*.hired_share": 1.0,
        },
    ),
    # Ways keep nobody from a service and change no life; the nearest site is still the first choice, and trips cost.
    Mechanism(
        "travel",
        {
            "services.*.distance.free_minutes": inf,
            "services.*.distance.maximum_minutes": inf,
            "services.*.effects.*_farther.factor": 1.0,
            "informal_care.kin_within_minutes": inf,
        },
    ),
    # A place for a child changes neither work nor income of its parents.
    Mechanism("income", {"services.*.effects.mothers_work.factor": 1.0}),
    # Services change no hours of relatives, and hours of care keep nobody from work.
    Mechanism(
        "informal_care",
        {
            "work.informal_care_strength": 0.0,
            "services.*.effects.relief_of_relatives.factor": 1.0,
            "services.*.effects.relatives_wait.factor": 1.0,
        },
    ),
    # Nobody moves between places of the region, and new homes stay empty.
    Mechanism("housing", processes=("relocation", "new_homes")),
)
"""All mechanisms, in the order in which reports name them."""


def mechanisms_named(names: Sequence[str]) -> tuple[Mechanism, ...]:
    """Return mechanisms by name, all without names.

    Raises
    ------
    ConfigError
        If there is none of a name.
    """
    known = {one.id: one for one in MECHANISMS}
    for name in names:
        if name not in known:
            message = say("'{name}' is no mechanism. {valid}", name=name, valid=nearest(name, known))
            raise ConfigError(message)
    return tuple(one for one in MECHANISMS if not names or one.id in names)


def switched_off(
    settings: Mapping[str, Any], mechanisms: Sequence[Mechanism], parameters: Mapping[str, Parameter]
) -> dict[str, Any]:
    """Return the settings of a world in which some mechanisms are off.

    Parameters
    ----------
    settings : mapping
        Resolved settings.
    mechanisms : sequence of Mechanism
        What is off.
    parameters : mapping of str to Parameter
        All registered values by id; those that the user has set are set otherwise, too.
    """
    values = {
        identifier: min(max(value, parameter.bounds[0]), parameter.bounds[1])
        for mechanism in mechanisms
        for pattern, value in mechanism.values.items()
        for identifier, parameter in parameters.items()
        if fnmatchcase(identifier, pattern)
    }
    stopped = dict.fromkeys((name for mechanism in mechanisms for name in mechanism.processes), False)
    return {
        **settings,
        "parameters": {**settings["parameters"], **values},
        "processes": {**settings["processes"], **stopped},
    }
