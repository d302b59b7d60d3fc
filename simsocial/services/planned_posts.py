"""Posts that somebody plans and pays: counselling has as many as the budget says, not as many as people wait for.

What kinds with ``capacity: posts`` have when the horizon begins stays: more people than these can serve wait, and posts
that fewer need are filled and paid all the same. A measure adds posts or cuts them; whom posts that are cut no longer
pay is released. Before the horizon posts follow demand, so that the model meets the figures of the base years.

A cut takes its part of all that a site runs on, so that it tends to a closure: of the posts, of the hours that it needs
before the first case, and of its cost. Where no posts are planned (youth clubs, family centres) those that were filled
or to be filled when it began, less that part, are then the most that are filled: a smaller grant pays for fewer. Where
more people come later, it pays that part of what these need, so that a cut of nothing changes nothing.

A cut that ends gives back the money, not the people: a site goes on with the hours that it had, and has the others
again as posts are filled. If it needed all of them at once, half a grant more would throw out all whom it serves.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from simsocial.parameters.plan import Plan
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.catalogue import Catalogue
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables
from simsocial.services.staff_shares import spare_of_moved
from simsocial.services.staff_wanted import staff_wanted

__all__ = ["PlannedPosts", "cut_milli", "staff_beyond_posts"]

Integers = npt.NDArray[np.int64]


class PlannedPosts:
    """Knows how many posts are planned at each site.

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

    def note(self, arrays: NetworkArrays, tables: SiteTables, use: CapacityUse, month: int) -> bool:
        """Note at a month's end, from the one before the horizon on, what open sites employ or would employ.

        Once for each site; of one that opens later, its size says it, or who opens it. Of one that is cut and has no
        planned posts, the most so far that it would employ without the cut. Of one that was cut, which of its hours are
        staffed again. Return whether any was noted.
        """
        if month < self._start_month - 1:
            return False
        comes_back = self._note_hours(arrays, tables, use)
        before, of_posts = arrays.planned_milli, self._of_kind[tables.kind_code]
        unknown = of_posts & (before < 0) & tables.is_open & (arrays.opened < self._start_month)
        is_cut = ~of_posts & tables.is_open & (arrays.kept_share < 1.0)
        if not (unknown | is_cut).any():
            return comes_back
        kept = np.where(tables.is_open, arrays.kept_share, 1.0)[:, np.newaxis]
        fixed = np.rint(tables.fixed_milli / kept).astype(np.int64)
        uncut = replace(tables, fixed_milli=fixed, posts_milli=np.full_like(tables.posts_milli, -1))
        wanted = staff_wanted(uncut, use, arrays.missed_milli)
        now = np.maximum(arrays.staff_milli, wanted)[:, 0]
        planned = np.rint(now * (1.0 + self._reserve.at(month))).astype(np.int64)
        noted = np.where(unknown, planned, np.where(is_cut, np.maximum(before, now), before))
        arrays.planned_milli = noted
        return comes_back or bool((noted != before).any())

    @staticmethod
    def _note_hours(arrays: NetworkArrays, tables: SiteTables, use: CapacityUse) -> bool:
        """Note which hours of sites are staffed again that were cut: as many as posts, and all where nobody lacks."""
        before, kept, staff = arrays.hours_share, arrays.kept_share, arrays.staff_milli
        if not (tables.is_open & (before < kept)).any():
            return False
        staffed = staff[:, 0] / np.maximum(arrays.planned_milli, 1)
        is_full = (staff >= use.bound_milli + tables.fixed_milli).all(axis=1)
        arrays.hours_share = np.where(
            tables.is_open & (before < kept),
            np.where(is_full, kept, np.clip(staffed, before, np.maximum(before, kept))),
            before,
        )
        return bool((arrays.hours_share != before).any())

    def within(self, tables: SiteTables, arrays: NetworkArrays, month: int) -> SiteTables:
        """Return the tables with planned posts, where they are known, and as capacity the cases that these serve."""
        of_posts = self._of_kind[tables.kind_code]
        by_size = of_posts & (arrays.opened >= self._start_month)
        by_size &= (arrays.planned_milli < 0) & (month >= self._start_month)
        is_planned = ((arrays.planned_milli >= 0) | by_size) & of_posts & tables.is_open
        is_cut = (np.minimum(arrays.kept_share, arrays.hours_share) < 1.0) & tables.is_open
        if not (is_planned | is_cut).any():
            return tables
        fixed, need = tables.fixed_milli, _need_micro(tables)
        planned = np.where(
            by_size, fixed[:, 0] - (-arrays.licensed_places * need // 1000), arrays.planned_milli
        )
        posts = np.maximum(np.rint(planned * arrays.kept_share).astype(np.int64) + arrays.extra_milli, 0)
        kept = np.rint(fixed * arrays.kept_share[:, np.newaxis]).astype(np.int64)
        cases = 1000 * np.maximum(posts - kept[:, 0], 0) // np.maximum(need, 1)
        bind = is_planned | (is_cut & (arrays.kept_share < 1.0) & (arrays.planned_milli >= 0))
        left = np.minimum(arrays.hours_share / np.maximum(arrays.kept_share, 1e-9), 1.0)
        return replace(
            tables,
            capacity=np.where(is_planned, cases, tables.capacity),
            fixed_milli=kept,
            posts_milli=np.where(bind, posts, -1),
            hours_left=np.where(tables.is_open, left, 1.0),
        )


def cut_milli(tables: SiteTables, arrays: NetworkArrays) -> Integers:
    """Return by site the milli-FTE of planned posts that measures have cut, or a closing took."""
    left = np.where(arrays.kept_share > 0.0, tables.posts_milli, 0)
    known = (left >= 0) & (arrays.planned_milli >= 0)
    cut: Integers = np.where(known, np.maximum(arrays.planned_milli - left, 0), 0)
    return cut


def staff_beyond_posts(tables: SiteTables, arrays: NetworkArrays) -> Integers:
    """Return the milli-FTE (sites, members) that posts no longer pay since measures cut them, or added some for a time.

    Sites that share their staff share their posts, too; a cut at one employer releases nobody at another.
    """
    beyond = np.zeros_like(arrays.staff_milli)
    planned = np.flatnonzero(tables.posts_milli >= 0)
    staff, posts, group = (
        arrays.staff_milli[planned, 0],
        tables.posts_milli[planned],
        tables.staff_group[planned, 0],
    )
    excess = np.bincount(group, staff).astype(np.int64) - np.bincount(group, posts).astype(np.int64)
    beyond[planned, 0] = spare_of_moved(staff, posts, np.maximum(excess, 0), group)
    return beyond


def _need_micro(tables: SiteTables) -> Integers:
    """Return the millionths of an FTE of the first member of the team that a case binds at each site."""
    offered = tables.site_kind_of_kind[:, np.newaxis] == tables.kind_code
    need: Integers = (tables.need_micro[:, :, 0] * offered).max(axis=0)
    return need
