"""What a count by groups leaves open about the people it counted: drawn anew in each draw of a hindcast.

The year ends 2015 to 2018 count every Kreis by sex and age group. Single ages of both sexes together follow from the
Zensus; how many of an age are men is known of the whole group only. Who among people of one age is a man is chance: of
800 men and 800 women of an age it moves 20, of whom a group some years later holds others than the group now.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from simsocial.core.calendar import MAX_AGE
from simsocial.core.random import derive_keys, stream_id, uniform_array
from simsocial.region import Region
from simsocial.region.rounding import round_total

__all__ = ["draw_base", "redraw_sexes"]

_STREAM = "hindcast.base"


def draw_base(region: Region, group_starts: Sequence[int], draw: int, seed: int) -> Region:
    """Return the region with the sexes of its single ages drawn anew within the groups counted.

    Parameters
    ----------
    region : Region
        Counted by area.
    group_starts : sequence of int
        First age of each group.
    draw, seed : int
        Which draw.
    """
    size = region.population.size // 2
    keys = derive_keys(stream_id(f"{region.id} {draw}"), size)
    chance = ndtri(np.clip(uniform_array(seed, _STREAM, keys), 1e-9, 1.0 - 1e-9))
    by_area = zip(region.population, chance.reshape(-1, MAX_AGE + 1), strict=True)
    people = np.stack([redraw_sexes(area, group_starts, normal) for area, normal in by_area])
    return dataclasses.replace(region, population=people.astype(np.int32))


def redraw_sexes(
    people: npt.NDArray[np.integer], group_starts: Sequence[int], normal: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Return people (2, 101) with other men and women at single ages.

    Both sexes of an age, and each sex of a group, stay as many.

    Parameters
    ----------
    people : ndarray (2, 101)
        Men and women by completed years.
    group_starts : sequence of int
        First age of each group, the lowest being 0.
    normal : ndarray (101,)
        Standard normal numbers.

    Examples
    --------
    >>> people = np.full((2, 101), 800)
    >>> drawn = redraw_sexes(people, [0, 50], np.linspace(-1.0, 1.0, 101))
    >>> set(drawn.sum(axis=0).tolist()), int(drawn[0, :50].sum()), bool((drawn[0] != 800).any())
    ({1600}, 40000, True)
    """
    both = people.sum(axis=0).astype(np.int64)
    variance = people[0] * people[1] / np.maximum(both, 1)
    men = np.zeros_like(both)
    for first, last in zip(group_starts, [*group_starts[1:], MAX_AGE + 1], strict=True):
        ages = slice(first, last)
        deviation = normal[ages] * np.sqrt(variance[ages])
        # The group's own sum is known: what is left are deviations under that condition.
        deviation -= deviation.sum() * variance[ages] / max(float(variance[ages].sum()), 1e-9)
        wanted = np.clip(people[0, ages] + deviation, 0.0, both[ages])
        men[ages] = np.minimum(round_total(wanted, int(people[0, ages].sum())), both[ages])
    return np.stack([men, both - men])
