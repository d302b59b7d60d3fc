"""Parental fee: what families pay for a place."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["ParentalFee"]


@register_measure("parental_fee")
class ParentalFee(KindsMeasure):
    """Raise, lower or abolish what families pay; who bears the rest of the cost bears the difference.

    Of childcare and after-school care; what the youth office takes over of the fees goes along. Fees change the hours
    that are booked, not whether a place is taken: trials found no such effect.

    Attributes
    ----------
    fee_factor : Figure
        Fee relative to the status quo: 0.5 is half of it, 0 none.

    Examples
    --------
    In a scenario::

        measures:
          beitrag_runter:
            kind: parental_fee
            start: 2027-08
            decided_by: municipality
            lever: own_act
            kinds: [nursery, kindergarten]
            fee_factor: 0.5
    """

    usual_lead_months: ClassVar[int] = 9
    values: ClassVar[tuple[str, ...]] = (
        "payers.flat_per_case.families",
        "payers.flat_per_case.kreis",
        "payers.families",
        "staff_payers.families",
    )
    fields: ClassVar[tuple[str, ...]] = ("kita", "school")
    figure: ClassVar[str] = "fee_factor"

    fee_factor: Figure
