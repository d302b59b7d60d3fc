"""Named quantities of a person that others change: hazards and hours, by what services do to who is served or waits.

A hazard is changeable under the name of :attr:`simsocial.processes.base.ScreenedProcess.target`; one that a plugin's
process names is added with the process. Hours and the like are added with ``CHANGEABLE.add(...)``.
"""

from __future__ import annotations

from dataclasses import dataclass

from simsocial.core.registry import Registry

__all__ = ["CHANGEABLE", "ONSET", "TAKE_UP", "Changeable", "Changeables", "of_kind"]


@dataclass(frozen=True)
class Changeable:
    """A quantity that being served, or waiting, may change.

    Attributes
    ----------
    id : str
        Name in ``effects`` of service kinds.
    unit : str
        What the number of an effect is: a factor; several multiply.
    of_cases : bool
        Whether only those with a case have it changed: a longer way for all who live somewhere does not.
    """

    id: str
    unit: str
    of_cases: bool = False


ONSET = "onset."
"""What stands before the id of a service kind in the name of the rate at which needs of it begin."""


TAKE_UP = "take_up."
"""What stands before the id of a service kind in the name of the share that wants it, or of needs that become known."""

_OF_KINDS = {
    ONSET: ("factor on the rate at which needs of {} begin", False),
    TAKE_UP: ("factor on the take-up of {}", True),
}


def of_kind(target: str) -> tuple[str, str] | None:
    """Return :data:`ONSET` or :data:`TAKE_UP` and the service kind that a quantity is of; None if of none.

    Examples
    --------
    >>> of_kind("onset.debt_counselling")
    ('onset.', 'debt_counselling')
    >>> of_kind("mortality")
    """
    found = (prefix for prefix in _OF_KINDS if target.startswith(prefix))
    return next(((prefix, target.removeprefix(prefix)) for prefix in found), None)


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
        own = of_kind(identifier)
        if own is None:
            return super().__getitem__(identifier)
        unit, of_cases = _OF_KINDS[own[0]]
        return Changeable(identifier, unit.format(own[1]), of_cases)

    def __contains__(self, identifier: object) -> bool:
        """Whether a quantity of this name may be named."""
        return of_kind(str(identifier)) is not None or super().__contains__(identifier)


CHANGEABLE = Changeables(
    "quantity that a service can change",
    Changeable(
        "informal_care_hours", "factor on weekly hours of informal care for the person", of_cases=True
    ),
    Changeable("mortality", "factor on the person's hazard of dying"),
    Changeable("fertility", "factor on the woman's hazard of giving birth"),
    Changeable("departure", "factor on the adult's hazard of leaving the region"),
    Changeable("relocation", "factor on the adult's hazard of moving within the region"),
    Changeable(
        "care_progression",
        "factor on the person's hazard of a change of care grade, nearly always to a higher one",
    ),
    Changeable("eviction", "factor on the hazard of a household sued for eviction to be evicted"),
    Changeable("offending", "factor on the expected number of young people who offend"),
    Changeable("mothers_work", "factor on the odds that the mother of the child works", of_cases=True),
)
"""All quantities that effects may name."""
