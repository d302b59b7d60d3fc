"""Staff ratio: more or less staff for each case."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["StaffRatio"]


@register_measure("staff_ratio")
class StaffRatio(KindsMeasure):
    """Set how much staff each case binds, relative to the status quo; where staff lacks, places stay closed.

    It holds for all qualifications of a team; for one of them use ``change_value``. Staff that is kept without
    closing a place for want of it is ``staff_above_minimum``.

    Attributes
    ----------
    fte_factor : Figure
        Full-time equivalents a case, relative to the status quo: 1.1 is a tenth more.

    Examples
    --------
    In a scenario::

        measures:
          mehr_personal:
            kind: staff_ratio
            start: 2027-08
            decided_by: land
            lever: none
            kinds: [nursery, kindergarten]
            fte_factor: 1.1
    """

    usual_lead_months: ClassVar[int] = 12
    values: ClassVar[tuple[str, ...]] = ("staff.fte_per_case", "staff.also.*.fte_per_case")
    figure: ClassVar[str] = "fte_factor"

    fte_factor: Figure
