"""What values say of needs that begin and end, as arrays by kind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import CASE_STATES, ELSEWHERE, SERVED
from simsocial.parameters import Parameters
from simsocial.people.changeable import ONSET, TAKE_UP
from simsocial.services.catalogue import Catalogue
from simsocial.services.effects import effect_factors
from simsocial.services.kind import ServiceKind
from simsocial.services.need import proneness
from simsocial.services.who import take_up_axes

__all__ = ["EpisodeValues", "episode_values"]

Floats = npt.NDArray[np.float64]


class EpisodeValues(NamedTuple):
    """Values of a month by kind; nothing begins and ends of kinds without episodes.

    Attributes
    ----------
    rate : ndarray (kinds, 101)
        Needs that begin a month and person (or household) at factors of one, by completed years.
    highest : ndarray (kinds, 2)
        Highest product of all factors of somebody who is not prone, and of somebody who is.
    by_predicates : ndarray (kinds,)
        The part of predicates in it.
    prone : ndarray (kinds, 2)
        Factor of those who are not prone and of those who are.
    prone_share : ndarray (kinds,)
    effects : ndarray (kinds with episodes, kinds, states)
        Factor on the onset of the first by a case of the second.
    of_household : ndarray (2, kinds with episodes, kinds, states)
        Factors on onset, and on the share detected, by cases of anybody in the household.
    detected, refused : ndarray (kinds,)
        Shares of the needs, and of those known.
    months_served : ndarray (kinds,)
    ends : ndarray (kinds, states)
        Chance a month that the need of a case ends.
    """

    rate: Floats
    highest: Floats
    by_predicates: Floats
    prone: Floats
    prone_share: Floats
    effects: Floats
    of_household: Floats
    detected: Floats
    refused: Floats
    months_served: Floats
    ends: Floats


def episode_values(catalogue: Catalogue, parameters: Parameters, month: int) -> EpisodeValues:
    """Return the values of all kinds in a month.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        The kinds, and the registry with their numbers.
    month : int
        Absolute month.
    """
    number, states = len(catalogue), len(CASE_STATES)
    values = EpisodeValues(
        np.zeros((number, MAX_AGE + 1)),
        np.zeros((number, 2)),
        np.ones(number),
        np.ones((number, 2)),
        np.zeros(number),
        np.ones((int(catalogue.in_episodes.sum()), number, states)),
        np.ones((2, int(catalogue.in_episodes.sum()), number, states)),
        np.zeros(number),
        np.zeros(number),
        np.ones(number),
        np.zeros((number, states)),
    )
    for place, code in enumerate(np.flatnonzero(catalogue.in_episodes)):
        kind = tuple(catalogue)[code]
        effects = values.effects[place] = effect_factors(catalogue, parameters, f"{ONSET}{kind.id}", month)
        for what, target in enumerate((f"{ONSET}{kind.id}", f"{TAKE_UP}{kind.id}")):
            values.of_household[what, place] = effect_factors(
                catalogue, parameters, target, month, reaches="household"
            )
        by_services = float(np.maximum(effects.max(axis=1), 1.0).prod())
        by_services *= max(float(values.of_household[0, place].max()), 1.0)
        _fill(values, int(code), kind, by_services, parameters, month)
    return values


def _fill(
    values: EpisodeValues,
    code: int,
    kind: ServiceKind,
    by_services: float,
    parameters: Parameters,
    month: int,
) -> None:
    """Fill in the values of a kind; services raise its rate by so much at most."""

    def value(name: str, default: float = 0.0) -> float:
        return kind.number(parameters, f"need.{name}", month, default)

    values.rate[code] = parameters.table(kind.parameter_id("need.onset_per_1000"), month) / 12_000.0
    values.prone[code] = proneness(value("again_ratio", 1.0), value("prone_share"))
    values.prone_share[code] = value("prone_share")
    values.by_predicates[code] = np.prod(
        [kind.take_up_factors(parameters, axis, month).max() for axis in take_up_axes(kind)]
    )
    values.highest[code] = values.prone[code] * values.by_predicates[code] * by_services
    values.detected[code], values.refused[code] = value("detected_share"), value("refused_share")
    served = values.months_served[code] = value("months_served")
    values.ends[code] = 1.0 / value("months_unserved")
    values.ends[code, [SERVED, ELSEWHERE]] = 1.0 / served
