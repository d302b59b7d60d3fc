"""Staff retention: fewer give up their post."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.of_staff import StaffMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["StaffRetention"]


@register_measure("staff_retention")
class StaffRetention(StaffMeasure):
    """Keep staff: a smaller, or larger, share gives up the post in a year.

    Attributes
    ----------
    turnover_factor : Figure
        Share who leave the post in a year relative to the status quo.

    Examples
    --------
    In a scenario::

        measures:
          bleiben:
            kind: staff_retention
            start: 2027-08
            decided_by: provider
            lever: negotiation
            qualification: care_nurse
            turnover_factor: {low: 0.7, typical: 0.85, high: 1.0, source: own assumption, grade: D}
    """

    usual_lead_months: ClassVar[int] = 6
    value: ClassVar[str] = "turnover_rate"
    figure: ClassVar[str] = "turnover_factor"

    turnover_factor: Figure
