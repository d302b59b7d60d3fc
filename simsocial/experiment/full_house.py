"""What places take of staff and money in a year if all of them are used: for a look before anything is run.

A run knows better: staff that is not found, places that stay empty, and whom a closed site served elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import charge_at_most_the_cost, charges_of
from simsocial.services.kind import ServiceKind

__all__ = ["FullHouse", "full_house", "post_cost"]


class FullHouse(NamedTuple):
    """Staff and cost of sites while all their places are used.

    Attributes
    ----------
    fte : mapping of str to float
        Full-time equivalents by qualification.
    eur_per_year : mapping of str to float
        By payer, at the prices of the year of the month asked for.
    """

    fte: Mapping[str, float]
    eur_per_year: Mapping[str, float]


def full_house(
    catalogue: Catalogue,
    parameters: Parameters,
    region: Region,
    site_kind: str,
    places: int,
    sites: int,
    month: int,
) -> FullHouse:
    """Return what places more or fewer, and sites more or fewer, take while all are used.

    Kinds that share sites have places by how many of the region's people want each of them.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        Kinds, and their values where the sites are.
    region : Region
        Whose people share places of kinds that share sites.
    site_kind : str
        Kind of the sites.
    places, sites : int
        More, or with a minus fewer.
    month : int
        Absolute month.

    Examples
    --------
    >>> from simsocial.region import load_region
    >>> from simsocial.services.catalogue import load_catalogue_from_dirs
    >>> from simsocial.core.roots import packaged_root
    >>> catalogue = load_catalogue_from_dirs([packaged_root("conf") / "services"])
    >>> values = catalogue.register(Parameters.load())
    >>> made = full_house(catalogue, values, load_region("musterkreis"), "adult_day_care", 20, 1, 2027 * 12)
    >>> {name: round(fte, 2) for name, fte in made.fte.items()}
    {'care_nurse': 2.26, 'care_assistant': 3.48}
    """
    fte: dict[str, float] = {}
    eur = np.zeros(len(PAYERS))
    house, team = catalogue.house(site_kind), catalogue.teams[site_kind]
    fixed = np.array([house.fte(parameters, name, "fte_fixed_per_site", month) for name in team])
    for kind, share in _mix(catalogue.sharing(site_kind), parameters, region, month):
        cases = places * house.cases_per_place(parameters, month) * share
        bound = np.array([kind.fte(parameters, name, "fte_per_case", month) for name in team])
        posts = cases * bound + sites * share * fixed
        for name, of_one in zip(team, posts, strict=True):
            if name and of_one:
                fte[name] = fte.get(name, 0.0) + float(of_one)
        charges = charges_of(kind, house, parameters, month, team[1:])
        charged = charges.gross * np.array([sites * share, places * share, posts[0], cases, *posts[1:]])
        flat = charges.flat_per_case * cases + charges.flat_per_place * places * share
        # A price covers the house at the occupancy for which it is calculated; a full one costs less a case.
        spared = charges.gross[3] * charges.fixed_share * (charges.occupancy - 1.0) * cases
        paid, cost = charges.shares @ charged + flat, charged.sum() + spared
        # Places fewer spare what as many more cost.
        sign = 1.0 if cost >= 0.0 else -1.0
        paid *= sign
        charge_at_most_the_cost(paid, sign * cost, sign * flat[PAYERS.index("families")])
        paid *= sign
        paid += charges.flat_per_site * sites * share
        eur += paid + charges.residual * (cost - paid.sum())
    return FullHouse(fte, _by_payer(12.0 / 100.0 * eur))


def post_cost(
    catalogue: Catalogue, parameters: Parameters, site_kind: str, posts_fte: float, month: int
) -> FullHouse:
    """Return what posts more or fewer of the first qualification of a kind cost."""
    house, team = catalogue.house(site_kind), catalogue.teams[site_kind]
    charges = charges_of(house, house, parameters, month, team[1:])
    cost = charges.gross[2] * posts_fte
    paid = charges.shares[:, 2] * cost
    paid += charges.residual * (cost - paid.sum())
    return FullHouse({team[0]: posts_fte}, _by_payer(12.0 / 100.0 * paid))


def _by_payer(eur: np.ndarray) -> dict[str, float]:
    """Return amounts of those who pay or save a whole euro at least."""
    return {payer: float(amount) for payer, amount in zip(PAYERS, eur, strict=True) if abs(amount) >= 1.0}


def _mix(
    kinds: tuple[ServiceKind, ...], parameters: Parameters, region: Region, month: int
) -> Iterator[tuple[ServiceKind, float]]:
    """Iterate over the kinds and their shares of the places: by people of each age times take-up."""
    people = region.population.sum(axis=(0, 1))
    wanted = np.array([float(people @ kind.take_up_table(parameters, month)[:, 0]) for kind in kinds])
    shares = wanted / wanted.sum() if wanted.sum() > 0.0 else np.full(len(kinds), 1.0 / len(kinds))
    return zip(kinds, shares.tolist(), strict=True)
