"""One staff market per qualification: all fields hire from the same pool.

Each month: some staff retire or leave for another job (the pool), graduates join those who search, and of these
some take work elsewhere; sites with more staff than work let contracts run out as people leave; sites with vacancies
hire from the pool in proportion to their vacancies, but several new ones of a kind that serve nobody yet one after
another (:mod:`simsocial.services.opening`). For posts that nobody who searches fills, and for no others, people move
here, or begin to train who come from other work: the more of them, the more posts stay vacant. A new service thus draws
staff from the others, and what a site may admit depends on its staff. All amounts are
milli-FTE, so that sums are exact.

Who comes, from training, from elsewhere or from other work, is so many of the staff at the start, and more or fewer as
there are more or fewer people than then of the ages at which they do: those of 20 to 29 for work that is learnt here,
all inhabitants for doctors, whose seats are planned by their number. So a region that shrinks gets fewer doctors.

Nobody is dismissed because work becomes less, nor is anybody taken on before it is there. So a status quo with fewer
children each August pays more educators than the law requires until enough have left: about 5 % too many each autumn in
the Musterkreis, one or two in early summer. And the posts sought for those who ask in a month are filled in the next:
some vacancies stay however many would come.

A site has posts of each member of its team (:mod:`simsocial.services.team`): arrays (posts,) hold one entry for each
site and qualification, those of a site side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simsocial.services.opening import Line
from simsocial.services.staff_rates import LONGEST_LAG_MONTHS, StaffRates, whole_months
from simsocial.services.staff_shares import fill_in_line, split_each

__all__ = ["StaffMarket"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


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
        Milli-FTE employed at the start, of which vacancies are a share.
    coming_milli : ndarray
        The same, with the number of people of the ages at which staff comes: training and moves relate to it.
    base_people : ndarray
        Those people at the start.
    in_training : ndarray (qualifications, LONGEST_LAG_MONTHS)
        Milli-FTE who come from other work, by the months until they can fill a post.
    found : ndarray
        Share of the vacancies that were filled last month.
    """

    qualifications: tuple[str, ...]
    pool: Integers
    base_milli: Integers
    coming_milli: Integers
    base_people: Integers
    in_training: Integers
    found: Floats

    @classmethod
    def empty(cls, qualifications: tuple[str, ...]) -> StaffMarket:
        """Return markets without anybody."""
        pool, base, coming, people = np.zeros((4, len(qualifications)), dtype=np.int64)
        training = np.zeros((len(qualifications), LONGEST_LAG_MONTHS), dtype=np.int64)
        return cls(qualifications, pool, base, coming, people, training, np.ones(len(qualifications)))

    def copy(self) -> StaffMarket:
        """Return an independent copy."""
        return StaffMarket(
            self.qualifications,
            self.pool.copy(),
            self.base_milli.copy(),
            self.coming_milli.copy(),
            self.base_people.copy(),
            self.in_training.copy(),
            self.found.copy(),
        )

    def start(self, staff: Integers, qualification: Integers, rates: StaffRates, month: int) -> None:
        """Set base, pool and who is in training from the staff employed at the start.

        As many are trained as if posts had been vacant before as they are now.
        """
        now = rates.at(month)
        self.base_milli[:] = self._by_qualification(staff, qualification)
        self.coming_milli[:] = self.base_milli
        self.pool[:] = self.base_milli * rates.seeking_share
        # Where all posts are vacant nobody is employed, of whom they could be a share.
        vacant = now.vacancy_share / np.maximum(1.0 - now.vacancy_share, 1e-9)
        entry = now.lateral_entry * rates.drawn(vacant, month)
        a_month = (self.base_milli * np.minimum(vacant, entry)).astype(np.int64)
        trained = np.arange(LONGEST_LAG_MONTHS) < whole_months(now.lateral_lag_months)[:, np.newaxis]
        self.in_training[:] = np.where(trained, a_month[:, np.newaxis], 0)

    def follow_people(self, by_age: Integers, entry_ages: Integers, follow: float) -> None:
        """Let more or fewer come from the next month on, as people of the ages at which they do are more or fewer.

        Parameters
        ----------
        by_age : ndarray (ages,)
            People by age; the first time those at the start.
        entry_ages : ndarray (qualifications, 2)
            First and last of these ages.
        follow : float
            How closely they follow: 0 not at all, 1 in proportion.
        """
        up_to = np.append(0, np.cumsum(by_age))
        people = up_to[entry_ages[:, 1] + 1] - up_to[entry_ages[:, 0]]
        if not self.base_people.any():
            self.base_people[:] = people
        ratio = np.where(self.base_people > 0, people / np.maximum(self.base_people, 1), 1.0)
        self.coming_milli[:] = np.rint(self.base_milli * ratio**follow)

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
        line: Line | None = None,
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
        line : Line or None
            Posts of sites that open one after another; None if there are none.
        """
        now, posts = rates.at(month), np.argsort(qualification, kind="stable")
        posts = posts[np.searchsorted(qualification[posts], 0) :]
        own = qualification[posts]
        retiring = np.floor(staff[posts] * now.retirement[own])
        employed = staff[posts] - retiring
        leaving = np.floor(employed * now.turnover[own])
        employed = (employed - leaving).astype(np.int64)
        vacancies, number = np.maximum(wanted[posts] - employed, 0), len(self.pool)
        place, of_line = _lines(line, posts, own, number)
        # Those in a line compete by what the first of them needs in all.
        first = np.where(place < 0, vacancies, np.where(place == 0, wanted[posts], 0))
        sought = fill_in_line(first, vacancies, place, of_line)
        short, later = (
            np.bincount(own, part, number).astype(np.int64) for part in (sought, vacancies - sought)
        )
        graduates = (self.coming_milli * now.graduates).astype(np.int64)
        lost = (self.pool * now.pool_leaving).astype(np.int64)
        entering = graduates + self.in_training[:, 0] + np.bincount(own, leaving, number).astype(np.int64)
        looking = self.pool - lost + entering
        hired = np.minimum(short + later, (looking * now.hired_share).astype(np.int64))
        came = self._fetch(short + later - hired, rates, month)
        at_once = np.minimum(hired + came, short)
        self.found[:] = np.where(short > 0, at_once / np.maximum(short, 1), 1.0)
        found = split_each(at_once, sought, own)
        found += split_each(hired + came - at_once, vacancies - sought, own)
        staff[posts] = employed + fill_in_line(found, vacancies, place, of_line)
        # Where no site employs anybody of a qualification, there is no market.
        has_market = np.bincount(own, minlength=number) > 0
        self.pool[:] = np.where(has_market, looking - hired, self.pool)
        self._move_over(rates.moves_at(month) * np.outer(has_market, has_market))

    def _fetch(self, unfilled: Integers, rates: StaffRates, month: int) -> Integers:
        """Return who fills posts that nobody who searches here does; others begin training for what is left of them.

        Who moves here does so for a post; of those from other work whose training takes no month all are there at once.
        """
        now = rates.at(month)
        drawn = self.coming_milli * rates.drawn(unfilled / np.maximum(self.base_milli, 1), month)
        moving = np.minimum(unfilled, (drawn * now.moves_in).astype(np.int64))
        beginning = np.minimum(unfilled - moving, (drawn * now.lateral_entry).astype(np.int64))
        lag = whole_months(now.lateral_lag_months)
        self.in_training[:, :-1] = self.in_training[:, 1:]
        self.in_training[:, -1] = 0
        later = np.flatnonzero(lag > 0)
        self.in_training[later, lag[later] - 1] += beginning[later]
        return moving + np.where(lag == 0, beginning, 0)

    def _move_over(self, shares: Floats) -> None:
        """Let some of those searching (from, to) look for work of another qualification; nobody is made or lost."""
        if shares.any():
            moving = np.floor(self.pool[:, np.newaxis] * shares).astype(np.int64)
            self.pool += moving.sum(axis=0) - moving.sum(axis=1)


def _lines(
    line: Line | None, posts: Integers, qualification: Integers, number: int
) -> tuple[Integers, Integers]:
    """Return the place of each post in its line, -1 without one, and the code of the line."""
    if line is None:
        return np.full(len(posts), -1, dtype=np.int64), qualification
    return line.place[posts], line.kind[posts] * number + qualification
