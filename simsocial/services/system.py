"""All services of a model in one month: demand, staff, allocation, money.

The system holds what lasts (sites, staff, pool) and offers one method a turn of the month; the processes
in :mod:`simsocial.processes` call them in the order of the schedule.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.state import TOP, State
from simsocial.indicators.axes import PAYERS, QUANTITIES
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.access import Access
from simsocial.services.allocation import Line, allocate, displaced, line_of, rules_of, seekers_of, transfer
from simsocial.services.capacity_use import CapacityUse, capacity_use
from simsocial.services.case_counts import CaseTallies, count_cases
from simsocial.services.cases import open_and_close_cases
from simsocial.services.catalogue import Catalogue
from simsocial.services.claims import count_unmet_claims
from simsocial.services.costs import book_costs
from simsocial.services.demand import DemandTables
from simsocial.services.displacement import displace_cases
from simsocial.services.effects import effect_factors
from simsocial.services.elsewhere import Houses
from simsocial.services.expansion import places_added
from simsocial.services.finance import Finance
from simsocial.services.informal_care import informal_care_of
from simsocial.services.network import SiteNetwork
from simsocial.services.placement import Room, Rules
from simsocial.services.room import room_of
from simsocial.services.site_tables import SiteTables, make_site_tables
from simsocial.services.staff import StaffMarket, StaffRates, follow_work, spare_of_moved, staff_of_closed
from simsocial.services.staff_wanted import staff_wanted
from simsocial.services.transport import Transport

__all__ = ["ServiceSystem"]

Integers = npt.NDArray[np.int64]


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
    parameters : Plan
        The kinds' numbers by month.

    Attributes
    ----------
    keeps_care_hours : bool
        Whether relatives' care is kept by person, as a person table needs it.
    care_hours : ndarray (rows,)
        Quarter-hours a week of relatives' care that each person received at the month's end; empty if not kept.
    """

    def __init__(self, model: Any, region: Region, catalogue: Catalogue, parameters: Plan) -> None:
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
        self._rates = StaffRates(parameters, catalogue.qualifications)
        self._houses = Houses(region, catalogue)
        self._entitled = np.array([kind.access == "entitlement" for kind in self.kinds], dtype=np.bool_)
        self.access = Access(region, parameters)
        self._transport = Transport(region, catalogue, parameters, model.seed)
        self._demand = DemandTables(catalogue, parameters, model.seed)
        self._factors: dict[str, tuple[tuple[int, int], npt.NDArray[np.float64]]] = {}
        self.keeps_care_hours = False
        self.care_hours: Integers = np.zeros(0, dtype=np.int64)
        self._started = False
        self._rules: tuple[tuple[int, int], list[Rules]] | None = None
        self._moved_milli: Integers = np.zeros(0, dtype=np.int64)
        self._tables: tuple[tuple[int, int], tuple[tuple[int, int], int, bytes], SiteTables] | None = None
        self._use: tuple[tuple[int, ...], CapacityUse] | None = None

    @property
    def started(self) -> bool:
        """Whether sites have been staffed, which the first allocation does."""
        return self._started

    def resume(self, market: StaffMarket, started: bool) -> None:
        """Go on with the staff market of a snapshot."""
        self.market, self._started = market, started

    def tables(self, month: int) -> SiteTables:
        """Return what holds for every site in a month; made anew when a site, a value or the year changes."""
        if self._tables is None or self._tables[0] != (month, self.sites.version):
            is_open = self.sites.is_open(month).tobytes()
            holds = (self._parameters.period(month), self.sites.version, is_open)
            if self._tables is None or self._tables[1] != holds:
                made = make_site_tables(self.sites, self.catalogue, self._region, self._parameters, month)
            else:
                made = self._tables[2]
            self._tables = ((month, self.sites.version), holds, made)
        return self._tables[2]

    def effect_factors(self, target: str, month: int) -> npt.NDArray[np.float64]:
        """Return what cases do to a named quantity, by kind and case state."""
        period = self._parameters.period(month)
        if target not in self._factors or self._factors[target][0] != period:
            made = effect_factors(self.catalogue, self._parameters, target, month)
            self._factors[target] = period, made
        return self._factors[target][1]

    def use(self, month: int) -> CapacityUse:
        """Return who is served where and who has no place; counted anew when cases may have changed."""
        state: State = self._model.state
        key = (month, *state.counters[2].tolist())
        if self._use is None or self._use[0] != key:
            need = self.tables(month).need_milli
            use = capacity_use(state, need, self._region.place_area, len(self._region.areas), len(self.sites))
            self._use = (key, use)
        return self._use[1]

    def served_by_site(self) -> Integers:
        """Count the cases each site serves now, all kinds together, whatever was counted before."""
        self._use = None
        return self.use(self._model.month).served_by_site

    # --- turns of the month -------------------------------------------------------------------------

    def update_demand(self, month: int) -> None:
        """Close and open cases by this month's demand, count the target."""
        state = self._model.state
        demand = self._demand.tables(month, self._access(month))
        eligible = open_and_close_cases(
            state, demand, self._region.place_area, len(self._region.areas), month
        )
        self._use = None
        for code, kind in enumerate(self.kinds):
            quota = kind.number(self._parameters, "target_quota", month)
            self._model.counts.target[code] = np.rint(1000.0 * quota * eligible[code])

    def close_sites(self, month: int) -> None:
        """Let those whom sites served that close now wait again; their staff goes on at their employer's other sites.

        Whom those do not need once the month's places are given looks for other work (:meth:`allocate`).
        """
        closed = self.sites.arrays.closes == month
        if not closed.any():
            return
        displace_cases(self._model.state, closed, self.catalogue.residential, month)
        staff, tables = self.sites.arrays.staff_milli, self.tables(month)
        self._moved_milli, left = staff_of_closed(staff, closed, tables.is_open, tables.staff_group)
        self.market.release(left, tables.qualification, self._rates, month)
        self._use = None

    def add_places(self, month: int) -> None:
        """Let providers add places where theirs fill up, each January, and book what they cost to build."""
        if not self._started or month % 12:
            return
        tables, use, arrays = self.tables(month), self.use(month), self.sites.arrays
        for site_kind in self.catalogue.site_kinds:
            house = self.catalogue.house(site_kind)
            if house.expansion is None:
                continue
            codes = self.sites.codes(site_kind)
            codes = codes[tables.is_open[codes]]
            added = places_added(
                house, self._parameters, arrays.licensed_places[codes], use.served_by_site[codes], month
            )
            self.sites.add_places(codes, added)
            per_place = house.cost_eur_per_year(self._parameters, "capital_per_place", month)
            by_area = np.bincount(tables.area[codes], added * per_place, minlength=len(self._region.areas))
            for area in np.flatnonzero(by_area).tolist():
                for payer, share in house.payers_of(self._parameters, "capital_per_place").items():
                    self.finance.book(payer, house.id, area, share * by_area[area], budget="capital")

    def hire(self, site: int, wanted_milli: int, month: int) -> int:
        """Take the staff a new site wants from those who look for work; return the milli-FTE it gets."""
        return self.market.hire(int(self.tables(month).qualification[site]), wanted_milli)

    def _access(self, month: int) -> npt.NDArray[np.float64]:
        """Return the factor on demand by place and kind: how near the nearest open site is; 1 for claims."""
        table = np.ones((len(self._region.places), len(self.kinds)))
        for code, kind in enumerate(self.kinds):
            if not kind.has("distance.decay_minutes"):
                continue
            table[:, code] = self.access.factors(kind, self._nearby(code, month), month)
        return table

    def _nearby(self, code: int, month: int) -> Any:
        """Return the open sites of a kind near each place."""
        kind = self.kinds[code]
        maximum = kind.number(self._parameters, "distance.maximum_minutes", month, default=120.0)
        return self.sites.nearby(kind.site_kind, maximum, month)

    def allocate(self, month: int) -> None:
        """Serve displaced cases, then transfers, then the lines; at the very start staff is what the start needs."""
        tables, arrays = self.tables(month), self.sites.arrays
        room = room_of(arrays, tables, self.use(month), self._region.minutes, started=self._started)
        lines = self._lines(month, room)
        if len(displaced(self._model.state)):
            for line in lines:
                allocate(line, None)
        seekers = seekers_of(self._model.state, lines, room)
        if self._started:
            for line in lines:
                transfer(line, seekers)
        for line in lines:
            allocate(line, seekers)
        self._use = None
        if not self._started:
            self._start_staff(month)
        staff = arrays.staff_milli
        work = np.where(tables.is_open, self.use(month).bound_milli + tables.fixed_milli, 0)
        staff[:] = follow_work(staff, work, tables.staff_group)
        if self._moved_milli.any():
            wanted = np.where(tables.is_open, work + arrays.missed_milli, 0)
            spare = spare_of_moved(staff, wanted, self._moved_milli, tables.staff_group)
            staff -= spare
            self.market.release(spare, tables.qualification, self._rates, month)
            self._moved_milli = np.zeros(0, dtype=np.int64)

    def _lines(self, month: int, room: Room) -> list[Line]:
        """Return what the allocation of each kind needs to know."""
        model, period = self._model, self._parameters.period(month)
        if self._rules is None or self._rules[0] != period:
            made = [rules_of(kind, self._parameters, model.seed, month) for kind in self.kinds]
            self._rules = period, made
        rules = self._rules[1]
        moves = model.counts.moves(model.place_area, model.age_group)
        return [
            line_of(
                model.state,
                kind,
                code,
                self._nearby(code, month),
                room,
                rules[code],
                self._parameters,
                model.seed,
                month,
                moves,
            )
            for code, kind in enumerate(self.kinds)
        ]

    def _start_staff(self, month: int) -> None:
        """Staff sites of unknown staff as their cases need, short of the share of vacant posts."""
        arrays, qualification = self.sites.arrays, self.tables(month).qualification
        wanted = self.wanted_milli(month)
        shares = [share.at(month) for share in self._rates.vacancy_share]
        vacant = np.array([*shares, 0.0])
        unknown = arrays.staff_milli < 0
        started = np.rint(wanted * (1.0 - vacant[qualification])).astype(np.int64)
        arrays.staff_milli[unknown] = started[unknown]
        self.market.start(arrays.staff_milli, qualification, self._rates)
        self._started = True

    def wanted_milli(self, month: int) -> Integers:
        """Return the milli-FTE each site would employ."""
        return staff_wanted(self.tables(month), self.use(month).bound_milli, self.sites.arrays.missed_milli)

    def move_staff(self, month: int) -> None:
        """Let the staff market act for a month."""
        if not self._started:
            return
        tables, arrays = self.tables(month), self.sites.arrays
        wanted = self.wanted_milli(month)
        self.market.step(arrays.staff_milli, wanted, tables.qualification, self._rates, month)

    def book_costs(self, month: int) -> None:
        """Book the month's costs of all kinds, and to each provider those of its sites."""
        by_site = book_costs(
            self.finance,
            self._houses,
            self._entitled,
            self.tables(month),
            self.sites.arrays,
            self.use(month),
            self._model.counts,
            month,
        )
        self._transport.book(self.finance, month)
        self.sites.book(by_site.sum(axis=0), by_site[PAYERS.index("provider")])

    def count_cases(self, month: int, traits: npt.NDArray[np.uint16]) -> None:
        """Count cases, ways and relatives' hours at the month's end; `traits` are the households'."""
        model, state = self._model, self._model.state
        counts: Counts = model.counts
        place_area, age_group = self._region.place_area, model.age_group
        count_unmet_claims(state, self.catalogue, place_area, age_group, month, counts.claims)
        quantities = dict(zip(QUANTITIES, counts.quantities, strict=True))
        top = int(state.counters[0, TOP])
        self._transport.begin_month(self.sites, month)
        self.care_hours = np.zeros(top if self.keeps_care_hours else 0, dtype=np.int64)
        count_cases(
            state.persons,
            state.cases,
            top,
            month,
            age_group,
            place_area,
            self.sites.arrays.place,
            self._region.minutes,
            traits,
            informal_care_of(self._parameters, self.effect_factors, month),
            self._transport.ways,
            CaseTallies(
                counts.cases,
                counts.waiting_months,
                counts.travel,
                quantities["informal_care_hours"],
                quantities["carers_full_time_loss"],
                quantities["old_carers"],
                quantities["parent_hours_lost"],
                self.care_hours,
            ),
        )
