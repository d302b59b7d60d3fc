"""Staff of houses that a decision made smaller, and of posts that a cut no longer pays: who goes, and who stays."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from simsocial.services.fewer_places import staff_beyond_places
from simsocial.services.planned_posts import staff_beyond_posts
from simsocial.services.site_tables import SiteTables


def houses(staff, capacity, held_back, bound=0, posts=(-1, -1), group=(0, 0), is_open=(True, True), more=0.0):
    """Return two houses that need 0.1 FTE a case and 0.5 before the first, in milli-FTE."""
    tables = SimpleNamespace(
        is_open=np.array(is_open),
        posts_milli=np.array(posts),
        staff_group=np.array(group)[:, np.newaxis],
        kind_code=np.zeros(2, dtype=np.int64),
        site_kind_of_kind=np.zeros(1, dtype=np.int64),
        need_micro=np.full((1, 2, 1), 100_000),
        above_minimum=np.array([more]),
        by_staff=np.zeros(2, dtype=np.bool_),
        capacity=np.array(capacity),
        fixed_milli=np.full((2, 1), 500),
        kept_share=np.ones(2),
    )
    tables.filled = partial(SiteTables.filled, tables)
    arrays = SimpleNamespace(
        staff_milli=np.array(staff)[:, np.newaxis],
        held_back=np.array(held_back),
        missed_milli=np.zeros((2, 1), dtype=np.int64),
    )
    served = np.full((1, 2), bound // 100)
    use = SimpleNamespace(bound_milli=np.full((2, 1), bound), need_micro=tables.need_micro, served=served)
    return tables, arrays, use


@pytest.mark.parametrize(
    ("house", "goes"),
    [
        (houses([2500, 0], [20, 0], [False, False]), 0),
        (houses([9000, 0], [20, 0], [False, False], group=(0, 1)), 0),
        (houses([9000, 0], [20, 0], [True, False], group=(0, 1)), 6500),
        (houses([9000, 0], [20, 0], [True, False], group=(0, 1), bound=8000), 500),
        (houses([9000, 0], [20, 0], [True, False], group=(0, 1), more=0.1), 6300),
        (houses([9000, 0], [20, 0], [True, False], group=(0, 1), bound=7000, more=0.1), 800),
        (houses([2000, 0], [20, 0], [True, False], group=(0, 1)), 0),
        (houses([3000, 500], [20, 20], [True, False]), 0),
        (houses([3000, 3000], [20, 20], [True, False]), 1000),
        (houses([9000, 0], [20, 0], [True, False], posts=(9000, -1), group=(0, 1)), 0),
        (houses([9000, 0], [20, 0], [True, False], group=(0, 1), is_open=(False, True)), 0),
    ],
)
def test_whom_a_full_house_does_not_need_goes_where_places_were_given_up(house, goes):
    assert staff_beyond_places(*house).sum() == goes


def test_posts_release_whom_they_do_not_pay_and_nobody_at_another_employer():
    tables, arrays, _ = houses([3000, 1500], [0, 0], [False, False], posts=(2000, 2000), group=(0, 1))
    assert staff_beyond_posts(tables, arrays).ravel().tolist() == [1000, 0]
    tables.staff_group[1] = 0
    assert staff_beyond_posts(tables, arrays).sum() == 500
    tables.posts_milli[:] = -1
    assert staff_beyond_posts(tables, arrays).sum() == 0
