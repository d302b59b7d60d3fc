from __future__ import annotations

import math
from dataclasses import fields

import pytest

from simsocial.analysis.side_effects import EffectRow
from simsocial.workshop.scale import bounds_of, scale_of


def row(effect, low=math.nan, high=math.nan, test="t", relevance=1.0) -> EffectRow:
    """A row with the figures that a scale needs."""
    empty = {field.name: "" if field.type == "str" else math.nan for field in fields(EffectRow)}
    known = {"effect": effect, "low": low, "high": high, "test": test, "relevance": relevance}
    return EffectRow(**empty | known)


def points_of(rows, direction):
    scale = scale_of(rows, direction)
    ranges = {"": (0.0, 0.0, 0.0), **{name: bounds_of(one) for name, one in rows.items()}}
    return {name: scale.points(*bounds) for name, bounds in ranges.items()}


def test_the_scale_goes_from_the_worst_end_of_all_ranges_to_the_best():
    found = points_of({"a": row(-4.0, -10.0, -2.0), "b": row(5.0, 0.0, 10.0)}, "down")
    assert (found["a"].mid, found["a"].low, found["a"].high) == (0.7, 0.6, 1.0)
    assert (found["b"].mid, found["b"].low, found["b"].high) == (0.25, 0.0, 0.5)
    assert (found[""].mid, found[""].low, found[""].high) == (0.5, 0.5, 0.5)


def test_more_is_better_turns_the_scale():
    rows = {"a": row(-4.0, -10.0, -2.0), "b": row(5.0, 0.0, 10.0)}
    down, up = points_of(rows, "down"), points_of(rows, "up")
    for name in rows:
        assert up[name].mid == pytest.approx(1.0 - down[name].mid)
        assert (up[name].low, up[name].high) == pytest.approx((1.0 - down[name].high, 1.0 - down[name].low))


def test_a_small_difference_does_not_fill_the_scale():
    found = points_of({"a": row(0.5, 0.0, 1.2, relevance=1.0)}, "up")
    assert found[""].mid == pytest.approx(1.0 / 2.2, abs=1e-6)
    assert found["a"].mid == pytest.approx(1.5 / 2.2, abs=1e-6)


def test_what_differs_by_less_than_matters_is_not_weighed():
    assert scale_of({"a": row(0.5, -0.9, 0.9, relevance=1.0), "b": row(0.0, test="untouched")}, "up") is None


def test_without_a_range_it_goes_from_no_change_to_the_mean():
    assert bounds_of(row(-3.0, test="rare")) == (-3.0, -3.0, 0.0)
    assert bounds_of(row(math.nan, test="untouched")) == (0.0, 0.0, 0.0)


def test_another_direction_is_told():
    with pytest.raises(ValueError, match=r"'neutral'.*up, down"):
        scale_of({}, "neutral")
