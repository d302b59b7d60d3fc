"""What must always hold; a run that breaks it is stopped with what was found.

After every month: people = before + births - deaths + arrivals - departures; no site serves more than its
licence allows (cut licences end no contract); payers pay what services and measures cost, area by area. At every
year's end, and on demand after every month (then also what was counted is counted anew):
everybody is in exactly one household and lives where it is; no private household of minors alone;
partners name each other; cases belong to people alive; who is served is so at an open site of the right kind,
and who lives where the service is lives there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, N_COHORTS, month_label
from simsocial.core.columns import (
    CASE_STATES,
    INSTITUTION,
    NOBODY,
    PRIVATE,
    SERVED,
    UNUSED,
    Cases,
    Households,
    Persons,
)
from simsocial.core.company import ADULT_MONTHS, age_months
from simsocial.core.compile import helper, in_place
from simsocial.core.errors import InvariantError
from simsocial.core.fetch import fetch, fetch_homes_ahead
from simsocial.core.language import later, say
from simsocial.core.state import COUNT, TOP, State
from simsocial.processes.census import count_population

if TYPE_CHECKING:
    from simsocial.model.world import World

__all__ = ["check_counted", "check_month", "check_state"]

_AHEAD = 16
"""Cases between the one whose person is asked for and the one that is looked at."""

_NO_KIND = -2
"""Kind of what is no site: other than that of a kind without sites."""

_FAULTS = (
    later("a person is in no household"),
    later("a person lives elsewhere than the household"),
    later("a household's size differs from its members"),
    later("partners do not name each other"),
    later("a private household of minors alone"),
    later("a case belongs to nobody alive"),
    later("a case is served at no open site of its kind"),
    later("who is served in a home does not live there"),
    later("people in households differ from people alive"),
)


_MISSING = 8


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
            month,
            say(
                "{before} people and a change of {change:+d} should give {expected}, found {after}",
                before=before,
                change=change,
                expected=before + change,
                after=after,
            ),
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
        _stop(
            month,
            say(
                "site {site_id} serves {served} cases on a capacity of {limit}",
                site_id=site.site_id,
                served=served[over[0]],
                limit=limit[over[0]],
            ),
        )


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
            say(
                "payers of {items} pay {paid:.2f} EUR of a cost of {gross:.2f} EUR",
                items=items[item],
                paid=paid[item] / 100,
                gross=gross,
            ),
        )
    lost = np.argwhere(booked != finance.cost_cents)
    if len(lost):
        item, area = lost[0]
        found, cost = booked[item, area] / 100, finance.cost_cents[item, area] / 100
        _stop(
            model.month,
            say(
                "{items} in area {areas} is booked with {found:.2f} EUR and costs {cost:.2f} EUR",
                items=items[item],
                areas=model.counts.areas[area],
                found=found,
                cost=cost,
            ),
        )


def check_state(model: World) -> None:
    """Check every person, household and case; costs a pass over all columns.

    Raises
    ------
    InvariantError
        Naming the month, the invariant and the first row that breaks it.
    """
    state, services = model.state, model.services
    tables = services.tables(model.month)
    fault, row = _find_fault(
        state.persons,
        state.households,
        state.cases,
        state.counters,
        model.month,
        # The last one stands for no site at all.
        np.append(np.where(tables.is_open, tables.kind_code, NOBODY), _NO_KIND),
        np.append(services.sites.arrays.place, np.int16(NOBODY)),
        tables.site_kind_of_kind,
        services.catalogue.residential,
    )
    if fault == _MISSING:
        fault, row = _who_is_missing(state, row)
    if fault >= 0:
        _stop(model.month, say("{faults} (row {row})", faults=say(_FAULTS[fault]), row=row))


def check_counted(model: World) -> None:
    """Compare what was counted of those who changed with a look at everybody, every household and every case.

    Nothing is compared where the census is switched off.

    Raises
    ------
    InvariantError
        Naming the month, the area and both numbers: somebody changed a row without a mark.
    """
    if not model.counts.population.any():
        return
    counts, state, area_of = model.counts, model.state, model.place_area
    homes, cases, areas = state.households, state.cases, len(counts.areas)
    private = np.flatnonzero(homes.form[: state.counters[1, TOP]] == PRIVATE)
    used = np.flatnonzero(cases.person[: state.counters[2, TOP]] != NOBODY)
    own_area = area_of[state.persons.place[cases.person[used]]]
    by_kind = (cases.kind[used].astype(np.int64) * len(CASE_STATES) + cases.state[used]) * areas + own_area
    people = count_population(model)
    found = {
        "people": (counts.population.sum(axis=(1, 2)), people.sum(axis=(1, 2))),
        say("people of one age"): (counts.population, people),
        "households": (
            counts.households.sum(axis=1),
            np.bincount(area_of[homes.place[private]], minlength=areas),
        ),
        "cases": (
            counts.cases.sum(axis=3).transpose(2, 0, 1),
            np.bincount(by_kind, minlength=counts.cases[..., 0].size)
            .reshape(counts.cases.shape[:3])
            .transpose(2, 0, 1),
        ),
    }
    for what, (counted, there) in found.items():
        wrong = np.argwhere(counted != there)
        if len(wrong):
            where = tuple(wrong[0])
            _stop(
                model.month,
                say(
                    "{counted} {what} are counted in area {areas}, {there} are there: a row was "
                    "changed without its mark (simsocial.core.columns.DUE), or after the census",
                    counted=counted[where],
                    what=what,
                    areas=counts.areas[where[0]],
                    there=there[where],
                ),
            )


def _stop(month: int, what: str) -> None:
    message = say("Invariant broken in {month_label}: {what}.", month_label=month_label(month), what=what)
    raise InvariantError(message)


def _who_is_missing(state: State, members: int) -> tuple[int, int]:
    """Return the invariant that somebody breaks who says to live in a household that has ended, or in none.

    If nobody does, the numbers differ, and the row is that behind the last of the members found.
    """
    persons, households = state.persons, state.households
    people = np.flatnonzero(persons.cohort[: int(state.counters[0, TOP])] != EMPTY_COHORT)
    own = persons.household[people]
    lost = people[(own == NOBODY) | (households.form[own] == UNUSED)]
    return (0, int(lost[0])) if len(lost) else (_MISSING, members)


@in_place
def _find_fault(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    month: int,
    open_kind: npt.NDArray[np.int64],
    site_place: npt.NDArray[np.int16],
    site_kind: npt.NDArray[np.int64],
    residential: npt.NDArray[np.bool_],
) -> tuple[int, int]:
    """Return the index of the first broken invariant and its row, or (-1, -1)."""
    fault, row = _find_fault_of_people(persons, households, counters[1, TOP], month)
    if fault >= 0:
        return fault, row
    if row != counters[0, COUNT]:
        return _MISSING, row
    fault, row = _find_fault_of_cases(
        persons, cases, counters[2, TOP], open_kind, site_place, site_kind, residential
    )
    return fault, row


@helper
def _is_one_sided(persons: Persons, member: int, home: int) -> bool:
    """Tell whether somebody of a household names a partner who names somebody else or lives elsewhere."""
    partner = persons.partner[member]
    return bool(
        partner != NOBODY and (persons.partner[partner] != member or persons.household[partner] != home)
    )


@helper
def _find_fault_of_people(
    persons: Persons,
    households: Households,
    top: int,
    month: int,
) -> tuple[int, int]:
    """Return the index of the first broken invariant and its row, or -1 and how many members all households have."""
    members = 0
    for row in range(top):
        fetch_homes_ahead(persons, households, row, top)
        form = households.form[row]
        if form == UNUSED:
            continue
        size, place, oldest = households.size[row], households.place[row], N_COHORTS
        # As many steps as there should be: sooner known than where the list ends.
        member = households.first_member[row]
        for _ in range(size):
            if member == NOBODY:
                return 2, row
            if persons.household[member] != row:
                return 0, member
            if persons.place[member] != place:
                return 1, member
            if _is_one_sided(persons, member, row):
                return 3, member
            oldest = min(oldest, int(persons.cohort[member]))
            member = persons.next_member[member]
        if member != NOBODY or size == 0:
            return 2, row
        if form == PRIVATE and age_months(oldest, month) < ADULT_MONTHS:
            return 4, row
        members += size
    return -1, members


@helper
def _find_fault_of_cases(
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
        fetch(persons.cohort, cases.person[min(case + _AHEAD, top - 1)])
        kind, own, is_served = cases.kind[case], cases.site[case], cases.state[case] == SERVED
        row = cases.person[case]
        if row == NOBODY:
            continue
        site = own if (own >= 0) & (own < nowhere) else nowhere
        lost = persons.cohort[row] == EMPTY_COHORT
        closed = is_served & (open_kind[site] != site_kind[kind])
        if lost | closed:
            return (5 if lost else 6), case
        # Few live where they are served: what only those need is not read for all.
        if residential[kind] and is_served:
            resides = persons.role[row] == INSTITUTION and persons.place[row] == site_place[site]
            if not resides:
                return 7, case
    return -1, -1
