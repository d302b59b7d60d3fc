"""What a case takes of a house: the measure of what it costs where the place is bought elsewhere.

A case takes one place and that place's part of a house, as large as those of the region would be if no measure had
touched them: what stands empty here nobody charges there, and what is too full here makes no place cheaper there. So
the price does not depend on how many people want the service, and closing full houses saves nothing, whatever the draw,
since the ratio on it (``cost.elsewhere_ratio``) is at least one; closing houses that stand half empty saves the empty
half. Where the region has no house, it is one of the Land's mean size. Where staff limits houses, and not places, they
are as large as all who want the service make them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.prices import Prices
from simsocial.shapes.house import houses

__all__ = ["Houses"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Houses:
    """The region's own sites as its table has them, whatever measures do to them.

    Parameters
    ----------
    region : Region
        Its table of sites.
    catalogue : Catalogue
        The kinds.
    """

    def __init__(self, region: Region, catalogue: Catalogue) -> None:
        site_kinds = list(catalogue.site_kinds)
        rows = region.sites[region.sites["kind"].isin(site_kinds)]
        self._code = np.array([site_kinds.index(name) for name in rows["kind"]], dtype=np.int64)
        self._opened, self._closes, self._places = (
            rows[name].to_numpy(np.int64) for name in ("opened", "closes", "licensed_places")
        )
        self._of_kind = np.array([site_kinds.index(kind.site_kind) for kind in catalogue], dtype=np.int64)
        self._number = len(site_kinds)
        self._by_staff = np.array(
            [catalogue.house(kind.site_kind).capacity in ("staff", "posts") for kind in catalogue],
            dtype=np.bool_,
        )
        land = houses()
        usual = [land[name].provision if name in land else None for name in site_kinds]
        part = np.array([0.0 if one is None else one.sites / one.places for one in usual])
        self._usual_part = part[self._of_kind]
        # Between two of these months nothing opens or closes.
        self._changes = np.unique(np.concatenate([self._opened, self._closes]))
        self._then: dict[int, tuple[Integers, Integers]] = {}

    def open_then(self, month: int) -> tuple[Integers, Integers]:
        """Return how many sites of each kind's would be open in a month, and their licensed places."""
        changes = int(np.searchsorted(self._changes, month, side="right"))
        if changes not in self._then:
            self._then[changes] = self._open_in(month)
        return self._then[changes]

    def _open_in(self, month: int) -> tuple[Integers, Integers]:
        """Count open sites and their places."""
        is_open = (self._opened <= month) & ((self._closes < 0) | (month < self._closes))
        code = self._code[is_open]
        sites = np.bincount(code, minlength=self._number)
        places = np.bincount(code, self._places[is_open], minlength=self._number).astype(np.int64)
        return sites[self._of_kind], places[self._of_kind]

    def needs_of_a_case(self, prices: Prices, cases: Integers, month: int) -> Floats:
        """Return what one case of each kind takes of each cost component.

        Parameters
        ----------
        prices : Prices
            With the kinds' staff.
        cases : ndarray (kinds,)
            All who want one of the kinds.
        month : int
            Absolute month.

        Returns
        -------
        ndarray (kinds, components)
            Parts of a site, licensed places, FTE and cases, in the order of
            :data:`simsocial.services.kind_numbers.COST_COMPONENTS`, and FTE of each further member of the team.
        """
        sites, places = self.open_then(month)
        people = np.bincount(self._of_kind, cases, minlength=self._number)[self._of_kind]
        sharing = np.where(self._by_staff, np.maximum(people, places), places)
        part = np.where(sites > 0, sites / np.maximum(sharing, 1), self._usual_part)
        staff = prices.fte_per_case + prices.fixed_fte * part[:, np.newaxis]
        one = np.ones(len(part))
        return np.column_stack([part, one, staff[:, 0], one, staff[:, 1:]])
