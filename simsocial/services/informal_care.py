"""Informal care: what relatives do for people cared for at home.

Weekly hours follow the care grade (``informal_care.hours_per_week``), times the factors of the person's
services: day care or home care relieves, waiting for a place burdens. Who lives in a home is not counted.
Whom nobody in the household can care for has what a child gives who lives elsewhere (:mod:`simsocial.processes.kin`).
What the care costs a carer of working age is that carer's work (:mod:`simsocial.processes.work`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters

__all__ = [
    "BY_PARTNER", "OF_WORKING_AGE", "OLD", "CareRoom", "CareSums", "Cared", "CaredAlone", "InformalCare",
    "informal_care_of",
]  # fmt: skip

Integers = npt.NDArray[np.int64]

OF_WORKING_AGE, OLD, BY_PARTNER = 1, 2, 4
"""Who of the household can care, a bit each: somebody of working age, somebody older, the partner (of either age)."""


class Cared(NamedTuple):
    """What is kept of those with a care grade or in a home.

    Attributes
    ----------
    row, home : int32
        Rows of the person and of the household.
    until : int32
        Absolute month in which a member of the household comes to another age and this must be looked at again.
    cohort, area, cell : uint16, int16, int16
    situation : uint8
        6 x whether the person lives in a home + care grade.
    hours : int32
        Quarter-hours a week that relatives in the household give, or would if there were any.
    carer : uint8
        Who of the household can give them, bits; 0 for nobody.
    """

    row: npt.NDArray[np.int32]
    home: npt.NDArray[np.int32]
    until: npt.NDArray[np.int32]
    cohort: npt.NDArray[np.uint16]
    area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]
    situation: npt.NDArray[np.uint8]
    hours: npt.NDArray[np.int32]
    carer: npt.NDArray[np.uint8]

    @classmethod
    def nobody(cls) -> Cared:
        """Return that nobody is cared for."""
        return cls(
            *(np.zeros(0, dtype=dtype) for dtype in ("i4", "i4", "i4", "u2", "i2", "i2", "u1", "i4", "u1"))
        )


class CareRoom(NamedTuple):
    """Room to work, for a block of people cared for.

    Attributes
    ----------
    entries, at_home : int32 (block,)
        Which of them are looked at, and those of these whom relatives care for.
    out : int32 (block,)
        Which are taken out.
    turns, at : int32 (block,)
        Whose case or household member is looked at, and its row.
    weekly : float64 (block,)
        Hours a week.
    """

    entries: npt.NDArray[np.int32]
    at_home: npt.NDArray[np.int32]
    out: npt.NDArray[np.int32]
    turns: npt.NDArray[np.int32]
    at: npt.NDArray[np.int32]
    weekly: npt.NDArray[np.float64]


class CareSums(NamedTuple):
    """What those cared for add up to; see :class:`simsocial.indicators.counts.Counts`.

    Attributes
    ----------
    persons : int64 (12, areas, cells)
        Persons by 6 x whether they live in a home + care grade.
    hours, old_carers, by_partner, by_others : int64 (areas,)
        Quarter-hours a week that people of the household give; persons who have only old carers, whose partner cares,
        and for whom somebody else of the household does.
    """

    persons: Integers
    hours: Integers
    old_carers: Integers
    by_partner: Integers
    by_others: Integers


class CaredAlone(NamedTuple):
    """Those cared for at home of whose household nobody can care for them.

    Attributes
    ----------
    row, home, area : ndarray
        Rows of the persons and of their households, and their area.
    hours : int64
        Quarter-hours a week that relatives in the household would give.
    """

    row: npt.NDArray[np.int32]
    home: npt.NDArray[np.int32]
    area: npt.NDArray[np.int16]
    hours: Integers


class InformalCare(NamedTuple):
    """What a month's count of relatives' hours needs.

    Attributes
    ----------
    hours_by_grade : ndarray (6,)
        Hours a week by care grade without any service; grade 0 has none.
    factors : ndarray (kinds, case states)
        What cases do to these hours.
    """

    hours_by_grade: npt.NDArray[np.float64]
    factors: npt.NDArray[np.float64]


def informal_care_of(parameters: Parameters, factors: npt.NDArray[np.float64], month: int) -> InformalCare:
    """Return what a month's count needs.

    Parameters
    ----------
    parameters : Parameters
        Registry, with ``informal_care.*``.
    factors : ndarray (kinds, case states)
        What cases do to the hours in the month.
    month : int
        Absolute month.
    """
    return InformalCare(parameters.table("informal_care.hours_per_week", month), factors)
