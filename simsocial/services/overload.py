"""Cases beyond what staff or places can serve: they go back to waiting, the last in line first.

Colleagues take over the cases of a post that falls vacant, as far as ``allocation.overload_share`` says; whom they
cannot serve then waits again from this month on, for the same site or another one. Until those who stay fit the staff
once more nobody new is served. So it goes where posts are cut, staff leaves, or each case binds more of it. Where
places or opening days are cut, nobody is served beyond those that are left.

It holds for kinds with ``access: capacity``. It does not for entitlements, which the Kreis owes whoever is employed,
for residents of homes, whom nobody puts on the street, and for kinds that say themselves how many more the sites take
on (``displaced_taken_on_share``: practices, whose patients stay registered).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import DUE, NOBODY, SERVED, WAITING
from simsocial.core.state import TOP, State
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.catalogue import Catalogue
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.one_case import ORDINARY
from simsocial.services.site_tables import SiteTables

__all__ = ["gives_back", "overload_micro", "release_overfull", "release_overload"]

Integers = npt.NDArray[np.int64]


def gives_back(catalogue: Catalogue) -> npt.NDArray[np.bool_]:
    """Return for each kind whether those beyond what staff or places can serve wait again."""
    return np.array(
        [
            kind.access == "capacity"
            and not kind.residential
            and not kind.in_cash
            and not kind.has("displaced_taken_on_share")
            for kind in catalogue
        ],
        dtype=np.bool_,
    )


def overload_micro(
    tables: SiteTables, arrays: NetworkArrays, use: CapacityUse, overload_share: float
) -> Integers:
    """Return by staff group the millionths of an FTE that cases bind beyond what the staff can bear for a while.

    Parameters
    ----------
    tables, arrays, use : SiteTables, NetworkArrays, CapacityUse
        Sites of the month, their staff, and whom they serve.
    overload_share : float
        Share by which staff can serve more than it should.
    """
    group = tables.staff_group.ravel()
    for_cases = np.where(tables.is_open[:, np.newaxis], arrays.staff_milli - tables.hours_milli, 0)
    limits = np.bincount(group, tables.staff_limits.ravel()) > 0
    bearable = 1000.0 * np.maximum(np.bincount(group, for_cases.ravel()), 0.0) * (1.0 + overload_share)
    beyond = np.bincount(group, use.bound_micro.ravel()) - np.floor(bearable)
    return np.where(limits, np.maximum(beyond, 0.0), 0.0).astype(np.int64)


def release_overload(
    state: State,
    tables: SiteTables,
    beyond_micro: Integers,
    gives: npt.NDArray[np.bool_],
    urgency: Integers,
    month: int,
) -> bool:
    """Let as many cases wait again as staff cannot bear; return whether there were any.

    Of a group of sites that share their staff first those who came last by the rule of their kind: who was served
    last where the longest waiting come first, who has the lowest care grade where the highest comes first; of equals
    the higher lot. Overload is rare, so this works on whole columns.

    Parameters
    ----------
    state : State
        Cases are changed in place.
    tables : SiteTables
        Sites of the month.
    beyond_micro : ndarray (staff groups,)
        See :func:`overload_micro`.
    gives : ndarray of bool (kinds,)
        See :func:`gives_back`.
    urgency : ndarray (kinds, 3)
        See :data:`simsocial.services.allocation_rules.URGENCIES`.
    month : int
        Absolute month, from which they wait.
    """
    rows = _last_first(state, gives, urgency) if beyond_micro.any() else np.zeros(0, dtype=np.int64)
    cases, beyond, released = state.cases, beyond_micro.copy(), np.zeros(len(rows), dtype=np.bool_)
    groups, needs = (
        tables.staff_group[cases.site[rows]],
        tables.need_micro[cases.kind[rows], cases.site[rows]],
    )
    for group in np.flatnonzero(beyond):
        member = group % groups.shape[1]
        of_group = np.flatnonzero((groups[:, member] == group) & (needs[:, member] > 0) & ~released)
        before = np.cumsum(needs[of_group, member]) - needs[of_group, member]
        going = of_group[before < beyond[group]]
        released[going] = True
        beyond -= np.bincount(groups[going].ravel(), needs[going].ravel(), len(beyond)).astype(np.int64)
    return _let_wait(state, rows[released], month)


def release_overfull(
    state: State,
    tables: SiteTables,
    use: CapacityUse,
    gives: npt.NDArray[np.bool_],
    urgency: Integers,
    month: int,
) -> bool:
    """Let as many cases wait again as sites serve beyond their places; return whether there were any.

    The last in line by the rule of their kind first, as :func:`release_overload` does; sites that staff alone limits
    have no places. Parameters are those of :func:`release_overload`, with whom the sites serve.
    """
    beyond = np.where(tables.by_staff, 0, np.maximum(use.served_by_site - tables.capacity, 0))
    if not beyond.any():
        return False
    rows = _last_first(state, gives, urgency)
    site = state.cases.site[rows].astype(np.int64)
    by_site = np.argsort(site, kind="stable")
    first = np.searchsorted(site[by_site], site[by_site])
    return _let_wait(state, rows[by_site][np.arange(len(rows)) - first < beyond[site[by_site]]], month)


def _let_wait(state: State, going: npt.NDArray[np.int64], month: int) -> bool:
    """Let these cases wait from this month on; return whether there are any."""
    cases = state.cases
    cases.state[going], cases.site[going], cases.since[going] = WAITING, NOBODY, month
    state.persons.due[cases.person[going]] = DUE
    return len(going) > 0


def _last_first(state: State, gives: npt.NDArray[np.bool_], urgency: Integers) -> npt.NDArray[np.int64]:
    """Return the rows of served cases that may be given back, the last in line first."""
    cases, persons, top = state.cases, state.persons, int(state.counters[2, TOP])
    rows = np.flatnonzero((cases.state[:top] == SERVED) & (cases.person[:top] != NOBODY))
    rows = rows[gives[cases.kind[rows]]]
    kind, person = cases.kind[rows], cases.person[rows]
    weight, birth = urgency[kind], persons.cohort[person].astype(np.int64) >> 1
    in_line = (
        weight[:, 0] * cases.since[rows] + weight[:, 1] * persons.care_grade[person] + weight[:, 2] * birth
    )
    lot = cases.priority[rows] & np.uint32(ORDINARY - 1)
    return rows[np.lexsort((persons.key[person], lot, in_line, kind))[::-1]]
