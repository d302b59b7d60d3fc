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

from simsocial.core.calendar import month_label
from simsocial.core.columns import CASE_STATES, NOBODY, PRIVATE
from simsocial.core.errors import InvariantError
from simsocial.core.language import say
from simsocial.core.state import COUNT, TOP
from simsocial.model.faults import first_fault
from simsocial.processes.census import count_population

if TYPE_CHECKING:
    from simsocial.model.world import World

__all__ = ["check_counted", "check_month", "check_state"]


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
    services, tables = model.services, model.services.tables(model.month)
    found = first_fault(
        model.state,
        model.month,
        np.where(tables.is_open, tables.kind_code, NOBODY),
        services.sites.arrays.place,
        tables.site_kind_of_kind,
        services.catalogue.residential,
    )
    if found is not None:
        _stop(model.month, say("{faults} (row {row})", faults=say(found.what), row=found.row))


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
