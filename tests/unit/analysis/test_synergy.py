"""Interactions of measures: planted ones are found, additive pairs are not, intervals hold the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.analysis.synergy import (
    SYNERGY_COLUMNS,
    compute_synergy,
    factors_in,
    meeting_of,
    read_synergy,
    resources_of,
)
from simsocial.analysis.terms import terms_of
from simsocial.core.errors import RunError
from tests.unit.analysis.planted import PAIRS, indicator
from tests.unit.analysis.planted_corners import corner_manifest, corner_table

RNG = np.random.default_rng(21)


def noise(rows: int, mean: float = 0.0, spread: float = 1.0, runs: int = PAIRS) -> np.ndarray:
    return RNG.normal(mean, spread, (rows, runs))


def pair(found: pd.DataFrame, name: str = "i0", factors: str = "a+b", area: str = "region") -> pd.Series:
    rows = found[(found["term"] == "pair") & (found["factors"] == factors) & (found["indicator"] == name)]
    return rows[rows["area"] == area].iloc[0]


def test_a_planted_interaction_is_found_and_an_additive_pair_is_not():
    made = corner_table(
        "abc", {"a": noise(1, 20.0), "b": noise(1, -8.0), "c": noise(1, 5.0), "a+b": noise(1, -4.0, 2.0)}
    )
    found = compute_synergy(made, corner_manifest("abc", ["i0"]))
    assert found.columns.tolist() == SYNERGY_COLUMNS
    meeting = pair(found)
    # Fewer is better: what both do beyond the sum helps.
    assert (meeting["meaning"], meeting["test"]) == ("help", "t")
    assert meeting["mean_low"] < -4.0 < meeting["mean_high"]
    for other in ("a+c", "b+c"):
        still = pair(found, factors=other)
        assert (still["meaning"], still["test"], still["effect"], still["unseen"]) == (
            "nothing",
            "untouched",
            0.0,
            0.0,
        )


def test_additive_noise_is_no_interaction_and_the_interval_says_what_may_be_unseen():
    made = corner_table("ab", {"a": noise(60, 20.0), "b": noise(60, -8.0), "a+b": noise(60)})
    found = compute_synergy(made, corner_manifest("ab", [f"i{n}" for n in range(60)]))
    pairs = found[found["term"] == "pair"]
    assert set(pairs["meaning"]) == {"nothing"}
    assert (pairs["unseen"] == pairs[["mean_low", "mean_high"]].abs().max(axis=1)).all()
    assert pairs["unseen"].between(0.2, 1.5).all()


def test_intervals_of_interactions_hold_the_truth():
    truth = 1.0
    made = corner_table("ab", {"a": noise(200, 3.0), "b": noise(200, 3.0), "a+b": noise(200, truth)})
    found = compute_synergy(made, corner_manifest("ab", [f"i{n}" for n in range(200)]))
    pairs = found[found["term"] == "pair"]
    held = pairs["mean_low"].le(truth) & pairs["mean_high"].ge(truth)
    assert held.mean() == pytest.approx(0.95, abs=0.045)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["normal", "skewed", "rare", "draws"])
def test_intervals_of_interactions_hold_the_truth_whatever_the_noise(kind):
    rng, count, truth = np.random.default_rng(5), 1000, 0.5
    draws = np.repeat(np.arange(PAIRS // 2), 2) if kind == "draws" else None
    shift = {
        "normal": lambda: rng.normal(truth, 1.0, (count, PAIRS)),
        "skewed": lambda: rng.exponential(truth, (count, PAIRS)),
        "rare": lambda: rng.binomial(1, truth, (count, PAIRS)).astype(float),
        "draws": lambda: (
            np.repeat(rng.normal(truth, 1.0, (count, PAIRS // 2)), 2, axis=1)
            + rng.normal(0, 1, (count, PAIRS))
        ),
    }[kind]()
    made = corner_table("ab", {"a": noise(count), "b": noise(count), "a+b": shift}, draws)
    names = [f"i{n}" for n in range(count)]
    found = compute_synergy(made, corner_manifest("ab", names, draws=PAIRS // 2 if draws is not None else 0))
    pairs = found[(found["term"] == "pair") & (found["test"] == "t")]
    held = pairs["mean_low"].le(truth) & pairs["mean_high"].ge(truth)
    assert len(pairs) > 0.9 * count
    assert held.mean() == pytest.approx(0.95, abs=0.045)


def test_the_total_is_what_the_bundle_does_beyond_the_sum_of_single_effects():
    made = corner_table(
        "abc",
        {
            "a": noise(1, 20.0),
            "b": noise(1, -8.0),
            "c": noise(1),
            "a+b": noise(1, -4.0),
            "a+b+c": noise(1, 3.0),
        },
    )
    found = compute_synergy(made, corner_manifest("abc", ["i0"])).set_index(["term", "factors"])["effect"]
    alone = sum(found["alone", name] for name in "abc")
    assert found["total", "a+b+c"] == pytest.approx(found["bundle", "a+b+c"] - alone)
    # A pair's own figure is the mean with and without the third.
    assert found["pair", "a+b"] == pytest.approx(-4.0 + 3.0 / 2, abs=0.5)


def test_a_target_decides_the_direction():
    shift = {"a": noise(1, 20.0), "b": noise(1, 20.0), "a+b": noise(1, 4.0)}
    target = [{"indicator": "i0", "area": "E", "direction": "up"}]
    made = corner_table("ab", shift, areas=("region", "E"))
    found = compute_synergy(made, corner_manifest("ab", ["i0"], targets=target))
    assert (pair(found, area="E")["role"], pair(found, area="E")["meaning"]) == ("target", "help")
    # In the region fewer is better, as the registry says.
    assert pair(found)["meaning"] == "hinder"


def test_an_interaction_of_a_target_is_one_of_many_and_must_be_confirmed():
    first, fresh = np.full((1, 30), 9.0) + noise(1, runs=30), noise(1, 0.0, 0.2, 30)
    shift = {"a": noise(1, 20.0), "b": noise(1, 20.0), "a+b": np.hstack([first, fresh])}
    target = [{"indicator": "i0", "area": None, "direction": "down"}]
    found = compute_synergy(corner_table("ab", shift), corner_manifest("ab", ["i0"], targets=target))
    assert pair(found)["mean_low"] > 0.0
    assert pair(found)["meaning"] == "nothing"
    alone = found[(found["term"] == "alone") & (found["factors"] == "a")].iloc[0]
    assert alone["meaning"] == "hinder"


def test_an_indicator_without_a_better_way_is_only_told():
    shift = {"a": noise(1), "b": noise(1), "a+b": noise(1, 9.0)}
    plan = corner_manifest("ab", [indicator("i0", direction="neutral")])
    assert pair(compute_synergy(corner_table("ab", shift), plan))["meaning"] == "told"


@pytest.mark.parametrize(
    ("entry", "resource"),
    [
        ({"field": "staff"}, "staff"),
        ({"field": "finance", "concept": "deficit"}, "money"),
        ({"field": "kita", "concept": "waiting"}, "clients"),
        ({"field": "population"}, ""),
    ],
)
def test_what_measures_compete_for_is_told_by_the_indicator_that_carries_it(entry, resource):
    shift = {"a": noise(1), "b": noise(1), "a+b": noise(1, 9.0)}
    found = compute_synergy(corner_table("ab", shift), corner_manifest("ab", [indicator("i0", **entry)]))
    rows = found[found["term"] == "pair"]
    assert meeting_of(rows) == "hinder"
    assert resources_of(rows) == ([resource] if resource else [])


def test_few_runs_are_said_and_not_taken_for_nothing():
    made = corner_table("ab", {"a": noise(1, runs=6), "b": noise(1, runs=6), "a+b": noise(1, 9.0, runs=6)})
    found = compute_synergy(made, corner_manifest("ab", ["i0"], replicates=3))
    assert meeting_of(found[found["term"] == "pair"]) == "few"
    assert np.isnan(pair(found)["unseen"])


def test_a_missing_corner_and_other_results_are_refused():
    shift = {"a": noise(1), "b": noise(1)}
    made = corner_table("ab", shift)
    with pytest.raises(RunError, match="corner 'a\\+b'"):
        compute_synergy(made[made["scenario"] != "a+b"], corner_manifest("ab", ["i0"]))
    plan = corner_manifest("ab", ["i0"])
    del plan["scenarios"]["a+b"]
    with pytest.raises(RunError, match="simsocial synergy"):
        factors_in(plan)


def test_rounding_alone_is_no_interaction():
    tenths = {"a": np.full((1, PAIRS), 0.1), "b": np.full((1, PAIRS), 0.2)}
    found = compute_synergy(corner_table("ab", tenths), corner_manifest("ab", ["i0"]))
    assert pair(found)["test"] == "untouched"


def test_weights_of_both_worlds_sum_to_one():
    for term in terms_of(list("abcd")):
        for side in (term.actual, term.expected):
            assert sum(side.values()) == pytest.approx(1.0)


def test_what_is_written_is_read_again(tmp_path):
    import json

    plan = corner_manifest("ab", ["i0"])
    made = compute_synergy(corner_table("ab", {"a": noise(1), "b": noise(1), "a+b": noise(1, 9.0)}), plan)
    (tmp_path / "manifest.json").write_text(json.dumps(plan), encoding="utf-8")
    made.to_csv(tmp_path / "synergy.csv", index=False)
    again = read_synergy(Results(tmp_path))
    pd.testing.assert_frame_equal(made, again, check_dtype=False)
