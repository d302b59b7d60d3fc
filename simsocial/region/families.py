"""Children and parents: how many children a family has at home, and which ones.

Each family draws the ages its children should have from how likely a mother of her age has a child
of that age; then the real children of the area take the places in the order of age. So ages of
mothers at birth follow the fertility schedule, siblings are a few years apart, and every child has a
home.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.region.draft import CHILD, COUPLE, LONE, Draft, order_by, rank_by
from simsocial.region.rounding import systematic
from simsocial.region.targets import ADULT_AGE, FamilyShape, tilt_to_mean, usual_share_with_children

__all__ = ["place_children"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_MOST_WITH_CHILDREN = 0.92
"""At most this share of couples of one age has children at home (grade D)."""

_FEWER_FAMILIES = 0.6
"""Weight of the usual number of families at the couples' ages against usual numbers of children; so Kreise
keep within a point of sizes standardised by age (grade D)."""

_MOST_CHILDREN_MEAN = 2.5
"""Where an area has more children than couples usually do, it has more families instead (grade D)."""

_CHILDREN_AGE = np.array([18.0, 25.0, 32.0, 40.0, 47.0, 54.0, 65.0])
_CHILDREN_MEAN = np.array([1.15, 1.35, 1.65, 1.8, 1.6, 1.25, 1.1])
"""Children at home of a family by the mother's age, relative level (grade D)."""

_GAP_YEARS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0])
_GAP_SHARE = np.cumsum([0.10, 0.24, 0.23, 0.16, 0.10, 0.07, 0.05, 0.05])
"""Years between siblings (grade D)."""

_GROWN_UP_WITH_LONE = (0.30, 0.45)
"""Share of grown-up children at home who live with one parent, at 18 and from 30 (Germany 2025: 45 % of
those aged 27 and over; Mikrozensus, grade C)."""

_SWAP_YEARS = 8.0

_YOUNGEST_MOTHER, _OLDEST_MOTHER = 16, 46


def place_children(
    draft: Draft, shape: FamilyShape, birth_profile: Floats, with_lone: Floats, age_gap_years: float
) -> None:
    """Put every child into a family of its area.

    Parameters
    ----------
    draft : Draft
        Couples are paired already.
    shape : FamilyShape
        Numbers of children.
    birth_profile : ndarray of shape (101,)
        Births by age of the mother.
    with_lone : ndarray of shape (101,)
        Share of children of each age who live with one parent; 0 where unknown (grown-up children).
    age_gap_years : float
        Men's age minus women's; a lone father counts like a mother that much younger.
    """
    children = np.flatnonzero(draft.role == CHILD)
    lone = np.flatnonzero(draft.role == LONE)
    women = np.flatnonzero((draft.role == COUPLE) & (draft.sex == 1))
    heads = np.concatenate([women, lone])
    draft.household[lone] = lone
    if len(children) == 0 or len(heads) == 0:
        return
    is_lone = np.arange(len(heads)) >= len(women)
    mother_age = draft.age[heads] - np.where(draft.sex[heads] == 0, np.rint(age_gap_years), 0)
    mother_age = np.clip(mother_age, 0, MAX_AGE).astype(np.int64)
    likely = _likelihood(draft, children, mother_age, birth_profile)
    numbers = _numbers(draft, heads, is_lone, mother_age, shape, likely.sum(axis=1))
    part = _lone_part(with_lone)
    by_type = np.concatenate([likely * (1.0 - part), likely * part])
    family, wanted_age = _wanted_ages(draft, heads, mother_age, is_lone, numbers, by_type)
    family = family[order_by(draft.area[heads[family]], wanted_age)]
    jitter = draft.draw("child", children)
    kids = children[order_by(draft.area[children], draft.age[children] + jitter)]
    kids = _swap_too_old(draft, kids, mother_age[family])
    draft.household[kids] = heads[family]


def _lone_part(with_lone: Floats) -> Floats:
    """Return the share of children with one parent by age, grown-up children by an assumption."""
    ages = np.arange(MAX_AGE + 1)
    return np.where(ages < ADULT_AGE, with_lone, np.interp(ages, [18.0, 30.0], _GROWN_UP_WITH_LONE))


def _swap_too_old(draft: Draft, kids: Integers, mother_age: Integers) -> Integers:
    """Exchange children whose mother would be too young with younger children of older mothers."""
    area = draft.area[kids]
    difference = mother_age - draft.age[kids]
    bad = difference < _YOUNGEST_MOTHER - 1
    if not bad.any():
        return kids
    count = np.bincount(area[bad], minlength=draft.areas)
    good = np.flatnonzero(~bad)
    target = np.zeros((draft.areas, 2))
    np.add.at(target, area[bad], np.column_stack([draft.age[kids[bad]], mother_age[bad]]))
    child, mother = (target / np.maximum(count, 1)[:, None])[area[good]].T
    distance = np.abs(draft.age[kids[good]] - child + _SWAP_YEARS) + np.abs(
        mother_age[good] - mother - _SWAP_YEARS
    )
    rank = rank_by(area[good], distance)
    pool = np.concatenate([np.flatnonzero(bad), good[rank < 2 * count[area[good]]]])
    by_mother = pool[order_by(area[pool], mother_age[pool].astype(np.float64))]
    by_child = pool[order_by(area[pool], draft.age[kids[pool]].astype(np.float64))]
    result = kids.copy()
    result[by_mother] = kids[by_child]
    return result


def _likelihood(draft: Draft, children: Integers, mother_age: Integers, birth_profile: Floats) -> Floats:
    """Return expected children by age of the mother (rows) and own age (columns).

    Each child has one mother: the birth schedule times the mothers there are at each age.
    """
    ages = np.bincount(draft.age[children], minlength=MAX_AGE + 1).astype(np.float64)
    mothers = np.bincount(mother_age, minlength=MAX_AGE + 1).astype(np.float64)
    difference = np.arange(MAX_AGE + 1)[:, None] - np.arange(MAX_AGE + 1)[None, :]
    births = np.where(
        (difference >= _YOUNGEST_MOTHER) & (difference <= _OLDEST_MOTHER),
        np.asarray(birth_profile)[np.clip(difference, 0, MAX_AGE)],
        0.0,
    )
    weights = births * mothers[:, None]
    total = weights.sum(axis=0)
    return np.asarray(weights * np.divide(ages, total, out=np.zeros_like(ages), where=total > 0))


def _numbers(
    draft: Draft, heads: Integers, is_lone: npt.NDArray[np.bool_], mother_age: Integers, shape: FamilyShape,
    slots_by_age: Floats,
) -> Integers:  # fmt: skip
    """Return the number of children of each family; sums to the children of each area exactly.

    Where couples have fewer children than the Land's, part of that are fewer families, part smaller ones.
    """
    area = draft.area[heads]
    chance = draft.draw("children", heads)
    numbers = np.zeros(len(heads), dtype=np.int64)
    stage = np.interp(mother_age, _CHILDREN_AGE, _CHILDREN_MEAN)
    numbers[is_lone] = _spread(
        area[is_lone], chance[is_lone] + stage[is_lone], shape.lone_children, draft.areas
    )
    wanted = np.bincount(draft.area[draft.role == CHILD], minlength=draft.areas)
    at_lone = np.bincount(area, weights=numbers, minlength=draft.areas)
    couples = np.flatnonzero(~is_lone)
    left = np.maximum(wanted - at_lone, 0.0)
    usual = shape.family_level * usual_share_with_children(mother_age[couples])
    as_usual = np.bincount(area[couples], weights=usual, minlength=draft.areas)
    as_large = left / float(shape.couple_children @ np.arange(1, 6))
    families = as_usual**_FEWER_FAMILIES * as_large ** (1.0 - _FEWER_FAMILIES)
    families = np.rint(np.clip(families, left / _MOST_CHILDREN_MEAN, left)).astype(np.int64)
    by_couple = tilt_to_mean(shape.couple_children, float(left.sum()) / max(int(families.sum()), 1))
    likely = _share_with_children(mother_age, is_lone, slots_by_age, int(families.sum()))
    rate = -np.log1p(-likely[mother_age[couples]])
    wait = -np.log(np.maximum(draft.draw("parents", heads[couples]), 1e-12)) / rate
    first = rank_by(area[couples], wait)
    chosen = couples[first < families[area[couples]]]
    numbers[chosen] = _spread(area[chosen], chance[chosen] + stage[chosen], by_couple, draft.areas)
    _meet(numbers, area, is_lone, wanted, chance, likely[mother_age])
    return numbers


def _share_with_children(
    mother_age: Integers, is_lone: npt.NDArray[np.bool_], slots_by_age: Floats, families: int
) -> Floats:
    """Return the share of couples with children at home by age of the woman.

    Midway between the German share at her age and what the children of this region ask for.
    """
    ages = np.arange(MAX_AGE + 1)
    couples = np.bincount(mother_age[~is_lone], minlength=MAX_AGE + 1).astype(np.float64)
    lone = np.bincount(mother_age[is_lone], minlength=MAX_AGE + 1)
    asked = np.maximum(slots_by_age / np.interp(ages, _CHILDREN_AGE, _CHILDREN_MEAN) - lone, 0.0)
    usual = couples * usual_share_with_children(ages)
    mixed = asked * (usual.sum() / max(asked.sum(), 1e-12)) + usual
    low, high = 0.0, 50.0
    share = np.zeros(MAX_AGE + 1)
    for _ in range(50):
        level = (low + high) / 2.0
        with_children = np.minimum(mixed * level, couples * _MOST_WITH_CHILDREN)
        low, high = (level, high) if with_children.sum() < families else (low, level)
        share = np.divide(with_children, couples, out=np.zeros_like(share), where=couples > 0)
    return np.clip(share, 1e-6, _MOST_WITH_CHILDREN)


def _spread(area: Integers, score: Floats, shares: Floats, areas: int) -> Integers:
    """Give each family a number of children by the shares; high scores get many."""
    size = np.bincount(area, minlength=areas)
    rank = rank_by(area, -score)
    numbers = np.ones(len(area), dtype=np.int64)
    bound = np.zeros(areas, dtype=np.int64)
    left = size.copy()
    above = 0.0
    for count in range(len(shares), 1, -1):
        part = shares[count - 1] / max(1.0 - above, 1e-12)
        taken = systematic(left, np.full(areas, part))
        inside = (rank >= bound[area]) & (rank < (bound + taken)[area])
        numbers[inside] = count
        bound += taken
        left = left - taken
        above += shares[count - 1]
    return numbers


def _meet(
    numbers: Integers, area: Integers, is_lone: npt.NDArray[np.bool_], wanted: Integers, chance: Floats,
    likely: Floats,
) -> None:  # fmt: skip
    """Change numbers by ones until each area's families have room for exactly its children."""
    areas = len(wanted)
    while True:
        gap = wanted - np.bincount(area, weights=numbers, minlength=areas).astype(np.int64)
        if not gap.any():
            return
        few, many = gap[area] > 0, gap[area] < 0
        grow = np.flatnonzero(few & ((numbers > 0) | is_lone))
        lacking = np.setdiff1d(np.flatnonzero(gap > 0), area[grow])
        if len(lacking):
            grow = np.concatenate([grow, np.flatnonzero(few & np.isin(area, lacking))])
        rank = rank_by(area[grow], numbers[grow] - likely[grow] + chance[grow])
        numbers[grow[rank < gap[area[grow]]]] += 1
        shrink = np.flatnonzero(many & (numbers > 0))
        rank = rank_by(
            area[shrink], np.where(numbers[shrink] > 1, 0.0, 10.0 + 5.0 * is_lone[shrink]) + chance[shrink]
        )
        numbers[shrink[rank < -gap[area[shrink]]]] -= 1


def _wanted_ages(
    draft: Draft, heads: Integers, mother_age: Integers, is_lone: npt.NDArray[np.bool_], numbers: Integers,
    likely: Floats,
) -> tuple[Integers, Floats]:  # fmt: skip
    """Return for each place for a child its family and the age it should have.

    `likely` has a row for each mother's age in couples, then one for each lone parent's age.
    """
    families = np.flatnonzero(numbers)
    cumulated = np.cumsum(likely, axis=1)
    empty = cumulated[:, -1] <= 0
    fallback = np.clip(np.arange(len(likely)) % (MAX_AGE + 1) - 30, 0, MAX_AGE)
    cumulated[empty] = np.arange(MAX_AGE + 1)[None, :] >= fallback[empty, None]
    cumulated /= cumulated[:, -1:]
    flat = (cumulated + np.arange(len(likely))[:, None]).ravel()
    ages = mother_age[families]
    row = ages + is_lone[families] * (MAX_AGE + 1)
    position = np.searchsorted(flat, row + draft.draw("child_age", heads[families]) * (1.0 - 1e-12))
    first = np.clip(position - row * (MAX_AGE + 1), 0, MAX_AGE).astype(np.float64)
    start = draft.draw("birth_order", heads[families])
    slot_family = np.repeat(np.arange(len(families)), numbers[families])
    starts = np.cumsum(numbers[families]) - numbers[families]
    order = np.arange(len(slot_family)) - starts[slot_family]
    own = np.floor(start * numbers[families])[slot_family]
    gap = _GAP_YEARS[np.searchsorted(_GAP_SHARE, draft.draw("sibling_gap", heads[families]) * 0.999999)]
    age = first[slot_family] + (own - order) * gap[slot_family]
    youngest = np.minimum.reduceat(age, starts) if len(starts) else age
    age = age + np.maximum(-youngest, 0.0)[slot_family]
    oldest = np.maximum.reduceat(age, starts) if len(starts) else age
    excess = np.maximum(oldest - np.maximum(ages - _YOUNGEST_MOTHER, 0), 0.0)[slot_family]
    return families[slot_family], np.maximum(age - excess, 0.0)
