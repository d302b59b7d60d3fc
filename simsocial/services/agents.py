"""Providers and sites as Mesa agents: readable, and looking into the same arrays that kernels read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Protocol
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from simsocial.indicators.axes import PAYERS
from simsocial.services.ledger import ProviderLedger
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


class _Network(Protocol):
    """Owner of arrays and ledger, which it replaces as sites open or a run goes on from a snapshot."""

    arrays: NetworkArrays
    ledger: ProviderLedger

    def team(self, site_kind: str) -> tuple[str, ...]:
        """Return the qualifications that sites of a kind employ."""


class Provider(_Agent):
    """A provider (Träger) with its sites and its ledger.

    Attributes
    ----------
    provider_id, name, ownership : str
        Ownership is public, non_profit or private.
    code : int
        Position in the ledger.
    """

    def __init__(
        self, model: mesa.Model, network: _Network, code: int, provider_id: str, name: str, ownership: str
    ) -> None:
        super().__init__(model)
        self._network, self.code = network, code
        self.provider_id, self.name, self.ownership = provider_id, name, ownership

    @property
    def sites(self) -> list[Site]:
        """The provider's sites, closed ones included."""
        return [site for site in self.model.sites if site.provider_id == self.provider_id]

    @property
    def cost_cents(self) -> int:
        """What its sites have cost so far."""
        return int(self._network.ledger.paid_cents[self.code].sum())

    @property
    def own_contribution_cents(self) -> int:
        """The part of it that nobody else paid."""
        return self.paid_cents("provider")

    @property
    def reserve_cents(self) -> int:
        """What it has put by; 0 in its first year, of which nothing is known."""
        return int(self._network.ledger.reserve_cents[self.code])

    def paid_cents(self, payer: str) -> int:
        """Return what a payer has paid of its cost so far: families fees, the Kreis grants."""
        return int(self._network.ledger.paid_cents[self.code, PAYERS.index(payer)])


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
        return sum(self.team_fte.values())

    @property
    def team_fte(self) -> dict[str, float]:
        """The same by qualification."""
        employed = np.maximum(self._network.arrays.staff_milli[self.code], 0).tolist()
        team = self._network.team(self.kind)
        return {name: milli / 1000.0 for name, milli in zip(team, employed, strict=True) if name}

    def is_open(self, month: int) -> bool:
        """Whether the site serves in a month."""
        arrays = self._network.arrays
        return bool(arrays.opened[self.code] <= month < arrays.closes[self.code])
