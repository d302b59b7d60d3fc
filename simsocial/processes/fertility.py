"""Fertility: births by age of the woman, more often with a partner.

The age profile is East German (``fertility.age_profile``), scaled to the Land's total fertility rate of
the year (``fertility.total_fertility_rate``) and to what the women of a Kreis of Thuringia differ by
(``fertility.kreis_ratio``). Women with a partner give birth ``fertility.partnered_ratio`` times as often as
women without (an assumption), normalised with the share of women living as a couple at each age, so that
the rate at each age is the table's. Parity and birth spacing are not modelled.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH, monthly_chance
from simsocial.core.columns import CHILD, Households, Persons
from simsocial.core.company import child_key
from simsocial.core.compile import in_place
from simsocial.core.fetch import fetch_ahead
from simsocial.core.population import add_person
from simsocial.core.random import Stream, uniform
from simsocial.indicators.axes import Event
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, register
from simsocial.processes.variation import fertility_factor
from simsocial.region.kreis_rates import kreis_fertility_ratio

__all__ = ["Fertility"]


@register
class Fertility(DatedProcess):
    """Add newborns to their mothers' households."""

    name = "fertility"
    events = (Event("births", {"de": "Geburten", "en": "births"}),)
    by = "situation"
    target = "fertility"
    reads = ("fertility", "household")

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._male_share = model.plan.number("fertility.male_share")
        self._multiple_share = model.plan.number("fertility.multiple_birth_share")
        self._sex, self._multiple = (
            Stream.of(model.seed, f"fertility.{name}") for name in ("sex", "multiple")
        )

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return the table of the month's year; men and residents of homes have none."""
        rate = values.value("fertility.total_fertility_rate", month)
        rate *= kreis_fertility_ratio(values, self.model.region.ags, month)
        rate *= fertility_factor(self.model, month // 12)
        yearly = values.table("fertility.age_profile", month) * rate
        # Twins are one event with two children.
        yearly = yearly / (1.0 + values.value("fertility.multiple_birth_share", month))
        ratio = values.value("fertility.partnered_ratio", month)
        partnered = values.table("household.in_couple_share", month)[1]
        alone = yearly / (partnered * ratio + (1.0 - partnered))
        monthly = monthly_chance(np.stack([np.zeros_like(alone), alone, alone, alone * ratio]))
        table = np.zeros((4, 2, monthly.shape[1]))
        table[:, 1, :] = monthly
        return table

    def apply(self, month: int, rows: Rows) -> None:
        """Let the children of these women be born."""
        model = self.model
        model.state.reserve(persons=2 * len(rows))
        state = model.state
        _give_birth(
            state.persons,
            state.households,
            state.counters,
            rows,
            month,
            self._male_share.at(month),
            self._multiple_share.at(month),
            self._sex.salt(month),
            self._multiple.salt(month),
            model.place_area,
            model.cell,
            model.counts.event("births"),
        )


@in_place
def _give_birth(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    rows: Rows,
    month: int,
    male_share: float,
    multiple_share: float,
    salt_sex: np.uint64,
    salt_multiple: np.uint64,
    place_area: npt.NDArray[np.int16],
    cell: npt.NDArray[np.int16],
    births: npt.NDArray[np.int64],
) -> None:
    """Add one or two children to each mother's household; a child's key follows from the mother's."""
    for position, mother in enumerate(rows):
        fetch_ahead(persons, households, rows, position)
        number = 2 if uniform(salt_multiple, persons.key[mother]) < multiple_share else 1
        for order in range(number):
            key = child_key(persons.key[mother], month, order)
            sex = 0 if uniform(salt_sex, key) < male_share else 1
            cohort = 2 * (month - EPOCH_MONTH) + sex
            add_person(persons, households, counters, key, cohort, CHILD, persons.household[mother], mother)
            births[place_area[persons.place[mother]], cell[cohort]] += 1
