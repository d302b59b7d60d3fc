from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.overturning import leverages

DRAWS, PARAMETERS = 40, 200


def drawn(rng):
    values = rng.random((DRAWS, PARAMETERS))
    wide = pd.DataFrame(values, columns=[f"p{number}" for number in range(PARAMETERS)])
    table = wide.rename_axis("draw").reset_index().melt("draw", var_name="parameter")
    return values, table.assign(scenario="", kind="value")


def test_the_assumption_that_decides_is_found_among_many():
    values, draws = drawn(np.random.default_rng(1))
    effects = pd.Series(5.0 * (values[:, 7] - 0.5))
    (found,) = leverages(draws, effects)
    assert (found.parameter, found.turns) == ("p7", True)
    assert found.correlation == pytest.approx(1.0)


def test_an_effect_that_keeps_its_sign_does_not_turn():
    values, draws = drawn(np.random.default_rng(2))
    (found,) = leverages(draws, pd.Series(-1.0 - values[:, 3]))
    assert not found.turns
    assert found.correlation == pytest.approx(-1.0)


def test_chance_alone_is_told_in_about_one_of_twenty_comparisons():
    # 100 comparisons without any link at 5 %: more than 14 findings have a probability below 1e-4.
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(100):
        _, draws = drawn(rng)
        found += bool(leverages(draws, pd.Series(rng.normal(size=DRAWS))))
    assert found <= 14


@pytest.mark.parametrize(
    "effects",
    [pd.Series(range(9), dtype=float), pd.Series([1.0] * DRAWS), pd.Series(dtype=float)],
    ids=["too few draws", "the same in all", "none"],
)
def test_without_spread_nothing_is_told(effects):
    _, draws = drawn(np.random.default_rng(4))
    assert leverages(draws, effects) == []
