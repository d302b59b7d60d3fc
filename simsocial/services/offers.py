"""Which open site offers which kind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Offers"]

Integers = npt.NDArray[np.int64]


class Offers(NamedTuple):
    """Which open site offers which kind, an entry for each: most sites offer one kind of all.

    Attributes
    ----------
    kind, site : ndarray (offers,)
        Ascending by kind, then by site.
    area : ndarray (offers,)
        Area of the site.
    part : ndarray (offers,)
        What each of the kinds that share the site bears of it while it serves nobody.
    sites : int
        How many sites there are, closed ones included.
    """

    kind: Integers
    site: Integers
    area: Integers
    part: npt.NDArray[np.float64]
    sites: int
