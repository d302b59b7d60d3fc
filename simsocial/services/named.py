"""Which named predicates and traits hold of each person: some bits of one number a person, kept from month to month.

The number has 32 bits as long as they are enough, since it is kept for everybody.

What holds of a person becomes another where the person or somebody in the household is marked or has come to an age
at which it may (:attr:`simsocial.people.predicates.Predicate.turns`): only of these it is asked again. Everybody is
asked what may turn in any month, as nothing else is known of it, and all when the shares of social states change.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, N_COHORTS
from simsocial.core.columns import MAY_TURN, REVIEW, UNUSED
from simsocial.core.state import TOP, State, longer
from simsocial.people.social_states import SOCIAL_STATES
from simsocial.people.traits import axis_of
from simsocial.people.turning_ages import STATED, Turns
from simsocial.people.view import People

__all__ = ["Named"]

Bits = npt.NDArray[np.uint64]

_BIRTHS = EPOCH_MONTH + np.arange(N_COHORTS // 2)


class Named:
    """Keeps what holds of everybody.

    A fresh one, also after a snapshot, asks of everybody.

    Parameters
    ----------
    place : mapping of str to int
        First bit of each predicate or trait.
    """

    def __init__(self, place: Mapping[str, int]) -> None:
        self._place = place
        self._axes = {name: axis_of(name) for name in place}
        self._turns = {name: axis.turns for name, axis in self._axes.items()}
        self._told = [name for name, turns in self._turns.items() if turns is not None]
        # Social states hang on income, as some that are stated do.
        stated = any(turns is STATED or name in SOCIAL_STATES for name, turns in self._turns.items())
        self._mark = np.uint8(REVIEW | MAY_TURN if stated else REVIEW)
        self._untold = [name for name, turns in self._turns.items() if turns is None]
        self._turns_of_told = tuple(
            sorted({turns for turns in self._turns.values() if turns is not None}, key=id)
        )
        bits = max((place[name] + self._width(name) for name in place), default=0)
        self._holds: npt.NDArray[Any] = np.zeros(0, dtype=np.uint32 if bits <= 32 else np.uint64)
        self._state: State | None = None
        self._month, self._late_share = 0, 0.0
        self._social_states: Mapping[str, Any] = {}

    def of(self, state: State, month: int) -> npt.NDArray[Any]:
        """Return what holds of each row now, and mark those for whom it is something else than a month ago.

        Nothing at all, if there are no names.
        """
        rows = int(state.counters[0, TOP])
        if not self._place:
            return self._holds
        late_share = 0.0 if state.late_school is None else state.late_school[1]
        follows = state is self._state and month == self._month + 1 and late_share == self._late_share
        shares_changed = state.social_states != self._social_states
        self._state, self._month, self._late_share = state, month, late_share
        self._social_states = state.social_states
        self._holds = longer(self._holds, len(state.persons.key))
        if not follows:
            self._holds[:rows] = self._asked(self._place, People(state, slice(0, rows), month))
            return self._holds[:rows]
        everybody = People(state, slice(0, rows), month)
        if self._told:
            # Other shares of the social states may turn anybody.
            self._renew(self._told, everybody if shares_changed else self._concerned(state, month))
        if self._untold:
            self._renew(self._untold, everybody)
        return self._holds[:rows]

    def _asked(self, names: Iterable[str], people: People) -> Bits:
        """Return the bits of some names for these people."""
        bits: Bits = np.zeros(len(people.role), dtype=np.uint64)
        for name in names:
            bits |= self._axes[name].code(people).astype(np.uint64) << np.uint64(self._place[name])
        return bits

    def _renew(self, names: Iterable[str], people: People) -> None:
        """Ask of these people again, and mark those for whom the answer is another."""
        mask, rows = (
            np.uint64(sum((1 << self._width(name)) - 1 << self._place[name] for name in names)),
            people.rows,
        )
        before = self._holds[rows].astype(np.uint64)
        after = before & ~mask | self._asked(names, people)
        self._holds[rows] = after
        due = people.state.persons.due[rows]
        due[after != before] |= np.uint8(REVIEW)
        people.state.persons.due[rows] = due

    def _width(self, name: str) -> int:
        return (len(self._axes[name].levels) - 1).bit_length()

    def _concerned(self, state: State, month: int) -> People:
        """Return who lives with somebody who is marked or has come to one of the ages, and members of marked homes."""
        turning = _turning(self._turns_of_told, month)
        people, homes = state.counters[:2, TOP].tolist()
        persons, cohort = state.persons, state.persons.cohort[:people]
        home, is_used = persons.household[:people], cohort != EMPTY_COHORT
        is_marked = is_used & (turning[cohort] | (persons.due[:people] & REVIEW != 0))
        is_concerned = state.households.due[:homes] & self._mark != 0
        is_concerned[home[is_marked]] = True
        rows = np.flatnonzero(is_used & is_concerned[home]).astype(np.int32)
        # A household that has ended is nobody's.
        whole = np.flatnonzero(is_concerned & (state.households.form[:homes] != UNUSED))
        place = np.zeros(homes, dtype=np.int64)
        place[whole] = np.arange(len(whole))
        return People(state, rows, month, (whole, place[home[rows]]))


@functools.lru_cache(maxsize=256)
def _turning(all_turns: tuple[Turns, ...], month: int) -> npt.NDArray[np.bool_]:
    """Return for each cohort whether one of its predicates may turn in a month; all runs ask for the same months."""
    turning = np.zeros(len(_BIRTHS), dtype=np.bool_)
    for turns in all_turns:
        turning |= turns(_BIRTHS, month)
    return np.repeat(turning, 2)
