"""How long ways take, month by month: as the region has it, less what a bus saves those without a car.

The region's minutes are by car. A way by bus takes so many times as long (``travel.bus_ride_ratio``), and beside the
ride so many minutes to the stop, for waiting and changing (``travel.bus_wait_minutes``), each as at that end of the
way where it is worse. Where a measure changes these, ways become shorter or longer by the minutes by bus that it
saves or costs, times the share of people without a car (``travel.without_car_share``), in whole minutes: what a mean
inhabitant has of it. So nothing hangs on the level of both numbers as long as nobody changes them.
How far relatives live, providers among whom one may choose, pupils' transport and moves go by the way by car.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simsocial.parameters.by_month import Number
from simsocial.parameters.plan import Plan
from simsocial.region import Region

__all__ = ["Minutes", "TravelMinutes"]

Floats = npt.NDArray[np.float64]
Minutes = npt.NDArray[np.int16]

_BY_BUS = ("travel.bus_ride_ratio", "travel.bus_wait_minutes")


class TravelMinutes:
    """Travel minutes between places (places, places) by month.

    Parameters
    ----------
    plan : Plan
        Values by month, with what a measure changes somewhere.
    region : Region
        Places, and minutes by car.
    """

    def __init__(self, plan: Plan, region: Region) -> None:
        self._region, self._first_month = region, plan.first_month
        names = region.places["place"].tolist()
        areas = region.areas["area"].to_numpy()[region.place_area].tolist()
        there = [{"place": place, "area": area} for place, area in zip(names, areas, strict=True)]
        self._changes = [one for one in plan.modifiers if one.id in _BY_BUS]
        self._share = plan.number("travel.without_car_share")
        self._usual, self._now = (
            [self._of_places(one, name, there) for name in _BY_BUS] for one in (plan.usual, plan)
        )
        self._minutes = plan.held(self._made, "travel", alike=np.array_equal)

    def at(self, month: int) -> Minutes:
        """Return the minutes of a month; before the run begins those of its first one."""
        if not self._changes:
            return self._region.minutes
        return self._minutes.at(max(month, self._first_month))

    def _made(self, month: int) -> Minutes:
        saved = self._share.at(month) * (self._by_bus(self._usual, month) - self._by_bus(self._now, month))
        np.fill_diagonal(saved, 0.0)
        if not saved.any():
            return self._region.minutes
        minutes: Minutes = np.maximum(np.rint(self._region.minutes - saved), 1).astype(np.int16)
        minutes.flags.writeable = False
        return minutes

    def _by_bus(self, numbers: Sequence[Sequence[Number]], month: int) -> Floats:
        """Return minutes by bus between all places, by ratio and wait as they are in each."""
        ratio, wait = (np.array([one.at(month) for one in by_place]) for by_place in numbers)
        ride = np.maximum(ratio[:, None], ratio[None, :]) * self._region.minutes
        by_bus: Floats = ride + np.maximum(wait[:, None], wait[None, :])
        return by_bus

    def _of_places(self, plan: Plan, name: str, there: Sequence[dict[str, str]]) -> list[Number]:
        """Return a number by month as it is in each place."""
        local = [one for one in self._changes if one.where and one.id == name]
        return [
            (plan.local(**at) if any(one.holds_for(at) for one in local) else plan).number(name)
            for at in there
        ]
