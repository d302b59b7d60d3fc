"""Whose money a public provider spends: it has none of its own beside the budget of those who run it.

What nobody else pays of a public site, gains as well as losses, is the Kreis's or the municipality's: whichever bears
more of the building, or of the running cost where neither builds; the Kreis where neither pays anything. So a grant
that is lost stays in a public budget. The ledger of providers still holds it as the provider's part, by which margins
are told. What a provider itself pays for building and for what remains of closed places goes the same way.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import OWNERSHIPS, PAYERS
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind
from simsocial.services.ledger import OWN_PART
from simsocial.services.offers import Offers

__all__ = ["PUBLIC", "at_public", "bearers", "owner_of", "owners_of"]

Integers = npt.NDArray[np.int64]

PUBLIC = OWNERSHIPS.index("public")


def owner_of(house: ServiceKind) -> str:
    """Return who runs the public sites that a kind describes: ``kreis`` or ``municipality``."""
    capital = {} if house.capital_payers is None else house.capital_payers.shares
    for shares in (capital, house.payers.residual, house.payers.shares):
        kreis, towns = shares.get("kreis", 0.0), shares.get("municipality", 0.0)
        if kreis != towns:
            return "kreis" if kreis > towns else "municipality"
    return "kreis"


def at_public(payers: Mapping[str, float], owner: str) -> dict[str, float]:
    """Return the payers of a public site: its owner bears the provider's part.

    Examples
    --------
    >>> at_public({"land": 0.2, "municipality": 0.3, "provider": 0.5}, "municipality")
    {'land': 0.2, 'municipality': 0.8}
    """
    others = {payer: share for payer, share in payers.items() if payer != "provider"}
    return others | {owner: others.get(owner, 0.0) + payers.get("provider", 0.0)}


def owners_of(catalogue: Catalogue) -> Integers:
    """Return by kind the code of the payer who runs its public sites."""
    names = [owner_of(catalogue.house(kind.site_kind)) for kind in catalogue]
    return np.array([PAYERS.index(name) for name in names], dtype=np.int64)


def bearers(owners: Integers, offers: Offers, ownership: Integers) -> Integers:
    """Return by offer the code of the payer who bears the provider's part.

    Parameters
    ----------
    owners : ndarray (kinds,)
        As :func:`owners_of` tells them.
    offers : Offers
        Which site offers which kind.
    ownership : ndarray (sites,)
        Code of each site's ownership.
    """
    return np.where(ownership[offers.site] == PUBLIC, owners[offers.kind], OWN_PART)
