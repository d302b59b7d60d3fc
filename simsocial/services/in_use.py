"""Who is served where and who lines up for a place: counted once as long as nobody came or went since."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.state import COUNT, State
from simsocial.services.capacity_use import FARTHEST, CapacityUse, served
from simsocial.services.line_up import LineUp
from simsocial.services.network import SiteNetwork
from simsocial.services.present import PresentTables
from simsocial.services.queue import Queue

__all__ = ["InUse"]

_Moment = tuple[int, bytes]


class InUse:
    """The use of all sites, and the lines for places, as the last turn left them.

    Parameters
    ----------
    line_up : LineUp
        Counts and lines up in one pass.
    sites : SiteNetwork
        All sites.
    present : PresentTables
        What holds in a month.
    """

    def __init__(self, line_up: LineUp, sites: SiteNetwork, present: PresentTables) -> None:
        self._line_up, self._sites, self._present = line_up, sites, present
        self._use: tuple[_Moment, CapacityUse] | None = None
        self._queue: tuple[_Moment, Queue] | None = None

    def at(self, state: State, month: int) -> CapacityUse:
        """Return who is served where."""
        moment = _moment(state, month)
        if self._use is None or self._use[0] != moment:
            need = self._present.at(month).tables.need_micro
            self._use = moment, CapacityUse(served(state, len(need), len(self._sites)), need)
        return self._use[1]

    def count(self, state: State, month: int, *, transfers: bool) -> None:
        """Count who is served where, and line up who asks for a place, or with `transfers` for a nearer one."""
        moment = _moment(state, month)
        use, queue = self._counted(state, month, transfers=transfers)
        self._use, self._queue = (moment, use), (moment, queue)

    def queue(self, state: State, month: int, *, transfers: bool) -> Queue:
        """Return the lines as they were counted last, anew if anybody came or went since."""
        known, self._queue = self._queue, None
        if known is not None and known[0] == _moment(state, month):
            return known[1]
        return self._counted(state, month, transfers=transfers)[1]

    def set_served(self, by_site: npt.NDArray[np.int64], month: int) -> None:
        """Note who is served (kinds, sites) after places have been given."""
        if self._use is not None:
            need = self._present.at(month).tables.need_micro
            self._use = self._use[0], CapacityUse(by_site, need)

    def forget(self) -> None:
        """Forget who is served where, and who asks: sites have closed, or people wait again."""
        self._use = self._queue = None

    def _counted(self, state: State, month: int, *, transfers: bool) -> tuple[CapacityUse, Queue]:
        now = self._present.at(month)
        far_from = now.asks_from if transfers else np.full_like(now.asks_from, FARTHEST)
        by_site, queue = self._line_up.of_month(
            state, now.near, now.values.rules, far_from, self._sites.arrays.place, now.minutes, month
        )
        return CapacityUse(by_site, now.tables.need_micro), queue


def _moment(state: State, month: int) -> _Moment:
    """Return the month and what tells whether people or cases came or went since: a plugin may have its turn."""
    return month, state.counters[::2, : COUNT + 1].tobytes()
