"""Cut: what sites of some kinds live on, or their places, becomes less by a share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import ClassVar, NamedTuple

from pydantic import Field, model_validator
from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import later, say
from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_known, check_where, sites_of_kind
from simsocial.measures.ledger import areas_by_people
from simsocial.measures.names import PLACES, Names, Where
from simsocial.measures.protocols import ModelApi, PlanApi
from simsocial.measures.registry import register_measure
from simsocial.measures.site_action import SiteAction, SiteChange
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure

__all__ = ["Cut"]


class _Site(NamedTuple):
    """A site that is cut: what it is, its places, whether they become fewer, and whether its running does."""

    site: str
    name: str
    kind: str
    places: int
    has_fewer_places: bool
    runs_less: bool


@register_measure("cut")
class Cut(Measure):
    """Cut a grant, or where nobody gives one the licensed places, by a share at all sites of some kinds.

    Counselling, outreach, youth and family work live on grants. To a cut of a share the site answers with so much less
    of everything: posts, opening hours (the hours needed before the first case), cost of the site, and places where
    they limit it; staff beyond is released. So the payers pay that share less, and never more. What they do not save:
    ``finance.sticky_share`` of the cost of the site, for ``finance.sticky_months`` at its owner's expense, and what
    each case takes beside staff, as long as those who come find room in fewer places. A Land that pays beside the local
    share, or a sum for each place or site, pays less with it: ``grant_lost``. The larger the share, the nearer it comes
    to a closure; to give a site up, ``close_site``. Two cuts of posts take their parts one of what the other leaves:
    of a half and a half, a quarter is left.

    Of services that the law demands (Kita, schools, homes) the places alone become fewer: house and staff go on as
    people need them, and whom even a full house does not need looks for other work. Who is there stays, beyond the
    places too, and these cost what they did until he leaves. Who comes with a claim is bought a place elsewhere, and
    what the Land pays for each place it pays no more, so that the Kreis may pay more than before.

    The share is taken of the places that are there as it begins, of all sites of a kind together: 5 % of ten sites of
    12 places are six places, one at each of six sites (where most of a place is left to take; of equals, the first by
    name). A site keeps one place at least, and gets back what it lost as the cut ends. Where kinds share their sites
    (nursery and kindergarten), all of them have fewer places.

    Attributes
    ----------
    kinds : tuple of str
        The kinds of service; one name will do.
    share : Figure
        Share that is cut, above 0 and below 1; its range may begin at 0.
    where : dict of str to list of str
        Sites in these areas or places, or of these providers alone; everywhere if not given.

    Examples
    --------
    In a scenario::

        measures:
          ein_fuenftel_weniger:
            kind: cut
            start: 2027-08
            decided_by: kreis
            lever: grant
            kinds: [family_centre, mobile_youth_work]
            share: 0.2
    """

    usual_lead_months: ClassVar[int] = 9

    kinds: Names
    share: Figure
    where: Where = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_share(self) -> Cut:
        """Require a share that cuts and leaves something, and axes that sites have."""
        low, high = self.share.limits
        if low < 0.0 or self.share.latest <= 0.0:
            message = say(
                "share: {share:g} cuts nothing. Valid: above 0, such as 0.2 for a fifth less; a range may begin at 0",
                share=min(low, self.share.latest),
            )
            raise ValueError(message)
        if high >= 1.0:
            message = say(
                "share: {share:g} leaves nothing of a site. Valid: below 1, such as 0.99; close_site to give sites up",
                share=high,
            )
            raise ValueError(message)
        for axis in self.where:
            if axis not in PLACES:
                message = say(
                    "where: '{axis}' is no axis. Valid: {places}", axis=axis, places=", ".join(PLACES)
                )
                raise ValueError(message)
        return self

    @override
    def unit_of(self, path: str) -> str:
        """Return what is cut."""
        return "share of grant or places" if path == "share" else super().unit_of(path)

    @override
    def site_actions_in(self, region: Region, catalogue: Catalogue) -> tuple[SiteAction, ...]:
        """Return that all the sites are cut, and grow again after the end."""
        until = self.first_month if self.last_month is None else self.last_month + 1
        return tuple(
            SiteAction(
                one.site,
                "resize" if one.has_fewer_places else "staff",
                self.first_month,
                until,
                self.last_month,
            )
            for one in self._sites(region, catalogue)
        )

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require kinds whose size somebody decides, with sites there."""
        where = f"measures.{self.name}"
        check_where(f"{where}.where", self.where, region)
        for kind in self.kinds:
            check_known(f"{where}.kinds", later("kind"), kind, catalogue.ids)
            house = catalogue.house(catalogue[kind].site_kind)
            if house.capacity == "staff" or house.in_cash or house.expansion is not None:
                message = say(
                    "{where}.kinds: nobody decides how large '{kind}' is: it follows demand, or "
                    "what providers add. Valid: a kind with places or planned posts; of the "
                    "others, payers' shares (co_funding) or prices (change_value).",
                    where=where,
                    kind=kind,
                )
                raise ScenarioError(message)
            if not any(True for _ in self._sites_of(kind, region, catalogue)):
                message = say(
                    "{where}.kinds: '{kind}' has no site there. Valid: see simsocial list sites.",
                    where=where,
                    kind=kind,
                )
                raise ScenarioError(message)

    @override
    def booked_on(self, model: PlanApi) -> str:
        """Return the first of the kinds."""
        return self.kinds[0]

    @override
    def areas(self, model: PlanApi) -> Mapping[int, float]:
        """Return the areas where it holds, by people."""
        return areas_by_people(model.region, self.where)

    @override
    def begin(self, model: ModelApi, month: int) -> None:
        """Cut all the sites."""
        share, sites = self.amount(model, "share"), self._sites(model.region, model.catalogue)
        model.sites.running.keep([one.site for one in sites if one.runs_less], 1.0 - share, month)
        now = {one: model.sites[one.site] for one in sites}
        there = [one._replace(places=at.licensed_places) for one, at in now.items() if at.is_open(month)]
        model.sites.sizes.cut({one.site: fewer for one, fewer in _fewer(there, share).items()})

    @override
    def finish(self, model: ModelApi, month: int) -> None:
        """Give them back what was cut."""
        share, sites = self.amount(model, "share"), self._sites(model.region, model.catalogue)
        model.sites.running.keep([one.site for one in sites if one.runs_less], 1.0 / (1.0 - share), month)
        model.sites.sizes.end_cut([one.site for one in sites])

    @override
    def site_changes(self, region: Region, catalogue: Catalogue) -> tuple[SiteChange, ...]:
        """Return the places before and after of sites that places limit."""
        fewer = _fewer(self._sites(region, catalogue), self.share.latest)
        return tuple(
            SiteChange(one.site, one.name, one.places, one.places - places) for one, places in fewer.items()
        )

    @override
    def doubts(self, region: Region, catalogue: Catalogue) -> Iterator[str]:
        """Iterate over kinds of which the share takes no place."""
        sites = [one for one in self._sites(region, catalogue) if one.has_fewer_places]
        cut = {one.kind for one in _fewer(sites, self.share.latest)}
        for kind in sorted({one.kind for one in sites} - cut):
            yield say(
                "measures.{name} cuts no place of '{kind}': {share:g} % of {places} is less than one.",
                name=self.name,
                kind=kind,
                share=100.0 * self.share.latest,
                places=sum(one.places for one in sites if one.kind == kind),
            )

    def _sites(self, region: Region, catalogue: Catalogue) -> list[_Site]:
        """Return all sites that are cut, each once."""
        found = {one.site: one for kind in self.kinds for one in self._sites_of(kind, region, catalogue)}
        return list(found.values())

    def _sites_of(self, kind: str, region: Region, catalogue: Catalogue) -> Iterator[_Site]:
        """Iterate over the sites of a kind there."""
        house = catalogue.house(catalogue[kind].site_kind)
        for names, row in sites_of_kind(house.site_kind, region):
            if int(row["licensed_places"]) < 1 or int(row.get("opened", 0)) > self.first_month:
                continue
            if all(names[axis] in wanted for axis, wanted in self.where.items()):
                by_places = house.capacity != "posts"
                places = int(row["licensed_places"])
                name, runs_less = str(row["name"]), house.lives_on_grants
                yield _Site(names["site"], name, house.site_kind, places, by_places, runs_less)


def _fewer(sites: Iterable[_Site], share: float) -> dict[_Site, int]:
    """Return by how many places sites have fewer, those that do: whole over all of a kind, and one stays at each."""
    fewer: dict[_Site, int] = {}
    by_name = sorted((one for one in sites if one.has_fewer_places), key=lambda one: (one.kind, one.site))
    for _, of_kind in groupby(by_name, key=lambda one: one.kind):
        own = sorted(of_kind, key=lambda one: -(share * one.places % 1.0))
        more = round(sum(share * one.places for one in own)) - sum(int(share * one.places) for one in own)
        for rank, one in enumerate(own):
            fewer[one] = min(int(share * one.places) + (rank < more), one.places - 1)
    return {one: places for one, places in fewer.items() if places > 0}
