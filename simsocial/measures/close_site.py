"""Close a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import later, say
from simsocial.measures.at_site import AtSite
from simsocial.measures.checks import NO_SITES, check_site, kind_of_site, name_of_site, places_of_site
from simsocial.measures.protocols import ModelApi
from simsocial.measures.registry import register_measure
from simsocial.measures.site_action import SiteAction, SiteChange
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["CloseSite"]


@register_measure("close_site")
class CloseSite(AtSite):
    """Close a site from a month on; those served look for another one with priority.

    With ``lever: none`` it is an event, such as a nursing home that its provider gives up. It stays closed: its staff
    goes elsewhere and its people find other places. For a closure of some months, a measure ``open_site`` opens a new
    one in the same place, which finds staff and fills up anew.

    Attributes
    ----------
    site : str
        The site.
    to : str or None
        Site that takes those served first.

    Examples
    --------
    In a scenario::

        measures:
          heim_schliesst:
            kind: close_site
            start: 2028-07
            decided_by: provider
            lever: none
            site: pflegeheim_e_ort
    """

    usual_lead_months: ClassVar[int] = 12
    can_end: ClassVar[bool] = False
    instead_of_end: ClassVar[str] = later(
        "remove it; for a time, open_site a new one in the same place from the month on in which it opens again"
    )

    to: str | None = None

    @override
    def site_actions(self) -> tuple[SiteAction, ...]:
        """Return that the site closes, and that another one may take those it served."""
        month = self.first_month
        closes = SiteAction(self.site, "close", month, month)
        return (closes,) if self.to is None else (closes, SiteAction(self.to, "receive", month, month))

    @override
    def site_changes(self, region: Region, catalogue: Catalogue) -> tuple[SiteChange, ...]:
        """Return that the site has no places any more."""
        return (SiteChange(self.site, name_of_site(self.site, region), places_of_site(self.site, region), 0),)

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require that both sites exist, differ and are of one kind."""
        where = f"measures.{self.name}"
        # What a site of another measure costs is booked by that measure.
        free = self.running_cost_eur_per_year is None
        check_site(f"{where}.site", self.site, region, new_sites if free else NO_SITES)
        if self.to is None:
            return
        check_site(f"{where}.to", self.to, region, new_sites)
        if self.to == self.site:
            message = say(
                "{where}.to: '{to}' is the site that closes. Valid: another site of its kind.",
                where=where,
                to=self.to,
            )
            raise ScenarioError(message)
        own, other = (kind_of_site(site, region, new_sites) for site in (self.site, self.to))
        if own != other:
            message = say(
                "{where}.to: '{to}' is of kind '{other}'. Valid: a site of kind '{own}'.",
                where=where,
                to=self.to,
                other=other,
                own=own,
            )
            raise ScenarioError(message)

    @override
    def begin(self, model: ModelApi, month: int) -> None:
        """Move those served and close."""
        if self.to is not None:
            model.sites.move_served([self.site], self.to, month)
        model.sites.close(self.site, month)
