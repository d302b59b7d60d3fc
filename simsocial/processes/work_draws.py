"""Lasting and slowly renewed draws of work: whose they are, and how often they have been renewed.

How long somebody's luck lasts is itself a lasting draw, ``work.lasting``: the lowest are those whose luck stays for
good, and above them it lasts the longer, the higher the draw (:mod:`simsocial.processes.work_rules`).
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import NOBODY, Persons
from simsocial.core.compile import helper
from simsocial.core.random import GOLDEN, uniform
from simsocial.processes.work_looks import LOOKED_AT_EVERY

__all__ = ["half_years_of", "renewed_draw", "times_renewed", "whose_draws"]


@helper
def whose_draws(persons: Persons, row: int, salt: np.uint64, alike: float) -> int:
    """Return the row of who is drawn for: oneself, or of two partners who are alike the one with the lower key.

    Either way the draw is uniform, so that nobody works more or less often for it: only together.
    """
    partner = persons.partner[row]
    if partner == NOBODY:
        return int(row)
    first = row if persons.key[row] < persons.key[partner] else partner
    return int(first) if uniform(salt, persons.key[first]) < alike else int(row)


@helper
def half_years_of(persons: Persons, row: int, month: int) -> int:
    """Return the half-years that somebody has lived in a month."""
    return int((month - EPOCH_MONTH - np.int64(persons.cohort[row] >> 1)) // LOOKED_AT_EVERY)


@helper
def times_renewed(half_years: int, phase: float, lasts: int) -> int:
    """Return how often a draw has been renewed that lasts for so many half-years."""
    return (half_years + int(phase * lasts)) // lasts


@helper
def renewed_draw(salt: np.uint64, key: np.uint64, times: int) -> float:
    """Return the draw of somebody, renewed so many times."""
    return float(uniform(salt, key + np.uint64(times) * GOLDEN))
