"""Rows of the effects table and their figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.effects import COLUMNS, compute_effects
from simsocial.core.errors import RunError
from tests.unit.analysis.planted import PAIRS, YEARS, cells, effects_of, indicator, manifest, one, table


def test_columns_are_those_of_the_data_contract():
    assert effects_of({"a": np.zeros(PAIRS)}).columns.tolist() == COLUMNS


def test_rows_are_yearly_and_one_for_the_horizon():
    assert effects_of({"a": np.zeros(PAIRS)})["period"].tolist() == [*YEARS, "2027-2031"]


@pytest.mark.parametrize(("rule", "expected"), [("sum", 50.0), ("mean", 10.0), ("last", 10.0)])
def test_the_horizon_sums_averages_or_takes_the_last_year(rule, expected):
    effects = effects_of({"a": np.full(PAIRS, 10.0)}, metadata=[indicator("a", sum_over_time=rule)])
    row = one(effects, "a")
    assert row["effect"] == pytest.approx(expected)
    assert (row["test"], row["low"], row["high"]) == ("structural", row["effect"], row["effect"])


def test_printed_figures_come_from_the_fresh_replicates():
    shift = np.r_[np.full(30, 100.0), np.full(30, 10.0)] + np.random.default_rng(1).normal(0.0, 1.0, PAIRS)
    row = one(effects_of({"a": shift}), "a")
    assert row["effect"] == pytest.approx(10.0, abs=1.0)
    assert row["n"] == 30


def test_an_effect_that_turns_its_sign_is_not_confirmed():
    noise = np.random.default_rng(1).normal(0.0, 1.0, PAIRS)
    row = one(effects_of({"a": np.r_[np.full(30, 10.0), np.full(30, -10.0)] + noise}), "a")
    assert (row["role"], row["q_value"]) == ("none", 1.0)


def test_rows_only_touched_while_exploring_are_not_called_untouched():
    shift = np.zeros(PAIRS)
    shift[3] = 5.0
    row = one(effects_of({"a": shift}), "a")
    assert (row["test"], row["n_nonzero"]) == ("rare", 0)


def test_a_failed_run_is_dropped_from_its_pair_only():
    where, rng = cells(["a"]), np.random.default_rng(4)
    base = rng.normal(500.0, 20.0, (1, 5, PAIRS))
    shifts = {"option": np.full_like(base, 2.0), "other": np.full_like(base, 3.0)}
    data = table(where, base, shifts)
    failed = (data["scenario"] == "option") & data["replicate"].isin([7, 33, 34])
    metadata = [indicator("a")]
    effects = compute_effects(data[~failed], manifest(metadata, scenarios={"option": {}, "other": {}}))
    rows = effects[effects["period"] == "2027-2031"].set_index("scenario")
    assert rows["n"].to_dict() == {"option": 28, "other": 30}
    assert rows["effect"].to_dict() == pytest.approx({"option": 2.0, "other": 3.0})


def test_means_of_both_worlds_differ_by_the_effect_also_where_a_rate_is_undefined():
    where, rng = cells(["a"]), np.random.default_rng(4)
    base = rng.normal(500.0, 20.0, (1, 5, PAIRS))
    base[0, 2, 40:45] = np.nan
    effects = compute_effects(
        table(where, base, {"option": np.full_like(base, 2.0)}), manifest([indicator("a")])
    )
    row = one(effects, "a", "2029")
    assert row["n"] == 25
    assert row["scenario_mean"] - row["reference_mean"] == pytest.approx(row["effect"])


def test_missing_reference_is_a_clear_error():
    where = cells(["a"])
    data = table(where, np.ones((1, 5, PAIRS)), {"option": np.zeros((1, 5, PAIRS))})
    with pytest.raises(RunError, match="status_quo"):
        compute_effects(data[data["scenario"] != "status_quo"], manifest([indicator("a")]))


def test_the_status_quo_alone_gives_an_empty_table_with_the_columns():
    data = table(cells(["a"]), np.ones((1, 5, PAIRS)), {})
    effects = compute_effects(data, manifest([indicator("a")], scenarios={}))
    assert (len(effects), effects.columns.tolist()) == (0, COLUMNS)


def test_share_better_is_the_share_of_replicates_that_move_the_wanted_way():
    shift = np.r_[np.zeros(30), np.full(21, -1.0), np.full(9, 1.0)] * np.linspace(1.0, 2.0, PAIRS)
    assert one(effects_of({"a": shift}), "a")["share_better"] == pytest.approx(0.7)
    neutral = effects_of({"a": shift}, metadata=[indicator("a", direction="neutral")])
    assert np.isnan(one(neutral, "a")["share_better"])


def test_with_draws_the_unit_is_the_draw():
    draws = np.repeat(np.arange(40), 3)
    rng = np.random.default_rng(8)
    of_draw = rng.normal(5.0, 4.0, 40)
    where = cells(["a"])
    base = rng.normal(500.0, 20.0, (1, 5, draws.size))
    shift = (of_draw[draws] + rng.normal(0.0, 0.1, draws.size))[None, None, :] * np.ones((1, 5, 1))
    effects = compute_effects(
        table(where, base, {"option": shift}, draws), manifest([indicator("a")], draws=40)
    )
    row = one(effects, "a")
    assert row["n"] == 20
    spread = of_draw[20:].std(ddof=1) / np.sqrt(20)
    assert (row["mean_high"] - row["mean_low"]) / (2 * 2.093) == pytest.approx(spread, rel=0.05)


def test_with_draws_a_side_effect_points_the_same_way_in_four_of_five_draws():
    rng = np.random.default_rng(9)
    where = cells(["mixed", "clear"])
    draws = np.arange(120)
    base = rng.normal(500.0, 20.0, (2, 5, 120))
    mixed = np.where(np.arange(120) % 10 < 7, 5.0, -2.0) + rng.normal(0.0, 0.3, 120)
    clear = np.where(np.arange(120) % 10 < 9, 5.0, -2.0) + rng.normal(0.0, 0.3, 120)
    shift = np.stack([np.broadcast_to(d, (5, 120)) for d in (mixed, clear)])
    effects = compute_effects(
        table(where, base, {"option": shift}, draws),
        manifest([indicator("mixed"), indicator("clear")], draws=120),
    )
    assert one(effects, "mixed")["test"] == "t"
    assert tuple(one(effects, "mixed")[["q_value", "role", "verdict"]]) == (1.0, "none", "neutral")
    assert one(effects, "clear")["role"] == "side_effect"


def test_the_order_of_the_table_does_not_matter():
    rng = np.random.default_rng(10)
    where = cells(["a", "b"], ("region", "E"), (("sex", "male"), ("sex", "female")))
    base = rng.normal(500.0, 20.0, (len(where), 5, PAIRS))
    data = table(where, base, {"option": rng.normal(1.0, 3.0, base.shape)})
    shuffled = data.sample(frac=1.0, random_state=1)
    expected = manifest([indicator("b"), indicator("a")])
    first, second = compute_effects(data, expected), compute_effects(shuffled, expected)
    pd.testing.assert_frame_equal(first, second)
    assert first["indicator"].iloc[0] == "b"
    assert first["area"].iloc[0] == "region"


def test_a_large_comparison_is_computed_without_a_loop_over_rows(monkeypatch):
    """Calls of the t-test do not grow with the number of rows."""
    from simsocial.analysis import paired

    calls = []
    original = paired.stats.ttest_1samp
    monkeypatch.setattr(
        paired.stats, "ttest_1samp", lambda *args, **kwargs: calls.append(1) or original(*args, **kwargs)
    )
    rng = np.random.default_rng(12)
    counts = []
    for size in (5, 20):
        calls.clear()
        where = cells([f"i{n}" for n in range(size)], ("region", "A", "B"))
        base = rng.normal(500.0, 20.0, (len(where), 5, PAIRS))
        compute_effects(
            table(where, base, {"option": rng.normal(0.0, 3.0, base.shape)}),
            manifest([indicator(f"i{n}") for n in range(size)]),
        )
        counts.append(len(calls))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("rule", "expected"), [("sum", 10.0 + 20 + 30 + 35 + 40), ("mean", 27.0), ("last", 40.0)]
)
def test_years_without_rows_for_an_area_lie_on_a_straight_line_over_the_horizon(rule, expected):
    where = cells(["a"], areas=("region", "E"))
    shift = np.broadcast_to(np.array([10.0, 99.0, 30.0, 99.0, 40.0])[:, None], (2, len(YEARS), PAIRS))
    rows = table(where, np.full((2, len(YEARS), PAIRS), 500.0), {"option": shift})
    missing = (rows["area"] == "E") & rows["period"].isin(["2028", "2030"])
    effects = compute_effects(rows[~missing], manifest([indicator("a", sum_over_time=rule)]))
    assert one(effects, "a", area="E")["effect"] == pytest.approx(expected)
    assert one(effects, "a", area="E")["test"] == "structural"
    assert effects.loc[effects["area"] == "E", "period"].tolist() == ["2027", "2029", "2031", "2027-2031"]
    assert effects.loc[effects["area"] == "region", "period"].tolist() == [*YEARS, "2027-2031"]
