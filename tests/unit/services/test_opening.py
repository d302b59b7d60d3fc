"""Sites that open at once are staffed one after another, and nobody is made or lost by that."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simsocial.services.opening import line_of_new
from simsocial.services.staff_shares import fill_in_line, split_each

START = 36


def line(staff, served, opened):
    sites = len(staff)
    arrays = SimpleNamespace(
        opened=np.array(opened),
        staff_milli=np.array(staff)[:, np.newaxis],
        key=np.arange(sites, dtype=np.uint64),
    )
    tables = SimpleNamespace(is_open=np.ones(sites, dtype=bool), of_posts=lambda of_sites: of_sites)
    found = line_of_new(arrays, tables, np.array(served), START)
    return None if found is None else found.tolist()


def test_who_has_most_staff_comes_first_then_who_opened_first():
    assert line([0, 300, 0, 900], [0, 0, 0, 0], [40, 40, 38, 12]) == [2, 0, 1, -1]
    assert line([0, 0, 0], [0, 0, 0], [40, 40, 40]) == [0, 1, 2]


@pytest.mark.parametrize(("served", "opened"), [([0, 5], [40, 40]), ([0, 0], [40, 12]), ([3, 3], [40, 40])])
def test_one_alone_and_who_serves_somebody_stand_in_no_line(served, opened):
    assert line([0, 0], served, opened) is None


@pytest.mark.parametrize("found", [0, 250, 500, 1500, 5000])
def test_what_new_sites_find_opens_one_after_another(found):
    """Five sites want 500 each beside an old one that wants 1000: nothing, half of one, and more than all."""
    wanted, group = np.array([1000, 500, 500, 500, 500, 500]), np.zeros(6, dtype=np.int64)
    found = min(found, int(wanted.sum()))
    spread = split_each(np.array([found]), wanted, group)
    filled = fill_in_line(spread, wanted, np.array([-1, 4, 3, 2, 1, 0]), group)
    assert filled.sum() == spread.sum() == found
    assert filled[0] == spread[0]
    assert (filled <= wanted).all()
    assert (np.diff(filled[1:]) >= 0).all()
    assert np.count_nonzero(filled[1:] == 500) == spread[1:].sum() // 500


def test_each_qualification_has_a_line_of_its_own():
    wanted, group = np.array([400, 400, 300, 300]), np.array([0, 0, 1, 1])
    filled = fill_in_line(np.array([100, 100, 200, 200]), wanted, np.array([0, 1, 0, 1]), group)
    assert filled.tolist() == [200, 0, 300, 100]
