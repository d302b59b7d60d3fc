"""Dwellings: how many there are in each place, and how many are free."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import PRIVATE, Households
from simsocial.core.compile import in_place
from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.processes.destination import Destinations
from simsocial.region import Region

__all__ = ["HousingMarket"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_BLOCK, _LANES = 512, 8
"""Households whose places are noted in one go, and rows of counters that they are added to in turn."""


class HousingMarket:
    """Dwellings by place: the stock, what is free this month, and new homes not yet filled.

    Attributes
    ----------
    stock : ndarray (places,)
        All dwellings.
    free : ndarray (places,)
        Dwellings without a household, counted at the month's begin; during it moves take and free them, while
        those of the dead, of who left and of who moved in with somebody are free from the next month on.
    unfilled : ndarray (places,)
        New homes of measures that wait for their first household.

    Parameters
    ----------
    region : Region
        Gives places and the dwellings of the base date.
    decay_minutes : float
        ``housing.decay_minutes``.
    path : ndarray (months, areas), optional
        Dwellings of each area without measures relative to the base date, as
        :func:`simsocial.processes.dwelling_stock.stock_path` returns them; none are built or pulled down if not given.
    """

    def __init__(self, region: Region, decay_minutes: float, path: Floats | None = None) -> None:
        self._codes = {name: code for code, name in enumerate(region.places["place"])}
        self._destinations = Destinations(region, decay_minutes)
        self.stock: Integers = region.places["dwellings"].to_numpy(dtype=np.int64).copy()
        self._base = self.stock.copy()
        self._path = np.ones((1, len(region.areas))) if path is None else path
        self._area = region.place_area
        self.free: Integers = np.zeros_like(self.stock)
        self.unfilled: Integers = np.zeros_like(self.stock)
        self._noted = np.empty(_BLOCK, dtype=np.uint16)

    @property
    def area_minutes(self) -> Floats:
        """Travel minutes between areas."""
        return self._destinations.minutes

    @property
    def choice_tables(self) -> tuple[Floats, Floats, Integers, Integers]:
        """Tables that :func:`simsocial.processes.destination.choose_place` takes."""
        d = self._destinations
        return d.area_weight, d.place_weight, d.area_start, d.area_places

    def code(self, place: str) -> int:
        """Return the code of a place or say which are valid."""
        if place not in self._codes:
            message = say("Unknown place '{place}'. {valid}", place=place, valid=nearest(place, self._codes))
            raise ScenarioError(message)
        return self._codes[place]

    def add(self, place: str, dwellings: int) -> None:
        """Add new homes to a place; they are filled from the next month on."""
        code = self.code(place)
        self.stock[code] += dwellings
        self.unfilled[code] += dwellings

    def build(self, months: int) -> None:
        """Add or take off what is built or pulled down in the given month after the base date, counted from 1."""
        self.stock += self._grown(months) - self._grown(months - 1)

    def _grown(self, months: int) -> Integers:
        """Return the dwellings added since the base date."""
        factor = self._path[min(months, len(self._path) - 1)][self._area]
        return np.asarray(np.rint(self._base * (factor - 1.0)), dtype=np.int64)

    def count(self, households: Households, top: int) -> None:
        """Count free dwellings; homes not yet filled are not on the general market."""
        # The last counter is for those who take no dwelling.
        counted = np.zeros((_LANES, len(self.stock) + 1), dtype=np.int64)
        _count_occupied(households, top, self._noted, counted)
        self.free = self.stock - counted.sum(axis=0)[:-1] - self.unfilled


@in_place
def _count_occupied(
    households: Households, top: int, noted: npt.NDArray[np.uint16], counted: Integers
) -> None:
    """Add private households by place, in turn to each of several rows of counters, all others to the last one.

    Neighbours in the table mostly live in one place; one counter would make each wait for the one before. Where they
    are counted is noted first, without a branch, so that the compiler takes many households at a time.
    """
    nowhere = np.uint16(counted.shape[1] - 1)
    for start in range(0, top, _BLOCK):
        end = min(start + _BLOCK, top)
        place, form = households.place[start:end], households.form[start:end]
        for i in range(len(place)):
            noted[i] = np.uint16(place[i]) if form[i] == PRIVATE else nowhere
        noted[len(place) :] = nowhere
        for first in range(0, _BLOCK, _LANES):
            for lane in range(_LANES):
                counted[lane, noted[first + lane]] += 1
