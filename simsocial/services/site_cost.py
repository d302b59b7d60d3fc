"""What each kind costs at each site that offers it, and who pays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.services.charges import charge_at_most_the_cost, split, sums_for_sites
from simsocial.services.local_prices import Beyond
from simsocial.services.prices import OfferPrices, Prices

__all__ = ["at_sites"]

Floats = npt.NDArray[np.float64]


def at_sites(
    prices: Prices, own: OfferPrices, use: Floats, extra: Beyond | None, agreed: Floats | None
) -> tuple[Floats, Floats]:
    """Return what each kind costs at each site that offers it, and by offer the whole cents of all payers and together.

    A price covers a full house as it was calculated; what it does not cover then is the provider's. Who stays
    beyond a smaller licence still lives in the house that was built for them. Payers bear shares and flat sums of what
    is charged, and the rest; no fee is more than the others leave of the cost. Behind the payers' rows stand the cost,
    and whom it serves in thousandths. `extra` is by how much prices and shares of the offers differ from those of the
    region, `agreed` for which occupancy their prices are made.
    """
    served, room = use[3], use[-1]
    gross = own.gross if extra is None else own.gross + extra.gross
    charged = gross * use[:-1]
    charged /= 1000.0
    by_component = charged.copy()
    taken = own.occupancy * np.maximum(room, served) - served
    by_component[3] += gross[3] * own.fixed_share * taken / 1000.0
    amounts = np.empty((len(own.residual) + 2, len(served)))
    paid, cents = amounts[:-2], amounts[-2]
    np.rint(by_component).sum(axis=0, out=cents)
    at_all = np.zeros((*prices.gross.shape, own.sites))
    at_all.ravel()[own.of_components] = charged
    by_shares = (prices.shares @ at_all).ravel()[own.of_payers]
    if extra is not None:
        by_shares = by_shares + (extra.shares * charged).sum(axis=1)
    if agreed is not None:
        # At that occupancy the price of those served covers what the house costs.
        usual = np.ones_like(agreed)
        dearer = own.fixed_share * (np.divide(own.occupancy, agreed, out=usual, where=agreed > 0.0) - 1.0)
        of_price = own.of_price if extra is None else own.of_price + extra.shares[:, 3]
        by_shares = by_shares + of_price * dearer * charged[3]
    np.rint(by_shares, out=paid)
    flat = own.flat * (use[[3, 1, 0], np.newaxis] / 1000.0)
    flat_of_use = np.rint(flat[:2]).sum(axis=0)
    paid += flat_of_use
    charge_at_most_the_cost(paid, cents, flat_of_use[PAYERS.index("families")])
    paid += np.floor(sums_for_sites(flat[2], cents - paid.sum(axis=0)))
    paid += split(cents - paid.sum(axis=0), own.residual)
    amounts[-1] = served
    return by_component.sum(axis=0), amounts
