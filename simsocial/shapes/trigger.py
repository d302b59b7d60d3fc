"""A trigger: what must be beyond which threshold, for how long, before a measure begins."""

from __future__ import annotations

from pydantic import Field, model_validator

from simsocial.core.language import say
from simsocial.shapes.strict_model import StrictModel, UserText

__all__ = ["Trigger"]


class Trigger(StrictModel):
    """What a measure of an adaptive plan waits for.

    An indicator, or the people served at a site, is looked at month by month from the horizon's first month on (with a
    `start` as late as it is in time for that), each month known in the next one. In the first month in which it has
    been beyond the threshold in each of the last `months` the trigger fires, and the measure begins `delay` months
    later: what it then does is to the bit what the same measure with that start does.

    Attributes
    ----------
    indicator : str or None
        An indicator that is counted month by month; of a flow the sum of the month.
    area : str or None
        Its area, None for the whole region.
    site : str or None
        A site whose people served are looked at instead of an indicator.
    below, above : float or None
        Threshold in the indicator's unit (of a site: persons), one of the two.
    months : int
        Months in a row in which it must be beyond the threshold.
    delay : int or None
        Months until the measure begins; without it its lead time.
    hysteresis : float or None
        How far back beyond the threshold it must be, for as many months, to end the measure; it may fire
        again. Without it the measure stays.
    set_by : Label or None
        Who set the threshold, in words: a council, a plan, a law.

    Examples
    --------
    >>> few = Trigger(site="schule_g", below=60, hysteresis=5)
    >>> few.is_beyond(59.0), few.is_beyond(60.0), few.is_back(64.0), few.is_back(65.0)
    (True, False, False, True)
    """

    indicator: str | None = None
    area: str | None = None
    site: str | None = None
    below: float | None = Field(default=None, allow_inf_nan=False)
    above: float | None = Field(default=None, allow_inf_nan=False)
    months: int = Field(default=1, ge=1, le=120)
    delay: int | None = Field(default=None, ge=0, le=120)
    hysteresis: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    set_by: UserText | None = None

    @model_validator(mode="after")
    def _check_threshold(self) -> Trigger:
        """Require one threshold."""
        if (self.below is None) == (self.above is None):
            message = say("needs below or above (a threshold in the indicator's unit), one of the two")
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_what(self) -> Trigger:
        """Require an indicator or a site."""
        if (self.indicator is None) == (self.site is None):
            message = say("needs indicator or site (the people served there), one of the two")
            raise ValueError(message)
        if self.site is not None and self.area is not None:
            message = say("area: belongs to an indicator; a site is where it is. Valid: without 'area'")
            raise ValueError(message)
        return self

    @property
    def threshold(self) -> float:
        """The threshold, in the indicator's unit."""
        return (self.above or 0.0) if self.below is None else self.below

    def is_beyond(self, value: float) -> bool:
        """Tell whether a value is beyond the threshold; what is no number is not."""
        return value > self.threshold if self.below is None else value < self.threshold

    def is_back(self, value: float) -> bool:
        """Tell whether a value is so far back that the measure ends; what is no number is not."""
        if self.hysteresis is None:
            return False
        if self.below is None:
            return value <= self.threshold - self.hysteresis
        return value >= self.threshold + self.hysteresis
