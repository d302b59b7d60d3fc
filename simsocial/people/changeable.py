"""Named quantities of a person that others change: hazards and hours, by what services do to who is served or waits.

A hazard is changeable under the name of :attr:`simsocial.processes.base.ScreenedProcess.target`; one that a plugin's
process names is added with the process. Hours and the like are added with ``CHANGEABLE.add(...)``.
"""

from __future__ import annotations

from dataclasses import dataclass

from simsocial.core.registry import Registry

__all__ = ["CHANGEABLE", "ONSET", "TAKE_UP", "Changeable", "Changeables"]


@dataclass(frozen=True)
class Changeable:
    """A quantity that being served, or waiting, may change.

    Attributes
    ----------
    id : str
        Name in ``effects`` of service kinds.
    unit : str
        What the number of an effect is: a factor; several multiply.
    """

    id: str
    unit: str


ONSET = "onset."
"""What stands before the id of a service kind in the name of the rate at which needs of it begin."""


TAKE_UP = "take_up."
"""What stands before the id of a service kind in the name of the share that wants it, or of needs that become known."""

_OF_KINDS = {
    ONSET: "factor on the rate at which needs of {} begin",
    TAKE_UP: "factor on the take-up of {}",
}


class Changeables(Registry[Changeable]):
    """Quantities by name, beside those of every service kind.

    ``onset.<kind>`` is the rate at which needs of a kind begin, ``take_up.<kind>`` the share who want it; of a kind
    with needs that begin and end, the share of needs that become known.

    Examples
    --------
    >>> CHANGEABLE["onset.debt_counselling"].unit
    'factor on the rate at which needs of debt_counselling begin'
    """

    def __getitem__(self, identifier: str) -> Changeable:
        """Return a quantity by its name."""
        for prefix, unit in _OF_KINDS.items():
            if identifier.startswith(prefix):
                return Changeable(identifier, unit.format(identifier.removeprefix(prefix)))
        return super().__getitem__(identifier)

    def __contains__(self, identifier: object) -> bool:
        """Whether a quantity of this name may be named."""
        return str(identifier).startswith(tuple(_OF_KINDS)) or super().__contains__(identifier)


CHANGEABLE = Changeables(
    "quantity that a service can change",
    Changeable("informal_care_hours", "factor on weekly hours of informal care for the person"),
    Changeable("mortality", "factor on the person's hazard of dying"),
    Changeable("fertility", "factor on the woman's hazard of giving birth"),
    Changeable("departure", "factor on the adult's hazard of leaving the region"),
    Changeable("relocation", "factor on the adult's hazard of moving within the region"),
    Changeable(
        "care_progression",
        "factor on the person's hazard of a change of care grade, nearly always to a higher one",
    ),
    Changeable("eviction", "factor on the hazard of a household sued for eviction to be evicted"),
    Changeable("mothers_work", "factor on the odds that the mother of the child works"),
)
"""All quantities that effects may name."""
