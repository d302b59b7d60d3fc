"""How large sites are: what measures set, providers add and give up, cuts take and give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simsocial.core.random import Stream
from simsocial.services.agents import Site
from simsocial.services.network_arrays import NetworkArrays

__all__ = ["Network", "Sizes"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Network(Protocol):
    """Owner of the arrays, which it replaces as sites open; its version is another one after each change."""

    arrays: NetworkArrays
    version: int

    def __getitem__(self, site_id: str) -> Site:
        """Return a site by its id."""


class Sizes:
    """Changes the licensed places of sites.

    Parameters
    ----------
    network : SiteNetwork
        The sites.
    seed : int
        Of the replicate.
    """

    def __init__(self, network: Network, seed: int) -> None:
        self._network, self._rounding = network, Stream.of(seed, "places_out_of_service")

    def set(self, site_id: str, licensed_places: int, month: int, *, in_all: bool = False) -> None:
        """Set the licensed places of a site; what its provider added comes on top, unless they are told `in_all`.

        Places out of service stay so, unless a size is told `in_all`, and are the first that go. Whose places become
        fewer adds none until they become more again.
        """
        arrays, code = self._network.arrays, self._network[site_id].code
        if in_all:
            arrays.idle_places[code] = 0
            self._decide(code, licensed_places, month)
        else:
            self._decide_all(code, licensed_places + int(arrays.added_places[code]), month)

    def change(self, site_id: str, more: int, month: int) -> None:
        """Give a site so many places more than it has, or with a minus fewer; of those out of service, as :meth:`set`.

        One place stays.
        """
        arrays, code = self._network.arrays, self._network[site_id].code
        there = int(arrays.licensed_places[code] + arrays.idle_places[code])
        self._decide_all(code, max(there + more, 1), month)

    def cut(self, fewer: Mapping[str, int]) -> None:
        """Take so many of the licensed places from sites."""
        for site_id, places in fewer.items():
            self._cut(self._network[site_id].code, places)

    def end_cut(self, site_ids: Sequence[str]) -> None:
        """Give sites back what a cut took; these places are as new as they were."""
        for site_id in site_ids:
            code = self._network[site_id].code
            self._cut(code, -int(self._network.arrays.cut_places[code]))

    def rooms_reused(self, site_id: str, month: int) -> None:
        """Let none of the rooms stand empty that a site gave up this month: another service uses them."""
        arrays, code = self._network.arrays, self._network[site_id].code
        stands = month < arrays.closes[code]
        for stood, now in (
            (arrays.stood_places, arrays.licensed_places),
            (arrays.stood_share, arrays.kept_share),
        ):
            stood[code] = min(stood[code], now[code] * stands)

    def rounded(self, codes: Integers, parts: Floats) -> Integers:
        """Round the places, in parts too, that sites take out of service, and keep what rounding leaves.

        A site rounds by a lasting draw of its own: small houses together give up as much as large ones, and no house's
        rounding depends on another.
        """
        arrays = self._network.arrays
        whole = np.floor(parts + self._rounding.draws(arrays.key)[codes]).astype(np.int64)
        arrays.idle_rest[codes] = parts - whole
        return whole

    def add(self, codes: Integers, places: Integers) -> None:
        """Add places to sites of their providers' own accord."""
        self._network.version += 1
        self._network.arrays.licensed_places[codes] += places
        self._network.arrays.added_places[codes] += places

    def take_out_of_service(self, codes: Integers, places: Integers) -> None:
        """Take places of sites out of service, or, where negative, back."""
        self._network.version += 1
        self._network.arrays.licensed_places[codes] -= places
        self._network.arrays.idle_places[codes] += places

    def give_up(self, codes: Integers, places: Integers) -> None:
        """Take places from sites that their providers give up: first of those added, then of those set before.

        Who sets the size of the site anew (:meth:`set`) sets all of it.
        """
        arrays = self._network.arrays
        self._network.version += 1
        arrays.licensed_places[codes] -= places
        arrays.added_places[codes] = np.maximum(arrays.added_places[codes] - places, 0)

    def _decide_all(self, code: int, wanted: int, month: int) -> None:
        """Let a decision give a site so many places with those out of service, which are the first that go."""
        arrays = self._network.arrays
        idle = int(arrays.idle_places[code])
        fewer = max(int(arrays.licensed_places[code]) + idle - wanted, 0)
        arrays.idle_places[code] = max(idle - fewer, 0)
        self._decide(code, wanted - int(arrays.idle_places[code]), month)

    def _decide(self, code: int, now: int, month: int) -> None:
        """Let a decision give a site so many places, and note which of them are new."""
        arrays, before = self._network.arrays, int(self._network.arrays.licensed_places[code])
        new = int(arrays.new_places[code])
        arrays.new_places[code] = max(new + now - before, min(new, 0))
        if now > before:
            arrays.new_since[code] = month
        self._put(code, now)

    def _cut(self, code: int, fewer: int) -> None:
        """Take places from a site, or, where negative, give them back."""
        self._network.arrays.cut_places[code] += fewer
        self._put(code, int(self._network.arrays.licensed_places[code]) - fewer)

    def _put(self, code: int, now: int) -> None:
        """Give a site so many places; whose become fewer is held back from adding any."""
        self._network.version += 1
        arrays, before = self._network.arrays, int(self._network.arrays.licensed_places[code])
        arrays.licensed_places[code] = now
        if now != before:
            arrays.held_back[code] = now < before
