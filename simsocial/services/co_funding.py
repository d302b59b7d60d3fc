"""Grants that are paid only beside a local share: whoever cuts the share loses the grant with it.

Of a cost of 100 the Land pays 50 beside 40 of the Kreis, and the provider 10. A Kreis that goes down to 20 saves 20,
the Land then pays 25, and 55 are left to the provider, who bears them, raises fees, shrinks or closes; of a public site
they are its owner's (:mod:`simsocial.services.public_owners`). That others step in would be a gift that no guideline
knows. Whose share the option itself raises pays that. What is cut of a service, or closed, loses the grant for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.services.payers import ServicePayers
from simsocial.services.staff_shares import split_exactly
from simsocial.shapes.payers import payer_shares

__all__ = ["GrantCap", "cap_grants", "co_funded_shares", "grant_caps", "grant_share", "lost_share"]


def co_funded_shares(
    parameters: Parameters, prefix: str, payers: ServicePayers, month: int | None
) -> dict[str, float]:
    """Return the shares of a cost by payer, as :func:`simsocial.shapes.payers.payer_shares` does, grants cut.

    Parameters
    ----------
    parameters : Parameters
        The registry, or the plan of a run: cuts are what its option changes.
    prefix : str
        Begin of the ids of the shares.
    payers : ServicePayers
        Their rules.
    month : int or None
        Absolute month.
    """
    shares = payer_shares(parameters, prefix, payers, month)
    if not payers.co_funding or not isinstance(parameters, Plan) or month is None:
        return shares
    usual = payer_shares(parameters.usual, prefix, payers, month)
    cut = {
        grant: shares[local] / usual[local]
        for grant, local in payers.co_funding.items()
        if usual[local] > shares[local] + 1e-12
    }
    if not cut:
        return shares
    # The others do not step in for what the option takes away: they pay what they did, or less, unless it says more.
    raised = _raised(parameters, prefix, shares, month)
    found = {
        payer: share if payer in raised else min(share, usual[payer], cut.get(payer, 1.0) * usual[payer])
        for payer, share in shares.items()
    }
    if not payers.residual:
        found["provider"] = found.get("provider", 0.0) + 1.0 - sum(found.values())
    return found


def _raised(plan: Plan, prefix: str, payers: Iterable[str], month: int) -> set[str]:
    """Return the payers whose share the option itself raises."""
    usual, known = plan.usual, {payer: f"{prefix}.{payer}" for payer in payers if f"{prefix}.{payer}" in plan}
    return {payer for payer, one in known.items() if plan.value(one, month) > usual.value(one, month)}


def lost_share(parameters: Parameters, prefix: str, payers: ServicePayers, month: int) -> float:
    """Return the share of a cost that grants paid before an option cut the local share beside them."""
    if not payers.co_funding or not isinstance(parameters, Plan):
        return 0.0
    now = co_funded_shares(parameters, prefix, payers, month)
    usual = payer_shares(parameters.usual, prefix, payers, month)
    cut = (grant for grant, local in payers.co_funding.items() if now[local] < usual[local] - 1e-12)
    return sum(max(usual[grant] - now[grant], 0.0) for grant in cut)


def grant_share(parameters: Parameters, prefix: str, payers: ServicePayers, month: int) -> float:
    """Return the share of a cost that is lost to grants where the service itself is cut: what they pay, or paid."""
    if not payers.co_funding:
        return 0.0
    now = co_funded_shares(parameters, prefix, payers, month)
    return sum(now[grant] for grant in payers.co_funding) + lost_share(parameters, prefix, payers, month)


class GrantCap(NamedTuple):
    """The most that one payer pays beside another for a kind.

    Attributes
    ----------
    kind, grant, local : int
        Codes of the kind, of the payer, and of the one beside whom it pays and who bears what is beyond.
    cents : float
        A month and inhabitant.
    """

    kind: int
    grant: int
    local: int
    cents: float


def grant_caps(code: int, payers: ServicePayers, eur_per_year: Mapping[str, float]) -> list[GrantCap]:
    """Return the caps of a kind from what they are a year and inhabitant."""
    return [
        GrantCap(code, PAYERS.index(grant), PAYERS.index(payers.co_funding[grant]), 100.0 / 12.0 * eur)
        for grant, eur in eur_per_year.items()
    ]


def cap_grants(
    amounts: npt.NDArray[np.float64], kind: npt.NDArray[np.int64], caps: Sequence[GrantCap], people: int
) -> None:
    """Let whoever pays beside a grant bear what is beyond its cap, in proportion at all sites.

    Parameters
    ----------
    amounts : ndarray (payers or more, offers)
        Whole cents of a month by payer; changed in place.
    kind : ndarray (offers,)
        Codes of the kinds.
    caps : sequence of GrantCap
        Those of the month.
    people : int
        Inhabitants of the region.
    """
    for cap in caps:
        own = np.flatnonzero(kind == cap.kind)
        paid = amounts[cap.grant, own].astype(np.int64)
        beyond = split_exactly(int(paid.sum()) - round(cap.cents * people), np.maximum(paid, 0))
        amounts[cap.grant, own] -= beyond
        amounts[cap.local, own] += beyond
