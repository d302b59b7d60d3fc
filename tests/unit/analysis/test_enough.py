"""The number of replicates that a pilot asks for, and that what is printed then does not depend on the choice."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.analysis.auto import _choice
from simsocial.analysis.enough import ASSURANCE, Need, needs_of, replicates_of, units_needed
from simsocial.analysis.paired import paired_statistics
from simsocial.core.errors import ConfigError, RunError
from simsocial.experiment.design import Blocks
from simsocial.experiment.precision import USUAL, Precision, read_precision
from tests.unit.analysis.planted import cells, indicator, manifest, table

FALSE_ALARM = 3.72
"""Standard errors that a correct program exceeds once in 10,000 tests (one-sided)."""
EXPERIMENTS, PILOT = 1_500, 16


def _chosen(draw, half_width):
    """Means, covered and narrow enough of fresh runs after a pilot, and means of pilot and fresh runs together."""
    fresh_mean, pooled_mean, covered, narrow = [], [], [], []
    for _ in range(EXPERIMENTS):
        pilot = draw(PILOT)
        fresh = draw(int(units_needed(pilot, half_width)))
        rows = paired_statistics(fresh[None, :])
        covered.append(rows.low[0] <= 0.0 <= rows.high[0])
        narrow.append(rows.high[0] - rows.low[0] <= 2.0 * half_width)
        fresh_mean.append(fresh.mean())
        pooled_mean.append(np.concatenate([pilot, fresh]).mean())
    return tuple(np.array(part, dtype=float) for part in (fresh_mean, pooled_mean, covered, narrow))


def test_after_a_pilot_the_interval_of_normal_differences_covers_95_percent_and_is_as_narrow_as_asked():
    """1,500 experiments, each bound with false alarm 1e-4: coverage to either side, narrow in four of five."""
    rng = np.random.default_rng(301)
    mean, _, covered, narrow = _chosen(lambda size: rng.normal(0.0, 1.0, size), 0.35)
    assert abs(covered.mean() - 0.95) < FALSE_ALARM * np.sqrt(0.95 * 0.05 / EXPERIMENTS)
    assert abs(mean.mean()) < FALSE_ALARM * mean.std() / np.sqrt(EXPERIMENTS)
    assert narrow.mean() > ASSURANCE - FALSE_ALARM * np.sqrt(ASSURANCE * (1 - ASSURANCE) / EXPERIMENTS)


def test_the_printed_mean_of_skewed_differences_is_not_moved_by_the_choice_as_that_with_the_pilot_would_be():
    """Exponential differences with mean 0, 1,500 experiments; false alarm 1e-4 for each side of the two bounds."""
    rng = np.random.default_rng(302)
    mean, pooled, covered, _ = _chosen(lambda size: rng.exponential(1.0, size) - 1.0, 0.35)
    assert abs(mean.mean()) < FALSE_ALARM * mean.std() / np.sqrt(EXPERIMENTS)
    assert pooled.mean() < -FALSE_ALARM * pooled.std() / np.sqrt(EXPERIMENTS)
    assert covered.mean() > 0.90


def test_what_moves_in_few_runs_asks_for_enough_of_them_to_move():
    rare = np.zeros(PILOT)
    rare[0] = 1.0
    assert units_needed(rare, 10.0) == 240.0
    assert units_needed(np.full(PILOT, 5.0), 0.0) == 10.0
    assert units_needed(np.zeros(PILOT), 0.0) == 10.0
    assert units_needed(np.arange(PILOT, dtype=float), 0.0) == np.inf
    missing = np.array([np.nan, *np.linspace(-1, 1, PILOT)])
    assert units_needed(missing, 0.2) == units_needed(missing[1:], 0.2)


@pytest.mark.parametrize("units", [10, 24, 25, 50, 51, 333])
def test_so_many_replicates_of_each_stage_have_so_many_draws(units):
    """The number of the design, and one fewer would not do."""
    for both in (True, False):
        found = int(replicates_of(units, draws=True, both=both))
        made = []
        for replicates in (found - 1, found):
            config = {"draws": None, "replicates": replicates, "synthesis_seeds": 1}
            settings = {"measures": {}, "laws": {}, **config}
            made.append(Blocks({"a": settings, "b": settings}, "hash").draws // (1 if both else 2))
        assert made[0] < units <= made[1]


class _Pilot:
    """Stored results of a pilot as `needs_of` reads them."""

    def __init__(self, shift, scenario, finished=None):
        names = ["waiting", "full_cost_kreis"]
        metadata = [indicator("waiting", relevance=0.5), indicator("full_cost_kreis", relevance=1.0)]
        self.manifest = manifest(metadata, 9, draws=16, scenarios={"option": scenario})
        where = cells(names, ("region", "A"))
        runs = shift.shape[-1]
        base = np.full((len(where), 5, runs), 100.0)
        difference = np.broadcast_to(shift, base.shape)
        self._table = table(where, base, {"option": difference}, draws=np.arange(runs))
        self.folder, self.reference, self.options = "pilot", "status_quo", ["option"]

    def years_by_area(self, indicators):
        return self._table[self._table["indicator"].isin(indicators)]


def test_targets_ask_for_their_own_precision_and_an_option_without_any_for_what_it_costs():
    rng = np.random.default_rng(303)
    shift = rng.normal(10.0, 4.0, PILOT)
    targets = {"targets": [{"indicator": "waiting", "area": "A", "direction": "down"}]}
    (need,) = needs_of(_Pilot(shift, targets), USUAL, {})
    assert (need.scenario, need.indicator, need.area, need.pilot_nonzero) == ("option", "waiting", "A", PILOT)
    assert need.half_width == pytest.approx(0.15 * shift.mean())
    assert need.pilot_deviation == pytest.approx(shift.std(ddof=1))
    assert need.units == units_needed(shift, need.half_width)
    assert need.replicates == replicates_of(need.units, draws=True, both=True)
    (single,) = needs_of(_Pilot(shift, targets), USUAL, {"waiting": Precision(size=1.0)})
    assert single.half_width == 1.0
    (relevant,) = needs_of(_Pilot(shift - 10.0, targets), USUAL, {})
    assert relevant.half_width == 0.5
    (cost,) = needs_of(_Pilot(shift, {}), USUAL, {})
    assert (cost.indicator, cost.area) == ("full_cost_kreis", "region")
    assert cost.replicates == replicates_of(cost.units, draws=True, both=False)
    with pytest.raises(RunError, match="9 draws of the pilot"):
        needs_of(_Pilot(shift[:9], targets), USUAL, {})


def test_the_number_keeps_its_bounds_and_says_why():
    bounds = {"min_replicates": 14, "max_replicates": 100}

    def need(replicates):
        return Need("option", "waiting", "A", 16, 16, 10.0, 4.0, 1.5, 2 * replicates, replicates)

    found = {
        replicates: _choice([need(5.0), need(replicates)], bounds)
        for replicates in (8.0, 14.0, 60.0, 101.0, np.inf)
    }
    assert {number: (one.replicates, one.stopped) for number, one in found.items()} == {
        8.0: (14, "min_replicates"),
        14.0: (14, "precise"),
        60.0: (60, "precise"),
        101.0: (100, "max_replicates"),
        np.inf: (100, "max_replicates"),
    }
    assert "waiting (A), deviation 4 over 16 units of the pilot, asked +-1.5" in found[60.0].told
    assert found[np.inf].entry["targets"][1]["replicates"] is None
    assert _choice([], bounds).stopped == "min_replicates"


def test_the_variance_behind_the_number_is_the_upper_one_of_the_pilot():
    sample = np.random.default_rng(304).normal(0.0, 1.0, PILOT)
    upper = sample.var(ddof=1) * 15 / stats.chi2.ppf(0.2, 15)
    units = units_needed(sample, 0.2)
    half = {n: stats.t.ppf(0.975, n - 1) * np.sqrt(upper / n) for n in (units, units - 1)}
    assert half[units] <= 0.2 < half[units - 1]


@pytest.mark.parametrize("value", ["0%", "-1", "much", True, {"births": "x%"}, "nan", "inf"])
def test_what_is_no_precision_is_refused_with_its_key(value):
    with pytest.raises(ConfigError, match=r"precision(\.births)?="):
        read_precision(value)
