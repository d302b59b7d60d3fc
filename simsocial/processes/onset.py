"""Onset of needs that begin and end: one hazard for all kinds of service, of which each has its share.

It is the most that needs can begin of all kinds together at an age, the same in every scenario; whose need of which
kind really begins tells :mod:`simsocial.services.episodes` at the turn of service demand.
"""

from __future__ import annotations

from collections.abc import Hashable

from simsocial.processes.base import Floats, Rows, ScreenedProcess, register

__all__ = ["Onset"]


@register
class Onset(ScreenedProcess):
    """Note for whom a need may begin.

    Its turn is stated as that of a plugin, so that its slots lie behind all others: a further kind moves no death.
    """

    name = "onset"
    after = "care_need"

    def hazard(self, month: int) -> Floats:  # noqa: ARG002 - the same in every month
        """Return the most that the chance of a need to begin can be."""
        return self.model.services.episodes.hazard

    def slot_hazard(self) -> Floats:
        """Return the hazard: slots have room for all of it."""
        return self.model.services.episodes.hazard

    def slots_hang_on(self) -> tuple[Hashable, ...]:
        """Return the service kinds, whose needs begin."""
        return (self.model.services.catalogue,)

    def apply(self, month: int, rows: Rows) -> None:  # noqa: ARG002 - the draw of the month is made
        """Note these persons."""
        self.model.services.episodes.note(rows)
