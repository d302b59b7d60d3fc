"""What is asked at each age in a month, as the lists of open kinds and their shares differ from the last one's."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import REVIEW
from simsocial.core.compile import helper
from simsocial.services.demand import Demand
from simsocial.services.open_lists import LOOKED_AT
from simsocial.services.take_up_shares import AGES
from simsocial.services.who import Conditions

__all__ = ["ANEW", "COUNTED", "SHARES", "TABLES", "Questions", "tell_by_age"]

ANEW, SHARES, COUNTED, TABLES = REVIEW, 2, 4, 8
"""What is done for people of an age: they are asked everything, as is whoever is marked; it is seen whether the change
of the shares turns an answer; whoever a kind with a target quota is open to is counted; and it is not only those shares
that change which have a trend."""


class Questions(NamedTuple):
    """What is asked of whom in a month.

    Attributes
    ----------
    everybody : bool
        Whether everybody is asked everything.
    of_age : uint8 (AGES, 2)
        Room for what is done for people of an age, without care grade and with one.
    of_cohort : uint8 (cohorts,)
        Room for what is done for people of a cohort: anything (bit 0), and for those with a care grade what is done in
        any month but that of their birthday (bit 1).
    now, before : Demand
        The demand of this month and of the last one.
    conditions : Conditions
        What holds of everybody.
    place_area : int16 (places,)
        Area of each place.
    """

    everybody: bool
    of_age: npt.NDArray[np.uint8]
    of_cohort: npt.NDArray[np.uint8]
    now: Demand
    before: Demand
    conditions: Conditions
    place_area: npt.NDArray[np.int16]


@helper
def tell_by_age(questions: Questions) -> None:
    """Tell what is done at each age, as lists and shares differ from those a month younger in the last month.

    Of those with a care grade, cohorts do not tell what a trend does, nor what is done on birthdays, since then each of
    them is looked at. The last age stands for all higher ones.
    """
    now, before, of_age = questions.now, questions.before, questions.of_age
    for age in range(AGES):
        for graded in range(2):
            what = ANEW if questions.everybody else 0
            for late in range(2):
                counted = now.counted[now.list_of[late, age, graded]]
                kinds, shares = now.kinds_told[late, age, graded], now.shares_told[late, age, graded]
                what |= ANEW if counted == LOOKED_AT else 0
                what |= COUNTED if counted >= 0 else 0
                if age > 0:
                    what |= ANEW if kinds != before.kinds_told[late, age - 1, graded] else 0
                    what |= SHARES if shares != before.shares_told[late, age - 1, graded] else 0
                    tables = now.tables_told[late, age, graded]
                    what |= TABLES if tables != before.tables_told[late, age - 1, graded] else 0
                if age == AGES - 1:
                    what |= ANEW if shares != before.shares_told[late, age, graded] else 0
            of_age[age, graded] = what
    for cohort in range(EMPTY_COHORT + 1, len(questions.of_cohort)):
        age = now.months - (cohort >> 1)
        if age < 0:
            questions.of_cohort[cohort] = 0
            continue
        age = min(age, AGES - 1)
        any_month = (of_age[age, 1] & ~np.uint8(SHARES) != 0) & (age % 12 != 0)
        questions.of_cohort[cohort] = (of_age[age, 0] != 0) | any_month << 1
    questions.of_cohort[EMPTY_COHORT] = 0
