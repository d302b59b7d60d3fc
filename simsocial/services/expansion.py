"""Places that providers add of their own accord where those they have fill up.

Of some services nobody plans the number: whoever is fit to run one is entitled to a contract, and places have followed
the guests for years. Such a kind has an ``expansion``: each January a house of which more than ``from_occupancy`` is
taken opens ``share_per_year`` of the places that would bring it back there. The rule is the same in every option,
so that places which a measure opens take some of this growth away from the others. New houses are not made: what opens
elsewhere is taken as growth of the houses that are there. A house with places out of service
(:mod:`simsocial.services.negotiation`) takes those back first, which cost nothing to build. Houses reckon with parts of
places from year to year and round them by a lasting draw, as where they give places up.

Nobody builds against a decision: a house that a measure made smaller adds nothing until a measure makes it larger
again, and none does while a measure opens the service on fewer days than usual. Whom they turn away waits, or fills
other houses, which grow. What grew in a January before the measure stays, unless the measure says the size in all; a
house whose size is set in a January adds nothing in that one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.services.buildings import Buildings
from simsocial.services.catalogue import Catalogue
from simsocial.services.finance import Finance
from simsocial.services.network import SiteNetwork
from simsocial.services.site_tables import SiteTables

__all__ = ["Growth", "grow", "growth_of", "places_added"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Growth(NamedTuple):
    """How the houses of one kind grow in a month.

    Attributes
    ----------
    site_kind, kind : str
        Kind of the houses, and the service kind that states what belongs to them.
    cases_per_place, from_occupancy, share_per_year : float
        Persons a place serves, share taken from which on a house grows, share of the missing places that open a year.
    held_back : bool
        Whether a measure lets a place serve fewer than usual, so that no house grows.
    """

    site_kind: str
    kind: str
    cases_per_place: float
    from_occupancy: float
    share_per_year: float
    held_back: bool


def growth_of(catalogue: Catalogue, parameters: Parameters, month: int) -> tuple[Growth, ...]:
    """Return how houses grow in a month, of all kinds whose providers add places.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        The kinds, and the registry with their numbers.
    month : int
        Absolute month.
    """
    houses = [(name, catalogue.house(name)) for name in catalogue.site_kinds]
    usual = parameters.usual if isinstance(parameters, Plan) else parameters
    return tuple(
        Growth(
            name,
            house.id,
            house.cases_per_place(parameters, month),
            house.number(parameters, "expansion.from_occupancy", month),
            house.number(parameters, "expansion.share_per_year", month),
            house.cases_per_place(parameters, month) < house.cases_per_place(usual, month) - 1e-9,
        )
        for name, house in houses
        if house.expansion is not None
    )


def places_added(growth: Growth, places: Floats, served: Integers) -> Floats:
    """Return the places, in parts too, that each house adds.

    Parameters
    ----------
    growth : Growth
        How they grow.
    places, served : ndarray (houses,)
        Licensed places, and people served.
    """
    missing = served / growth.cases_per_place / growth.from_occupancy - places
    return growth.share_per_year * np.maximum(missing, 0.0)


def grow(
    growth: Growth,
    sites: SiteNetwork,
    tables: SiteTables,
    served_by_site: Integers,
    buildings: Buildings,
    finance: Finance,
    month: int,
) -> None:
    """Let the open houses of one kind grow, and book what their places cost to build.

    Parameters
    ----------
    growth : Growth
        How they grow.
    sites, tables : SiteNetwork, SiteTables
        Sites, and what holds for them in the month.
    served_by_site : ndarray (sites,)
        People whom each site serves.
    buildings : Buildings
        What building costs at each site.
    finance : Finance
        Where the capital is booked.
    month : int
        Absolute month.
    """
    codes = sites.codes(growth.site_kind)
    arrays = sites.arrays
    adds = tables.is_open & ~arrays.held_back & (arrays.licensed_places == arrays.stood_places)
    codes = codes[adds[codes] & (not growth.held_back)]
    rest = arrays.idle_rest[codes]
    parts = places_added(growth, arrays.licensed_places[codes] - rest, served_by_site[codes])
    added = -sites.sizes.rounded(codes, rest - parts)
    back = np.minimum(added, arrays.idle_places[codes])
    if back.any():
        sites.sizes.take_out_of_service(codes, -back)
    built = added - back
    sites.sizes.add(codes, built)
    places = dict(zip(codes.tolist(), built.tolist(), strict=True))
    eur: defaultdict[tuple[int, str], float] = defaultdict(float)
    for site in sites:
        if places.get(site.code):
            building = buildings.of(site, month)
            for payer, share in building.payers.items():
                paid = share * places[site.code] * building.eur_per_place
                eur[int(tables.area[site.code]), payer] += paid
    for (area, payer), amount in sorted(eur.items()):
        finance.book(payer, growth.kind, area, amount, budget="capital")
