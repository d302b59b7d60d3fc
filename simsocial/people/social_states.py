"""Social states: who is over-indebted, lonely, volunteers, has a migration background; which families are strained.

No state has a history: a lasting draw is compared with the share of people, or families, in those circumstances. So
the shares of the whole are those of the figures, and where circumstances change, those at the margin change with them:
whose household becomes poor is lonely sooner, and no more when it is poor no longer. The shares are the process's
(:mod:`simsocial.processes.social_states`); without it, nothing of this holds of anybody.

Strain is a family's: the draw is that of the household, so that parents and children agree; of its circumstances those
of persons hold where they do of an adult who heads it. Where people live matters by the index of social disadvantage of
the place (:mod:`simsocial.region.disadvantage`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ADULT, CHILD, PRIVATE
from simsocial.core.random import Stream
from simsocial.core.state import State
from simsocial.people.predicate import Flags
from simsocial.people.predicates import PREDICATES, Predicate
from simsocial.people.turning_ages import Turns, any_of, at_ages
from simsocial.people.view import Homes, People

__all__ = ["AGES", "CIRCUMSTANCES", "OF_FAMILIES", "SOCIAL_STATES", "SocialState"]

_OF_PERSONS = {
    "overindebted": {"de": "überschuldete Menschen", "en": "over-indebted people"},
    "lonely": {"de": "einsame Menschen", "en": "lonely people"},
    "volunteer": {"de": "freiwillig Engagierte", "en": "people who volunteer"},
    "migration_background": {
        "de": "Menschen mit Migrationshintergrund", "en": "people with a migration background",
    },
}  # fmt: skip

OF_FAMILIES = "family_strain"
"""The state of households with minors; a predicate of all who live there."""

_IN_FAMILIES = {
    "child_of_strained_family": {
        "de": "Kinder in belasteten Familien",
        "en": "children of strained families",
    },
    "strained_family": {
        "de": "belastete Familien (ein Mitglied steht für alle)",
        "en": "strained families (one member stands for all)",
    },
}

SOCIAL_STATES = _OF_PERSONS | _IN_FAMILIES
"""Names of what is counted, and of those of whom it holds."""

AGES: Mapping[str, tuple[int, ...]] = {
    "overindebted": (18,),
    "lonely": (18, 80),
    "volunteer": (14,),
    "migration_background": (0,),
    OF_FAMILIES: (0,),
}
"""Completed years from which a share of its own holds, and nobody below the first; of families there is one share."""

CIRCUMSTANCES: Mapping[str, tuple[str, ...]] = {
    "overindebted": ("on_basic_income_support", "lone_parent", "age_65_up"),
    "lonely": ("with_partner", "poor", "resident"),
    "volunteer": ("poor", "age_75_up"),
    "migration_background": ("age_45_up", "guest"),
    OF_FAMILIES: ("on_basic_income_support", "lone_parent", "overindebted", "unemployed", "poor", "with_3_minors_up"),
}  # fmt: skip
"""Predicates by which the share differs."""

_MAJORITY = 18


class SocialState(NamedTuple):
    """What a state follows from.

    Attributes
    ----------
    stream : Stream
        Of the lasting draw.
    shares : tuple of float
        Share from each of the ages in :data:`AGES` on.
    factors : tuple of (float, float)
        By each of the :data:`CIRCUMSTANCES`, on the share of those of whom it holds, and of the others.
    by_index : tuple of (float, float)
        Factor on the share for each unit of the index of disadvantage, and that of places where it is zero.
    """

    stream: Stream
    shares: tuple[float, ...]
    factors: tuple[tuple[float, float], ...]
    by_index: tuple[float, float]

    def at(self, places: npt.NDArray[np.int16], state: State) -> npt.NDArray[np.float64] | float:
        """Return the factor on the share of those who live in these places; exactly one without a gradient."""
        ratio, mean = self.by_index
        if ratio == 1.0 or not len(state.disadvantage):
            return 1.0
        return np.take(mean * ratio**state.disadvantage, places, mode="clip")


def _holds(name: str, people: People) -> Flags:
    state = people.state.social_states.get(name)
    if state is None:
        return np.zeros(len(people.role), dtype=np.bool_)
    of_age = np.searchsorted(AGES[name], people.age, side="right")
    share = np.array([0.0, *state.shares])[of_age]
    for predicate, (those, others) in zip(CIRCUMSTANCES[name], state.factors, strict=True):
        share *= np.where(PREDICATES[predicate].of_people(people), those, others)
    share *= state.at(people.column("place"), people.state)
    flags: Flags = state.stream.draws(people.state.persons.key[people.rows]) < share
    return flags


def _of_heads(name: str) -> Callable[[People], Flags]:
    return lambda people: (people.role == ADULT) & PREDICATES[name].of_people(people)


_HEADS = {name: _of_heads(name) for name in CIRCUMSTANCES[OF_FAMILIES]}
"""One function each, so that heads are counted once."""


def _is_minor_child(people: People) -> Flags:
    flags: Flags = (people.role == CHILD) & (people.age < _MAJORITY)
    return flags


def _is_strained(homes: Homes) -> Flags:
    state = homes.state.social_states.get(OF_FAMILIES)
    families = homes.is_used & (homes.column("form") == PRIVATE) & (homes.count(_is_minor_child) > 0)
    if state is None:
        return np.zeros(len(families), dtype=np.bool_)
    share = np.full(len(families), state.shares[0])
    for name, (those, others) in zip(CIRCUMSTANCES[OF_FAMILIES], state.factors, strict=True):
        of_homes = PREDICATES[name].of == "households"
        holds = PREDICATES[name].holds(homes) if of_homes else homes.count(_HEADS[name]) > 0
        share *= np.where(holds, those, others)
    share *= state.at(homes.column("place"), homes.state)
    flags: Flags = families & (state.stream.draws(homes.column("key")) < share)
    return flags


def _strained(homes: Homes) -> Flags:
    return homes.once(_is_strained)


def _is_child_of_strained_family(people: People) -> Flags:
    flags: Flags = _is_minor_child(people) & people.at_home(_strained)
    return flags


def _stands_for_strained_family(people: People) -> Flags:
    """Tell who is the first of the members: two women may share a home, so that no role tells one in each."""
    first = people.at_home(lambda homes: homes.column("first_member"))
    rows = np.arange(len(first)) if isinstance(people.rows, slice) else people.rows
    flags: Flags = (first == rows) & people.at_home(_strained)
    return flags


def _turns_of(name: str) -> list[Turns]:
    return [PREDICATES[one].turns for one in CIRCUMSTANCES[name]]  # type: ignore[misc]


def _strain_turns(births: npt.NDArray[np.int64], month: int) -> Flags:
    """Tell at which ages of a member strain may begin or end; looked up late, as other modules add predicates."""
    return any_of(at_ages(_MAJORITY), *_turns_of(OF_FAMILIES))(births, month)


_RULES = {name: partial(_holds, name) for name in _OF_PERSONS}
"""One function each, so that a state is looked up once, also where another hangs on it."""

for _id, _label in _OF_PERSONS.items():

    def _of_state(people: People, name: str = _id) -> Flags:
        return people.once(_RULES[name])

    PREDICATES.add(Predicate(_id, _label, _of_state, turns=any_of(at_ages(*AGES[_id]), *_turns_of(_id))))

PREDICATES.add(
    Predicate(
        OF_FAMILIES, {"de": "belastete Familien", "en": "strained families"}, _strained, "households",
        turns=_strain_turns,
    )
)  # fmt: skip
for _id, _in_family in zip(
    _IN_FAMILIES, (_is_child_of_strained_family, _stands_for_strained_family), strict=True
):
    PREDICATES.add(Predicate(_id, _IN_FAMILIES[_id], _in_family, turns=_strain_turns))
