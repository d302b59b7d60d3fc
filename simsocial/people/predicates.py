"""Named predicates: what holds, or does not, of a person or a household.

Some stand for themselves (``lone_parent``), others are written with numbers (``age_6_9``). One of households holds of
a person if it holds of the household in which the person lives. Plugins add theirs with ``PREDICATES.add(...)``; with
columns of their own process if they like.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ADULT, CHILD, GUEST, INSTITUTION, PRIVATE
from simsocial.people.predicate import Family, Flags, Predicate, Predicates, Rule
from simsocial.people.turning_ages import MARKED, at_ages, at_begin_of_school_years
from simsocial.people.view import Homes, People

__all__ = ["PREDICATES", "Family", "Predicate"]

SCHOOL_YEARS = 10
"""Years of full-time compulsory school (section 19 ThürSchulG)."""

_AT_18 = at_ages(18)


def _within(low: int, value: npt.NDArray[Any], high: int) -> Flags:
    flags: Flags = (low <= value) & (value <= high)
    return flags


def _is_minor(people: People) -> Flags:
    flags: Flags = people.age < 18
    return flags


def _has_role(role: int) -> Rule:
    return lambda people: np.equal(people.role, role)


_is_adult, _is_child = _has_role(ADULT), _has_role(CHILD)


def _heads(homes: Homes) -> npt.NDArray[np.int64]:
    return homes.count(_is_adult)


def _is_private(homes: Homes) -> Flags:
    flags: Flags = homes.is_used & (homes.column("form") == PRIVATE)
    return flags


def _has_children(homes: Homes) -> Flags:
    flags: Flags = homes.count(_is_child) > 0
    return flags


def _of_lone_parent(homes: Homes) -> Flags:
    flags: Flags = _is_private(homes) & (_heads(homes) == 1) & _has_children(homes)
    return flags


def _in_school_years(first: int, last: int) -> Rule:
    def holds(people: People) -> Flags:
        since = people.month - people.school_entry
        return _within(12 * (first - 1), since, 12 * last - 1)

    return holds


PREDICATES = Predicates(
    (
        Family(
            "age_{}_{}",
            {"de": "Menschen von {} bis {} Jahren", "en": "people of {} to {} years"},
            lambda low, high: lambda people: _within(low, people.age, high),
            turns=lambda low, high: at_ages(low, high + 1),
        ),
        Family(
            "age_{}_up",
            {"de": "Menschen ab {} Jahren", "en": "people of {} years and more"},
            lambda low: lambda people: people.age >= low,
            turns=at_ages,
        ),
        Family(
            "age_months_{}_{}",
            {"de": "Kinder von {} bis {} Monaten", "en": "children of {} to {} months"},
            lambda low, high: lambda people: _within(low, people.age_months, high),
            turns=lambda low, high: at_ages(low / 12, (high + 1) / 12),
        ),
        Family(
            "school_year_{}_{}",
            {"de": "Kinder im {}. bis {}. Schuljahr", "en": "children in school years {} to {}"},
            _in_school_years,
            turns=lambda first, last: at_begin_of_school_years(first, last + 1),
        ),
        Family(
            "care_grade_{}_{}",
            {"de": "Menschen mit Pflegegrad {} bis {}", "en": "people of care grades {} to {}"},
            lambda low, high: lambda people: _within(low, people.care_grade, high),
            needs_care=lambda low, _: low > 0,
            turns=lambda *_: MARKED,
        ),
        Family(
            "care_grade_{}_up",
            {"de": "Menschen ab Pflegegrad {}", "en": "people of care grade {} and more"},
            lambda low: lambda people: people.care_grade >= low,
            needs_care=lambda low: low > 0,
            turns=lambda *_: MARKED,
        ),
        Family(
            "with_child_under_{}",
            {"de": "Haushalte mit einem Kind unter {} Jahren", "en": "households with a child under {} years"},
            lambda years: lambda homes: homes.count(lambda people: (people.age < years) & (people.role == CHILD)) > 0,
            of="households",
            turns=at_ages,
        ),
        Family(
            "with_{}_minors_up",
            {"de": "Haushalte mit mindestens {} Minderjährigen", "en": "households with {} minors and more"},
            lambda number: lambda homes: homes.count(_is_minor) >= number,
            of="households",
            turns=lambda _: _AT_18,
        ),
        Family(
            "size_{}_{}",
            {"de": "Haushalte mit {} bis {} Personen", "en": "households of {} to {} persons"},
            lambda low, high: lambda homes: _within(low, homes.size, high),
            of="households",
            turns=lambda *_: MARKED,
        ),
    ),
    Predicate("woman", {"de": "Frauen", "en": "women"}, lambda people: people.is_woman, turns=MARKED),
    Predicate("man", {"de": "Männer", "en": "men"}, lambda people: ~people.is_woman, turns=MARKED),
    Predicate("minor", {"de": "Minderjährige", "en": "minors"}, _is_minor, turns=_AT_18),
    Predicate(
        "school_age",
        {"de": "Vollzeitschulpflichtige", "en": "children in their years of compulsory school"},
        _in_school_years(1, SCHOOL_YEARS),
        turns=at_begin_of_school_years(1, SCHOOL_YEARS + 1),
    ),
    Predicate(
        "household_head",
        {"de": "Erwachsene, die einen Haushalt führen", "en": "adults who head a household"},
        _has_role(ADULT), turns=MARKED,
    ),
    Predicate(
        "child_at_home", {"de": "Kinder im Haushalt der Eltern", "en": "children in their parents' household"},
        _has_role(CHILD), turns=MARKED,
    ),
    Predicate("resident", {"de": "Heimbewohner", "en": "residents of homes"}, _has_role(INSTITUTION), turns=MARKED),
    Predicate(
        "guest", {"de": "Gäste der Erstaufnahme", "en": "guests of a reception centre"}, _has_role(GUEST),
        turns=MARKED,
    ),
    Predicate(
        "with_partner",
        {"de": "Menschen, die mit Partner leben", "en": "people who live with a partner"},
        lambda people: people.has_partner, turns=MARKED,
    ),
    Predicate(
        "needs_care", {"de": "Pflegebedürftige", "en": "people in need of care"}, lambda people: people.care_grade > 0,
        needs_care=True, turns=MARKED,
    ),
    Predicate(
        "living_alone",
        {"de": "Alleinlebende", "en": "people living alone"},
        lambda people: people.at_home(lambda homes: _is_private(homes) & (homes.size == 1)),
        turns=MARKED,
    ),
    Predicate(
        "lone_parent",
        {"de": "Alleinerziehende", "en": "lone parents"},
        lambda people: (people.role == ADULT) & people.at_home(_of_lone_parent),
        turns=MARKED,
    ),
    Predicate(
        "child_of_lone_parent",
        {"de": "Kinder Alleinerziehender", "en": "children of lone parents"},
        lambda people: (people.role == CHILD) & people.at_home(_of_lone_parent),
        turns=MARKED,
    ),
    Predicate(
        "private", {"de": "private Haushalte", "en": "private households"}, _is_private, of="households",
        turns=MARKED,
    ),
    Predicate(
        "with_children",
        {"de": "Haushalte mit Kindern der Familie", "en": "households with children of the family"},
        _has_children,
        of="households", turns=MARKED,
    ),
    Predicate(
        "with_minors",
        {"de": "Haushalte mit Minderjährigen", "en": "households with minors"},
        lambda homes: homes.count(_is_minor) > 0,
        of="households", turns=_AT_18,
    ),
)  # fmt: skip
"""All predicates that are known."""
