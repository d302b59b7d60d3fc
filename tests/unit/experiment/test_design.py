"""The design: which runs there are, with which dice, and what tells one run from another."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from simsocial.experiment import design
from simsocial.experiment.design import blocks_of, draws_of, replicate_seed, stages

CONFIG = {
    "name": "x", "seed": 1, "replicates": 3, "workers": 2, "twins": 5, "draws": None, "synthesis_seeds": 1,
    "executor": {"kind": "processes"},    "report": {"language": "de"}, "region": {"kind": "musterkreis"},
    "horizon": {"start": "2027-01", "end": "2031-12", "spin_up": 36, "known_until": None},
    "parameters": {}, "services": {"nursery": {"order": 20}}, "processes": {"mortality": True},
    "title": {"de": "x", "en": "x"}, "measures": {}, "targets": [], "suspected": [],
}  # fmt: skip


def configs(*names, **changes):
    return {name: copy.deepcopy(CONFIG) | changes for name in names}


def keys(found):
    return {run.key for block in found for run in block.runs}


def test_every_option_meets_the_same_replicates():
    blocks = blocks_of(configs("status_quo", "a", "b"), "hash")
    assert [(block.draw, block.replicate) for block in blocks] == [(number, number) for number in range(6)]
    assert all([run.scenario for run in block.runs] == ["status_quo", "a", "b"] for block in blocks)
    assert len({run.replicate for run in blocks[4].runs}) == 1


def test_a_comparison_confirms_on_as_many_fresh_replicates():
    assert stages(configs("status_quo", "a")) == (3, 3)
    assert stages(configs("status_quo")) == (3, 0)
    assert len(blocks_of(configs("status_quo"), "hash")) == 3


def test_a_comparison_draws_and_repeats_every_sixth_draw_with_other_dice():
    draws = draws_of(configs("status_quo", "a", replicates=30))
    assert [len(set(stage)) for stage in (draws[:30], draws[30:])] == [25, 25]
    assert not set(draws[:30]) & set(draws[30:])
    assert sorted(np.unique(draws, return_counts=True)[1])[-11:] == [1, *[2] * 10]
    assert draws_of(configs("status_quo")) is None
    assert {block.draw for block in blocks_of(configs("status_quo"), "hash")} == {None}


def test_draws_that_are_asked_for_are_crossed_with_the_replicates():
    draws = draws_of(configs("status_quo", "a", draws=5, replicates=10))
    assert draws == [*range(5), *range(5), *range(5, 10), *range(5, 10)]
    assert stages(configs("status_quo", "a", draws=100)) == (120, 120)
    assert len(set(draws_of(configs("status_quo", "a", draws=48)))) == 96
    assert draws_of(configs("a", draws=2)) == [0, 1, 0]


def test_without_draws_chance_alone_differs():
    assert draws_of(configs("status_quo", "a", draws=0)) is None
    blocks = blocks_of(configs("status_quo", "a", draws=0), "hash")
    assert {(block.draw, run.draw) for block in blocks for run in block.runs} == {(None, 0)}


def test_syntheses_take_turns_and_are_the_same_in_every_option():
    blocks = blocks_of(configs("status_quo", "a", synthesis_seeds=2), "hash")
    assert [block.synthesis_seed for block in blocks] == [1, 2, 1, 2, 1, 2]
    assert {block.synthesis_seed for block in blocks_of(configs("status_quo", "a"), "hash")} == {1}


def test_every_run_has_a_key_of_its_own_also_where_two_scenarios_say_the_same():
    assert len(keys(blocks_of(configs("a"), "hash"))) == 3
    assert len(keys(blocks_of(configs("status_quo", "a", "copy_of_a"), "hash"))) == 18


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 2}, {"region": {"kind": "thueringen"}}, {"horizon": CONFIG["horizon"] | {"end": "2030-12"}},
        {"parameters": {"fertility.male_share": 0.5}}, {"services": {}}, {"processes": {"mortality": False}},
        {"measures": {"m": {"kind": "no_change"}}}, {"draws": 3}, {"synthesis_seeds": 2},
    ],
)  # fmt: skip
def test_what_a_run_computes_is_part_of_its_key(changes):
    assert not keys(blocks_of(configs("a"), "hash")) & keys(blocks_of(configs("a", **changes), "hash"))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "y"}, {"workers": 9}, {"twins": 0}, {"executor": {"kind": "serial"}}, {"report": {"language": "en"}},
        {"targets": [{"indicator": "x"}]}, {"suspected": [1]}, {"title": {"de": "y", "en": "y"}},
    ],
)  # fmt: skip
def test_what_a_run_does_not_compute_is_no_part_of_its_key(changes):
    assert keys(blocks_of(configs("a"), "hash")) == keys(blocks_of(configs("a", **changes), "hash"))


def of(scenario, found):
    return {run.key for block in found for run in block.runs if run.scenario == scenario}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"processes": {"mortality": False}}, False), ({"services": {}}, False),
        ({"parameters": {"fertility.male_share": 0.5}}, False),
        ({"measures": {"m": {"kind": "no_change"}}, "title": {"de": "y", "en": "y"}, "workers": 9}, True),
    ],
)  # fmt: skip
def test_a_run_is_told_by_the_spin_up_of_its_reference(changes, same):
    one = blocks_of(configs("a") | configs("c"), "hash")
    other = blocks_of(configs("b", **changes) | configs("c"), "hash")
    assert (of("c", one) == of("c", other)) == same
    assert bool(of("c", one) & of("c", other)) == same


def test_a_run_alone_is_the_one_beside_a_reference_of_the_same_settings():
    alone, beside = configs("a", draws=0), configs("b", "a", draws=0)
    assert of("a", blocks_of(alone, "hash")) < of("a", blocks_of(beside, "hash"))


def test_more_replicates_keep_the_keys_of_the_first():
    few, many = (keys(blocks_of(configs("a", replicates=number), "hash")) for number in (2, 5))
    assert few < many


def test_other_tables_and_other_sources_are_other_runs(monkeypatch):
    found = keys(blocks_of(configs("a"), "hash"))
    assert not found & keys(blocks_of(configs("a"), "other"))
    monkeypatch.setattr(design, "source_hash", lambda: "edited")
    assert not found & keys(blocks_of(configs("a"), "hash"))


def test_the_order_of_keys_in_a_file_does_not_matter():
    turned = {key: CONFIG[key] for key in reversed(CONFIG)}
    assert keys(blocks_of({"a": turned}, "hash")) == keys(blocks_of(configs("a"), "hash"))


def test_seeds_of_replicates_differ_and_are_the_same_everywhere():
    seeds = [replicate_seed(1, number) for number in range(1000)]
    assert len(set(seeds)) == 1000
    assert not set(seeds) & {replicate_seed(2, number) for number in range(1000)}
    assert all(0 <= seed < 2**63 for seed in seeds)
