"""Which rows are targets or side effects, and which verdict has a direction."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.side_effects import side_effects, target_lines
from tests.unit.analysis.planted import PAIRS, YEARS, cells, effects_of, indicator, manifest, one, table


def test_planted_rows_get_their_class_role_and_verdict():
    rng = np.random.default_rng(2)
    rare = np.zeros(PAIRS)
    rare[[2, 5, 31, 40]] = 3.0
    effects = effects_of(
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
    # The rows that targets name take the runs of both stages, and are tested from ten on.
    heads = (effects["role"] == "target") & effects["period"].str.contains("-") & (2 * replicates >= 10)
    assert set(effects.loc[~heads, "test"]) <= {"rare", "untouched"}
    assert set(effects["role"]) == {"none", "target"}
    assert set(effects["suspected"]) == {"", "too_few"}
    assert set(effects.loc[~heads, "verdict"]) == {"neutral"}
    assert not heads.any() or (effects.loc[heads, "verdict"] != "neutral").mean() < 0.25


def test_effects_below_the_relevance_are_no_side_effects():
    shift = np.random.default_rng(1).normal(4.0, 1.0, PAIRS)
    for threshold, role in ((5.0, "none"), (3.0, "side_effect")):
        effects = effects_of({"a": shift}, metadata=[indicator("a", relevance=threshold)])
        assert one(effects, "a")["role"] == role
    for share, role in ((0.02, "none"), (0.001, "side_effect")):
        effects = effects_of(
            {"a": shift}, metadata=[indicator("a", relevance=share, relevance_kind="relative")]
        )
        assert one(effects, "a")["role"] == role


def test_no_row_has_a_direction_below_its_relevance_not_even_a_target():
    small = np.random.default_rng(1).normal(4.0, 1.0, PAIRS)
    option = {"targets": [{"indicator": "goal", "direction": "up"}], "suspected": [{"indicator": "feared"}]}
    for threshold, expected in ((5.0, ["neutral"] * 3), (3.0, ["with_target", "against", "against"])):
        names = ("goal", "feared", "other")
        effects = effects_of(
            dict.fromkeys(names, small),
            metadata=[indicator(name, relevance=threshold) for name in names],
            scenarios={"option": option},
        )
        assert [one(effects, name)["verdict"] for name in names] == expected
        assert (effects["relevance"] == threshold).all()


def test_what_measures_set_themselves_is_no_side_effect():
    metadata = [indicator("places", set_by_measures=True), indicator("served")]
    effects = effects_of({"places": np.full(PAIRS, 36.0), "served": np.full(PAIRS, 30.0)}, metadata=metadata)
    assert (one(effects, "places")["role"], one(effects, "served")["role"]) == ("none", "side_effect")


def test_relevance_counts_by_year_in_a_sum_over_years():
    shift = np.random.default_rng(1).normal(4.0, 1.0, PAIRS)
    effects = effects_of({"a": shift}, metadata=[indicator("a", relevance=5.0, sum_over_time="sum")])
    assert one(effects, "a")["role"] == "none"


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


def test_the_interval_decides_the_named_row_and_the_family_all_rows_below_it():
    """The same weak difference in the head of a target and in an area of it, among many areas of noise."""
    areas = ("region", *(f"A{number:02}" for number in range(18)))
    rng = np.random.default_rng(4)
    noise = rng.normal(0.0, 1.0, (len(areas), 1, PAIRS))
    noise[:2] = noise[0] - noise[0].mean() - 0.3
    shift = np.repeat(noise, len(YEARS), axis=1)
    option = {"targets": [{"indicator": "a", "direction": "down"}]}
    effects = compute_effects(
        table(cells(["a"], areas), np.full(shift.shape, 500.0), {"option": shift}),
        manifest([indicator("a")], scenarios={"option": option}),
    )
    head, below = one(effects, "a"), one(effects, "a", area="A00")
    assert head["n"] == 2 * below["n"] == PAIRS
    assert head["mean_high"] < 0.0
    assert (head["verdict"], below["verdict"]) == ("with_target", "neutral")
    assert head["q_value"] > 0.05
    assert one(effects, "a", period="2028")["verdict"] == "neutral"


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


def test_a_cut_of_running_cost_is_judged_with_what_its_building_costs():
    """A saving of 36,000 EUR a year at a loan of 76,000 EUR a year is no gain; at 20,000 EUR it is one."""
    rng = np.random.default_rng(4)
    saving = rng.normal(-36_000.0, 500.0, PAIRS)
    metadata = [indicator("running", judged_by="full", relevance=5000.0), indicator("full", relevance=5000.0)]
    scenarios = {"option": {"targets": [{"indicator": "running", "direction": "down"}]}}
    for annuity, verdict in ((76_000.0, "against"), (36_000.0, "neutral"), (20_000.0, "with_target")):
        effects = effects_of(
            {"running": saving, "full": saving + annuity}, metadata=metadata, scenarios=scenarios
        )
        assert one(effects, "running")["verdict"] == verdict
        assert one(effects, "running")["effect"] < 0
        # The row that judges a target takes the runs of both stages like the target's own.
        assert one(effects, "full")["n"] == one(effects, "running")["n"]
