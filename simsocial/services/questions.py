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
    cohorts : uint16 (2, 2)
        Room for the first and last cohorts for which something is done, without care grade and with one.
    now, before : Demand
        The demand of this month and of the last one.
    conditions : Conditions
        What holds of everybody.
    place_area : int16 (places,)
        Area of each place.
    """

    everybody: bool
    of_age: npt.NDArray[np.uint8]
    cohorts: npt.NDArray[np.uint16]
    now: Demand
    before: Demand
    conditions: Conditions
    place_area: npt.NDArray[np.int16]


@helper
def tell_by_age(questions: Questions) -> None:
    """Tell what is done at each age, as lists and shares differ from those a month younger in the last month.

    The cohorts told are those between which something is done: with a care grade but for what a trend does, and what is
    done on birthdays, since then each of them is looked at. The last age stands for all higher ones.
    """
    now, before, of_age = questions.now, questions.before, questions.of_age
    for graded in range(2):
        # None, if there are no such ages.
        questions.cohorts[graded, 0], questions.cohorts[graded, 1] = EMPTY_COHORT + 1, EMPTY_COHORT
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
            if what & ~SHARES != 0 and age % 12 != 0 if graded else what != 0:
                if questions.cohorts[graded, 1] == EMPTY_COHORT:
                    questions.cohorts[graded, 1] = max(2 * (now.months - age) + 1, EMPTY_COHORT)
                oldest = now.months if age == AGES - 1 else age
                questions.cohorts[graded, 0] = max(2 * (now.months - oldest), EMPTY_COHORT + 1)
