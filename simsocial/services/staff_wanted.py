"""How many staff each site would employ: for its cases, and for its part of those without a place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.site_tables import SiteTables

__all__ = ["staff_wanted"]

Integers = npt.NDArray[np.int64]


def staff_wanted(
    tables: SiteTables, served: Integers, bound_milli: Integers, unplaced: Integers, kreis_of_area: Integers
) -> Integers:
    """Return the milli-FTE each site would employ.

    Cases of a Kreis that wait or are served elsewhere are expected at its sites in proportion to
    their free capacity: a home with empty beds seeks staff for those it had to send away.

    Parameters
    ----------
    tables : SiteTables
        Sites and kinds of the month.
    served, bound_milli : ndarray (sites,)
        Cases that each site serves, and the milli-FTE they bind.
    unplaced : ndarray (kinds, areas)
        Cases that wait or are served elsewhere.
    kreis_of_area : ndarray (areas,)
        Code of the Kreis of each area.

    Returns
    -------
    ndarray (sites,)
        Milli-FTE; 0 for closed sites.
    """
    free = np.maximum(tables.capacity - served, 0)
    wanted = bound_milli + tables.fixed_milli
    groups = int(kreis_of_area.max()) + 1
    kreis = kreis_of_area[tables.area]
    for code, need in enumerate(tables.need_milli):
        offering = tables.offering(code)
        room = np.bincount(kreis[offering], free[offering], minlength=groups).astype(np.int64)
        expected = np.bincount(kreis_of_area, unplaced[code], minlength=groups).astype(np.int64)
        expected = np.minimum(expected, room)
        part = expected[kreis] * need * free // np.maximum(room, 1)[kreis]
        wanted += np.where(offering, part, 0)
    return np.where(tables.is_open, wanted, 0)
