"""Who is served where: what staff, allocation and costs ask of all cases.

It is counted once a month, as the queue is lined up (:mod:`simsocial.services.queue`); the allocation keeps it up to
date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY, SERVED
from simsocial.core.state import TOP, State

__all__ = ["FARTHEST", "CapacityUse", "served"]

Integers = npt.NDArray[np.int64]

FARTHEST = 32767
"""Minutes that no way takes."""


@dataclass(frozen=True, eq=False)
class CapacityUse:
    """Served cases by site at one moment; where `served` has changed, another one must be made.

    Attributes
    ----------
    served : ndarray (kinds, sites)
        Cases served.
    need_micro : ndarray (kinds, sites, members)
        Millionths of an FTE of each member of the team that one case binds.
    """

    served: Integers
    need_micro: Integers

    @cached_property
    def served_by_site(self) -> Integers:
        """Cases that each site serves, all kinds together."""
        by_site: Integers = self.served.sum(axis=0)
        return by_site

    @cached_property
    def bound_milli(self) -> Integers:
        """Whole milli-FTE (sites, members) that served cases bind, what is left of one rounded up."""
        bound: Integers = -(-self.bound_micro // 1000)
        return bound

    @cached_property
    def bound_micro(self) -> Integers:
        """Millionths of an FTE (sites, members) that served cases bind."""
        bound: Integers = np.empty(self.need_micro.shape[1:], dtype=np.int64)
        # One sum for each member: numpy takes four times as long with all of them at once.
        for member in range(bound.shape[1]):
            np.einsum("ks,ks->s", self.need_micro[..., member], self.served, out=bound[:, member])
        return bound


def served(state: State, kinds: int, sites: int) -> Integers:
    """Count the served cases (kinds, sites) of so many kinds at so many sites."""
    cases, top = state.cases, int(state.counters[2, TOP])
    rows = np.flatnonzero((cases.state[:top] == SERVED) & (cases.person[:top] != NOBODY))
    cells = cases.kind[rows] * np.int64(sites) + cases.site[rows]
    return np.bincount(cells, minlength=kinds * sites).reshape(kinds, sites).astype(np.int64)
