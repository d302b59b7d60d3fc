"""A decision: what acts from which month to which, who decides it, and with which lever."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, field_validator, model_validator

from simsocial.core.calendar import month_index, month_label
from simsocial.core.language import later, say
from simsocial.measures.actors import Actor, Lever, in_english
from simsocial.shapes.month import Month
from simsocial.shapes.strict_model import Label, StrictModel
from simsocial.shapes.trigger import Trigger

__all__ = ["Decision"]


class Decision(StrictModel):
    """When a measure acts, and who decides it.

    Attributes
    ----------
    name : str
        Key of the measure in its scenario.
    kind : str
        Registered kind.
    title : Label or None
        Title in German and English.
    start, end : str
        First month, and last month or None, ``YYYY-MM``; of what waits for a trigger the earliest first month or None.
    trigger : Trigger or None
        What it waits for; without one it begins at its start.
    ramp_months : int
        Months over which it grows to its full size, for kinds that have a size.
    decided_by : str
        Who decides: Kreis, municipality, provider, Land, Bund, care funds, KV, investor.
    lever : str
        What the deciding body has in hand; ``none`` makes it an event that options answer.
    needs_consent_of : tuple of str
        Who else must agree.
    lead_months : int
        Months from the decision to the start; without it the usual time of the kind.
    department : str
        Department in charge.
    """

    usual_lead_months: ClassVar[int] = 0
    """Lead time of the kind where the scenario states none."""
    can_end: ClassVar[bool] = True
    """Whether ``end`` has a meaning."""
    instead_of_end: ClassVar[str] = later("remove it")
    """What is valid where it has none."""
    has_size: ClassVar[bool] = False
    """Whether ``ramp_months`` has a meaning."""
    can_wait: ClassVar[bool] = True
    """Whether ``trigger`` has a meaning; not where the kind has dates of its own."""
    is_reversible: ClassVar[bool] = False
    """Whether it may end and begin again by ``trigger.hysteresis``."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: str
    title: Label | None = None
    start: Month | None = None
    end: Month | None = None
    trigger: Trigger | None = None
    ramp_months: int = Field(default=0, ge=0, le=120)
    decided_by: Actor
    lever: Lever
    needs_consent_of: tuple[Actor, ...] = ()
    lead_months: int | None = Field(default=None, ge=0)
    department: str = ""

    @field_validator("decided_by", "lever", "needs_consent_of", mode="before")
    @classmethod
    def _read_german(cls, value: object) -> object:
        """Read German names of actors and levers."""
        if isinstance(value, str):
            return in_english(value)
        return [cls._read_german(entry) for entry in value] if isinstance(value, list) else value

    @model_validator(mode="after")
    def _check_period(self) -> Self:
        """Require a sensible period."""
        if self.end is not None and not self.can_end:
            message = say(
                "end: what {kind} does stays done. Valid: {instead}",
                kind=self.kind,
                instead=say(self.instead_of_end),
            )
            raise ValueError(message)
        if self.last_month is not None and self.last_month < self.first_month:
            message = say("end {end} lies before start {start}", end=self.end, start=self.start)
            raise ValueError(message)
        if self.ramp_months and not self.has_size:
            message = say(
                "a measure of kind {kind} has no size to grow to: remove 'ramp_months'", kind=self.kind
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_begin(self) -> Self:
        """Require a start or a trigger, and of a trigger that somebody here pulls it."""
        if self.trigger is None:
            if self.start is None:
                message = say("start: is missing. Valid: a month, such as 2028-08, or a trigger")
                raise ValueError(message)
            return self
        if self.lever == "none":
            message = say(
                "trigger: nobody here decides an event ('lever: none'), so that none can wait for a threshold"
            )
            raise ValueError(message)
        if not self.can_wait:
            message = say(
                "trigger: a measure of kind {kind} has dates of its own. Valid: without this key",
                kind=self.kind,
            )
            raise ValueError(message)
        if self.trigger.hysteresis is not None and not self.is_reversible:
            message = say(
                "trigger.hysteresis: what a measure of kind {kind} does is not undone by itself: a "
                "closed house does not open again. Valid: without this key, or a measure that "
                "changes values",
                kind=self.kind,
            )
            raise ValueError(message)
        return self

    @property
    def first_month(self) -> int:
        """Absolute month of the start; 0 where a trigger has none."""
        return 0 if self.start is None else month_index(self.start)

    @property
    def last_month(self) -> int | None:
        """Absolute last month, None without end."""
        return None if self.end is None else month_index(self.end)

    @property
    def is_event(self) -> bool:
        """Whether nobody here can decide it."""
        return self.lever == "none"

    @property
    def latest_decision_month(self) -> str | None:
        """Month by which it must be decided, ``YYYY-MM``; None for an event and for what waits for a trigger."""
        if self.is_event or self.trigger is not None:
            return None
        return month_label(self.first_month - self.lead)

    @property
    def lead(self) -> int:
        """Months from the decision to the start, the usual ones of the kind where none are stated."""
        return self.usual_lead_months if self.lead_months is None else self.lead_months

    # --- what waits for a trigger -------------------------------------------------------------------

    @property
    def delay(self) -> int:
        """Months from the month in which the trigger fires to the first one; 0 without one."""
        if self.trigger is None:
            return 0
        return self.lead if self.trigger.delay is None else self.trigger.delay

    def differs_from(self, horizon_start: int) -> int:
        """Return the absolute month from which it may differ: the start, or when a trigger is first looked at."""
        if self.trigger is None:
            return self.first_month
        return max(horizon_start, self.first_month - self.delay - self.trigger.months)

    def at_earliest(self, horizon_start: int) -> Self:
        """Return the measure without its trigger, in the earliest month in which it can begin."""
        if self.trigger is None:
            return self
        month = self.differs_from(horizon_start) + self.trigger.months + self.delay
        return self.model_copy(update={"start": month_label(month), "trigger": None})

    def dated(self, first: int, last: int | None) -> Self:
        """Return the measure as its trigger dates it: from one absolute month to another, or to its own end."""
        end = self.end if last is None else month_label(last)
        return self.model_copy(update={"start": month_label(first), "end": end})

    def ramped(self, full: int, base: int, month: int) -> int:
        """Return the size in a month while it grows from `base` to `full` over the ramp."""
        if self.ramp_months == 0:
            return full
        step = min(month - self.first_month + 1, self.ramp_months)
        return base + round((full - base) * step / self.ramp_months)
