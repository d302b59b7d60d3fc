"""The place that wins the race is that of the highest utility: log weight and a Gumbel draw, worked out for all."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.compile import kernel
from simsocial.core.random import derive_keys, draws_under, mix_array, salt_of
from simsocial.processes.destination import ANYWHERE, OTHER_PLACE, OTHER_PLACE_OF_AREA, choose_place

AREAS, PLACES = 9, 40
SALT = salt_of(3, "place")


@kernel
def _choose_all(keys, area_weight, weight, start, places, free, origin, reach, salt):
    chosen = np.empty(len(keys), dtype=np.int64)
    for i in range(len(keys)):
        chosen[i] = choose_place(
            keys[i], salt, origin[0], area_weight, weight, start, places, free, origin[1], reach
        )
    return chosen


def _utility(own, draw_keys):
    draw = draws_under(SALT, mix_array(draw_keys))
    return own - np.log(-np.log(draw + 1e-300) + 1e-300)


@pytest.mark.parametrize("reach", [ANYWHERE, OTHER_PLACE, OTHER_PLACE_OF_AREA])
def test_nobody_chooses_a_place_of_lower_utility_than_another_free_one(reach):
    keys = derive_keys(8, 4000)
    generator = np.arange(AREAS * AREAS) * 0.7
    utility = 9.0 + 4.0 * np.sin(generator).reshape(AREAS, AREAS)
    weight = 6.0 + 3.0 * np.cos(np.arange(PLACES) * 1.3)
    area = np.arange(PLACES) % AREAS
    places = np.argsort(area, kind="stable").astype(np.int64)
    start = np.concatenate([[0], np.cumsum(np.bincount(area))]).astype(np.int64)
    free = (np.arange(PLACES) % 5 != 0).astype(np.int64)
    free[area == 4] = 0
    origin = np.array([2, 11], dtype=np.int64)
    chosen = _choose_all(keys, np.exp(utility), np.exp(weight), start, places, free, origin, reach, SALT)

    open_place = (free > 0) & ((np.arange(PLACES) != origin[1]) | (reach == ANYWHERE))
    open_area = np.bincount(area, open_place) > 0
    if reach == OTHER_PLACE_OF_AREA:
        open_area &= np.arange(AREAS) == origin[0]
    numbers = np.arange(1, max(AREAS, PLACES) + 1, dtype=np.uint64)
    by_area = np.stack(
        [_utility(utility[origin[0], a], keys + np.uint64(1000003) * numbers[a]) for a in range(AREAS)]
    )
    best_area = np.where(open_area[:, None], by_area, -np.inf).argmax(axis=0)
    by_place = np.stack([_utility(weight[p], keys ^ (np.uint64(7919) * numbers[p])) for p in range(PLACES)])
    comes_into_question = open_place[:, None] & (area[:, None] == best_area)
    expected = np.where(comes_into_question, by_place, -np.inf).argmax(axis=0)
    assert (chosen == expected).all()
    assert len(np.unique(chosen)) > (2 if reach == OTHER_PLACE_OF_AREA else 15)
