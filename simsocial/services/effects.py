"""What being served or waiting does to named quantities: hazards, hours of relatives, work of mothers, take-up."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CASE_STATES, DETERRED, ELSEWHERE, GAVE_UP, SERVED, WAITING
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.parts import FARTHER

__all__ = ["effect_factors"]


def effect_factors(
    catalogue: Catalogue,
    parameters: Parameters,
    target: str,
    month: int,
    reaches: Literal["person", "household"] = "person",
) -> npt.NDArray[np.float64]:
    """Return what cases do to a named quantity.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        Kinds with their effects, and the registry with their numbers.
    target : str
        One of :data:`simsocial.people.changeable.CHANGEABLE`. What longer ways do is not among it
        (:mod:`simsocial.services.longer_ways`).
    month : int
        Absolute month.
    reaches : {"person", "household"}
        Effects on the person with the case, or those on all of the household.

    Returns
    -------
    ndarray (kinds, case states)
        Factors, one where nothing is said.
    """
    table = np.ones((len(catalogue), len(CASE_STATES)))
    for code, kind in enumerate(catalogue):
        for name, effect in kind.effects.items():
            if (effect.target, effect.reaches) != (target, reaches) or effect.when == FARTHER:
                continue
            value = kind.number(parameters, f"effects.{name}.factor", month)
            states = [SERVED, ELSEWHERE] if effect.when == "served" else [WAITING, GAVE_UP, DETERRED]
            table[code, states] *= value
    return table
