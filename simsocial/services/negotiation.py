"""Prices are negotiated anew each year, and places that stay empty are taken out of service.

Homes, day care, day groups and workshops (``cost.negotiated``) live on a price a case that each agrees on in advance
with those who pay (SGB VIII §§ 78b, 78d; SGB IX §§ 123, 127; SGB XI §§ 84, 85). It is made for an occupancy: the
emptier the house, the dearer a case. Each January the price of the year is made for last year's occupancy of the
site, but for none that lies further than ``negotiation.occupancy_margin`` below or above the usual one of its kind
(``cost.calculated_occupancy``): payers do not finance places that nobody needs. Nothing is settled afterwards: what a
year differs from its price is the provider's.

So a house that empties for good cannot keep all its places. Who was emptier last year than the lowest occupancy takes
``negotiation.given_up_share`` of the places beyond out of service (a group closes, beds are given up), and that share
of them back after a year in which the house was fuller than usual, but none while a cut lasts. They cost nothing
meanwhile. What public providers keep is decided by councils. Each house reckons with parts of places from year to year,
and rounds them by a lasting draw of its own (:meth:`simsocial.services.sizes.Sizes.rounded`).

A house that has just opened is empty because it fills up, and so are places that a measure adds: such new places stay
for ``negotiation.run_up_months``. Those of houses that merge are not new. A site that opened or changed its size within
the year goes on at the price that it has. All figures are assumptions with
a wide range; at 0 prices stay made for the usual occupancy, empty places stay, and new houses are as old ones.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters.plan import Plan
from simsocial.services.catalogue import Catalogue
from simsocial.services.network import SiteNetwork
from simsocial.services.public_owners import PUBLIC
from simsocial.services.site_tables import SiteTables

__all__ = ["Negotiations", "agreed", "places_less"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def agreed(taken: Floats, usual: Floats, margin: float) -> Floats:
    """Return the occupancy for which the price of a year is made.

    Parameters
    ----------
    taken, usual : ndarray (sites,)
        Share of the places that was taken last year, and for which prices of the kind are made.
    margin : float
        How far a price may depart from that.

    Examples
    --------
    >>> agreed(np.array([0.7, 0.93, 1.0]), np.array([0.95, 0.95, 0.9]), 0.05).round(2).tolist()
    [0.9, 0.93, 0.95]
    """
    return np.clip(taken, _lowest(usual, margin), np.minimum(usual + margin, 1.0))


def places_less(
    taken: Floats,
    usual: Floats,
    margin: float,
    share: float,
    places: Integers,
    kept: Integers,
    rest: Floats,
    out: Floats,
) -> Floats:
    """Return the places, in parts too, that sites take out of service, negative for those that they take back.

    Parameters
    ----------
    taken, usual, margin
        As for :func:`agreed`.
    share : float
        Of the places too many, and of those taken out of service where a house is fuller than usual: a full house does
        not show how many more would come.
    places, kept : ndarray (sites,)
        Those in service, of which `taken` is the share, and those of them that stay however empty the house is.
    rest, out : ndarray (sites,)
        Part of a place by which more would be out of service if places had parts, and all that would be.

    Examples
    --------
    >>> taken, usual, out = np.array([0.45, 0.88, 1.0]), np.full(3, 0.95), np.full(3, 9.0)
    >>> places_less(taken, usual, 0.05, 0.5, np.full(3, 40), np.zeros(3), np.zeros(3), out).round(2).tolist()
    [10.0, 0.44, -4.5]
    """
    needed = places * taken / _lowest(usual, margin)
    return share * (np.maximum(places - kept - rest - needed, 0.0) - np.where(taken > usual, out, 0.0))


def _lowest(usual: Floats, margin: float) -> Floats:
    """Return the lowest occupancy for which a price is made; never none."""
    return np.maximum(usual - margin, 0.01)


class Negotiations:
    """Negotiates for all sites of a model.

    Parameters
    ----------
    sites : SiteNetwork
        Sites, with what they agreed on.
    catalogue, plan : Catalogue, Plan
        The kinds, and the values ``negotiation.*``.
    """

    def __init__(self, sites: SiteNetwork, catalogue: Catalogue, plan: Plan) -> None:
        self._sites = sites
        houses = [catalogue.house(name) for name in catalogue.site_kinds]
        self._is_negotiated = np.array([house.cost.negotiated for house in houses], dtype=np.bool_)
        self._kind = np.array([catalogue.ids.index(house.id) for house in houses], dtype=np.int64)
        self._margin, self._share, self._run_up = (
            plan.number(f"negotiation.{name}")
            for name in ("occupancy_margin", "given_up_share", "run_up_months")
        )

    def note(self, tables: SiteTables, served: Integers, month: int) -> None:
        """Add a month, in which sites served so many cases, to the year."""
        arrays = self._sites.arrays
        if month % 12 == 0:
            arrays.taken_months[:] = arrays.room_months[:] = 0
        arrays.taken_months += served
        arrays.room_months += tables.capacity

    def negotiate(self, tables: SiteTables, usual: Floats, month: int) -> None:
        """Agree in a January on the prices of the year, and take places out of service or back.

        Parameters
        ----------
        tables : SiteTables
            What holds for every site.
        usual : ndarray (kinds,)
            Occupancy for which prices are usually made.
        month : int
            Absolute month.
        """
        arrays, margin = self._sites.arrays, self._margin.at(month)
        same_size = (arrays.room_months > 0) & (arrays.room_months == 12 * tables.capacity)
        sites = np.flatnonzero(same_size & self._is_negotiated[tables.kind_code])
        taken, of_kind = (
            arrays.taken_months[sites] / arrays.room_months[sites],
            usual[self._kind[tables.kind_code[sites]]],
        )
        arrays.agreed_occupancy[sites] = agreed(taken, of_kind, margin)
        places, idle = arrays.licensed_places[sites], arrays.idle_places[sites]
        rest = arrays.idle_rest[sites]
        fills_up = month - arrays.new_since[sites] < self._run_up.at(month)
        new = np.where(fills_up, arrays.new_places[sites], np.minimum(arrays.new_places[sites], 0))
        arrays.new_places[sites] = new
        kept = np.maximum(new, 0)
        less = places_less(taken, of_kind, margin, self._share.at(month), places, kept, rest, idle + rest)
        less[self._sites.ownerships[self._sites.provider_codes[sites]] == PUBLIC] = 0.0
        less = np.where(arrays.cut_places[sites] > 0, np.maximum(less, 0.0), less)
        out = np.clip(idle + rest + less, np.minimum(idle + rest, 0.0), places + idle - 1.0)
        whole = self._sites.sizes.rounded(sites, out)
        if (whole != idle).any():
            self._sites.sizes.take_out_of_service(sites, whole - idle)
