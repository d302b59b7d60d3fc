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

from simsocial.core.calendar import EMPTY_COHORT, by_cell, cell_of_cohorts
from simsocial.core.columns import CHILD, INSTITUTION, NOBODY, Cases, Persons
from simsocial.core.compile import helper, in_place, kernel
from simsocial.core.errors import ConfigError
from simsocial.core.random import salt_of, uniform
from simsocial.core.state import TOP
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess
from simsocial.processes.candidates import BLOCK, Candidates, collect

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["Screening"]

BY_CARE_GRADE, BY_SITUATION = 1, 2
_STATE_CODES = {"all": 0, "care_grade": BY_CARE_GRADE, "situation": BY_SITUATION}


class Screening:
    """The slots of all screened processes and the candidates of the current month.

    Parameters
    ----------
    model : Engine
        The model.
    processes : sequence of ScreenedProcess
        In the order of their turns; their slots lie side by side in this order.
    off : collection of str
        Names of those that are switched off: they keep their slots and never fire.
    """

    def __init__(
        self, model: Engine, processes: Sequence[ScreenedProcess], off: Collection[str] = ()
    ) -> None:
        self.model = model
        self.processes = tuple(processes)
        self._index = {process.name: number for number, process in enumerate(processes)}
        self._widths = np.array([process.slot_width() for process in processes]).reshape(-1, 2, 101)
        if self._widths.sum(axis=0).max(initial=0.0) > 1.0:
            message = "The screened hazards of one age add up to more than one a month."
            raise ConfigError(message)
        self._edges = by_cell(np.concatenate([np.zeros((1, 2, 101)), np.cumsum(self._widths, axis=0)]))
        self._threshold = np.minimum(self._edges[-1] * 2.0**64, np.nextafter(2.0**64, 0)).astype(np.uint64)
        self._acts = np.array([process.name not in off for process in processes], dtype=np.bool_)
        self._starts = np.zeros(len(self.processes) + 2, dtype=np.int64)
        self._block = np.empty(BLOCK, dtype=np.uint64), np.empty(BLOCK, dtype=np.uint16)
        self._make_room(1024)

    def _make_room(self, number: int) -> None:
        """Make room for candidates; the columns are kept from month to month."""
        self._found, self._sorted = Candidates.room_for(number), Candidates.room_for(number)
        self._slot, self._fired = np.empty(number, dtype=np.uint8), np.empty(number, dtype=np.int32)

    def draw(self, month: int) -> None:
        """Draw once for everybody and sort those below B by the process their slot belongs to."""
        persons, top = self.model.state.persons, int(self.model.state.counters[0, TOP])
        self._salt = salt_of(self.model.seed, "screening", month)
        self._cell = cell_of_cohorts(month)
        threshold = np.take(self._threshold, self._cell)
        arguments = persons, top, self._salt, threshold, self._cell, self._edges, self._acts
        below = collect(*arguments, *self._block, self._found, self._slot, self._starts, self._sorted)
        if below > len(self._slot):
            self._make_room(below + below // 8)
            collect(*arguments, *self._block, self._found, self._slot, self._starts, self._sorted)

    def fire(self, process: ScreenedProcess, month: int) -> Rows:
        """Return the rows of those for whom a process fires in this month, at its turn."""
        number = self._index[process.name]
        table = process.hazard(month)
        factors = self.model.hazard_factors(process.target)
        has_factors = bool((factors != 1.0).any())
        # A person may have a case of every kind: the largest factor of each multiplies.
        highest = table.max(axis=0) * np.maximum(factors.max(axis=1), 1.0).prod()
        state = self.model.state
        arguments = (
            state.persons, state.cases, by_cell(table), _STATE_CODES[process.by], factors, has_factors
        )  # fmt: skip
        first, last = int(self._starts[number]), int(self._starts[number + 1])
        count = _fire(*arguments, self._sorted, first, last, self._fired)
        fired: Rows = self._fired[:count].copy()
        if (highest <= self._widths[number] + 1e-15).all():
            return fired
        salt = salt_of(self.model.seed, f"{process.name}.excess", month)
        slots = (self._cell, self._edges[number], self._edges[number + 1], self._salt)
        extra: Rows = _excess(*arguments, *slots, salt, int(state.counters[0, TOP]))
        return np.concatenate([fired, extra])


@helper
def _hazard_of(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    by: int,
    factors: Floats,
    has_factors: bool,
    row: int,
    cell: int,
) -> float:
    """Return a person's hazard: the table's value for the state, times what services do to it."""
    level = 0
    if by == BY_CARE_GRADE:
        level = persons.care_grade[row]
    elif by == BY_SITUATION and persons.role[row] != INSTITUTION:
        level = 2 if persons.partner[row] == NOBODY else 3
        level = 1 if persons.role[row] == CHILD else level
    value: float = hazard[level, cell]
    if has_factors:
        case = persons.first_case[row]
        while case != NOBODY:
            value *= factors[cases.kind[case], cases.state[case]]
            case = cases.next_case[case]
    return value


@in_place
def _fire(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    by: int,
    factors: Floats,
    has_factors: bool,
    candidates: Candidates,
    first: int,
    last: int,
    fired: Rows,
) -> int:
    """Collect the candidates for whom the hazard fires; rows given to somebody else do not count."""
    count = 0
    for i in range(first, last):
        row = candidates.row[i]
        value = _hazard_of(persons, cases, hazard, by, factors, has_factors, row, candidates.cell[i])
        # The key comes last: it lies far from the keys of other candidates and few get so far.
        if candidates.distance[i] < value and persons.key[row] == candidates.key[i]:
            fired[count] = row
            count += 1
    return count


@kernel
def _excess(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    by: int,
    factors: Floats,
    has_factors: bool,
    cells: npt.NDArray[np.uint8],
    start: Floats,
    end: Floats,
    screening_salt: np.uint64,
    salt: np.uint64,
    top: int,
) -> Rows:
    """Return those whose hazard exceeds the slot and for whom the excess fires."""
    key, cohorts = persons.key, persons.cohort
    fired = np.empty(256, dtype=np.int32)
    count = 0
    for row in range(top):
        if cohorts[row] == EMPTY_COHORT:
            continue
        cell = cells[cohorts[row]]
        value = _hazard_of(persons, cases, hazard, by, factors, has_factors, row, cell)
        width = end[cell] - start[cell]
        if value <= width:
            continue
        own = uniform(screening_salt, key[row])
        if start[cell] <= own < end[cell]:
            continue
        if uniform(salt, key[row]) < (value - width) / (1.0 - width):
            if count == len(fired):
                larger = np.empty(2 * count, dtype=np.int32)
                larger[:count] = fired
                fired = larger
            fired[count] = row
            count += 1
    return fired[:count].copy()
