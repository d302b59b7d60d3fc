"""Sites that live on grants and close, or are cut: what is left of them, and the places for which no grant is paid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.services.catalogue import Catalogue
from simsocial.services.network import SiteNetwork

__all__ = ["GrantsGone"]

Integers = npt.NDArray[np.int64]


class GrantsGone:
    """Compares sites with those of the region's table.

    Parameters
    ----------
    sites : SiteNetwork
        As they stand in the table, before anything is opened, closed or resumed.
    catalogue : Catalogue
        Their kinds.
    """

    def __init__(self, sites: SiteNetwork, catalogue: Catalogue) -> None:
        self._sites, self._catalogue, self._of_table = sites, catalogue, sites.arrays.copy()

    def note_closed(self, closed: npt.NDArray[np.bool_]) -> None:
        """Note that nothing is left of the running of sites that live on grants and close now, as if all were cut.

        That is not so where another site takes over, nor where the region's table says that they close.
        """
        arrays, then = self._sites.arrays, self._of_table
        gone = closed & (arrays.successor < 0)
        gone[: len(then.closes)] &= arrays.closes[: len(then.closes)] < then.closes
        gone[len(then.closes) :] = False
        gone &= np.array([self._catalogue.house(site.kind).lives_on_grants for site in self._sites])
        unknown = gone & (arrays.planned_milli < 0)
        arrays.planned_milli[unknown] = np.maximum(arrays.staff_milli[unknown, 0], 0)
        arrays.kept_share[gone] = 0.0

    def places_cut(self, month: int) -> Integers:
        """Return the licensed places (sites,) that cuts and closings took of sites that live on grants.

        With a minus, those of sites that measures opened: where one closes and another opens, its grant is not lost.
        """
        arrays, usual = self._sites.arrays, self._of_table.licensed_places
        known, is_open = len(usual), self._sites.is_open(month)
        fewer = np.where(is_open[:known], arrays.cut_places[:known], usual) * (
            arrays.kept_share[:known] < 1.0
        )
        return np.append(fewer, -np.where(is_open, arrays.licensed_places, 0)[known:])
