"""Needs that begin and end: whose begins this month, which become known, and whose end.

One screened process decides for whom any need may begin (:mod:`simsocial.processes.onset`): its hazard is the sum over
kinds of the most that each can be at an age, the same in every scenario. A second keyed draw of those few tells the
kind and, by its place in the kind's share, from which rate on it begins: predicates, proneness and other cases are
looked up for them alone. So a kind's rate moves no other kind's needs. What a rate exceeds its most by is drawn apart.

A need that becomes known, more often where a site is near, opens a case if the claim is not refused. Each month it ends
with one chance while served, with another while not. No history is kept: who is prone to needs is a lasting draw.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, MAX_AGE, age_of_cohorts
from simsocial.core.random import Stream, Streams, draws_under
from simsocial.core.state import TOP, State
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.services.catalogue import Catalogue
from simsocial.services.demand import Demand
from simsocial.services.episode_rates import EpisodesNow
from simsocial.services.episode_turns import EXCESS, SLOT, START, begin_needs, choose_needs, end_needs
from simsocial.services.episode_values import EpisodeValues, episode_values
from simsocial.services.who import Conditions

__all__ = ["Episodes"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

_AT_A_TIME = 2048
"""People for whom room is made at once."""

_ROOM = 1.2
"""The most that a rate can be over that of the first month, so that dated values may move."""


class Episodes:
    """Begins and ends the needs of all kinds that have episodes.

    Parameters
    ----------
    catalogue : Catalogue
        The kinds.
    plan : Plan
        Their numbers by month.
    seed : int
        Seed of the replicate.
    place_area : ndarray (places,)
        Area of each place.

    Attributes
    ----------
    hazard : ndarray (1, 2, 101)
        The most that the chance of any need to begin in a month can be, the same in every scenario.
    """

    def __init__(
        self, catalogue: Catalogue, plan: Plan, seed: int, place_area: npt.NDArray[np.int16]
    ) -> None:
        kinds, self._first_month, self._place_area = tuple(catalogue), plan.first_month, place_area
        self._codes = np.flatnonzero(catalogue.in_episodes)
        self._place_among = np.cumsum(catalogue.in_episodes, dtype=np.int64) - 1
        usual = plan.usual
        self._most = usual.once((Episodes, catalogue), lambda: _most(catalogue, usual))
        total = np.minimum(self._most.sum(axis=0), 1.0)
        self.hazard: Floats = np.ascontiguousarray(np.broadcast_to(total, (1, 2, MAX_AGE + 1)))
        # Where the share of each kind begins, by age, and the end of the last one.
        edges = np.concatenate([np.zeros((1, MAX_AGE + 1)), np.cumsum(self._most[self._codes], axis=0)])
        self._edges = np.ascontiguousarray((edges / np.maximum(edges[-1], 1e-300)).T)
        needs = [kind.need for kind in kinds]
        self._of_household = np.array(
            [need is not None and need.unit == "household" for need in needs], dtype=np.bool_
        )
        self._from_months = np.array([kind.eligibility.from_months or 0 for kind in kinds], dtype=np.int64)
        self._kind = Stream.of(seed, "need.kind")
        self._streams = {
            what: Streams(seed, [f"need.{what}.{kind.id}" for kind in kinds])
            for what in ("prone", "detected", "refused", "start", "excess", "end")
        }
        self._noted: Rows = np.zeros(0, dtype=np.int32)

    def note(self, rows: Rows) -> None:
        """Note for whom a need may begin this month."""
        self._noted = rows

    def pass_month(
        self,
        state: State,
        demand: Demand,
        conditions: Conditions,
        values: EpisodeValues,
        by_place: Floats,
        counts: Counts,
        cell: npt.NDArray[np.int16],
        month: int,
    ) -> None:
        """End needs, and let others begin; in the first month of all those go on that began before.

        Parameters
        ----------
        state : State
            Persons, households and cases; changed in place.
        demand, conditions : Demand, Conditions
            To whom kinds are open, and what holds of everybody.
        values : EpisodeValues
            Of the month.
        by_place : ndarray (kinds with episodes, places)
            Factor on the onset by what longer ways do; empty where they do nothing.
        counts : Counts
            Where needs are counted.
        cell : ndarray (cohorts,)
            Cell of events of each cohort.
        month : int
            Absolute month.
        """
        noted, self._noted = self._noted, self._noted[:0]
        if not len(self._codes):
            return
        salts = {what: streams.salts(month) for what, streams in self._streams.items()}
        top = int(state.counters[2, TOP])
        end_needs(state.persons, state.cases, state.counters, top, values.ends, salts["end"])
        now = EpisodesNow(
            month,
            values,
            by_place,
            self._most,
            self._place_among,
            self._of_household,
            self._from_months,
            self._streams["prone"].salts(),
            salts["detected"],
            salts["refused"],
            self._place_area,
            cell,
            counts.needs,
        )
        most = values.highest[..., np.newaxis].copy()
        if len(by_place):
            most[self._codes] *= np.maximum(by_place.max(axis=1), 1.0)[:, np.newaxis, np.newaxis]
        highest = -np.expm1(-values.rate[:, np.newaxis] * most)
        kind, drawn = np.empty(len(noted), dtype=np.int16), np.empty(len(noted))
        ages, rows = age_of_cohorts(month), noted.copy()
        found = choose_needs(
            state.persons,
            state.households,
            demand.take_up,
            conditions,
            rows,
            kind,
            drawn,
            self._kind.salt(month),
            self._codes,
            self._edges,
            ages,
            highest,
            now,
        )
        chosen = [(SLOT, rows[:found], kind[:found], drawn[:found])]
        of_all = highest.max(axis=1)
        beyond = np.maximum(of_all - self._most, 0.0) / np.maximum(1.0 - self._most, 1e-15)
        chosen.append((EXCESS, *self._drawn(state, beyond, salts["excess"], ages)))
        if month == self._first_month:
            chosen.append((START, *self._drawn(state, _most_going_on(of_all, values), salts["start"], ages)))
        for way, whose, kinds, draws in chosen:
            # Of two in a household, it is the same one's turn in every option.
            order = np.argsort(state.persons.key[whose])
            # At the start far more are drawn than have a need: room for all of them would stay.
            for first in range(0, len(order), _AT_A_TIME):
                turn = order[first : first + _AT_A_TIME]
                state.reserve(cases=len(turn))
                begin_needs(
                    state.persons,
                    state.households,
                    state.cases,
                    state.counters,
                    demand,
                    conditions,
                    now,
                    way,
                    whose[turn],
                    kinds[turn],
                    draws[turn],
                )

    def _drawn(
        self, state: State, chances: Floats, salts: Keys, ages: Integers
    ) -> tuple[Rows, npt.NDArray[np.int16], Floats]:
        """Draw for everybody; return rows, kinds and draws below the highest chances (kinds, 101)."""
        top = int(state.counters[0, TOP])
        keys, cohorts = state.persons.key[:top], state.persons.cohort[:top]
        rows, kinds, drawn = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int16)], [np.zeros(0)]
        for code in self._codes[chances[self._codes].max(axis=1) > 0.0]:
            draws = draws_under(salts[code], keys)
            own = np.flatnonzero((draws < chances[code, ages][cohorts]) & (cohorts != EMPTY_COHORT))
            rows.append(own.astype(np.int32))
            kinds.append(np.full(len(own), code, dtype=np.int16))
            drawn.append(draws[own])
        return np.concatenate(rows), np.concatenate(kinds), np.concatenate(drawn)


def _most(catalogue: Catalogue, usual: Plan) -> Floats:
    """Return the most (kinds, 101) that the chance of a need to begin in a month can be."""
    values = episode_values(catalogue, usual, usual.first_month)
    most: Floats = -np.expm1(-_ROOM * values.rate * values.highest.max(axis=1)[:, np.newaxis])
    return most


def _most_going_on(of_all: Floats, values: EpisodeValues) -> Floats:
    """Return the highest shares (kinds, 101) whose need goes on at the start, by the highest rates up to an age."""
    rate = -np.log1p(-np.minimum(np.maximum.accumulate(of_all, axis=1), 1.0 - 1e-12))
    among = rate * values.months_served[:, np.newaxis]
    shares: Floats = among / (1.0 + among)
    return shares
