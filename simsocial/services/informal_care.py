"""Informal care: what relatives do for people cared for at home, and what it costs them.

Weekly hours follow the care grade (``informal_care.hours_per_week``), times the factors of the person's
services: day care or home care relieves, waiting for a place burdens. Who lives in a home is not counted.
Where the care takes at least ``informal_care.heavy_hours_per_week``, the chance of full-time work of a main carer
of working age falls by ``informal_care.full_time_effect`` (RWI REP 646: 4 points, 2.4-5.0). The main carer is a
grown-up of working age in the household; where there is none, an old partner, or else relatives who live elsewhere:
of these two, stated shares are of working age. Parents lose hours of paid work by the
state of their child's case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters

__all__ = ["InformalCare", "informal_care_of"]


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
    full_time_loss : ndarray of int (3,)
        Thousandths of a full-time job lost on average where care takes these hours: with a grown-up of working age in
        the household, with an old one only, with none.
    parent_quarter_hours : ndarray of int (kinds, case states)
        Quarter-hours of paid work a week that parents lose by their child's case.
    """

    hours_by_grade: npt.NDArray[np.float64]
    factors: npt.NDArray[np.float64]
    heavy_hours: float
    full_time_loss: npt.NDArray[np.int64]
    parent_quarter_hours: npt.NDArray[np.int64]


def informal_care_of(
    parameters: Parameters, effects: Mapping[str, npt.NDArray[np.float64]], month: int
) -> InformalCare:
    """Return what a month's count needs.

    Parameters
    ----------
    parameters : Parameters
        Registry, with ``informal_care.*``.
    effects : mapping of str to ndarray (kinds, case states)
        What cases do to named quantities in the month.
    month : int
        Absolute month.
    """

    def value(name: str) -> float:
        return parameters.value(f"informal_care.{name}", month)

    of_working_age = np.array([1.0, value("beside_old_carer_share"), value("living_elsewhere_share")])
    return InformalCare(
        parameters.table("informal_care.hours_per_week", month),
        effects["informal_care_hours"],
        value("heavy_hours_per_week"),
        np.rint(1000.0 * value("full_time_effect") * of_working_age).astype(np.int64),
        np.rint(4.0 * effects["parent_hours"]).astype(np.int64),
    )
