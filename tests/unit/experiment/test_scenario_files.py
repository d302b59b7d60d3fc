"""A scenario is a file of any name, inherits, and is refused where it does not say what it looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial.core.errors import ConfigError, SimsocialError
from simsocial.experiment.compose import compose_scenarios
from tests.unit.experiment.composing import FAST, mistake

pytestmark = pytest.mark.any_python


def test_a_scenario_inherits_through_defaults(folder: Path) -> None:
    text = "defaults: [mine, _self_]\nmeasures: {close_one: {start: 2030-08}}\ntargets: {births: null}\n"
    (folder / "scenarios" / "later.yaml").write_text("# @package _global_\n" + text, encoding="utf-8")
    settings = compose_scenarios(["later"], [FAST])["later"]
    assert settings["measures"]["close_one"]["start"] == "2030-08"
    assert settings["measures"]["close_one"]["site"] == "kita_e1"
    assert set(settings["measures"]) == {"close_one", "close_two"}
    assert settings["targets"] == []


def test_a_plain_title_is_inherited_and_replaced_like_any_other(folder: Path) -> None:
    for name, text in (
        ("plain", "defaults: [mine, _self_]\ntitle: Meine\n"),
        ("both", "defaults: [plain, _self_]\ntitle: {de: Neu, en: New}\n"),
    ):
        (folder / "scenarios" / f"{name}.yaml").write_text("# @package _global_\n" + text, encoding="utf-8")
    configs = compose_scenarios(["plain", "both"], [FAST])
    assert [configs[name]["title"] for name in ("plain", "both")] == ["Meine", {"de": "Neu", "en": "New"}]


def test_a_scenario_may_be_a_path(folder: Path) -> None:
    other = folder / "elsewhere"
    other.mkdir()
    (other / "idea.yaml").write_text("defaults: [mine, _self_]\ntitle: {en: Idea}\n", encoding="utf-8")
    configs = compose_scenarios(["status_quo", str(other / "idea.yaml")], [FAST])
    assert list(configs) == ["status_quo", "idea"]
    assert configs["idea"]["title"] == {"de": "Neu", "en": "Idea"}
    assert "close_one" in configs["idea"]["measures"]


@pytest.mark.parametrize(
    "name", ["süd", "kita_schließt", "null", "true", "1e5", "a b", "a=b", "x'y", "nord,ost", "~k"]
)
def test_a_scenario_may_have_any_name_that_a_file_can_have(folder: Path, name: str) -> None:
    (folder / "scenarios" / f"{name}.yaml").write_text("defaults: [mine, _self_]\n", encoding="utf-8")
    assert list(compose_scenarios(["status_quo", name], [FAST])) == ["status_quo", name]


def test_an_unknown_scenario_names_the_nearest(folder: Path) -> None:
    assert "'status_quo'" in mistake(["status_qou"])
    assert "no_such.yaml" in mistake(["no_such.yaml"])


def test_a_bundle_keeps_the_targets_of_all_that_it_takes_over(folder: Path) -> None:
    for name, target in (("one", "births"), ("two", "deaths")):
        text = f"targets: [{{indicator: {target}, direction: up}}]\nsuspected: [{{indicator: {target}}}]\n"
        (folder / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    text = "defaults: [one, two, _self_]\ntargets: [{indicator: births, direction: down}]\n"
    (folder / "scenarios" / "both.yaml").write_text(text, encoding="utf-8")
    settings = compose_scenarios(["both"], [FAST])["both"]
    assert {one["indicator"]: one["direction"] for one in settings["targets"]} == {
        "births": "down",
        "deaths": "up",
    }
    assert [one["indicator"] for one in settings["suspected"]] == ["births", "deaths"]


def test_a_target_twice_in_one_file_is_named(folder: Path) -> None:
    text = "targets: [{indicator: births, direction: up}, {indicator: births, direction: down}]\n"
    (folder / "scenarios" / "twice.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimsocialError, match="'births' stands there twice"):
        compose_scenarios(["twice"], [FAST])


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("measurs: {a: {kind: x}}", ["bad", "measurs", "'measures'"]),
        ("horizon: {ende: 2028-12}", ["bad", "ende", "'end'"]),
        ("horizon.end: 2045-12", ["horizon: end"]),
        ("replicates: many", ["bad", "replicates", "many"]),
        ("title: 3", ["bad", "title"]),
        ("measures: [1, 2]", ["bad"]),
        ("measures: {a: {kind: x, kind: y}}", ["kind"]),
        ("title: {de: [}", ["bad"]),
        ("defaults: [no_such]", ["no_such"]),
        ("defaults: 3", ["bad"]),
        ("parameters: {fertility.total_fertility: 1}", ["'fertility.total_fertility_rate'"]),
        ("seed: ${nope}", ["nope"]),
        ("- 1", []),
        ("\xff", []),
        ("just words", []),
        ("false", ["bad"]),
    ],
)
@pytest.mark.parametrize("by_path", [False, True])
def test_a_faulty_scenario_file_is_an_error_of_its_own_kind(
    folder: Path, content: str, named: list[str], by_path: bool
) -> None:
    path = folder / ("bad.yaml" if by_path else "scenarios/bad.yaml")
    path.write_bytes(f"# @package _global_\n{content}\n".encode("latin-1"))
    message = mistake([str(path) if by_path else "bad"])
    for part in named:
        assert part in message


@pytest.mark.parametrize(
    "text",
    ["title: '${oc.env:HOME}'", "title: ${oc.env:NO_SUCH_VARIABLE}", "title: ${seed}", "suspected: ${seed}"],
)
def test_a_scenario_takes_no_value_from_elsewhere(folder: Path, text: str) -> None:
    (folder / "scenarios" / "spy.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="written out"):
        compose_scenarios(["spy"], [FAST])


def test_texts_and_truth_values_are_no_numbers_in_a_measure(folder: Path) -> None:
    text = "measures: {a: {kind: no_change, start: 2027-08, decided_by: kreis, lever: own_act, lead_months: '12'}}"
    (folder / "scenarios" / "number.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimsocialError, match=r"lead_months: '12'.*no number"):
        compose_scenarios(["number"], [FAST])
