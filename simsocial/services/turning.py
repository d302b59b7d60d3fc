"""Whose answer turns where shares alone changed, and whose surely stays for a while."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import REVIEW, Persons
from simsocial.core.compile import helper
from simsocial.core.fetch import fetch
from simsocial.core.random import uniform
from simsocial.services.demand import list_number, wants
from simsocial.services.questions import ANEW, TABLES, Questions
from simsocial.services.take_up_shares import AGES
from simsocial.services.who import take_up_of

__all__ = ["find_turned", "holds_till"]

Rows = npt.NDArray[np.int32]

_YEAR = 12

_AHEAD = 12
"""How many people before their turn memory is asked for them."""


@helper
def holds_till(months: int) -> np.uint8:
    """Return the mark (:data:`simsocial.core.columns.HOLDS`) of those who have their birthday in this month."""
    return np.uint8((months % 12 + 1) << 4)


@helper
def find_turned(persons: Persons, questions: Questions, asked: Rows, turns: npt.NDArray[np.uint8]) -> None:
    """Tell of those who are not asked everything whether an answer may turn, whatever holds of them at home.

    All of them in one loop: handing the tables over for each would cost more than the answer.

    Parameters
    ----------
    persons, questions : Persons, Questions
        People, and what is asked of them.
    asked : ndarray
        Rows of those who may be concerned.
    turns : ndarray
        Filled, by position in `asked`.
    """
    now, before, axes = questions.now, questions.before, questions.conditions.axes
    _find_unsure(persons, questions, asked, turns)
    for position in range(len(asked)):
        if turns[position] == 0:
            continue
        row, turned = asked[position], False
        cohort, grade = persons.cohort[row], persons.care_grade[row]
        graded, months = np.uint8(grade > 0), now.months - (cohort >> 1)
        what = questions.of_age[min(months, AGES - 1), graded] | (persons.due[row] & REVIEW)
        place, key, settled = persons.place[row], persons.key[row], persons.settled_grade[row]
        held = questions.conditions.holds[row] if len(questions.conditions.holds) else np.uint64(0)
        own = list_number(now.list_of, months, graded, key, now.late_salt, now.late_share)
        old = list_number(before.list_of, months - 1, graded, key, now.late_salt, now.late_share)
        step = before.starts[old] - now.starts[own]
        every = what & TABLES != 0
        starts = now.starts if every else now.trending_starts
        for turn in range(starts[own], starts[own + 1]):
            entry = np.int64(turn if every else now.trending[turn])
            share, old_share = now.share[entry, grade], before.share[entry + step, grade]
            if share == old_share and (settled == 0 or not now.residential[now.kind[entry]]):
                continue
            draw, kind = uniform(now.entry_salt[entry], key), now.kind[entry]
            limit, old_limit = now.limit[entry, grade], before.limit[entry + step, grade]
            if now.plain[kind]:
                turned |= (draw < limit) != (draw < old_limit)
                continue
            # Who lives in a home stays whatever the draw says, until nobody of the age and grade is served any more.
            turned |= (share > 0.0) != (old_share > 0.0)
            if draw >= max(limit, old_limit):
                continue
            base, old_base = np.float32(0.0), np.float32(0.0)
            if now.residential[kind] and settled > 0:
                base, old_base = now.share[entry, settled], before.share[entry + step, settled]
            for living_alone in range(2):
                bits = np.uint64(living_alone) | held
                of_person = take_up_of(kind, bits, now.take_up, axes)
                # Whether somebody wants it, and, where ways became longer, whether they come in spite of it.
                for by_way in range(1 + (now.access[place, kind] < now.felt[place, kind])):
                    factor = of_person * (now.felt if by_way == 0 else now.access)[place, kind]
                    # What other cases make of it is not looked up: between their extremes the answer may be either.
                    least = factor * now.by_cases.extremes[0, kind]
                    most = factor * now.by_cases.extremes[1, kind]
                    answer = wants(draw, limit, share, base, least)
                    turned |= answer != wants(draw, old_limit, old_share, old_base, least)
                    if least != most:
                        turned |= answer != wants(draw, limit, share, base, most)
                        turned |= answer != wants(draw, old_limit, old_share, old_base, most)
        turns[position] = turned


@helper
def _find_unsure(persons: Persons, questions: Questions, asked: Rows, unsure: npt.NDArray[np.uint8]) -> None:
    """Find who has to be tested; mark those with a care grade whose answers no trend turns before their next birthday.

    The more a share rises, the more want a kind: of the least and the greatest that it comes to within a year, each is
    taken as it speaks most against an answer, and most for it. On birthdays, other shares hold.
    """
    now, axes = questions.now, questions.conditions.axes
    for position in range(len(asked)):
        row, later = asked[position], asked[min(position + _AHEAD, len(asked) - 1)]
        fetch(persons.key, later)
        fetch(persons.settled_grade, later)
        fetch(persons.place, later)
        cohort, grade, key = persons.cohort[row], persons.care_grade[row], persons.key[row]
        months, graded = now.months - (cohort >> 1), np.uint8(grade > 0)
        what = questions.of_age[min(months, AGES - 1), graded] | (persons.due[row] & REVIEW)
        unsure[position] = (what & ANEW == 0) & ((graded == 0) | (months >= AGES - 1 - _YEAR))
        if what & ANEW or unsure[position]:
            continue
        place, settled, stays = persons.place[row], persons.settled_grade[row], True
        held = questions.conditions.holds[row] if len(questions.conditions.holds) else np.uint64(0)
        own = list_number(now.list_of, months, graded, key, now.late_salt, now.late_share)
        for turn in range(now.trending_starts[own], now.trending_starts[own + 1]):
            entry = np.int64(now.trending[turn])
            kind, draw = now.kind[entry], uniform(now.entry_salt[entry], key)
            share, limit, settled_share = now.share[entry, grade], now.limit[entry, grade], np.float32(0.0)
            least, most = now.reach[0, kind], now.reach[1, kind]
            # Whose draw is above all that a share comes to wants nothing, whatever else holds.
            if draw >= most * limit:
                continue
            if now.residential[kind] and settled > 0:
                settled_share = now.share[entry, settled]
            for living_alone in range(2):
                of_person = take_up_of(kind, np.uint64(living_alone) | held, now.take_up, axes)
                low, high = np.float32(least * share), np.float32(most * share)
                settled_low, settled_high = (
                    np.float32(least * settled_share),
                    np.float32(most * settled_share),
                )
                for by_way in range(1 + (now.access[place, kind] < now.felt[place, kind])):
                    factor = of_person * (now.felt if by_way == 0 else now.access)[place, kind]
                    lowest = factor * now.by_cases.extremes[0, kind]
                    highest = factor * now.by_cases.extremes[1, kind]
                    at_least = wants(draw, least * limit, low, settled_high, lowest)
                    stays &= at_least == wants(draw, most * limit, high, settled_low, highest)
        if stays:
            persons.due[row] |= holds_till(cohort >> 1)
        unsure[position] = not stays or what & TABLES != 0
