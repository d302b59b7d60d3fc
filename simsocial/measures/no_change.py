"""The null measure: it changes nothing, and tests hold the engine to that."""

from __future__ import annotations

from pydantic import model_validator

from simsocial.core.language import say
from simsocial.measures.base import Measure
from simsocial.measures.registry import register_measure

__all__ = ["NoChange"]


@register_measure("no_change")
class NoChange(Measure):
    """Change nothing from a month on.

    Examples
    --------
    In a scenario::

        measures:
          nichts:
            kind: no_change
            start: 2027-08
            decided_by: kreis
            lever: own_act
    """

    @model_validator(mode="after")
    def _check_free(self) -> NoChange:
        """Refuse a cost, since there is nothing it could be booked on."""
        if self.running_cost_eur_per_year is not None:
            message = say("a measure of kind no_change costs nothing: remove 'running_cost_eur_per_year'")
            raise ValueError(message)
        return self
