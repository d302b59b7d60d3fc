"""What services do to a hazard of a household: that of the member who is helped most."""

from __future__ import annotations

import numpy as np

from simsocial.core.columns import NOBODY
from simsocial.core.state import TOP, State
from simsocial.processes.base import Floats, Rows

__all__ = ["lowest_factors"]


def lowest_factors(state: State, homes: Rows, factors: Floats) -> Floats:
    """Return the factor on a hazard of each household: of a kind the lowest of its members, of several kinds all.

    Parameters
    ----------
    state : State
        Persons, households and cases.
    homes : ndarray
        Rows of households, ascending.
    factors : ndarray (kinds, case states)
        What cases do to the hazard, see :func:`simsocial.services.effects.effect_factors`.
    """
    found = np.ones(len(homes))
    if not len(homes):
        return found
    top = int(state.counters[2, TOP])
    for kind in np.flatnonzero((factors != 1.0).any(axis=1)):
        cases = np.flatnonzero(state.cases.kind[:top] == kind)
        cases = cases[state.cases.person[cases] != NOBODY]
        own = state.persons.household[state.cases.person[cases]]
        position = np.minimum(np.searchsorted(homes, own), len(homes) - 1)
        here = homes[position] == own
        lowest = np.full(len(homes), np.inf)
        np.minimum.at(lowest, position[here], factors[kind, state.cases.state[cases[here]]])
        found *= np.where(np.isinf(lowest), 1.0, lowest)
    return found
