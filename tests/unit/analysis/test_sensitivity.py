"""Known functions have the indices that theory says, and a planted corner of failures is found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis import failing
from simsocial.analysis.failing import _box
from simsocial.analysis.sensitivity import morris_table, sobol_table, strongest
from simsocial.experiment.salib_design import morris_points, problem_of, sobol_points

FACTORS = {"strong": ["strong"], "weak": ["weak"], "idle": ["idle"]}
FIELDS = {"strong": ["strong.x", "strong.y"], "idle": ["idle.x"]}


def effect(points, weights):
    return pd.DataFrame({"target@region": points @ np.array(weights)})


def test_elementary_effects_of_a_sum_are_its_weights():
    points = morris_points(FACTORS, 6, 4, 1)
    table = morris_table(problem_of(FACTORS), points, effect(points, [5.0, 1.0, 0.0]), 4)
    assert table["factor"].tolist() == ["strong", "weak", "idle"]
    assert table["mu_star"].to_numpy() == pytest.approx([5.0, 1.0, 0.0], abs=1e-9)
    assert table["sigma"].to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert strongest(table, 2) == ["strong", "weak"]


def test_parameters_of_a_field_move_together():
    points = morris_points(FIELDS, 8, 4, 1)
    table = morris_table(problem_of(FIELDS), points, effect(points, [3.0, 0.0, 0.0]), 4).set_index("factor")
    assert table.loc["strong", "mu_star"] == pytest.approx(3.0, abs=1e-9)
    assert table.loc["idle", "mu_star"] == pytest.approx(0.0, abs=1e-9)


def test_shares_of_a_sum_are_those_of_its_variances():
    points = sobol_points(FACTORS, 512, 1)
    effects = effect(points, [5.0, 1.0, 0.0]).assign(still=0.0)
    table = sobol_table(problem_of(FACTORS), effects)
    assert set(table["criterion"]) == {"target@region"}
    total = table.set_index("factor")["total"]
    assert total["strong"] == pytest.approx(25.0 / 26.0, abs=0.03)
    assert total["idle"] == pytest.approx(0.0, abs=0.01)


@pytest.fixture(autouse=True)
def few_shuffles(monkeypatch):
    monkeypatch.setattr(failing, "_SHUFFLES", 19)


@pytest.fixture(scope="module")
def values():
    rng = np.random.default_rng(8)
    return pd.DataFrame(rng.uniform(size=(40, 60)), index=[f"idle_{n}" for n in range(39)] + ["decides"])


def test_the_corner_in_which_an_option_fails_is_found(values):
    decides = values.loc["decides"].to_numpy()
    rows = _box(values, decides > 0.6, 0.6 - decides, seed=1)
    assert {row["state"] for row in rows} == {"shown"}
    (row,) = (row for row in rows if row["parameter"] == "decides")
    assert row["low"] == pytest.approx(0.6, abs=0.1)
    assert row["density"] > 0.9


def test_failures_by_chance_have_no_corner(values):
    rng = np.random.default_rng(9)
    luck = rng.uniform(size=60)
    (row,) = _box(values, luck > 0.5, 0.5 - luck, seed=1)
    assert row["state"] == "not_shown"
    assert _box(values, np.ones(60, dtype=bool), luck, seed=1) == [{"state": "always"}]
    assert _box(values, luck > np.sort(luck)[-4], luck, seed=1) == [{"state": "too_few"}]
