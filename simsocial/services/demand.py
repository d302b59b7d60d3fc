"""Who wants which service: tables by birth cohort and care grade, made anew each month.

Whether a person wants a service is a comparison of one lasting keyed draw a person and kind with the
take-up at the person's age and care grade. A higher take-up thus adds people and never swaps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, N_COHORTS, age_of_cohorts
from simsocial.core.random import salt_of, uniform_array
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind

__all__ = ["LATE_COHORTS", "Demand", "DemandTables", "first_school_months", "school_entry_months"]

Integers = npt.NDArray[np.int64]

LATE_COHORTS = 24
"""Cohort numbers (two a month) by which a child who starts school a year late is taken for younger."""

_LATE = "demand.school_entry"
"""Stream of the draw that decides who starts late."""

_ANY, _PRIVATE, _INSTITUTION = 0, 1, 2
_HOUSEHOLD_CODES = {"any": _ANY, "private": _PRIVATE, "institution": _INSTITUTION}
_BIRTHS = EPOCH_MONTH + np.arange(N_COHORTS, dtype=np.int64) // 2


class Demand(NamedTuple):
    """Arrays that kernels read to tell whether a person wants a service in this month.

    Attributes
    ----------
    mask : uint32 (N_COHORTS, 2)
        Bits of the kinds open to a cohort: without care grade, with one.
    take_up : float32 (kinds, N_COHORTS, 6)
        Share that wants the kind, by cohort and care grade; 0 where not eligible.
    alone : float64 (kinds, 2)
        Factor for people not living alone, and living alone.
    access : float64 (kinds, places)
        Factor by travel time to the nearest open site.
    salt : uint64 (kinds,)
        Of the lasting draw.
    household : uint8 (kinds,)
        0 any, 1 private, 2 institution.
    excluded_by : uint32 (kinds,)
        Bits of the kinds that exclude this one while they serve the person.
    residential : bool (kinds,)
        Whether the person lives where the service is.
    same_sites : uint32 (kinds,)
        Bits of the other kinds that the same sites offer.
    highest_factor : float64 (kinds,)
        Highest product of the two factors.
    plain : bool (kinds,)
        Whether neither factors nor other services matter.
    late_mask : uint32 (N_COHORTS, 2)
        Like `mask`, for those who start school a year late.
    by_school_year : bool (kinds,)
        Whether the kind begins or ends with school years: who starts late is taken for a year younger.
    late_salt : uint64
        Of the lasting draw that decides who starts late.
    late_share : float
        Share who start late.
    """

    mask: npt.NDArray[np.uint32]
    take_up: npt.NDArray[np.float32]
    alone: npt.NDArray[np.float64]
    access: npt.NDArray[np.float64]
    salt: npt.NDArray[np.uint64]
    household: npt.NDArray[np.uint8]
    excluded_by: npt.NDArray[np.uint32]
    residential: npt.NDArray[np.bool_]
    same_sites: npt.NDArray[np.uint32]
    highest_factor: npt.NDArray[np.float64]
    plain: npt.NDArray[np.bool_]
    late_mask: npt.NDArray[np.uint32]
    by_school_year: npt.NDArray[np.bool_]
    late_salt: np.uint64
    late_share: float


class _TakeUp(NamedTuple):
    """One kind's take-up by row of its table.

    Attributes
    ----------
    starts : ndarray or None
        Months of age from which each row but the first holds; None where rows are completed years.
    shares : float32 (rows, 6)
        Share that wants the kind, by care grade.
    bits : uint32 (rows, 2)
        The bit of the kind where anybody does: without care grade, with one.
    """

    starts: npt.NDArray[np.float64] | None
    shares: npt.NDArray[np.float32]
    bits: npt.NDArray[np.uint32]


def school_entry_months(births: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the month in which school begins as a rule: the August in which a child is six on the 1st.

    Children are six on 1 August if they were born by the end of July six years before. Some are put back by
    a year (``school_entry.late_share``).

    Examples
    --------
    >>> from simsocial.core.calendar import month_index, month_label
    >>> births = np.array([month_index("2020-07"), month_index("2020-08")])
    >>> [month_label(int(month)) for month in school_entry_months(births)]
    ['2026-08', '2027-08']
    """
    year, month_of_year = births // 12, births % 12
    return (year + 6 + (month_of_year >= 7)) * 12 + 7


class DemandTables:
    """Makes the tables of a month from the catalogue and the parameters.

    Parameters
    ----------
    catalogue : Catalogue
        Service kinds.
    parameters : Parameters
        Registry with the kinds' numbers.
    seed : int
        Seed of the lasting draws.
    """

    def __init__(self, catalogue: Catalogue, parameters: Parameters, seed: int) -> None:
        self._kinds = tuple(catalogue)
        self._parameters = parameters
        ids = [kind.id for kind in self._kinds]
        self._salt = np.array([salt_of(seed, f"demand.{name}") for name in ids], dtype=np.uint64)
        self._household = np.array(
            [_HOUSEHOLD_CODES[kind.eligibility.household] for kind in self._kinds], dtype=np.uint8
        )
        self._excluded_by = np.array(
            [sum(1 << ids.index(o) for o in kind.eligibility.not_while_served_in) for kind in self._kinds],
            dtype=np.uint32,
        )
        self._residential = catalogue.residential
        self._same_sites = np.array(
            [
                sum(1 << o for o, other in enumerate(self._kinds) if _shares_sites(kind, other))
                for kind in self._kinds
            ],
            dtype=np.uint32,
        )
        self._windows = [_window(kind) for kind in self._kinds]
        self._begins_at_school = _bits(kind.eligibility.from_event is not None for kind in self._kinds)
        self._ends_at_school = _bits(kind.eligibility.until_event is not None for kind in self._kinds)
        self._by_school_year = np.array([kind.eligibility.until_event is not None for kind in self._kinds])
        self._late_salt = salt_of(seed, _LATE)
        self._kept_alone: tuple[tuple[int, int], npt.NDArray[np.float64]] | None = None
        self._kept: dict[int, tuple[tuple[int, int], _TakeUp]] = {}

    def tables(self, month: int, access: npt.NDArray[np.float64]) -> Demand:
        """Return the tables of a month; `access` is the factor by kind and place."""
        take_up = np.zeros((len(self._kinds), N_COHORTS, 6), dtype=np.float32)
        mask = np.zeros((N_COHORTS, 2), dtype=np.uint32)
        for index in range(len(self._kinds)):
            own = self._eligible(index, month)
            table = self._by_row(index, month)
            row = self._row_of(table.starts, month, own)
            take_up[index, own] = np.take(table.shares, row, axis=0)
            mask[own] |= np.take(table.bits, row, axis=0)
        alone = self._alone(month)
        plain = (alone == 1.0).all(axis=1) & (access == 1.0).all(axis=1)
        return Demand(
            mask,
            take_up,
            alone,
            access,
            self._salt,
            self._household,
            self._excluded_by,
            self._residential,
            self._same_sites,
            alone.max(axis=1) * access.max(axis=1),
            plain & (self._excluded_by == 0) & ~self._residential,
            self._late(mask),
            self._by_school_year,
            self._late_salt,
            self._parameters.value("school_entry.late_share", month),
        )

    def _late(self, mask: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
        """Return the kinds open to those who start school a year late: what begins then is that of a year younger."""
        younger = np.zeros_like(mask)
        younger[:-LATE_COHORTS] = mask[LATE_COHORTS:]
        late: npt.NDArray[np.uint32] = mask & ~self._begins_at_school
        return late | (younger & (self._begins_at_school | self._ends_at_school))

    def _eligible(self, index: int, month: int) -> slice:
        """Return the cohorts in a kind's window of ages; they lie side by side."""
        start, end = self._windows[index]
        # Who was born earlier begins and ends no later.
        first = np.searchsorted(end, month, side="right")
        last = np.searchsorted(start, month, side="right")
        return slice(max(int(first), EMPTY_COHORT + 1), max(int(last), EMPTY_COHORT + 1))

    def _alone(self, month: int) -> npt.NDArray[np.float64]:
        """Return the factors for people not living alone, and living alone, by kind."""
        period = self._parameters.period(month)
        if self._kept_alone is None or self._kept_alone[0] != period:
            rows = [kind.living_alone_factors(self._parameters, month)[::-1] for kind in self._kinds]
            self._kept_alone = period, np.array(rows, dtype=np.float64).reshape(-1, 2)
        return self._kept_alone[1]

    def _by_row(self, index: int, month: int) -> _TakeUp:
        """Return one kind's take-up by row of its table; made anew when a value, the year or its trend changes it."""
        kind, period = self._kinds[index], self._parameters.period(month)
        kept = self._kept.get(index)
        if kept is not None and kept[0] == period and not kind.has("take_up.trend_per_year"):
            return kept[1]
        if kind.take_up.by == "age_months":
            steps = np.array(kind.take_up_by_age_months(self._parameters, month))
            grades, limits = np.arange(6), kind.eligibility
            open_to = (grades >= limits.care_grade_from) & (grades <= limits.care_grade_to)
            # Nobody below the first step.
            starts, shares = steps[:, 0], np.append(0.0, steps[:, 1])[:, None] * open_to
        else:
            starts, shares = None, kind.take_up_table(self._parameters, month)
        is_open = np.stack((shares[:, 0] > 0.0, (shares[:, 1:] > 0.0).any(axis=1)), axis=1)
        made = _TakeUp(starts, shares.astype(np.float32), np.uint32(1 << index) * is_open)
        self._kept[index] = period, made
        return made

    def _row_of(self, starts: npt.NDArray[np.float64] | None, month: int, cohorts: slice) -> Integers:
        """Return the row of the table that holds for each cohort: by completed years, or by steps in months."""
        if starts is None:
            return age_of_cohorts(month)[cohorts].astype(np.int64)
        return np.searchsorted(starts, month - _BIRTHS[cohorts], side="right")


def first_school_months(
    births: npt.NDArray[np.int64], keys: npt.NDArray[np.uint64], seed: int, late_share: float
) -> npt.NDArray[np.int64]:
    """Return the month in which each child starts school, with those who are put back by a year.

    Parameters
    ----------
    births : ndarray of int64
        Absolute month of birth.
    keys : ndarray of uint64
        Keys of the children.
    seed : int
        Seed of the run.
    late_share : float
        ``school_entry.late_share``.
    """
    late = uniform_array(seed, _LATE, keys) < late_share
    return school_entry_months(births) + 12 * late


def _bits(chosen: Iterable[bool]) -> np.uint32:
    """Return one bit for each kind that is chosen."""
    return np.uint32(sum(1 << index for index, is_chosen in enumerate(chosen) if is_chosen))


def _shares_sites(kind: ServiceKind, other: ServiceKind) -> bool:
    """Tell whether another kind is offered at the same sites."""
    return kind is not other and kind.site_kind == other.site_kind


def _window(kind: ServiceKind) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return first and last-but-one month of eligibility by age for every cohort."""
    limits = kind.eligibility
    entry = school_entry_months(_BIRTHS)
    start = entry if limits.from_event == "school_entry" else _BIRTHS + (limits.from_months or 0)
    if limits.until_event == "school_entry":
        return start, entry
    if limits.until_event == "school_exit":
        return start, entry + 12 * limits.school_years
    until = limits.until_months if limits.until_months is not None else 12 * 200
    return start, _BIRTHS + until
