"""One line an indicator: which row leads it and which verdict it has."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.side_effects import side_effects
from tests.unit.analysis.planted import PAIRS, YEARS, cells, indicator, manifest, table

AREAS = ("region", "A", "B")


def effects_by_area(means: list[list[float]]) -> pd.DataFrame:
    """Effects on one indicator (less is better) by area and, if there are several means an area, by year."""
    rng = np.random.default_rng(3)
    shift = np.reshape(means, (len(AREAS), -1, 1)) + rng.normal(0.0, 1.0, (len(AREAS), len(YEARS), PAIRS))
    data = table(cells(["a"], AREAS), np.full(shift.shape, 500.0), {"option": shift})
    return compute_effects(data, manifest([indicator("a", relevance=2.0)]))


@pytest.mark.parametrize(
    ("means", "verdict"),
    [
        ([[5.0], [9.0], [-4.0]], "mixed"),
        ([[-5.0], [4.0], [-9.0]], "mixed"),
        ([[5.0], [9.0], [4.0]], "against"),
        ([[-5.0], [-9.0], [0.0]], "with_target"),
        ([[5.0], [9.0], [-1.0]], "against"),
    ],
)
def test_a_line_whose_areas_point_in_different_directions_is_mixed(means, verdict):
    (line,) = side_effects(effects_by_area(means), "option")
    assert (line.head.area, line.verdict) == ("region", verdict)


def test_areas_alone_that_point_in_different_directions_are_mixed_too():
    (line,) = side_effects(effects_by_area([[0.0], [9.0], [-9.0]]), "option")
    assert (line.head.area != "region", line.verdict) == (True, "mixed")


def test_the_region_leads_even_if_it_has_a_role_in_a_single_year_only():
    means = [[0.0, 0.0, 0.0, 0.0, 6.0], [0.0, 0.0, 0.0, 0.0, 30.0], [0.0] * 5]
    (line,) = side_effects(effects_by_area(means), "option")
    assert (line.head.area, line.head.period) == ("region", "2031")
    assert [row.area for row in line.areas] == ["A"]
