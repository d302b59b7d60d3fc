"""What sites, their places and their staff add up to at the month's end, by area."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.indicators.counts import Counts
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables
from simsocial.services.staff_wanted import staff_wanted

__all__ = ["SiteCounts"]

Integers = npt.NDArray[np.int64]

_NO_LIMIT = 1 << 40


class _Counted(NamedTuple):
    """Which sites each kind and qualification has, as long as the same are open.

    Attributes
    ----------
    tables : SiteTables
        Those that hold.
    site : ndarray (pairs,)
        Of each kind with each of its open sites.
    capacity, by_staff : ndarray (pairs,)
        What `tables` says of each.
    need_micro, fixed_milli, limits : ndarray (pairs, members)
        The same by member of the team, and whether it limits what the site can do.
    cell : ndarray (5, pairs)
        Place of each figure among the counts of sites.
    in_team, member, member_cell : ndarray (team members,)
        Pair and member of those that limit a site beside others, and their place among the counts by member.
    post, qualification, staff_cell : ndarray (employed,), (employed,), (4, employed)
        Posts with a qualification, its code, and the place of each figure among the counts of staff.
    """

    tables: SiteTables
    site: Integers
    capacity: Integers
    by_staff: npt.NDArray[np.bool_]
    need_micro: Integers
    fixed_milli: Integers
    limits: npt.NDArray[np.bool_]
    cell: Integers
    in_team: Integers
    member: Integers
    member_cell: Integers
    post: Integers
    qualification: Integers
    staff_cell: Integers


class SiteCounts:
    """Counts sites, places and staff, month by month.

    Parameters
    ----------
    counts : Counts
        Where the month is counted into.
    """

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._own: _Counted | None = None

    def count(
        self,
        arrays: NetworkArrays,
        tables: SiteTables,
        use: CapacityUse,
        fte_per_head: npt.NDArray[np.float64],
        ownership: Integers,
    ) -> None:
        """Count the month's end.

        Parameters
        ----------
        arrays : NetworkArrays
            Places and staff of each site.
        tables : SiteTables
            What holds for every site in the month.
        use : CapacityUse
            Who is served where.
        fte_per_head : ndarray (qualifications,)
            Full-time posts of a person employed.
        ownership : ndarray (sites,)
            Code of the ownership of each site's provider.
        """
        counts = self._counts
        if self._own is None or self._own.tables is not tables:
            self._own = _sites_of(tables, counts.sites.shape, counts.staff.shape)
        own, staff = self._own, arrays.staff_milli
        served = use.served_by_site[own.site]
        free_staff = (1000 * staff - use.bound_micro)[own.site] - 1000 * own.fixed_milli
        free_staff = np.where(own.by_staff[:, np.newaxis], free_staff, np.maximum(free_staff, 0))
        # The scarcest member of the team decides; who does not hang on staff may take in all whom the licence allows.
        more = np.where(own.limits, free_staff // own.need_micro, _NO_LIMIT)
        allowed = np.minimum(own.capacity[:, np.newaxis], served[:, np.newaxis] + more)
        # Nobody loses a licensed place for want of staff; of staff alone, less than serves all may be left.
        allowed = np.maximum(allowed, np.where(own.by_staff, 0, served)[:, np.newaxis])
        usable = allowed.min(axis=1)
        _add_up(allowed[own.in_team, own.member], own.member_cell, counts.by_member)
        figures = np.empty(own.cell.shape)
        figures[0] = 1.0
        figures[1] = arrays.licensed_places[own.site]
        figures[2] = usable
        figures[3] = served
        figures[4] = np.where(own.by_staff, usable, own.capacity)
        _add_up(figures, own.cell, counts.sites)
        wanted = staff_wanted(tables, use, arrays.missed_milli).ravel()[own.post]
        employed, figures = staff.ravel()[own.post], np.empty(own.staff_cell.shape)
        np.maximum(employed, 0, out=figures[0])
        figures[1] = wanted
        np.maximum(employed - wanted, 0, out=figures[2])
        np.divide(figures[0], fte_per_head[own.qualification], out=figures[3])
        _add_up(figures, own.staff_cell, counts.staff)
        shape = counts.owned.shape
        employed = np.maximum(staff, 0).sum(axis=1)
        figures = np.stack((tables.is_open, use.served_by_site, employed)).astype(np.float64)
        cell = (ownership * shape[1] + tables.area) * shape[2] + np.arange(shape[2])[:, np.newaxis]
        _add_up(figures, cell, counts.owned)


def _sites_of(tables: SiteTables, sites: tuple[int, ...], staff: tuple[int, ...]) -> _Counted:
    """Return which sites are counted where, in cubes (codes, areas, figures) of these shapes."""

    def places(
        own: npt.NDArray[np.bool_], area: Integers, shape: tuple[int, ...]
    ) -> tuple[Integers, Integers, Integers]:
        code, column = np.nonzero(own)
        cell = code * shape[1] + area[column]
        return code, column, cell * shape[2] + np.arange(shape[2])[:, None]

    offers = tables.is_open & (tables.kind_code == tables.site_kind_of_kind[:, None])
    kind, site, cell = places(offers, tables.area, sites)
    employs = tables.qualification.ravel() == np.arange(staff[0])[:, None]
    qualification, post, staff_cell = places(employs, tables.of_posts(tables.area), staff)
    need_micro = tables.need_micro[kind, site]
    limits = tables.staff_limits[site] & (need_micro > 0)
    in_team, member = np.nonzero(limits & (limits.sum(axis=1, keepdims=True) > 1))
    member_cell = kind[in_team] * staff[0] + tables.qualification[site[in_team], member]
    return _Counted(
        tables,
        site,
        tables.capacity[site],
        tables.by_staff[site],
        np.maximum(need_micro, 1),
        tables.hours_milli[site],
        limits,
        cell,
        in_team,
        member,
        member_cell * sites[1] + tables.area[site[in_team]],
        post,
        qualification,
        staff_cell,
    )


def _add_up(figures: npt.NDArray[np.float64], cell: Integers, cube: Integers) -> None:
    """Write the sums of figures over the sites of each cell into a cube."""
    total = np.bincount(cell.ravel(), figures.ravel(), minlength=cube.size)
    cube[...] = total.reshape(cube.shape)
