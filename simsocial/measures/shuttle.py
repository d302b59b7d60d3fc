"""Shuttle: rides that make the way to a service less of an obstacle."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["Shuttle"]


@register_measure("shuttle")
class Shuttle(KindsMeasure):
    """Bring people to a service: the way keeps away as few as a shorter one does today, and more sites are in reach.

    Ways stay as long as they are, and indicators of travel with them. What the
    rides cost is not known and not booked.

    Attributes
    ----------
    ease_factor : Figure
        1.5: a way of 30 minutes is no more of an obstacle than one of 20 today.

    Examples
    --------
    In a scenario::

        measures:
          fahrdienst:
            kind: shuttle
            start: 2027-08
            decided_by: kreis
            lever: plan
            kinds: [meeting_place]
            ease_factor: {low: 1.1, typical: 1.5, high: 2.0, source: own assumption, grade: D}
    """

    usual_lead_months: ClassVar[int] = 6
    values: ClassVar[tuple[str, ...]] = (
        "distance.free_minutes",
        "distance.decay_minutes",
        "distance.maximum_minutes",
    )
    figure: ClassVar[str] = "ease_factor"

    ease_factor: Figure
