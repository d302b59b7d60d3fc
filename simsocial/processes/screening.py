"""Screening: one keyed draw a person-month decides for all rare events at once.

Every screened process owns a fixed slot of width b(sex, age) in [0, B), where B is the sum of the
widths. One draw u per person and month selects the slot, and within it the process fires if
``u - start < h``, with h the hazard at the process's turn. Changing one hazard thus never moves another
event. If h exceeds b, the excess (h - b) / (1 - b) is drawn on a stream of its own, for those persons
only. Hardly anybody's draw falls below B (about 2 % a month), so that nearly all person-months cost one
hash and one comparison.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, by_cohort
from simsocial.core.columns import CHILD, INSTITUTION, NOBODY, Cases, Persons
from simsocial.core.compile import helper, kernel
from simsocial.core.errors import ConfigError
from simsocial.core.random import mix, salt_of, to_unit, uniform
from simsocial.core.state import TOP
from simsocial.processes.base import Engine, Rows, ScreenedProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Screening"]

BY_ALL, BY_CARE_GRADE, BY_SITUATION = 0, 1, 2
_STATE_CODES = {"all": BY_ALL, "care_grade": BY_CARE_GRADE, "situation": BY_SITUATION}


class Screening:
    """The slots of all screened processes and the candidates of the current month.

    Parameters
    ----------
    model : Engine
        The model.
    processes : sequence of ScreenedProcess
        In the order of their turns; their slots lie side by side in this order.
    """

    def __init__(self, model: Engine, processes: Sequence[ScreenedProcess]) -> None:
        self.model = model
        self.processes = tuple(processes)
        self._index = {process.name: number for number, process in enumerate(processes)}
        self._widths = np.array([process.slot_width() for process in processes]).reshape(-1, 2, 101)
        if self._widths.sum(axis=0).max(initial=0.0) > 1.0:
            message = "The screened hazards of one age add up to more than one a month."
            raise ConfigError(message)
        self._starts = np.zeros((1, 1))
        self._rows = np.empty(0, dtype=np.int32)
        self._draws = np.empty(0)
        self._offsets = np.zeros(1, dtype=np.int64)

    def draw(self, month: int) -> None:
        """Draw once for everybody and sort those below B by the process their slot belongs to."""
        state = self.model.state
        self._salt = salt_of(self.model.seed, "screening", month)
        edges = np.concatenate([np.zeros((1, 2, 101)), np.cumsum(self._widths, axis=0)])
        self._starts = by_cohort(edges, month)
        threshold = np.minimum(self._starts[-1] * 2.0**64, np.nextafter(2.0**64, 0)).astype(np.uint64)
        top = int(state.counters[0, TOP])
        room = min(top, max(1024, top // 16))
        while True:
            rows, draws = np.empty(room, dtype=np.int32), np.empty(room)
            count = _below_threshold(state.persons, top, self._salt, threshold, rows, draws)
            if count <= room:
                break
            room = count
        self._rows, self._draws, self._offsets = _by_slot(
            state.persons, rows[:count], draws[:count], self._starts
        )
        self._keys = state.persons.key[self._rows]

    def fire(self, process: ScreenedProcess, month: int) -> Rows:
        """Return the rows of those for whom a process fires in this month, at its turn."""
        number = self._index[process.name]
        chosen = slice(self._offsets[number], self._offsets[number + 1])
        table = process.hazard(month)
        hazard = by_cohort(table, month)
        factors = self.model.hazard_factors(process.target)
        has_factors = bool((factors != 1.0).any())
        # A person may have a case of every kind: the largest factor of each multiplies.
        highest = table.max(axis=0) * np.maximum(factors.max(axis=1), 1.0).prod()
        state = self.model.state
        arguments = (state.persons, state.cases, hazard, _STATE_CODES[process.by], factors, has_factors)
        fired: Rows = _fired(*arguments, self._rows[chosen], self._keys[chosen], self._draws[chosen])
        if (highest <= self._widths[number] + 1e-15).all():
            return fired
        salt = salt_of(self.model.seed, f"{process.name}.excess", month)
        slots = (self._starts[number], self._starts[number + 1], self._salt)
        extra: Rows = _excess(*arguments, *slots, salt, int(state.counters[0, TOP]))
        return np.concatenate([fired, extra])


@kernel
def _below_threshold(
    persons: Persons,
    top: int,
    salt: np.uint64,
    threshold: npt.NDArray[np.uint64],
    rows: Rows,
    draws: npt.NDArray[np.float64],
) -> int:
    """Collect the persons whose draw lies below B; return their number, even if there is no room."""
    key, cohort = persons.key, persons.cohort
    golden = np.uint64(0x9E3779B97F4A7C15)
    room = len(rows)
    count = 0
    for row in range(top):
        bits = mix((key[row] ^ salt) + golden)
        if bits < threshold[cohort[row]]:
            if count < room:
                rows[count] = row
                draws[count] = to_unit(bits)
            count += 1
    return count


@kernel
def _by_slot(
    persons: Persons, rows: Rows, draws: npt.NDArray[np.float64], starts: npt.NDArray[np.float64]
) -> tuple[Rows, npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Sort candidates by slot; draws become distances from the slot's start."""
    slots = starts.shape[0] - 1
    slot_of = np.empty(len(rows), dtype=np.int32)
    offsets = np.zeros(slots + 1, dtype=np.int64)
    for i in range(len(rows)):
        cohort = persons.cohort[rows[i]]
        slot = 0
        while slot < slots - 1 and draws[i] >= starts[slot + 1, cohort]:
            slot += 1
        slot_of[i] = slot
        offsets[slot + 1] += 1
    for slot in range(slots):
        offsets[slot + 1] += offsets[slot]
    following = offsets[:-1].copy()
    sorted_rows = np.empty_like(rows)
    sorted_draws = np.empty_like(draws)
    for i in range(len(rows)):
        position = following[slot_of[i]]
        following[slot_of[i]] += 1
        sorted_rows[position] = rows[i]
        sorted_draws[position] = draws[i] - starts[slot_of[i], persons.cohort[rows[i]]]
    return sorted_rows, sorted_draws, offsets


@helper
def _level(by: int, grade: int, role: int, partner: int) -> int:
    """Return the first index of a hazard table for a person."""
    if by == BY_CARE_GRADE:
        return grade
    if by == BY_ALL or role == INSTITUTION:
        return 0
    if role == CHILD:
        return 1
    return 2 if partner == NOBODY else 3


@kernel
def _fired(
    persons: Persons,
    cases: Cases,
    hazard: npt.NDArray[np.float64],
    by: int,
    factors: npt.NDArray[np.float64],
    has_factors: bool,
    rows: Rows,
    keys: npt.NDArray[np.uint64],
    distances: npt.NDArray[np.float64],
) -> Rows:
    """Return the candidates for whom the hazard fires; rows given to somebody else do not count."""
    key, cohorts, grades = persons.key, persons.cohort, persons.care_grade
    roles, partners, first_case = persons.role, persons.partner, persons.first_case
    kinds, states, next_case = cases.kind, cases.state, cases.next_case
    fired = np.empty(len(rows), dtype=np.int32)
    count = 0
    for i in range(len(rows)):
        row = rows[i]
        if key[row] != keys[i]:
            continue
        value = hazard[_level(by, grades[row], roles[row], partners[row]), cohorts[row]]
        if has_factors:
            case = first_case[row]
            while case != NOBODY:
                value *= factors[kinds[case], states[case]]
                case = next_case[case]
        if distances[i] < value:
            fired[count] = row
            count += 1
    return fired[:count].copy()


@kernel
def _excess(
    persons: Persons,
    cases: Cases,
    hazard: npt.NDArray[np.float64],
    by: int,
    factors: npt.NDArray[np.float64],
    has_factors: bool,
    start: npt.NDArray[np.float64],
    end: npt.NDArray[np.float64],
    screening_salt: np.uint64,
    salt: np.uint64,
    top: int,
) -> Rows:
    """Return those whose hazard exceeds the slot and for whom the excess fires."""
    key, cohorts, grades = persons.key, persons.cohort, persons.care_grade
    roles, partners, first_case = persons.role, persons.partner, persons.first_case
    kinds, states, next_case = cases.kind, cases.state, cases.next_case
    fired = np.empty(256, dtype=np.int32)
    count = 0
    for row in range(top):
        cohort = cohorts[row]
        if cohort == EMPTY_COHORT:
            continue
        value = hazard[_level(by, grades[row], roles[row], partners[row]), cohort]
        if has_factors:
            case = first_case[row]
            while case != NOBODY:
                value *= factors[kinds[case], states[case]]
                case = next_case[case]
        width = end[cohort] - start[cohort]
        if value <= width:
            continue
        own = uniform(screening_salt, key[row])
        if start[cohort] <= own < end[cohort]:
            continue
        if uniform(salt, key[row]) < (value - width) / (1.0 - width):
            if count == len(fired):
                larger = np.empty(2 * count, dtype=np.int32)
                larger[:count] = fired
                fired = larger
            fired[count] = row
            count += 1
    return fired[:count].copy()
