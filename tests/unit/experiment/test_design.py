"""The design: which runs there are, with which dice, and what tells one run from another."""

from __future__ import annotations

import copy
import json
import tracemalloc
from itertools import islice

import numpy as np
import pytest

from simsocial.experiment import design
from simsocial.experiment.design import Blocks, draw_of, replicate_seed, stages

CONFIG = {
    "name": "x", "seed": 1, "replicates": 3, "workers": 2, "twins": 5, "draws": None, "synthesis_seeds": 1,
    "executor": {"kind": "processes"},    "report": {"language": "de"}, "region": {"kind": "musterkreis"},
    "horizon": {"start": "2027-01", "end": "2031-12", "spin_up": 36, "known_until": None},
    "parameters": {}, "services": {"nursery": {"order": 20}}, "processes": {"mortality": True},
    "title": {"de": "x", "en": "x"}, "measures": {}, "targets": [], "suspected": [],
    "laws": {}, "legal_calendar": {},
}  # fmt: skip


def configs(*names, **changes):
    return {name: copy.deepcopy(CONFIG) | changes for name in names}


def draws(configs):
    return [draw_of(configs, number) for number in range(sum(stages(configs)))]


def keys(found):
    return {run.key for block in found for run in block.runs}


def test_every_option_meets_the_same_replicates():
    blocks = Blocks(configs("status_quo", "a", "b"), "hash")
    assert [(block.draw, block.replicate) for block in blocks] == [(number, number) for number in range(6)]
    assert all([run.scenario for run in block.runs] == ["status_quo", "a", "b"] for block in blocks)
    assert len({run.replicate for run in blocks[4].runs}) == 1


def test_a_comparison_confirms_on_as_many_fresh_replicates():
    assert stages(configs("status_quo", "a")) == (3, 3)
    assert stages(configs("status_quo")) == (3, 0)
    assert len(Blocks(configs("status_quo"), "hash")) == 3


def test_a_comparison_draws_and_repeats_every_sixth_draw_with_other_dice():
    found = draws(configs("status_quo", "a", replicates=30))
    assert [len(set(stage)) for stage in (found[:30], found[30:])] == [25, 25]
    assert not set(found[:30]) & set(found[30:])
    assert sorted(np.unique(found, return_counts=True)[1])[-11:] == [1, *[2] * 10]
    assert set(draws(configs("status_quo"))) == {None}
    assert {block.draw for block in Blocks(configs("status_quo"), "hash")} == {None}


def test_draws_that_are_asked_for_are_crossed_with_the_replicates():
    found = draws(configs("status_quo", "a", draws=5, replicates=10))
    assert found == [*range(5), *range(5), *range(5, 10), *range(5, 10)]
    assert stages(configs("status_quo", "a", draws=100)) == (120, 120)
    assert len(set(draws(configs("status_quo", "a", draws=48)))) == 96
    assert draws(configs("a", draws=2)) == [0, 1, 0]


def test_without_draws_chance_alone_differs():
    assert set(draws(configs("status_quo", "a", draws=0))) == {None}
    blocks = Blocks(configs("status_quo", "a", draws=0), "hash")
    assert {(block.draw, run.draw) for block in blocks for run in block.runs} == {(None, 0)}


def test_syntheses_take_turns_and_are_the_same_in_every_option():
    blocks = Blocks(configs("status_quo", "a", synthesis_seeds=2), "hash")
    assert [block.synthesis_seed for block in blocks] == [1, 2, 1, 2, 1, 2]
    assert {block.synthesis_seed for block in Blocks(configs("status_quo", "a"), "hash")} == {1}


def test_every_run_has_a_key_of_its_own_also_where_two_scenarios_say_the_same():
    assert len(keys(Blocks(configs("a"), "hash"))) == 3
    assert len(keys(Blocks(configs("status_quo", "a", "copy_of_a"), "hash"))) == 18


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 2}, {"region": {"kind": "thueringen"}}, {"horizon": CONFIG["horizon"] | {"end": "2030-12"}},
        {"parameters": {"fertility.male_share": 0.5}}, {"services": {}}, {"processes": {"mortality": False}},
        {"measures": {"m": {"kind": "no_change"}}}, {"draws": 3}, {"synthesis_seeds": 2}, {"laws": {"fees": True}},
        {"legal_calendar": {"fees": {"status": "open"}}},
    ],
)  # fmt: skip
def test_what_a_run_computes_is_part_of_its_key(changes):
    assert not keys(Blocks(configs("a"), "hash")) & keys(Blocks(configs("a", **changes), "hash"))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "y"}, {"workers": 9}, {"twins": 0}, {"executor": {"kind": "serial"}}, {"report": {"language": "en"}},
        {"targets": [{"indicator": "x"}]}, {"suspected": [1]}, {"title": {"de": "y", "en": "y"}},
    ],
)  # fmt: skip
def test_what_a_run_does_not_compute_is_no_part_of_its_key(changes):
    assert keys(Blocks(configs("a"), "hash")) == keys(Blocks(configs("a", **changes), "hash"))


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
    one = Blocks(configs("a") | configs("c"), "hash")
    other = Blocks(configs("b", **changes) | configs("c"), "hash")
    assert (of("c", one) == of("c", other)) == same
    assert bool(of("c", one) & of("c", other)) == same


def test_a_run_alone_is_the_one_beside_a_reference_of_the_same_settings():
    alone, beside = configs("a", draws=0), configs("b", "a", draws=0)
    assert of("a", Blocks(alone, "hash")) < of("a", Blocks(beside, "hash"))


def test_more_replicates_keep_the_keys_of_the_first():
    few, many = (keys(Blocks(configs("a", replicates=number), "hash")) for number in (2, 5))
    assert few < many


def test_other_tables_and_other_sources_are_other_runs(monkeypatch):
    found = keys(Blocks(configs("a"), "hash"))
    assert not found & keys(Blocks(configs("a"), "other"))
    monkeypatch.setattr(design, "run_hash", lambda: "edited")
    assert not found & keys(Blocks(configs("a"), "hash"))


def test_the_order_of_keys_in_a_file_does_not_matter():
    turned = {key: CONFIG[key] for key in reversed(CONFIG)}
    assert keys(Blocks({"a": turned}, "hash")) == keys(Blocks(configs("a"), "hash"))


def test_settings_read_back_from_a_manifest_are_the_same_runs():
    tables = {**CONFIG, "services": {"kita": {"take_up": {10: 0.3, 9: 0.2}}}}
    stored = json.loads(json.dumps(tables))
    assert keys(Blocks({"a": stored}, "hash")) == keys(Blocks({"a": tables}, "hash"))


def test_seeds_of_replicates_differ_and_are_the_same_everywhere():
    seeds = [replicate_seed(1, number) for number in range(1000)]
    assert len(set(seeds)) == 1000
    assert not set(seeds) & {replicate_seed(2, number) for number in range(1000)}
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.parametrize("changes", [{}, {"draws": 5}, {"draws": 0}, {"replicates": 1}, {"draws": 48}])
@pytest.mark.parametrize("names", [["a"], ["a", "b"]])
def test_the_number_of_draws_is_that_of_the_blocks(names, changes):
    blocks = Blocks(configs(*names, **changes), "hash")
    assert blocks.draws == len({block.draw for block in blocks} - {None})


def test_a_billion_replicates_take_no_memory_before_the_first():
    blocks = Blocks(configs("a", "b", replicates=10**9), "hash")
    tracemalloc.start()
    first = [block.replicate for block in islice(blocks, 3)]
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(blocks), first) == (2 * 10**9, [0, 1, 2])
    assert blocks[len(blocks) - 1].replicate == 2 * 10**9 - 1
    assert used < 100_000
