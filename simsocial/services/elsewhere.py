"""What a case takes of a house: the measure of what it costs where the place is bought elsewhere.

Houses cost the same whether full or not. A case bears its part of what the region's own houses would cost if no
measure had touched them, over all who want the service: closing all of them then saves nothing, whatever the
draw, since the ratio on it (``cost.elsewhere_ratio``) is at least one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.kind import ServiceKind

__all__ = ["Houses", "needs_of_a_case"]


class Houses:
    """The region's own sites as its table has them, whatever measures do to them.

    Parameters
    ----------
    region : Region
        Its table of sites.
    """

    def __init__(self, region: Region) -> None:
        self._sites = {
            str(kind): tuple(
                rows[name].to_numpy(np.int64) for name in ("opened", "closes", "licensed_places")
            )
            for kind, rows in region.sites.groupby("kind", observed=True)
        }

    def open_then(self, site_kind: str, month: int) -> tuple[int, int]:
        """Return how many sites of a kind would be open in a month, and their licensed places."""
        if site_kind not in self._sites:
            return 0, 0
        opened, closes, places = self._sites[site_kind]
        is_open = (opened <= month) & ((closes < 0) | (month < closes))
        return int(is_open.sum()), int(places[is_open].sum())


def needs_of_a_case(
    kind: ServiceKind, parameters: Parameters, houses: Houses, cases: int, month: int
) -> npt.NDArray[np.float64]:
    """Return what one case takes of each cost component.

    Parameters
    ----------
    kind : ServiceKind
        The kind.
    parameters, houses : Parameters, Houses
        The kind's numbers, and the region's own houses.
    cases : int
        All who want one of the kinds that share these houses.
    month : int
        Absolute month.

    Returns
    -------
    ndarray (components,)
        Parts of a site, licensed places, FTE and cases, in the order of
        :data:`simsocial.services.kind.COST_COMPONENTS`.
    """
    sites, places = houses.open_then(kind.site_kind, month)
    part = sites / max(cases, 1)
    fixed = kind.number(parameters, "staff.fte_fixed_per_site", month)
    need = kind.number(parameters, "staff.fte_per_case", month)
    return np.array([part, places / max(cases, 1), need + fixed * part, 1.0])
