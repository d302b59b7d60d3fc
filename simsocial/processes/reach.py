"""Whom services reach, and how people live, by group at the year's end.

A look at everybody costs more than a month of counting what has changed: it is taken at the end of December alone.
Before the horizon it is only seen to the bounds between the fifths of income: those of the last month in which all
options are one (:mod:`simsocial.people.income_groups`), or of the first month without a spin-up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import CASE_STATES, ELSEWHERE, NOBODY, SERVED
from simsocial.core.state import TOP, State, longer
from simsocial.indicators.counts import OPEN_TO, REACHED, UNMET, WANTED
from simsocial.indicators.margins import Everybody
from simsocial.indicators.shares import SHARES
from simsocial.people.income_groups import fifth_bounds
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People
from simsocial.processes.base import Engine, Process, register
from simsocial.services.open_to import OpenTo
from simsocial.services.who import states_of

__all__ = ["Reach"]

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

_DECEMBER = 11

_AMONG = {share.among for share in SHARES}

_AT_ONCE = 4
"""Groups that are counted in one pass: more make more sums than are quickly reached."""


@register
class Reach(Process):
    """Count by group, once a year, whom services reach, who goes without, and of whom shares hold."""

    name = "reach"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        kinds = model.services.kinds
        self._codes = [code for code, kind in enumerate(kinds) if kind.reach]
        self._open_to = OpenTo(kinds, self._codes)

    def step(self, month: int) -> None:
        """Count at the year's end."""
        model, state, counts = self.model, self.model.state, self.model.counts
        if month < model.start_month - 1:
            return
        if not state.income_bounds:
            state.income_bounds = fifth_bounds(state)
        cells, conditions = counts.cells.at_key_dates, model.services.conditions
        if month < model.start_month or month % 12 != _DECEMBER or cells is None:
            return
        top = int(state.counters[0, TOP])
        if conditions is not None:
            # Of who came after demand was told, nothing is known.
            conditions = conditions._replace(holds=longer(conditions.holds, top)[:top])
        everybody = Everybody(state, month, {} if conditions is None else states_of(conditions))
        of_cohort, of_row = cells.of_people(everybody)
        persons, people = state.persons, slice(0, top)
        first = np.arange(len(counts.areas)) * cells.number
        cell = first[model.place_area][persons.place[people]] + of_row + of_cohort[persons.cohort[people]]
        shape = len(counts.areas), cells.number
        held = _numbers(_held_by_share(everybody), cell, shape)
        counts.shares[:] = cells.by_slot(held.reshape(len(SHARES), 2, *shape))
        if conditions is None or not self._codes:
            return
        reached = np.zeros((len(self._codes), 4, *shape), dtype=np.int64)
        reached[:, OPEN_TO] = _numbers(self._open_to.of(state, conditions, month), cell, shape)
        _count_cases(state, self._codes, cell, reached)
        counts.reached[self._codes] = cells.by_slot(reached)


def _numbers(groups: Sequence[Flags], cell: Integers, shape: tuple[int, int]) -> Integers:
    """Return how many of each group are in each cell; several groups are counted in one pass over everybody."""
    size, found = shape[0] * shape[1], []
    own = {id(flags): flags for flags in groups}
    different = list(own.values())
    for begin in range(0, len(different), _AT_ONCE):
        some = different[begin : begin + _AT_ONCE]
        bits = np.zeros(len(cell), dtype=np.uint8)
        for bit, flags in enumerate(some):
            bits |= flags.view(np.uint8) << np.uint8(bit)
        by_bits = np.bincount(bits * np.int64(size) + cell, minlength=size << len(some)).reshape(-1, size)
        held = np.arange(len(by_bits))
        found += [by_bits[held >> bit & 1 == 1].sum(axis=0) for bit in range(len(some))]
    place = {key: position for position, key in enumerate(own)}
    return np.array(found)[[place[id(flags)] for flags in groups]].reshape(-1, *shape)


def _held_by_share(everybody: Everybody) -> list[Flags]:
    """Return of each share of whom it holds, and of whom it is one."""
    state = everybody.state
    people = People(state, slice(0, int(state.counters[0, TOP])), everybody.month)
    names = {name for share in SHARES for name in (share.holds, *share.among)} - set(everybody.known)
    held = {**everybody.known, **{name: PREDICATES[name].of_people(people) for name in sorted(names)}}
    is_used, found = state.persons.cohort[people.rows] != EMPTY_COHORT, []
    whole = {names: np.logical_and.reduce([is_used, *(held[name] for name in names)]) for names in _AMONG}
    for share in SHARES:
        found += [whole[share.among] & held[share.holds], whole[share.among]]
    return found


def _count_cases(state: State, codes: Sequence[int], cell: Integers, reached: Integers) -> None:
    """Count the cases of these kinds: those served, those not, and all."""
    cases, top, size = state.cases, int(state.counters[2, TOP]), reached[0, 0].size
    place_of = np.full(256, NOBODY, dtype=np.int64)
    place_of[list(codes)] = np.arange(len(codes))
    own = np.flatnonzero((place_of >= 0)[cases.kind[:top]] & (cases.person[:top] != NOBODY))
    what = np.full(len(CASE_STATES), UNMET)
    what[[SERVED, ELSEWHERE]] = REACHED
    place = 4 * place_of[cases.kind[own]] + what[cases.state[own]]
    number = np.bincount(place * size + cell[cases.person[own]], minlength=reached.size).reshape(
        reached.shape
    )
    reached[:, [REACHED, UNMET]] = number[:, [REACHED, UNMET]]
    reached[:, WANTED] = reached[:, REACHED] + reached[:, UNMET]
