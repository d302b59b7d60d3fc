"""Providers and sites as Mesa agents: readable, and looking into the same arrays that kernels read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Protocol
from weakref import WeakKeyDictionary

import mesa

from simsocial.services.network_arrays import NetworkArrays

__all__ = ["Provider", "Site"]


class _Numbers(WeakKeyDictionary[mesa.Model, Iterator[int]]):
    """Counters of the agents of each model, made when first asked for."""

    def __getitem__(self, model: mesa.Model) -> Iterator[int]:
        """Return the counter of a model."""
        return self.setdefault(model, count(1))


class _Agent(mesa.Agent):
    """An agent whose model ends with its last user.

    Mesa before 3.5 keeps a counter by model, and with it every model, as long as the process lives.
    """

    _ids = _Numbers()


class Provider(_Agent):
    """A provider (Träger) with its sites and its ledger.

    Attributes
    ----------
    provider_id, name, ownership : str
        Ownership is public, non_profit or private.
    cost_cents, own_contribution_cents : int
        Booked so far: cost of its sites, and the part that nobody else pays.
    """

    def __init__(self, model: mesa.Model, provider_id: str, name: str, ownership: str) -> None:
        super().__init__(model)
        self.provider_id, self.name, self.ownership = provider_id, name, ownership
        self.cost_cents = 0
        self.own_contribution_cents = 0

    @property
    def sites(self) -> list[Site]:
        """The provider's sites, closed ones included."""
        return [site for site in self.model.sites if site.provider_id == self.provider_id]

    def book(self, cost_cents: int, own_contribution_cents: int) -> None:
        """Add a month's cost and the provider's own part of it."""
        self.cost_cents += cost_cents
        self.own_contribution_cents += own_contribution_cents


class _Network(Protocol):
    """Owner of the arrays, which it replaces as sites open or a run goes on from a snapshot."""

    arrays: NetworkArrays


class Site(_Agent):
    """A place where a service is given: Kita, school, service, centre, home.

    Attributes
    ----------
    site_id, kind, provider_id : str
        Identifier, kind of site, provider.
    code : int
        Position in the arrays of the network.
    """

    def __init__(
        self, model: mesa.Model, network: _Network, code: int, site_id: str, kind: str, provider_id: str
    ) -> None:
        super().__init__(model)
        self._network = network
        self.code, self.site_id, self.kind, self.provider_id = code, site_id, kind, provider_id

    @property
    def place(self) -> int:
        """Place code."""
        return int(self._network.arrays.place[self.code])

    @property
    def licensed_places(self) -> int:
        """Places the licence allows."""
        return int(self._network.arrays.licensed_places[self.code])

    @property
    def staff_fte(self) -> float:
        """Staff employed, in FTE."""
        return max(float(self._network.arrays.staff_milli[self.code]), 0.0) / 1000.0

    def is_open(self, month: int) -> bool:
        """Whether the site serves in a month."""
        arrays = self._network.arrays
        return bool(arrays.opened[self.code] <= month < arrays.closes[self.code])
