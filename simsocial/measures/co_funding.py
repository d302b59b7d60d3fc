"""Co-funding: which share of the cost a payer bears."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator
from typing_extensions import override

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure
from simsocial.shapes.payers import check_payers

__all__ = ["CoFunding"]


@register_measure("co_funding")
class CoFunding(KindsMeasure):
    """Set the share of the cost that a payer bears; the other payers give way, or step in, in proportion.

    Attributes
    ----------
    payer : str
        Who pays another share, see ``simsocial list payers``.
    share : Figure
        Share of the cost, 0 to 1.

    Examples
    --------
    In a scenario::

        measures:
          land_zahlt_weniger:
            kind: co_funding
            start: 2029-01
            decided_by: land
            lever: none
            kinds: [debt_counselling]
            payer: land
            share: 0.3
    """

    usual_lead_months: ClassVar[int] = 12
    figure: ClassVar[str] = "share"
    op: ClassVar[Literal["set", "add", "multiply", "cap"]] = "set"

    payer: str
    share: Figure

    @model_validator(mode="after")
    def _check_payer(self) -> CoFunding:
        """Require a known payer."""
        check_payers({self.payer: 1.0})
        return self

    @property
    @override
    def paths(self) -> tuple[str, ...]:
        """The payer's share of the cost."""
        return (f"payers.{self.payer}",)

    @override
    def unit_of(self, path: str) -> str:
        """Return what the share is of."""
        return "share of the cost"
