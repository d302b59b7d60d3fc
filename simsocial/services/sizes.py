"""How large sites are: what measures set, providers add and give up, cuts take and give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.services.network_arrays import NetworkArrays

__all__ = ["Sizes"]

Integers = npt.NDArray[np.int64]


class Sizes:
    """The part of :class:`simsocial.services.network.SiteNetwork` that changes licensed places.

    Attributes
    ----------
    arrays : NetworkArrays
        Sites.
    version : int
        Another one after each change.
    """

    arrays: NetworkArrays
    version: int
    _model: Any

    def __getitem__(self, site_id: str) -> Any:
        """Return a site by its id."""
        raise NotImplementedError

    def resize(self, site_id: str, licensed_places: int, *, in_all: bool = False) -> None:
        """Set the licensed places of a site; what its provider added comes on top, unless they are told `in_all`.

        Places out of service stay so, unless a size is told `in_all`, and are the first that go. Whose places become
        fewer adds none until they become more again.
        """
        arrays, code = self.arrays, self[site_id].code
        before, idle = int(arrays.licensed_places[code]), int(arrays.idle_places[code])
        wanted = licensed_places + (0 if in_all else int(arrays.added_places[code]))
        arrays.idle_places[code] = 0 if in_all else max(idle - max(before + idle - wanted, 0), 0)
        self._decide(code, wanted - int(arrays.idle_places[code]))

    def cut(self, fewer: Mapping[str, int]) -> None:
        """Take so many of the licensed places from sites."""
        for site_id, places in fewer.items():
            code = self[site_id].code
            self._decide(code, int(self.arrays.licensed_places[code]) - places)
            self.arrays.cut_places[code] += places

    def end_cut(self, site_ids: Sequence[str]) -> None:
        """Give sites back what a cut took."""
        for site_id in site_ids:
            code = self[site_id].code
            self._decide(code, int(self.arrays.licensed_places[code] + self.arrays.cut_places[code]))
            self.arrays.cut_places[code] = 0

    def _decide(self, code: int, now: int) -> None:
        """Let a decision give a site so many places."""
        self.version += 1
        arrays, before = self.arrays, int(self.arrays.licensed_places[code])
        new = int(arrays.new_places[code])
        arrays.licensed_places[code] = now
        arrays.new_places[code] = max(new + now - before, min(new, 0))
        if now != before:
            arrays.held_back[code] = now < before
        if now > before:
            arrays.new_since[code] = self._model.month

    def rooms_reused(self, site_id: str, month: int) -> None:
        """Let none of the rooms stand empty that a site gave up this month: another service uses them."""
        arrays, code = self.arrays, self[site_id].code
        stands = month < arrays.closes[code]
        for stood, now in (
            (arrays.stood_places, arrays.licensed_places),
            (arrays.stood_share, arrays.kept_share),
        ):
            stood[code] = min(stood[code], now[code] * stands)

    def add_places(self, codes: Integers, places: Integers) -> None:
        """Add places to sites of their providers' own accord."""
        self.version += 1
        self.arrays.licensed_places[codes] += places
        self.arrays.added_places[codes] += places

    def take_out_of_service(self, codes: Integers, places: Integers) -> None:
        """Take places of sites out of service, or, where negative, back."""
        self.version += 1
        self.arrays.licensed_places[codes] -= places
        self.arrays.idle_places[codes] += places

    def give_up_places(self, codes: Integers, places: Integers) -> None:
        """Take places from sites that their providers give up: first of those added, then of those set before.

        Who sets the size of the site anew (:meth:`resize`) sets all of it.
        """
        self.version += 1
        self.arrays.licensed_places[codes] -= places
        self.arrays.added_places[codes] = np.maximum(self.arrays.added_places[codes] - places, 0)
