"""Persons while they are being put into households: rows with area, sex, age, role and household."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.core.random import derive_keys, hash_key, stream_id, uniform_array
from simsocial.region.rounding import round_columns, systematic
from simsocial.region.targets import ADULT_AGE, RoleShares

__all__ = [
    "ALONE",
    "CHILD",
    "COUPLE",
    "LONE",
    "OTHER",
    "RESIDENT",
    "Draft",
    "draft_persons",
    "order_by",
    "rank_by",
]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

RESIDENT, CHILD, COUPLE, LONE, ALONE, OTHER = range(6)
"""How somebody lives: in an institution, as child at home, with a partner, as lone parent, alone, with others."""


@dataclass
class Draft:
    """Persons of a region, ordered by area, sex, age and role.

    `household` holds the row of the person who founds it (-1: not yet in one), `partner` a row or -1.
    """

    seed: int
    salt: int
    areas: int
    area: Integers
    sex: Integers
    age: Integers
    role: Integers
    household: Integers
    partner: Integers
    keys: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        """Return the number of persons."""
        return len(self.area)

    def draw(self, decision: str, rows: Integers) -> Floats:
        """Return one uniform number a row for a decision of the synthesis."""
        return uniform_array(self.seed, f"synthesis.{decision}", self.keys[rows])


def order_by(groups: Integers, scores: npt.NDArray[np.float64]) -> Integers:
    """Return the order by group, within it by score."""
    return np.lexsort((scores, groups))


def rank_by(groups: Integers, scores: npt.NDArray[np.float64]) -> Integers:
    """Return the rank of each row within its group, 0 for the lowest score."""
    order = order_by(groups, scores)
    sorted_groups = groups[order]
    starts = np.searchsorted(sorted_groups, sorted_groups, side="left")
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - starts
    return ranks


def draft_persons(
    population: npt.NDArray[np.int32],
    shares: RoleShares,
    beds: npt.NDArray[np.int64],
    region_id: str,
    seed: int,
) -> Draft:
    """Return all persons of a region, each with a role; households are formed later.

    Parameters
    ----------
    population : ndarray of shape (areas, 2, 101)
        Persons, kept exactly.
    shares : RoleShares
        Shares by sex and age; couple and alone may be by area.
    beds : ndarray of shape (areas,)
        Beds of nursing homes: residents live where homes are.
    region_id : str
        Part of every draw.
    seed : int
        Seed of the synthesis.
    """
    counts = _role_counts(population.astype(np.int64), shares, beds)
    _ensure_parents(counts)
    flat = counts.ravel()
    total = int(flat.sum())
    cell = np.repeat(np.arange(len(flat)), flat)
    rest, role = np.divmod(cell, 6)
    rest, age = np.divmod(rest, population.shape[2])
    area, sex = np.divmod(rest, 2)
    salt = int(hash_key(stream_id(region_id), seed))
    none = np.full(total, -1, dtype=np.int64)
    return Draft(
        seed, salt, len(population), area, sex, age, role, none, none.copy(), derive_keys(salt, total)
    )


def _role_counts(population: Integers, shares: RoleShares, beds: Integers) -> Integers:
    """Return whole persons by area, sex, age and role: one share after the other of those left."""
    areas, _, ages = population.shape
    counts = np.zeros((areas, 2, ages, 6), dtype=np.int64)
    counts[..., RESIDENT] = _residents(population, shares.institution, beds)
    left = population - counts[..., RESIDENT]
    remaining = np.ones((areas, 2, ages))
    for role, part in (
        (CHILD, shares.child),
        (COUPLE, shares.couple),
        (LONE, shares.lone),
        (ALONE, shares.alone),
    ):
        share = np.divide(
            np.broadcast_to(part, left.shape), remaining, out=np.zeros(left.shape), where=remaining > 1e-9
        )
        taken = systematic(left.transpose(1, 0, 2), share.transpose(1, 0, 2)).transpose(1, 0, 2)
        counts[..., role] = taken
        left = left - taken
        remaining = remaining - part
    counts[:, :, :ADULT_AGE, CHILD] += left[:, :, :ADULT_AGE]
    left[:, :, :ADULT_AGE] = 0
    counts[..., OTHER] = left
    _pair_couples(counts)
    return counts


def _residents(population: Integers, institution: Floats, beds: Integers) -> Integers:
    """Spread the region's residents by sex and age over areas with homes, by beds; else by people."""
    region = population.sum(axis=0)
    wanted = systematic(region, institution)
    weight = population * institution
    if beds.sum() > 0:
        expected = weight.sum(axis=(1, 2))
        per_bed = np.divide(beds, expected, out=np.zeros(len(beds)), where=expected > 0)
        weight = weight * per_bed[:, None, None]
    areas = len(population)
    table = weight.reshape(areas, -1)
    empty = table.sum(axis=0) == 0
    table[:, empty] = population.reshape(areas, -1)[:, empty]
    taken = np.minimum(round_columns(table, wanted.ravel()).reshape(population.shape), population)
    missing = wanted - taken.sum(axis=0)
    for sex, age in np.argwhere(missing > 0):
        room = population[:, sex, age] - taken[:, sex, age]
        taken[:, sex, age] += np.minimum(round_columns(room[:, None], [missing[sex, age]])[:, 0], room)
    return taken


def _pair_couples(counts: Integers) -> None:
    """Give each area as many men as women in couples: the surplus lives alone instead."""
    persons = counts[..., COUPLE].sum(axis=2)
    surplus = persons[:, 0] - persons[:, 1]
    for area in np.flatnonzero(surplus):
        sex = 0 if surplus[area] > 0 else 1
        cells = counts[area, sex, :, COUPLE]
        moved = round_columns(cells[None, :].T.astype(np.float64), [abs(surplus[area])])[:, 0]
        moved = np.minimum(moved, cells)
        short = abs(int(surplus[area])) - int(moved.sum())
        for age in np.flatnonzero(cells > moved)[:short]:
            moved[age] += 1
        counts[area, sex, :, COUPLE] -= moved
        counts[area, sex, :, ALONE] += moved


def _ensure_parents(counts: Integers) -> None:
    """Make one grown-up a parent where an area has children but neither couples nor lone parents."""
    parents = counts[..., COUPLE].sum(axis=(1, 2)) + counts[..., LONE].sum(axis=(1, 2))
    children = counts[..., CHILD].sum(axis=(1, 2))
    for area in np.flatnonzero((children > 0) & (parents == 0)):
        for role in (ALONE, OTHER, CHILD, RESIDENT):
            found = np.argwhere(counts[area, :, ADULT_AGE:, role] > 0)
            if len(found):
                sex, age = found[np.argmin(np.abs(found[:, 1] + ADULT_AGE - 40))]
                counts[area, sex, age + ADULT_AGE, role] -= 1
                counts[area, sex, age + ADULT_AGE, LONE] += 1
                break
        else:
            message = say(
                "population: area number {area} has {children} children and no grown-up to live with.",
                area=area + 1,
                children=children[area],
            )
            raise RegionError(message)
