"""The Zensus of 15 May 2022 rolled forward to 31 December 2023, Kreis by sex by single age.

Rule: everyone ages by 1.63 years and survives by the life table; what a Kreis gains or loses at an age by
migration beyond the Land's mean follows its cohorts (:mod:`.kreis_rates`); children born since then are
spread over the Kreise like the youngest counted; the sexes are split like in each Kreis at the end of 2018,
relative to the Land. That pattern is fitted (IPF) to the official figures of 31.12.2023: each Kreis by three
age groups, the Land by sex and single age. The result is rounded so that both are met exactly. Within an age group
a Kreis's sexes and single ages are therefore an estimate (evidence grade C); its age groups and the Land's figures
are official (grade A), the latter up to 89 years; from 90 they are an official total split by single age (grade B).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.region.rounding import fit_margins, round_both

__all__ = ["YEARS_SINCE_CENSUS", "roll_forward"]

Floats = npt.NDArray[np.float64]

YEARS_SINCE_CENSUS = 1.63
"""Years from 15 May 2022 to 31 December 2023."""

_AGES = MAX_AGE + 1


def roll_forward(
    census: npt.ArrayLike,
    land: npt.ArrayLike,
    kreise: npt.ArrayLike,
    group_starts: npt.ArrayLike,
    death_probability: npt.ArrayLike,
    male_odds: npt.ArrayLike,
    net_rate: npt.ArrayLike,
) -> npt.NDArray[np.int64]:
    """Return persons by Kreis, sex and single age at the end of 2023.

    Parameters
    ----------
    census : array_like of shape (kreise, 101)
        Both sexes at the Zensus, by Kreis and completed years.
    land : array_like of int, shape (2, 101)
        The Land at the end of 2023 by sex and age.
    kreise : array_like of int, shape (kreise, groups)
        Every Kreis at the end of 2023 by age group; over the Kreise they add up to `land`.
    group_starts : array_like of int, shape (groups,)
        First completed year of each group.
    death_probability : array_like of shape (2, 101)
        Yearly probability of dying.
    male_odds : array_like of shape (kreise, 101)
        Odds of being male at each age in the Kreis, relative to the Land (1 = like the Land).
    net_rate : array_like of shape (kreise, 101)
        Net arrivals per year and inhabitant by age beyond the Land's.

    Returns
    -------
    ndarray of int64, shape (kreise, 2, 101)
        Its sum over the Kreise is `land` exactly, its sum over sexes and ages of a group is `kreise`.
    """
    counted = np.asarray(census, dtype=np.float64)
    survival = 1.0 - np.asarray(death_probability, dtype=np.float64).mean(axis=0)
    rate = np.asarray(net_rate, dtype=np.float64)
    # Who is of an age at the end of a year has spent half of it at the age before.
    at_next_age = np.concatenate([rate[:, 1:], rate[:, -1:]], axis=1)
    aged = _aged(counted, survival * np.exp((rate + at_next_age) / 2.0))
    totals = np.asarray(land, dtype=np.int64)
    male = np.divide(totals[0], np.maximum(totals.sum(axis=0), 1))
    odds = male / np.maximum(1.0 - male, 1e-9) * np.asarray(male_odds, dtype=np.float64)
    share = odds / (1.0 + odds)
    seed = np.maximum(np.stack([aged * share, aged * (1.0 - share)], axis=1), 1e-6)
    official = np.asarray(kreise, dtype=np.int64)
    bounds = [*np.asarray(group_starts, dtype=np.int64), _AGES]
    result = np.zeros(seed.shape, dtype=np.int64)
    for group, (first, end) in enumerate(pairwise(bounds)):
        wanted = totals[:, first:end].ravel()
        part = seed[:, :, first:end]
        fitted = fit_margins(part.reshape(len(counted), -1), official[:, group], wanted)
        result[:, :, first:end] = round_both(fitted, official[:, group], wanted).reshape(part.shape)
    return result


def _aged(counted: Floats, survival: Floats) -> Floats:
    """Age everyone by 1.63 years; `survival` is what a year leaves of people by age, deaths and moves.

    Those not yet born at the Zensus are spread like the youngest.
    """
    late = YEARS_SINCE_CENSUS - 1.0
    after_one = _one_year_later(counted, survival)
    after_two = _one_year_later(after_one, survival)
    result = (1.0 - late) * after_one + late * after_two
    result[:, :2] = counted[:, :2].sum(axis=1, keepdims=True) / 2.0
    return result


def _one_year_later(persons: Floats, survival: Floats) -> Floats:
    living = persons * survival
    later = np.zeros_like(living)
    later[:, 1:] = living[:, :-1]
    later[:, -1] += living[:, -1]
    later[:, 0] = persons[:, 0]
    return later
