"""Mortality: monthly death from the life table, higher with a care grade.

The table gives yearly death probabilities by sex and single age for Germany
(``mortality.death_probability``), its hazards scaled to Thuringia (``mortality.level_ratio``) and, from 65 years on,
to a Kreis of it (``mortality.kreis_ratio``). Care grades multiply
it (``mortality.care_grade_ratio``, an assumption); the multipliers are normalised with the share of each
grade at each age, so that the whole population dies as the table says.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_probability
from simsocial.core.columns import ADULT, NOBODY, Cases, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.fetch import fetch_ahead
from simsocial.core.population import remove_person, room_for_orphans, settle_household
from simsocial.indicators.axes import Event
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, register
from simsocial.processes.care_path import grade_distribution
from simsocial.processes.variation import mortality_factor
from simsocial.region.kreis_rates import mortality_level

__all__ = ["Mortality", "mortality_by_grade"]


def mortality_by_grade(
    engine: Engine, month: int, values: Parameters | None = None, read_at: int | None = None
) -> Floats:
    """Return monthly death probabilities of shape (6 care grades, 2, 101).

    Their mean over the grades, weighted with the grades' shares at each age, is the life table.

    Parameters
    ----------
    engine : Engine
        The model.
    month : int
        Absolute month for whose people they are.
    values : Parameters, optional
        Where the figures are read instead of the registry of the model.
    read_at : int, optional
        Absolute month for which the figures are read, if not `month`.
    """
    parameters, at = values or engine.parameters, month if read_at is None else read_at
    yearly = parameters.table("mortality.death_probability", at)
    level = mortality_level(parameters, engine.region.ags, at) * mortality_factor(engine, month // 12)
    base = monthly_probability(yearly, level)
    ratio = parameters.table("mortality.care_grade_ratio", at).copy()
    # Those without need of care are what the others are compared with, whatever factor is on the table.
    ratio[0] = 1.0
    years = max(month - engine.first_month, 0) / 12.0
    shares = grade_distribution(engine.parameters, engine.first_month, years, engine.region.ags)
    mean_ratio = np.einsum("gsa,g->sa", shares, ratio)
    table: Floats = np.minimum(ratio[:, None, None] * (base / mean_ratio), 0.5)
    return table


@register
class Mortality(DatedProcess):
    """Remove those who die; widow their partners; keep households headed."""

    name = "mortality"
    events = (
        Event("deaths", {"de": "Sterbefälle", "en": "deaths"}),
        Event("widowed", {"de": "Verwitwete", "en": "widowed"}),
    )
    by = "care_grade"
    target = "mortality"
    reads = ("mortality",)

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return the table of the month's year."""
        return mortality_by_grade(self.model, month // 12 * 12 + 6, values, month)

    def apply(self, month: int, rows: Rows) -> None:
        """Take the dead out of their households."""
        model, state = self.model, self.model.state
        # Orphans go to care, each into a household of its own. Still row by row, as memory likes it best.
        state.reserve(households=room_for_orphans(state, rows))
        # Of two partners who die in the same month, the same one is counted as widowed in every option.
        keys = state.persons.key[rows]
        order = np.argsort(keys)
        rows, model.died = rows[order], keys[order]
        _die(
            state.persons,
            state.households,
            state.cases,
            state.counters,
            rows,
            month,
            model.place_area,
            model.cell,
            model.counts.event("deaths"),
            model.counts.event("widowed"),
        )


@in_place
def _die(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    rows: Rows,
    month: int,
    place_area: npt.NDArray[np.int16],
    cell: npt.NDArray[np.int16],
    deaths: npt.NDArray[np.int64],
    widowed: npt.NDArray[np.int64],
) -> None:
    """Count and remove each dead person."""
    for number, row in enumerate(rows):
        fetch_ahead(persons, households, rows, number)
        cohort = persons.cohort[row]
        area = place_area[persons.place[row]]
        deaths[area, cell[cohort]] += 1
        partner = persons.partner[row]
        if partner != NOBODY:
            widowed[area, cell[persons.cohort[partner]]] += 1
        household = persons.household[row]
        alone = households.size[household] == 1
        was_head = persons.role[row] == ADULT
        remove_person(persons, households, cases, counters, row)
        if not alone and was_head:
            settle_household(persons, households, counters, household, month)
