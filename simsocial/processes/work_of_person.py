"""The state of work of one person: shares at the margins under the present circumstances, and the person's draws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ADULT, NOBODY, Cases, Persons
from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.people.work import FULL_TIME
from simsocial.people.work_shares import scaled_odds, work_state
from simsocial.processes.work_circumstances import (
    hours_elsewhere,
    hours_of_care,
    level_of_hours,
    odds_of_mother,
)
from simsocial.processes.work_draws import half_years_of, renewed_draw, times_renewed, whose_draws
from simsocial.processes.work_looks import (
    CARED_FOR,
    CARER,
    CHILD_YEARS,
    HAS_MANY,
    HOURS_LOST,
    ITS_YEARS,
    JOB_GIVEN_UP,
    LOOKED_AT_EVERY,
    MATTERS,
    MOTHER,
    ROW,
    YOUNGEST_MINOR,
    Looks,
    WorkRules,
    WorkSalts,
)

__all__ = ["state_of_work"]


class _Margins(NamedTuple):
    """Shares at the margins between states, see :class:`simsocial.people.work_shares.WorkMargins`."""

    pension: float
    labour: float
    unemployed: float
    more: float
    full: float


class _Draws(NamedTuple):
    """Draws of a person, or of both partners together."""

    rank: float
    luck: float


@helper
def state_of_work(
    persons: Persons, cases: Cases, rules: WorkRules, salts: WorkSalts, month: int, looks: Looks, turn: int
) -> int:
    """Return the state of work of the person at a place of the room, and note what it costs the household.

    Of carers and mothers it is also told what they would do with the same draws but for the care, or with a place.
    """
    row = looks.room[ROW, turn]
    months = (month - EPOCH_MONTH - np.int64(persons.cohort[row] >> 1)) % LOOKED_AT_EVERY
    own, home, sex = rules.version[months], persons.household[row], np.int64(persons.cohort[row] & 1)
    draws = _draws_of(persons, rules, salts, own, row, month - months)
    alone, missed = _margins_of(persons, cases, rules, salts, month, looks, turn, own)
    care_hours = float(hours_elsewhere(persons, looks.care_elsewhere, row, month - EPOCH_MONTH))
    if looks.room[CARED_FOR, turn] != NOBODY:
        care_hours += hours_of_care(persons, cases, rules, own, looks.room[CARED_FOR, turn])
    margins = _under_care(alone, rules, own, sex, care_hours) if care_hours > 0.0 else alone
    now = _state(margins, draws)
    if looks.room[CARER, turn] == row:
        gives_up = (_state(alone, draws) == FULL_TIME) & (now != FULL_TIME)
        looks.kept[home] = (looks.kept[home] & ~np.uint8(JOB_GIVEN_UP)) | JOB_GIVEN_UP * np.uint8(gives_up)
    if looks.room[MOTHER, turn] == row and _is_parent(persons, looks, turn):
        lost = 0
        if missed != 1.0:
            labour, more = scaled_odds(margins.labour, missed), scaled_odds(margins.more, missed)
            with_place = _Margins(margins.pension, labour, margins.unemployed, more, margins.full)
            served = _state(with_place, draws)
            lost = max(rules.hours[own, served] - rules.hours[own, now], 0)
        looks.kept[home] = (looks.kept[home] & np.uint8(MATTERS | JOB_GIVEN_UP)) | np.uint8(HOURS_LOST * lost)
    return int(now)


@helper
def _state(margins: _Margins, draws: _Draws) -> int:
    """Return the state of work at these margins: nobody works more without working at all."""
    more = min(margins.more, margins.labour)
    full, pension = min(margins.full, more), margins.pension
    state: int = work_state(draws.rank, draws.luck, pension, margins.labour, margins.unemployed, more, full)
    return state


@helper
def _margins_of(
    persons: Persons,
    cases: Cases,
    rules: WorkRules,
    salts: WorkSalts,
    month: int,
    looks: Looks,
    turn: int,
    own: int,
) -> tuple[_Margins, float]:
    """Return the margins but for care given, and the odds of a mother with a place for her child to those without."""
    row, youngest, years = (
        looks.room[ROW, turn],
        looks.room[YOUNGEST_MINOR, turn],
        looks.room[ITS_YEARS, turn],
    )
    age, sex = half_years_of(persons, row, month) // 2, np.int64(persons.cohort[row] & 1)
    draw = uniform(salts.attainment, persons.key[row])
    degree = np.int64(draw >= rules.attained[own, 0, sex, age])
    degree += np.int64(draw >= rules.attained[own, 1, sex, age])
    is_parent, missed = _is_parent(persons, looks, turn), 1.0
    child = rules.class_of_child[own, years if is_parent else CHILD_YEARS - 1]
    single = np.int64(persons.partner[row] == NOBODY)
    # Indexed in full: a view of a row costs more than all that is read from it.
    pension = rules.margins[own, degree, single, child, sex, age, 0]
    labour = rules.margins[own, degree, single, child, sex, age, 1]
    unemployed = rules.margins[own, degree, single, child, sex, age, 2]
    more = rules.margins[own, degree, single, child, sex, age, 3]
    full = rules.margins[own, degree, single, child, sex, age, 4]
    if is_parent:
        many = rules.many_children[own, looks.room[HAS_MANY, turn]]
        labour, more = scaled_odds(labour, many), scaled_odds(more, many)
        unemployed = scaled_odds(unemployed, 1.0 / many)
    if is_parent and sex == 1:
        odds, missed = odds_of_mother(persons, cases, rules, own, youngest, years, degree)
        labour, more = scaled_odds(labour, odds), scaled_odds(more, odds)
    own_care = rules.own_care[own, persons.care_grade[row]]
    labour, more = scaled_odds(labour, own_care), scaled_odds(more, own_care)
    return _Margins(pension, labour, unemployed, more, scaled_odds(full, own_care)), missed


@helper
def _is_parent(persons: Persons, looks: Looks, turn: int) -> bool:
    """Tell whether the person at a place of the room heads a family with a minor."""
    is_adult = persons.role[looks.room[ROW, turn]] == ADULT
    return bool(is_adult & (looks.room[YOUNGEST_MINOR, turn] != NOBODY))


@helper
def _under_care(margins: _Margins, rules: WorkRules, own: int, sex: int, hours: float) -> _Margins:
    """Return the margins of somebody who cares for so many hours a week."""
    level = level_of_hours(hours)
    return _Margins(
        margins.pension,
        scaled_odds(margins.labour, rules.care_ratio[own, sex, level, 0]),
        scaled_odds(margins.unemployed, rules.care_ratio[own, sex, level, 1]),
        scaled_odds(margins.more, rules.care_ratio[own, sex, level, 2]),
        scaled_odds(margins.full, rules.care_ratio[own, sex, level, 3]),
    )


@helper
def _draws_of(persons: Persons, rules: WorkRules, salts: WorkSalts, own: int, row: int, begin: int) -> _Draws:
    """Return the draws that hold since the half-year that began in a month."""
    whose = whose_draws(persons, row, salts.alike, rules.partners_alike[own])
    key, drawn = persons.key[whose], half_years_of(persons, whose, begin)
    group = int(uniform(salts.lasting, key) * rules.rank_lasts.shape[1])
    phase = uniform(salts.phase, key)
    return _Draws(
        renewed_draw(salts.rank, key, times_renewed(drawn, phase, rules.rank_lasts[own, group])),
        renewed_draw(salts.luck, key, times_renewed(drawn, phase, rules.luck_lasts[own, group])),
    )
