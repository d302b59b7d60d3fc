"""Sites that open at once are staffed one after another, and nobody is made or lost by that."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters.plan import Plan
from simsocial.services.opening import Line, line_of_new
from simsocial.services.staff import StaffMarket
from simsocial.services.staff_rates import StaffRates
from simsocial.services.staff_shares import fill_in_line, split_each

START = 36
MONTH = month_index("2027-01")


def line(staff, served, opened, wanted=900, kind=0):
    """Return the places in line of sites that want 900 each."""
    sites = len(staff)
    arrays = SimpleNamespace(
        opened=np.array(opened),
        staff_milli=np.array(staff)[:, np.newaxis],
        key=np.arange(sites, dtype=np.uint64),
    )
    tables = SimpleNamespace(
        is_open=np.ones(sites, dtype=bool),
        kind_code=np.broadcast_to(kind, sites),
        of_posts=lambda of_sites: of_sites,
    )
    wanted = np.broadcast_to(wanted, sites)[:, np.newaxis]
    found = line_of_new(arrays, tables, np.array(served), wanted, START)
    return None if found is None else found.place.tolist()


def test_who_has_most_staff_comes_first_then_who_opened_first():
    assert line([0, 300, 0, 800], [0, 0, 0, 0], [40, 40, 38, 12]) == [2, 0, 1, -1]
    assert line([0, 0, 0], [0, 0, 0], [40, 40, 40]) == [0, 1, 2]


def test_each_kind_has_a_line_of_its_own_and_who_lacks_nobody_stands_in_none():
    assert line([0, 5, 0, 7, 0], [0] * 5, [40] * 5, kind=np.array([3, 1, 3, 1, 2])) == [0, 1, 1, 0, 0]
    assert line([300, 0, 0], [0] * 3, [40] * 3, wanted=np.array([300, 300, 300])) == [-1, 0, 1]


@pytest.mark.parametrize(("served", "opened"), [([0, 5], [40, 40]), ([0, 0], [40, 12]), ([3, 3], [40, 40])])
def test_one_alone_and_who_serves_somebody_stand_in_no_line(served, opened):
    assert line([0, 0], served, opened) is None


def test_one_alone_of_each_kind_makes_no_line():
    assert line([0, 0], [0, 0], [40, 40], kind=np.array([0, 1])) is None


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


def hired(values, new, searching, in_line=True, own_kinds=False):
    """Return whom a house that lost 1,000 and so many new ones that want 300 each hire of those who search."""
    market, posts = StaffMarket.empty(("social_worker",)), new + 1
    market.pool[:] = searching
    staff, before = np.zeros(posts, dtype=np.int64), np.zeros(posts, dtype=np.int64)
    staff[0] = before[0] = 4000
    wanted = np.append(5000, np.full(new, 300))
    kind = np.arange(posts) if own_kinds else np.append(0, np.ones(new, dtype=np.int64))
    place = np.append(-1, np.zeros(new, dtype=np.int64) if own_kinds else np.arange(new))
    still = {f"staff.social_worker.{name}_rate": 0.0 for name in ("retirement", "turnover", "pool_leaving")}
    rates = StaffRates(Plan(values.with_overrides(still), MONTH, MONTH), ("social_worker",))
    line = Line(place, kind) if in_line else None
    market.step(staff, wanted, np.zeros(posts, dtype=np.int64), rates, MONTH, line)
    assert (staff <= wanted).all()
    assert (staff - before).sum() + market.pool[0] == searching
    return staff - before


@pytest.mark.parametrize("new", [2, 5, 10])
def test_many_new_houses_take_no_more_from_one_in_use_than_a_single_one_does(values, new):
    """As many search as can fill half of what one house lost and a single new one needs."""
    one, many = (hired(values, number, 1625) for number in (1, new))
    assert many[0] == one[0] > 0
    assert many[1] == one[1]
    assert not many[2:].any()
    # Each new post would count otherwise.
    assert hired(values, new, 1625, in_line=False)[0] < one[0]


def test_houses_of_different_kinds_compete_each_for_itself(values):
    assert hired(values, 3, 1625, own_kinds=True)[0] == hired(values, 3, 1625, in_line=False)[0]


def test_what_is_left_over_opens_the_others_one_after_another(values):
    assert hired(values, 5, 4500).tolist() == [1000, 300, 300, 200, 0, 0]
