"""Lateral entry: people from other work who learn on the job."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.of_staff import StaffMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["LateralEntry"]


@register_measure("lateral_entry")
class LateralEntry(StaffMeasure):
    """Open the way for more, or fewer, people from other work; they come after the lag of the market.

    Attributes
    ----------
    entrants_factor : Figure
        Entrants a year at most, relative to the status quo; they come for posts that nobody here fills.

    Examples
    --------
    In a scenario::

        measures:
          quereinstieg:
            kind: lateral_entry
            start: 2027-08
            decided_by: land
            lever: negotiation
            qualification: educator
            entrants_factor: 2
    """

    usual_lead_months: ClassVar[int] = 6
    value: ClassVar[str] = "lateral_entry_rate"
    figure: ClassVar[str] = "entrants_factor"

    entrants_factor: Figure
