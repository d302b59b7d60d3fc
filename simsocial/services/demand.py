"""Who wants which service: lists of the kinds open to each birth cohort, with the share that wants them.

Whether a person wants a service is a comparison of one lasting keyed draw a person and kind with the
take-up at the person's age and care grade. A higher take-up thus adds people and never swaps them.

What is open to people hangs on their age in months and, by the school year, on the month of their birth. Cohorts
of one age share a list; the lists of each month of the year are made once and hold until a value changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import NOBODY
from simsocial.core.compile import helper
from simsocial.core.random import salt_of, uniform
from simsocial.parameters.plan import Plan
from simsocial.people.school_entry import LATE_SCHOOL_STREAM
from simsocial.services.by_cases import ByCases
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind_values import KindValues
from simsocial.services.open_lists import Lists, OpenLists, told
from simsocial.services.take_up_shares import AGES, TakeUpShares
from simsocial.services.who import residence_rules, take_up_axes

__all__ = ["Demand", "DemandTables", "list_number", "wants"]

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


class Demand(NamedTuple):
    """Arrays that kernels read to tell whether a person wants a service in this month.

    Attributes
    ----------
    months : int
        Months since the calendar's begin: the age in months of whoever was born in its first.
    list_of : uint16 (2, AGES, 2)
        Number of the list of kinds open at an age in months: without care grade, with one; 0 is the empty list. The
        second part holds for those who start school a year late, and is the same where that makes no difference.
    kinds_told, tables_told, shares_told : uint64 (2, AGES, 2)
        Tell the list at an age from those with other kinds, or with the same kinds and other shares: without trends,
        and with them.
    trending, trending_starts : int32 (trending entries,), (lists + 1,)
        Entries of kinds whose shares have a trend, and where those of each list begin.
    counted : int32 (lists,)
        Entry of the kind with a target quota, for which those are counted to whom it is open; -1 if there is none,
        :data:`simsocial.services.open_lists.LOOKED_AT` if only a whole review tells to whom.
    starts : int32 (lists + 1,)
        Where each list begins among the entries, and the next one.
    kind : int16 (entries,)
        Kind of each entry, ascending within a list.
    share : float32 (entries, 6)
        Share that wants it, by care grade; 0 where not eligible.
    limit : float64 (entries, 6)
        Share times the highest product of all factors: whose draw is not below it does not want it.
    entry_salt : uint64 (entries,)
        Of the lasting draw, by entry.
    looked_at : bool (entries,)
        Whether people are looked at even so: residents have decided, and of kinds with a target quota all are counted.
    take_up : float64 (axes of all kinds, levels)
        Factor by predicates and traits; which of a kind and of a person: :class:`simsocial.services.who.Conditions`.
    access, felt : float64 (places, kinds)
        Factor by travel time to the nearest open site, and the same as if no way had become longer: whoever wants a
        kind by the second alone stays away.
    reach : float64 (2, kinds)
        Least and greatest factor by which the trend of a kind may multiply this month's shares, from the last month to
        a year later.
    salt : uint64 (kinds,)
        Of the lasting draw.
    habit_salt, giving_up : uint64, float64 (kinds,)
        Of the lasting draw who gave it up while staying away, and the chance of it a month, as of those who wait.
    residence : uint8 (kinds,)
        0 open to all, 1 to all but residents of homes, 2 to residents alone.
    excluded_by : int16 (kinds, most)
        Kinds that exclude this one while they serve the person; -1 behind the last.
    by_cases : ByCases
        What the person's cases do to take-up.
    at_once : bool (kinds,)
        Whether whoever wants it has it in the same month: a claim without patience.
    residential : bool (kinds,)
        Whether the person lives where the service is.
    house : uint16 (kinds,)
        Number of the site kind that offers it.
    plain : bool (kinds,)
        Whether neither factors nor other services matter.
    in_episodes : bool (kinds,)
        Whether needs begin and end: nobody is asked, and who has a case keeps it while the kind is open to them.
    late_salt, late_share : uint64, float
        Of the lasting draw that decides who starts school late, and the share who do.
    likely, draw : int32, float64 (kinds,)
        Room to work: entries that a person may want, and the draws.
    case_of, wanted_by : int32 (kinds,)
        Room to work: the person's case of each kind, and the last person who wanted it.
    away : bool (kinds,)
        Room to work: whether the person looked at wants the kind and stays away.
    """

    months: int
    list_of: npt.NDArray[np.uint16]
    kinds_told: npt.NDArray[np.uint64]
    tables_told: npt.NDArray[np.uint64]
    shares_told: npt.NDArray[np.uint64]
    trending: npt.NDArray[np.int32]
    trending_starts: npt.NDArray[np.int32]
    counted: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int16]
    share: npt.NDArray[np.float32]
    limit: Floats
    entry_salt: npt.NDArray[np.uint64]
    looked_at: Flags
    take_up: Floats
    access: Floats
    felt: Floats
    reach: Floats
    salt: npt.NDArray[np.uint64]
    habit_salt: npt.NDArray[np.uint64]
    giving_up: Floats
    residence: npt.NDArray[np.uint8]
    excluded_by: npt.NDArray[np.int16]
    by_cases: ByCases
    at_once: Flags
    residential: Flags
    house: npt.NDArray[np.uint16]
    plain: Flags
    in_episodes: Flags
    late_salt: np.uint64
    late_share: float
    likely: npt.NDArray[np.int32]
    draw: Floats
    case_of: npt.NDArray[np.int32]
    wanted_by: npt.NDArray[np.int32]
    away: Flags


@helper
def list_number(
    list_of: npt.NDArray[np.uint16],
    months: int,
    graded: int,
    key: np.uint64,
    late_salt: np.uint64,
    late_share: float,
) -> int:
    """Return the number of the list of somebody of so many months, who may be one who starts school late."""
    age = max(min(months, AGES - 1), 0)
    number = list_of[0, age, graded]
    if list_of[1, age, graded] != number and uniform(late_salt, key) < late_share:
        number = list_of[1, age, graded]
    return int(number)


@helper
def wants(draw: float, limit: float, share: float, base: float, factor: float) -> bool:
    """Tell whether somebody wants a kind; `base` is the share with the grade with which they decided against it.

    Who lived at home with that grade at the base date has decided: only a worse one adds to it. Without a branch,
    which would go now this way and now that.
    """
    decided = base * factor
    return bool((draw < limit) & (decided + draw * (1.0 - decided) < share * factor))


class DemandTables:
    """Makes the tables of a month from the catalogue and the parameters.

    Parameters
    ----------
    catalogue : Catalogue
        Service kinds.
    plan : Plan
        Their numbers by month.
    seed : int
        Seed of the lasting draws.
    """

    def __init__(self, catalogue: Catalogue, plan: Plan, seed: int) -> None:
        kinds = tuple(catalogue)
        ids = [kind.id for kind in kinds]
        limits = [kind.eligibility for kind in kinds]
        self._shares = plan.once((TakeUpShares, catalogue), lambda: TakeUpShares(catalogue, plan))
        self._salt = np.array([salt_of(seed, f"demand.{name}") for name in ids], dtype=np.uint64)
        self._habit_salt = np.array([salt_of(seed, f"habit.{name}") for name in ids], dtype=np.uint64)
        self._residence = residence_rules(kinds)
        excluded_by = [[ids.index(other) for other in one.not_while_served_in] for one in limits]
        most = max((len(codes) for codes in excluded_by), default=0) + 1
        rows = [codes + [NOBODY] * (most - len(codes)) for codes in excluded_by]
        self._excluded_by = np.array(rows, dtype=np.int16).reshape(-1, most)
        self._at_once = np.array([kind.served_at_once for kind in kinds], dtype=np.bool_)
        self._residential = catalogue.residential
        has_quota = np.array([kind.target_quota is not None for kind in kinds], dtype=np.bool_)
        self._in_episodes = catalogue.in_episodes
        self._looked_at = has_quota | self._residential | self._in_episodes
        hangs_on_others = (self._excluded_by[:, 0] != NOBODY) | self._residential
        self._open = OpenLists(kinds, hangs_on_others, self._shares.trends)
        houses = list(catalogue.site_kinds)
        self._house = np.array([houses.index(kind.site_kind) for kind in kinds], dtype=np.uint16)
        self._kind_of_axis = np.repeat(np.arange(len(kinds)), [len(take_up_axes(kind)) for kind in kinds])
        self._late_salt = salt_of(seed, LATE_SCHOOL_STREAM)
        self._lists: dict[tuple[int, int], Lists] = plan.once((DemandTables, catalogue), dict)
        self._likely = np.zeros(len(kinds), dtype=np.int32)
        self._draw = np.zeros(len(kinds))
        self._case_of = np.full(len(kinds), NOBODY, dtype=np.int32)
        self._wanted_by = np.full(len(kinds), NOBODY, dtype=np.int32)
        self._away = np.zeros(len(kinds), dtype=np.bool_)

    def prepare(self, months: Iterable[int]) -> None:
        """Work out what these months need."""
        self._shares.prepare(months)
        for month in months:
            self._lists_of(month)

    def _lists_of(self, month: int) -> Lists:
        """Return the lists of a month: the same for all months of the year of this name until a share changes."""
        key = self._shares.number(month), month % 12
        if key not in self._lists:
            self._lists[key] = self._open.make(self._shares.table(month), key[1])
        return self._lists[key]

    def tables(self, month: int, values: KindValues, access: Floats, felt: Floats) -> Demand:
        """Return the tables of a month; `access` and `felt` are the factors by place and kind."""
        lists, take_up = self._lists_of(month), values.take_up_factors
        self._wanted_by.fill(NOBODY)
        share = self._shares.with_trend(lists.share, lists.kind, month)
        highest = felt.max(axis=0) * values.by_cases.extremes[1]
        plain = (access == 1.0).all(axis=0) & (felt == 1.0).all(axis=0) & (values.by_cases.row == NOBODY)
        np.multiply.at(highest, self._kind_of_axis, take_up.max(axis=1))
        np.logical_and.at(plain, self._kind_of_axis, (take_up == 1.0).all(axis=1))
        return Demand(
            month - EPOCH_MONTH,
            lists.number,
            lists.kinds_told,
            lists.tables_told,
            told(lists.starts, lists.kind, share)[lists.number],
            lists.trending,
            lists.trending_starts,
            lists.counted,
            lists.starts,
            lists.kind,
            share,
            share * highest[lists.kind, np.newaxis],
            self._salt[lists.kind],
            self._looked_at[lists.kind],
            take_up,
            access,
            felt,
            self._shares.reach(month),
            self._salt,
            self._habit_salt,
            values.rules.giving_up,
            self._residence,
            self._excluded_by,
            values.by_cases,
            self._at_once,
            self._residential,
            self._house,
            plain & (self._excluded_by[:, 0] == NOBODY) & ~self._residential,
            self._in_episodes,
            self._late_salt,
            values.late_share,
            self._likely,
            self._draw,
            self._case_of,
            self._wanted_by,
            self._away,
        )
