"""The printed range holds the draws, chance is told from not knowing, and 'not found' needs power."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.power import runs_needed
from simsocial.analysis.spread import chance_of, spread_of
from simsocial.analysis.suspicion import overall_state
from simsocial.analysis.thresholds import POWER
from simsocial.experiment.design import draw_of, stages
from tests.unit.analysis.planted import YEARS, cells, indicator, manifest, one, table

ROWS = 4_000


def drawn(replicates, rng, not_knowing, chance, rows=ROWS):
    """Effects of single runs of a usual comparison, and the draw of each: spread by draw, and by run within it."""
    configs = {name: {"draws": None, "replicates": replicates} for name in "ab"}
    draw = np.array([draw_of(configs, number) for number in range(sum(stages(configs)))])
    of_draw = rng.normal(0.0, not_knowing, (rows, draw.max() + 1))
    return of_draw[:, draw] + rng.normal(0.0, chance, (rows, draw.size)), draw


def by_draw(difference, draw):
    names, runs = np.unique(draw, return_counts=True)
    return np.stack([difference[:, draw == name].mean(axis=1) for name in names], axis=1), runs


@pytest.mark.parametrize(("n", "expected"), [(10, 9 / 11), (25, 0.90), (50, 0.90)])
def test_a_fresh_draw_falls_into_the_printed_range_in_90_of_100_cases(n, expected):
    """4,000 rows, one fresh draw each; a deviation beyond 3.9 standard errors has a false-alarm rate of 1e-4."""
    rng = np.random.default_rng(n)
    values = rng.normal(5.0, 3.0, (ROWS, n + 1))
    spread = spread_of(values[:, :n], np.ones(n, dtype=np.int64), None)
    inside = (spread.low <= values[:, n]) & (values[:, n] <= spread.high)
    assert abs(inside.mean() - expected) < 3.9 * np.sqrt(expected * (1.0 - expected) / ROWS)


def test_the_range_stays_and_the_interval_of_the_mean_shrinks_with_more_draws():
    """Forty indicators, each with draws of its own; the range holds nine of ten draws at either number."""
    rng, widths, inside = np.random.default_rng(3), [], []
    names = [f"i{number:02}" for number in range(40)]
    for draws in (40, 160):
        of_draw = rng.normal(-200.0, 80.0, (40, draws))
        shift = np.repeat(of_draw[:, None, :], len(YEARS), axis=1)
        effects = compute_effects(
            table(cells(names), np.full(shift.shape, 500.0), {"option": shift}, np.arange(draws)),
            manifest([indicator(name) for name in names], replicates=draws // 2, draws=draws),
        )
        rows = effects[effects["period"].str.contains("-")].set_index("indicator").loc[names]
        low, high = rows["low"].to_numpy(), rows["high"].to_numpy()
        widths.append(((high - low).mean(), (rows["mean_high"] - rows["mean_low"]).mean()))
        inside.append(((low[:, None] <= of_draw) & (of_draw <= high[:, None])).mean())
    assert widths[1][0] == pytest.approx(widths[0][0], rel=0.15)
    assert widths[1][1] < 0.6 * widths[0][1]
    assert min(inside) == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize(("not_knowing", "chance"), [(3.0, 0.0), (3.0, 1.0), (1.0, 1.0), (0.0, 1.0)])
def test_chance_and_not_knowing_are_told_apart(not_knowing, chance):
    """Ten repeated draws of 50: mean over 4,000 rows within 0.06 (shares are bounded, which bends them a little)."""
    difference, draw = drawn(30, np.random.default_rng(4), not_knowing, chance)
    assert (len(draw), draw.max() + 1) == (60, 50)
    spread = spread_of(*by_draw(difference, draw), chance_of(difference, draw))
    expected = chance**2 / (chance**2 + not_knowing**2)
    assert np.median(spread.chance_share) == pytest.approx(expected, abs=0.06)


def test_too_few_repeated_draws_do_not_tell_chance():
    difference, draw = drawn(14, np.random.default_rng(5), 1.0, 1.0, rows=3)
    assert np.isfinite(chance_of(difference, draw).variance).all()
    difference, draw = drawn(6, np.random.default_rng(5), 1.0, 1.0, rows=3)
    assert np.isnan(chance_of(difference, draw).variance).all()


def test_chance_alone_does_not_make_the_sign_of_draws_disagree():
    """A mean of half a standard deviation of chance: single runs disagree, the draws (all of one effect) do not."""
    rng = np.random.default_rng(6)
    difference, draw = drawn(30, rng, 0.05, 1.0)
    units, runs = by_draw(difference + 0.5, draw)
    told = spread_of(units, runs, chance_of(difference + 0.5, draw)).same_sign
    plain = spread_of(units, runs, None).same_sign
    assert np.median(plain) < 0.8 < np.median(told)


@pytest.mark.parametrize("ratio", [0.3, 0.6, 1.0])
def test_so_many_runs_find_an_effect_of_that_size(ratio):
    """The exact power of the t test at the number given, from the noncentral t distribution."""
    n = int(runs_needed(np.array([ratio]), np.array([1.0]))[0])
    critical = stats.t.ppf(0.975, n - 1)
    power = stats.nct.sf(critical, n - 1, ratio * np.sqrt(n))
    assert POWER - 0.005 < power < POWER + 0.04


def suspected(difference, replicates, relevance=1.0):
    shift = np.broadcast_to(difference, (1, len(YEARS), 2 * replicates))
    entry = {"indicator": "a"}
    effects = compute_effects(
        table(cells(["a"]), np.full(shift.shape, 500.0), {"option": shift}),
        manifest(
            [indicator("a", relevance=relevance)], replicates, scenarios={"option": {"suspected": [entry]}}
        ),
    )
    return overall_state(effects, entry), one(effects, "a")["runs_needed"]


def test_a_clear_effect_in_three_runs_is_not_called_not_found():
    state, needed = suspected(np.array([2.8, 2.9, 2.7] * 2), 3)
    assert (state, needed) == ("too_few", 10.0)


def test_not_found_needs_runs_enough_to_find_what_matters():
    rng = np.random.default_rng(7)
    noise = rng.normal(0.0, 2.0, 60)
    state, needed = suspected(noise, 30, relevance=0.5)
    assert state == "too_few"
    assert 100 < needed < 250
    assert suspected(noise, 30, relevance=3.0)[0] == "not_found"


def test_an_effect_shown_to_be_too_small_needs_no_more_runs():
    """30 runs would find an effect of 1.0 with less than 90 %, but their interval rules it out."""
    noise = np.random.default_rng(7).normal(0.0, 2.0, 60)
    state, needed = suspected(noise - noise[30:].mean(), 30)
    assert (state, needed > 30) == ("not_found", True)
