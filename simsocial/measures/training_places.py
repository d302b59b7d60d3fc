"""Training places: more graduates, after the training."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from simsocial.measures.of_staff import StaffMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["TrainingPlaces"]


@register_measure("training_places")
class TrainingPlaces(StaffMeasure):
    """Train more, or fewer, people; they come to the market when they have learnt.

    Attributes
    ----------
    training_months : int
        Months from the start, when they begin to learn, until the first are there; three years if not given.
    graduates_factor : Figure
        Graduates a year relative to the status quo: 1.2 is a fifth more.

    Examples
    --------
    In a scenario::

        measures:
          mehr_ausbildung:
            kind: training_places
            start: 2027-08
            decided_by: land
            lever: negotiation
            qualification: educator
            graduates_factor: 1.2
            training_months: 36
    """

    usual_lead_months: ClassVar[int] = 12
    value: ClassVar[str] = "graduates_rate"
    figure: ClassVar[str] = "graduates_factor"

    graduates_factor: Figure
    training_months: int = Field(default=36, ge=0, le=60)

    @property
    @override
    def acts_from(self) -> int:
        """Absolute month in which the first have learnt."""
        return self.first_month + self.training_months

    @property
    @override
    def acts_until(self) -> int | None:
        """Absolute month in which the last have learnt who began before the end."""
        return None if self.last_month is None else self.last_month + self.training_months
