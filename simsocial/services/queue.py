"""The queue: cases in the order in which they come to the sites; see :mod:`simsocial.services.line_up`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["ACTS", "DISPLACED", "EXCEPTED", "OWN_ONLY", "TAKEN_ON", "TRANSFERS", "Queue"]

ACTS, EXCEPTED, OWN_ONLY, TRANSFERS, DISPLACED, TAKEN_ON = 1, 2, 4, 8, 16, 32
"""What a case in the queue does: takes a place, or would take one only; goes to another site than that of the
district, or looks at that one alone; is served and asks for a nearer site; lost its site, and comes before all; is
taken on then also where all staff is bound."""


class Queue(NamedTuple):
    """Cases in the order in which they come to the sites; a case of a kind with districts may come twice.

    What decides about each of them stands side by side: to look it up one after the other would be to wait for memory.

    Attributes
    ----------
    rows : int32
        Rows of the cases.
    person, key : int32, uint64
        Row and key of the person.
    kind, flags : uint8
        Kind, and what the case does: :data:`ACTS` and others.
    """

    rows: npt.NDArray[np.int32]
    person: npt.NDArray[np.int32]
    key: npt.NDArray[np.uint64]
    kind: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint8]

    @classmethod
    def of_length(cls, length: int) -> Queue:
        """Return room for so many."""
        types = (np.int32, np.int32, np.uint64, np.uint8, np.uint8)
        return cls._make(np.empty(length, dtype=dtype) for dtype in types)

    def having(self, flag: int) -> Queue:
        """Return those with a flag, in the same order."""
        chosen = (self.flags & np.uint8(flag)) != 0
        return Queue._make(column[chosen] for column in self)
