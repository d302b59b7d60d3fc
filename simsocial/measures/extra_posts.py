"""Extra posts: more or fewer planned posts at a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.at_site import AtSite
from simsocial.measures.checks import NO_SITES, check_site, kind_of_site
from simsocial.measures.protocols import ModelApi
from simsocial.measures.registry import register_measure
from simsocial.measures.site_action import SiteAction
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure

__all__ = ["ExtraPosts"]


@register_measure("extra_posts")
class ExtraPosts(AtSite):
    """Plan more posts at a site of counselling or outreach, or fewer; after `end` as many as before.

    Posts let more people be served only as far as people ask and staff is found: ``outreach`` lets more needs become
    known. What is employed costs what posts of the kind cost.

    Attributes
    ----------
    site : str
        The site, of a kind with ``capacity: posts``.
    posts_fte : Figure
        Full-time equivalents more, or with a minus fewer.

    Examples
    --------
    In a scenario::

        measures:
          eine_stelle_mehr:
            kind: extra_posts
            start: 2027-08
            decided_by: kreis
            lever: grant
            site: schuldnerberatung_a_mitte
            posts_fte: 1
    """

    usual_lead_months: ClassVar[int] = 9

    posts_fte: Figure

    @override
    def unit_of(self, path: str) -> str:
        """Return what posts are counted in."""
        return "FTE" if path == "posts_fte" else super().unit_of(path)

    @override
    def site_actions(self) -> tuple[SiteAction, ...]:
        """Return that the site is used while posts are added."""
        until = self.first_month if self.last_month is None else self.last_month + 1
        return (SiteAction(self.site, "staff", self.first_month, until),)

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require a site whose posts are planned."""
        where = f"measures.{self.name}.site"
        check_site(where, self.site, region, new_sites)
        site_kind = kind_of_site(self.site, region, new_sites)
        if catalogue.house(site_kind).capacity != "posts":
            valid = [one for one in catalogue.site_kinds if catalogue.house(one).capacity == "posts"]
            message = say(
                "{where}: '{site}' is of kind '{site_kind}', whose posts nobody plans: they follow "
                "demand, or places limit it. Valid: sites of {valid}.",
                where=where,
                site=self.site,
                site_kind=site_kind,
                valid=", ".join(valid) or say("no kind of these services"),
            )
            raise ScenarioError(message)

    @override
    def begin(self, model: ModelApi, month: int) -> None:
        """Plan the posts."""
        model.sites.running.add_posts(self.site, self.amount(model, "posts_fte"))

    @override
    def finish(self, model: ModelApi, month: int) -> None:
        """Plan as many as before."""
        model.sites.running.add_posts(self.site, -self.amount(model, "posts_fte"))
