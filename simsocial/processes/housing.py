"""Dwellings: how many are free in each place, and who moves into new ones.

New homes of a measure are filled within months (``housing.new_home_fill_rate``): a part by households
from outside the Kreis (``housing.new_home_outside_share``), the rest by families of the region, chosen by
the lowest keyed draw among couples of 25 to 44 years, nearer ones more often. They free their old home.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ADULT, NOBODY, PRIVATE, Households, Persons
from simsocial.core.compile import in_place, kernel
from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.population import age_months, move_household
from simsocial.core.random import salt_of, uniform
from simsocial.core.state import TOP
from simsocial.indicators.counts import flow_index
from simsocial.processes.base import Process, register
from simsocial.processes.destination import Destinations
from simsocial.region import Region

__all__ = ["HousingMarket", "NewHomes"]

Integers = npt.NDArray[np.int64]
_LANES = 4


class HousingMarket:
    """Dwellings by place: the stock, what is free this month, and new homes not yet filled.

    Attributes
    ----------
    stock : ndarray (places,)
        All dwellings.
    free : ndarray (places,)
        Dwellings without a household, counted at the month's begin and kept up during it.
    unfilled : ndarray (places,)
        New homes of measures that wait for their first household.
    """

    def __init__(self, region: Region, decay_minutes: float) -> None:
        self._codes = {name: code for code, name in enumerate(region.places["place"])}
        self._destinations = Destinations(region, decay_minutes)
        self.stock: Integers = region.places["dwellings"].to_numpy(dtype=np.int64).copy()
        self.free: Integers = np.zeros_like(self.stock)
        self.unfilled: Integers = np.zeros_like(self.stock)

    @property
    def choice_tables(self) -> tuple[npt.NDArray[Any], ...]:
        """Tables that :func:`simsocial.processes.destination.choose_place` takes."""
        d = self._destinations
        return d.area_utility, d.place_weight, d.area_start, d.area_places

    def code(self, place: str) -> int:
        """Return the code of a place or say which are valid."""
        if place not in self._codes:
            message = f"Unknown place '{place}'. {nearest(place, self._codes)}"
            raise ScenarioError(message)
        return self._codes[place]

    def add(self, place: str, dwellings: int) -> None:
        """Add new homes to a place; they are filled from the next month on."""
        code = self.code(place)
        self.stock[code] += dwellings
        self.unfilled[code] += dwellings

    def count(self, households: Households, top: int) -> None:
        """Count free dwellings; homes not yet filled are not on the general market."""
        occupied = np.zeros((_LANES, len(self.stock)), dtype=np.int64)
        _count_occupied(households, top, occupied)
        self.free = self.stock - occupied.sum(axis=0) - self.unfilled


@in_place
def _count_occupied(households: Households, top: int, occupied: Integers) -> None:
    """Add private households by place, in turn to each of several rows of counters.

    Neighbours in the table mostly live in one place; one counter would make each wait for the one before.
    """
    for row in range(top):
        place = np.uint16(households.place[row])
        occupied[row % _LANES, place] += households.kind[row] == PRIVATE


@register
class NewHomes(Process):
    """Fill new homes."""

    name = "new_homes"

    def step(self, month: int) -> None:
        """Choose movers for a part of the unfilled new homes."""
        model, market = self.model, self.model.housing
        if not market.unfilled.any():
            model.extra_arrivals = np.empty(0, dtype=np.int64)
            return
        rate = model.parameters.value("housing.new_home_fill_rate", month)
        outside = model.parameters.value("housing.new_home_outside_share", month)
        extra = []
        settled = np.empty(0, dtype=np.int32)
        for place in np.flatnonzero(market.unfilled):
            number = int(np.ceil(market.unfilled[place] * rate))
            from_outside = int(round(number * outside))
            chosen = self._move_inside(month, int(place), number - from_outside, settled)
            settled = np.concatenate([settled, chosen])
            market.unfilled[place] -= len(chosen) + from_outside
            extra.append(np.full(from_outside, place, dtype=np.int64))
        model.extra_arrivals = np.concatenate(extra)

    def _move_inside(
        self, month: int, place: int, number: int, settled: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.int32]:
        """Move households of the region into new homes of a place; return their rows.

        The draw belongs to household and place, and nobody moves twice in a month (`settled`): otherwise the
        same families would be first everywhere.
        """
        model, state = self.model, self.model.state
        salt = salt_of(model.seed, f"new_homes.choice.{place}", month)
        top = int(state.counters[1, TOP])
        rows, scores = _candidates(state.persons, state.households, top, month, place, salt)
        fresh = ~np.isin(rows, settled)
        rows, scores = rows[fresh], scores[fresh]
        decay = model.parameters.value("housing.new_home_minutes", month)
        weight = np.exp(-model.region.minutes[state.households.place[rows], place] / decay)
        order = np.lexsort((state.households.key[rows], scores / weight))[:number]
        chosen: npt.NDArray[np.int32] = rows[order]
        flows = model.counts.flows
        _move_all(
            state.persons,
            state.households,
            chosen,
            place,
            model.place_area,
            model.age_group,
            model.housing.free,
            flows[flow_index("moved_out")],
            flows[flow_index("moved_in")],
        )
        return chosen


@kernel
def _candidates(
    persons: Persons, households: Households, top: int, month: int, place: int, salt: np.uint64
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Collect couples with a partner of 25 to 44 years outside the place and a draw for each.

    The draw is exponential, so that dividing it by a weight makes nearer households win more often.
    """
    rows = np.empty(top, dtype=np.int32)
    scores = np.empty(top)
    count = 0
    for row in range(top):
        if households.kind[row] != PRIVATE or households.place[row] == place:
            continue
        member = households.first_member[row]
        while member != NOBODY:
            age = age_months(persons.cohort[member], month)
            if 300 <= age < 540 and persons.role[member] == ADULT and persons.partner[member] != NOBODY:
                rows[count] = row
                scores[count] = -np.log(1.0 - uniform(salt, households.key[row]))
                count += 1
                break
            member = persons.next_member[member]
    return rows[:count].copy(), scores[:count].copy()


@in_place
def _move_all(
    persons: Persons,
    households: Households,
    rows: npt.NDArray[np.int32],
    place: int,
    place_area: npt.NDArray[np.int16],
    age_group: npt.NDArray[np.int8],
    free: Integers,
    moved_out: Integers,
    moved_in: Integers,
) -> None:
    """Move whole households into a place and count those who change the area."""
    for row in rows:
        origin, target = place_area[households.place[row]], place_area[place]
        free[households.place[row]] += 1
        if origin != target:
            member = households.first_member[row]
            while member != NOBODY:
                sex, group = persons.cohort[member] & 1, age_group[persons.cohort[member]]
                moved_out[origin, sex, group] += 1
                moved_in[target, sex, group] += 1
                member = persons.next_member[member]
        move_household(persons, households, row, place)
