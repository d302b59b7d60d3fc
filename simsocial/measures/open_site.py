"""Open a site of any kind."""

from __future__ import annotations

from typing_extensions import override

from simsocial.measures.new_site import NewSite
from simsocial.measures.protocols import ModelApi
from simsocial.measures.registry import register_measure

__all__ = ["OpenSite"]


@register_measure("open_site")
class OpenSite(NewSite):
    """Open a site from a month on, closed again after `end` if there is one.

    Examples
    --------
    In a scenario::

        measures:
          tagespflege_e:
            kind: open_site
            start: 2027-07
            decided_by: provider
            lever: negotiation
            site: tagespflege_e_neu
            site_kind: adult_day_care
            place: e_ort
            provider: fg_sued
            licensed_places: 18
    """

    @override
    def finish(self, model: ModelApi, month: int) -> None:
        """Close the site again."""
        model.sites.close(self.site, month)
