"""What a person's cases do to the take-up of other kinds: who is advised claims more, who lives assisted needs no home.

Of a kind with needs that begin and end, they change the share of needs that become known.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CASE_STATES, NOBODY, Cases, Persons
from simsocial.core.compile import helper
from simsocial.parameters import Parameters
from simsocial.people.changeable import TAKE_UP
from simsocial.services.catalogue import Catalogue
from simsocial.services.effects import effect_factors

__all__ = ["ByCases", "by_cases", "changed_by_cases"]


class ByCases(NamedTuple):
    """Factors on take-up by the person's cases.

    Attributes
    ----------
    row : int16 (kinds,)
        Row of `factor` for each kind; -1 where no case changes it.
    factor : float64 (changed kinds, kinds, case states)
        By the person's cases.
    extremes : float64 (2, kinds)
        Least and greatest product that cases can make.
    """

    row: npt.NDArray[np.int16]
    factor: npt.NDArray[np.float64]
    extremes: npt.NDArray[np.float64]


def by_cases(catalogue: Catalogue, parameters: Parameters, month: int) -> ByCases:
    """Return the factors of a month.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        The kinds, and the registry with their numbers.
    month : int
        Absolute month.
    """
    number = len(catalogue)
    row, extremes = np.full(number, NOBODY, dtype=np.int16), np.ones((2, number))
    tables: list[npt.NDArray[np.float64]] = []
    for code, kind in enumerate(catalogue):
        table = effect_factors(catalogue, parameters, f"{TAKE_UP}{kind.id}", month)
        if (table != 1.0).any():
            row[code] = len(tables)
            tables.append(table)
            extremes[0, code] = np.minimum(table.min(axis=1), 1.0).prod()
            extremes[1, code] = np.maximum(table.max(axis=1), 1.0).prod()
    factor = np.array(tables).reshape(len(tables), number, len(CASE_STATES))
    return ByCases(row, np.ascontiguousarray(factor), extremes)


@helper
def changed_by_cases(persons: Persons, cases: Cases, by: ByCases, kind: int, row: int) -> float:
    """Return the factor on somebody's take-up of a kind by the cases that this person has."""
    factor = 1.0
    if by.row[kind] != NOBODY:
        case = persons.first_case[row]
        while case != NOBODY:
            factor *= by.factor[by.row[kind], cases.kind[case], cases.state[case]]
            case = cases.next_case[case]
    return factor
