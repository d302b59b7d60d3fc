"""The staff of a service kind: full-time equivalents of one qualification, or of a team of several.

A case needs its part of every member of the team, so a site serves as many as the scarcest of them allows: usable
capacity is the least of the places and, over the members, of staff over FTE per case. For those whom it turns away a
site seeks the scarce members, and of the others as many as match those of the scarce whom the market gave last month:
where no assistants are found, no nurses are sought in vain.

Nobody stands in for another qualification within a team. That is a simplification: in practice a nurse does an
assistant's work where assistants lack. Who searches may take up other work, by ``staff.<qualification>.moves_to``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from simsocial.core.language import say
from simsocial.shapes.figure import Figure, Price
from simsocial.shapes.strict_model import StrictModel

__all__ = ["Staff", "TeamMember"]


class TeamMember(StrictModel):
    """What a service needs of a further qualification.

    Attributes
    ----------
    fte_per_case, fte_fixed_per_site : Figure
        FTE that a case binds, and that an open site needs before its first case.
    per_fte_eur_per_year : Price or None
        Cost of a full-time post; without it ``cost.per_fte_eur_per_year``.
    """

    fte_per_case: Figure
    fte_fixed_per_site: Figure | None = None
    per_fte_eur_per_year: Price | None = None


class Staff(StrictModel):
    """Staff a service needs, in full-time equivalents.

    Attributes
    ----------
    qualification : str
        The staff market.
    shared_within : {"area", "kreis"}
        Sites of one provider in an area, or in the whole Kreis, share their staff, which follows the work.
    fte_per_case, fte_fixed_per_site : Figure
        FTE that a case binds, and that an open site needs before its first case.
    above_minimum_share : Figure or None
        Share of the FTE that cases bind which sites employ beyond them, of all members of the team: nobody is turned
        away for want of it.
    also : dict of str to TeamMember
        The same of further qualifications, of all of which a case needs its part.
    """

    qualification: str
    shared_within: Literal["area", "kreis"] = "area"
    fte_per_case: Figure
    fte_fixed_per_site: Figure | None = None
    above_minimum_share: Figure | None = None
    also: dict[str, TeamMember] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_team(self) -> Staff:
        """Require each qualification once."""
        if self.qualification in self.also:
            message = say(
                "also.{qualification}: is the first qualification; valid are others",
                qualification=self.qualification,
            )
            raise ValueError(message)
        return self

    @property
    def paths(self) -> dict[str, str]:
        """Where the numbers of each qualification stand, the first one first."""
        return {self.qualification: "staff"} | {name: f"staff.also.{name}" for name in self.also}
