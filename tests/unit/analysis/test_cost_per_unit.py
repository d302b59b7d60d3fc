"""Prices of targets and frames, on planted levels and against the textbook's interval."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.analysis.budget import read_budget, write_budget
from simsocial.analysis.cost_per_unit import ratio_of_means
from simsocial.analysis.results import Results
from tests.unit.analysis.planted_futures import write_futures


def test_the_interval_of_a_ratio_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(3)
    tries, n = 1000, 20
    hits = 0
    for _ in range(tries):
        below = rng.normal(10.0, 6.0, n)
        above = 5.0 * below + rng.normal(0.0, 10.0, n)
        found = ratio_of_means(above, below)
        hits += found.low <= 5.0 <= found.high
    low, high = stats.binom.interval(0.999, tries, 0.95)
    assert low <= hits <= high


def test_shared_ups_and_downs_do_not_widen_it():
    rng = np.random.default_rng(4)
    below = rng.normal(10.0, 4.0, 30)
    together = ratio_of_means(3.0 * below + rng.normal(0.0, 0.1, 30), below)
    apart = ratio_of_means(3.0 * rng.permutation(below), below)
    assert together.high - together.low < (apart.high - apart.low) / 10.0


def test_without_a_certain_gain_there_is_no_price():
    rng = np.random.default_rng(5)
    assert np.isnan(ratio_of_means(rng.normal(10.0, 1.0, 30), rng.normal(0.1, 5.0, 30)).value)
    assert np.isnan(ratio_of_means(np.ones(1), np.ones(1)).value)
    assert np.isnan(ratio_of_means(np.ones(12), np.zeros(12)).value)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    budget = {"kreis_eur_per_year": 10.0, "fte": {"educator": None}}
    folder = write_futures(tmp_path_factory.mktemp("outputs") / "planted", {"budget": budget})
    results = Results(folder)
    write_budget(results)
    return read_budget(results)


def test_a_price_is_extra_cost_of_a_year_over_the_gain(found):
    prices = found.prices.set_index("scenario")
    # Twenty fewer waiting for 20 EUR a year more, each with some noise.
    bold = prices.loc["bold"]
    assert bold["state"] == "determined"
    assert bold["effect"] == pytest.approx(20.0, abs=2.0)
    assert bold["extra_cost"] == pytest.approx(20.0, abs=1.0)
    assert bold["low"] < bold["ratio"] < bold["high"]
    assert bold["ratio"] == pytest.approx(1.0, abs=0.15)
    assert set(prices["cost"]) == {"full_cost_kreis"}


def test_who_keeps_a_frame_is_told_by_draw(found):
    frames = found.frames[found.frames["frame"] == "kreis_eur_per_year"].set_index("scenario")
    assert frames["share_kept"].to_dict() == {"robust": 1.0, "bold": 0.0, "worse": 0.0}
    assert frames.loc["bold", "extra"] == pytest.approx(20.0, abs=1.0)
    assert set(found.frames["frame"]) == {"kreis_eur_per_year", "all"}
