"""Who may use a service: age, school, care grade and household."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from simsocial.core.calendar import MAX_AGE
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.people.predicates import PREDICATES
from simsocial.shapes.strict_model import StrictModel

__all__ = ["Eligibility"]


class Eligibility(StrictModel):
    """Who may use a service.

    Attributes
    ----------
    from_months, until_months : int or None
        Age in months from which and until which (exclusive).
    claim_from_months : int or None
        Age in months from which an entitlement is a claim, if later than it opens; who waits before has none.
    from_event, until_event : str or None
        ``from: school_entry`` and ``until: school_entry | school_exit`` in YAML. School begins in the
        August of the year in which the child is six on 1 August.
    school_years : int
        Years from school entry to school exit.
    care_grade_from, care_grade_to : int
        Care grades that may use it, both inclusive; 0 is nobody's grade.
    who : tuple of str
        Predicates (``simsocial list people``) all of which must hold of the person, or with ``not`` before them must
        not: ``[lone_parent, not resident]``.
    not_while_served_in : tuple of str
        Kinds that exclude this one while they serve the person. Of a claim without patience that comes before this
        kind in the month (``order``) it counts at once who wants it, so that the two never overlap.
    """

    from_months: int | None = Field(default=None, ge=0)
    until_months: int | None = Field(default=None, gt=0)
    claim_from_months: int | None = Field(default=None, ge=0)
    from_event: Literal["school_entry"] | None = Field(default=None, alias="from")
    until_event: Literal["school_entry", "school_exit"] | None = Field(default=None, alias="until")
    school_years: int = Field(default=4, ge=1, le=13)
    care_grade_from: int = Field(default=0, ge=0, le=5)
    care_grade_to: int = Field(default=5, ge=0, le=5)
    who: tuple[str, ...] = ()
    not_while_served_in: tuple[str, ...] = ()

    @field_validator("who")
    @classmethod
    def _check_who(cls, who: tuple[str, ...]) -> tuple[str, ...]:
        """Require known predicates."""
        names = [entry.removeprefix("not ").strip() for entry in who]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            message = say("names {twice} twice", twice=", ".join(twice))
            raise ValueError(message)
        for entry in who:
            name = entry.removeprefix("not ").strip()
            try:
                PREDICATES[name]
            except ConfigError as error:
                raise ValueError(str(error)) from error
        return who

    @model_validator(mode="after")
    def _check_order(self) -> Eligibility:
        """Require one start, one end and ascending limits."""
        if self.from_months is not None and self.from_event is not None:
            message = say("give either from_months or from, not both")
            raise ValueError(message)
        if self.until_months is not None and self.until_event is not None:
            message = say("give either until_months or until, not both")
            raise ValueError(message)
        if (self.from_months or 0) >= (self.until_months or 12 * (MAX_AGE + 51)):
            message = say(
                "from_months {from_months} must be below until_months {until_months}",
                from_months=self.from_months,
                until_months=self.until_months,
            )
            raise ValueError(message)
        if self.care_grade_from > self.care_grade_to:
            message = say(
                "care_grade_from {care_grade_from} must not exceed care_grade_to {care_grade_to}",
                care_grade_from=self.care_grade_from,
                care_grade_to=self.care_grade_to,
            )
            raise ValueError(message)
        return self
