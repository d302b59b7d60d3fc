"""Where the years of an indicator point both ways, no favourable year speaks alone."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.side_effects import side_effects, target_lines
from tests.unit.analysis.planted import PAIRS, YEARS, cells, indicator, manifest, table


def effects_by_year(means, deviation=1.0, option=None):
    noise = np.random.default_rng(3).normal(0.0, deviation, (1, len(YEARS), PAIRS))
    shift = np.asarray(means)[None, :, None] + noise
    return compute_effects(
        table(cells(["a"]), np.full(shift.shape, 500.0), {"option": shift}),
        manifest([indicator("a", relevance=0.5)], scenarios={"option": option or {}}),
    )


@pytest.mark.parametrize("means", [(-5.0, 0.0, 0.0, 0.0, 5.0), (-5.0, 3.0, 3.0, 0.0, 0.0)])
def test_a_favourable_year_does_not_lead_where_another_year_goes_the_other_way(means):
    """Down is better, so 2027 is the favourable year; the mean over the years is near zero or above."""
    effects = effects_by_year(means)
    (line,) = side_effects(effects, "option")
    assert line.head.period == "2027-2031"
    assert line.worst is not None
    assert line.worst.effect == max(effects.loc[~effects["period"].str.contains("-"), "effect"])
    assert line.verdict == "mixed"


def test_years_of_one_sign_stay_as_they_are():
    (line,) = side_effects(effects_by_year((-5.0, -4.0, -3.0, -2.0, -2.0)), "option")
    assert (line.head.period, line.worst, line.verdict) == ("2027-2031", None, "with_target")


def test_a_target_with_years_of_both_signs_names_its_worst():
    targets = [{"indicator": "a", "direction": "down"}]
    effects = effects_by_year((-9.0, -5.0, -5.0, 0.0, 4.0), option={"targets": targets})
    (line,) = target_lines(effects, "option", targets)
    assert (line.verdict, line.worst.period) == ("with_target", "2031")
