"""Variation between years and Kreise belongs to a draw, a place and a year."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.parameters import Parameters, variation
from simsocial.parameters.variation import EVERYWHERE, deviation
from simsocial.processes.variation import care_factor

SIZE = "variation.mortality_kreis_year"


def test_best_values_have_no_variation():
    best = Parameters.load()
    names = [name for name in best.ids() if name.startswith("variation.")]
    assert len(names) >= 8
    assert {deviation(best, name, "16076", 2025) for name in names} == {0.0}


def test_draw_place_and_year_have_numbers_of_their_own_that_repeat():
    drawn = Parameters.load(draw=4)
    first = deviation(drawn, SIZE, "16076", 2025)
    assert first == deviation(Parameters.load(draw=4), SIZE, "16076", 2025)
    others = (
        deviation(Parameters.load(draw=5), SIZE, "16076", 2025),
        deviation(drawn, SIZE, "16053", 2025),
        deviation(drawn, SIZE, "16076", 2026),
        deviation(drawn, SIZE, "16076", 2025, 1),
        deviation(drawn, "variation.mortality_lasting", "16076", 2025),
        deviation(drawn, SIZE, EVERYWHERE, 2025),
    )
    assert len({first, *others}) == 1 + len(others)


def test_over_places_the_numbers_spread_as_registered():
    """400 normal numbers: the standard deviation is within 18 % with a false alarm of less than 1e-6."""
    drawn = Parameters.load(draw=7)
    found = [deviation(drawn, SIZE, str(place), 2025) for place in range(400)]
    assert abs(np.std(found) / drawn.value(SIZE) - 1.0) < 0.18
    assert abs(np.mean(found)) < 5.0 * drawn.value(SIZE) / 20.0


def test_growth_of_care_need_drifts_apart_between_draws_and_not_between_parts_of_a_year():
    """400 draws: the standard deviation after two years is within 18 % of its parts (false alarm below 1e-6)."""
    start = month_index("2024-01")
    best = Parameters.load()
    sizes = [best.value(f"variation.care_{name}") for name in ("year", "drift", "level")]
    drawn = [best.at_draw(number) for number in range(400)]
    factor = np.array([np.log(care_factor(one, "16076", start, start + 24)) for one in drawn])
    assert abs(np.std(factor) / np.hypot(np.hypot(sizes[0] * 2**0.5, 2 * sizes[1]), sizes[2]) - 1.0) < 0.18
    one = drawn[0]
    halves = [care_factor(one, None, start, start + months) for months in (0, 6, 12)]
    assert halves[1] ** 2 == pytest.approx(halves[0] * halves[2])
    assert care_factor(best, "16076", start, start + 24) == 1.0


def test_options_of_a_draw_share_what_a_year_has_of_its_own():
    """The registry of another option hashes nothing again; another draw or size has its own number."""
    one, same, other = (Parameters.load(draw=draw) for draw in (5, 5, 6))
    first = deviation(one, "variation.mortality_year", EVERYWHERE, 2027)
    known = variation._standard.cache_info().misses
    assert deviation(same, "variation.mortality_year", EVERYWHERE, 2027) == first
    assert variation._standard.cache_info().misses == known
    assert deviation(other, "variation.mortality_year", EVERYWHERE, 2027) != first
    larger = one.with_overrides({"variation.mortality_year": 2 * one.value("variation.mortality_year")})
    assert deviation(larger, "variation.mortality_year", EVERYWHERE, 2027) == 2 * first
