"""Which sites a place belongs to, by table or nearest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.core.errors import ConfigError
from simsocial.services.districts import stated_districts, with_districts
from simsocial.services.nearby import find_nearby

MINUTES = np.array([[5, 9, 20], [7, 7, 20]])
NOBODY = -1


@pytest.fixture
def nearby():
    """Three sites and two places; the second place is equally near to two of them."""
    return find_nearby(MINUTES, np.arange(3), 60.0)


def test_without_a_table_the_nearest_share_a_place(nearby):
    assert nearby.own.tolist() == [[0, -1], [0, 1]]
    assert not nearby.stated.any()


@pytest.mark.parametrize(
    ("is_open", "successor", "own"),
    [
        ([1, 1, 1], [-1, -1, -1], [2, -1]),
        # Closed for another one, which takes the district over; closed without one: the nearest.
        ([1, 1, 0], [-1, -1, 1], [1, -1]),
        ([1, 1, 0], [-1, -1, -1], [0, -1]),
    ],
)
def test_a_stated_district_follows_the_site_that_takes_over(nearby, is_open, successor, own):
    found = with_districts(nearby, [(0, 2)], np.array(successor), np.array(is_open, dtype=bool))
    assert found.own.tolist() == [own, [0, 1]]
    assert found.stated.tolist() == [own[0] != 0, False]


def test_kinds_without_districts_refuse_them(catalogue):
    table = pd.DataFrame({"place": [0], "site": ["kita_1"]})
    with pytest.raises(ConfigError, match=r"kita_1.*primary_school"):
        stated_districts(table, {"kita_1": 0}, {"kita_1": "kita"}, catalogue)
    assert stated_districts(None, {}, {}, catalogue) == {}
