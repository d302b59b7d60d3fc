"""Shares of people in social states, from the values of each month.

``social_states.<state>_share`` is the share of all of the age, ``<state>_<predicate>_ratio`` how much more often it
holds of those of whom the predicate does, relative to the others, and ``<state>_<predicate>_share`` how many these are,
so that the share of all stays as stated. A ratio of one is no gradient.
"""

from __future__ import annotations

from collections.abc import Mapping

from simsocial.core.random import Stream
from simsocial.parameters import Parameters
from simsocial.people.social_states import AGES, CIRCUMSTANCES, SOCIAL_STATES, SocialState
from simsocial.processes.base import Engine, Process, register

__all__ = ["SocialStates"]


def _shares_and_factors(
    values: Parameters, month: int
) -> Mapping[str, tuple[tuple[float, ...], tuple[tuple[float, float], ...]]]:
    """Return the shares by age, and the factors of those of whom a circumstance holds and of the others, by state."""

    def value(name: str) -> float:
        return values.value(f"social_states.{name}", month)

    found = {}
    for state in SOCIAL_STATES:
        shares = [value(f"{state}_share"), *(value(f"{state}_from_{age}_share") for age in AGES[state][1:])]
        factors = []
        for predicate in CIRCUMSTANCES[state]:
            ratio = value(f"{state}_{predicate}_ratio")
            others = 1.0 / (1.0 + value(f"{state}_{predicate}_share") * (ratio - 1.0))
            factors.append((ratio * others, others))
        found[state] = tuple(shares), tuple(factors)
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
        self._streams = {name: Stream.of(model.seed, f"social_states.{name}") for name in SOCIAL_STATES}

    def prepare(self, months: range) -> None:
        """Work out what these months need."""
        self._rules.prepare(months)

    def step(self, month: int) -> None:
        """Let the shares of the month hold."""
        self.model.state.social_states = {
            name: SocialState(self._streams[name], *rules) for name, rules in self._rules.at(month).items()
        }
