"""What must always hold; a run that breaks it is stopped with what was found.

After every month: people = before + births - deaths + arrivals - departures; no site serves more than its
licence allows (cut licences end no contract); payers pay what services and measures cost, area by area. At every
year's end, and on demand after every month:
everybody is in exactly one household and lives where it is; no private household of minors alone;
partners name each other; cases belong to people alive; who is served is so at an open site of the right kind,
and who lives where the service is lives there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, month_label
from simsocial.core.columns import INSTITUTION, NOBODY, PRIVATE, SERVED, UNUSED, Cases, Households, Persons
from simsocial.core.company import ADULT_MONTHS, age_months
from simsocial.core.compile import in_place
from simsocial.core.errors import InvariantError
from simsocial.core.state import COUNT, TOP

if TYPE_CHECKING:
    from simsocial.model.world import World

__all__ = ["check_month", "check_state"]

_FAULTS = (
    "a person is in no household",
    "a person lives elsewhere than the household",
    "a household's size differs from its members",
    "partners do not name each other",
    "a private household of minors alone",
    "a case belongs to nobody alive",
    "a case is served at no open site of its kind",
    "who is served in a home does not live there",
    "people in households differ from people alive",
)


def check_month(model: World, before: int) -> None:
    """Check the balance of a month and the state at its end.

    Parameters
    ----------
    model : World
        The model after the month.
    before : int
        Persons at the month's begin.

    Raises
    ------
    InvariantError
        Naming the month, the invariant and the numbers.
    """
    month, happened = model.month, model.counts.happened()
    change = happened["births"] - happened["deaths"] + happened["arrivals"] - happened["departures"]
    after = model.state.population
    if before + change != after:
        _stop(
            month, f"{before} people and a change of {change:+d} should give {before + change}, found {after}"
        )
    _check_sites(model)
    _check_money(model)


def _check_sites(model: World) -> None:
    """Compare whom each site serves, counted anew, with its licence."""
    if not model.state.counters[2, COUNT]:
        model.served_before = np.zeros(len(model.services.sites), dtype=np.int64)
        return
    services, month = model.services, model.month
    served = model.served_by_site()
    before_now = np.zeros_like(served)
    before_now[: len(model.served_before)] = model.served_before
    # A licence cut below today's cases ends no contract: the site then admits nobody until it fits.
    allowed = np.maximum(services.tables(month).capacity, before_now)
    limit = np.where(services.sites.is_open(month), allowed, 0)
    over = np.flatnonzero(served > limit)
    model.served_before = served
    if len(over):
        site = next(site for site in services.sites if site.code == over[0])
        _stop(month, f"site {site.site_id} serves {served[over[0]]} cases on a capacity of {limit[over[0]]}")


def _check_money(model: World) -> None:
    """Compare the ledger with what the month cost before it was split among payers."""
    finance, booked = model.finance, model.counts.money[..., :2].sum(axis=(0, 3))
    paid, items = booked.sum(axis=1), (*model.catalogue.ids, "other")
    # Half a cent for each rounding; one cent more for sums of floats.
    unpaid = np.flatnonzero(np.abs(paid - finance.gross_cents) > 0.5 * finance.roundings + 1.0)
    if len(unpaid):
        item = unpaid[0]
        gross = finance.gross_cents[item] / 100
        _stop(
            model.month,
            f"payers of {items[item]} pay {paid[item] / 100:.2f} EUR of a cost of {gross:.2f} EUR",
        )
    lost = np.argwhere(booked != finance.cost_cents)
    if len(lost):
        item, area = lost[0]
        found, cost = booked[item, area] / 100, finance.cost_cents[item, area] / 100
        _stop(
            model.month,
            f"{items[item]} in area {model.counts.areas[area]} is booked with {found:.2f} EUR and costs {cost:.2f} EUR",
        )


def check_state(model: World) -> None:
    """Check every person, household and case; costs a pass over all columns.

    Raises
    ------
    InvariantError
        Naming the month, the invariant and the first row that breaks it.
    """
    state, services = model.state, model.services
    fault, row = _find_fault(state.persons, state.households, state.counters, model.month)
    if fault < 0:
        tables = services.tables(model.month)
        fault, row = _find_case_fault(
            state.persons,
            state.cases,
            int(state.counters[2, TOP]),
            np.where(tables.is_open, tables.kind_code, NOBODY),
            services.sites.arrays.place,
            tables.site_kind_of_kind,
            services.catalogue.residential,
        )
    if fault >= 0:
        _stop(model.month, f"{_FAULTS[fault]} (row {row})")


def _stop(month: int, what: str) -> None:
    message = f"Invariant broken in {month_label(month)}: {what}."
    raise InvariantError(message)


@in_place
def _find_fault(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    month: int,
) -> tuple[int, int]:
    """Return the index of the first broken invariant and its row, or (-1, -1)."""
    members = 0
    for row in range(counters[1, TOP]):
        if households.form[row] == UNUSED:
            continue
        size = 0
        grown_up = False
        member = households.first_member[row]
        while member != NOBODY and size <= 300:
            if persons.household[member] != row:
                return 0, member
            if persons.place[member] != households.place[row]:
                return 1, member
            partner = persons.partner[member]
            if partner != NOBODY and (
                persons.partner[partner] != member or persons.household[partner] != row
            ):
                return 3, member
            size += 1
            grown_up = grown_up or age_months(persons.cohort[member], month) >= ADULT_MONTHS
            member = persons.next_member[member]
        if size != households.size[row] or size == 0:
            return 2, row
        if households.form[row] == PRIVATE and not grown_up:
            return 4, row
        members += size
    if members == counters[0, COUNT]:
        return -1, -1
    # Somebody is missing: who says to live in a household that has ended, or in none?
    for row in range(counters[0, TOP]):
        household = persons.household[row]
        if persons.cohort[row] != EMPTY_COHORT and (
            household == NOBODY or households.form[household] == UNUSED
        ):
            return 0, row
    return 8, members


@in_place
def _find_case_fault(
    persons: Persons,
    cases: Cases,
    top: int,
    open_kind: npt.NDArray[np.int64],
    site_place: npt.NDArray[np.int16],
    site_kind: npt.NDArray[np.int64],
    residential: npt.NDArray[np.bool_],
) -> tuple[int, int]:
    """Return the index of the first broken invariant of a case and its row, or (-1, -1)."""
    for case in range(top):
        row = cases.person[case]
        if row == NOBODY:
            continue
        if persons.cohort[row] == EMPTY_COHORT:
            return 5, case
        if cases.state[case] != SERVED:
            continue
        kind, site = cases.kind[case], cases.site[case]
        if site < 0 or site >= len(open_kind) or open_kind[site] != site_kind[kind]:
            return 6, case
        resides = persons.role[row] == INSTITUTION and persons.place[row] == site_place[site]
        if residential[kind] and not resides:
            return 7, case
    return -1, -1
