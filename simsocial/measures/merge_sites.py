"""Merge sites: close several and open one that takes those they served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, model_validator
from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.checks import NO_SITES, check_site, kind_of_site, name_of_site, places_of_site
from simsocial.measures.new_site import NewSite
from simsocial.measures.protocols import ModelApi
from simsocial.measures.registry import register_measure
from simsocial.measures.site_action import SiteAction, SiteChange
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["MergeSites"]


@register_measure("merge_sites")
class MergeSites(NewSite):
    """Close the named sites and open one in the same month; those served move there with priority.

    They move all together, in the order of a lasting rank that no site's name enters; who finds no place in
    the new site joins the waiting list as displaced. The building cost is booked in the month of opening.

    Attributes
    ----------
    sites : tuple of str
        Sites that close, at least two, all of the new site's kind.

    Examples
    --------
    In a scenario::

        measures:
          kita_e:
            kind: merge_sites
            start: 2027-08
            decided_by: municipality
            lever: own_act
            needs_consent_of: [kreis]
            sites: [kita_e1, kita_e2]
            site: kita_e_neu
            site_kind: kita
            place: e_dorf1
            provider: gemeinden
            licensed_places: 60
            capital_cost_eur: {low: 2200000, typical: 2600000, high: 3000000, source: own estimate, grade: D}
            capital_payers: {municipality: 1.0}
    """

    usual_lead_months: ClassVar[int] = 30
    can_end: ClassVar[bool] = False
    has_size: ClassVar[bool] = False

    sites: tuple[str, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _check_sites(self) -> MergeSites:
        """Require different sites."""
        if len(set(self.sites)) != len(self.sites):
            message = say("sites names one site twice: {sites}", sites=", ".join(self.sites))
            raise ValueError(message)
        if self.staff_fte is not None:
            message = say("staff_fte: the staff of the closing sites comes along. Valid: without this key")
            raise ValueError(message)
        return self

    @override
    def site_actions(self) -> tuple[SiteAction, ...]:
        """Return that the new site opens and the old ones close."""
        month = self.first_month
        return (
            *super().site_actions(),
            *(SiteAction(site, "close", month, month) for site in self.sites),
        )

    @override
    def site_changes(self, region: Region, catalogue: Catalogue) -> tuple[SiteChange, ...]:
        """Return that the old sites have no places any more and the new one has its own."""
        closing = (
            SiteChange(site, name_of_site(site, region), places_of_site(site, region), 0)
            for site in self.sites
        )
        return (*closing, *super().site_changes(region, catalogue))

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require that the old sites exist and are of the new site's kind."""
        super().validate_against(region, catalogue, new_sites)
        for site in self.sites:
            where = f"measures.{self.name}.sites"
            check_site(where, site, region, new_sites)
            kind = kind_of_site(site, region, new_sites)
            if kind != self.site_kind:
                message = say(
                    "{where}: site '{site}' is of kind '{kind}'. Valid: sites of kind '{site_kind}'.",
                    where=where,
                    site=site,
                    kind=kind,
                    site_kind=self.site_kind,
                )
                raise ScenarioError(message)

    @override
    def begin(self, model: ModelApi, month: int) -> None:
        """Open the new site, move those served there, close the old ones."""
        super().begin(model, month)
        old = sorted(self.sites)
        model.sites.move_served(old, self.site, month)
        for site in old:
            model.sites.close(site, month)
