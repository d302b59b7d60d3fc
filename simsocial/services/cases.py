"""Cases: one person, one kind of service, waiting or served. They open with demand and close without.

Needs that begin and end (:mod:`simsocial.services.episodes`) keep their cases while the kind is open to the person.

Each person's cases form a short list; there is no column per kind on the person. Where one kind ends and
another of the same sites begins (a child turns three), the case goes on under the new kind: the child keeps
its place, or its place in the queue.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import (
    DETERRED,
    ELSEWHERE,
    GAVE_UP,
    INSTITUTION,
    NEEDS_DUE,
    NOBODY,
    PRIVATE,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import in_place
from simsocial.core.fetch import fetch_cases_ahead
from simsocial.core.random import mix, uniform
from simsocial.core.state import COUNT, FREE, TOP, State
from simsocial.services.asked import WhoIsAsked
from simsocial.services.by_cases import changed_by_cases
from simsocial.services.demand import Demand, list_number, wants
from simsocial.services.one_case import ORDINARY
from simsocial.services.who import Conditions, take_up_of

__all__ = ["open_and_close_cases"]

Integers = npt.NDArray[np.int64]


def open_and_close_cases(
    state: State,
    demand: Demand,
    conditions: Conditions,
    who_is_asked: WhoIsAsked,
    place_area: npt.NDArray[np.int16],
    areas: int,
    month: int,
) -> Integers:
    """Close cases of people who no longer want the service and open cases of those who now do.

    Parameters
    ----------
    state : State
        Persons, households and cases; changed in place.
    demand : Demand
        Tables of the month.
    conditions : Conditions
        What must hold for people that a kind is open to.
    who_is_asked : WhoIsAsked
        Tells whom something may have changed for; all others keep the cases they have.
    place_area : ndarray (places,)
        Area of each place.
    areas : int
        Number of areas.
    month : int
        Absolute month.

    Returns
    -------
    ndarray (kinds, areas)
        Persons whom each kind is open to, whether they want it or not; complete for kinds with a target quota alone.
    """
    eligible = np.zeros((len(demand.salt), areas), dtype=np.int64)
    rows, done = who_is_asked.rows(state, demand, conditions, place_area, eligible), 0
    while done < len(rows):
        state.reserve(cases=max(1024, state.population // 200))
        done = _review(
            state.persons,
            state.households,
            state.cases,
            state.counters,
            demand,
            conditions,
            place_area,
            eligible,
            month,
            rows,
            done,
        )
    return eligible


@in_place
def _review(  # noqa: C901 - one kernel, see its docstring
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    demand: Demand,
    conditions: Conditions,
    place_area: npt.NDArray[np.int16],
    eligible: Integers,
    month: int,
    rows: npt.NDArray[np.int32],
    start: int,
) -> int:
    """Review these rows from position `start` on; return the position to go on with when there is no room.

    Whose cases change is due in the next month, too: an answer may hang on other cases of the same person. Who lives
    in a home, or lost it as the home closed, has decided for it and is not asked again; nobody lives in two.

    One long function with its columns in local names: calls with whole tables would cost more than
    the work, since every column handed over is counted as a reference.
    """
    key, cohorts, grades, roles = persons.key, persons.cohort, persons.care_grade, persons.role
    first_case, places, homes = persons.first_case, persons.place, persons.household
    settled, sizes, forms, due = persons.settled_grade, households.size, households.form, persons.due
    case_person, next_case, case_kind = cases.person, cases.next_case, cases.kind
    case_state, case_since, case_site, priority = cases.state, cases.since, cases.site, cases.priority
    case_origin = cases.origin
    list_of, starts = demand.list_of, demand.starts
    kind_of, share_of, take_up, access = demand.kind, demand.share, demand.take_up, demand.access
    salt, residence, excluded_by = demand.salt, demand.residence, demand.excluded_by
    residential, plain, house, at_once = demand.residential, demand.plain, demand.house, demand.at_once
    in_episodes, by_cases = demand.in_episodes, demand.by_cases
    salt_of, limit_of, looked_at = demand.entry_salt, demand.limit, demand.looked_at
    likely, draw_of = demand.likely, demand.draw
    case_of, wanted_by, away = demand.case_of, demand.wanted_by, demand.away
    felt = demand.felt
    holds, named_of, wanted_of, axes = conditions.holds, conditions.asked, conditions.wanted, conditions.axes
    room = len(case_person) - counters[2, COUNT]
    for turn in range(start, len(rows)):
        row = rows[turn]
        fetch_cases_ahead(persons, households, cases, rows, turn)
        months, graded = demand.months - (cohorts[row] >> 1), np.uint8(grades[row] > 0)
        number = list_number(list_of, months, graded, key[row], demand.late_salt, demand.late_share)
        first, last = starts[number], starts[number + 1]
        if room < last - first:
            return turn
        resident, place, grade = roles[row] == INSTITUTION, places[row], grades[row]
        home, case, has = NOBODY, first_case[row], 0
        while case != NOBODY:
            kind = case_kind[case]
            case_of[kind] = case
            has += 1
            if residential[kind] and (case_state[case] == SERVED or case_state[case] == ELSEWHERE):
                home = kind
            case = next_case[case]
        kept, opened = 0, 0
        # Most people want most kinds not at all, whatever else would be asked; without a branch this costs least.
        found_likely = 0
        for entry in range(first, last):
            likely[found_likely] = entry
            draw_of[found_likely] = uniform(salt_of[entry], key[row])
            found_likely += (draw_of[found_likely] < limit_of[entry, grade]) | looked_at[entry]
        for position in range(found_likely):
            entry, draw = likely[position], draw_of[position]
            kind = kind_of[entry]
            share, own = share_of[entry, grade], case_of[kind]
            if share <= 0.0 or (len(holds) and holds[row] & named_of[kind] != wanted_of[kind]):
                continue
            if resident:
                if not (residential[kind] or residence[kind] != 1):
                    continue
            elif residence[kind] == 2:
                continue
            settled_in = False
            if residential[kind]:
                if home != NOBODY and home != kind:
                    continue
                settled_in = resident or (own != NOBODY and priority[own] < ORDINARY)
            if not settled_in:
                other = 0
                while excluded_by[kind, other] != NOBODY:
                    excluding = excluded_by[kind, other]
                    case = case_of[excluding]
                    # Of a kind that serves at once, and was asked about before, it is known already.
                    if at_once[excluding] and excluding < kind:
                        if wanted_by[excluding] == row:
                            break
                    elif case != NOBODY and (case_state[case] == SERVED or case_state[case] == ELSEWHERE):
                        break
                    other += 1
                if excluded_by[kind, other] != NOBODY:
                    continue
            eligible[kind, place_area[place]] += 1
            if in_episodes[kind] and own == NOBODY:
                continue
            away[kind] = (
                in_episodes[kind]
                and access[place, kind] < felt[place, kind]
                and draw >= access[place, kind] / felt[place, kind]
            )
            if not (settled_in or in_episodes[kind]):
                if draw >= limit_of[entry, grade]:
                    continue
                if not plain[kind]:
                    bits = np.uint64((sizes[homes[row]] == 1) & (forms[homes[row]] == PRIVATE))
                    if len(holds):
                        bits |= holds[row]
                    of_person, of_cases = take_up_of(kind, bits, take_up, axes), 1.0
                    if by_cases.row[kind] != NOBODY:
                        of_cases = changed_by_cases(persons, cases, by_cases, kind, row)
                    base = np.float32(0.0)
                    if residential[kind] and settled[row] > 0:
                        base = share_of[entry, settled[row]]
                    factor = of_person * felt[place, kind] * of_cases
                    if not wants(draw, limit_of[entry, grade], share, base, factor):
                        continue
                    if access[place, kind] < felt[place, kind]:
                        factor = of_person * access[place, kind] * of_cases
                        away[kind] = not wants(draw, limit_of[entry, grade], share, base, factor)
            wanted_by[kind] = row
            if own != NOBODY:
                kept += 1
                state = case_state[own]
                # Who has a place keeps it, however far the next one is; who stayed away asks again some time.
                comes_back = state == DETERRED and not away[kind]
                if comes_back or (away[kind] and state in (WAITING, GAVE_UP)):
                    case_state[own], case_since[own] = DETERRED if away[kind] else GAVE_UP, month
                    due[row] |= NEEDS_DUE
            else:
                opened += 1
            if residential[kind] and resident:
                home = kind
        for entry in range(first, last if opened > 0 else first):
            kind = kind_of[entry]
            if wanted_by[kind] != row or case_of[kind] != NOBODY:
                continue
            # A case that ends at the same house goes on under the new kind.
            case = first_case[row] if kept < has else NOBODY
            while case != NOBODY and (
                house[case_kind[case]] != house[kind] or wanted_by[case_kind[case]] == row
            ):
                case = next_case[case]
            if case != NOBODY:
                case_of[case_kind[case]] = NOBODY
                case_kind[case] = kind
                kept += 1
                if case_state[case] == GAVE_UP or case_state[case] == DETERRED:
                    case_state[case], case_since[case] = DETERRED if away[kind] else WAITING, month
                continue
            new = counters[2, FREE]
            if new == NOBODY:
                new = counters[2, TOP]
                counters[2, TOP] += 1
            else:
                counters[2, FREE] = next_case[new]
            counters[2, COUNT] += 1
            room -= 1
            case_person[new] = row
            case_kind[new] = kind
            case_state[new] = DETERRED if away[kind] else WAITING
            case_site[new] = NOBODY
            case_origin[new] = NOBODY
            case_since[new] = month
            priority[new] = np.uint32(mix(key[row] ^ salt[kind]) >> np.uint64(33)) | np.uint32(ORDINARY)
            next_case[new] = first_case[row]
            first_case[row] = new
        ends = kept < has
        if opened > 0 or ends:
            due[row] |= NEEDS_DUE
        before, case = NOBODY, first_case[row] if has > 0 else NOBODY
        while case != NOBODY:
            following, kind = next_case[case], case_kind[case]
            case_of[kind] = NOBODY
            if not ends or wanted_by[kind] == row:
                before, case = case, following
                continue
            if before == NOBODY:
                first_case[row] = following
            else:
                next_case[before] = following
            case_person[case] = NOBODY
            next_case[case] = counters[2, FREE]
            counters[2, FREE] = case
            counters[2, COUNT] -= 1
            room += 1
            case = following
    return len(rows)
