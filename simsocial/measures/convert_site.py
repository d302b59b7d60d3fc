"""Convert a site: one kind of service gives way to another in the same house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.checks import (
    NO_SITES,
    check_site,
    kind_of_site,
    name_of_site,
    places_of_site,
    site_row,
)
from simsocial.measures.new_site import NewSite
from simsocial.measures.protocols import ModelApi
from simsocial.measures.registry import register_measure
from simsocial.measures.site_action import SiteAction, SiteChange
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["ConvertSite"]


@register_measure("convert_site")
class ConvertSite(NewSite):
    """Close a site and open one of another kind in its place; those served look for another one with priority.

    The whole house is used anew, so that nothing of it goes on costing as empty. The cost of the conversion is
    `capital_cost_eur`; without it the places cost what new ones do.

    Attributes
    ----------
    from_site : str
        The site that closes.

    Examples
    --------
    In a scenario::

        measures:
          kita_wird_tagespflege:
            kind: convert_site
            start: 2028-08
            decided_by: municipality
            lever: plan
            from_site: kita_e3
            site: tagespflege_e_neu
            site_kind: adult_day_care
            place: e_dorf3
            provider: fg_sued
            licensed_places: 16
            capital_cost_eur: {low: 200000, typical: 400000, high: 700000, source: own assumption, grade: D}
            capital_payers: {provider: 0.5, municipality: 0.5}
    """

    usual_lead_months: ClassVar[int] = 18
    can_end: ClassVar[bool] = False

    from_site: str

    @override
    def site_actions(self) -> tuple[SiteAction, ...]:
        """Return that the new site opens and the old one closes."""
        month = self.first_month
        return (*super().site_actions(), SiteAction(self.from_site, "close", month, month))

    @override
    def site_changes(self, region: Region, catalogue: Catalogue) -> tuple[SiteChange, ...]:
        """Return that the old site has no places any more and the new one has its own."""
        old = name_of_site(self.from_site, region), places_of_site(self.from_site, region)
        return (SiteChange(self.from_site, *old, 0), *super().site_changes(region, catalogue))

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require that the old site exists and is of another kind."""
        super().validate_against(region, catalogue, new_sites)
        where = f"measures.{self.name}.from_site"
        check_site(where, self.from_site, region, new_sites)
        row = site_row(self.from_site, region)
        if row is not None:
            place = str(region.places["place"].iloc[int(str(region.sites.at[row, "place"]))])
            if place != self.place:
                message = say(
                    "measures.{name}.place: '{from_site}' lies in '{place}', not in "
                    "'{self_place}'. Valid: '{place}', or close_site and open_site for another "
                    "house.",
                    name=self.name,
                    from_site=self.from_site,
                    place=place,
                    self_place=self.place,
                )
                raise ScenarioError(message)
        if kind_of_site(self.from_site, region, new_sites) == self.site_kind:
            message = say(
                "{where}: '{from_site}' is of kind '{site_kind}' already. Valid: resize_site for "
                "another size, merge_sites to join several.",
                where=where,
                from_site=self.from_site,
                site_kind=self.site_kind,
            )
            raise ScenarioError(message)

    @override
    def begin(self, model: ModelApi, month: int) -> None:
        """Open the new site and close the old one."""
        super().begin(model, month)
        model.sites.close(self.from_site, month)
        model.sites.sizes.rooms_reused(self.from_site, month)
