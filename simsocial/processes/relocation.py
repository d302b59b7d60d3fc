"""Moves within the region: households change the place.

Adults start a move at ``migration.internal_rate``; a couple moves together, so that each of the two
starts at half the rate. The target is another place, chosen as :mod:`simsocial.processes.destination` says;
without a free dwelling there is no move.

In the model of the whole Land, these moves stay in their Kreis, and those between Kreise come on top: what
crosses the border of a Kreis but not the Land's. They are balanced at the base date: each Kreis takes in as
many as leave it, and what it gains or loses at an age beyond the other Kreise (``migration.kreis_net_rate``).
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import age_of_cohorts
from simsocial.core.random import Stream
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, by_situation, register
from simsocial.processes.destination import AGE_BANDS, OTHER_AREA, OTHER_PLACE_OF_AREA, balanced_flows
from simsocial.processes.moves import Moving
from simsocial.region.kreis_rates import LAND, kreis_net_rate

__all__ = ["Relocation"]


@register
class Relocation(DatedProcess):
    """Move households to another place of the region."""

    name = "relocation"
    by = "situation"
    target = "relocation"
    reads = ("migration",)
    steady = True

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        within, between = self._rates(model.plan.usual, model.first_month)
        if model.region.scope == "land":
            self._flows = model.parameters.once(
                (Relocation, model.region), lambda: self._flows_between(between)
            )
        self._between_share = between / np.maximum(within + between, 1e-15)
        self._moving, self._leaves = Moving(model, self.name), Stream.of(model.seed, "relocation.between")

    def _rates(self, values: Plan, month: int) -> tuple[Floats, Floats]:
        """Return moves per year and adult (2, 101) within a Kreis, and in the model of the Land to another one."""
        within = values.table("migration.internal_rate", month)
        if self.model.region.scope != "land":
            return within, np.zeros_like(within)
        over_kreis = values.table("migration.out_rate", month)
        return within, np.maximum(over_kreis - values.table("migration.out_rate_land", month), 0.0)

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return how often adults start a move."""
        within, between = self._rates(values, month)
        return by_situation(0.0, 0.0, within + between, (within + between) / 2.0)

    def _flows_between(self, rate: Floats) -> Floats:
        """Return the share (bands, areas, areas) of another Kreis by age band."""
        model, region = self.model, self.model.region
        keys = region.areas["ags"].fillna("").astype(str)
        land = kreis_net_rate(model.parameters, LAND, model.first_month)
        net = np.stack([kreis_net_rate(model.parameters, ags[:5], model.first_month) - land for ags in keys])
        leaving = (region.population * rate).sum(axis=1)
        arriving = leaving + (region.population * net).sum(axis=1)
        decay = model.parameters.value("housing.decay_minutes")
        bands = np.searchsorted(AGE_BANDS, np.arange(leaving.shape[1]), side="right")
        return np.stack(
            [
                balanced_flows(
                    model.housing.area_minutes,
                    leaving[:, bands == band].sum(axis=1),
                    arriving[:, bands == band].sum(axis=1),
                    decay,
                )
                for band in range(len(AGE_BANDS) + 1)
            ]
        )

    def apply(self, month: int, rows: Rows) -> None:
        """Move the households of these persons."""
        if self.model.region.scope != "land":
            self._moving.house(month, rows)
            return
        persons = self.model.state.persons
        cohort = persons.cohort[rows]
        age = age_of_cohorts(month)[cohort]
        share = self._between_share[cohort & 1, age]
        leaves = self._leaves.draws(persons.key[rows], month) < share
        band = np.searchsorted(AGE_BANDS, age, side="right")
        reach = np.where(leaves, OTHER_AREA + band, OTHER_PLACE_OF_AREA).astype(np.uint8)
        self._moving.house(month, rows, reach=reach, flows=self._flows)
