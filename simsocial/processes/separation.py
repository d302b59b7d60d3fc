"""Separation: a couple parts and one of the two moves out.

Rates by age of the woman (``partnership.separation_rate``) cover divorces and the parting of unmarried
couples. Children stay with the mother with ``partnership.children_stay_with_mother_share``; the other
parent moves out, within the region.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CHILD, NOBODY, PRIVATE, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.population import found_household, join_household, leave_household, part
from simsocial.core.random import mix, salt_of, uniform
from simsocial.indicators.counts import flow_index
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.destination import choose_place

__all__ = ["Separation"]


@register
class Separation(ScreenedProcess):
    """Part couples."""

    name = "separation"
    by = "situation"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        yearly = model.parameters.table("partnership.separation_rate", model.first_month)
        self._hazard = np.zeros((4, 2, len(yearly)))
        self._hazard[3, 1] = 1.0 - np.exp(-yearly / 12.0)

    def hazard(self, month: int) -> Floats:  # noqa: ARG002 - constant
        """Return the probability of parting; it is counted at the woman of a couple."""
        return self._hazard

    def apply(self, month: int, rows: Rows) -> None:
        """Let one of each couple move out."""
        model = self.model
        model.state.reserve(households=len(rows))
        state, market = model.state, model.housing
        rows = rows[np.argsort(state.persons.key[rows])]
        _separate(
            state.persons,
            state.households,
            state.counters,
            rows,
            month,
            model.parameters.value("partnership.children_stay_with_mother_share", month),
            salt_of(model.seed, "separation.children", month),
            salt_of(model.seed, "separation.place", month),
            *market.choice_tables,
            market.free,
            model.place_area,
            model.age_group,
            model.counts.flows[flow_index("separations")],
            model.counts.flows[flow_index("moved_out")],
            model.counts.flows[flow_index("moved_in")],
        )


@in_place
def _separate(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    rows: Rows,
    month: int,
    mother_share: float,
    salt_children: np.uint64,
    salt_place: np.uint64,
    area_utility: npt.NDArray[np.float64],
    place_weight: npt.NDArray[np.float64],
    area_start: npt.NDArray[np.int64],
    area_places: npt.NDArray[np.int64],
    free: npt.NDArray[np.int64],
    place_area: npt.NDArray[np.int16],
    age_group: npt.NDArray[np.int8],
    separations: npt.NDArray[np.int64],
    moved_out: npt.NDArray[np.int64],
    moved_in: npt.NDArray[np.int64],
) -> None:
    """Part each couple; without a free dwelling anywhere they stay together."""
    for woman in rows:
        man = persons.partner[woman]
        if man == NOBODY:
            continue
        has_children = False
        member = households.first_member[persons.household[woman]]
        while member != NOBODY:
            has_children = has_children or persons.role[member] == CHILD
            member = persons.next_member[member]
        share = mother_share if has_children else 0.5
        leaver = man if uniform(salt_children, persons.key[woman]) < share else woman
        origin = place_area[persons.place[leaver]]
        place = choose_place(
            persons.key[leaver], salt_place, origin, area_utility, place_weight, area_start, area_places, free
        )
        if place < 0:
            continue
        for one in (woman, man):
            separations[origin, persons.cohort[one] & 1, age_group[persons.cohort[one]]] += 1
        part(persons, woman)
        free[place] -= 1
        leave_household(persons, households, counters, leaver)
        key = mix(persons.key[leaver] ^ mix(np.uint64(month)))
        household = found_household(households, counters, key, place, PRIVATE)
        join_household(persons, households, leaver, household)
        if place_area[place] != origin:
            sex, group = persons.cohort[leaver] & 1, age_group[persons.cohort[leaver]]
            moved_out[origin, sex, group] += 1
            moved_in[place_area[place], sex, group] += 1
