"""What the values of all kinds say, as arrays by kind: worked out before the first month, read while months pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters
from simsocial.people.changeable import CHANGEABLE
from simsocial.services.allocation_rules import Rules, rules_of
from simsocial.services.by_cases import ByCases, by_cases
from simsocial.services.catalogue import Catalogue
from simsocial.services.effects import effect_factors
from simsocial.services.episode_values import EpisodeValues, episode_values
from simsocial.services.informal_care import InformalCare, informal_care_of
from simsocial.services.kind import ServiceKind
from simsocial.services.place_effects import PlaceEffect, place_effects
from simsocial.services.who import take_up_factors

__all__ = ["READS", "KindValues", "kind_values"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

READS = ("services", "allocation", "school_entry", "informal_care")
"""First words of the ids that these values come from."""


class KindValues(NamedTuple):
    """Values of a month, by kind or by site kind.

    Attributes
    ----------
    rules : Rules
        Of the allocation.
    cases_per_place : ndarray (site kinds,)
        Persons whom a licensed place serves.
    above_minimum : ndarray (kinds,)
        Share of what cases bind that sites employ beyond it.
    need_micro : int64 (kinds, members)
        Millionths of an FTE of each member of the team that a case binds: an adviser serves 130 people.
    fixed_milli : int64 (site kinds, members)
        Milli-FTE that an open site needs before its first case.
    reach : ndarray (kinds,)
        Minutes beyond which nobody looks for a site.
    take_up_factors : ndarray (axes of all kinds, levels)
        Of take-up by predicates and traits (:func:`simsocial.services.who.take_up_factors`).
    overload_share : float
        Share by which staff serves more than it should for a while.
    late_share : float
        Share of children who start school a year late.
    free, decay, maximum, highest : ndarray (kinds,)
        Of the factor on demand by distance: minutes that hold nobody back, minutes over which it falls by e, beyond
        which it is 0, and the most that it can be relative to its mean.
    milli_quota : ndarray (kinds, 1)
        Thousandths of the target quota; 0 without one.
    effects : mapping of str to ndarray (kinds, case states)
        What cases do to each quantity of :data:`simsocial.people.changeable.CHANGEABLE`.
    by_cases : ByCases
        What cases do to the take-up of other kinds.
    place_effects : mapping of str to tuple of PlaceEffect
        What longer ways do, by quantity.
    informal_care : InformalCare
        Of the count of relatives' hours.
    episodes : EpisodeValues
        Of needs that begin and end.
    """

    rules: Rules
    cases_per_place: Floats
    need_micro: Integers
    above_minimum: Floats
    fixed_milli: Integers
    reach: Floats
    take_up_factors: Floats
    overload_share: float
    late_share: float
    free: Floats
    decay: Floats
    maximum: Floats
    highest: Floats
    milli_quota: Floats
    effects: Mapping[str, Floats]
    by_cases: ByCases
    place_effects: Mapping[str, tuple[PlaceEffect, ...]]
    informal_care: InformalCare
    episodes: EpisodeValues


def kind_values(catalogue: Catalogue, parameters: Parameters, month: int) -> KindValues:
    """Return the values of all kinds in a month.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        The kinds, and the registry with their numbers.
    month : int
        Absolute month.
    """
    kinds, houses = tuple(catalogue), [catalogue.house(name) for name in catalogue.site_kinds]

    def numbers(path: str, default: float = 0.0) -> Floats:
        return np.array([kind.number(parameters, path, month, default) for kind in kinds])

    def parts(of: Sequence[ServiceKind], what: str, of_fte: float) -> Integers:
        fte = [
            [kind.fte(parameters, name, what, month) for name in catalogue.teams[kind.site_kind]]
            for kind in of
        ]
        return np.rint(of_fte * np.array(fte).reshape(len(of), catalogue.members)).astype(np.int64)

    effects = {target: effect_factors(catalogue, parameters, target, month) for target in CHANGEABLE}
    return KindValues(
        rules=rules_of(catalogue, parameters, month),
        cases_per_place=np.array([house.cases_per_place(parameters, month) for house in houses]),
        need_micro=parts(kinds, "fte_per_case", 1e6),
        above_minimum=numbers("staff.above_minimum_share"),
        fixed_milli=parts(houses, "fte_fixed_per_site", 1e3),
        reach=numbers("distance.maximum_minutes", 120.0),
        take_up_factors=take_up_factors(kinds, parameters, month),
        overload_share=parameters.value("allocation.overload_share", month),
        late_share=parameters.value("school_entry.late_share", month),
        free=numbers("distance.free_minutes"),
        decay=numbers("distance.decay_minutes", 1.0),
        maximum=numbers("distance.maximum_minutes", np.inf),
        highest=np.array(
            [kind.number(parameters, f"{kind.way}.demand_ratio", month, np.inf) for kind in kinds]
        ),
        milli_quota=1000.0 * numbers("target_quota")[:, np.newaxis],
        effects=effects,
        by_cases=by_cases(catalogue, parameters, month),
        place_effects=place_effects(catalogue, parameters, month),
        informal_care=informal_care_of(parameters, effects["informal_care_hours"], month),
        episodes=episode_values(catalogue, parameters, month),
    )
