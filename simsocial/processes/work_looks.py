"""What is looked at when work is brought up to date: rules, draws, cohorts, and what is kept of households."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH, N_COHORTS

__all__ = [
    "BEGINS", "CARED_FOR", "CARER", "CARERS", "CHILD_YEARS", "CONCERNS_ALL", "HAS_MANY", "HOURS_LOST", "ITS_YEARS",
    "JOB_GIVEN_UP", "LOOKED_AT_EVERY", "MATTERS", "MOTHER", "PENSIONERS", "ROW", "YOUNGEST", "YOUNGEST_MINOR", "Looks",
    "WorkRules", "WorkSalts", "ages_for_all", "looks_of_cohorts",
]  # fmt: skip

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LOOKED_AT_EVERY = 6
"""Months after which everybody is looked at, counted from the month of birth."""

CHILD_YEARS = 19
"""Completed years of the youngest child, 0 to 17; the last stands for people without a minor child."""

YOUNGEST, PENSIONERS = 15, 75
"""Completed years from which people may work, and from which nobody does any more (less than 3 of 100)."""

CARERS = 18, 65
"""Completed years of who cares for a member of the household at the cost of work."""


MATTERS, JOB_GIVEN_UP, HOURS_LOST = 1, 2, 4
"""What is kept of a household: whether a minor, somebody with a care grade or who cares for parents elsewhere may live
there; whether its carer would work full-time but for the care; above these two bits, the hours a week that the mother
would work more with a place."""


class WorkRules(NamedTuple):
    """What work follows from.

    Everybody goes by the rules of the month in which the own half-year began; for these there is one more axis in front
    of all arrays but `version`.

    Attributes
    ----------
    version : ndarray of int64 (LOOKED_AT_EVERY + 1,)
        Place of the rules by months since the half-year began, up to the begin of the one before.
    margins : ndarray (3 attainments, 2, child classes, 2 sexes, 101, 5)
        Shares at the margins between states (:class:`simsocial.people.work_shares.WorkMargins`), also by whether
        somebody has a partner (0) or not (1).
    attained : ndarray (2, 2, 101)
        Cumulative shares of the first two attainments, by sex and age.
    class_of_child : ndarray of uint8 (CHILD_YEARS,)
        Class by completed years of the youngest child.
    without_place : ndarray (CHILD_YEARS,)
        Odds that a mother works whose youngest child has no place, relative to those of all, by its years.
    with_place : ndarray (kinds, case states)
        Factors on these odds by the youngest child's cases.
    without_degree : ndarray (1,)
        Exponent of both for mothers without a degree.
    hours : ndarray of int64 (6,)
        Weekly hours of women by state of work.
    hours_by_grade, hours_factor : ndarray (6,), (kinds, case states)
        Weekly hours of care by care grade, and factors on them by cases of who is cared for.
    care_ratio : ndarray (2, 4, 4)
        Odds ratios of who cares, by sex and class of hours, at the margins.
    own_care : ndarray (6,)
        Odds of who has a care grade to be in the labour force, to work more than marginally and full-time, by grade.
    unemployed_at_most : ndarray (2, 101)
        Largest of the shares of unemployed people in the labour force, by sex and age, whatever the circumstances.
    rank_lasts, luck_lasts : ndarray of int64 (groups,)
        Half-years for which a draw lasts, by equally large groups of people.
    partners_alike : ndarray ()
        Share of couples of whom both go by the draws of one.
    many_children : ndarray (2,)
        Odds that a parent works with one or two minors, and with three and more, relative to those of all.
    """

    version: Integers
    margins: Floats
    attained: Floats
    class_of_child: npt.NDArray[np.uint8]
    without_place: Floats
    with_place: Floats
    without_degree: Floats
    hours: Integers
    hours_by_grade: Floats
    hours_factor: Floats
    care_ratio: Floats
    own_care: Floats
    unemployed_at_most: Floats
    rank_lasts: Integers
    luck_lasts: Integers
    partners_alike: Floats
    many_children: Floats


class WorkSalts(NamedTuple):
    """Salts of draws: attainment; how long rank and luck last and where in their time they begin; both; couples."""

    attainment: np.uint64
    lasting: np.uint64
    phase: np.uint64
    rank: np.uint64
    luck: np.uint64
    alike: np.uint64


class Looks(NamedTuple):
    """What is looked at in a month, and what is kept and counted of it.

    Attributes
    ----------
    marks : two arrays of uint64
        Marks of persons and of households, eight by eight.
    of_cohort : uint8 (cohorts,)
        :data:`BEGINS` where a half-year begins, :data:`CONCERNS_ALL` where the household is looked at.
    kept : uint8 (rows of households,)
        Kept: :data:`MATTERS`, :data:`JOB_GIVEN_UP`, and hours lost in steps of :data:`HOURS_LOST`.
    care_elsewhere : uint8 (rows of persons,)
        Twice the hours of care a week that people give to parents in another household
        (:class:`simsocial.processes.kin.Kin`).
    place_area, cell : ndarray
        Area of each place; cell of each cohort.
    begun, ended : int64 (areas, cells)
        Counted: who begins to work, and who ends.
    room : int32 (7, BLOCK)
        Of those looked at next: the row; the youngest minor of the family, its completed years; whom they care for;
        the first woman who heads the family; whether the family has three minors or more; of whom of the household it
        is kept whether care costs a full-time job.
    """

    marks: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]
    of_cohort: npt.NDArray[np.uint8]
    kept: npt.NDArray[np.uint8]
    care_elsewhere: npt.NDArray[np.uint8]
    place_area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]
    begun: Integers
    ended: Integers
    room: npt.NDArray[np.int32]


BEGINS, CONCERNS_ALL = 1, 2

ROW, YOUNGEST_MINOR, ITS_YEARS, CARED_FOR, MOTHER, HAS_MANY, CARER = range(7)
"""What stands where in the room of :class:`Looks`."""


def ages_for_all(rules: WorkRules) -> Integers:
    """Return completed years at which somebody's birthday may matter for the work of other members of the household.

    From 15 years on one works oneself; at 18 and 66 one begins and ends to care for others; between, what matters is
    that more or fewer parents work whose youngest child is so old.
    """
    differs = (np.diff(rules.class_of_child, axis=1) != 0) | (np.diff(rules.without_place, axis=1) != 0.0)
    return np.union1d(1 + np.flatnonzero(differs.any(axis=0)), [YOUNGEST, CARERS[0], CARERS[1] + 1])


def looks_of_cohorts(month: int, ages: Integers) -> npt.NDArray[np.uint8]:
    """Return by cohort what is looked at: whose half-year begins, and who comes to an age that matters for all.

    Examples
    --------
    >>> from simsocial.core.calendar import month_index
    >>> looks = looks_of_cohorts(month_index("2026-03"), np.array([6, 15]))
    >>> [int(looks[2 * (month_index(born) - EPOCH_MONTH)]) for born in ("1990-03", "1990-04", "2020-03", "2020-09")]
    [1, 0, 2, 0]
    """
    months_old = month - EPOCH_MONTH - np.arange(N_COHORTS) // 2
    half_year, years = months_old % LOOKED_AT_EVERY == 0, months_old // 12
    looks = BEGINS * (half_year & (years >= YOUNGEST) & (years <= PENSIONERS))
    birthday = months_old % 12 == 0
    looks |= CONCERNS_ALL * (birthday & np.isin(years, ages))
    looks[:2] = 0
    found: npt.NDArray[np.uint8] = looks.astype(np.uint8)
    return found
