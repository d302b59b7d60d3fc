"""Posts that somebody plans and pays: counselling has as many as the budget says, not as many as people wait for.

What kinds with ``capacity: posts`` have at the horizon's begin, and a little beyond, stays: more people than these can
serve wait, and posts that fewer need are filled and paid all the same. A measure adds posts or cuts them. Before the
horizon posts follow demand, so that the model meets the figures of the base years.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from simsocial.core.state import State
from simsocial.parameters.plan import Plan
from simsocial.services.capacity_use import CapacityUse, served
from simsocial.services.catalogue import Catalogue
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables
from simsocial.services.staff_wanted import staff_wanted

__all__ = ["PlannedPosts", "within_posts"]

Integers = npt.NDArray[np.int64]


class PlannedPosts:
    """Notes how many posts are planned, once for each site.

    Parameters
    ----------
    catalogue : Catalogue
        The kinds; those with ``capacity: posts`` count.
    plan : Plan
        With ``staff.planned_posts_reserve_share``.
    start_month : int
        First absolute month of the horizon.
    """

    def __init__(self, catalogue: Catalogue, plan: Plan, start_month: int) -> None:
        self._of_kind = np.array(
            [catalogue.house(name).capacity == "posts" for name in catalogue.site_kinds], dtype=np.bool_
        )
        self._reserve = plan.number("staff.planned_posts_reserve_share")
        self._start_month = start_month

    def are_unknown(self, arrays: NetworkArrays, kind_code: Integers, month: int) -> npt.NDArray[np.bool_]:
        """Return of which sites they are to be noted in a month."""
        if month < self._start_month or not self._of_kind.any():
            return np.zeros(len(kind_code), dtype=np.bool_)
        return self._of_kind[kind_code] & (arrays.planned_milli < 0) & (arrays.opened <= month)

    def note(
        self,
        unknown: npt.NDArray[np.bool_],
        arrays: NetworkArrays,
        tables: SiteTables,
        state: State,
        month: int,
    ) -> None:
        """Note what sites employ or would employ, and of new ones what their size takes, with the reserve."""
        kinds = len(tables.need_milli)
        use = CapacityUse(served(state, kinds, len(unknown)), tables.need_milli)
        now = np.maximum(arrays.staff_milli, staff_wanted(tables, use.bound_milli, arrays.missed_milli))[:, 0]
        full = tables.fixed_milli[:, 0] + arrays.licensed_places * _need_milli(tables)
        posts = np.where(arrays.opened >= self._start_month, full, now * (1.0 + self._reserve.at(month)))
        arrays.planned_milli[unknown] = np.rint(posts[unknown]).astype(np.int64)


def within_posts(tables: SiteTables, arrays: NetworkArrays) -> SiteTables:
    """Return the tables with planned posts, where they are known, and as capacity the cases that these can serve."""
    is_planned = arrays.planned_milli >= 0
    if not is_planned.any():
        return tables
    posts = np.maximum(arrays.planned_milli + arrays.extra_milli, 0)
    cases = np.maximum(posts - tables.fixed_milli[:, 0], 0) // np.maximum(_need_milli(tables), 1)
    return replace(
        tables,
        capacity=np.where(is_planned & tables.is_open, cases, tables.capacity),
        posts_milli=np.where(is_planned & tables.is_open, posts, -1),
    )


def _need_milli(tables: SiteTables) -> Integers:
    """Return the milli-FTE of the first member of the team that a case binds at each site."""
    offered = tables.site_kind_of_kind[:, np.newaxis] == tables.kind_code
    need: Integers = (tables.need_milli[:, :, 0] * offered).max(axis=0)
    return need
