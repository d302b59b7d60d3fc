"""One staff market per qualification: all fields hire from the same pool.

Each month: some staff retire or leave for another job (the pool), new ones enter from training, moves and
lateral entry; sites with more staff than work let contracts run out as people leave; sites with vacancies
hire from the pool in proportion to their vacancies. A new service thus draws staff from the others, and
what a site may admit depends on its staff. All amounts are milli-FTE, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.parameters.plan import Number, Plan

__all__ = ["StaffMarket", "StaffRates", "follow_work", "spare_of_moved", "split_exactly", "staff_of_closed"]

Integers = npt.NDArray[np.int64]


def split_exactly(total: int, weights: Integers) -> Integers:
    """Split an integer in proportion to integer weights, exactly; the remainder falls to earlier entries.

    Examples
    --------
    >>> split_exactly(10, np.array([1, 1, 2]))
    array([3, 2, 5])
    """
    whole = int(weights.sum())
    if whole <= 0 or total <= 0:
        return np.zeros_like(weights)
    edges = np.concatenate([[0], np.cumsum(weights)])
    cuts: Integers = (edges * total + whole - 1) // whole
    return np.diff(cuts)


def follow_work(staff: Integers, work: Integers, group: Integers) -> Integers:
    """Return the staff of sites after each group has shared its own out by the work of its sites.

    Parameters
    ----------
    staff, work : ndarray (sites,)
        Milli-FTE employed, and bound by the work. In a group without work everybody stays.
    group : ndarray (sites,)
        Code of the group of each site.

    Examples
    --------
    >>> follow_work(np.array([10, 0, 7]), np.array([1, 2, 0]), np.array([0, 0, 1])).tolist()
    [4, 6, 7]
    """
    groups = int(group.max(initial=-1)) + 1
    works = np.bincount(group, work, groups)[group] > 0
    weight = np.where(works, work, staff)
    total = np.bincount(group, staff, groups).astype(np.int64)
    whole = np.maximum(np.bincount(group, weight, groups).astype(np.int64), 1)
    shared = total[group] * weight // whole[group]
    left = total - np.bincount(group, shared, groups).astype(np.int64)
    # What rounding leaves falls to the earlier ones of those who want some.
    takers = np.flatnonzero(weight > 0)
    takers = takers[np.argsort(group[takers], kind="stable")]
    own = group[takers]
    shared[takers] += np.arange(len(own)) - np.searchsorted(own, own) < left[own]
    return shared


def staff_of_closed(
    staff: Integers, closed: npt.NDArray[np.bool_], is_open: npt.NDArray[np.bool_], group: Integers
) -> tuple[Integers, Integers]:
    """Let the staff of closed sites go on at the first open site of their group, whose sites share it afterwards.

    An employer may not dismiss whom it has a free post for at another of its sites (KSchG § 1 Abs. 2).

    Parameters
    ----------
    staff : ndarray (sites,)
        Milli-FTE employed; changed in place.
    closed, is_open : ndarray of bool (sites,)
        Sites that close now, and open ones.
    group : ndarray (sites,)
        Code of the group of each site.

    Returns
    -------
    ndarray (groups,), ndarray (sites,)
        Milli-FTE that moved within each group, and of each site without another one.

    Examples
    --------
    >>> staff = np.array([10, 5, 7])
    >>> moved, left = staff_of_closed(staff, np.array([1, 0, 1], bool), np.array([0, 1, 0], bool), np.array([0, 0, 1]))
    >>> staff.tolist(), moved.tolist(), left.tolist()
    ([0, 15, 0], [10, 0], [0, 0, 7])
    """
    gone = np.where(closed, np.maximum(staff, 0), 0)
    sites = np.flatnonzero(is_open)[::-1]
    heir = np.full(int(group.max(initial=-1)) + 1, -1, dtype=np.int64)
    heir[group[sites]] = sites
    moves = heir[group] >= 0
    moved = np.bincount(group, np.where(moves, gone, 0), len(heir)).astype(np.int64)
    staff[closed] = 0
    staff[heir[moved > 0]] += moved[moved > 0]
    return moved, np.where(moves, 0, gone)


def spare_of_moved(staff: Integers, wanted: Integers, moved: Integers, group: Integers) -> Integers:
    """Return by site the milli-FTE that a group does not need of those who moved within it.

    Examples
    --------
    >>> spare_of_moved(np.array([15, 9]), np.array([9, 9]), np.array([4, 9]), np.array([0, 1])).tolist()
    [4, 0]
    """
    spare = np.maximum(staff - wanted, 0)
    released: Integers = np.zeros_like(spare)
    for code in np.flatnonzero(moved).tolist():
        sites = np.flatnonzero(group == code)
        released[sites] = split_exactly(min(int(moved[code]), int(spare[sites].sum())), spare[sites])
    return released


class StaffRates:
    """What moves the staff of each qualification, by month.

    Parameters
    ----------
    plan : Plan
        Values ``staff.<qualification>.*``.
    qualifications : sequence of str
        Their names.
    """

    def __init__(self, plan: Plan, qualifications: Sequence[str]) -> None:
        def by_qualification(name: str) -> list[Number]:
            return [plan.number(f"staff.{one}.{name}") for one in qualifications]

        def monthly(name: str) -> list[Number]:
            yearly = by_qualification(f"{name}_rate")
            return [one._replace(values=monthly_chance(one.values)) for one in yearly]

        self.seeking_share = [plan.value(f"staff.{one}.seeking_share") for one in qualifications]
        self.vacancy_share, self.released_stay_share, self.hired_share = (
            by_qualification(name) for name in ("vacancy_share", "released_stay_share", "hired_share")
        )
        (
            self.retirement,
            self.turnover,
            self.graduates,
            self.moves_in,
            self.lateral_entry,
            self.pool_leaving,
        ) = (
            monthly(name)
            for name in ("retirement", "turnover", "graduates", "moves_in", "lateral_entry", "pool_leaving")
        )


@dataclass
class StaffMarket:
    """The pool of each qualification and its yearly rates.

    Attributes
    ----------
    qualifications : tuple of str
        Names, in the order of `pool`.
    pool : ndarray
        Milli-FTE looking for work.
    base_milli : ndarray
        Milli-FTE employed at the start, to which training and moves relate.
    """

    qualifications: tuple[str, ...]
    pool: Integers
    base_milli: Integers

    def copy(self) -> StaffMarket:
        """Return an independent copy."""
        return StaffMarket(self.qualifications, self.pool.copy(), self.base_milli.copy())

    def start(self, staff: Integers, qualification: npt.NDArray[np.int64], rates: StaffRates) -> None:
        """Set base and pool from the staff employed at the start."""
        for code, seeking_share in enumerate(rates.seeking_share):
            employed = int(staff[qualification == code].sum())
            self.base_milli[code] = employed
            self.pool[code] = int(employed * seeking_share)

    def hire(self, qualification: int, wanted_milli: int) -> int:
        """Take staff from those who look for work; return the milli-FTE found (all if none is needed: -1)."""
        if qualification < 0:
            return wanted_milli
        hired = min(wanted_milli, int(self.pool[qualification]))
        self.pool[qualification] -= hired
        return hired

    def release(
        self,
        released: Integers,
        qualification: npt.NDArray[np.int64],
        rates: StaffRates,
        month: int,
    ) -> None:
        """Let the milli-FTE that sites release look for other work here; the others leave the field or the Kreis."""
        for code, stay in enumerate(rates.released_stay_share):
            self.pool[code] += int(stay.at(month) * released[qualification == code].sum())

    def step(
        self,
        staff: Integers,
        wanted: Integers,
        qualification: npt.NDArray[np.int64],
        rates: StaffRates,
        month: int,
    ) -> None:
        """Move staff for one month.

        Parameters
        ----------
        staff : ndarray (sites,)
            Milli-FTE employed; changed in place.
        wanted : ndarray (sites,)
            Milli-FTE each site would employ.
        qualification : ndarray (sites,)
            Code of each site's qualification, -1 if it needs none.
        rates : StaffRates
            What moves them.
        month : int
            Absolute month.
        """
        for code in range(len(self.qualifications)):
            sites = np.flatnonzero(qualification == code)
            if not len(sites):
                continue

            employed = staff[sites]
            retiring = np.floor(employed * rates.retirement[code].at(month)).astype(np.int64)
            leaving = np.floor((employed - retiring) * rates.turnover[code].at(month)).astype(np.int64)
            employed = employed - retiring - leaving
            vacancies = np.maximum(wanted[sites] - employed, 0)
            short = int(vacancies.sum())
            entering = self.base_milli[code] * (
                rates.graduates[code].at(month) + rates.moves_in[code].at(month)
            )
            lateral = min(short, int(self.base_milli[code] * rates.lateral_entry[code].at(month)))
            lost = int(self.pool[code] * rates.pool_leaving[code].at(month))
            pool = int(self.pool[code]) - lost + int(entering) + lateral + int(leaving.sum())
            hired = min(short, int(pool * rates.hired_share[code].at(month)))
            staff[sites] = employed + split_exactly(hired, vacancies)
            self.pool[code] = pool - hired
