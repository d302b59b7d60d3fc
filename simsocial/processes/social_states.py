"""Shares of people and families in social states, from the values of each month.

``social_states.<state>_share`` is the share of all of the age, ``<state>_<predicate>_ratio`` how much more often it
holds of those of whom the predicate does, relative to the others, and ``<state>_<predicate>_share`` how many these are,
so that the share of all stays as stated. ``<state>_index_ratio`` is how much more often it holds where the index of
social disadvantage is one higher; the people of each place at the base date keep the region's share as it is. A ratio
of one is no gradient.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.random import Stream
from simsocial.parameters import Parameters
from simsocial.people.social_states import AGES, CIRCUMSTANCES, OF_FAMILIES, SocialState
from simsocial.processes.base import Engine, Process, register

__all__ = ["SocialStates"]

_MINOR = 17

_Rules = tuple[tuple[float, ...], tuple[tuple[float, float], ...], float]


def _shares_and_factors(values: Parameters, month: int) -> Mapping[str, _Rules]:
    """Return by state: shares by age, factors of those of whom a circumstance holds and of the others, index ratio."""

    def value(name: str) -> float:
        return values.value(f"social_states.{name}", month)

    found = {}
    for state, ages in AGES.items():
        shares = [value(f"{state}_share"), *(value(f"{state}_from_{age}_share") for age in ages[1:])]
        factors = []
        for predicate in CIRCUMSTANCES[state]:
            ratio = value(f"{state}_{predicate}_ratio")
            others = 1.0 / (1.0 + value(f"{state}_{predicate}_share") * (ratio - 1.0))
            factors.append((ratio * others, others))
        found[state] = tuple(shares), tuple(factors), value(f"{state}_index_ratio")
    return found


@register
class SocialStates(Process):
    """Tell the state which shares hold; who then is in a state follows from lasting draws."""

    name = "social_states"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        values = model.plan
        self._rules = values.held(
            lambda month: _shares_and_factors(values, month), "social_states", of=SocialStates
        )
        self._streams = {name: Stream.of(model.seed, f"social_states.{name}") for name in AGES}
        index, people = model.region.disadvantage, model.region.people_of_places
        self._index = np.zeros(0) if index is None else index
        self._people: dict[str, npt.NDArray[np.float64]] = {
            name: people(ages[0], _MINOR if name == OF_FAMILIES else MAX_AGE) for name, ages in AGES.items()
        }

    def prepare(self, months: range) -> None:
        """Work out what these months need."""
        self._rules.prepare(months)

    def step(self, month: int) -> None:
        """Let the shares of the month hold."""
        state = self.model.state
        state.disadvantage = self._index
        state.social_states = {
            name: SocialState(self._streams[name], shares, factors, (ratio, self._where_zero(name, ratio)))
            for name, (shares, factors, ratio) in self._rules.at(month).items()
        }

    def _where_zero(self, name: str, ratio: float) -> float:
        """Return the factor of places whose index is zero, with which the mean over people at the base date is one."""
        people = self._people[name]
        if ratio == 1.0 or not len(self._index) or not people.any():
            return 1.0
        return float(1.0 / np.average(ratio**self._index, weights=people))
