"""Tables by site and by kind that hold for a month, made once for all turns of the month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind_values import KindValues
from simsocial.services.network import SiteNetwork
from simsocial.services.offers import Offers
from simsocial.services.unopened import apart

__all__ = ["SiteTables", "make_site_tables"]

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SiteTables:
    """What holds for every site and kind in one month.

    Attributes
    ----------
    area, kind_code : ndarray (sites,)
        Area code, code of the site kind.
    qualification : ndarray (sites, members)
        Code of each qualification that a site employs (-1: no further one).
    is_open : ndarray of bool (sites,)
        Whether the site serves.
    capacity : ndarray (sites,)
        Cases the licence allows; 0 if closed. No limit where staff alone limits a site; where posts are planned, the
        cases that these can serve.
    by_staff : ndarray of bool (sites,)
        Whether staff alone limits a site.
    staff_limits : ndarray of bool (sites, members)
        Whether a member of the team limits a site.
    fixed_milli : ndarray (sites, members)
        Milli-FTE an open site is to have before its first case.
    staff_group : ndarray (sites, members)
        Sites of one kind and provider in one area or Kreis share their staff of a qualification, which follows the
        work; new ones that have served nobody share none (:func:`simsocial.services.unopened.apart`); codes from 0 on.
    need_micro : ndarray (kinds, sites, members)
        Millionths of an FTE that one case binds.
    above_minimum : ndarray (kinds,)
        Share of it that sites employ beyond what limits them.
    site_kind_of_kind : ndarray (kinds,)
        Code of the site kind that offers each service kind.
    posts_milli : ndarray (sites,)
        Milli-FTE of the first member of the team that are planned, or the most where places or a licence limit a site
        that is cut; -1 where staff follows demand.
    kept_share : ndarray (sites,)
        Share of its posts that a cut leaves.
    hours_left : ndarray (sites,)
        Share of `fixed_milli` that it needs now: less than all after a cut, until there is staff for them.
    offers : Offers
        Which open site offers which kind.
    """

    area: Integers
    kind_code: Integers
    qualification: Integers
    is_open: npt.NDArray[np.bool_]
    capacity: Integers
    by_staff: npt.NDArray[np.bool_]
    staff_limits: npt.NDArray[np.bool_]
    fixed_milli: Integers
    staff_group: Integers
    need_micro: Integers
    above_minimum: npt.NDArray[np.float64]
    site_kind_of_kind: Integers
    posts_milli: Integers
    kept_share: npt.NDArray[np.float64]
    hours_left: npt.NDArray[np.float64]
    offers: Offers

    @property
    def hours_milli(self) -> Integers:
        """Return the milli-FTE (sites, members) that each site needs now before its first case."""
        hours: Integers = np.rint(self.fixed_milli * self.hours_left[:, np.newaxis]).astype(np.int64)
        return hours

    def filled(self, needed_milli: Integers) -> Integers:
        """Return the milli-FTE (sites,) of the first member of the team that are filled of those that cases need.

        All planned posts are; of those that a grant pays, it pays as many as are noted, and where more people come the
        share of what they need that a cut leaves.
        """
        posts, fixed = self.posts_milli, self.fixed_milli[:, 0]
        paid = fixed + np.rint(self.kept_share * (needed_milli - fixed)).astype(np.int64)
        limited = np.where(self.by_staff, posts, np.minimum(np.maximum(posts, paid), needed_milli))
        return np.where(posts < 0, needed_milli, limited)

    def of_posts(self, of_sites: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return what holds of sites (sites,) for each member of their teams (posts,)."""
        return np.repeat(of_sites, self.qualification.shape[1])


def make_site_tables(
    network: SiteNetwork, catalogue: Catalogue, region: Region, values: KindValues, month: int
) -> SiteTables:
    """Return the tables of a month, with its values."""
    kinds, site_kinds = tuple(catalogue), list(catalogue.site_kinds)
    of_kind = np.array([site_kinds.index(kind.site_kind) for kind in kinds], dtype=np.int64)
    houses = [catalogue.house(name) for name in site_kinds]
    codes = {name: code for code, name in enumerate(catalogue.qualifications)} | {"": -1}
    team = np.array([[codes[name] for name in catalogue.teams[one]] for one in site_kinds], dtype=np.int64)
    team = team.reshape(len(site_kinds), catalogue.members)
    in_kreis = np.zeros(len(site_kinds), dtype=np.bool_)
    for site_kind, kind in zip(of_kind, kinds, strict=True):
        in_kreis[site_kind] |= kind.staff is not None and kind.staff.shared_within == "kreis"
    kind_code = np.zeros(len(network), dtype=np.int64)
    for code, name in enumerate(site_kinds):
        kind_code[network.codes(name)] = code
    arrays, is_open = network.arrays, network.is_open(month)
    area = region.place_area[arrays.place].astype(np.int64)
    employer = (kind_code * len(network.providers) + network.provider_codes) * len(region.areas)
    employer += np.where(in_kreis[kind_code], region.kreis_of_area[area], area)
    is_apart = apart(arrays.unopened, is_open, employer)
    employer = np.where(is_apart, employer.max(initial=0) + 1 + np.arange(len(network)), employer)
    by_staff = np.array([house.capacity in ("staff", "posts") for house in houses], dtype=np.bool_)[kind_code]
    by_places = np.array([house.capacity == "places" for house in houses], dtype=np.bool_)[kind_code]
    capacity = np.floor(arrays.licensed_places * values.cases_per_place[kind_code] + 1e-9).astype(np.int64)
    # Far beyond any demand, yet in proportion to size, by which sites of one district share it.
    capacity = np.where(by_staff, 1000 * np.maximum(capacity, 1), capacity)
    offering, site = np.nonzero(is_open & (kind_code == of_kind[:, np.newaxis]))
    sharing = np.bincount(of_kind, minlength=len(site_kinds))
    group = np.unique(employer, return_inverse=True)[1][:, np.newaxis] * catalogue.members
    qualification = team[kind_code]
    return SiteTables(
        area=area,
        kind_code=kind_code,
        qualification=qualification,
        is_open=is_open,
        capacity=np.where(is_open, capacity, 0),
        by_staff=by_staff,
        staff_limits=(qualification >= 0) & ~by_places[:, np.newaxis],
        fixed_milli=np.where(is_open[:, np.newaxis], values.fixed_milli[kind_code], 0),
        staff_group=group + np.arange(catalogue.members),
        need_micro=np.repeat(values.need_micro[:, np.newaxis], len(network), axis=1),
        above_minimum=values.above_minimum,
        site_kind_of_kind=of_kind,
        posts_milli=np.full(len(network), -1, dtype=np.int64),
        kept_share=arrays.kept_share,
        hours_left=np.ones(len(network)),
        offers=Offers(offering, site, area[site], 1.0 / sharing[of_kind[offering]], len(network)),
    )
