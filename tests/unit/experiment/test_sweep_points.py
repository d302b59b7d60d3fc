"""The points of a sweep and the families of settings that are simulated for them."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment.design import Blocks
from simsocial.experiment.family_runs import pieces_of
from simsocial.experiment.sweep_configs import at_point, check_factor, families_of
from simsocial.experiment.sweep_file import SweepFile, read_sweep
from simsocial.experiment.sweep_points import points_of

START, PLACES, SHARE = "measures.m.start", "measures.m.licensed_places", "parameters.fertility.male_share"
HORIZON = {"start": "2027-01", "end": "2031-12", "spin_up": 36, "known_until": None}


def sweep(**content):
    return SweepFile.of({"scenarios": ["quo", "idea"], **content}, "sweep.yaml")


def points(**content):
    return points_of(sweep(**content), lambda _: (0.4, 0.6))


def test_a_grid_has_all_combinations():
    found = points(factors={START: ["2027-08", "2028-08"], PLACES: {"low": 10, "high": 20, "steps": 3}})
    assert [tuple(point.values()) for point in found] == [
        (start, places) for start in ("2027-08", "2028-08") for places in (10, 15, 20)
    ]


def test_a_list_is_taken_as_it_stands():
    rows = [{PLACES: 10, SHARE: 0.5}, {PLACES: 30, SHARE: 0.4}]
    assert points(design="list", points=rows) == rows


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_spread_points_fill_their_ranges_and_come_again_with_the_seed(design):
    factors = {
        SHARE: "registered",
        PLACES: {"low": 10, "high": 13},
        START: {"low": "2027-01", "high": "2027-04"},
    }
    found = points(design=design, points=16, factors=factors)
    share, places, start = (np.array([point[key] for point in found]) for key in factors)
    # One in each sixteenth of the range, whole numbers and months four times each.
    assert sorted(((share - 0.4) / 0.2 * 16).astype(int)) == list(range(16))
    assert [list(places).count(number) for number in range(10, 14)] == [4] * 4
    assert [list(start).count(f"2027-0{month}") for month in range(1, 5)] == [4] * 4
    assert points(design=design, points=16, factors=factors) == found
    assert points(design=design, points=16, factors=factors, seed=2) != found


def test_between_whole_numbers_a_parameter_is_not_whole():
    values = [point[SHARE] for point in points(factors={SHARE: {"low": 0, "high": 1, "steps": 3}})]
    assert values == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({}, "factors: is missing"),
        ({"factors": {PLACES: []}}, "has no value"),
        ({"factors": {PLACES: [1]}, "points": 3}, "a grid has all combinations"),
        ({"factors": {PLACES: [1]}, "design": "sobol"}, "how many"),
        ({"factors": {PLACES: [1]}, "design": "sobol", "points": 12}, "Valid: 8 or 16"),
        ({"design": "list", "points": [{PLACES: 1}, {SHARE: 1}]}, "the same factors"),
        ({"design": "list", "factors": {PLACES: [1]}, "points": [{PLACES: 1}]}, "and no factors"),
        ({"factors": {PLACES: {"low": 1, "high": "2027-01"}}}, "two numbers or two months"),
        ({"factors": {PLACES: [1]}, "design": "gird"}, "grid"),
        ({"factors": {PLACES: {"low": 1, "hihg": 2}}}, "high"),
        ({"factors": {PLACES: {"low": 0.0, "high": 1.0, "steps": 1000}, SHARE: {"low": 0, "high": 1, "steps": 999}}},
         "999,000 points"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told(content, told):
    with pytest.raises(ConfigError) as raised:
        points(**content)
    assert told in str(raised.value)


def test_a_file_is_read_as_it_looks(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"scenarios: [quo]\nfactors: {{{START}: [2027-08]}}\n", encoding="utf-8")
    assert read_sweep(path).factors == {START: ("2027-08",)}
    path.write_text("- a\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="keys with values"):
        read_sweep(path)


@pytest.mark.parametrize("key", ["horizon.end", "replicates", "region", "parameters", "measures"])
def test_what_all_points_share_is_no_factor(key):
    with pytest.raises(ConfigError, match="cannot be swept"):
        check_factor(key)


def configs():
    common = {
        "seed": 1,
        "draws": 0,
        "replicates": 2,
        "synthesis_seeds": 1,
        "parameters": {},
        "laws": {},
        "horizon": HORIZON,
    }
    measure = {"m": {"kind": "open_site", "start": "2027-08", "licensed_places": 10}}
    return {"quo": {**common, "measures": {}}, "idea": {**common, "measures": measure}}


def test_levers_share_the_reference_and_parameters_have_their_own():
    levers = families_of(configs(), points(factors={PLACES: [10, 20, 30]}))
    assert [list(family.configs) for family in levers] == [["quo", "idea@0", "idea@1", "idea@2"]]
    assert levers[0].points == {"quo": [0, 1, 2], "idea@0": [0], "idea@1": [1], "idea@2": [2]}
    both = families_of(configs(), points(factors={PLACES: [10, 20], SHARE: [0.4, 0.6]}))
    assert [family.points["quo"] for family in both] == [[0, 2], [1, 3]]
    assert [family.configs["quo"]["parameters"] for family in both] == [
        {"fertility.male_share": value} for value in (0.4, 0.6)
    ]
    assert both[1].configs["idea@3"]["measures"]["m"]["licensed_places"] == 20


def test_a_scenario_without_the_measure_is_simulated_once():
    base = {**configs(), "other": configs()["quo"]}
    (family,) = families_of(base, points(factors={PLACES: [10, 20, 30]}))
    assert family.points["other@0"] == [0, 1, 2]
    assert family.scenario["other@0"] == "other"


def test_a_point_changes_nothing_but_its_factors():
    idea = configs()["idea"]
    found = at_point(idea, {START: "2029-08", SHARE: 0.5})
    assert idea == configs()["idea"]
    assert found["horizon"] is idea["horizon"]
    assert found["measures"]["m"] == {**idea["measures"]["m"], "start": "2029-08"}
    assert at_point(configs()["quo"], {START: "2029-08"}) == configs()["quo"]


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_pieces_hold_each_run_once_and_the_reference_first(workers):
    families = families_of(configs(), points(factors={PLACES: [10, 20, 30, 40], SHARE: [0.4, 0.6]}))
    blocks = [Blocks(family.configs, "data", confirm=False) for family in families]
    pieces = list(pieces_of(families, blocks, workers))
    runs = [run.key for piece in pieces for run in piece.block.runs]
    assert sorted(runs) == sorted({run.key for one in blocks for block in one for run in block.runs})
    assert len(runs) == 2 * 2 * 5
    assert len(pieces) >= min(4 * workers, len(runs))
    for piece in pieces:
        assert next(iter(piece.configs)) == "quo"
        assert {run.scenario for run in piece.block.runs} <= set(piece.configs)


def test_a_sweep_has_no_second_stage():
    assert len(Blocks(configs(), "data")) == 4
    once = Blocks(configs(), "data", confirm=False)
    assert len(once) == 2
    assert [once[0].runs[1].key] == [Blocks(configs(), "data")[0].runs[1].key]
