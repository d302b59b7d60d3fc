"""Lists of the kinds open at each age in months: what is open hangs on the age, and on the school year.

The lists of one month of the year hold for all months of this name, until a share changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY
from simsocial.core.random import GOLDEN, mix_array
from simsocial.people.school_entry import school_entry_age
from simsocial.services.kind import ServiceKind
from simsocial.services.take_up_shares import AGES, ShareTable

__all__ = ["LOOKED_AT", "Lists", "OpenLists", "told"]

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_NEVER = 12 * 200
_YEAR = 12

LOOKED_AT = -2
"""Instead of an entry: whom the kind with a quota is open to, only a whole review tells."""

_FACTORS = np.array(
    [
        0x9E3779B97F4A7C15,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
        0xE7037ED1A0B428DB,
        0x8EBC6AF09C88C6E3,
        0x589965CC75374CC3,
    ],
    dtype=np.uint64,
)
"""Odd numbers by care grade, by which the shares of a list are told from others."""


class Lists(NamedTuple):
    """Lists of open kinds in one month of the year.

    Attributes
    ----------
    number : uint16 (2: on time, late; ages, 2)
        List of each age, without care grade and with one.
    starts : int32 (lists + 1,)
        Where each list begins.
    kind : int16 (entries,)
        Kind of each entry.
    share : float64 (entries, 6)
        Share that wants it by care grade, without trends.
    kinds_told, tables_told, trending, trending_starts, counted : ndarray
        See :class:`simsocial.services.demand.Demand`.
    """

    number: npt.NDArray[np.uint16]
    starts: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int16]
    share: npt.NDArray[np.float64]
    kinds_told: npt.NDArray[np.uint64]
    tables_told: npt.NDArray[np.uint64]
    trending: npt.NDArray[np.int32]
    trending_starts: npt.NDArray[np.int32]
    counted: npt.NDArray[np.int32]


class OpenLists:
    """Makes the lists from the windows of age of all kinds.

    Parameters
    ----------
    kinds : sequence of ServiceKind
        In the order of their codes.
    hangs_on_others : ndarray of bool (kinds,)
        Whether whom a kind is open to hangs on other services, or on where the person lives.
    trends : ndarray of bool (kinds,)
        Whether the shares of a kind have a trend.
    """

    def __init__(self, kinds: Sequence[ServiceKind], hangs_on_others: Flags, trends: Flags) -> None:
        limits = [kind.eligibility for kind in kinds]
        self._has_quota = np.array([kind.target_quota is not None for kind in kinds], dtype=np.bool_)
        self._hangs_on_others, self._trends = hangs_on_others, trends
        self._from = np.array([one.from_months or 0 for one in limits], dtype=np.int64)
        self._until = np.array([one.until_months or _NEVER for one in limits], dtype=np.int64)
        self._begins_at_school = np.array([one.from_event is not None for one in limits], dtype=np.bool_)
        self._ends_at_school = np.array([one.until_event is not None for one in limits], dtype=np.bool_)
        self._school_years = np.array(
            [one.school_years if one.until_event == "school_exit" else 0 for one in limits], dtype=np.int64
        )

    def make(self, table: ShareTable, of_year: int) -> Lists:
        """Make the lists that hold in one month of the year (0 to 11)."""
        ages, changes = np.arange(AGES), table.changes
        inside = self._inside(ages, of_year)
        on_time = table.wanted & inside
        begins, ends = self._begins_at_school[:, np.newaxis], self._ends_at_school[:, np.newaxis]
        late = (on_time & ~begins) | (_a_year_younger(on_time) & (begins | ends))
        differs = (on_time != late).any(axis=1)
        # By kinds that end with a school year, who starts late is taken for a year younger.
        late &= np.where(ends, _a_year_younger(inside), inside)
        late_age = np.where(ends, np.maximum(ages - _YEAR, 0), ages[np.newaxis])
        late_changes = np.take_along_axis(changes, late_age, axis=1)
        own_age = np.broadcast_to(ages, late_age.shape)
        number = np.zeros((2, AGES, 2), dtype=np.uint16)
        starts, kinds, of_age = [0, 0], [], []
        for row, is_open, age, change in ((0, on_time, own_age, changes), (1, late, late_age, late_changes)):
            for graded in (0, 1):
                first = _first_of_runs(is_open[graded], change)
                position, kind = np.nonzero(is_open[graded][:, first].T)
                run = len(starts) - 2 + np.searchsorted(first, ages, side="right")
                number[row, :, graded] = np.where(is_open[graded].any(axis=0), run, 0)
                lengths = np.bincount(position, minlength=len(first))
                starts += (starts[-1] + np.cumsum(lengths)).tolist()
                kinds.append(kind)
                of_age.append(age[kind, first[position]])
        number[1] = np.where(differs.T, number[1], number[0])
        first_entry, kind_of = np.array(starts, dtype=np.int32), np.concatenate(kinds).astype(np.int16)
        share = table.shares[kind_of, np.concatenate(of_age)]
        trending = np.flatnonzero(self._trends[kind_of])
        return Lists(
            number,
            first_entry,
            kind_of,
            share,
            told(first_entry, kind_of, np.zeros(share.shape, dtype=np.float32))[number],
            told(first_entry, kind_of, share.astype(np.float32))[number],
            trending.astype(np.int32),
            np.searchsorted(trending, first_entry).astype(np.int32),
            self._counted(first_entry, kind_of),
        )

    def _counted(self, starts: npt.NDArray[np.int32], kind: npt.NDArray[np.int16]) -> npt.NDArray[np.int32]:
        """Return the entry of each list that is counted, see :class:`simsocial.services.demand.Demand`."""
        counted = np.full(len(starts) - 1, NOBODY, dtype=np.int32)
        entries = np.flatnonzero(self._has_quota[kind])
        own = np.searchsorted(starts, entries, side="right") - 1
        counted[own] = np.where(self._hangs_on_others[kind[entries]], LOOKED_AT, entries)
        counted[np.bincount(own, minlength=len(counted)) > 1] = LOOKED_AT
        return counted

    def _inside(self, ages: Integers, of_year: int) -> Flags:
        """Return whether ages in months (kinds, ages) are within the window of each kind in a month of the year."""
        entry = school_entry_age((of_year - ages) % _YEAR)
        begins, ends = self._begins_at_school[:, np.newaxis], self._ends_at_school[:, np.newaxis]
        start = np.where(begins, entry, self._from[:, np.newaxis])
        end = np.where(ends, entry + _YEAR * self._school_years[:, np.newaxis], self._until[:, np.newaxis])
        inside: Flags = (start <= ages) & (ages < end)
        return inside


def told(
    starts: npt.NDArray[np.int32], kind: npt.NDArray[np.int16], share: npt.NDArray[np.float32]
) -> npt.NDArray[np.uint64]:
    """Return a number for each list that is another one for other kinds or shares (entries, 6)."""
    bits = share.view(np.uint32).astype(np.uint64)
    entries = mix_array((bits * _FACTORS).sum(axis=1) + (kind.astype(np.uint64) + np.uint64(1)) * GOLDEN)
    # The sums behind the last list are no list's; an empty list has none.
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(entries, dtype=np.uint64)])
    told: npt.NDArray[np.uint64] = sums[starts[1:]] - sums[starts[:-1]]
    return told


def _a_year_younger(flags: Flags) -> Flags:
    """Return what holds (..., ages) for those a year younger."""
    younger = np.zeros_like(flags)
    younger[..., _YEAR:] = flags[..., :-_YEAR]
    return younger


def _first_of_runs(is_open: Flags, changes: Flags) -> Integers:
    """Return the ages at which another list of open kinds (kinds, ages), or of their shares, begins."""
    begins = is_open & changes
    begins[:, 1:] |= is_open[:, 1:] != is_open[:, :-1]
    begins[:, 0] = True
    first: Integers = np.flatnonzero(begins.any(axis=0) & is_open.any(axis=0))
    return first
