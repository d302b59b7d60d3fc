"""Dwellings: how many there are in each place, and how many are free."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import PRIVATE, Households
from simsocial.core.compile import in_place
from simsocial.core.errors import ScenarioError, nearest
from simsocial.processes.destination import Destinations
from simsocial.region import Region

__all__ = ["HousingMarket"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_LANES = 8


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
            message = f"Unknown place '{place}'. {nearest(place, self._codes)}"
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
        occupied = np.zeros((_LANES, len(self.stock)), dtype=np.int64)
        _count_occupied(households, top, occupied)
        self.free = self.stock - occupied.sum(axis=0) - self.unfilled


@in_place
def _count_occupied(households: Households, top: int, occupied: Integers) -> None:
    """Add private households by place, in turn to each of several rows of counters.

    Neighbours in the table mostly live in one place; one counter would make each wait for the one before.
    """
    for start in range(0, top - _LANES + 1, _LANES):
        for lane in range(_LANES):
            place = np.uint16(households.place[start + lane])
            occupied[lane, place] += households.form[start + lane] == PRIVATE
    for row in range(top // _LANES * _LANES, top):
        occupied[0, np.uint16(households.place[row])] += households.form[row] == PRIVATE
