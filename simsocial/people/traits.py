"""Named traits: what a person has of something, as a number or as one of some levels.

A trait with levels can be the first axis of a hazard, and so can a predicate, with levels no and yes. Plugins add
theirs with ``TRAITS.add(...)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CHILD
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import later, say
from simsocial.core.registry import Registry
from simsocial.people.predicates import PREDICATES
from simsocial.people.turning_ages import MARKED, Turns
from simsocial.people.view import People

__all__ = ["TRAITS", "Axis", "Trait", "axis_of"]

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Trait:
    """What a person has of something.

    Attributes
    ----------
    id : str
        Name by which rules and data call it.
    label : mapping
        Name by language, ``de`` and ``en``.
    unit : str
        What it is counted in.
    value : callable
        Takes :class:`People` and returns a number for each: with `levels` the place of the own one among them.
    levels : tuple of str
        Names of all values it can take; none if it is a mere number.
    care_from : int or None
        First level that only people with a care grade have; a hazard by it is then drawn among few.
    by_state : ndarray of uint8, broadcast to (4 roles, 2, 6 care grades)
        The same levels where role, whether there is a partner, and care grade say it all: kernels then look them up.
    turns : callable or None
        When it may become another without a mark, see :attr:`simsocial.people.predicates.Predicate.turns`.
    """

    id: str
    label: Mapping[str, str]
    unit: str
    value: Callable[[People], npt.NDArray[Any]]
    levels: tuple[str, ...] = ()
    care_from: int | None = None
    by_state: Codes | None = None
    turns: Turns | None = None


_SITUATION = np.array([[2, 3], [1, 1], [0, 0], [0, 0]], dtype=np.uint8)
"""Situation by role and whether there is a partner."""

TRAITS: Registry[Trait] = Registry(
    later("trait"),
    Trait(
        "all",
        {"de": "alle", "en": "everybody"},
        "code",
        lambda people: np.zeros(len(people.role), dtype=np.uint8),
        ("everybody",),
        by_state=np.zeros((1, 1, 1), dtype=np.uint8),
        turns=MARKED,
    ),
    Trait(
        "sex",
        {"de": "Geschlecht", "en": "sex"},
        "code",
        lambda people: people.is_woman.astype(np.uint8),
        ("man", "woman"),
        turns=MARKED,
    ),
    Trait(
        "situation",
        {"de": "Lebenslage", "en": "situation"},
        "code",
        lambda people: _SITUATION[people.role, people.has_partner.view(np.uint8)],
        ("resident or guest", "child of the household", "adult without partner", "adult with partner"),
        by_state=_SITUATION[:, :, None],
        turns=MARKED,
    ),
    Trait(
        "care_grade",
        {"de": "Pflegegrad", "en": "care grade"},
        "grade 0-5",
        lambda people: people.care_grade,
        ("none", "1", "2", "3", "4", "5"),
        care_from=1,
        by_state=np.arange(6, dtype=np.uint8)[None, None, :],
        turns=MARKED,
    ),
    Trait("age", {"de": "Alter", "en": "age"}, "years", lambda people: people.age),
    Trait(
        "household_size",
        {"de": "Haushaltsgröße", "en": "household size"},
        "persons",
        lambda people: people.at_home(lambda homes: homes.size),
    ),
    Trait(
        "children_at_home",
        {"de": "Kinder im Haushalt", "en": "children in the household"},
        "persons",
        lambda people: people.at_home(lambda homes: homes.count(lambda members: members.role == CHILD)),
    ),
)
"""All traits that are known."""


class Axis(NamedTuple):
    """A trait with levels, or a predicate, as an axis of tables.

    Attributes
    ----------
    levels : tuple of str
        Names along the axis.
    code : callable
        Takes :class:`People` and returns the place of each on it.
    care_from : int
        First level that only people with a care grade have; the number of levels if there is none.
    by_state : ndarray or None
        As :attr:`Trait.by_state` has it.
    turns : callable or None
        As :attr:`Trait.turns` has it.
    """

    levels: tuple[str, ...]
    code: Callable[[People], Codes]
    care_from: int
    by_state: Codes | None = None
    turns: Turns | None = None


def axis_of(name: str) -> Axis:
    """Return the axis that a trait or predicate stands for.

    Raises
    ------
    ConfigError
        If there is neither, or the trait has no levels.

    Examples
    --------
    >>> axis_of("situation").levels[0], axis_of("care_grade_2_up").levels
    ('resident or guest', ('no', 'yes'))
    """
    if name not in TRAITS:
        if name not in PREDICATES:
            valid = [trait.id for trait in TRAITS.values() if trait.levels]
            message = say(
                "'{name}' is no trait with levels and no predicate. {valid}",
                name=name,
                valid=nearest(name, [*valid, *PREDICATES.names]),
            )
            raise ConfigError(message)
        predicate = PREDICATES[name]
        care_from = 1 if predicate.needs_care else 2
        return Axis(
            ("no", "yes"),
            lambda people: predicate.of_people(people).view(np.uint8),
            care_from,
            turns=predicate.turns,
        )
    trait = TRAITS[name]
    if not trait.levels:
        valid = [other.id for other in TRAITS.values() if other.levels]
        message = say(
            "trait '{name}' is a number without levels. {valid}", name=name, valid=nearest(name, valid)
        )
        raise ConfigError(message)
    care_from = len(trait.levels) if trait.care_from is None else trait.care_from
    return Axis(
        trait.levels,
        lambda people: np.asarray(trait.value(people), dtype=np.uint8),
        care_from,
        trait.by_state,
        trait.turns,
    )
