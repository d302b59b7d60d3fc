"""All services of a model in one month: demand, staff, allocation, money.

The system holds what lasts (sites, staff, pool) and offers one method a turn of the month; the processes
in :mod:`simsocial.processes` call them in the order of the schedule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simsocial.core.state import State
from simsocial.indicators.cells import PersonCells
from simsocial.indicators.counts import Counts
from simsocial.parameters.plan import Plan
from simsocial.people.changeable import ONSET
from simsocial.region import Region
from simsocial.services.allocation import Allocation, Lines
from simsocial.services.asked import WhoIsAsked
from simsocial.services.at_sites import PlannedSite
from simsocial.services.booked_hours import BookedHours
from simsocial.services.buildings import Buildings
from simsocial.services.capacity_use import CapacityUse
from simsocial.services.case_counts import CaseCounts
from simsocial.services.cases import open_and_close_cases
from simsocial.services.catalogue import Catalogue
from simsocial.services.costs import book_costs
from simsocial.services.demand import DemandTables
from simsocial.services.displacement import displace_cases
from simsocial.services.elsewhere import Houses
from simsocial.services.episodes import Episodes
from simsocial.services.expansion import grow, growth_of
from simsocial.services.fewer_places import staff_beyond_places
from simsocial.services.finance import Finance
from simsocial.services.grants_gone import GrantsGone
from simsocial.services.in_use import InUse
from simsocial.services.line_up import LineUp
from simsocial.services.local_budget import LocalBudget
from simsocial.services.local_prices import LocalPrices
from simsocial.services.longer_ways import LongerWays
from simsocial.services.negotiation import Negotiations
from simsocial.services.network import SiteNetwork
from simsocial.services.opening import line_of_new
from simsocial.services.overload import gives_back, overload_micro, release_overfull, release_overload
from simsocial.services.places_run import places_run
from simsocial.services.planned_posts import PlannedPosts, staff_beyond_posts
from simsocial.services.present import PresentTables
from simsocial.services.provider_turn import Providers
from simsocial.services.public_owners import bearers, owners_of
from simsocial.services.room import room_of
from simsocial.services.served_now import served_by_site
from simsocial.services.site_tables import SiteTables
from simsocial.services.staff import StaffMarket
from simsocial.services.staff_rates import StaffRates
from simsocial.services.staff_shares import follow_work, spare_of_moved, split_rows, staff_of_closed
from simsocial.services.staff_wanted import staff_wanted
from simsocial.services.sticky_cost import StickyCost
from simsocial.services.transport import Transport
from simsocial.services.travel_minutes import TravelMinutes
from simsocial.services.who import Conditions, Who

__all__ = ["ServiceSystem"]

Integers = npt.NDArray[np.int64]


class ServiceOwner(Protocol):
    """What services need of the model they belong to; see :class:`simsocial.model.social_model.SocialModel`."""

    state: State
    counts: Counts
    seed: int
    month: int
    start_month: int
    place_area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]


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
    plan : Plan
        The kinds' numbers by month.

    Attributes
    ----------
    case_counts : CaseCounts
        The count of cases at the month's end.
    conditions : Conditions or None
        What held of everybody when this month's demand was told; None before the first time.
    episodes : Episodes
        Needs that begin and end.
    sticky_cost : StickyCost
        What closed places still cost.
    """

    def __init__(self, model: ServiceOwner, region: Region, catalogue: Catalogue, plan: Plan) -> None:
        self._model, self._region = model, region
        self.catalogue = catalogue
        self.kinds = tuple(catalogue)
        self.sites = SiteNetwork(model, region, catalogue, TravelMinutes(plan, region), model.seed)
        self.finance = Finance(catalogue, plan, model.counts)
        self.finance.local = LocalPrices(plan, catalogue, region, self.sites)
        self.market = StaffMarket.empty(catalogue.qualifications)
        self._rates = plan.once((StaffRates, catalogue), lambda: StaffRates(plan, catalogue.qualifications))
        entry_ages = [catalogue.staff[name].entry_ages for name in catalogue.qualifications]
        self._entry_ages = np.array(entry_ages, dtype=np.int64).reshape(-1, 2)
        self._houses = plan.once((Houses, region, catalogue), lambda: Houses(region, catalogue))
        self._gives_back = gives_back(catalogue)
        self._owners = owners_of(catalogue)
        self._entitled = np.array([kind.access == "entitlement" for kind in self.kinds], dtype=np.bool_)
        self._transport = Transport(region, catalogue, plan, model.seed)
        self._booked_hours = plan.once((BookedHours, catalogue), lambda: BookedHours(catalogue, plan))
        self.case_counts = CaseCounts(
            catalogue, model.counts, self._transport, self._booked_hours, region.place_area
        )
        self._demand = DemandTables(catalogue, plan, model.seed)
        self.episodes = Episodes(catalogue, plan, model.seed, region.place_area)
        self._who, self._asked = Who(self.kinds), WhoIsAsked()
        self.conditions: Conditions | None = None
        self._allocation = Allocation(catalogue, model.seed)
        self._growth = plan.held(
            lambda month: growth_of(catalogue, plan, month), "services", of=("growth", catalogue)
        )
        self._budget = LocalBudget(plan)
        self._buildings = Buildings(plan, catalogue, region)
        self.sticky_cost = StickyCost(catalogue, plan, self._buildings, len(model.counts.areas))
        self._grants_gone = GrantsGone(self.sites, catalogue)
        self._negotiations = Negotiations(self.sites, catalogue, plan)
        self._providers = Providers(self.sites, region, catalogue, plan, model.seed)
        self._posts = PlannedPosts(catalogue, plan, model.start_month)
        self._present = PresentTables(self.sites, region, catalogue, plan, self._posts, model.start_month)
        line_up = LineUp(catalogue, model.seed)
        self._in_use = InUse(line_up, self.sites, self._present)
        self._longer_ways = LongerWays(self.sites, region)
        self._started = False
        self._moved_milli: Integers = np.zeros(0, dtype=np.int64)

    def prepare(self, months: range, planned: Iterable[PlannedSite] = ()) -> None:
        """Work out what these months need, before the first of them; `planned` are sites that measures will open."""
        self._present.prepare(months, planned)
        self._demand.prepare(months)
        self._transport.prepare(months)
        self._booked_hours.prepare(months)
        self._growth.prepare(months)
        self._providers.prepare(months)
        self._buildings.prepare(months, self.sites, planned)
        self.finance.prepare(months, planned)

    @property
    def started(self) -> bool:
        """Whether sites have been staffed, which the first allocation does."""
        return self._started

    @property
    def usual_minutes(self) -> npt.NDArray[np.float64] | None:
        """Minutes to the nearest site in the month before the horizon (places, kinds); None before its first month."""
        return self._present.usual_minutes

    def resume(
        self, market: StaffMarket, started: bool, usual_minutes: npt.NDArray[np.float64] | None
    ) -> None:
        """Go on with the staff market of a snapshot, and the ways from which on others are longer."""
        self.market, self._started = market, started
        self._present.usual_minutes = usual_minutes

    @property
    def fte_per_head(self) -> npt.NDArray[np.float64]:
        """Full-time posts of a person employed, by qualification."""
        return self._rates.fte_per_head

    def tables(self, month: int) -> SiteTables:
        """Return what holds for every site in a month."""
        return self._present.at(month).tables

    def effect_factors(self, target: str, month: int) -> npt.NDArray[np.float64]:
        """Return what cases do to a named quantity, by kind and case state."""
        return self._present.at(month).values.effects[target]

    def place_factors(self, target: str, month: int) -> npt.NDArray[np.float64]:
        """Return what longer ways do to a named quantity, by place; empty where they do nothing."""
        return self._longer_ways.factors(self._present.at(month).values.place_effects.get(target, ()), month)

    def _onset_by_place(self, month: int) -> npt.NDArray[np.float64]:
        """Return what longer ways do to the onset of needs (kinds with episodes, places); empty if nothing."""
        factors = [
            self.place_factors(f"{ONSET}{kind.id}", month) for kind in self.kinds if kind.need is not None
        ]
        if not any(map(len, factors)):
            return np.zeros((0, 0))
        return np.array([own if len(own) else np.ones(len(self._region.minutes)) for own in factors])

    def use(self, month: int) -> CapacityUse:
        """Return who is served where, as the month's demand and allocation left it."""
        return self._in_use.at(self._model.state, month)

    def served_by_site(self) -> Integers:
        """Count the cases each site serves now, all kinds together, whatever was counted before."""
        return served_by_site(self._model.state, len(self.sites))

    # --- turns of the month -------------------------------------------------------------------------

    def update_demand(self, month: int) -> None:
        """Close and open cases by this month's demand, count the target."""
        now, place_area = self._present.at(month), self._region.place_area
        demand = self._demand.tables(month, now.values, now.access, now.felt)
        state, areas = self._model.state, len(self._model.counts.areas)
        self.conditions = conditions = self._who.of(state, month)
        cell = self._model.cell
        needs, onset, counts = now.values.episodes, self._onset_by_place(month), self._model.counts
        self.episodes.pass_month(state, demand, conditions, needs, onset, counts, cell, month)
        eligible = open_and_close_cases(state, demand, conditions, self._asked, place_area, areas, month)
        self._model.counts.target[:] = np.rint(now.values.milli_quota * eligible)
        # At the very start nobody asks for a nearer place.
        self._in_use.count(state, month, transfers=self._started)

    def plan_staff(self, month: int) -> None:
        """Let posts be planned where they limit a kind, or be noted where a cut does; count whom staff follows."""
        by_age = self._model.counts.population.sum(axis=(0, 1))
        if by_age.any():
            self.market.follow_people(by_age, self._entry_ages, self._rates.follow.at(month))
        if self._started and self._posts.note(self.sites.arrays, self.tables(month), self.use(month), month):
            self.sites.version += 1

    def close_sites(self, month: int) -> None:
        """Let those whom sites served that close now wait again; their staff goes on at their employer's other sites.

        Whom those do not need once the month's places are given looks for other work (:meth:`allocate`).
        """
        closed = self.sites.arrays.closes == month
        if not closed.any():
            return
        displace_cases(self._model.state, closed, self.catalogue.residential, month)
        if month >= self._model.start_month:
            self._grants_gone.note_closed(closed)
        tables = self.tables(month)
        closed, is_open = tables.of_posts(closed), tables.of_posts(tables.is_open)
        staff, group = self.sites.arrays.staff_milli.reshape(-1), tables.staff_group.ravel()
        self._moved_milli, left = staff_of_closed(staff, closed, is_open, group)
        self.market.release(left, tables.qualification.ravel(), self._rates, month)
        self._in_use.forget()

    def add_places(self, month: int) -> None:
        """Let providers agree on the prices of the year, and on fewer places where theirs stay empty, each January.

        Where nobody came for a year they close; where theirs fill up they add places, whose building is booked.
        """
        if not self._started or month % 12:
            return
        self._providers.close_unvisited(self.tables(month), month)
        self._negotiations.negotiate(self.tables(month), self.finance.prices(month).occupancy, month)
        # Places of one kind are no matter for those of the next: tables are not made anew in between.
        tables, by_site = self.tables(month), self.served_by_site()
        for growth in self._growth.at(month):
            grow(growth, self.sites, tables, by_site, self._buildings, self.finance, month)

    def hire(self, site: int, wanted_milli: int, month: int) -> Integers:
        """Take the staff a new site wants from those who look for work; return the milli-FTE of each qualification.

        It wants them in the proportions in which a full house needs them.
        """
        tables = self.tables(month)
        offered = tables.site_kind_of_kind == tables.kind_code[site]
        full = (
            tables.fixed_milli[site]
            + tables.capacity[site] * tables.need_micro[offered, site].max(axis=0) // 1000
        )
        wanted = split_rows(np.array([wanted_milli]), full[np.newaxis])[0]
        found = map(self.market.hire, tables.qualification[site].tolist(), wanted.tolist())
        return np.array(list(found), dtype=np.int64)

    def allocate(self, month: int) -> None:
        """Let those wait again whom no place or staff can serve; then serve displaced cases, transfers, and the lines.

        At the very start staff is what the start needs.
        """
        model, now, arrays = self._model, self._present.at(month), self.sites.arrays
        tables, state = now.tables, model.state
        if self._started:
            self._release_overload(month)
        room = room_of(arrays, tables, self.use(month), now.minutes, started=self._started)
        moves = model.counts.moves(model.place_area, model.cell)
        lines = Lines(state, now.near, room, now.values.rules, moves, month)
        queue = self._in_use.queue(state, month, transfers=self._started)
        if self._allocation.serve_displaced(lines, queue):
            queue = self._in_use.queue(state, month, transfers=self._started)
        self._allocation.serve(lines, queue)
        arrays.missed_milli[:] = -(-room.missed_micro // 1000)
        arrays.missed_milli += self.market.matching(-(-room.beside_micro // 1000), tables.qualification)
        self._in_use.set_served(room.served, month)
        if not self._started:
            self._start_staff(month)
        staff, group = arrays.staff_milli.reshape(-1), tables.staff_group.ravel()
        work = self.use(month).bound_milli + tables.fixed_milli
        work[~tables.is_open] = 0
        # Planned posts are filled where they are; colleagues elsewhere do not fill what a cut no longer pays.
        work[:, 0] = tables.filled(work[:, 0])
        staff[:] = follow_work(staff, work.ravel(), group)
        if self._moved_milli.any():
            wanted = self.wanted_milli(month).ravel()
            spare = spare_of_moved(staff, wanted, self._moved_milli, group)
            staff -= spare
            self.market.release(spare, tables.qualification.ravel(), self._rates, month)
            self._moved_milli = np.zeros(0, dtype=np.int64)
        self.sites.note_opened(room.served.sum(axis=0))

    def _release_overload(self, month: int) -> None:
        """Let those wait again for whom there is no place any more, or whom staff cannot serve even for a while."""
        now, state = self._present.at(month), self._model.state
        urgency = now.values.rules.urgency
        if release_overfull(state, now.tables, self.use(month), self._gives_back, urgency, month):
            self._in_use.forget()
        beyond = overload_micro(now.tables, self.sites.arrays, self.use(month), now.values.overload_share)
        if release_overload(state, now.tables, beyond, self._gives_back, urgency, month):
            self._in_use.forget()

    def _start_staff(self, month: int) -> None:
        """Staff sites of unknown staff as their cases need, short of the share of vacant posts.

        Of staff whose number is known each site has the qualifications in the proportions in which its cases need them.
        """
        staff, qualification = self.sites.arrays.staff_milli, self.tables(month).qualification
        wanted, known = self.wanted_milli(month), staff[:, 0] >= 0
        vacant = np.append(self._rates.at(month).vacancy_share, 0.0)
        started = np.rint(wanted * (1.0 - vacant[qualification])).astype(np.int64)
        staff[:] = np.where(known[:, np.newaxis], split_rows(staff[:, 0], wanted), started)
        self.market.start(staff.reshape(-1), qualification.ravel(), self._rates, month)
        self._started = True

    def wanted_milli(self, month: int) -> Integers:
        """Return the milli-FTE (sites, members) each site would employ."""
        return staff_wanted(self.tables(month), self.use(month), self.sites.arrays.missed_milli)

    def move_staff(self, month: int) -> None:
        """Let the staff market act for a month."""
        if not self._started:
            return
        tables, arrays = self.tables(month), self.sites.arrays
        staff, wanted = arrays.staff_milli.reshape(-1), self.wanted_milli(month)
        qualification = tables.qualification.ravel()
        beyond = staff_beyond_posts(tables, arrays) + staff_beyond_places(tables, arrays, self.use(month))
        if beyond.any():
            staff -= beyond.ravel()
            self.market.release(beyond.ravel(), qualification, self._rates, month)
        served = self.use(month).served_by_site
        line = line_of_new(arrays, tables, served, wanted, self._model.start_month)
        self.market.step(staff, wanted.ravel(), qualification, self._rates, month, line)

    def book_costs(self, month: int) -> None:
        """Book the month's costs of all kinds, and to each provider those of its sites."""
        offers = self.tables(month).offers
        cents = book_costs(
            self.finance,
            self._houses,
            self._entitled,
            self.tables(month),
            self.sites.arrays,
            self.use(month),
            self._grants_gone.places_cut(month),
            self._model.counts,
            month,
            self._providers.raised(offers),
            bearers(self._owners, offers, self.sites.ownerships[self.sites.provider_codes]),
        )
        self._transport.book(self.finance, month)
        self._budget.count(self._model.counts, month)
        places = places_run(self.tables(month), self.sites.arrays, self.use(month))
        self.sticky_cost.book(self.finance, self._model.counts, self.sites, self.tables(month), places, month)
        served, remains = self.use(month).served_by_site, self.sticky_cost.remains
        self._negotiations.note(self.tables(month), served, month)
        self._providers.book(offers, cents, served, remains, self._model.counts, month)

    def let_providers_decide(self, month: int) -> None:
        """Let providers short of money or staff act by their rule, where it lets anybody."""
        if not self._started:
            return
        self._providers.close_underfunded(month)
        if self._providers.may_decide(month):
            served = self.use(month).served_by_site
            self._providers.decide(self.tables(month), served, self.wanted_milli(month), month)

    def count_cases(self, month: int, cells: PersonCells, due: int) -> None:
        """Count cases, ways and relatives' hours at the month's end; so many persons are due."""
        now, place = self._present.at(month), self.sites.arrays.place
        self._providers.count_choice(self._model.counts, now.tables)
        self.case_counts.count(self._model.state, now, place, cells, due, month)
