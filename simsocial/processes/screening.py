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

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import by_cell, cell_of_cohorts
from simsocial.core.errors import ConfigError
from simsocial.core.random import Stream
from simsocial.core.state import COUNT, TOP
from simsocial.people.traits import Axis, axis_of
from simsocial.people.view import People
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess
from simsocial.processes.candidates import Candidates, Draw, Room, Slots, collect
from simsocial.processes.firing import Levels, Lookup, excess, fire

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

    def _shared_room_of(self, process: ScreenedProcess) -> Floats:
        """Return what :meth:`_room_of` does; of a process that says what it is in every scenario, once for all runs."""
        if type(process).slot_hazard is ScreenedProcess.slot_hazard:
            return self._room_of(process)
        key = (Screening, self.model.region, type(process))
        return self.model.plan.usual.once(key, lambda: self._room_of(process))

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
        self._draw = Draw(self._stream.salt(month), cell_of_cohorts(month), self._below)
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
        count = fire(*arguments, lookup, levels, self._sorted, first, last, self._fired)
        fired: Rows = self._fired[:count].copy()
        if highest <= room:
            return fired
        width = by_cell(np.stack([width[number] for width in self._open]))
        salt = self._excess[number].salt(month)
        levels = axis.code(People(state, slice(0, int(state.counters[0, TOP])), month))
        _refuse_level(process, axis, int(levels.max(initial=0)))
        extra: Rows = excess(*arguments, levels, self._draw.cells, width, fired, salt)
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
