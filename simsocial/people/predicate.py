"""What a named predicate is, alone or with numbers in its name, and the registry of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.core.registry import Registry
from simsocial.people.turning_ages import Turns
from simsocial.people.view import People

__all__ = ["Family", "Flags", "Predicate", "Predicates", "Rule"]

Flags = npt.NDArray[np.bool_]
Rule = Callable[[Any], Flags]


@dataclass(frozen=True)
class Predicate:
    """Something that holds of a person or a household, or does not.

    Attributes
    ----------
    id : str
        Name by which rules and data call it.
    label : mapping
        Who they are, by language, ``de`` and ``en``.
    holds : callable
        Takes :class:`People` or :class:`Homes`, by `of`, and returns a flag for each.
    of : {"persons", "households"}
        What it speaks of.
    needs_care : bool
        Whether it holds only of people with a care grade; a hazard by it is then drawn among few.
    turns : callable or None
        When it may turn though nobody is marked, by the month of birth of the person or of somebody in the household
        (:mod:`simsocial.people.turning_ages`). None: in any month, so that it is asked of everybody.
    """

    id: str
    label: Mapping[str, str]
    holds: Rule
    of: str = "persons"
    needs_care: bool = False
    turns: Turns | None = None

    def of_people(self, people: People) -> Flags:
        """Return of whom it holds."""
        return self.holds(people) if self.of == "persons" else people.at_home(self.holds)


@dataclass(frozen=True)
class Family:
    """Predicates that differ by numbers in their names.

    Attributes
    ----------
    id : str
        Name with ``{}`` for each number, such as ``age_{}_{}``; of two numbers the second is no lower.
    label : mapping
        Who they are, with the same places for the numbers.
    rule : callable
        Takes the numbers and returns what :attr:`Predicate.holds` is.
    of : {"persons", "households"}
        What they speak of.
    needs_care : callable
        Takes the numbers and tells whether it holds only of people with a care grade.
    turns : callable
        Takes the numbers and returns what :attr:`Predicate.turns` is.
    """

    id: str
    label: Mapping[str, str]
    rule: Callable[..., Rule]
    of: str = "persons"
    needs_care: Callable[..., bool] = lambda *_: False
    turns: Callable[..., Turns | None] = lambda *_: None

    def member(self, name: str) -> Predicate | None:
        """Return the predicate of a name, None if the name is not of this family."""
        found = re.fullmatch(self.id.replace("{}", "([0-9]{1,4})"), name)
        if found is None:
            return None
        numbers = [int(number) for number in found.groups()]
        if numbers != sorted(numbers):
            message = say(
                "'{name}' holds of nobody: {least} is above {most}.",
                name=name,
                least=numbers[0],
                most=numbers[1],
            )
            raise ConfigError(message)
        label = {language: text.format(*numbers) for language, text in self.label.items()}
        needs_care, turns = self.needs_care(*numbers), self.turns(*numbers)
        return Predicate(name, label, self.rule(*numbers), self.of, needs_care, turns)


class Predicates(Registry[Predicate]):
    """Predicates by id, those of families included.

    Parameters
    ----------
    families : families
        The first ones.
    entries : predicates
        The first ones.

    Examples
    --------
    >>> from simsocial.people.predicates import PREDICATES
    >>> PREDICATES["age_6_9"].label["en"]
    'people of 6 to 9 years'
    >>> "care_grade_2_up" in PREDICATES, "care_grade" in PREDICATES
    (True, False)
    """

    def __init__(self, families: Iterable[Family], *entries: Predicate) -> None:
        super().__init__("predicate", *entries)
        self.families: dict[str, Family] = {family.id: family for family in families}
        self._members: dict[str, Predicate] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """All names, those of families with ``{}`` for their numbers."""
        return (*self, *self.families)

    def add_family(self, family: Family) -> Family:
        """Make a family known and return it."""
        if self.families.setdefault(family.id, family) != family:
            message = say(
                "Predicates '{id}' are defined twice, in different ways; ids must differ.", id=family.id
            )
            raise ConfigError(message)
        return family

    def __getitem__(self, identifier: str) -> Predicate:
        """Return a predicate by its name."""
        if super().__contains__(identifier):
            return super().__getitem__(identifier)
        member = self._member(identifier)
        if member is not None:
            return member
        message = say(
            "'{identifier}' is no predicate. {valid}",
            identifier=identifier,
            valid=nearest(identifier, self.names),
        )
        raise ConfigError(message)

    def __contains__(self, identifier: object) -> bool:
        """Whether a predicate of this name is known."""
        return super().__contains__(identifier) or self._member(str(identifier)) is not None

    def _member(self, identifier: str) -> Predicate | None:
        """Return the predicate of a family; its name is read once, since predicates are asked for in every month."""
        if identifier not in self._members:
            found = (family.member(identifier) for family in self.families.values())
            first = next((member for member in found if member is not None), None)
            if first is None:
                return None
            self._members[identifier] = first
        return self._members[identifier]
