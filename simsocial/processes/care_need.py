"""Care need: entering a care grade, getting worse, recovering.

Hazards come from :mod:`simsocial.processes.care_path`: entry and recovery are solved so that the share
of people with each grade by sex and age stays as observed (Destatis 22421, Thuringia 2023), moving with
``care_need.drift_per_year`` and its fade; progression between grades is an assumption.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_CELL, EPOCH_MONTH, cell_of_cohorts
from simsocial.core.columns import GUEST, INSTITUTION, NEEDS_DUE, Persons
from simsocial.core.compile import in_place
from simsocial.core.fetch import fetch_persons_ahead
from simsocial.core.random import Stream, uniform
from simsocial.indicators.axes import Event
from simsocial.parameters import Parameters
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.care_path import grade_distribution, solve_care_path
from simsocial.processes.columns import PersonColumn
from simsocial.processes.mortality import mortality_by_grade

__all__ = ["CareNeed"]


class Changes(NamedTuple):
    """What may happen to care grades in a month.

    Attributes
    ----------
    hazard : ndarray (6, 2, 101)
        Probability of any change, by grade, sex and age.
    worse_share : ndarray (6, 2, 101)
        Part of it that makes it worse.
    entry_grade : ndarray (5, 2, 101)
        Cumulative shares of grades 1 to 5 among those who enter.
    """

    hazard: Floats
    worse_share: Floats
    entry_grade: Floats


def _cumulative_shares(engine: Engine, month: int) -> Floats:
    """Return cumulative shares of grades of shape (2: at home or resident, 6, 2, 101) in a month."""
    base = engine.first_month
    shares = grade_distribution(engine.parameters, base, (month - base) / 12.0, engine.region.ags)
    in_homes = engine.parameters.table("care_need.institution_share", base)
    by_grade = engine.parameters.table("care_need.grade_share_institution", base)
    resident = np.broadcast_to((by_grade / by_grade.sum())[:, None, None], shares.shape)
    at_home = np.maximum(shares - in_homes * resident, 0.0)
    at_home /= at_home.sum(axis=0)
    # Minors in homes are there for other reasons than care.
    grown_up = np.arange(shares.shape[2]) >= 18
    cumulative: Floats = np.cumsum(np.stack([at_home, np.where(grown_up, resident, at_home)]), axis=1)
    return cumulative


@register
class CareNeed(ScreenedProcess):
    """Change care grades."""

    name = "care_need"
    events = (
        Event("care_onset", {"de": "Neu pflegebedürftig", "en": "new care need"}),
        Event(
            "care_worse", {"de": "Höher eingestufte Pflegebedürftige", "en": "people in need of more care"}
        ),
        Event(
            "care_better",
            {"de": "Niedriger eingestufte Pflegebedürftige", "en": "people in need of less care"},
        ),
    )
    by = "care_grade"
    target = "care_progression"

    def grades(self, rows: Rows, month: int) -> npt.NDArray[np.uint8]:
        """Return care grades by sex and age of people who are here from a month on.

        Residents get the grades that residents of homes have (``care_need.grade_share_institution``); for
        everybody else the shares are lowered so that the whole population has the published ones.
        """
        persons = self.model.state.persons
        resident = persons.role[rows] == INSTITUTION
        cell = EMPTY_CELL * resident.astype(np.int64) + cell_of_cohorts(month)[persons.cohort[rows]]
        draw, grades = self._entering.draws(persons.key[rows]), np.zeros(len(rows), dtype=np.uint8)
        for shares in self._shares.at(month).swapaxes(0, 1)[:5]:
            grades += draw >= shares.ravel()[cell]
        return grades

    def _grades_of_arrivals(self, rows: Rows, month: int) -> npt.NDArray[np.uint8]:
        """Return grades of people who arrive; guests of a reception centre need no care."""
        guests = self.model.state.persons.role[rows] == GUEST
        return np.zeros(len(rows), dtype=np.uint8) if guests.all() else self.grades(rows, month) * ~guests

    def _settled(self, rows: Rows, month: int) -> npt.NDArray[np.uint8]:  # noqa: ARG002 - a rule takes a month
        """Return the grades of the base population who need care at home: they have decided against a home."""
        persons = self.model.state.persons
        settled: npt.NDArray[np.uint8] = persons.care_grade[rows] * (persons.role[rows] != INSTITUTION)
        return settled

    columns = (
        PersonColumn.shared("care_grade", on_base=grades, on_birth=0, on_arrival=_grades_of_arrivals),
        PersonColumn.shared("settled_grade", on_base=_settled, on_birth=0, on_arrival=0),
    )

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        values = model.plan.yearly
        self._changes = values.held(
            lambda month: self._of(values, month), "care_need", "mortality", of=(CareNeed, model.region)
        )
        self._grade = Stream.of(model.seed, "care_need.grade")
        self._shares = model.plan.usual.each_month(
            lambda month: _cumulative_shares(model, month), of=(CareNeed, model.region)
        )
        self._entering = Stream.of(model.seed, "care_need.initial")

    def _of(self, values: Parameters, month: int) -> Changes:
        """Return what holds in a month's year."""
        model, base, year = self.model, self.model.first_month, month // 12
        # A model may begin in the middle of a year: then nothing has grown yet.
        years = max(year * 12 - base, 0) / 12.0
        death = mortality_by_grade(model, year * 12 + 6, values, month)
        path = solve_care_path(model.parameters, death, base, years, model.region.ags)
        hazard = path.recovery + path.worse[:, None, None]
        hazard[0] = path.entry * values.value("care_need.onset_ratio", month)
        worse = np.broadcast_to(path.worse[:, None, None], hazard.shape)
        return Changes(hazard, worse / np.maximum(hazard, 1e-15), path.entry_grade)

    def changes(self, month: int) -> Changes:
        """Return what may happen to care grades in the month's year."""
        return self._changes.at(month)

    def hazard(self, month: int) -> Floats:
        """Return the probability of any change of grade in the month's year."""
        return self.changes(month).hazard

    def slot_hazard(self) -> Floats:
        """Return the hazards for which the slots have room, with 20 years of drift."""
        model = self.model
        months = model.first_month + np.array([0, 120, 240])
        # Past the run, figures are read as registered: in the middle of the year.
        hazards = [self._of(model.parameters, int(month)).hazard for month in months // 12 * 12 + 6]
        # The few of the oldest without a grade need more than room beside the other hazards: that is drawn apart.
        widest: Floats = np.minimum(1.2 * np.max(hazards, axis=0), 0.5)
        return widest

    def prepare(self, months: range) -> None:
        """Work out the hazards of these months, and the grades of those who arrive."""
        self._changes.prepare(months)
        self._shares.prepare(months)

    def apply(self, month: int, rows: Rows) -> None:
        """Draw the new grade of those whose grade changes."""
        model = self.model
        _, worse_share, entry_grade = self.changes(month)
        _change_grade(
            model.state.persons,
            rows,
            month,
            entry_grade,
            worse_share,
            self._grade.salt(month),
            model.place_area,
            model.cell,
            model.counts.event("care_onset"),
            model.counts.event("care_worse"),
            model.counts.event("care_better"),
        )


@in_place
def _change_grade(
    persons: Persons,
    rows: Rows,
    month: int,
    entry_grade: npt.NDArray[np.float64],
    worse_share: npt.NDArray[np.float64],
    salt: np.uint64,
    place_area: npt.NDArray[np.int16],
    cell: npt.NDArray[np.int16],
    onset: npt.NDArray[np.int64],
    worse: npt.NDArray[np.int64],
    better: npt.NDArray[np.int64],
) -> None:
    """Write the new grade: entry by the solved shares, else worse or recovered."""
    for number, row in enumerate(rows):
        fetch_persons_ahead(persons, rows, number)
        cohort = persons.cohort[row]
        sex = cohort & 1
        age = min((month - EPOCH_MONTH - (cohort >> 1)) // 12, 100)
        area, own = place_area[persons.place[row]], cell[cohort]
        draw = uniform(salt, persons.key[row])
        grade = persons.care_grade[row]
        persons.due[row] |= NEEDS_DUE
        if grade == 0:
            grade = 1
            while grade < 5 and draw >= entry_grade[grade - 1, sex, age]:
                grade += 1
            persons.care_grade[row] = grade
            onset[area, own] += 1
        elif draw < worse_share[grade, sex, age]:
            persons.care_grade[row] = grade + 1
            worse[area, own] += 1
        elif persons.role[row] != INSTITUTION:
            persons.care_grade[row] = 0
            better[area, own] += 1
