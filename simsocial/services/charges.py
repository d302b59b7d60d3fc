"""The rules by which payers share what a service costs: shares, flat sums, and the rest.

Who pays a share pays more where the service is dear; who pays flat sums does not, so that a site that closes
saves them nothing as long as its cases are served elsewhere. Whoever bears the rest gains and loses by what it
costs: a half-empty house is theirs. Amounts are cents a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.services.kind import ServiceKind
from simsocial.services.kind_numbers import COST_COMPONENTS
from simsocial.services.means_test import HomePayers

__all__ = [
    "Away",
    "Charges",
    "away_of",
    "charge_at_most_the_cost",
    "charge_families",
    "charges_of",
    "in_order_of_payers",
    "shares_by_component",
    "split",
    "sums_for_sites",
    "with_rest",
    "yearly_prices",
]

Floats = npt.NDArray[np.float64]


class Charges(NamedTuple):
    """Prices and rules of one kind in a month.

    Attributes
    ----------
    gross : ndarray (components,)
        Cents a month per site, place, FTE and case, and per FTE of each further member of the team.
    shares : ndarray (payers, components)
        Shares of them.
    flat_per_case, flat_per_place, flat_per_site : ndarray (payers,)
        Cents a month.
    residual : ndarray (payers,)
        Shares of the rest; where nobody is named, the largest payer takes what rounding leaves.
    fixed_share, occupancy : float
        Of a price: what an empty place costs too, and the share of places taken for which it is calculated.
    recipients : float
        Share of those served who need care aid.
    of_price : ndarray (payers,)
        Shares of what a site's price of a case is above, or below, the usual one.
    """

    gross: Floats
    shares: Floats
    flat_per_case: Floats
    flat_per_place: Floats
    flat_per_site: Floats
    residual: Floats
    fixed_share: float
    occupancy: float
    recipients: float
    of_price: Floats


class Away(NamedTuple):
    """What is dated of the cost of cases outside, and of those without a place.

    Attributes
    ----------
    ratio : float or None
        Of a case outside to what it would take here; None where it has a price of its own.
    gross, by_payer, recipients : float, ndarray (payers,), float
        That price in cents a month, who pays it before flat sums and the rest, and the share with care aid.
    without : float or None
        Cents a month for a case without a place; None: as for one outside.
    waiting : ndarray (payers,) or None
        Shares of that; None: as for one outside.
    """

    ratio: float | None
    gross: float
    by_payer: Floats
    recipients: float
    without: float | None
    waiting: Floats | None


def yearly_prices(
    kind: ServiceKind, house: ServiceKind, parameters: Parameters, month: int, further: Sequence[str]
) -> Floats:
    """Return EUR a year by component, of a kind whose sites `house` describes; `further` members of the team last."""
    parts = (
        (kind if part == "per_case" else house).cost_eur_per_year(parameters, part, month)
        for part in COST_COMPONENTS
    )
    return np.array([*parts, *(house.post_eur_per_year(parameters, name, month) for name in further)])


def shares_by_component(
    kind: ServiceKind, parameters: Parameters, month: int, further: Sequence[str]
) -> Floats:
    """Return the shares (payers, components) of what a kind costs; `further` members of the team last."""
    parts = (*COST_COMPONENTS, *("per_fte" for _ in further))
    return np.stack([in_order_of_payers(kind.payers_of(parameters, part, month)) for part in parts], axis=1)


def charges_of(
    kind: ServiceKind, house: ServiceKind, parameters: Parameters, month: int, further: Sequence[str] = ()
) -> Charges:
    """Return prices and rules of a kind, whose sites `house` describes, with `further` members of the team."""
    gross = yearly_prices(kind, house, parameters, month, further) * 100.0 / 12.0
    shares = shares_by_component(kind, parameters, month, further)
    of_price = shares[:, 3]
    # The care fund's benefit is set by law: who bears a dearer home is told by one that is dearer by a hundredth.
    home, dearer = (kind.home_payers(parameters, price * gross[3] / 100.0, month) for price in (1.0, 1.01))
    if home is not None and dearer is not None and gross[3] > 0.0:
        shares[:, 3] = 100.0 * _of_home(home) / gross[3]
        of_price = 1e4 * (_of_home(dearer) - _of_home(home)) / gross[3]
    residual = in_order_of_payers(kind.payers.residual)
    if not residual.any():
        residual[in_order_of_payers(kind.payers.shares).argmax()] = 1.0
    return Charges(
        gross,
        shares,
        in_order_of_payers(kind.flat_eur_per_year(parameters, "flat_per_case", month)) * 100.0 / 12.0,
        in_order_of_payers(kind.flat_eur_per_year(parameters, "flat_per_place", month)) * 100.0 / 12.0,
        in_order_of_payers(kind.flat_eur_per_year(parameters, "flat_per_site", month)) * 100.0 / 12.0,
        residual,
        kind.number(parameters, "cost.fixed_share", month),
        kind.number(parameters, "cost.calculated_occupancy", month),
        0.0 if home is None else home.recipients,
        of_price,
    )


def away_of(kind: ServiceKind, parameters: Parameters, charges: Charges, month: int) -> Away:
    """Return what is dated of the cost of a case served elsewhere, and of one without a place.

    Parameters
    ----------
    kind, parameters : ServiceKind, Parameters
        The kind and the registry.
    charges : Charges
        Its prices and rules in the month.
    month : int
        Absolute month.
    """
    ratio, gross, recipients = None, 0.0, 0.0
    by_payer = np.zeros(len(PAYERS))
    if kind.in_cash:
        ratio = 1.0
    elif kind.has("cost.elsewhere_ratio"):
        ratio = kind.number(parameters, "cost.elsewhere_ratio", month)
    else:
        gross = kind.cost_eur_per_year(parameters, "elsewhere_per_case", month) * 100.0 / 12.0
        home = kind.home_payers(parameters, gross / 100.0, month) if gross else None
        if home is None:
            by_payer = gross * charges.shares[:, 3]
        else:
            by_payer = 100.0 * _of_home(home)
            recipients = home.recipients
    without, waiting = None, None
    if kind.access != "entitlement":
        stated = kind.has("cost.waiting_per_case_eur_per_year")
        without = (
            kind.cost_eur_per_year(parameters, "waiting_per_case", month) * 100.0 / 12.0 if stated else 0.0
        )
        waiting = charges.shares[:, 3] + charges.residual * (1.0 - charges.shares[:, 3].sum())
    if kind.waiting_payers is not None:
        waiting = in_order_of_payers(kind.payers_of(parameters, "waiting_per_case", month))
    return Away(ratio, gross, by_payer, recipients, without, waiting)


def _of_home(home: HomePayers) -> Floats:
    """Return what payers bear of a home's price, in their order."""
    return in_order_of_payers({name: getattr(home, name) for name in ("care_fund", "families", "kreis")})


def split(total: Floats, shares: Floats) -> Floats:
    """Split whole amounts by shares without a cent lost: the largest takes what rounding leaves.

    Parameters
    ----------
    total : ndarray (...)
        Whole amounts.
    shares : ndarray (payers, ...)
        Shares of each amount.

    Returns
    -------
    ndarray (payers, ...)

    Examples
    --------
    >>> split(np.array([101.0, -3.0]), np.array([[0.5, 0.5], [0.0, 0.0], [0.5, 0.5]])).tolist()
    [[51.0, -1.0], [0.0, 0.0], [50.0, -2.0]]
    """
    return with_rest(np.rint(shares * total), total, shares)


def sums_for_sites(sums: Floats, left: Floats) -> Floats:
    """Return flat sums (payers, ...) for sites, which together pay at most what is left of the cost.

    Nobody earns by opening sites whose posts nobody fills.

    Examples
    --------
    >>> sums_for_sites(np.array([[60.0, 60.0], [20.0, 20.0]]), np.array([100.0, 40.0])).tolist()
    [[60.0, 30.0], [20.0, 10.0]]
    """
    together = sums.sum(axis=0)
    most = np.clip(left, 0.0, together)
    paid: Floats = sums * np.divide(most, together, out=np.zeros_like(together), where=together > 0.0)
    return paid


def charge_at_most_the_cost(paid: Floats, cost: Floats, fees: Floats) -> None:
    """Lower what families pay to what the others leave of the cost, by their flat fees at most.

    Grants are what the law says they are, also where a place costs less. Nobody earns by a fee.

    Parameters
    ----------
    paid : ndarray (payers, ...)
        Amounts of all payers; changed in place.
    cost : ndarray (...)
        What is to be paid.
    fees : ndarray (...)
        Flat fees that `paid` holds.

    Examples
    --------
    >>> paid = np.zeros((len(PAYERS), 2))
    >>> paid[PAYERS.index("land")], paid[PAYERS.index("families")] = 40.0, (30.0, 90.0)
    >>> charge_at_most_the_cost(paid, np.array([100.0, 100.0]), np.array([30.0, 90.0]))
    >>> paid[PAYERS.index("families")].tolist()
    [30.0, 60.0]
    """
    paid[PAYERS.index("families")] -= np.clip(paid.sum(axis=0) - cost, 0.0, fees)


def with_rest(parts: Floats, total: Floats, weights: Floats) -> Floats:
    """Return whole parts (payers, ...) of which the payer of most weight takes what rounding left of the total."""
    payers = np.arange(len(weights)).reshape(-1, *[1] * (weights.ndim - 1))
    whole: Floats = parts + (payers == weights.argmax(axis=0)) * (total - parts.sum(axis=0))
    return whole


def in_order_of_payers(by_payer: dict[str, float]) -> Floats:
    """Return amounts of all payers in the order of :data:`PAYERS`."""
    return np.array([by_payer.get(payer, 0.0) for payer in PAYERS])


def charge_families(amounts: Floats, share: Floats) -> None:
    """Let families bear some of the provider's own part.

    Parameters
    ----------
    amounts : ndarray (payers + 2, offers)
        Cents of each payer, behind them the cost and whom it serves; changed in place.
    share : ndarray (offers,)
        Of the cost: what families bear in the provider's stead, at most all of its part.
    """
    families, provider = PAYERS.index("families"), PAYERS.index("provider")
    charged = np.rint(np.clip(amounts[provider], 0.0, share * amounts[-2]))
    amounts[provider] -= charged
    amounts[families] += charged
