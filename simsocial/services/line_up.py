"""Lining up: who asks for a place this month, in the order in which they come to the sites."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY
from simsocial.core.random import Streams
from simsocial.core.state import TOP, State
from simsocial.services.allocation_rules import Rules
from simsocial.services.asking import BY_TABLE, AskingSalts, Entries, line_up
from simsocial.services.capacity_use import FARTHEST
from simsocial.services.catalogue import Catalogue
from simsocial.services.districts import exception_stream
from simsocial.services.nearby import NearSites
from simsocial.services.queue import Queue

__all__ = ["LineUp", "asks_from"]

_ROOM = 1024
"""Entries for which there is always room."""


def asks_from(near: NearSites, rules: Rules) -> npt.NDArray[np.int16]:
    """Return the minutes (kinds, places) to the present site from which on a served case asks for another one.

    Nobody leaves a home for a nearer one: residents live where they are served. Where a table states the district,
    minutes do not count (-1): who attends the school of another one asks.
    """
    nearest = near.minutes[near.table, :, 0]
    far = np.ceil(np.minimum(nearest + rules.gain[:, np.newaxis], FARTHEST))
    far[near.stated[near.table] & rules.district[:, np.newaxis]] = BY_TABLE
    never = (near.sites[near.table, :, 0] == NOBODY) | rules.residential[:, np.newaxis]
    return np.where(never, FARTHEST, far).astype(np.int16)


class LineUp:
    """Lines up who asks, each month anew.

    Parameters
    ----------
    catalogue : Catalogue
        The kinds.
    seed : int
        Seed of the replicate.
    """

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self._monthly = Streams(
            seed, [f"{name}.{kind.id}" for name in ("transfer", "ask_again") for kind in catalogue]
        )
        self._exception = Streams(seed, [exception_stream(kind) for kind in catalogue]).salts()
        self._taken_on = Streams(seed, [f"taken_on.{kind.id}" for kind in catalogue]).salts()
        self._make_room(_ROOM)

    def _make_room(self, length: int) -> None:
        self._entries, self._queue = Entries.of_length(length), Queue.of_length(length)

    def of_month(
        self,
        state: State,
        near: NearSites,
        rules: Rules,
        far_from: npt.NDArray[np.int16],
        site_place: npt.NDArray[np.int16],
        minutes: npt.NDArray[np.int16],
        month: int,
    ) -> tuple[npt.NDArray[np.int64], Queue]:
        """Count served cases (kinds, sites), and line up who asks for a place; the queue holds until the next call.

        Parameters
        ----------
        state : State
            Persons and cases.
        near, rules : NearSites, Rules
            Open sites near each place, and what holds for each kind.
        far_from : ndarray (kinds, places)
            See :func:`asks_from`; :data:`FARTHEST` for never.
        site_place : ndarray (sites,)
            Place of each site.
        minutes : ndarray (places, places)
            One-way travel minutes.
        month : int
            Absolute month.
        """
        kinds, top = len(far_from), int(state.counters[2, TOP])
        monthly = self._monthly.salts(month)
        salts = AskingSalts(monthly[:kinds], monthly[kinds:], self._exception, self._taken_on)
        unserved, far = np.empty(top, dtype=np.int32), np.empty(top, dtype=np.int32)
        served = np.zeros((kinds, len(site_place)), dtype=np.int64)
        while True:
            number, most = line_up(
                state.persons,
                state.cases,
                top,
                near,
                rules,
                far_from,
                site_place,
                minutes,
                salts,
                month,
                served,
                unserved,
                far,
                self._entries,
                self._queue,
            )
            if number >= 0:
                queue = Queue._make(column[:number] for column in self._queue)
                # At the very start everybody asks, later a few: the room of then would be more than all else.
                if len(self._queue.rows) > 4 * (number + _ROOM):
                    self._make_room(2 * (number + _ROOM))
                return served, queue
            self._make_room(most + _ROOM)
            served[:] = 0
