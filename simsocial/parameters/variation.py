"""What years and Kreise have of their own, which no dated figure says: one path a draw.

The standard deviations are registered (``variation.*``). A number belongs to draw, Kreis and year, so that it is the
same in every option, and a further year never changes an earlier one. Without draws there is no variation at all.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simsocial.parameters.registry import Parameters

__all__ = ["EVERYWHERE", "deviation"]

EVERYWHERE = ""
"""Where what all Kreise have in common holds."""


def deviation(parameters: Parameters, identifier: str, where: str, year: int = 0, part: int = 0) -> float:
    """Return the deviation of a Kreis in a year under the current draw: a normal number times its registered size.

    Parameters
    ----------
    parameters : Parameters
        Registry with its draw.
    identifier : str
        One of ``variation.*``: a standard deviation.
    where : str
        Which Kreis or region; `EVERYWHERE` for all together.
    year : int
        Calendar year; 0 for what lasts.
    part : int
        Which of several numbers of the same Kreis and year, such as an age band.

    Returns
    -------
    float
        Mean zero; exactly zero without a draw.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> deviation(Parameters.load(), "variation.mortality_year", EVERYWHERE, 2025)
    0.0
    >>> drawn = Parameters.load(draw=3)
    >>> deviation(drawn, "variation.mortality_year", EVERYWHERE, 2025) != 0.0
    True
    """
    size = parameters.value(identifier)
    if parameters.draw is None:
        return 0.0
    return _standard(parameters.seed, parameters.draw, identifier, where, year, part) * size


@lru_cache(maxsize=8192)
def _standard(seed: int, draw: int, identifier: str, where: str, year: int, part: int) -> float:
    """Return a standard normal number; kept, since all options of a draw ask for the same ones."""
    from simsocial.core.random import hash_key, stream_id, uniform_array  # late: compiled code loads slowly

    key = np.array([hash_key(draw, stream_id(where), year, part)], dtype=np.uint64)
    position = float(uniform_array(seed, identifier, key)[0])
    return NormalDist().inv_cdf(min(max(position, 1e-9), 1.0 - 1e-9))
