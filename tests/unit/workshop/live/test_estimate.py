from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from simsocial.workshop.live.estimate import Estimate, estimates


def rows(replicate, draw, reference, option):
    """Yearly values of one indicator in both worlds."""
    return pd.DataFrame(
        [
            (scenario, draw, replicate, year, "year", "region", "all", "all", "waiting", value)
            for scenario, values in (("status_quo", reference), ("live", option))
            for year, value in zip(("2027", "2028"), values, strict=True)
        ],
        columns=[
            "scenario", "draw", "replicate", "period", "period_kind", "area", "group_kind", "group", "indicator",
            "value",
        ],
    )  # fmt: skip


def estimate(tables, sum_over_time="sum", draws=0):
    manifest = {
        "indicators": [{"id": "waiting", "sum_over_time": sum_over_time}],
        "horizon": {"start": "2027-01", "end": "2028-12"},
        "draws": draws,
    }
    cell = ("waiting", "region")
    return estimates(tables, manifest, ("status_quo", "live"), [cell])[cell]


def test_the_change_is_that_over_the_horizon_by_the_rule_of_the_indicator():
    pair = [rows(0, 0, [10.0, 20.0], [11.0, 24.0])]
    assert [estimate(pair, how).mean for how in ("sum", "mean", "last")] == [5.0, 2.5, 4.0]


def test_the_first_figures_have_no_interval_and_then_it_narrows():
    changes = [4.0, 6.0, 5.0, 4.5, 5.5, 5.0]
    pairs = [rows(k, 0, [10.0, 10.0], [10.0, 10.0 + change]) for k, change in enumerate(changes)]
    found = [estimate(pairs[:n]) for n in range(1, 7)]
    assert [math.isnan(one.low) for one in found] == [True, True, False, False, False, False]
    widths = [one.high - one.low for one in found[2:]]
    assert widths == sorted(widths, reverse=True)
    low, high = stats.t.interval(0.9, 5, np.mean(changes), stats.sem(changes))
    assert (found[-1].low, found[-1].high) == pytest.approx((low, high))
    assert [one.n for one in found] == [1, 2, 3, 4, 5, 6]


def test_with_draws_the_unit_is_the_draw():
    """A second run under a known draw tells less than a further draw: it must not count as one."""
    changes = {(0, 0): 1.0, (1, 1): 3.0, (2, 2): 5.0, (3, 0): 3.0}
    pairs = [rows(k, draw, [0.0, 0.0], [0.0, change]) for (k, draw), change in changes.items()]
    found = estimate(pairs, draws=3)
    assert found.n == 3
    assert found.mean == pytest.approx((2.0 + 3.0 + 5.0) / 3)
    assert estimate(pairs, draws=0).n == 4


def test_equal_changes_have_no_interval_however_many():
    pairs = [rows(k, 0, [1.0, 1.0], [1.0, 3.0]) for k in range(5)]
    found = estimate(pairs)
    assert found.same
    assert (found.mean, math.isnan(found.low)) == (2.0, True)


def test_what_has_no_value_is_no_zero():
    nothing = [rows(k, 0, [math.nan, math.nan], [math.nan, math.nan]) for k in range(3)]
    assert estimate(nothing).n == 0
    assert math.isnan(estimate(nothing).mean)
    assert Estimate.of([math.nan, 2.0]).mean == 2.0
