"""Parts of an effect by mechanism: they sum to the whole, and each mechanism gets what it does."""

from __future__ import annotations

import pytest

from simsocial.analysis.why import WHY_COLUMNS, compute_why, option_in, shapley_terms
from simsocial.core.errors import RunError
from tests.unit.analysis.planted import PAIRS, indicator, manifest
from tests.unit.analysis.planted_worlds import MECHANISMS, world_manifest, world_table


@pytest.fixture(scope="module")
def worlds():
    return world_table()


@pytest.fixture(scope="module")
def plan():
    return world_manifest([indicator("i0"), indicator("still")])


def test_parts_sum_to_the_whole_exactly(worlds, plan):
    found = compute_why(worlds, plan)
    assert found.columns.tolist() == WHY_COLUMNS
    assert set(found["indicator"]) == {"i0"}
    parts = found.set_index("part")["effect"]
    assert parts.drop("total").sum() == pytest.approx(parts["total"], rel=1e-12)
    assert found.set_index("part")["share"].drop("total").sum() == pytest.approx(1.0)


def test_each_mechanism_gets_what_it_does(worlds, plan):
    found = compute_why(worlds, plan).set_index("part")
    expected = {"total": 16.0, "direct": 2.0, "staff": 8.0 + 3.0, "travel": 3.0, "income": 0.0}
    assert found["effect"].to_dict() == pytest.approx(expected, rel=0.02, abs=1e-9)
    assert found["test"].to_dict() == dict.fromkeys(expected, "t") | {"income": "untouched"}
    assert (found.loc["staff", "mean_low"], found.loc["staff", "n"]) > (10.0, PAIRS - 1)


def test_where_one_world_has_no_value_the_run_counts_in_no_part(worlds, plan):
    gap = (worlds["scenario"] == "option~staff") & (worlds["replicate"] == 3)
    found = compute_why(worlds.assign(value=worlds["value"].mask(gap)), plan)
    assert set(found["n"]) == {PAIRS - 1}
    parts = found.set_index("part")["effect"]
    assert parts.drop("total").sum() == pytest.approx(parts["total"], rel=1e-12)


def test_weights_are_those_of_shapley():
    total, direct, *parts = shapley_terms("r", "o", MECHANISMS)
    assert total.actual == {"r": 0.0, "o": 1.0}
    for world in {name for term in parts for name in term.actual}:
        # Every world but that of the whole effect cancels; the reference stands once in each term.
        summed = sum(term.actual.get(world, 0.0) - (world == "r") for term in (direct, *parts))
        assert summed == pytest.approx({"o": 1.0, "r": -1.0}.get(world, 0.0), abs=1e-12)


def test_missing_worlds_and_other_results_are_refused(worlds, plan):
    with pytest.raises(RunError, match="world 'option~staff'"):
        compute_why(worlds[worlds["scenario"] != "option~staff"], plan)
    with pytest.raises(RunError, match="simsocial why"):
        option_in(manifest([indicator("i0")]))
