"""Cooperation: sites share a head, a secretary, a house's fixed cost with another one, and stay open."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from simsocial.core.language import say
from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["Cooperation"]


@register_measure("cooperation")
class Cooperation(KindsMeasure):
    """Let sites work together or become branches: less fixed cost and fewer fixed posts each, no longer ways.

    Which sites stands in `where`, as ``site``, or as ``area`` or ``provider`` for all there.

    Attributes
    ----------
    fixed_factor : Figure
        Fixed cost and fixed posts of each of these sites relative to the status quo.

    Examples
    --------
    In a scenario::

        measures:
          filialschule:
            kind: cooperation
            start: 2028-08
            decided_by: kreis
            lever: own_act
            kinds: [primary_school]
            where: {site: [schule_g_ort]}
            fixed_factor: {low: 0.6, typical: 0.75, high: 1.0, source: own assumption, grade: D}
    """

    usual_lead_months: ClassVar[int] = 18
    values: ClassVar[tuple[str, ...]] = (
        "cost.fixed_per_site_eur_per_year",
        "staff.fte_fixed_per_site",
        "staff.also.*.fte_fixed_per_site",
    )
    figure: ClassVar[str] = "fixed_factor"

    fixed_factor: Figure

    @model_validator(mode="after")
    def _require_where(self) -> Cooperation:
        """Require sites, since all of them together share nothing."""
        if not self.where:
            message = say("where: is missing. Valid: sites, such as {{site: [kita_e1, kita_e2]}}")
            raise ValueError(message)
        return self
