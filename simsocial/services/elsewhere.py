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

__all__ = ["needs_of_a_case"]


def needs_of_a_case(
    kind: ServiceKind, parameters: Parameters, region: Region, cases: int, month: int
) -> npt.NDArray[np.float64]:
    """Return what one case takes of each cost component.

    Parameters
    ----------
    kind : ServiceKind
        The kind.
    parameters, region : Parameters, Region
        The kind's numbers, and the houses as the region's table has them.
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
    sites = region.sites
    opened, closes = sites["opened"].to_numpy(), sites["closes"].to_numpy()
    own = (sites["kind"] == kind.site_kind).to_numpy() & (opened <= month) & ((closes < 0) | (month < closes))
    part = own.sum() / max(cases, 1)
    places = sites["licensed_places"].to_numpy()[own].sum() / max(cases, 1)
    fixed = kind.number(parameters, "staff.fte_fixed_per_site", month)
    need = kind.number(parameters, "staff.fte_per_case", month)
    return np.array([part, places, need + fixed * part, 1.0])
