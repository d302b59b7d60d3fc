"""The states of what was suspected beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.suspicion import overall_state
from tests.unit.analysis.planted import PAIRS, YEARS, cells, effects_of, indicator, manifest, one, table


def test_suspected_effects_end_in_four_states():
    rng = np.random.default_rng(7)
    suspected = [
        {"indicator": name, "reason": {"de": "x", "en": "x"}} for name in ("hit", "noise", "fixed", "births")
    ]
    option = {"suspected": suspected}
    effects = effects_of(
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
    effects = effects_of(kinds, scenarios={"option": {"suspected": suspected}})
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


def test_a_suspicion_is_found_and_has_a_direction_only_above_its_relevance():
    small = np.random.default_rng(1).normal(4.0, 1.0, PAIRS)
    option = {"suspected": [{"indicator": "a"}]}
    for threshold, expected in ((5.0, ("not_found", "neutral")), (3.0, ("found", "against"))):
        effects = effects_of(
            {"a": small}, metadata=[indicator("a", relevance=threshold)], scenarios={"option": option}
        )
        assert tuple(one(effects, "a")[["suspected", "verdict"]]) == expected
        assert one(effects, "a")["q_value"] < 0.05


def test_what_measures_set_themselves_can_be_found_where_it_was_suspected():
    option = {"suspected": [{"indicator": "places"}]}
    effects = effects_of(
        {"places": np.full(PAIRS, 36.0)},
        metadata=[indicator("places", set_by_measures=True)],
        scenarios={"option": option},
    )
    assert tuple(one(effects, "places")[["role", "suspected", "verdict"]]) == ("none", "found", "against")
