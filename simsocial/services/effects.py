"""What being served or waiting does to named quantities: hazards, hours of relatives, work of parents."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CASE_STATES, ELSEWHERE, GAVE_UP, SERVED, WAITING
from simsocial.parameters import Parameters
from simsocial.people.changeable import CHANGEABLE
from simsocial.services.catalogue import Catalogue

__all__ = ["effect_factors"]


def effect_factors(
    catalogue: Catalogue, parameters: Parameters, target: str, month: int
) -> npt.NDArray[np.float64]:
    """Return what cases do to a named quantity.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        Kinds with their effects, and the registry with their numbers.
    target : str
        One of :data:`simsocial.people.changeable.CHANGEABLE`.
    month : int
        Absolute month.

    Returns
    -------
    ndarray (kinds, case states)
        Factors that start at one, or amounts (hours) that start at zero.
    """
    adds = CHANGEABLE[target].adds
    table = np.full((len(catalogue), len(CASE_STATES)), 0.0 if adds else 1.0)
    for code, kind in enumerate(catalogue):
        for name, effect in kind.effects.items():
            if effect.target != target:
                continue
            value = kind.number(parameters, f"effects.{name}.factor", month)
            states = [SERVED, ELSEWHERE] if effect.when == "served" else [WAITING, GAVE_UP]
            if adds:
                table[code, states] += value
            else:
                table[code, states] *= value
    return table
