"""Work: who works how much, as a function of lasting and slowly renewed draws and of present circumstances.

A person's draw is compared with the shares of people of that sex and age, by the age of the youngest child, who work
at least so much (:mod:`simsocial.people.work`). Circumstances change the odds of these shares: a child that waits for
a place, somebody in the household or a parent elsewhere who needs care, own need of care. So the shares of the whole
are those of the tables, whoever is at the margin moves at once when circumstances change, and back when they change
back. Draws are renewed after some half-years, soon for some people and seldom for others, so that people find and
lose work. Of some couples both go by the draws of one, so that both are without work more often than two strangers
are, and no oftener each.

Of a household one carer is asked whether care costs work: the one who fits best, or else who gives most to parents
elsewhere. Where two of them care, the other's work is left as it is, so that fewer jobs are given up than would be.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH, MAX_AGE
from simsocial.core.columns import LIVELIHOOD, PRIVATE
from simsocial.core.marks import BLOCK, eight_by_eight
from simsocial.core.random import Stream, uniform_array
from simsocial.core.state import TOP
from simsocial.indicators.axes import Event
from simsocial.parameters.by_month import equal_arrays
from simsocial.people.work import EARLY_PENSION_AGE, PENSION, WORK_STATES
from simsocial.processes.base import Engine, Process, register
from simsocial.processes.care_path import grade_distribution
from simsocial.processes.columns import HouseholdColumn, PersonColumn
from simsocial.processes.work_looks import (
    HOURS_LOST,
    JOB_GIVEN_UP,
    LOOKED_AT_EVERY,
    Looks,
    WorkRules,
    WorkSalts,
    ages_for_all,
    looks_of_cohorts,
)
from simsocial.processes.work_rules import shares_by_circumstances, stacked, work_rules
from simsocial.processes.working import look_at_work

__all__ = ["Work"]

_SHARES_READ = ("work", "calibration", "attainment", "household", "partnership")


@register
class Work(Process):
    """Bring everybody's state of work up to date."""

    name = "work"
    events = (
        Event("work_begun", {"de": "Aufnahmen einer Beschäftigung", "en": "people who begin to work"}),
        Event("work_ended", {"de": "Beendete Beschäftigungen", "en": "people who stop working"}),
    )
    columns = (
        PersonColumn(
            "work",
            "u1",
            "code",
            "state of work",
            on_base=0,
            on_birth=0,
            on_arrival=0,
            levels=WORK_STATES,
            label={"de": "Erwerbsstatus", "en": "state of work"},
        ),
        PersonColumn(
            "disabled",
            "u1",
            "0 or 1",
            "below 63 whether the pension is one of disability, from then on whether it was at 62",
            on_base=lambda self, rows, month: self._disabled_at_base(rows, month),
            on_birth=0,
            on_arrival=0,
        ),
        HouseholdColumn(
            "dependants",
            "u1",
            "code",
            "1: a minor, somebody with a care grade or who cares for parents elsewhere may live there; 2: its carer "
            "has given up full-time work; above, hours a week that the mother would work more with a place",
            on_base=1,
            on_arrival=1,
            on_founding=1,
            on_parting=1,
        ),
    )

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        names = ("attainment", "work.lasting", "work.phase", "work.rank", "work.luck", "work.alike")
        self._salts = WorkSalts(*(Stream.of(model.seed, name).salt() for name in names))
        values, catalogue, ags = model.plan, model.services.catalogue, model.region.ags
        graded = grade_distribution(model.parameters, model.first_month, 0.0, ags)
        shares = values.held(
            lambda month: shares_by_circumstances(values, graded, ags, month),
            *_SHARES_READ,
            of=(shares_by_circumstances, model.region),
        )
        self._rules = values.held(
            lambda month: work_rules(values, catalogue, shares.at(month), month),
            *_SHARES_READ,
            "informal_care",
            "services",
            of=(Work, catalogue, model.region),
            alike=equal_arrays,
        )
        self._room = np.zeros((7, BLOCK), dtype=np.int32)
        self._ages = np.zeros(0, dtype=np.int64)
        self._stacked: tuple[tuple[WorkRules, ...], WorkRules] | None = None

    def _disabled_at_base(self, rows: npt.NDArray[np.int32], month: int) -> npt.NDArray[np.uint8]:
        """Tell who of 63 years and more has a disability pension, if any: as many as of those of 62 years have one."""
        model, persons = self.model, self.model.state.persons
        cohort, youngest = persons.cohort[rows].astype(np.int64), EARLY_PENSION_AGE - 1
        age = np.minimum((month - EPOCH_MONTH - (cohort >> 1)) // 12, MAX_AGE)
        pensions = model.parameters.table("work.share", month)[..., PENSION]
        # Of those with a pension, whose share grows with age while that of the disabled stays.
        disabled = pensions[cohort & 1, youngest] / pensions[cohort & 1, np.maximum(age, youngest)]
        draws = uniform_array(model.seed, "work.disabled", persons.key[rows])
        was_disabled: npt.NDArray[np.uint8] = ((age > youngest) & (draws < disabled)).astype(np.uint8)
        return was_disabled

    def _rules_since(self, month: int) -> WorkRules:
        """Return the rules of this month and of those before in which somebody's half-year began."""
        first = self.model.first_month
        of_months = tuple(self._rules.at(max(month - ago, first)) for ago in range(LOOKED_AT_EVERY + 1))
        if self._stacked is None or any(
            own is not now for own, now in zip(self._stacked[0], of_months, strict=True)
        ):
            self._stacked = of_months, stacked(of_months)
            self._ages = ages_for_all(self._stacked[1])
        return self._stacked[1]

    def prepare(self, months: range) -> None:
        """Work out what these months need."""
        self._rules.prepare(months)

    def step(self, month: int) -> None:
        """Look at whoever is due."""
        model, state, counts = self.model, self.model.state, self.model.counts
        people, homes = state.counters[:2, TOP].tolist()
        # Rows that were never used say nothing, also where a plugin marks all there are.
        state.persons.due[people:] = state.households.due[homes:] = 0
        rules = self._rules_since(month)
        if month == model.first_month:
            state.households.due[:homes] |= LIVELIHOOD
        look_at_work(
            state.persons,
            state.households,
            state.cases,
            state.columns["persons"]["work"],
            state.columns["persons"]["disabled"],
            rules,
            self._salts,
            month,
            Looks(
                (eight_by_eight(state.persons.due), eight_by_eight(state.households.due)),
                looks_of_cohorts(month, self._ages),
                state.columns["households"]["dependants"],
                state.columns["persons"]["care_elsewhere"],
                model.place_area,
                model.cell,
                counts.event("work_begun"),
                counts.event("work_ended"),
                self._room,
            ),
        )
        self._count_lost_work(homes)

    def _count_lost_work(self, homes: int) -> None:
        """Count full-time jobs that carers have given up, and hours that mothers lack for want of a place."""
        state, counts = self.model.state, self.model.counts
        kept = state.columns["households"]["dependants"][:homes]
        # A household that has ended keeps its row.
        losing = np.flatnonzero((kept >= JOB_GIVEN_UP) & (state.households.form[:homes] == PRIVATE))
        area = self.model.place_area[state.households.place[losing]]
        areas = len(counts.areas)
        jobs = np.bincount(area[kept[losing] & JOB_GIVEN_UP != 0], minlength=areas)
        hours = np.bincount(area, kept[losing] // HOURS_LOST, minlength=areas)
        counts.quantity("carers_full_time_loss")[:] = jobs
        counts.quantity("parent_hours_lost")[:] = hours
