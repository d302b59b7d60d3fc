"""Staff above the minimum: more for each case than is required, kept without turning anybody away."""

from __future__ import annotations

from typing import ClassVar, Literal

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["StaffAboveMinimum"]


@register_measure("staff_above_minimum")
class StaffAboveMinimum(KindsMeasure):
    """Let sites keep more staff than their cases require: who is not found leaves a post vacant, but closes no place.

    A stricter rule, which closes places where staff lacks, is ``staff_ratio``.

    Attributes
    ----------
    share : Figure
        Of the full-time equivalents that cases bind: 0.1 is a tenth more.

    Examples
    --------
    In a scenario::

        measures:
          mehr_personal:
            kind: staff_above_minimum
            start: 2027-08
            decided_by: municipality
            lever: own_act
            kinds: [nursery, kindergarten]
            share: 0.1
    """

    usual_lead_months: ClassVar[int] = 9
    values: ClassVar[tuple[str, ...]] = ("staff.above_minimum_share",)
    figure: ClassVar[str] = "share"
    op: ClassVar[Literal["set", "add", "multiply", "cap"]] = "set"

    share: Figure
