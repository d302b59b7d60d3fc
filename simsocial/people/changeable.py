"""Named quantities of a person that others change: hazards and hours, by what services do to who is served or waits.

A hazard is changeable under the name of :attr:`simsocial.processes.base.ScreenedProcess.target`; one that a plugin's
process names is added with the process. Hours and the like are added with ``CHANGEABLE.add(...)``.
"""

from __future__ import annotations

from dataclasses import dataclass

from simsocial.core.registry import Registry

__all__ = ["CHANGEABLE", "ONSET", "Changeable", "Changeables"]


@dataclass(frozen=True)
class Changeable:
    """A quantity that being served, or waiting, may change.

    Attributes
    ----------
    id : str
        Name in ``effects`` of service kinds.
    unit : str
        What the number of an effect is.
    adds : bool
        Whether effects are amounts that add up; else they are factors that multiply.
    """

    id: str
    unit: str
    adds: bool = False


ONSET = "onset."
"""What stands before the id of a service kind in the name of the rate at which needs of it begin."""


class Changeables(Registry[Changeable]):
    """Quantities by name; ``onset.<kind>`` is the rate at which needs of a service kind begin.

    Examples
    --------
    >>> CHANGEABLE["onset.debt_counselling"].unit
    'factor on the rate at which needs of debt_counselling begin'
    """

    def __getitem__(self, identifier: str) -> Changeable:
        """Return a quantity by its name."""
        if identifier.startswith(ONSET):
            kind = identifier.removeprefix(ONSET)
            return Changeable(identifier, f"factor on the rate at which needs of {kind} begin")
        return super().__getitem__(identifier)

    def __contains__(self, identifier: object) -> bool:
        """Whether a quantity of this name may be named."""
        return str(identifier).startswith(ONSET) or super().__contains__(identifier)


CHANGEABLE = Changeables(
    "quantity that a service can change",
    Changeable("informal_care_hours", "factor on weekly hours of informal care for the person"),
    Changeable("mortality", "factor on the person's hazard of dying"),
    Changeable(
        "care_progression",
        "factor on the person's hazard of a change of care grade, nearly always to a higher one",
    ),
    Changeable("mothers_work", "factor on the odds that the mother of the child works"),
    Changeable("parent_hours", "hours of paid work a week that the parents of the child lose", adds=True),
)
"""All quantities that effects may name."""
