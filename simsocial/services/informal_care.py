"""Informal care: what relatives do for people cared for at home, and what it costs them.

Weekly hours follow the care grade (``informal_care.hours_per_week``), times the factors of the person's
services: day care or home care relieves, waiting for a place burdens. Who lives in a home is not counted.
Where a partner or another grown-up of working age lives in the household and gives at least
``informal_care.heavy_hours_per_week``, the chance of full-time work falls by
``informal_care.full_time_effect`` (RWI REP 646: 4 points, 2.4-5.0). Parents lose hours of paid work by the
state of their child's case.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["InformalCare"]


class InformalCare(NamedTuple):
    """What a month's count of relatives' hours needs.

    Attributes
    ----------
    hours_by_grade : ndarray (6,)
        Hours a week by care grade without any service; grade 0 has none.
    factors : ndarray (kinds, case states)
        What cases do to these hours.
    heavy_hours : float
        Hours a week from which care costs full-time work.
    full_time_loss : int
        Thousandths of a full-time job that each heavy carer gives up on average.
    parent_hours : ndarray (kinds, case states)
        Hours of paid work a week that parents lose by their child's case.
    """

    hours_by_grade: npt.NDArray[np.float64]
    factors: npt.NDArray[np.float64]
    heavy_hours: float
    full_time_loss: int
    parent_hours: npt.NDArray[np.float64]
