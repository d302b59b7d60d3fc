"""Measures that make ways by bus shorter, at a cost of their own."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from simsocial.core.language import say
from simsocial.measures.value_measure import ValueMeasure

__all__ = ["TravelMeasure"]


class TravelMeasure(ValueMeasure):
    """A measure on ways by bus between all pairs of the places, or of the places of the areas, in `where`.

    What it costs stands in the ledger as other than services, by people of the places meant. It follows no price index.
    """

    axes: ClassVar[tuple[str, ...]] = ("area", "place")

    @model_validator(mode="after")
    def _check_ends(self) -> TravelMeasure:
        """Require places between which somebody may travel, and prices of the years themselves."""
        places, areas = self.where.get("place", ()), self.where.get("area", ())
        if not areas and len(set(places)) < 2:
            message = say(
                "where: a way has two ends. Valid: {{place: [e_ort, a_mitte]}}, or {{area: [E]}} for "
                "all ways in it"
            )
            raise ValueError(message)
        if self.price_year is not None or getattr(self.running_cost_eur_per_year, "price_year", None):
            message = say(
                "price_year: buses have no price index; state the cost at the prices of the years themselves"
            )
            raise ValueError(message)
        return self
