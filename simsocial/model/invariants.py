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

from simsocial.core.calendar import EMPTY_COHORT, N_COHORTS, month_label
from simsocial.core.columns import INSTITUTION, NOBODY, PRIVATE, SERVED, UNUSED, Cases, Households, Persons
from simsocial.core.company import ADULT_MONTHS, age_months
from simsocial.core.compile import helper, in_place
from simsocial.core.errors import InvariantError
from simsocial.core.state import COUNT, TOP

if TYPE_CHECKING:
    from simsocial.model.world import World

__all__ = ["check_month", "check_state"]

_MOST_MEMBERS = 300
"""No household has more; who is linked in a circle is found."""

_NO_KIND = -2
"""Kind of what is no site: other than that of a kind without sites."""

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
            # The last one stands for no site at all.
            np.append(np.where(tables.is_open, tables.kind_code, NOBODY), _NO_KIND),
            np.append(services.sites.arrays.place, np.int16(NOBODY)),
            tables.site_kind_of_kind,
            services.catalogue.residential,
        )
    if fault >= 0:
        _stop(model.month, f"{_FAULTS[fault]} (row {row})")


def _stop(month: int, what: str) -> None:
    message = f"Invariant broken in {month_label(month)}: {what}."
    raise InvariantError(message)


@helper
def _fault_in(persons: Persons, households: Households, row: int) -> tuple[int, int]:
    """Return what is wrong with a household in which something is, and the row."""
    size = 0
    member = households.first_member[row]
    while member != NOBODY and size <= _MOST_MEMBERS:
        if persons.household[member] != row:
            return 0, int(member)
        if persons.place[member] != households.place[row]:
            return 1, int(member)
        partner = persons.partner[member]
        if partner != NOBODY and (persons.partner[partner] != member or persons.household[partner] != row):
            return 3, int(member)
        size += 1
        member = persons.next_member[member]
    return (2, row) if size != households.size[row] or size == 0 else (4, row)


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
        form = households.form[row]
        if form == UNUSED:
            continue
        # What is wrong is gathered without branches, which would cost more than all the rest.
        place, size, wrong, oldest = households.place[row], 0, False, N_COHORTS
        member = households.first_member[row]
        while member != NOBODY and size <= _MOST_MEMBERS:
            partner = persons.partner[member]
            has_partner = partner != NOBODY
            # Who has no partner is compared with themselves.
            other = partner if has_partner else member
            wrong |= (persons.household[member] != row) | (persons.place[member] != place)
            wrong |= (persons.household[other] != row) | (
                persons.partner[other] != (member if has_partner else NOBODY)
            )
            oldest = min(oldest, int(persons.cohort[member]))
            size += 1
            member = persons.next_member[member]
        alone = (form == PRIVATE) & (age_months(oldest, month) < ADULT_MONTHS)
        if wrong | alone | (size != households.size[row]) | (size == 0):
            found: tuple[int, int] = _fault_in(persons, households, row)
            return found
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
    nowhere = len(open_kind) - 1
    for case in range(top):
        kind, own, is_served = cases.kind[case], cases.site[case], cases.state[case] == SERVED
        is_used = cases.person[case] != NOBODY
        row = cases.person[case] if is_used else 0
        site = own if (own >= 0) & (own < nowhere) else nowhere
        lost = persons.cohort[row] == EMPTY_COHORT
        closed = is_served & (open_kind[site] != site_kind[kind])
        resides = (persons.role[row] == INSTITUTION) & (persons.place[row] == site_place[site])
        away = is_served & residential[kind] & (not resides)
        if is_used & (lost | closed | away):
            return (5 if lost else 6 if closed else 7), case
    return -1, -1
