"""One staff market per qualification: all fields hire from the same pool.

Each month: some staff retire or leave for another job (the pool), new ones enter from training, moves and
lateral entry; sites with more staff than work let contracts run out as people leave; sites with vacancies
hire from the pool in proportion to their vacancies. A new service thus draws staff from the others, and
what a site may admit depends on its staff. All amounts are milli-FTE, so that sums are exact.

A site has posts of each member of its team (:mod:`simsocial.services.team`): arrays (posts,) hold one entry for each
site and qualification, those of a site side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simsocial.services.staff_rates import LONGEST_LAG_MONTHS, MonthlyRates, StaffRates, whole_months

__all__ = [
    "StaffMarket",
    "follow_work",
    "spare_of_moved",
    "split_exactly",
    "split_rows",
    "staff_of_closed",
]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def split_exactly(total: int, weights: Integers) -> Integers:
    """Split an integer in proportion to integer weights, exactly; the remainder falls to earlier entries.

    Examples
    --------
    >>> split_exactly(10, np.array([1, 1, 2]))
    array([3, 2, 5])
    """
    return _split_each(np.array([total]), weights, np.zeros(len(weights), dtype=np.int64))


def split_rows(total: Integers, weights: Integers) -> Integers:
    """Split the total of each row in proportion to its weights, exactly; where none weighs anything, the first has all.

    Examples
    --------
    >>> split_rows(np.array([10, 3]), np.array([[1, 3], [0, 0]])).tolist()
    [[3, 7], [3, 0]]
    """
    weights = weights.copy()
    weights[weights.sum(axis=1) == 0, 0] = 1
    rows = np.repeat(np.arange(len(weights)), weights.shape[1])
    return _split_each(total, weights.ravel(), rows).reshape(weights.shape)


def _split_each(total: Integers, weights: Integers, group: Integers) -> Integers:
    """Split the total of each group in proportion to the weights of its entries, which stand side by side."""
    up_to = np.cumsum(weights)
    whole = np.bincount(group, weights, len(total)).astype(np.int64)
    before = np.cumsum(whole) - whole
    up_to -= before[group]
    shared, whole = np.maximum(total, 0)[group], np.maximum(whole, 1)[group]
    ends = (up_to * shared + whole - 1) // whole
    return ends - ((up_to - weights) * shared + whole - 1) // whole


def follow_work(staff: Integers, work: Integers, group: Integers) -> Integers:
    """Return the staff of sites after each group has shared its own out by the work of its sites.

    Parameters
    ----------
    staff, work : ndarray (posts,)
        Milli-FTE employed, and bound by the work. In a group without work everybody stays.
    group : ndarray (posts,)
        Code of the group, whose sites share their staff of a qualification.

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
    staff : ndarray (posts,)
        Milli-FTE employed; changed in place.
    closed, is_open : ndarray of bool (posts,)
        Those of sites that close now, and of open ones.
    group : ndarray (posts,)
        Code of the group, whose sites share their staff of a qualification.

    Returns
    -------
    ndarray (groups,), ndarray (posts,)
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
    """Return by post the milli-FTE that a group does not need of those who moved within it.

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
    in_training : ndarray (qualifications, LONGEST_LAG_MONTHS)
        Milli-FTE who come from other work, by the months until they can fill a post.
    found : ndarray
        Share of the vacancies that were filled last month.
    """

    qualifications: tuple[str, ...]
    pool: Integers
    base_milli: Integers
    in_training: Integers
    found: Floats

    @classmethod
    def empty(cls, qualifications: tuple[str, ...]) -> StaffMarket:
        """Return markets without anybody."""
        pool, base = (np.zeros(len(qualifications), dtype=np.int64) for _ in range(2))
        training = np.zeros((len(qualifications), LONGEST_LAG_MONTHS), dtype=np.int64)
        return cls(qualifications, pool, base, training, np.ones(len(qualifications)))

    def copy(self) -> StaffMarket:
        """Return an independent copy."""
        return StaffMarket(
            self.qualifications,
            self.pool.copy(),
            self.base_milli.copy(),
            self.in_training.copy(),
            self.found.copy(),
        )

    def start(self, staff: Integers, qualification: Integers, rates: StaffRates, month: int) -> None:
        """Set base, pool and who is in training from the staff employed at the start.

        As many are trained as if posts had been vacant before as they are now.
        """
        now = rates.at(month)
        self.base_milli[:] = self._by_qualification(staff, qualification)
        self.pool[:] = self.base_milli * rates.seeking_share
        vacant = self.base_milli * now.vacancy_share / (1.0 - now.vacancy_share)
        a_month = np.minimum(vacant, self.base_milli * now.lateral_entry).astype(np.int64)
        trained = np.arange(LONGEST_LAG_MONTHS) < whole_months(now.lateral_lag_months)[:, np.newaxis]
        self.in_training[:] = np.where(trained, a_month[:, np.newaxis], 0)

    def _by_qualification(self, milli: Integers, qualification: Integers) -> Integers:
        """Add up milli-FTE of posts by qualification; those of sites that need none are left out."""
        sums = np.bincount(qualification + 1, milli, len(self.pool) + 1)[1:]
        return sums.astype(np.int64)

    def hire(self, qualification: int, wanted_milli: int) -> int:
        """Take staff from those who look for work; return the milli-FTE found (all if none is needed: -1)."""
        if qualification < 0:
            return wanted_milli
        hired = min(wanted_milli, int(self.pool[qualification]))
        self.pool[qualification] -= hired
        return hired

    def matching(self, beside: Integers, qualification: Integers) -> Integers:
        """Return what of the milli-FTE (sites, members) beside scarce colleagues can find these in the market.

        Where nobody is found of one qualification, none of the others in the team are sought for those turned away.
        """
        found = np.append(self.found, 1.0)[qualification].min(axis=1, keepdims=True)
        sought: Integers = (beside * found).astype(np.int64)
        return sought

    def release(
        self,
        released: Integers,
        qualification: Integers,
        rates: StaffRates,
        month: int,
    ) -> None:
        """Let the milli-FTE that sites release look for other work here; the others leave the field or the Kreis."""
        gone = self._by_qualification(released, qualification)
        self.pool += (rates.at(month).released_stay_share * gone).astype(np.int64)

    def step(
        self,
        staff: Integers,
        wanted: Integers,
        qualification: Integers,
        rates: StaffRates,
        month: int,
    ) -> None:
        """Move staff for one month.

        Parameters
        ----------
        staff : ndarray (posts,)
            Milli-FTE employed; changed in place.
        wanted : ndarray (posts,)
            Milli-FTE each site would employ.
        qualification : ndarray (posts,)
            Code of the qualification, -1 where a site needs none.
        rates : StaffRates
            What moves them.
        month : int
            Absolute month.
        """
        now, posts = rates.at(month), np.argsort(qualification, kind="stable")
        posts = posts[np.searchsorted(qualification[posts], 0) :]
        own = qualification[posts]
        retiring = np.floor(staff[posts] * now.retirement[own])
        employed = staff[posts] - retiring
        leaving = np.floor(employed * now.turnover[own])
        employed = (employed - leaving).astype(np.int64)
        vacancies = np.maximum(wanted[posts] - employed, 0)
        number = len(self.pool)
        short = np.bincount(own, vacancies, number).astype(np.int64)
        entering = (self.base_milli * (now.graduates + now.moves_in)).astype(np.int64)
        lateral = self._lateral(short, now)
        lost = (self.pool * now.pool_leaving).astype(np.int64)
        looking = self.pool - lost + entering + lateral + np.bincount(own, leaving, number).astype(np.int64)
        hired = np.minimum(short, (looking * now.hired_share).astype(np.int64))
        self.found[:] = np.where(short > 0, hired / np.maximum(short, 1), 1.0)
        staff[posts] = employed + _split_each(hired, vacancies, own)
        # Where no site employs anybody of a qualification, there is no market.
        has_market = np.bincount(own, minlength=number) > 0
        self.pool[:] = np.where(has_market, looking - hired, self.pool)
        self._move_over(rates.moves_at(month) * np.outer(has_market, has_market))

    def _lateral(self, short: Integers, now: MonthlyRates) -> Integers:
        """Return who ends training for work from elsewhere; where posts are vacant others begin it.

        Of those whose training takes no month all are there at once.
        """
        beginning = np.minimum(short, (self.base_milli * now.lateral_entry).astype(np.int64))
        lag = whole_months(now.lateral_lag_months)
        ready = self.in_training[:, 0] + np.where(lag == 0, beginning, 0)
        self.in_training[:, :-1] = self.in_training[:, 1:]
        self.in_training[:, -1] = 0
        later = np.flatnonzero(lag > 0)
        self.in_training[later, lag[later] - 1] += beginning[later]
        return ready

    def _move_over(self, shares: Floats) -> None:
        """Let some of those searching (from, to) look for work of another qualification; nobody is made or lost."""
        if shares.any():
            moving = np.floor(self.pool[:, np.newaxis] * shares).astype(np.int64)
            self.pool += moving.sum(axis=0) - moving.sum(axis=1)
