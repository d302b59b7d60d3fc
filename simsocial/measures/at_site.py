"""A measure at one site: what it costs is booked there."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import override

from simsocial.measures.base import Measure
from simsocial.measures.ledger import areas_of_site, kind_of_ledger
from simsocial.measures.protocols import PlanApi

__all__ = ["AtSite"]


class AtSite(Measure):
    """A measure that acts at one site.

    Attributes
    ----------
    site : str
        Id of the site.
    """

    site: str

    @override
    def booked_on(self, model: PlanApi) -> str:
        """Return the leading service kind of the site."""
        return kind_of_ledger(model, self.site)

    @override
    def areas(self, model: PlanApi) -> Mapping[int, float]:
        """Return the area of the site."""
        return areas_of_site(model, self.site)
