"""Places that providers add of their own accord where those they have fill up.

Of some services nobody plans the number: whoever is fit to run one is entitled to a contract, and places have followed
the guests for years. Such a kind has an ``expansion``: each January a house of which more than ``from_occupancy`` is
taken opens ``share_per_year`` of the places that would bring it back there. The rule is the same in every option,
so that places which a measure opens take some of this growth away from the others. New houses are not made: what opens
elsewhere is taken as growth of the houses that are there.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters.registry import Parameters
from simsocial.services.kind import ServiceKind

__all__ = ["places_added"]

Integers = npt.NDArray[np.int64]


def places_added(
    kind: ServiceKind, parameters: Parameters, places: Integers, served: Integers, month: int
) -> Integers:
    """Return the places that each house adds; no house grows by less than one.

    Parameters
    ----------
    kind : ServiceKind
        The kind that states what belongs to the houses, with an `expansion`.
    parameters : Parameters
        The registry of the run.
    places, served : ndarray (houses,)
        Licensed places, and people served.
    month : int
        Absolute month.
    """
    taken = served / kind.cases_per_place(parameters, month)
    missing = taken / kind.number(parameters, "expansion.from_occupancy", month) - places
    share = kind.number(parameters, "expansion.share_per_year", month)
    added: Integers = np.ceil(share * np.maximum(missing, 0.0) - 1e-9).astype(np.int64)
    return added
