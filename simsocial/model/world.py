"""What checks, snapshots, views and person tables see of the model: more than a process does, less than all."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from simsocial.model.recorder import Recorder
from simsocial.model.triggers import Triggers
from simsocial.processes.base import Engine
from simsocial.services.catalogue import Catalogue
from simsocial.services.finance import Finance

__all__ = ["World"]


class World(Engine, Protocol):
    """A model between two months; see :class:`simsocial.model.social_model.SocialModel`."""

    catalogue: Catalogue
    recorder: Recorder
    triggers: Triggers
    next_month: int
    start_month: int
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
