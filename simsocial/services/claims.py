"""Claims that are not met: whose law gives a place from an age on, and who waits for it all the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import NOBODY, WAITING
from simsocial.core.state import TOP, State
from simsocial.indicators.margins import PersonCells
from simsocial.services.catalogue import Catalogue

__all__ = ["count_unmet_claims"]

Integers = npt.NDArray[np.int64]


def count_unmet_claims(
    state: State,
    catalogue: Catalogue,
    place_area: npt.NDArray[np.int16],
    person_cells: PersonCells,
    month: int,
    claims: Integers,
) -> None:
    """Count waiting cases of entitlements, from the age on at which the law gives the claim.

    Parameters
    ----------
    state, catalogue : State, Catalogue
        Persons and cases, and the kinds.
    place_area : ndarray (places,)
        Area of each place.
    person_cells : PersonCells
        In which cell each person is counted.
    month : int
        Absolute month.
    claims : ndarray (kinds, areas, cells)
        Changed in place.
    """
    from_months = np.array(
        [
            (kind.eligibility.claim_from_months or 0) if kind.access == "entitlement" else 1 << 30
            for kind in catalogue
        ]
    )
    cases, top = state.cases, int(state.counters[2, TOP])
    rows = np.flatnonzero((cases.person[:top] != NOBODY) & (cases.state[:top] == WAITING))
    kind, person = cases.kind[rows], cases.person[rows]
    cohort = state.persons.cohort[person].astype(np.int64)
    old_enough = month - EPOCH_MONTH - (cohort >> 1) >= from_months[kind]
    area = place_area[state.persons.place[person]]
    cell = person_cells.of_cohort[cohort].astype(np.int64)
    if len(person_cells.of_row):
        cell += person_cells.of_row[person]
    cells = (kind, area, cell)
    np.add.at(claims, tuple(axis[old_enough] for axis in cells), 1)
