"""All services of a model in one month: demand, staff, allocation, money.

The system holds what lasts (sites, staff, pool) and offers one method a turn of the month; the processes
in :mod:`simsocial.processes` call them in the order of the schedule.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CASE_STATES, ELSEWHERE, GAVE_UP, NOBODY, SERVED, WAITING, Cases
from simsocial.core.compile import kernel
from simsocial.core.state import TOP, State
from simsocial.indicators.counts import QUANTITIES, Counts
from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.allocation import allocate, used_capacity
from simsocial.services.cases import open_and_close_cases
from simsocial.services.catalogue import Catalogue
from simsocial.services.demand import DemandTables
from simsocial.services.finance import Finance
from simsocial.services.informal_care import count_informal_care, count_parent_hours
from simsocial.services.network import SiteNetwork
from simsocial.services.staff import StaffMarket

__all__ = ["ServiceSystem"]

Integers = npt.NDArray[np.int64]
_UNLIMITED = 1 << 40


class ServiceSystem:
    """Sites, staff market, demand and ledger of one model.

    Parameters
    ----------
    model : mesa.Model
        Owner of the agents; gives state, counts, seed.
    region : Region
        Sites and travel minutes.
    catalogue : Catalogue
        Service kinds.
    parameters : Parameters
        Registry with the kinds' numbers.
    """

    def __init__(self, model: Any, region: Region, catalogue: Catalogue, parameters: Parameters) -> None:
        self._model, self._region, self._parameters = model, region, parameters
        self.catalogue = catalogue
        self.kinds = tuple(catalogue)
        self.sites = SiteNetwork(model, region, catalogue)
        self.finance = Finance(catalogue, parameters, model.counts)
        self.market = StaffMarket(
            catalogue.qualifications,
            np.zeros(len(catalogue.qualifications), dtype=np.int64),
            np.zeros(len(catalogue.qualifications), dtype=np.int64),
        )
        self._demand = DemandTables(catalogue, parameters, model.seed)
        self._factors: dict[tuple[str, int], npt.NDArray[np.float64]] = {}
        _, self._kreis = np.unique(region.areas["ags"].fillna("").astype(str), return_inverse=True)
        self._started = False

    def resume(self, market: StaffMarket) -> None:
        """Go on with the staff market of a snapshot."""
        self.market, self._started = market, True

    # --- tables by site -----------------------------------------------------------------------------

    def site_area(self) -> Integers:
        """Return the area code of every site."""
        return self._region.place_area[self.sites.arrays.place].astype(np.int64)

    def qualification(self) -> Integers:
        """Return the code of every site's qualification, -1 if it needs no staff."""
        codes = {}
        for kind in self.kinds:
            if kind.staff is not None:
                codes[kind.site_kind] = self.catalogue.qualifications.index(kind.staff.qualification)
        return np.array([codes.get(site.kind, -1) for site in self.sites], dtype=np.int64)

    def need_milli(self, month: int) -> Integers:
        """Return the milli-FTE that one case of each kind binds."""
        numbers = [kind.number(self._parameters, "staff.fte_per_case", month) for kind in self.kinds]
        return np.rint(1000.0 * np.array(numbers)).astype(np.int64)

    def _fixed_milli(self, month: int) -> Integers:
        """Return the milli-FTE that every site needs before its first case."""
        by_kind: dict[str, int] = {}
        for kind in self.kinds:
            fixed = round(1000 * kind.number(self._parameters, "staff.fte_fixed_per_site", month))
            by_kind[kind.site_kind] = max(by_kind.get(kind.site_kind, 0), fixed)
        return np.array([by_kind[site.kind] for site in self.sites], dtype=np.int64)

    def case_capacity(self, month: int) -> Integers:
        """Return the cases each open site's licence allows."""
        per_place: dict[str, float] = {}
        for kind in self.kinds:
            value = kind.number(self._parameters, "cases_per_place", month, default=1.0)
            per_place[kind.site_kind] = max(per_place.get(kind.site_kind, 0.0), value)
        ratio = np.array([per_place[site.kind] for site in self.sites])
        capacity = np.floor(self.sites.arrays.licensed_places * ratio + 1e-9).astype(np.int64)
        return np.where(self.sites.is_open(month), capacity, 0)

    def effect_factors(self, target: str, month: int) -> npt.NDArray[np.float64]:
        """Return what cases do to a named quantity, by kind and case state.

        Factors start at one, amounts (hours) at zero.
        """
        key = (target, month // 12)
        if key not in self._factors:
            neutral = 0.0 if target == "parent_hours" else 1.0
            table = np.full((len(self.kinds), len(CASE_STATES)), neutral)
            for code, kind in enumerate(self.kinds):
                for name, effect in kind.effects.items():
                    if effect.target != target:
                        continue
                    value = kind.number(self._parameters, f"effects.{name}.factor", month)
                    states = (SERVED, ELSEWHERE) if effect.when == "served" else (WAITING, GAVE_UP)
                    for state in states:
                        table[code, state] = table[code, state] + value if neutral == 0 else table[code, state] * value
            self._factors[key] = table
        return self._factors[key]

    def served_by_site(self) -> Integers:
        """Return the cases each site serves now, all kinds together."""
        state: State = self._model.state
        need = np.zeros(len(self.kinds), dtype=np.int64)
        served, _ = used_capacity(state.cases, int(state.counters[2, TOP]), need, len(self.sites))
        total: Integers = served.sum(axis=0)
        return total

    # --- turns of the month -------------------------------------------------------------------------

    def update_demand(self, month: int) -> None:
        """Displace cases of closed sites, then close and open cases by this month's demand."""
        state = self._model.state
        closed = ~self.sites.is_open(month)
        if closed.any():
            _displace(state.cases, int(state.counters[2, TOP]), closed, month)
            self._release_staff(closed)
        open_and_close_cases(state, self._demand.tables(month, self._access(month)), month)

    def _release_staff(self, closed: npt.NDArray[np.bool_]) -> None:
        """Let the staff of closed sites look for other work."""
        staff, qualification = self.sites.arrays.staff_milli, self.qualification()
        for code in range(len(self.market.pool)):
            gone = closed & (qualification == code)
            self.market.pool[code] += int(staff[gone].sum())
            staff[gone] = 0

    def _access(self, month: int) -> npt.NDArray[np.float64]:
        """Return the factor on demand by kind and place: how near the nearest open site is."""
        table = np.ones((len(self.kinds), len(self._region.places)))
        for code, kind in enumerate(self.kinds):
            if not kind.has("distance.decay_minutes"):
                continue
            decay = kind.number(self._parameters, "distance.decay_minutes", month)
            free = kind.number(self._parameters, "distance.free_minutes", month)
            nearby = self._nearby(code, month)
            minutes = np.where(nearby.sites[:, 0] >= 0, nearby.minutes[:, 0], 1e9)
            table[code] = np.exp(-np.maximum(minutes - free, 0.0) / decay)
        return table

    def _nearby(self, code: int, month: int) -> Any:
        """Return the open sites of a kind near each place."""
        kind = self.kinds[code]
        maximum = kind.number(self._parameters, "distance.maximum_minutes", month, default=120.0)
        return self.sites.nearby(kind.site_kind, maximum, month)

    def allocate(self, month: int) -> None:
        """Serve waiting cases kind by kind; at the very start staff is what the start needs."""
        state: State = self._model.state
        counts: Counts = self._model.counts
        need = self.need_milli(month)
        served, bound = used_capacity(state.cases, int(state.counters[2, TOP]), need, len(self.sites))
        free_places = self.case_capacity(month) - served.sum(axis=0)
        arrays = self.sites.arrays
        if self._started:
            free_staff = arrays.staff_milli - self._fixed_milli(month) - bound
        else:
            free_staff = np.full(len(self.sites), _UNLIMITED, dtype=np.int64)
        free_staff[self.qualification() < 0] = _UNLIMITED
        for code, kind in enumerate(self.kinds):
            counts.gave_up[code] += allocate(
                state,
                kind,
                code,
                self._nearby(code, month),
                free_places,
                free_staff,
                arrays.place,
                self._parameters,
                self._model.seed,
                month,
            )
        if not self._started:
            self._start_staff(month)

    def _start_staff(self, month: int) -> None:
        """Staff sites of unknown staff as their cases need, short of the share of vacant posts."""
        arrays, qualification = self.sites.arrays, self.qualification()
        wanted = self.wanted_milli(month)
        vacant = np.array(
            [self._parameters.value(f"staff.{name}.vacancy_share", month) for name in self.market.qualifications]
            + [0.0]
        )
        unknown = arrays.staff_milli == 0
        started = np.rint(wanted * (1.0 - vacant[qualification])).astype(np.int64)
        arrays.staff_milli[unknown] = started[unknown]
        self.market.start(arrays.staff_milli, qualification, self._parameters)
        self._started = True

    def wanted_milli(self, month: int) -> Integers:
        """Return the milli-FTE each site would employ: for its cases and its part of those waiting.

        Waiting cases of a Kreis are expected at its sites in proportion to their free capacity.
        """
        state: State = self._model.state
        need = self.need_milli(month)
        top = int(state.counters[2, TOP])
        served, bound = used_capacity(state.cases, top, need, len(self.sites))
        is_open = self.sites.is_open(month)
        free = np.maximum(self.case_capacity(month) - served.sum(axis=0), 0)
        wanted = bound + np.where(is_open, self._fixed_milli(month), 0)
        kreis = self._kreis[self.site_area()]
        waiting = _waiting_by_area(
            state.persons, state.cases, top, len(self.kinds), self._region.place_area, len(self._kreis)
        )
        for code, kind in enumerate(self.kinds):
            sites = self.sites.codes(kind.site_kind)
            for group in range(int(self._kreis.max()) + 1):
                own = sites[kreis[sites] == group]
                room = int(free[own].sum())
                expected = min(int(waiting[code, self._kreis == group].sum()), room)
                if expected > 0:
                    wanted[own] += expected * need[code] * free[own] // room
        return np.where(is_open, wanted, 0)

    def move_staff(self, month: int) -> None:
        """Let the staff market act for a month."""
        if self._started:
            self.market.step(
                self.sites.arrays.staff_milli,
                self.wanted_milli(month),
                self.qualification(),
                self._parameters,
                month,
            )

    def book_costs(self, month: int) -> None:
        """Book the month's costs of all kinds; kinds that share sites share their fixed costs by cases."""
        state: State = self._model.state
        need = self.need_milli(month)
        served, bound = used_capacity(
            state.cases, int(state.counters[2, TOP]), need, len(self.sites)
        )
        area, is_open = self.site_area(), self.sites.is_open(month)
        arrays = self.sites.arrays
        kind_of_site = np.array([site.kind for site in self.sites], dtype=object)
        elsewhere = self._model.counts.cases[:, ELSEWHERE].sum(axis=(2, 3))
        for code, kind in enumerate(self.kinds):
            sharing = [other for other, one in enumerate(self.kinds) if one.site_kind == kind.site_kind]
            own = is_open & (kind_of_site == kind.site_kind)
            total = served[sharing].sum(axis=0)
            share = np.where(total > 0, served[code] / np.maximum(total, 1), 1.0 / len(sharing)) * own
            by_staff = np.where(bound > 0, served[code] * need[code] / np.maximum(bound, 1), share) * own
            by_site = self.finance.book_services(
                month,
                kind.id,
                area,
                np.rint(1000.0 * share).astype(np.int64),
                np.rint(1000.0 * share * arrays.licensed_places).astype(np.int64),
                np.rint(by_staff * arrays.staff_milli).astype(np.int64),
                1000 * served[code] * own,
                elsewhere[code],
            )
            self._book_providers(by_site)

    def _book_providers(self, by_site: Integers) -> None:
        """Add each site's cost to its provider's ledger."""
        total, own = by_site.sum(axis=0), by_site[-1]
        for site in self.sites:
            if total[site.code]:
                self.sites.providers[site.provider_id].book(int(total[site.code]), int(own[site.code]))

    def count_quantities(self, month: int) -> None:
        """Count informal care and parents' lost hours at the month's end."""
        model, state = self._model, self._model.state
        quantities = model.counts.quantities
        value = self._parameters.value
        count_informal_care(
            state.persons,
            state.households,
            state.cases,
            int(state.counters[0, TOP]),
            month,
            self._parameters.table("informal_care.hours_per_week", month),
            self.effect_factors("informal_care_hours", month),
            value("informal_care.heavy_hours_per_week", month),
            value("informal_care.full_time_effect", month),
            self._region.place_area,
            quantities[QUANTITIES.index("informal_care_hours")],
            quantities[QUANTITIES.index("carers_full_time_loss")],
        )
        count_parent_hours(
            state.persons,
            state.cases,
            int(state.counters[2, TOP]),
            self.effect_factors("parent_hours", month),
            self._region.place_area,
            quantities[QUANTITIES.index("parent_hours_lost")],
        )


@kernel
def _displace(cases: Cases, top: int, closed: npt.NDArray[np.bool_], month: int) -> None:
    """Let served cases of closed sites wait again, ranked before all others."""
    for case in range(top):
        if cases.person[case] == NOBODY or cases.state[case] != SERVED:
            continue
        if closed[cases.site[case]]:
            cases.state[case] = WAITING
            cases.site[case] = NOBODY
            cases.since[case] = month
            cases.priority[case] &= np.uint32(0x7FFFFFFF)


@kernel
def _waiting_by_area(
    persons: Any, cases: Cases, top: int, kinds: int, place_area: npt.NDArray[np.int16], areas: int
) -> Integers:
    """Count waiting cases by kind and area."""
    waiting = np.zeros((kinds, areas), dtype=np.int64)
    for case in range(top):
        row = cases.person[case]
        if row != NOBODY and cases.state[case] == WAITING:
            waiting[cases.kind[case], place_area[persons.place[row]]] += 1
    return waiting
