"""Recruitment: people of a qualification who move to the Kreis."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.of_staff import StaffMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["Recruitment"]


@register_measure("recruitment")
class Recruitment(StaffMeasure):
    """Win more, or fewer, staff from outside for posts that nobody here fills.

    What that costs the places they leave is not in the model.

    Attributes
    ----------
    moves_in_factor : Figure
        Staff who move in a year at most, relative to the status quo.

    Examples
    --------
    In a scenario::

        measures:
          anwerben:
            kind: recruitment
            start: 2027-08
            decided_by: provider
            lever: negotiation
            qualification: care_nurse
            moves_in_factor: {low: 1.0, typical: 1.3, high: 2.0, source: own assumption, grade: D}
    """

    usual_lead_months: ClassVar[int] = 6
    value: ClassVar[str] = "moves_in_rate"
    figure: ClassVar[str] = "moves_in_factor"

    moves_in_factor: Figure
