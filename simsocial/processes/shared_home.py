"""Shared homes: people who live alone move in with somebody who does, without becoming a couple.

Flats shared by students, brothers and sisters, friends: ``shared_home.rate`` by age keeps the share who live with
others as counted at the base date. Without it those who live with others would become couples, move on and die, and
nobody would follow. Host and guest are of one Kreis and similar age, nearest to each other on a keyed ring like
partners (:mod:`simsocial.processes.partnership`); the guest's dwelling is free from the next month on.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import PRIVATE, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.fetch import fetch_ahead
from simsocial.core.move_counts import MoveCounts, count_move
from simsocial.core.population import move_person
from simsocial.core.random import Stream
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, by_situation, register
from simsocial.processes.partnership import pair_seekers

__all__ = ["SharedHome"]


@register
class SharedHome(DatedProcess):
    """Let people who live alone share homes."""

    name = "shared_home"
    by = "situation"
    reads = ("shared_home",)
    steady = True

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._side, self._ring = (Stream.of(model.seed, f"shared_home.{name}") for name in ("side", "ring"))

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return the table of adults without partner."""
        return by_situation(0.0, 0.0, values.table("shared_home.rate", month), 0.0)

    def apply(self, month: int, rows: Rows) -> None:
        """Pair those who live alone, host and guest."""
        model = self.model
        persons, households = model.state.persons, model.state.households
        home = persons.household[rows]
        rows = rows[(households.size[home] == 1) & (households.form[home] == PRIVATE)]
        keys = persons.key[rows]
        side = (self._side.draws(keys) < 0.5).astype(np.int64)
        ring = self._ring.draws(keys)
        group = model.region.kreis_of_area[model.place_area[persons.place[rows]]].astype(np.int64)
        age = month - EPOCH_MONTH - (persons.cohort[rows].astype(np.int64) >> 1)
        hosts, guests = pair_seekers(rows, keys, ring, side, group, age)
        _share(
            persons,
            households,
            model.state.counters,
            hosts,
            guests,
            model.counts.moves(model.place_area, model.cell),
        )


@in_place
def _share(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    hosts: Rows,
    guests: Rows,
    counts: MoveCounts,
) -> None:
    """Let each guest move in with the host."""
    for i in range(len(hosts)):
        fetch_ahead(persons, households, hosts, i)
        fetch_ahead(persons, households, guests, i)
        home = persons.household[hosts[i]]
        count_move(persons, guests[i], households.place[home], counts)
        move_person(persons, households, counters, guests[i], home)
