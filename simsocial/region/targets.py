"""Figures the synthesis aims at: who lives how by sex and age, and how large families are.

The figures are the ``household.*`` and ``care_need.institution_share`` parameters (Germany and
Thuringia, see their notes). Areas and Kreise differ by their age structure only, unless a region
brings a ``households`` table of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.calendar import MAX_AGE

__all__ = [
    "ADULT_AGE",
    "FIGURES",
    "SINGLE_FIGURES",
    "FamilyShape",
    "RoleShares",
    "balance_couples",
    "family_shape",
    "fit_living_alone",
    "land_population",
    "role_shares",
    "tilt_to_mean",
    "usual_share_with_children",
]

Floats = npt.NDArray[np.float64]
Figures = Mapping[str, Floats]

FIGURES = (
    "care_need.institution_share",
    "fertility.age_profile",
    "household.child_at_home_share",
    "household.in_couple_share",
    "household.living_alone_share",
    "household.lone_parent_children_share",
    "household.lone_parent_share",
    "household.minor_with_lone_parent_share",
    "household.size_share",
)
SINGLE_FIGURES = ("household.mean_size_of_5plus", "partnership.age_gap_years")
"""Parameters (tables, single numbers) the synthesis uses."""

ADULT_AGE = 18
"""Completed years from which somebody may head a household."""

_OLDEST_CHILD = 62
"""Nobody older counts as a child at home: their parents are hardly alive (grade D)."""

_LARGE_LONE = 0.15
"""Share of lone parents of three and more children who have four (own assumption, grade D)."""

_WOMAN_AGE = np.array([18.0, 22.0, 27.0, 32.0, 37.0, 42.0, 47.0, 52.0, 57.0, 62.0, 67.0, 72.0, 80.0, 90.0])
_WITH_CHILDREN = np.array([0.3, 0.34, 0.39, 0.65, 0.83, 0.86, 0.80, 0.62, 0.36, 0.15, 0.06, 0.05, 0.04, 0.03])
"""Share of couples with children at home by the woman's age: Germany 2025 (Mikrozensus, women in couples
without children by age against all women in couples; 60 and over smoothed; grade C)."""

_ROUNDS = 60


@dataclass(frozen=True)
class RoleShares:
    """Shares by sex and age, each an array of shape (..., 2, 101).

    Attributes
    ----------
    institution : ndarray
        Of all persons.
    child, couple, lone, alone : ndarray
        Of persons in private households: child of a parent in the household, living with a partner,
        parent without partner, living alone. The rest lives with others.
    """

    institution: Floats
    child: Floats
    couple: Floats
    lone: Floats
    alone: Floats

    @property
    def other(self) -> Floats:
        """Share that lives with others without being child, partner or parent there."""
        return np.asarray(np.clip(1.0 - self.child - self.couple - self.lone - self.alone, 0.0, 1.0))


@dataclass(frozen=True)
class FamilyShape:
    """How many children families have at home, and how those without family share homes.

    Attributes
    ----------
    couple_children : ndarray of shape (5,)
        Share of couples with children by number of children 1 to 5.
    lone_children : ndarray of shape (4,)
        Share of lone parents by number of children 1 to 4.
    family_level : float
        Couples with children at home relative to :func:`usual_share_with_children`.
    shared_share : float
        Of all who live with others: share in households of their own, the rest lives with a couple.
    """

    couple_children: Floats
    lone_children: Floats
    family_level: float
    shared_share: float


def role_shares(figures: Figures) -> RoleShares:
    """Return the shares by sex and age; every minor is a child at home."""
    child = figures["household.child_at_home_share"].copy()
    child[:, :ADULT_AGE] = 1.0
    child[:, _OLDEST_CHILD + 1 :] = 0.0
    rest = 1.0 - child
    parts = [
        figures[f"household.{name}"].copy()
        for name in ("in_couple_share", "lone_parent_share", "living_alone_share")
    ]
    total = np.maximum(sum(parts), 1e-12)
    scale = np.minimum(rest / total, 1.0)
    couple, lone, alone = (part * scale for part in parts)
    institution = figures["care_need.institution_share"].copy()
    institution[:, :ADULT_AGE] = 0.0
    return RoleShares(np.clip(institution, 0.0, 0.95), child, couple, lone, alone)


def balance_couples(population: npt.ArrayLike, shares: RoleShares) -> RoleShares:
    """Return shares by area with as many men as women in couples in each area.

    The odds of living in a couple are raised for one sex and lowered for the other by the same factor;
    those who live alone or with others make room.

    Parameters
    ----------
    population : array_like of shape (areas, 2, 101)
        Persons.
    shares : RoleShares
        Shares of the whole region, shape (2, 101).
    """
    private = np.asarray(population, dtype=np.float64) * (1.0 - shares.institution)
    room = np.broadcast_to(shares.couple + shares.alone + shares.other, private.shape)
    inside = np.divide(shares.couple, room, out=np.zeros(private.shape), where=room > 0)
    odds = np.divide(inside, 1.0 - inside, out=np.full(private.shape, 1e9), where=inside < 1.0)
    sign = np.array([-1.0, 1.0])[:, None]
    low, high = np.full(len(private), -4.0), np.full(len(private), 4.0)
    couple = room * inside
    for _ in range(_ROUNDS):
        shift = (low + high) / 2.0
        factor = odds * np.exp(sign * shift[:, None, None])
        couple = room * factor / (1.0 + factor)
        persons = (private * couple).sum(axis=2)
        more_men = persons[:, 0] > persons[:, 1]
        low, high = np.where(more_men, shift, low), np.where(more_men, high, shift)
    left = np.maximum(room - couple, 0.0)
    before = np.maximum(room - shares.couple, 1e-12)
    alone = np.broadcast_to(shares.alone, private.shape) * left / before
    return RoleShares(shares.institution, shares.child, couple, shares.lone, alone)


def fit_living_alone(population: npt.ArrayLike, shares: RoleShares, wanted: float) -> RoleShares:
    """Return shares with a given number of persons living alone; couples and others make room."""
    private = np.asarray(population, dtype=np.float64) * (1.0 - shares.institution)
    room = shares.couple + shares.alone + shares.other
    inside = np.divide(shares.alone, room, out=np.zeros_like(room), where=room > 0)
    odds = inside / np.maximum(1.0 - inside, 1e-9)
    low, high = -8.0, 8.0
    alone = shares.alone
    for _ in range(_ROUNDS):
        shift = (low + high) / 2.0
        factor = odds * np.exp(shift)
        alone = room * factor / (1.0 + factor)
        low, high = (shift, high) if (private * alone).sum() < wanted else (low, shift)
    couple = shares.couple * (room - alone) / np.maximum(room - shares.alone, 1e-12)
    return RoleShares(shares.institution, shares.child, couple, shares.lone, alone)


def family_shape(
    figures: Figures, population: npt.ArrayLike, shares: RoleShares, size_share: npt.ArrayLike
) -> FamilyShape:
    """Solve how many children families have, so that households have the published sizes.

    Parameters
    ----------
    figures : mapping of str to ndarray
        Gives the lone parents' numbers of children.
    population : array_like of shape (2, 101)
        Persons of the population that the sizes were counted in.
    shares : RoleShares
        Who lives how, shape (2, 101).
    size_share : array_like of shape (5,)
        Share of private households with 1, 2, 3, 4, and 5 and more persons.

    Notes
    -----
    Of three persons are couples with one child, lone parents with two, and childless couples with
    somebody else; and so on. What is left for couples with three and more children follows from the
    number of children.
    """
    private = np.asarray(population, dtype=np.float64) * (1.0 - shares.institution)
    alone, lone, children, other = (
        float((private * part).sum()) for part in (shares.alone, shares.lone, shares.child, shares.other)
    )
    couples = float((private * shares.couple).sum()) / 2.0
    sizes = np.asarray(size_share, dtype=np.float64)
    sizes = sizes / sizes.sum()
    by_lone = _lone_children(figures)
    all_households = alone / max(float(sizes[0]), 1e-6)
    shared = float(np.clip(all_households - alone - couples - lone, 0.1 * other, 0.5 * other))
    attached = other - 2.0 * shared
    one = max(sizes[2] * all_households - lone * by_lone[1] - attached, 0.02 * couples)
    two = max(sizes[3] * all_households - lone * by_lone[2], 0.02 * couples)
    more = max(sizes[4] * all_households - lone * by_lone[3], 0.002 * couples)
    left = children - lone * float(by_lone @ np.arange(1, 5)) - one - 2.0 * two
    large = _large_families(left / more)
    counts = np.concatenate([[one, two], more * large])
    women = (private * shares.couple)[1]
    usual = float(women @ usual_share_with_children(np.arange(MAX_AGE + 1)))
    return FamilyShape(
        couple_children=counts / counts.sum(),
        lone_children=by_lone,
        family_level=float(counts.sum()) / max(usual, 1e-12),
        shared_share=2.0 * shared / other if other > 0 else 1.0,
    )


def usual_share_with_children(woman_age: npt.ArrayLike) -> Floats:
    """Return the share of couples with children at home by the woman's age, as in Germany."""
    return np.asarray(np.interp(np.asarray(woman_age, dtype=np.float64), _WOMAN_AGE, _WITH_CHILDREN))


def tilt_to_mean(shares: npt.ArrayLike, mean: float) -> Floats:
    """Return shares of 1, 2, ... children tilted (by a power of the number) to a given mean.

    Examples
    --------
    >>> bool(abs(tilt_to_mean([0.5, 0.5], 1.4) @ [1, 2] - 1.4) < 1e-6)
    True
    """
    start = np.asarray(shares, dtype=np.float64)
    numbers = np.arange(1, len(start) + 1)
    low, high = -8.0, 8.0
    tilted = start
    for _ in range(_ROUNDS):
        middle = (low + high) / 2.0
        tilted = start * np.exp(middle * numbers)
        tilted /= tilted.sum()
        low, high = (middle, high) if float(tilted @ numbers) < mean else (low, middle)
    return tilted


def _lone_children(figures: Figures) -> Floats:
    shares = figures["household.lone_parent_children_share"]
    two, three = float(shares[1]), float(shares[2])
    # One child is the rest, so that a factor on the table moves something.
    one = max(1.0 - two - three, 0.0)
    result = np.array([one, two, three * (1.0 - _LARGE_LONE), three * _LARGE_LONE])
    return np.asarray(result / result.sum())


def _large_families(mean: float) -> Floats:
    """Return shares of 3, 4 and 5 children with a given mean, falling geometrically."""
    ratio = np.linspace(0.02, 0.9, 89)
    weights = np.stack([np.ones_like(ratio), ratio, ratio**2])
    means = (weights * np.array([[3.0], [4.0], [5.0]])).sum(axis=0) / weights.sum(axis=0)
    chosen = weights[:, int(np.argmin(np.abs(means - mean)))]
    return np.asarray(chosen / chosen.sum())


@cache
def land_population() -> npt.NDArray[np.int64]:
    """Return Thuringia by sex and single age on 31.12.2023 (2, 101), from the packaged table."""
    file = Path(__file__).parent / "data" / "population" / "thueringen_2023_single_age.csv"
    table = pd.read_csv(file)
    result = np.zeros((2, MAX_AGE + 1), dtype=np.int64)
    result[table["sex"].map({"m": 0, "f": 1}), table["age"]] = table["persons"]
    result.flags.writeable = False
    return result
