"""Outreach: more of the needs that exist become known."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["Outreach"]


@register_measure("outreach")
class Outreach(KindsMeasure):
    """Let more, or fewer, of the needs become known: the share detected, or of those who want the service.

    What more known needs cost follows; that nothing is saved by them is the default of the model.

    Attributes
    ----------
    detected_factor : Figure
        Share of the needs that become known, or of those who want it, relative to the status quo.

    Examples
    --------
    In a scenario::

        measures:
          frueher_erkennen:
            kind: outreach
            start: 2027-08
            decided_by: kreis
            lever: plan
            kinds: [family_counselling, debt_counselling]
            detected_factor: {low: 1.0, typical: 1.15, high: 1.3, source: own assumption, grade: D}
    """

    usual_lead_months: ClassVar[int] = 6
    values: ClassVar[tuple[str, ...]] = ("need.detected_share", "take_up.table")
    figure: ClassVar[str] = "detected_factor"

    detected_factor: Figure
