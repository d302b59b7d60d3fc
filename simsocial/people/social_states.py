"""Social states: who is over-indebted, lonely, volunteers, has a migration background, as lasting draws against shares.

No state has a history: somebody's lasting draw is compared with the share of people of that age and those
circumstances. So the shares of the whole are those of the figures, and where circumstances change, those at the margin
change with them: whose household becomes poor is lonely sooner, and no more when it is poor no longer. The shares are
the process's (:mod:`simsocial.processes.social_states`); without it, nothing of this holds of anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from simsocial.core.random import Stream
from simsocial.people.predicates import PREDICATES, Flags, Predicate
from simsocial.people.turning_ages import any_of, at_ages
from simsocial.people.view import People

__all__ = ["AGES", "CIRCUMSTANCES", "SOCIAL_STATES", "SocialState"]

SOCIAL_STATES = {
    "overindebted": {"de": "überschuldete Menschen", "en": "over-indebted people"},
    "lonely": {"de": "einsame Menschen", "en": "lonely people"},
    "volunteer": {"de": "freiwillig Engagierte", "en": "people who volunteer"},
    "migration_background": {
        "de": "Menschen mit Migrationshintergrund", "en": "people with a migration background",
    },
}  # fmt: skip
"""Names of the states and of those of whom they hold."""

AGES: Mapping[str, tuple[int, ...]] = {
    "overindebted": (18,),
    "lonely": (18, 80),
    "volunteer": (14,),
    "migration_background": (0,),
}
"""Completed years from which a share of its own holds, and nobody below the first."""

CIRCUMSTANCES: Mapping[str, tuple[str, ...]] = {
    "overindebted": ("on_basic_income_support", "lone_parent", "age_65_up"),
    "lonely": ("with_partner", "poor", "resident"),
    "volunteer": ("poor", "age_75_up"),
    "migration_background": ("age_45_up", "guest"),
}
"""Predicates by which the share differs."""


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
    """

    stream: Stream
    shares: tuple[float, ...]
    factors: tuple[tuple[float, float], ...]


def _holds(name: str, people: People) -> Flags:
    state = people.state.social_states.get(name)
    if state is None:
        return np.zeros(len(people.role), dtype=np.bool_)
    of_age = np.searchsorted(AGES[name], people.age, side="right")
    share = np.array([0.0, *state.shares])[of_age]
    for predicate, (those, others) in zip(CIRCUMSTANCES[name], state.factors, strict=True):
        share *= np.where(PREDICATES[predicate].of_people(people), those, others)
    flags: Flags = state.stream.draws(people.state.persons.key[people.rows]) < share
    return flags


for _id, _label in SOCIAL_STATES.items():

    def _of_state(people: People, name: str = _id) -> Flags:
        return _holds(name, people)

    _turns = [PREDICATES[name].turns for name in CIRCUMSTANCES[_id]]
    PREDICATES.add(Predicate(_id, _label, _of_state, turns=any_of(at_ages(*AGES[_id]), *_turns)))  # type: ignore[arg-type]
