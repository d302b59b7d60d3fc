"""Coverage, false discoveries and honesty of the confirmed figures, on planted data.

Each test repeats many experiments and asks whether a share lies where it must. The bound is set so that a
correct program fails by accident in fewer than one of 10,000 runs (3.72 standard errors beyond what is stated
to be right); the seeds are fixed, so a failure repeats.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.family import two_stage
from simsocial.analysis.paired import bca_interval, paired_statistics
from simsocial.analysis.thresholds import LEVEL
from tests.unit.analysis.planted import cells, indicator, manifest, table

FALSE_ALARM = 3.72
"""Standard errors that a correct program exceeds once in 10,000 tests (one-sided)."""

REPLICATES = 30


def test_the_95_percent_interval_covers_the_true_effect_in_95_percent_of_rows():
    """Two-sided, false alarm 2e-4."""
    rng = np.random.default_rng(101)
    true = rng.uniform(-20.0, 20.0, 20_000)
    rows = paired_statistics(rng.normal(true[:, None], 7.0, (20_000, REPLICATES)))
    covered = ((rows.low <= true) & (true <= rows.high)).mean()
    assert abs(covered - 0.95) < FALSE_ALARM * np.sqrt(0.95 * 0.05 / 20_000)


def test_the_interval_of_lumpy_rows_covers_nearly_as_often():
    """A site that closes in half of the replicates moves 25 children at once; false alarm 1e-4 below 93 %."""
    rng = np.random.default_rng(102)
    rows = np.where(rng.random((20_000, REPLICATES)) < 0.5, 25.0, 0.0)
    result = paired_statistics(rows)
    tested = result.test == "t"
    covered = ((result.low <= 12.5) & (result.high >= 12.5))[tested].mean()
    assert covered > 0.93 - FALSE_ALARM * np.sqrt(0.93 * 0.07 / tested.sum())


def test_the_bootstrap_covers_skewed_rows_at_least_as_well_as_the_t_interval():
    """Log-normal differences: no interval reaches 95 % with 30 replicates, but the bootstrap is no worse.

    Both intervals see the same rows, so the error is that of the paired difference. Both cover at least 85 %.
    False alarm 1e-4 for each of the bounds.
    """
    rng = np.random.default_rng(103)
    rows = rng.lognormal(0.0, 1.0, (1_500, REPLICATES))
    true = float(np.exp(0.5))
    by_t = paired_statistics(rows)
    low, high = bca_interval(rows, seed=1)
    covered_t = (by_t.low <= true) & (true <= by_t.high)
    covered = (low <= true) & (true <= high)
    more = covered.astype(float) - covered_t
    assert more.mean() > -FALSE_ALARM * more.std() / np.sqrt(1_500)
    assert min(covered.mean(), covered_t.mean()) > 0.85 - FALSE_ALARM * np.sqrt(0.85 * 0.15 / 1_500)


def _null_targets_with_a_direction(draw, repeats=6, size=200):
    """Share of declared targets without any effect whose own row gets a direction, of `repeats` x `size`."""
    names = [f"i{number}" for number in range(size)]
    option = {"targets": [{"indicator": name, "direction": "down"} for name in names]}
    expected = manifest([indicator(name) for name in names], REPLICATES, scenarios={"option": option})
    directed = []
    for _ in range(repeats):
        shift = draw((size, 1, 2 * REPLICATES))
        data = table(cells(names), np.full(shift.shape, 500.0), {"option": shift}, years=("2027",))
        effects = compute_effects(data, expected)
        head = effects["period"].str.contains("-")
        directed.append((effects.loc[head, "verdict"] != "neutral").mean())
    return float(np.mean(directed))


def test_a_target_without_effect_gets_a_direction_in_5_percent_of_rows_and_in_10_if_they_are_skewed():
    """What is really held, as the report's method says; 1,200 rows each, false alarm 1e-4 for each bound.

    Normal differences keep the nominal 5 %. With log-normal ones (skewness 6) neither the t interval nor the
    bootstrap does with 30 replicates: the true share is near 11 %, here between 5 % and 12.5 %.
    """
    rng = np.random.default_rng(109)
    normal = _null_targets_with_a_direction(lambda shape: rng.normal(0.0, 1.0, shape))
    assert abs(normal - LEVEL) < FALSE_ALARM * np.sqrt(LEVEL * (1 - LEVEL) / 1_200)
    skewed = _null_targets_with_a_direction(lambda shape: rng.lognormal(0.0, 1.0, shape) - np.exp(0.5))
    assert skewed < 0.125 + FALSE_ALARM * np.sqrt(0.125 * 0.875 / 1_200)
    assert skewed > LEVEL


def _experiment(rng, n_indicators=40, n_rows=12, n_real=10, size=0.9):
    """Differences of one experiment, rows of an indicator correlated as areas and years of one are."""
    real = np.zeros((n_indicators, n_rows), dtype=bool)
    real[:n_real, : n_rows // 2] = True
    true = np.where(real, size, 0.0)
    shared = rng.normal(0.0, np.sqrt(0.5), (n_indicators, 1, 2 * REPLICATES))
    own = rng.normal(0.0, np.sqrt(0.5), (n_indicators, n_rows, 2 * REPLICATES))
    return true, (true[:, :, None] + shared + own).reshape(n_indicators * n_rows, -1)


def test_false_discovery_rate_over_indicators_is_at_its_nominal_level():
    """500 experiments, 40 indicators, 30 of them without any effect; false alarm 1e-4 for each bound.

    At most 5 % of the selected are false. The procedure is not idle either: nearly all real ones are
    selected, and the rate is not below half of what its level allows (0.05 x 30/40).
    """
    rng = np.random.default_rng(104)
    family = np.repeat(np.arange(40), 12)
    rates, power = [], []
    for _ in range(500):
        true, difference = _experiment(rng)
        explore = paired_statistics(difference[:, :REPLICATES])
        selected = np.zeros(40, dtype=bool)
        np.logical_or.at(selected, family, two_stage(explore.p_value, family) <= LEVEL)
        false = selected & ~true.any(axis=1)
        rates.append(false.sum() / max(selected.sum(), 1))
        power.append(selected[:10].mean())
    error = np.std(rates) / np.sqrt(len(rates))
    assert np.mean(rates) < LEVEL + FALSE_ALARM * error
    assert np.mean(rates) > 0.5 * LEVEL * 30 / 40 - FALSE_ALARM * error
    assert np.mean(power) > 0.95 - FALSE_ALARM * np.std(power) / np.sqrt(len(power))


def test_rows_within_selected_indicators_keep_the_level_on_average():
    """500 experiments: mean share of false rows over selected indicators <= 5 %; false alarm 1e-4."""
    rng = np.random.default_rng(105)
    family = np.repeat(np.arange(40), 12)
    rates = []
    for _ in range(500):
        true, difference = _experiment(rng)
        q = two_stage(paired_statistics(difference[:, :REPLICATES]).p_value, family).reshape(40, 12)
        chosen = q <= LEVEL
        indicators = chosen.any(axis=1)
        false = (chosen & (true == 0.0)).sum(axis=1) / np.maximum(chosen.sum(axis=1), 1)
        rates.append(false[indicators].mean() if indicators.any() else 0.0)
    assert np.mean(rates) < LEVEL + FALSE_ALARM * np.std(rates) / np.sqrt(len(rates))


@pytest.fixture(scope="module")
def experiments():
    """120 whole comparisons with 30 + 30 replicates: weak, middling and no effects."""
    rng = np.random.default_rng(106)
    names = [f"i{n:02}" for n in range(30)]
    where = cells(names, ("region", "A", "B"))
    metadata = [indicator(name, direction="neutral") for name in names]
    true = np.zeros((30, 3))
    true[:10] = np.linspace(0.4, 1.2, 10)[:, None]
    outcomes = []
    for _ in range(120):
        shift = rng.normal(true.reshape(-1)[:, None, None], 1.0, (90, 1, 2 * REPLICATES))
        base = rng.normal(100.0, 1.0, shift.shape)
        data = table(where, base, {"option": shift}, years=("2027",))
        effects = compute_effects(data, manifest(metadata))
        rows = effects[effects["period"] == "2027"].set_index(["indicator", "area"])
        keys = list(where[["indicator", "area"]].itertuples(index=False, name=None))
        rows = rows.loc[keys]
        explored = shift[:, 0, :REPLICATES].mean(axis=1)
        outcomes.append((rows["effect"].to_numpy(), explored, (rows["role"] == "side_effect").to_numpy()))
    fresh, explored, confirmed = (np.stack(parts) for parts in zip(*outcomes, strict=True))
    return true.reshape(-1), fresh, explored, confirmed


def test_confirmed_side_effects_are_false_more_rarely_than_the_level(experiments):
    """Twice selected, so at most 1 % are false, far below the 5 % of one stage; one-sided, false alarm 1e-4.

    The error is that of independent rows; false ones of an indicator come together, at most three at once.
    """
    true, _, _, confirmed = experiments
    false = (confirmed & (true == 0.0)).sum(axis=1) / np.maximum(confirmed.sum(axis=1), 1)
    assert false.mean() < 0.01 + FALSE_ALARM * np.sqrt(3 * 0.01 * 0.99 / confirmed.sum())


def test_without_any_effect_hardly_any_experiment_reports_one():
    """300 experiments without effects: at most 5 % find even a candidate; false alarm 1e-4."""
    rng = np.random.default_rng(107)
    family = np.repeat(np.arange(40), 12)
    found = 0
    for _ in range(300):
        _, difference = _experiment(rng, size=0.0)
        found += bool((two_stage(paired_statistics(difference[:, :30]).p_value, family) <= LEVEL).any())
    assert found / 300 < LEVEL + FALSE_ALARM * np.sqrt(LEVEL * (1 - LEVEL) / 300)


def test_without_any_effect_rows_below_a_suspicion_or_target_hardly_ever_get_a_direction():
    """100 experiments without effects, 19 cells x 6 periods below each declaration; false alarm 1e-4.

    At most 5 % of the experiments may call any row below the declared one better or worse; the declared row
    itself has its 5 %. Where only the interval of each row decides, nearly all experiments do.
    """
    rng = np.random.default_rng(108)
    names, areas = ("suspected", "target", "other"), ("region", *"ABCDEFGH")
    groups = tuple(("group", str(number)) for number in range(10))
    where = cells(list(names), areas, groups)
    option = {
        "targets": [{"indicator": "target", "direction": "down"}],
        "suspected": [{"indicator": "suspected"}],
    }
    expected = manifest([indicator(name) for name in names], REPLICATES, scenarios={"option": option})
    base = np.full((len(where), 5, 2 * REPLICATES), 500.0)
    below, head, by_interval = dict.fromkeys(names, 0), 0, 0
    for _ in range(100):
        effects = compute_effects(table(where, base, {"option": rng.normal(0.0, 1.0, base.shape)}), expected)
        is_head = (
            (effects["area"] == "region") & (effects["group"] == "all") & (effects["period"] == "2027-2031")
        )
        directed = effects["verdict"] != "neutral"
        for name in names:
            below[name] += bool((directed & ~is_head & (effects["indicator"] == name)).any())
        head += bool((directed & is_head & (effects["indicator"] == "target")).any())
        clear = effects["mean_low"] * effects["mean_high"] > 0.0
        by_interval += bool((clear & (effects["indicator"] == "suspected")).any())
    bound = LEVEL + FALSE_ALARM * np.sqrt(LEVEL * (1 - LEVEL) / 100)
    assert max(below.values()) / 100 <= LEVEL
    assert head / 100 < bound
    assert by_interval / 100 > 0.9


def test_figures_of_candidates_have_no_winners_curse(experiments):
    """Explored figures of selected rows overstate; fresh ones of the same rows do not (two-sided, 2e-4).

    Being selected a second time is a filter on the fresh figures themselves. What it leaves is stated here:
    for effects of 0.4 to 1.2 standard deviations less than the exploration's, and below 2 % of the effect.
    """
    true, fresh, explored, confirmed = experiments
    real = np.broadcast_to(true > 0.0, confirmed.shape)
    scale = np.broadcast_to(true, confirmed.shape)
    threshold = np.quantile(explored[:, true == 0.0], 0.999)
    candidates = (explored > threshold) & real
    error = (fresh - scale)[candidates]
    assert abs(error.mean()) < FALSE_ALARM * error.std() / np.sqrt(error.size)
    cursed, left = (explored - scale)[confirmed & real], (fresh - scale)[confirmed & real]
    more = cursed - left
    assert more.mean() > -FALSE_ALARM * more.std() / np.sqrt(more.size)
    assert left.mean() < 0.02 * scale[confirmed & real].mean() + FALSE_ALARM * left.std() / np.sqrt(left.size)
