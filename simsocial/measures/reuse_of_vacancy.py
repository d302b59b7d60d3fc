"""Reuse of vacancy: homes that nobody could live in are made fit again."""

from __future__ import annotations

from typing import ClassVar

from simsocial.measures.phased_housing import PhasedHousing
from simsocial.measures.registry import register_measure

__all__ = ["ReuseOfVacancy"]


@register_measure("reuse_of_vacancy")
class ReuseOfVacancy(PhasedHousing):
    """Make empty homes fit to live in again; who moves in follows from the housing market of the model.

    In the model it is what new homes are, decided later and without land to be opened up: homes that were not in the
    stock before. Empty homes that somebody could move into tomorrow are in the stock already.

    Examples
    --------
    In a scenario::

        measures:
          leerstand:
            kind: reuse_of_vacancy
            decided_by: municipality
            lever: grant
            place: e_ort
            phases: {2027-06: 20, 2029-06: 20}
    """

    usual_lead_months: ClassVar[int] = 12
