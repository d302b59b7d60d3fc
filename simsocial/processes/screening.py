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

from simsocial.core.calendar import EMPTY_CELL, by_cell, cell_of_cohorts
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.random import Stream
from simsocial.core.state import COUNT, TOP, State
from simsocial.people.traits import Axis, axis_of
from simsocial.people.view import People
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess
from simsocial.processes.candidates import Candidates, Draw, Room, Slots, collect
from simsocial.processes.firing import Levels, Lookup, fire

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["Screening"]

_NO_LEVELS: Levels = np.empty(0, dtype=np.uint8)


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
        self._lookups = [Lookup.of(self._axes[process.name]) for process in processes]
        added = np.array([bool(process.after) for process in processes], dtype=np.bool_)
        first, further = _widths([self._shared_room_of(process) for process in processes], added)
        # Of each process the width open to those without need of care, and to those with it.
        self._widths = np.stack([first, first + further], axis=1)
        acts = np.array([process.name not in off for process in processes], dtype=np.bool_)
        self._slots = _slots(first, further, added, acts)
        # The end of the last slot open to those who need no care, and of all slots.
        last = int(np.flatnonzero(self._slots.for_all).max(initial=-1)) + 1
        self._below = _bits(self._slots.edges[:, [last, -1]].T)
        self._stream = Stream.of(model.seed, "screening")
        self._excess = [Stream.of(model.seed, f"{process.name}.excess") for process in self.processes]
        self._drawn, self._beyond = _Drawn(len(self.processes)), _Drawn(1)
        self._hazards: dict[str, _Hazard] = {}
        self._factors: dict[str, tuple[Floats, float, bool]] = {}

    def _shared_room_of(self, process: ScreenedProcess) -> Floats:
        """Return what :meth:`_room_of` does; of a process that says what it is in every scenario, once for all runs."""
        if type(process).slot_hazard is ScreenedProcess.slot_hazard:
            return self._room_of(process)
        key = (Screening, self.model.region, type(process), *process.slots_hang_on())
        return self.model.plan.usual.once(key, lambda: self._room_of(process))

    def _room_of(self, process: ScreenedProcess) -> Floats:
        """Return the hazards (2: without and with need of care, 2, 101) for which a process's slots have room."""
        hazard, axis = process.slot_hazard(), self._axes[process.name]
        shape = (len(axis.levels), 2, 101)
        if hazard.shape != shape:
            message = say(
                "Process '{name}' has hazards of shape {shape}. Valid by '{by}' ({levels}): {valid}.",
                name=process.name,
                shape=hazard.shape,
                by=process.by,
                levels=", ".join(axis.levels),
                valid=shape,
            )
            raise ConfigError(message)
        return _by_need_of_care(axis, hazard)

    def draw(self, month: int) -> None:
        """Draw once for everybody and sort those in open slots by the process the slot belongs to."""
        self._cells = cell_of_cohorts(month)
        self._drawn.draw(
            self.model.state, Draw(self._stream.salt(month), self._cells, self._below), self._slots
        )

    def fire(self, process: ScreenedProcess, month: int) -> Rows:
        """Return the rows of those for whom a process fires in this month, at its turn."""
        number = self._index[process.name]
        hazard, factors = self._hazard_of(process, process.hazard(month)), self._changed_by_services(process)
        by_place = self.model.place_factors(process.target)
        fired = self._fire(process, month, self._drawn, number, by_place)
        highest = factors[1] * float(by_place.max(initial=1.0))
        if highest <= hazard.fits:
            return fired
        width = by_cell(self._widths[number])
        chance = np.divide(
            hazard.most * highest - width, 1.0 - width, out=np.zeros_like(width), where=width < 1.0
        )
        # A little more than what rounding may take away.
        below = _bits(np.maximum(chance, 0.0) * (1.0 + 1e-12))
        drawn = self._beyond.draw(
            self.model.state, Draw(self._excess[number].salt(month), self._cells, below), _WHOLE
        )
        # Of a draw beyond the slot, the hazard above which it fires: u < (h - b) / (1 - b).
        room = width[(self.model.state.persons.care_grade[drawn.row] > 0).view(np.int8), drawn.cell]
        drawn.needed[:] = room + drawn.needed * (1.0 - room)
        extra = self._fire(process, month, self._beyond, 0, by_place)
        return np.concatenate([fired, extra[~np.isin(extra, fired)]])

    def _fire(
        self, process: ScreenedProcess, month: int, drawn: _Drawn, number: int, by_place: Floats
    ) -> Rows:
        """Return for whom among those drawn under a number a process's hazard fires."""
        state, index = self.model.state, self._index[process.name]
        factors, _, has_factors = self._factors[process.name]
        # Where nobody has a case, nobody's is looked for.
        has_factors &= bool(state.counters[2, COUNT])
        axis, lookup = self._axes[process.name], self._lookups[index]
        first, last = int(drawn.starts[number]), int(drawn.starts[number + 1])
        levels = _NO_LEVELS
        if axis.by_state is None:
            levels = axis.code(People(state, drawn.sorted.row[first:last], month))
            _refuse_level(process, axis, int(levels.max(initial=0)))
        hazard = self._hazards[process.name].by_cell
        arguments = state.persons, state.cases, hazard, factors, has_factors, by_place, lookup, levels
        count = fire(*arguments, drawn.sorted, first, last, drawn.fired)
        fired: Rows = drawn.fired[:count].copy()
        return fired

    def _changed_by_services(self, process: ScreenedProcess) -> tuple[Floats, float, bool]:
        """Return factors on a hazard by kind and case state, the highest of a person, and whether there are any."""
        factors, kept = self.model.hazard_factors(process.target), self._factors.get(process.name)
        if kept is None or kept[0] is not factors:
            # A person may have a case of every kind: the largest factor of each multiplies.
            highest = float(np.maximum(factors.max(axis=1), 1.0).prod())
            kept = self._factors[process.name] = factors, highest, bool((factors != 1.0).any())
        return kept

    def _hazard_of(self, process: ScreenedProcess, table: Floats) -> _Hazard:
        """Return a hazard by cell, and how far it fits into the slots; kept while it holds."""
        kept = self._hazards.get(process.name)
        if kept is None or kept.table is not table:
            width, most = (
                self._widths[self._index[process.name]],
                _by_need_of_care(self._axes[process.name], table),
            )
            fits = np.divide(width + 1e-15, most, out=np.full_like(width, np.inf), where=most > 0.0)
            # It is known again by its identity: whoever changed it in place would not be noticed.
            table.flags.writeable = False
            kept = self._hazards[process.name] = _Hazard(
                table, by_cell(table), by_cell(most), float(fits.min())
            )
        return kept


class _Hazard(NamedTuple):
    """A process's hazard of some months.

    Attributes
    ----------
    table : ndarray (levels, 2, 101)
        As the process gives it.
    by_cell : ndarray (levels, cells)
        The same by cell.
    most : ndarray (2, cells)
        The highest of all levels, without and with need of care.
    fits : float
        The highest factor with which it fits into the slots.
    """

    table: Floats
    by_cell: Floats
    most: Floats
    fits: float


class _Drawn:
    """Those whose draw of a month lies in an open slot; the columns are kept from month to month.

    Parameters
    ----------
    processes : int
        By how many they are sorted.
    """

    def __init__(self, processes: int) -> None:
        self.starts = np.zeros(processes + 2, dtype=np.int64)
        self._make_room(1024)

    def _make_room(self, number: int) -> None:
        self._room, self.sorted = Room.of(number), Candidates.room_for(number)
        self.fired = np.empty(number, dtype=np.int32)

    def draw(self, state: State, draw: Draw, slots: Slots) -> Candidates:
        """Draw for everybody and return who is drawn, sorted by process."""
        persons, top = state.persons, int(state.counters[0, TOP])
        needed = collect(persons, top, draw, slots, self._room, self.starts, self.sorted)
        if needed > len(self.fired):
            self._make_room(needed + needed // 8)
            collect(persons, top, draw, slots, self._room, self.starts, self.sorted)
        return Candidates._make(column[: self.starts[-2]] for column in self.sorted)


def _bits(ends: Floats) -> npt.NDArray[np.uint64]:
    """Return ends of slots as draws of 64 bits."""
    return np.minimum(np.ascontiguousarray(ends) * 2.0**64, np.nextafter(2.0**64, 0)).astype(np.uint64)


_CELLS = EMPTY_CELL + 1
_WHOLE = Slots(
    edges=np.zeros((_CELLS, 2)),
    floor=np.zeros((_CELLS, 1)),
    process=np.zeros(1, dtype=np.uint8),
    for_all=np.ones(1, dtype=np.bool_),
    acts=np.ones(1, dtype=np.bool_),
)
"""One slot of a draw of its own, for what goes beyond the slots: from 0 on, open to all."""


def _refuse_level(process: ScreenedProcess, axis: Axis, level: int) -> None:
    """Refuse a level that a trait has beyond those it names: the hazard has none for it."""
    if level >= len(axis.levels):
        message = say(
            "Process '{name}': trait '{by}' has the level {level}. Valid: 0 to {number} ({levels}).",
            name=process.name,
            by=process.by,
            level=level,
            number=len(axis.levels) - 1,
            levels=", ".join(axis.levels),
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
