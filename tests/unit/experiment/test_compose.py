"""Names and overrides become checked settings; every mistake is named with the nearest valid key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simsocial.analysis.thresholds import MIN_NONZERO
from simsocial.core.errors import ConfigError, ScenarioError, SimsocialError
from simsocial.experiment.compose import compose_scenarios, with_paths
from simsocial.experiment.known import nested, parameter_ids, service_kinds
from simsocial.experiment.places import region_words

OPTION = """\
# @package _global_
title: {de: Neu, en: New}
measures:
  close_one: {kind: close_site, site: kita_e1, start: 2027-08, decided_by: municipality, lever: plan}
  close_two: {kind: close_site, site: kita_e2, start: 2028-08, decided_by: municipality, lever: plan}
targets:
  - {indicator: births, direction: up}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's working directory with one scenario of their own."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "mine.yaml").write_text(OPTION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


FAST = "services=[]"
"""Without service kinds composing takes a fifth of the time."""


def mistake(names: list[str], *overrides: str) -> str:
    if not any("services" in word or word.startswith("=") for word in overrides):
        overrides = (FAST, *overrides)
    with pytest.raises(SimsocialError) as caught:
        compose_scenarios(names, overrides)
    return str(caught.value)


def test_defaults_are_the_planning_period_of_the_musterkreis(folder: Path) -> None:
    settings = compose_scenarios(["status_quo"])["status_quo"]
    assert settings["region"] == {"kind": "musterkreis"}
    assert settings["horizon"] == {"start": "2027-01", "end": "2031-12", "spin_up": 36, "known_until": None}
    assert (settings["seed"], settings["replicates"], settings["twins"], settings["draws"]) == (
        1,
        30,
        5,
        None,
    )
    assert settings["parameters"] == {}
    assert settings["workers"] >= 1
    assert settings["measures"] == {}
    assert set(settings["services"]) == set(service_kinds())
    assert all(settings["processes"].values())


def test_settings_hold_plain_values_only(folder: Path) -> None:
    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(inner) for key, inner in value.items())
        if isinstance(value, list):
            return all(plain(inner) for inner in value)
        return value is None or type(value) in (str, int, float, bool)

    settings = compose_scenarios(["mine"], [FAST])["mine"]
    assert plain(settings)


def test_the_same_overrides_hold_for_all_scenarios(folder: Path) -> None:
    configs = compose_scenarios(
        ["status_quo", "mine"], [FAST, "replicates=3", "horizon.end=2028-12", "seed=7"]
    )
    assert list(configs) == ["status_quo", "mine"]
    for settings in configs.values():
        assert (settings["replicates"], settings["horizon"]["end"], settings["seed"]) == (3, "2028-12", 7)
    assert {settings["name"] for settings in configs.values()} == {"vergleich_mine"}


def test_experiments_in_words_set_the_numbers(folder: Path) -> None:
    settings = compose_scenarios(["status_quo"], [FAST, "experiment=quick", "twins=0"])["status_quo"]
    assert (settings["replicates"], settings["twins"]) == (14, 0)


@pytest.mark.parametrize("name", ["quick", "standard", "thorough"])
def test_every_experiment_in_words_is_enough_for_intervals(folder: Path, name: str) -> None:
    assert compose_scenarios(["status_quo"], [FAST, f"experiment={name}"])["status_quo"]["replicates"] >= (
        MIN_NONZERO
    )


def test_services_can_be_selected_and_changed(folder: Path) -> None:
    chosen = ["nursery", "kindergarten"]
    settings = compose_scenarios(["status_quo"], [f"services=[{','.join(chosen)}]"])["status_quo"]
    assert set(settings["services"]) == set(chosen)


def test_processes_can_be_switched_off(folder: Path) -> None:
    settings = compose_scenarios(["status_quo"], [FAST, "processes.mortality=false"])["status_quo"]
    assert settings["processes"]["mortality"] is False
    assert settings["processes"]["fertility"] is True


def test_parameters_are_overridden_by_their_id(folder: Path) -> None:
    words = [FAST, "parameters.fertility.total_fertility_rate=1.2"]
    settings = compose_scenarios(["status_quo"], words)["status_quo"]
    assert settings["parameters"] == {"fertility.total_fertility_rate": 1.2}


def test_every_registered_parameter_is_a_key(folder: Path) -> None:
    for identifier in parameter_ids():
        *path, last = identifier.split(".")
        node = nested([identifier])
        for part in path:
            node = node[part]
        assert node == {last: None}
    ids = parameter_ids()
    branches = {".".join(identifier.split(".")[:depth]) for identifier in ids for depth in range(1, 9)}
    inner = {branch for branch in branches if any(other.startswith(branch + ".") for other in ids)}
    assert not inner & set(ids), "an id that is also the beginning of another cannot be overridden"


def test_measures_are_changed_and_dropped(folder: Path) -> None:
    words = [
        FAST,
        "~measures.close_one",
        "measures.close_two.start=2029-01",
        "+measures.close_two.lead_months=3",
    ]
    measures = compose_scenarios(["mine"], words)["mine"]["measures"]
    assert set(measures) == {"close_two"}
    assert (measures["close_two"]["start"], measures["close_two"]["lead_months"]) == ("2029-01", 3)


def test_what_is_said_of_a_measure_holds_for_the_scenarios_that_have_it(folder: Path) -> None:
    names = ["status_quo", "mine", "kita_netz"]
    words = [FAST, "measures.close_one.start=2029-01", "~measures.close_two", "seed=2"]
    configs = compose_scenarios(names, words)
    assert configs["status_quo"]["measures"] == {}
    assert set(configs["mine"]["measures"]) == {"close_one"}
    assert configs["mine"]["measures"]["close_one"]["start"] == "2029-01"
    assert (
        configs["kita_netz"]["measures"] == compose_scenarios(["kita_netz"], [FAST])["kita_netz"]["measures"]
    )
    assert {settings["seed"] for settings in configs.values()} == {2}
    assert "'close_one'" in mistake(names, "measures.close_ones.start=2029-01")


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


def test_the_users_own_folders_come_first(folder: Path) -> None:
    (folder / "scenarios" / "status_quo.yaml").write_text(OPTION, encoding="utf-8")
    (folder / "conf" / "horizon").mkdir(parents=True)
    (folder / "conf" / "horizon" / "short.yaml").write_text(
        "start: 2027-01\nend: 2027-12\n", encoding="utf-8"
    )
    settings = compose_scenarios(["status_quo"], [FAST, "horizon=short"])["status_quo"]
    assert settings["title"]["en"] == "New"
    assert settings["horizon"]["end"] == "2027-12"


def test_a_region_may_be_a_path(folder: Path) -> None:
    words = [FAST, "region=./my tables/it's.xlsx"]
    assert compose_scenarios(["status_quo"], words)["status_quo"]["region"] == {
        "kind": "folder",
        "path": "./my tables/it's.xlsx",
    }
    (folder / "tables").mkdir()
    assert with_paths(["region=tables"]) == ["region=folder", "region.path='tables'"]
    assert with_paths(["region=kreis", "region.name=Greiz"]) == ["region=kreis", "region.name=Greiz"]


def test_a_place_is_an_option_of_the_users_own_a_path_or_a_kreis(folder: Path) -> None:
    (folder / "conf" / "region").mkdir(parents=True)
    (folder / "conf" / "region" / "meins.yaml").write_text("{kind: folder, path: ./t}\n", encoding="utf-8")
    for name in ("meins", "tables"):
        (folder / name).mkdir()
    assert region_words("meins") == ["region=meins"]
    assert region_words("tables") == with_paths(["region=tables"])
    assert region_words("missing.xlsx") == with_paths(["region=missing.xlsx"])
    assert region_words("Greiz") == ["region=kreis", "region.name='Greiz'"]


def test_official_keys_stay_strings(folder: Path) -> None:
    for written in ("16077", "'16077'"):
        region = compose_scenarios(["status_quo"], [FAST, "region=kreis", f"region.ags={written}"])[
            "status_quo"
        ]["region"]
        assert region == {"kind": "kreis", "ags": "16077"}


def test_composing_is_the_same_whatever_the_order_of_entries(folder: Path) -> None:
    first = compose_scenarios(["mine"], [FAST, "seed=3", "replicates=2"])
    lines = OPTION.splitlines()
    lines[3], lines[4] = lines[4], lines[3]
    (folder / "scenarios" / "mine.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert compose_scenarios(["mine"], ["replicates=2", FAST, "seed=3"]) == first


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("replicatess=3", ["replicatess", "'replicates'"]),
        ("regio=kreis", ["regio", "'region'"]),
        ("region=kreiss", ["kreiss", "'kreis'"]),
        ("region.agss=3", ["agss", "'ags'", "region"]),
        ("horizon.strt=2027-01", ["strt", "'start'"]),
        ("measures.close_one.strt=2028-01", ["strt", "'start'", "+measures.close_one.strt"]),
        ("measures.close_three.start=2028-01", ["close_three", "close_two"]),
        ("~measures.close_won", ["close_won", "close_one, close_two"]),
        ("services=[nursry]", ["nursry", "'nursery'"]),
        ("services.nursry.patience_months=1", ["nursry", "'nursery'"]),
        ("processes.mortalty=false", ["mortalty", "'mortality'"]),
        ("parameters.fertility.total_fertility=1", ["'fertility.total_fertility_rate'"]),
        ("+parameters.fertility.total_fertility=1", ["'fertility.total_fertility_rate'"]),
        ("parameters.fertility.total_fertility_rate=abc", ["abc", "number"]),
        ("+seeed=1", ["seeed", "'seed'"]),
        ("++seeed=1", ["seeed", "'seed'"]),
        ("~seed", ["seed"]),
        ("report=fr", ["fr", "de, en"]),
        ("report.language=fr", ["fr", "de, en"]),
        ("executor.kind=cloud", ["cloud", "processes, serial"]),
        ("seed=abc", ["seed", "abc"]),
        ("replicates=0", ["replicates", "0", "from 1"]),
        ("workers=0", ["workers"]),
        ("twins=-1", ["twins"]),
        ("name=a/b", ["a/b"]),
        ("horizon.start=2027-13", ["2027-13", "YYYY-MM"]),
        ("horizon.end=2026-01", ["2026-01", "horizon.start"]),
        ("horizon.end=2050-01", ["2050-01", "2049-12"]),
        ("horizon.spin_up=-1", ["-1"]),
        ("horizon.known_until=yesterday", ["yesterday", "YYYY-MM"]),
        ("region=kreis", ["region.ags", "region.name"]),
        ("region.ags=16077", ["region=kreis"]),
        ("region=folder", ["region.path"]),
        ("hydra.jab.name=x", ["hydra.jab"]),
        ("scenarios=mine", ["before the settings"]),
        ("seed=1,2", ["seed=1,2"]),
        ("seed=[1", ["[1"]),
        ("a b", ["a b"]),
        ("=3", []),
        ("seed", ["seed"]),
        ("region=kreis,folder", ["region"]),
        ("measures=3", ["measures"]),
        ("horizon=null", []),
        ("seed=${nope}", ["nope"]),
        ("measures.close_one.kind=close_sit", ["close_one", "'close_site'"]),
        ("measures.close_one.start=soon", ["close_one", "soon", "YYYY-MM"]),
        ("+measures.close_one.sight=kita_e1", ["close_one", "'site'"]),
        ("measures.close_one=3", ["close_one"]),
    ],
)
def test_a_mistake_names_the_key_and_the_nearest_valid_one(folder: Path, word: str, named: list[str]) -> None:
    message = mistake(["mine"], word)
    for part in named:
        assert part in message


def test_a_plus_before_a_number_is_refused_on_the_command_line(folder: Path) -> None:
    message = mistake(["mine"], "measures.close_one.lead_months=+12")
    assert "not as 12 more. Valid: 12" in message


def test_draws_need_as_many_replicates(folder: Path) -> None:
    message = mistake(["status_quo"], "draws=100", "replicates=5")
    for part in ("replicates=100", "replicates=200", "draws=100 alone"):
        assert part in message
    for words in (
        ["draws=0", "replicates=5"],
        ["draws=9"],
        ["draws=5", "replicates=10"],
        ["experiment=thorough", "draws=9"],
    ):
        assert compose_scenarios(["status_quo"], [FAST, *words])


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


def test_an_unknown_scenario_names_the_nearest(folder: Path) -> None:
    assert "'status_quo'" in mistake(["status_qou"])
    assert "no_such.yaml" in mistake(["no_such.yaml"])


def test_two_scenarios_with_one_id_are_refused(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="given twice"):
        compose_scenarios(["mine", "mine"])


def test_scenarios_that_do_not_share_the_horizon_are_refused(folder: Path) -> None:
    (folder / "scenarios" / "longer.yaml").write_text(OPTION + "horizon: {end: 2045-12}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"differ in 'horizon'.*command line"):
        compose_scenarios(["status_quo", "longer"], [FAST])
    configs = compose_scenarios(["status_quo", "longer"], [FAST, "horizon=tail", "horizon.end=2040-12"])
    assert {settings["horizon"]["end"] for settings in configs.values()} == {"2040-12"}


def test_composing_leaves_nothing_behind(folder: Path) -> None:
    from hydra.core.global_hydra import GlobalHydra

    before = dict(os.environ)
    compose_scenarios(["mine"], [FAST])
    assert not GlobalHydra.instance().is_initialized()
    assert dict(os.environ) == before
    assert sorted(path.name for path in folder.iterdir()) == ["scenarios"]


@pytest.mark.parametrize(
    "name", ["süd", "kita_schließt", "null", "true", "1e5", "a b", "a=b", "x'y", "nord,ost", "~k"]
)
def test_a_scenario_may_have_any_name_that_a_file_can_have(folder: Path, name: str) -> None:
    (folder / "scenarios" / f"{name}.yaml").write_text("defaults: [mine, _self_]\n", encoding="utf-8")
    assert list(compose_scenarios(["status_quo", name], [FAST])) == ["status_quo", name]


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
    "text", ["title: '${oc.env:HOME}'", "title: ${oc.env:NO_SUCH_VARIABLE}", "title: ${seed}"]
)
def test_a_scenario_takes_no_value_from_elsewhere(folder: Path, text: str) -> None:
    (folder / "scenarios" / "spy.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="written out"):
        compose_scenarios(["spy"], [FAST])


@pytest.mark.parametrize(
    "word",
    [
        "replicates=1_000",
        "replicates=٣",
        "draws=true",
        "parameters.travel.detour_factor=1_0",
        "measures={}",
        "targets=[]",
        "horizon.start='２０２７-01'",
        "region.path=${oc.env:NO_SUCH_VARIABLE}",
    ],
)
def test_a_value_that_is_no_plain_one_is_refused_with_what_is_valid(folder: Path, word: str) -> None:
    with pytest.raises(ConfigError, match="Valid"):
        compose_scenarios(["status_quo"], [FAST, word])


def test_texts_and_truth_values_are_no_numbers_in_a_measure(folder: Path) -> None:
    text = "measures: {a: {kind: no_change, start: 2027-08, decided_by: kreis, lever: own_act, lead_months: '12'}}"
    (folder / "scenarios" / "number.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimsocialError, match=r"lead_months: '12'.*no number"):
        compose_scenarios(["number"], [FAST])
