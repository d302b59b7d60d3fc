"""Prevention: fewer needs begin, as far as that is hoped for."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from simsocial.core.language import say
from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["Prevention"]


@register_measure("prevention")
class Prevention(KindsMeasure):
    """Let fewer needs of some kinds begin; its effect is contested, so that the range must hold none.

    Of kinds whose needs begin and end: that fewer claim what they are entitled to is no prevention. What is offered,
    and costs, are measures of their own (``open_site``, ``extra_posts``, ``outreach``): needs that become known sooner
    come before any that no longer begin.

    Attributes
    ----------
    onset_factor : Figure
        Needs that begin in a year relative to the status quo; its range holds 1.

    Examples
    --------
    In a scenario::

        measures:
          praeventionskette:
            kind: prevention
            start: 2027-08
            ramp_months: 48
            decided_by: kreis
            lever: plan
            kinds: [residential_child_care, family_assistance]
            onset_factor: {low: 0.9, typical: 0.97, high: 1.0, source: own bracket, grade: D}
    """

    usual_lead_months: ClassVar[int] = 12
    values: ClassVar[tuple[str, ...]] = ("need.onset_per_1000",)
    figure: ClassVar[str] = "onset_factor"

    onset_factor: Figure

    @model_validator(mode="after")
    def _check_range(self) -> Prevention:
        """Require that the range holds no effect: trials do not support a saving."""
        low, high = self.onset_factor.limits
        if not low <= 1.0 <= high:
            message = say(
                "onset_factor: {low:g} to {high:g} leaves out 1, no effect, which no trial "
                "excludes. Valid: a range that holds 1, such as {{low: 0.9, typical: 0.97, high: "
                "1.0, ...}}",
                low=low,
                high=high,
            )
            raise ValueError(message)
        return self
