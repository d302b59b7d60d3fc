from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.effects import COLUMNS, compute_effects
from simsocial.analysis.side_effects import side_effects, target_lines
from simsocial.analysis.suspicion import overall_state
from simsocial.core.errors import RunError
from tests.unit.analysis.planted import YEARS, cells, indicator, manifest, table

PAIRS = 60


def planted(kinds: dict[str, np.ndarray], **options):
    """One region-level cell an indicator; each difference is constant over the years."""
    where = cells(list(kinds))
    rng = np.random.default_rng(11)
    base = np.round(rng.normal(500.0, 20.0, (len(kinds), len(YEARS), PAIRS)))
    shift = np.stack([np.broadcast_to(d, (len(YEARS), PAIRS)) for d in kinds.values()])
    metadata = options.pop("metadata", None) or [indicator(name) for name in kinds]
    return compute_effects(table(where, base, {"option": shift}), manifest(metadata, **options))


def one(effects: pd.DataFrame, name: str, period: str = "2027-2031", area: str = "region") -> pd.Series:
    rows = effects[(effects["indicator"] == name) & (effects["period"] == period) & (effects["area"] == area)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_columns_are_those_of_the_data_contract():
    assert planted({"a": np.zeros(PAIRS)}).columns.tolist() == COLUMNS


def test_rows_are_yearly_and_one_for_the_horizon():
    assert planted({"a": np.zeros(PAIRS)})["period"].tolist() == [*YEARS, "2027-2031"]


@pytest.mark.parametrize(("rule", "expected"), [("sum", 50.0), ("mean", 10.0), ("last", 10.0)])
def test_the_horizon_sums_averages_or_takes_the_last_year(rule, expected):
    effects = planted({"a": np.full(PAIRS, 10.0)}, metadata=[indicator("a", sum_over_time=rule)])
    row = one(effects, "a")
    assert row["effect"] == pytest.approx(expected)
    assert (row["test"], row["low"], row["high"]) == ("structural", row["effect"], row["effect"])


def test_planted_rows_get_their_class_role_and_verdict():
    rng = np.random.default_rng(2)
    rare = np.zeros(PAIRS)
    rare[[2, 5, 31, 40]] = 3.0
    effects = planted(
        {
            "untouched": np.zeros(PAIRS),
            "structural": np.full(PAIRS, -16.0),
            "rare": rare,
            "lumpy": np.where(rng.random(PAIRS) < 0.5, 30.0, 0.0),
            "normal": rng.normal(12.0, 6.0, PAIRS),
            "nothing": rng.normal(0.0, 6.0, PAIRS),
        }
    )
    found = {
        name: tuple(one(effects, name)[["test", "role", "verdict"]]) for name in effects["indicator"].unique()
    }
    assert found == {
        "untouched": ("untouched", "none", "neutral"),
        "structural": ("structural", "side_effect", "with_target"),
        "rare": ("rare", "none", "neutral"),
        "lumpy": ("t", "side_effect", "against"),
        "normal": ("t", "side_effect", "against"),
        "nothing": ("t", "none", "neutral"),
    }


@pytest.mark.parametrize("replicates", range(2, 10))
def test_noise_of_one_person_is_no_finding_with_few_replicates(replicates):
    names = [f"i{number:03}" for number in range(200)]
    rng = np.random.default_rng(replicates)
    shift = rng.choice([-1.0, 1.0], (len(names), len(YEARS), 2 * replicates))
    data = table(cells(names), np.full(shift.shape, 500.0), {"option": shift})
    suspected = [{"indicator": name} for name in names[:50]]
    targets = [{"indicator": name, "direction": "down"} for name in names[50:100]]
    effects = compute_effects(
        data,
        manifest(
            [indicator(name) for name in names],
            replicates,
            scenarios={"option": {"suspected": suspected, "targets": targets}},
        ),
    )
    assert set(effects["test"]) <= {"rare", "untouched"}
    assert set(effects["role"]) == {"none", "target"}
    assert set(effects["suspected"]) == {"", "not_found"}
    assert set(effects["verdict"]) == {"neutral"}


def test_printed_figures_come_from_the_fresh_replicates():
    shift = np.r_[np.full(30, 100.0), np.full(30, 10.0)] + np.random.default_rng(1).normal(0.0, 1.0, PAIRS)
    row = one(planted({"a": shift}), "a")
    assert row["effect"] == pytest.approx(10.0, abs=1.0)
    assert row["n"] == 30


def test_an_effect_that_turns_its_sign_is_not_confirmed():
    noise = np.random.default_rng(1).normal(0.0, 1.0, PAIRS)
    row = one(planted({"a": np.r_[np.full(30, 10.0), np.full(30, -10.0)] + noise}), "a")
    assert (row["role"], row["q_value"]) == ("none", 1.0)


def test_rows_only_touched_while_exploring_are_not_called_untouched():
    shift = np.zeros(PAIRS)
    shift[3] = 5.0
    row = one(planted({"a": shift}), "a")
    assert (row["test"], row["n_nonzero"]) == ("rare", 0)


def test_effects_below_the_relevance_are_no_side_effects():
    shift = np.random.default_rng(1).normal(4.0, 1.0, PAIRS)
    for threshold, role in ((5.0, "none"), (3.0, "side_effect")):
        effects = planted({"a": shift}, metadata=[indicator("a", relevance=threshold)])
        assert one(effects, "a")["role"] == role
    for share, role in ((0.02, "none"), (0.001, "side_effect")):
        effects = planted({"a": shift}, metadata=[indicator("a", relevance=share, relevance_kind="relative")])
        assert one(effects, "a")["role"] == role


def test_what_measures_set_themselves_is_no_side_effect():
    metadata = [indicator("places", set_by_measures=True), indicator("served")]
    effects = planted({"places": np.full(PAIRS, 36.0), "served": np.full(PAIRS, 30.0)}, metadata=metadata)
    assert (one(effects, "places")["role"], one(effects, "served")["role"]) == ("none", "side_effect")


def test_relevance_counts_by_year_in_a_sum_over_years():
    shift = np.random.default_rng(1).normal(4.0, 1.0, PAIRS)
    effects = planted({"a": shift}, metadata=[indicator("a", relevance=5.0, sum_over_time="sum")])
    assert one(effects, "a")["role"] == "none"


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


def test_a_target_with_an_area_covers_that_area_only():
    areas = ("region", "D", "E")
    where = cells(["occupancy"], areas)
    rng = np.random.default_rng(5)
    base = rng.normal(500.0, 20.0, (3, 5, PAIRS))
    shift = rng.normal([[[4.0]], [[-5.0]], [[9.0]]], 1.0, (3, 5, PAIRS))
    option = {"targets": [{"indicator": "occupancy", "area": "E", "direction": "up"}]}
    effects = compute_effects(
        table(where, base, {"option": shift}),
        manifest([indicator("occupancy", direction="up")], scenarios={"option": option}),
    )
    roles = {area: tuple(one(effects, "occupancy", area=area)[["role", "verdict"]]) for area in areas}
    assert roles == {
        "region": ("side_effect", "with_target"),
        "D": ("side_effect", "against"),
        "E": ("target", "with_target"),
    }
    line = target_lines(effects, "option", option["targets"])[0]
    assert line.head.area == "E"
    assert [row.period for row in line.years] == list(YEARS)


def test_an_area_that_moves_against_a_target_for_the_region_is_a_side_effect():
    areas = ("region", "D", "E")
    where = cells(["unmet"], areas)
    rng = np.random.default_rng(6)
    base = rng.normal(500.0, 20.0, (3, 5, PAIRS))
    shift = rng.normal([[[-9.0]], [[6.0]], [[-15.0]]], 1.0, (3, 5, PAIRS))
    option = {"targets": [{"indicator": "unmet", "direction": "down"}]}
    effects = compute_effects(
        table(where, base, {"option": shift}), manifest([indicator("unmet")], scenarios={"option": option})
    )
    roles = {area: one(effects, "unmet", area=area)["role"] for area in areas}
    assert roles == {"region": "target", "D": "side_effect", "E": "target"}
    lines = side_effects(effects, "option")
    assert [(line.head.area, line.head.verdict) for line in lines] == [("D", "against")]


def test_suspected_effects_end_in_four_states():
    rng = np.random.default_rng(7)
    suspected = [
        {"indicator": name, "reason": {"de": "x", "en": "x"}} for name in ("hit", "noise", "fixed", "births")
    ]
    option = {"suspected": suspected}
    effects = planted(
        {
            "hit": rng.normal(9.0, 2.0, PAIRS),
            "noise": rng.normal(0.0, 6.0, PAIRS),
            "fixed": np.zeros(PAIRS),
            "other": rng.normal(9.0, 2.0, PAIRS),
        },
        scenarios={"option": option},
    )
    states = {entry["indicator"]: overall_state(effects, entry) for entry in suspected}
    assert states == {"hit": "found", "noise": "not_found", "fixed": "excluded", "births": "not_in_model"}
    assert one(effects, "other")["suspected"] == ""
    assert one(effects, "births")["n"] == 0


@pytest.mark.parametrize("stated", ["excluded", "not_in_model"])
def test_what_the_author_states_does_not_override_what_was_computed(stated):
    rng = np.random.default_rng(7)
    kinds = {
        "hit": rng.normal(9.0, 2.0, PAIRS),
        "noise": rng.normal(0.0, 6.0, PAIRS),
        "fixed": np.zeros(PAIRS),
    }
    suspected = [{"indicator": name, "state": stated} for name in kinds]
    effects = planted(kinds, scenarios={"option": {"suspected": suspected}})
    states = {entry["indicator"]: overall_state(effects, entry) for entry in suspected}
    assert states == {"hit": "found", "noise": "not_found", "fixed": "excluded"}


def test_a_suspicion_is_excluded_only_where_none_of_its_rows_is_touched():
    where = cells(["a"], ("region", "E"))
    shift = np.zeros((2, len(YEARS), PAIRS))
    shift[1, 2, 40] = 1.0
    entry = {"indicator": "a", "state": "excluded"}
    effects = compute_effects(
        table(where, np.full(shift.shape, 500.0), {"option": shift}),
        manifest([indicator("a")], scenarios={"option": {"suspected": [entry]}}),
    )
    assert set(effects["suspected"]) == {"not_found"}


def test_the_interval_decides_the_named_row_and_the_family_all_rows_below_it():
    """The same weak difference in the head of a target and in an area of it, among many areas of noise."""
    areas = ("region", *(f"A{number:02}" for number in range(18)))
    rng = np.random.default_rng(4)
    noise = rng.normal(0.0, 1.0, (len(areas), 1, PAIRS))
    noise[:2] = noise[0] - noise[0][:, PAIRS // 2 :].mean() - 0.45
    shift = np.repeat(noise, len(YEARS), axis=1)
    option = {"targets": [{"indicator": "a", "direction": "down"}]}
    effects = compute_effects(
        table(cells(["a"], areas), np.full(shift.shape, 500.0), {"option": shift}),
        manifest([indicator("a")], scenarios={"option": option}),
    )
    head, below = one(effects, "a"), one(effects, "a", area="A00")
    assert head["high"] == below["high"] < 0.0
    assert (head["verdict"], below["verdict"]) == ("with_target", "neutral")
    assert head["q_value"] > 0.05
    assert one(effects, "a", period="2028")["verdict"] == "neutral"


def test_a_suspicion_that_was_not_found_has_no_directed_verdict():
    small = np.random.default_rng(1).normal(4.0, 1.0, PAIRS)
    metadata = [indicator("a", relevance=5.0), indicator("b", relevance=5.0)]
    option = {"suspected": [{"indicator": "a"}]}
    effects = planted({"a": small, "b": small}, metadata=metadata, scenarios={"option": option})
    assert tuple(one(effects, "a")[["suspected", "verdict"]]) == ("not_found", "neutral")
    assert one(effects, "a")["q_value"] < 0.05
    assert one(effects, "b")["verdict"] == "against"


def test_what_measures_set_themselves_can_be_found_where_it_was_suspected():
    option = {"suspected": [{"indicator": "places"}]}
    effects = planted(
        {"places": np.full(PAIRS, 36.0)},
        metadata=[indicator("places", set_by_measures=True)],
        scenarios={"option": option},
    )
    assert tuple(one(effects, "places")[["role", "suspected", "verdict"]]) == ("none", "found", "against")


def test_without_fresh_replicates_nothing_is_confirmed():
    shift = np.random.default_rng(1).normal(40.0, 1.0, PAIRS)
    data = table(
        cells(["a", "b"]),
        np.full((2, len(YEARS), PAIRS), 500.0),
        {"option": np.broadcast_to(shift, (2, len(YEARS), PAIRS))},
    )
    option = {"targets": [{"indicator": "b", "direction": "up"}]}
    expected = manifest([indicator("a"), indicator("b")], PAIRS, scenarios={"option": option})
    effects = compute_effects(data, expected)
    assert effects["q_value"].isna().all()
    assert tuple(one(effects, "a")[["role", "verdict"]]) == ("none", "neutral")
    assert tuple(one(effects, "b")[["role", "verdict"]]) == ("target", "with_target")


def test_share_better_is_the_share_of_replicates_that_move_the_wanted_way():
    shift = np.r_[np.zeros(30), np.full(21, -1.0), np.full(9, 1.0)] * np.linspace(1.0, 2.0, PAIRS)
    assert one(planted({"a": shift}), "a")["share_better"] == pytest.approx(0.7)
    neutral = planted({"a": shift}, metadata=[indicator("a", direction="neutral")])
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
    assert (row["high"] - row["low"]) / (2 * 2.093) == pytest.approx(spread, rel=0.05)


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
