"""Opening days: how many days a week a service is open."""

from __future__ import annotations

from typing import ClassVar, Literal

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["OpeningDays"]


@register_measure("opening_days")
class OpeningDays(KindsMeasure):
    """Open a service on more or fewer days a week: as many places serve more or fewer people.

    Attributes
    ----------
    days_per_week : Figure
        Days a week.

    Examples
    --------
    In a scenario::

        measures:
          auch_samstags:
            kind: opening_days
            start: 2027-08
            decided_by: provider
            lever: negotiation
            kinds: [adult_day_care]
            days_per_week: 6
    """

    usual_lead_months: ClassVar[int] = 6
    values: ClassVar[tuple[str, ...]] = ("opening_days_per_week",)
    figure: ClassVar[str] = "days_per_week"
    op: ClassVar[Literal["set", "add", "multiply", "cap"]] = "set"

    days_per_week: Figure
