"""Who leaves a household together: a person, the partner, and the children who are theirs.

Whose child somebody is stands in no column. Keys of those born in a run follow from their mothers'; for all
others the household decides: its children belong to the couple, or without one to the women, before they
belong to somebody else who shares the home.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ADULT, CHILD, NOBODY, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.random import mix

__all__ = [
    "ADULT_MONTHS",
    "EVERYBODY",
    "FAMILY",
    "NO_ONE",
    "OWN_MINORS",
    "age_months",
    "child_key",
    "company_of",
    "goes_along",
]

ADULT_MONTHS = 18 * 12
"""Age in months from which somebody is grown up."""

NO_ONE, OWN_MINORS, FAMILY, EVERYBODY = 0, 1, 2, 3
"""Who goes along: nobody; the minors whom she bore in this run; the partner and the household's children; all."""


@helper
def age_months(cohort: int, month: int) -> int:
    """Return the age of a cohort in months."""
    return month - EPOCH_MONTH - (cohort >> 1)


@helper
def child_key(mother: np.uint64, month: int, order: int) -> np.uint64:
    """Return the key of the first (0) or second (1) child that a mother bears in a month."""
    key: np.uint64 = mix(mother ^ mix(np.uint64(month * 4 + order)))
    return key


@helper
def company_of(persons: Persons, households: Households, row: int) -> int:
    """Return who goes along when a person leaves: `OWN_MINORS`, `FAMILY` or `EVERYBODY`.

    A child of the household leaves it to the others. An adult takes everybody along unless another adult,
    who is not the partner, lives there too.
    """
    if persons.role[row] == CHILD:
        return OWN_MINORS
    partner = persons.partner[row]
    others, other_couple, other_woman = False, False, False
    member = households.first_member[persons.household[row]]
    while member != NOBODY:
        if member != row and member != partner and persons.role[member] == ADULT:
            others = True
            other_couple = other_couple or persons.partner[member] != NOBODY
            other_woman = other_woman or persons.cohort[member] & 1 == 1
        member = persons.next_member[member]
    if not others:
        return EVERYBODY
    is_woman = persons.cohort[row] & 1 == 1
    parent = partner != NOBODY or (not other_couple and (is_woman or not other_woman))
    return FAMILY if parent else OWN_MINORS


@helper
def goes_along(
    persons: Persons,
    households: Households,
    member: int,
    company: int,
    key: np.uint64,
    partner: int,
    month: int,
) -> bool:
    """Tell whether a member of the household leaves with the person of this key and partner."""
    if persons.key[member] == key or company == EVERYBODY:
        return True
    if company == FAMILY and member == partner:
        return True
    if company == FAMILY and persons.role[member] == CHILD:
        return not _has_mother_who_stays(persons, households, member, key, partner, month)
    return company != NO_ONE and _is_child_of(persons, member, key, month)


@helper
def _is_child_of(persons: Persons, member: int, key: np.uint64, month: int) -> bool:
    """Tell whether somebody is a minor whom the woman of this key bore in this run."""
    cohort = persons.cohort[member]
    if age_months(cohort, month) >= ADULT_MONTHS:
        return False
    born, own = (cohort >> 1) + EPOCH_MONTH, persons.key[member]
    return bool(own == child_key(key, born, 0) or own == child_key(key, born, 1))


@helper
def _has_mother_who_stays(
    persons: Persons, households: Households, child: int, key: np.uint64, partner: int, month: int
) -> bool:
    """Tell whether the mother of a child is another adult of the household than who leaves."""
    other = households.first_member[persons.household[child]]
    while other != NOBODY:
        stays = persons.role[other] == ADULT and persons.key[other] != key and other != partner
        if stays and _is_child_of(persons, child, persons.key[other], month):
            return True
        other = persons.next_member[other]
    return False
