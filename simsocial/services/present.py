"""What holds for sites and kinds at present: as long as no site opens, closes or changes, and no value does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.parameters.plan import Plan
from simsocial.people.changeable import CHANGEABLE
from simsocial.region import Region
from simsocial.services.access import Access
from simsocial.services.at_sites import PlannedSite
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind_values import READS, KindValues, kind_values
from simsocial.services.line_up import asks_from
from simsocial.services.local_staff import LocalStaff
from simsocial.services.local_take_up import LocalTakeUp
from simsocial.services.nearby import Nearby, NearSites, near_sites
from simsocial.services.network import SiteNetwork
from simsocial.services.planned_posts import PlannedPosts
from simsocial.services.site_tables import SiteTables, make_site_tables
from simsocial.services.travel_minutes import Minutes

__all__ = ["Present", "PresentTables"]

Floats = npt.NDArray[np.float64]


class Present(NamedTuple):
    """What holds at present.

    Attributes
    ----------
    values : KindValues
        Of the kinds.
    tables : SiteTables
        By site.
    minutes : int16 (places, places)
        One-way travel minutes.
    near : NearSites
        Open sites near each place.
    asks_from : int16 (kinds, places)
        Minutes to the present site from which on a served case may ask for another one.
    access, felt : float64 (places, kinds)
        Factor on demand: by travel time, and by what a measure changes in some places; `felt` with the ways of the
        month before the horizon where these were shorter. Who would come by these and stays away still needs it.
    """

    values: KindValues
    tables: SiteTables
    minutes: Minutes
    near: NearSites
    asks_from: npt.NDArray[np.int16]
    access: Floats
    felt: Floats


class PresentTables:
    """Makes the present anew when a site or a value becomes another.

    Parameters
    ----------
    sites : SiteNetwork
        All sites; their version tells whether one has changed.
    region, catalogue, plan : Region, Catalogue, Plan
        Places, kinds, and their numbers by month.
    posts : PlannedPosts
        Posts where they are planned.
    start_month : int
        First absolute month of the horizon.

    Attributes
    ----------
    usual_minutes : ndarray (places, kinds) or None
        Minutes to the nearest site in the last month before the horizon; None until they are asked for in the horizon.
    """

    def __init__(
        self,
        sites: SiteNetwork,
        region: Region,
        catalogue: Catalogue,
        plan: Plan,
        posts: PlannedPosts,
        start_month: int,
    ) -> None:
        self._posts = posts
        self._sites, self._region, self._catalogue = sites, region, catalogue
        self._first_month = plan.first_month
        # A plugin may have named more quantities since another run of this plan was built.
        what = "values", catalogue, *CHANGEABLE
        self._values = plan.held(lambda month: kind_values(catalogue, plan, month), *READS, of=what)
        usual = plan.usual
        self._access = usual.once((Access, region, catalogue), lambda: Access(region, catalogue, usual))
        local = LocalTakeUp, catalogue, region
        self._take_up = plan.once(local, lambda: LocalTakeUp(plan, catalogue, region))
        self._staff = LocalStaff(plan, catalogue, region)
        self._start_month, last = start_month, max(start_month - 1, plan.first_month)
        self._usual_values = usual.once(
            (PresentTables, catalogue, last), lambda: kind_values(catalogue, usual, last)
        )
        self.usual_minutes: Floats | None = None
        self._near: tuple[list[Nearby], NearSites] | None = None
        self._holds: tuple[KindValues, Minutes, int, bytes] | None = None
        self._made: Present | None = None
        self._asked: tuple[int, int] | None = None

    def prepare(self, months: range, planned: Iterable[PlannedSite] = ()) -> None:
        """Work out the values that these months need, at sites that are planned too."""
        self._staff.prepare(self._sites, planned)
        self._values.prepare(months)
        self._take_up.prepare(months)

    def at(self, month: int) -> Present:
        """Return what holds in a month; before the run begins, what does in its first month."""
        asked = (month, self._sites.version)
        if self._made is None or asked != self._asked:
            self._made, self._asked = self._renewed(month), asked
        return self._made

    def _renewed(self, month: int) -> Present:
        """Return the present as it was, if neither the values nor which sites are open changed, else a new one."""
        values, is_open = self._values.at(max(month, self._first_month)), self._sites.is_open(month)
        minutes = self._sites.travel.at(month)
        before, self._holds = self._holds, (values, minutes, self._sites.version, is_open.tobytes())
        if (
            self._made is not None
            and before is not None
            and before[0] is values
            and before[1] is minutes
            and before[2:] == self._holds[2:]
        ):
            return self._made
        return self._make(values, month)

    def _make(self, values: KindValues, month: int) -> Present:
        near = self._near_sites(values, month)
        now, take_up = self._access.minutes(near), self._take_up.at(max(month, self._first_month))
        shorter = np.minimum(now, self._usual_minutes_at(month, now))
        tables = make_site_tables(self._sites, self._catalogue, self._region, values, month)
        return Present(
            values,
            self._posts.within(
                self._staff.applied(tables, self._sites, max(month, self._first_month)),
                self._sites.arrays,
                month,
            ),
            self._sites.travel.at(month),
            near,
            asks_from(near, values.rules),
            # Laid out as those of a single kind, so that no kernel is compiled for it.
            np.ascontiguousarray(self._access.factors(now, values) * take_up),
            np.ascontiguousarray(self._access.factors(shorter, values) * take_up),
        )

    def _usual_minutes_at(self, month: int, now: Floats) -> Floats:
        """Return the minutes to the nearest site in the last month before the horizon; until then those of now."""
        if month < self._start_month:
            return now
        if self.usual_minutes is None:
            near = self._near_sites(self._usual_values, self._start_month - 1)
            self.usual_minutes = self._access.minutes(near)
        return self.usual_minutes

    def _near_sites(self, values: KindValues, month: int) -> NearSites:
        """Return the sites near each place; the same object as long as the tables of all kinds are."""
        reach = zip(self._catalogue, values.reach.tolist(), strict=True)
        nearby = [self._sites.nearby(kind.site_kind, minutes, month) for kind, minutes in reach]
        if self._near is None or any(new is not old for new, old in zip(nearby, self._near[0], strict=True)):
            self._near = nearby, near_sites(nearby)
        return self._near[1]
