"""Partnership: adults without a partner look for one and find somebody near on a keyed ring.

Who looks is drawn at ``partnership.formation_rate`` (by sex and age, solved so that the share living as a couple
stays as observed), less often with parents at home (:mod:`simsocial.processes.young_adults`). Within a Kreis and an
age band everybody has a fixed place on a ring, a hash of the person. Neighbours of opposite sex who are nearest to
each other pair up, round by round; who is left looks once more in bands shifted by half their width, then again
another month. One person more thus changes a handful of pairs, never all of them. Bands of 12 years give
differences of age with a standard deviation of 4.7 years (marriages of 2025: 5.6). Partnerships of the same sex are
not modelled (about 1 % of couples).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import ADULT, CHILD, DUE, NOBODY, PRIVATE, Households, Persons
from simsocial.core.company import company_of, goes_along
from simsocial.core.compile import helper, in_place, kernel
from simsocial.core.fetch import fetch_ahead
from simsocial.core.move_counts import MoveCounts, count_move
from simsocial.core.population import found_household, move_person, pair
from simsocial.core.random import Stream, mix, uniform
from simsocial.indicators.axes import Event
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, by_situation, register
from simsocial.processes.young_adults import forming_rates

__all__ = ["Partnership", "pair_seekers"]

_ROUNDS = 3
_BAND_MONTHS = 144
_BANDS = 64
"""More than there are, so that bands of groups do not meet."""

_HIGHEST = 0.1
"""More often than in one of ten months nobody looks."""


@register
class Partnership(DatedProcess):
    """Pair seekers and let them live together."""

    name = "partnership"
    events = (
        Event("partnerships", {"de": "Menschen, die zusammenziehen", "en": "people moving in together"}),
    )
    by = "situation"
    reads = ("partnership",)
    steady = True

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        years = model.parameters.value("partnership.age_gap_years", model.first_month)
        self._gap = int(round(12 * years))
        self._ring, self._home = (Stream.of(model.seed, f"partnership.{name}") for name in ("ring", "home"))

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return how often who has no partner looks for one."""
        # Not every seeker finds somebody in the month; the search is as much more frequent.
        found = values.value("partnership.match_share", month)
        rates = forming_rates(self.model.parameters, self.model.region, values, month)
        at_home, elsewhere = (rate / found for rate in rates)
        return np.minimum(by_situation(0.0, at_home, elsewhere, 0.0), _HIGHEST)

    def apply(self, month: int, rows: Rows) -> None:
        """Pair the seekers and merge their households."""
        model, state = self.model, self.model.state
        persons = state.persons
        cohort = persons.cohort[rows].astype(np.int64)
        sex = cohort & 1
        # Men are compared at the age their partner would have on average.
        adjusted = month - EPOCH_MONTH - (cohort >> 1) - np.where(sex == 0, self._gap, 0)
        group = model.region.kreis_of_area[model.place_area[persons.place[rows]]].astype(np.int64)
        keys = persons.key[rows]
        ring = self._ring.draws(keys)
        men, women = pair_seekers(rows, keys, ring, sex, group, adjusted)
        state.reserve(households=len(men))
        _join(
            state.persons,
            state.households,
            state.counters,
            men,
            women,
            month,
            self._home.salt(month),
            model.housing.free,
            model.counts.moves(model.place_area, model.cell),
            model.counts.event("partnerships"),
        )


def pair_seekers(
    rows: Rows,
    keys: npt.NDArray[np.uint64],
    ring: Floats,
    sex: npt.NDArray[np.int64],
    group: npt.NDArray[np.int64],
    age_months: npt.NDArray[np.int64],
    shifts: Sequence[int] = (0, _BAND_MONTHS // 2),
) -> tuple[Rows, Rows]:
    """Pair seekers of one group (Kreis) and age band; who is left, once more in shifted bands.

    Parameters
    ----------
    rows, keys, ring, sex, group, age_months : ndarrays of equal length
        Seekers: row, identity, fixed place on the ring in [0, 1), 0 male or 1 female, group, and the age at
        which they are compared.
    shifts : sequence of int
        Months by which the bands of each turn are shifted.

    Returns
    -------
    tuple of ndarray
        Rows of men and of women, pair by pair.
    """
    men, women = _pair(keys, ring, sex, group, age_months, np.array(shifts))
    return rows[men], rows[women]


@helper
def _lie_in_order(
    keys: npt.NDArray[np.uint64],
    ring: Floats,
    starts: npt.NDArray[np.int64],
    order: npt.NDArray[np.int64],
) -> None:
    """Fill in who comes after whom along the ring, by key where two have the same place.

    Everybody lies about where the place on the ring says, so that few change places when they are compared.
    """
    total = len(ring)
    starts[:] = 0
    for i in range(total):
        starts[int(ring[i] * total) + 1] += 1
    for number in range(1, total):
        starts[number] += starts[number - 1]
    for i in range(total):
        part = int(ring[i] * total)
        order[starts[part]] = i
        starts[part] += 1
    for position in range(1, total):
        own, place = order[position], position
        while place > 0:
            other = order[place - 1]
            if ring[other] < ring[own] or (ring[other] == ring[own] and keys[other] < keys[own]):
                break
            order[place] = other
            place -= 1
        order[place] = own


@helper
def _groups_of(codes: npt.NDArray[np.int64]) -> int:
    """Return how many groups there are by the highest of their codes."""
    groups = 0
    for code in codes:
        groups = max(groups, code + 1)
    return groups


@kernel
def _pair(
    keys: npt.NDArray[np.uint64],
    ring: Floats,
    sex: npt.NDArray[np.int64],
    group: npt.NDArray[np.int64],
    age_months: npt.NDArray[np.int64],
    shifts: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pair along the ring within cells of group and band: opposite neighbours nearest around."""
    total = len(ring)
    men, women = np.empty(total, dtype=np.int64), np.empty(total, dtype=np.int64)
    cell, left = np.empty(total, dtype=np.int64), np.empty(total, dtype=np.int64)
    gap, taken = np.empty(total + 1), np.zeros(total, dtype=np.bool_)
    starts = np.empty(_groups_of(group) * _BANDS + 1, dtype=np.int64)
    order = np.empty(total, dtype=np.int64)
    _lie_in_order(keys, ring, np.empty(total + 1, dtype=np.int64), order)
    pairs = 0
    for shift in shifts:
        # Sorted by cell, within it along the ring.
        starts[:] = 0
        for i in range(total):
            cell[i] = group[i] * _BANDS + (age_months[i] + shift) // _BAND_MONTHS
            starts[cell[i] + 1] += not taken[i]
        for number in range(1, len(starts)):
            starts[number] += starts[number - 1]
        count = starts[-1]
        for seeker in order:
            if not taken[seeker]:
                left[starts[cell[seeker]]] = seeker
                starts[cell[seeker]] += 1
        for _ in range(_ROUNDS):
            # gap[i] lies between the remaining seekers i - 1 and i; 2 stands for "cannot pair".
            gap[0] = gap[count] = 2.0
            for i in range(1, count):
                one, other = left[i - 1], left[i]
                may = (cell[one] == cell[other]) & (sex[one] != sex[other])
                gap[i] = ring[other] - ring[one] if may else 2.0
            before = pairs
            for i in range(1, count):
                if gap[i] < 2.0 and gap[i] < gap[i - 1] and gap[i] <= gap[i + 1]:
                    one, other = left[i - 1], left[i]
                    men[pairs], women[pairs] = (one, other) if sex[one] == 0 else (other, one)
                    taken[one] = taken[other] = True
                    pairs += 1
            if pairs == before:
                break
            remaining = 0
            for i in range(count):
                left[remaining] = left[i]
                remaining += not taken[left[i]]
            count = remaining
    return men[:pairs].copy(), women[:pairs].copy()


@in_place
def _join(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    men: Rows,
    women: Rows,
    month: int,
    salt: np.uint64,
    free: npt.NDArray[np.int64],
    counts: MoveCounts,
    partnerships: npt.NDArray[np.int64],
) -> None:
    """Let each pair live together: one moves in with the other, those who go along included.

    Who lives with the parents moves to a partner with a home; two who both do found one, if a dwelling is
    free there. A parent rather stays than somebody without children; otherwise a keyed coin decides.
    """
    for i in range(len(men)):
        man, woman = men[i], women[i]
        fetch_ahead(persons, households, men, i)
        fetch_ahead(persons, households, women, i)
        if persons.household[man] == persons.household[woman]:
            continue
        coin = uniform(salt, mix(persons.key[man] ^ persons.key[woman])) < 0.5
        own_man = 0 if persons.role[man] == CHILD else households.size[persons.household[man]]
        own_woman = 0 if persons.role[woman] == CHILD else households.size[persons.household[woman]]
        woman_moves = own_man > own_woman or (own_man == own_woman and coin)
        stays, moves = (man, woman) if woman_moves else (woman, man)
        place = persons.place[stays]
        if own_man == 0 and own_woman == 0 and free[place] > 0:
            free[place] -= 1
            key = mix(persons.key[stays] ^ mix(np.uint64(month)))
            home = found_household(households, counters, key, place, PRIVATE, persons.household[stays])
            _move_in(persons, households, counters, stays, home, month, counts)
        _move_in(persons, households, counters, moves, persons.household[stays], month, counts)
        persons.role[moves] = ADULT
        persons.role[stays] = ADULT
        persons.due[moves] = persons.due[stays] = DUE
        pair(persons, man, woman)
        area = counts.place_area[place]
        partnerships[area, counts.cell[persons.cohort[man]]] += 1
        partnerships[area, counts.cell[persons.cohort[woman]]] += 1


@helper
def _move_in(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    row: int,
    target: int,
    month: int,
    counts: MoveCounts,
) -> None:
    """Move a person without a partner, and who goes along, into a household."""
    company, key = company_of(persons, households, row), persons.key[row]
    member = households.first_member[persons.household[row]]
    while member != NOBODY:
        following = persons.next_member[member]
        if goes_along(persons, households, member, company, key, NOBODY, month):
            count_move(persons, member, households.place[target], counts)
            move_person(persons, households, counters, member, target)
        member = following
