"""Equity ratios of tables made by hand, and an option's effects on them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.effects import COLUMNS
from simsocial.analysis.equity import RATIO, compute_equity, equity_ratios
from simsocial.people.income_groups import FIFTHS
from tests.unit.analysis.planted import PAIRS, YEARS, cells, indicator, manifest, table

ENDS = FIFTHS[0], FIFTHS[-1]
RATE = indicator(
    "reach", sum_over_areas="ratio", groups=["income_group"], sum_over_time="last", direction="up"
)
HORIZON = "2027-2031"


def hand_made(values):
    """Return rows of one run: for each year the value of the poorest and of the richest fifth."""
    rows = [
        {"scenario": "quo", "draw": 0, "replicate": 0, "period": str(2027 + place), "period_kind": "year",
         "area": "region", "group_kind": "income_group", "group": group, "indicator": "reach", "value": value}
        for place, pair in enumerate(values)
        for group, value in zip(ENDS, pair, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_ratio_is_the_poorest_over_the_richest():
    ratios = equity_ratios(hand_made([(30.0, 60.0), (45.0, 30.0)]), ["reach"])
    assert ratios["value"].tolist() == [0.5, 1.5]
    assert set(ratios["group"]) == {RATIO}


@pytest.mark.parametrize("pair", [(30.0, 0.0), (0.0, 0.0), (np.nan, 30.0), (30.0, np.nan)])
def test_a_ratio_to_nothing_is_missing(pair):
    assert np.isnan(equity_ratios(hand_made([pair]), ["reach"])["value"].item())


def test_nothing_for_the_poorest_is_zero():
    assert equity_ratios(hand_made([(0.0, 30.0)]), ["reach"])["value"].tolist() == [0.0]


def test_other_groups_and_indicators_are_left_out():
    rows = hand_made([(30.0, 60.0)])
    others = pd.concat(
        [
            rows,
            rows.assign(group="middle_fifth"),
            rows.assign(group_kind="benefit"),
            rows.assign(indicator="served"),
        ]
    )
    assert equity_ratios(others, ["reach"])["value"].tolist() == [0.5]


def planted(poorest, richest=0.0, metadata=(RATE,)):
    """Return the effects on the ratio of an option that adds so much to 400 of the poorest and 800 of the richest."""
    where = cells(["reach"], groups=tuple(("income_group", group) for group in ENDS))
    base = np.broadcast_to(np.array([600.0, 400.0, 800.0])[:, None, None], (3, len(YEARS), PAIRS))
    noise = np.random.default_rng(1).normal(0.0, 1.0, (len(YEARS), PAIRS))
    shift = np.stack([0.0 * noise, poorest(noise), richest + 0.0 * noise])
    return compute_equity(table(where, base, {"option": shift}), manifest(list(metadata)))


def test_an_option_s_effect_on_the_ratio_is_paired_and_has_an_interval():
    found = planted(lambda noise: 80.0 + noise)
    assert found.columns.tolist() == COLUMNS
    row = found[found["period"] == HORIZON].iloc[0]
    assert row["reference_mean"] == pytest.approx(0.5)
    assert row["scenario_mean"] == pytest.approx(0.6, abs=0.001)
    assert row["effect"] == pytest.approx(0.1, abs=0.001)
    assert row["mean_low"] < row["effect"] < row["mean_high"]
    assert row["q_value"] < 0.05
    # Equality is at 1, from above as from below.
    assert row["verdict"] == "neutral"


def test_a_year_without_a_ratio_is_left_out_of_the_horizon_in_every_option():
    """In the second year the richest have nothing, under the option alone: both are compared over the other four."""
    where = cells(["reach"], groups=tuple(("income_group", group) for group in ENDS))
    base = np.broadcast_to(np.array([600.0, 400.0, 800.0])[:, None, None], (3, len(YEARS), PAIRS)).copy()
    base[1, 1] = 8000.0
    shift = np.zeros_like(base)
    shift[1] = 80.0 + np.random.default_rng(1).normal(0.0, 1.0, (len(YEARS), PAIRS))
    shift[2, 1] = -800.0
    rate = RATE | {"sum_over_time": "mean"}
    found = compute_equity(table(where, base, {"option": shift}), manifest([rate])).set_index("period")
    assert np.isnan(found.loc["2028", "scenario_mean"])
    assert found.loc[HORIZON, "reference_mean"] == pytest.approx(0.5)
    assert found.loc[HORIZON, "effect"] == pytest.approx(0.1, abs=0.001)


def test_a_null_option_touches_no_ratio():
    found = planted(lambda noise: 0.0 * noise)
    assert set(found["test"]) == {"untouched"}
    assert (found["effect"] == 0.0).all()


def test_what_both_ends_gain_alike_changes_no_ratio():
    found = planted(lambda noise: 40.0 + 0.0 * noise, richest=80.0)
    assert found["effect"].abs().max() < 1e-12


@pytest.mark.parametrize("changes", [{"groups": ["benefit"]}, {"sum_over_areas": "sum"}, {"groups": None}])
def test_without_rates_by_income_there_is_no_row(changes):
    found = planted(lambda noise: 80.0 + noise, metadata=[RATE | changes])
    assert found.empty
    assert found.columns.tolist() == COLUMNS
