"""The model: one region under one scenario, a month a step, as a Mesa model.

Examples
--------
>>> model = SocialModel("musterkreis", rng=1, spin_up=0, end="2024-02")
>>> while model.running:
...     model.step()
>>> model.month_label
'2024-02'
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.core.random import Stream
from simsocial.core.roots import roots
from simsocial.core.state import TOP
from simsocial.indicators.counts import Counts
from simsocial.indicators.known import cells_of, indicators
from simsocial.model.arguments import (
    Horizon,
    ScenarioLike,
    complete_registry,
    horizon_of,
    plan_of,
    refuse_names,
    region_of,
    seed_of,
)
from simsocial.model.building import build_state
from simsocial.model.collector import Collector
from simsocial.model.invariants import check_counted, check_month, check_state
from simsocial.model.recorder import Recorder
from simsocial.model.schedule import Schedule, known_processes
from simsocial.model.snapshot import Snapshot, restore, take_snapshot
from simsocial.model.triggers import Triggers
from simsocial.model.views import HouseholdViews, PersonViews
from simsocial.parameters import Parameters
from simsocial.people.school_entry import LATE_SCHOOL_STREAM
from simsocial.processes.border import ExpectedPeople
from simsocial.processes.census import count_population
from simsocial.processes.dwelling_stock import stock_path
from simsocial.processes.housing import HousingMarket
from simsocial.region import Region, SyntheticPopulation, synthesise
from simsocial.services.catalogue import Catalogue, load_catalogue_from_dirs
from simsocial.services.system import ServiceSystem
from simsocial.shapes.legal_calendar import LegalCalendar, load_legal_calendar
from simsocial.shapes.trigger import Trigger

__all__ = ["ScenarioLike", "SocialModel"]


_UNCHANGED = np.ones((1, 1))
"""Factors by kind and case state of a hazard that no service changes."""


class SocialModel(mesa.Model):
    """One region under one scenario.

    A new model stands at the region's base date (or where its snapshot was taken). :meth:`spin_up` runs the months
    before the horizon; the first :meth:`step` and :meth:`run` do so of their own accord.

    Parameters
    ----------
    region : Region or str or Path or mapping
        A loaded region or what :func:`simsocial.load_region` takes.
    scenario : Scenario, optional
        Measures; without it the status quo.
    rng : int, optional
        Seed of the replicate (Mesa's name for it); without it always 1, with a warning: Mesa's
        ``batch_run(..., iterations=3)`` hence gives one run three times. Sweep ``rng`` instead.
    parameters, catalogue, laws : optional
        Registry, service kinds and legal calendar; by default the package's and the user's own.
    start, end : str
        First and last month to be compared, ``YYYY-MM``; `start` defaults to the month after the spin-up.
    spin_up : int
        Months of status quo between the base population and the horizon, where `start` is not given.
    disabled : collection of str
        Processes that are switched off.
    snapshot : Snapshot, optional
        Go on from here instead of building and spinning up; of the same seed and region, and not of a month
        after `start`, unless it has counted from `start` on (an option begins where it first differs).
    population : SyntheticPopulation, optional
        People to start from instead of those synthesised from the region.
    synthesis_seed : int
        Seed of the synthesis.
    watch : sequence of int
        Keys of persons whose events are kept for their biographies.
    check_every_month : bool
        Check every row after every month, not only the balances, and count everybody anew.

    Attributes
    ----------
    option : Scenario or None
        The scenario that is simulated.
    laws : LegalCalendar
        Under the switches of the scenario.
    plan : Plan
        What every registered value is in each month of the run; compiled anew when a trigger has fired.
    triggers : Triggers
        Where measures that wait for a trigger stand.
    month : int
        The absolute month simulated last, before the first one that of the base date.
    died : ndarray of uint64
        Keys of those who died in that month.
    population_before : dict
        Population cubes (areas, 2, 101) at the base date, at the year ends of the spin-up and at its end.
    running : bool
        False once the horizon's last month is done.
    """

    def __init__(
        self,
        region: Region | str | Path | Mapping[str, Any] = "musterkreis",
        scenario: ScenarioLike | None = None,
        rng: int | None = None,
        *,
        parameters: Parameters | None = None,
        catalogue: Catalogue | None = None,
        laws: LegalCalendar | None = None,
        start: str | None = None,
        end: str = "2031-12",
        spin_up: int = 36,
        disabled: Collection[str] = (),
        snapshot: Snapshot | None = None,
        population: SyntheticPopulation | None = None,
        synthesis_seed: int = 1,
        watch: Sequence[int] = (),
        check_every_month: bool = False,
    ) -> None:
        seed = seed_of(rng)
        super().__init__(rng=seed)
        self.running: bool = True
        # ``seed`` is read by every keyed draw; Mesa's own generator is never used.
        self.seed = seed
        refuse_names(scenario, parameters)
        # Mesa 3.5 keeps an attribute `scenario` of its own and writes into it.
        self.option = scenario
        if catalogue is None:
            catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
        self.catalogue = catalogue
        calendar = load_legal_calendar() if laws is None else laws
        own = {} if scenario is None else scenario.laws
        self.laws = calendar.switched({**calendar.switches, **own})
        self.parameters = complete_registry(parameters, catalogue)
        loaded = region_of(region, self.parameters)
        self.region = self.parameters.once(("travel", loaded), lambda: loaded.with_travel_of(self.parameters))
        horizon = horizon_of(self.region, start, end, spin_up)
        self.first_month, self.start_month, self.end_month = horizon
        if scenario is not None:
            # What goes on from a snapshot may have begun before.
            begin = self.start_month if snapshot is None else None
            scenario.validate_against(self.region, catalogue, first_month=begin)
        self.next_month = self.month = self.first_month
        self._check_every_month, self._disabled = check_every_month, tuple(disabled)
        self.place_area = self.region.place_area
        self.extra_arrivals = np.empty(0, dtype=np.int64)
        self.died = np.empty(0, dtype=np.uint64)
        known_processes()  # each declares the events that are counted
        recorded = indicators(self.catalogue)
        self.counts = Counts(
            tuple(self.region.areas["area"]),
            self.catalogue.ids,
            self.catalogue.qualifications,
            cells_of(recorded),
        )
        self.cell = self.counts.cells.of_cohorts(self.first_month)
        self.expected_people = self.parameters.once(
            (ExpectedPeople, self.region), lambda: ExpectedPeople(self.parameters, self.region)
        )
        self.population_before = {self.first_month - 1: self.region.population.astype(np.int64)}
        self.recorder = Recorder(self.counts, recorded, self.start_month, self.end_month)
        self.triggers = Triggers({} if scenario is None else scenario.measures, self.start_month)
        if snapshot is None:
            self._build(population or synthesise(self.region, self.parameters, synthesis_seed))
        else:
            self.triggers.resume(snapshot.waiting)
            self._build(snapshot)
        self.persons = PersonViews(self, watch)
        self.households = HouseholdViews(self, self.persons)
        self.datacollector = Collector(self.recorder)
        if self.next_month == self.start_month:
            self.population_before[self.month] = count_population(self)

    def _build(self, begin: SyntheticPopulation | Snapshot) -> None:
        """Compile the plan and build everything that reads it, at the region's base date or where a snapshot stands."""
        measures = self.triggers.measures()
        horizon = Horizon(self.first_month, self.start_month, self.end_month)
        self.plan = plan_of(measures, self.parameters, self.catalogue, horizon, self.laws)
        self._is_dated_anew = False
        self.housing = HousingMarket(
            self.region,
            self.parameters.value("housing.decay_minutes"),
            self.parameters.once(
                (stock_path, self.region, self.end_month),
                lambda: stock_path(self.parameters, self.region, self.expected_people, self.end_month),
            ),
        )
        self.services = ServiceSystem(self, self.region, self.catalogue, self.plan)
        self.served_before = np.zeros(len(self.services.sites), dtype=np.int64)
        if isinstance(begin, Snapshot):
            restore(self, begin)
        else:
            self.state = build_state(begin)
        self.schedule_of_month = Schedule(self, self._disabled)
        self._late_share = self.plan.number("school_entry.late_share")
        self._late_school = Stream.of(self.seed, LATE_SCHOOL_STREAM)
        self.state.late_school = self._late_school, self._late_share.at(self.next_month)
        if isinstance(begin, Snapshot):
            self.schedule_of_month.columns.resume()
        else:
            self.schedule_of_month.columns.begin()
        months = range(self.next_month, self.end_month + 1)
        self.schedule_of_month.prepare(months)
        self.services.prepare(months, [site for measure in measures for site in measure.planned_sites])
        compared = range(max(self.next_month, self.start_month), self.end_month + 1)
        self._acting = [(measure, measure.bookings(self, compared)) for measure in measures]
        self.month = self.next_month - 1

    # --- what measures see ------------------------------------------------------------------------

    @property
    def sites(self) -> Any:
        """Sites of all kinds."""
        return self.services.sites

    @property
    def dwellings(self) -> HousingMarket:
        """Dwellings by place."""
        return self.housing

    @property
    def finance(self) -> Any:
        """Ledger of all payers."""
        return self.services.finance

    # --- running ------------------------------------------------------------------------------------

    @property
    def month_label(self) -> str:
        """Label of the month simulated last."""
        return month_label(self.month)

    def hazard_factors(self, target: str) -> npt.NDArray[np.float64]:
        """Return what services do to a named hazard, by kind and case state."""
        if target:
            return self.services.effect_factors(target, self.month)
        return _UNCHANGED

    def place_factors(self, target: str) -> npt.NDArray[np.float64]:
        """Return what longer ways to services do to a named hazard, by place; empty where they do nothing."""
        return self.services.place_factors(target, self.month)

    def spin_up(self) -> SocialModel:
        """Simulate the months before the horizon, as far as they are not done, and return the model."""
        while self.next_month < self.start_month:
            self.advance()
        return self

    def step(self) -> None:
        """Simulate one month of the horizon, after the spin-up; Mesa's collector sees it."""
        if not self.running:
            return
        self.spin_up()
        self.advance()
        self.datacollector.collect(self)
        self.running = self.month < self.end_month

    def run(self) -> SocialModel:
        """Simulate all months to the end of the horizon without Mesa's collector, and return the model."""
        while self.next_month <= self.end_month:
            self.advance()
        self.running = False
        return self

    def snapshot(self) -> Snapshot:
        """Return a copy of everything that lasts, to start options from."""
        return take_snapshot(self)

    def served_by_site(self) -> npt.NDArray[np.int64]:
        """Return the cases each site serves now."""
        return self.services.served_by_site()

    def advance(self) -> None:
        """Let one month pass: measures, processes, counting, checks."""
        if self._is_dated_anew:
            self.remove_all_agents()
            self._build(self.snapshot())
        self.month = self.next_month
        self.state.late_school = self._late_school, self._late_share.at(self.month)
        self.counts.clear()
        self.finance.begin_month(self.month)
        self.housing.build(self.month - self.first_month + 1)
        self.housing.count(self.state.households, int(self.state.counters[1, TOP]))
        before = self.state.population
        self.died = self.died[:0]
        self._apply_measures()
        self.services.close_sites(self.month)
        self.schedule_of_month.run(self.month)
        self._settle_measures()
        check_month(self, before)
        if self._check_every_month or self.month % 12 == 11:
            check_state(self)
        if self._check_every_month:
            check_counted(self)
        self.services.plan_staff(self.month)
        self.next_month = self.month + 1
        if self.month >= self.start_month:
            self.recorder.record(self.month)
            self._is_dated_anew = self.triggers.look(self._seen, self.month)
        elif self.month % 12 == 11 or self.next_month == self.start_month:
            self.population_before[self.month] = count_population(self)
        self.persons.watch()

    def _seen(self, trigger: Trigger) -> float:
        """Return what a trigger looks at, in the month simulated last."""
        if trigger.indicator is not None:
            return self.recorder.latest(trigger.indicator, trigger.area)
        served = self.served_by_site()
        return float(sum(served[site.code] for site in self.services.sites if site.site_id == trigger.site))

    def _apply_measures(self) -> None:
        """Let every measure act that has begun, in the order of their names."""
        if self.month < self.start_month:
            return
        for measure, bookings in self._acting:
            if measure.first_month <= self.month:
                measure.apply(self, self.month)
                for booking in bookings.get(self.month, ()):
                    self.finance.book(*booking)

    def _settle_measures(self) -> None:
        """Let every measure that has begun book what follows from whom services serve this month."""
        for measure, _ in self._acting if self.month >= self.start_month else ():
            if measure.first_month <= self.month:
                measure.settle(self, self.month)
