from __future__ import annotations

import math

import pytest

from simsocial.analysis.precision import half_width, rounding_place, sign_of


@pytest.mark.parametrize(
    ("relative_half_width_90", "sign"),
    [(0.0, ""), (0.14, ""), (0.16, "()"), (0.29, "()"), (0.31, "/")],
)
def test_signs_follow_the_relative_90_percent_half_width(relative_half_width_90, sign):
    widen = half_width(-1.0, 1.0, 30)
    h = 100.0 * relative_half_width_90 / widen
    assert sign_of(100.0, 100.0 - h, 100.0 + h, 30) == sign


def test_exact_zero_and_unknown_have_signs_of_their_own():
    assert sign_of(0.0, 0.0, 0.0, 30) == "-"
    assert sign_of(math.nan, math.nan, math.nan, 0) == "."


def test_a_figure_without_an_interval_is_too_uncertain_to_print():
    assert sign_of(2.0, math.nan, math.nan, 30) == "/"


@pytest.mark.parametrize(("width", "place"), [(9.9, 0), (10.0, -1), (0.95, 1), (123456.0, -5), (0.0, None)])
def test_figures_are_rounded_to_the_first_digit_of_their_half_width(width, place):
    assert rounding_place(width) == place
