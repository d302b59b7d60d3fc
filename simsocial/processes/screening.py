"""Screening: one keyed draw a person-month decides for all rare events at once.

Every screened process owns a fixed slot of width b(sex, age) in [0, B), where B is the sum of the
widths. One draw u per person and month selects the slot, and within it the process fires if
``u - start < h``, with h the hazard at the process's turn. Changing one hazard thus never moves another
event. If h exceeds b, the excess (h - b) / (1 - b) is drawn on a stream of its own, for those persons
only.

A hazard by care grade, or by what else only people with a care grade have, is many times higher for the few who
need care. Its first slot has room for those who need none; a second one, behind all first ones, has room for the
rest of the hazard and is open to those who need care. So hardly anybody's draw lies in an open slot (about 2 % a
month), and nearly all person-months cost one hash and one comparison. Care grades change last in the month: whom a
slot is open to is settled when the draw is made.

The slots of processes that a plugin adds lie behind all slots of the package's own, in the room that these leave, so
that an added process moves nobody's death.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, by_cell, cell_of_cohorts
from simsocial.core.columns import NOBODY, Cases, Persons
from simsocial.core.compile import helper, in_place, kernel
from simsocial.core.errors import ConfigError
from simsocial.core.fetch import fetch
from simsocial.core.random import Stream, uniform
from simsocial.core.state import COUNT, TOP
from simsocial.people.traits import Axis, axis_of
from simsocial.people.view import People
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess
from simsocial.processes.candidates import Candidates, Draw, Room, Slots, collect

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["Screening"]

Levels = npt.NDArray[np.uint8]

_AHEAD = 24
"""Candidates between the one that is asked for and the one that is looked at."""

_NO_LEVELS: Levels = np.empty(0, dtype=np.uint8)


class _Lookup(NamedTuple):
    """Levels of an axis that role, partner and care grade decide; else one level, to which that of each is added.

    Attributes
    ----------
    level : ndarray (roles, 2, grades)
        Level by role, whether there is a partner, and care grade.
    by_role, by_partner, by_grade : bool
        Which of the three matter; the others are not read.
    """

    level: Levels
    by_role: bool
    by_partner: bool
    by_grade: bool

    @classmethod
    def of(cls, axis: Axis) -> _Lookup:
        """Return what an axis says."""
        level = np.zeros((1, 1, 1), dtype=np.uint8) if axis.by_state is None else axis.by_state
        return cls(np.ascontiguousarray(level), *(length > 1 for length in level.shape))


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
        self._axes = {process.name: axis_of(process.by) for process in processes}
        self._lookups = [_Lookup.of(self._axes[process.name]) for process in processes]
        added = np.array([bool(process.after) for process in processes], dtype=np.bool_)
        room = model.plan.usual.once(
            (Screening, model.region, *map(type, processes)),
            lambda: [self._room_of(process) for process in processes],
        )
        first, further = _widths(room, added)
        self._open = first, first + further
        acts = np.array([process.name not in off for process in processes], dtype=np.bool_)
        self._slots = _slots(first, further, added, acts)
        # The end of the last slot open to those who need no care, and of all slots.
        last = int(np.flatnonzero(self._slots.for_all).max(initial=-1)) + 1
        ends = np.ascontiguousarray(self._slots.edges[:, [last, -1]].T)
        self._below = np.minimum(ends * 2.0**64, np.nextafter(2.0**64, 0)).astype(np.uint64)
        self._stream = Stream.of(model.seed, "screening")
        self._excess = [Stream.of(model.seed, f"{process.name}.excess") for process in self.processes]
        self._starts = np.zeros(len(self.processes) + 2, dtype=np.int64)
        self._hazards: dict[str, tuple[Floats, Floats, float]] = {}
        self._factors: dict[str, tuple[Floats, float, bool]] = {}
        self._make_room(1024)

    def _room_of(self, process: ScreenedProcess) -> Floats:
        """Return the hazards (2: without and with need of care, 2, 101) for which a process's slots have room."""
        hazard, axis = process.slot_hazard(), self._axes[process.name]
        shape = (len(axis.levels), 2, 101)
        if hazard.shape != shape:
            message = (
                f"Process '{process.name}' has hazards of shape {hazard.shape}. Valid by '{process.by}' "
                f"({', '.join(axis.levels)}): {shape}."
            )
            raise ConfigError(message)
        return _by_need_of_care(axis, hazard)

    def _make_room(self, number: int) -> None:
        """Make room for candidates; the columns are kept from month to month."""
        self._room, self._sorted = Room.of(number), Candidates.room_for(number)
        self._fired = np.empty(number, dtype=np.int32)

    def draw(self, month: int) -> None:
        """Draw once for everybody and sort those in open slots by the process the slot belongs to."""
        persons, top = self.model.state.persons, int(self.model.state.counters[0, TOP])
        self._draw = Draw.of(self._stream.salt(month), cell_of_cohorts(month), self._below)
        needed = collect(persons, top, self._draw, self._slots, self._room, self._starts, self._sorted)
        if needed > len(self._fired):
            self._make_room(needed + needed // 8)
            collect(persons, top, self._draw, self._slots, self._room, self._starts, self._sorted)

    def fire(self, process: ScreenedProcess, month: int) -> Rows:
        """Return the rows of those for whom a process fires in this month, at its turn."""
        number = self._index[process.name]
        hazard, room = self._by_cell(process, process.hazard(month))
        factors, highest, has_factors = self._changed_by_services(process)
        state, axis = self.model.state, self._axes[process.name]
        # Where nobody has a case, nobody's is looked for.
        has_factors &= bool(state.counters[2, COUNT])
        arguments = state.persons, state.cases, hazard, factors, has_factors
        first, last = int(self._starts[number]), int(self._starts[number + 1])
        levels = _NO_LEVELS
        if axis.by_state is None:
            levels = axis.code(People(state, self._sorted.row[first:last], month))
            _refuse_level(process, axis, int(levels.max(initial=0)))
        lookup = self._lookups[number]
        count = _fire(*arguments, lookup, levels, self._sorted, first, last, self._fired)
        fired: Rows = self._fired[:count].copy()
        if highest <= room:
            return fired
        width = by_cell(np.stack([width[number] for width in self._open]))
        salt = self._excess[number].salt(month)
        levels = axis.code(People(state, slice(0, int(state.counters[0, TOP])), month))
        _refuse_level(process, axis, int(levels.max(initial=0)))
        extra: Rows = _excess(*arguments, levels, self._draw.cells, width, fired, salt)
        return np.concatenate([fired, extra])

    def _changed_by_services(self, process: ScreenedProcess) -> tuple[Floats, float, bool]:
        """Return factors on a hazard by kind and case state, the highest of a person, and whether there are any."""
        factors, kept = self.model.hazard_factors(process.target), self._factors.get(process.name)
        if kept is None or kept[0] is not factors:
            # A person may have a case of every kind: the largest factor of each multiplies.
            highest = float(np.maximum(factors.max(axis=1), 1.0).prod())
            kept = self._factors[process.name] = factors, highest, bool((factors != 1.0).any())
        return kept

    def _by_cell(self, process: ScreenedProcess, table: Floats) -> tuple[Floats, float]:
        """Return a hazard by cell, and the factor up to which it fits into the slots; kept while it holds."""
        kept = self._hazards.get(process.name)
        if kept is None or kept[0] is not table:
            width = np.stack([width[self._index[process.name]] for width in self._open])
            highest = _by_need_of_care(self._axes[process.name], table)
            fits = np.divide(width + 1e-15, highest, out=np.full_like(width, np.inf), where=highest > 0.0)
            # It is known again by its identity: whoever changed it in place would not be noticed.
            table.flags.writeable = False
            kept = self._hazards[process.name] = table, by_cell(table), float(fits.min())
        return kept[1], kept[2]


def _refuse_level(process: ScreenedProcess, axis: Axis, level: int) -> None:
    """Refuse a level that a trait has beyond those it names: the hazard has none for it."""
    if level >= len(axis.levels):
        message = (
            f"Process '{process.name}': trait '{process.by}' has the level {level}. Valid: 0 to "
            f"{len(axis.levels) - 1} ({', '.join(axis.levels)})."
        )
        raise ConfigError(message)


def _by_need_of_care(axis: Axis, hazard: Floats) -> Floats:
    """Return the highest hazards (2: without and with need of care, 2, 101) of a table by the levels of an axis."""
    return np.stack([hazard[: axis.care_from].max(axis=0), hazard.max(axis=0)])


def _widths(room: Sequence[Floats], added: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return the widths (processes, 2, 101) of the slots open to all, and of those for need of care alone."""
    first, highest = np.array(room).reshape(-1, 2, 2, 101).transpose(1, 0, 2, 3)
    # One draw has room for hazards of one together; where they need more, all slots are narrower.
    own = highest[~added].sum(axis=0)
    fit = np.broadcast_to(1.0 / np.maximum(own, 1.0), highest.shape).copy()
    # What a plugin adds has the room that the package's own leave.
    left = np.maximum(1.0 - own, 0.0)
    fit[added] = left / np.maximum(highest[added].sum(axis=0), np.maximum(left, 1e-15))
    return first * fit, (highest - first) * fit


def _slots(
    first: Floats, further: Floats, added: npt.NDArray[np.bool_], acts: npt.NDArray[np.bool_]
) -> Slots:
    """Return the slots: first ones, behind them the second ones of those that have any; then those of added ones."""
    has_second = further.any(axis=(1, 2))
    parts = [
        (np.flatnonzero(among & having), is_first)
        for among in (~added, added)
        for having, is_first in ((np.ones_like(added), True), (has_second, False))
    ]
    owner = np.concatenate([number for number, _ in parts])
    for_all = np.concatenate([np.full(len(number), is_first) for number, is_first in parts])
    widths = np.where(for_all[:, None, None], first[owner], further[owner])
    floor = np.where(for_all[:, None, None], 0.0, first[owner])
    edges = np.cumsum(np.concatenate([np.zeros((1, 2, 101)), widths]), axis=0)
    return Slots(
        edges=np.ascontiguousarray(by_cell(edges).T),
        floor=np.ascontiguousarray(by_cell(floor).T),
        process=owner.astype(np.uint8),
        for_all=for_all,
        acts=acts[owner],
    )


@helper
def _hazard_of(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    factors: Floats,
    has_factors: bool,
    level: int,
    row: int,
    cell: int,
) -> float:
    """Return a person's hazard: the table's value for the level, times what services do to it."""
    value: float = hazard[level, cell]
    if has_factors:
        case = persons.first_case[row]
        while case != NOBODY:
            value *= factors[cases.kind[case], cases.state[case]]
            case = cases.next_case[case]
    return value


@helper
def _fetch_state(persons: Persons, lookup: _Lookup, has_factors: bool, row: int) -> None:
    """Ask memory for what a candidate's hazard depends on."""
    if lookup.by_role:
        fetch(persons.role, row)
    if lookup.by_partner:
        fetch(persons.partner, row)
    if lookup.by_grade:
        fetch(persons.care_grade, row)
    if has_factors:
        fetch(persons.first_case, row)
    fetch(persons.key, row)


@in_place
def _fire(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    factors: Floats,
    has_factors: bool,
    lookup: _Lookup,
    levels: Levels,
    candidates: Candidates,
    first: int,
    last: int,
    fired: Rows,
) -> int:
    """Collect the candidates from `first` to `last` for whom the hazard fires; rows given to others do not count.

    Without branches, so that the memory is asked for many candidates at a time.
    """
    passed = 0
    for i in range(first, last):
        _fetch_state(persons, lookup, has_factors, candidates.row[min(i + _AHEAD, last - 1)])
        row = candidates.row[i]
        role = persons.role[row] if lookup.by_role else 0
        partner = int(persons.partner[row] != NOBODY) if lookup.by_partner else 0
        grade = persons.care_grade[row] if lookup.by_grade else 0
        level = np.int64(lookup.level[role, partner, grade])
        if len(levels):
            level += np.int64(levels[i - first])
        value = _hazard_of(persons, cases, hazard, factors, has_factors, level, row, candidates.cell[i])
        fired[passed] = i
        passed += candidates.needed[i] < value
    # The key comes last: it lies far from the keys of other candidates and few get so far.
    count = 0
    for position in range(passed):
        i = fired[position]
        row = candidates.row[i]
        fired[count] = row
        count += persons.key[row] == candidates.key[i]
    return count


@kernel
def _excess(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    factors: Floats,
    has_factors: bool,
    levels: Levels,
    cells: npt.NDArray[np.uint8],
    width: Floats,
    fired: Rows,
    salt: np.uint64,
) -> Rows:
    """Return those whose hazard exceeds the slots open to them and for whom the excess fires.

    For whom it `fired` within the slots, in the order of the rows, it does not fire again.
    """
    key, cohorts = persons.key, persons.cohort
    extra = np.empty(256, dtype=np.int32)
    count, passed = 0, 0
    for row in range(len(levels)):
        if passed < len(fired) and fired[passed] == row:
            passed += 1
            continue
        if cohorts[row] == EMPTY_COHORT:
            continue
        cell = cells[cohorts[row]]
        value = _hazard_of(persons, cases, hazard, factors, has_factors, levels[row], row, cell)
        room = width[1 if persons.care_grade[row] > 0 else 0, cell]
        if value > room and uniform(salt, key[row]) < (value - room) / (1.0 - room):
            if count == len(extra):
                larger = np.empty(2 * count, dtype=np.int32)
                larger[:count] = extra
                extra = larger
            extra[count] = row
            count += 1
    return extra[:count].copy()
