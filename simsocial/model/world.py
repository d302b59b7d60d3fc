"""What checks, snapshots, views and person tables see of the model: more than a process does, less than all."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from simsocial.core.state import State
from simsocial.indicators.counts import Counts
from simsocial.model.recorder import Recorder
from simsocial.processes.housing import HousingMarket
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.finance import Finance
from simsocial.services.system import ServiceSystem

__all__ = ["World"]


class World(Protocol):
    """A model between two months; see :class:`simsocial.model.social_model.SocialModel`."""

    state: State
    region: Region
    catalogue: Catalogue
    counts: Counts
    services: ServiceSystem
    housing: HousingMarket
    recorder: Recorder
    seed: int
    month: int
    next_month: int
    start_month: int
    place_area: npt.NDArray[np.int16]
    died: npt.NDArray[np.uint64]
    served_before: npt.NDArray[np.int64]
    population_before: dict[int, npt.NDArray[np.int64]]

    @property
    def finance(self) -> Finance:
        """Ledger of all payers."""

    @property
    def month_label(self) -> str:
        """Label of the month simulated last."""

    def served_by_site(self) -> npt.NDArray[np.int64]:
        """Return the cases each site serves now."""
