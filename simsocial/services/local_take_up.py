"""By how much more or less people of some places want a kind: by what a measure changes there alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["LocalTakeUp"]

Floats = npt.NDArray[np.float64]


class LocalTakeUp:
    """Factors on take-up by place and kind.

    Parameters
    ----------
    plan : Plan
        Values by month, with what a measure changes somewhere.
    catalogue, region : Catalogue, Region
        Kinds and places.
    """

    def __init__(self, plan: Plan, catalogue: Catalogue, region: Region) -> None:
        self._shape = len(region.places), len(catalogue)
        ids = [kind.parameter_id("take_up.table") for kind in catalogue]
        local = {one.id for one in plan.modifiers if one.where}
        areas = region.areas["area"].to_numpy()[region.place_area].tolist()
        there = list(zip(region.places["place"], areas, strict=True))
        self._usual = {code: plan.factor(name) for code, name in enumerate(ids) if name in local}
        self._there = {
            code: [plan.factor(ids[code], place=place, area=area) for place, area in there]
            for code in self._usual
        }
        self._factors = plan.held(self._at, "services")

    def prepare(self, months: range) -> None:
        """Work out the factors of these months."""
        self._factors.prepare(months)

    def at(self, month: int) -> Floats:
        """Return the factors (places, kinds) of a month; the same object while nothing changes."""
        return self._factors.at(month)

    def _at(self, month: int) -> Floats:
        factors = np.ones(self._shape)
        for code, places in self._there.items():
            usual = self._usual[code].at(month)
            if usual:
                factors[:, code] = [place.at(month) / usual for place in places]
        return factors
