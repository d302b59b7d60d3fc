"""Places that sites run: the licensed ones, and those of people who stay beyond a smaller licence until they leave."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.capacity_use import CapacityUse
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.site_tables import SiteTables

__all__ = ["places_run"]


def places_run(tables: SiteTables, arrays: NetworkArrays, use: CapacityUse) -> npt.NDArray[np.int64]:
    """Return the places that each open site heats, lets and looks after, none where it is closed.

    A cut ends no contract: a shelter of seven places with fifty people in it costs what fifty places do.
    """
    full = np.maximum(use.served_by_site / np.maximum(tables.capacity, 1), 1.0)
    run = np.ceil(arrays.licensed_places * np.where(tables.by_staff, 1.0, full) - 1e-9)
    return np.where(tables.is_open, run, 0).astype(np.int64)
