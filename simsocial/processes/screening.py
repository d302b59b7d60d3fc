"""Screening: one keyed draw a person-month decides for all rare events at once.

Every screened process owns a fixed slot of width b(sex, age) in [0, B), where B is the sum of the
widths. One draw u per person and month selects the slot, and within it the process fires if
``u - start < h``, with h the hazard at the process's turn. Changing one hazard thus never moves another
event. If h exceeds b, the excess (h - b) / (1 - b) is drawn on a stream of its own, for those persons
only. Hardly anybody's draw falls below B (about 2 % a month), so that nearly all person-months cost one
hash and one comparison.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, by_cell, cell_of_cohorts
from simsocial.core.columns import CHILD, INSTITUTION, NOBODY, Cases, Persons
from simsocial.core.compile import helper, in_place, kernel
from simsocial.core.errors import ConfigError
from simsocial.core.random import GOLDEN, mix, salt_of, to_unit, uniform
from simsocial.core.state import TOP
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Screening"]

BY_CARE_GRADE, BY_SITUATION = 1, 2
_STATE_CODES = {"all": 0, "care_grade": BY_CARE_GRADE, "situation": BY_SITUATION}
_BLOCK = 256
"""Rows hashed in one go: their bits stay in the nearest cache, and the compiler hashes eight at a time."""


class Candidates(NamedTuple):
    """Those whose draw lies below B.

    Attributes
    ----------
    row, key, cell : ndarray
        Row, identity, and cell of sex and age.
    distance : ndarray
        Draw less the start of the slot it lies in.
    """

    row: Rows
    key: npt.NDArray[np.uint64]
    cell: npt.NDArray[np.uint8]
    distance: Floats

    @classmethod
    def room_for(cls, number: int) -> Candidates:
        """Return columns of a length, not yet filled."""
        return cls(
            np.empty(number, dtype=np.int32),
            np.empty(number, dtype=np.uint64),
            np.empty(number, dtype=np.uint8),
            np.empty(number),
        )


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
        self._edges = by_cell(np.concatenate([np.zeros((1, 2, 101)), np.cumsum(self._widths, axis=0)]))
        self._threshold = np.minimum(self._edges[-1] * 2.0**64, np.nextafter(2.0**64, 0)).astype(np.uint64)
        self._offsets = np.zeros(len(self.processes) + 1, dtype=np.int64)
        self._block = np.empty(_BLOCK, dtype=np.uint64), np.empty(_BLOCK, dtype=np.uint16)
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
        arguments = persons, top, self._salt, np.take(self._threshold, self._cell), self._cell, self._edges
        count = _find(*arguments, *self._block, self._found, self._slot)
        if count > len(self._slot):
            self._make_room(count + count // 8)
            count = _find(*arguments, *self._block, self._found, self._slot)
        in_slot = np.bincount(self._slot[:count], minlength=len(self.processes))
        np.cumsum(in_slot, out=self._offsets[1:])
        _sort(self._found, self._slot, count, self._offsets[:-1].copy(), self._sorted)

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
        first, last = int(self._offsets[number]), int(self._offsets[number + 1])
        count = _fire(*arguments, self._sorted, first, last, self._fired)
        fired: Rows = self._fired[:count].copy()
        if (highest <= self._widths[number] + 1e-15).all():
            return fired
        salt = salt_of(self.model.seed, f"{process.name}.excess", month)
        slots = (self._cell, self._edges[number], self._edges[number + 1], self._salt)
        extra: Rows = _excess(*arguments, *slots, salt, int(state.counters[0, TOP]))
        return np.concatenate([fired, extra])


@in_place
def _find(
    persons: Persons,
    top: int,
    salt: np.uint64,
    threshold: npt.NDArray[np.uint64],
    cells: npt.NDArray[np.uint8],
    edges: Floats,
    bits: npt.NDArray[np.uint64],
    hits: npt.NDArray[np.uint16],
    found: Candidates,
    slots: npt.NDArray[np.uint8],
) -> int:
    """Collect the persons whose draw lies below B; return their number, even if there is no room.

    Block by block: hash all, note who is below B (without a branch), then look at those few.
    """
    room, last_slot = len(slots), edges.shape[0] - 2
    count = 0
    for start in range(0, top, len(bits)):
        key = persons.key[start : min(start + len(bits), top)]
        cohort = persons.cohort[start : min(start + len(bits), top)]
        for i in range(len(key)):
            bits[i] = mix((key[i] ^ salt) + GOLDEN)
        below = 0
        for i in range(len(key)):
            hits[below] = i
            below += bits[i] < threshold[cohort[i]]
        if count + below <= room:
            for position in range(count, count + below):
                i = hits[position - count]
                cell, draw = cells[cohort[i]], to_unit(bits[i])
                slot = 0
                for following in range(1, last_slot + 1):
                    slot += draw >= edges[following, cell]
                found.row[position] = start + i
                found.key[position] = key[i]
                found.cell[position] = cell
                found.distance[position] = draw - edges[slot, cell]
                slots[position] = slot
        count += below
    return count


@in_place
def _sort(
    found: Candidates,
    slot: npt.NDArray[np.uint8],
    count: int,
    following: npt.NDArray[np.int64],
    result: Candidates,
) -> None:
    """Sort candidates by slot, within it by row; `following` is the next free position of each slot."""
    for i in range(count):
        position = following[slot[i]]
        following[slot[i]] += 1
        result.row[position] = found.row[i]
        result.key[position] = found.key[i]
        result.cell[position] = found.cell[i]
        result.distance[position] = found.distance[i]


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
